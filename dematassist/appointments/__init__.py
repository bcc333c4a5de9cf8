"""Going to an appointment: one day, one service, several procedures, and what to bring and to ask.

Begin with ``model.py``: an ``Appointment`` is what a person typed and chose. ``papers.py`` merges the papers
of its procedures, ``asking.py`` gathers what to ask, ``calendar.py`` makes its event. ``record.py`` has the
verbs, ``store.py`` what keeps it, ``sealed.py`` and ``kept.py`` in a person's space too.
"""
