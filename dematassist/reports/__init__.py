"""Dysfunctions: what a person tells of a service that does not work, without anything personal in it.

Begin with ``model``: the states of a report and what leads from one to the next. ``record`` has the verbs of
a person, ``draft`` fills a report from where they are and masks what they write (``scrubber``), ``outbox``
keeps it, ``lever`` suggests where an improvement seems to be.
"""
