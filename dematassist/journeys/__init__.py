"""One person's way through one guide: answers, ticks, notes, dates, file numbers.

Begin with ``model.py``: a ``Journey`` is frozen, and each thing a person does (answer, tick, write a
note, move) is a pure function that returns the next one. ``record.py`` does the same things and keeps
them: it is what the pages call, and what returns ``Changes``. ``store.py`` is the one small role that
keeps journeys on disk, ``sealed.py`` makes a walk a record of a person's space,
``kept.py`` keeps walks here and there. ``calendar.py``
turns dates to remember into an .ics file.
"""
