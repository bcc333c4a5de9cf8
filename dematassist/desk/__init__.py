"""A mediator's desk: a computer that many people use, one after the other.

One session a person: what they do is in memory, and goes with them. Begin with ``session.py``. ``leaving.py``
says what to close before the next person, ``activity.py`` keeps what a mediator counts: never who.
"""
