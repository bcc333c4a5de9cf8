"""The process that holds the keys of a space. It talks through pipes only, and ending it is locking.

Begin with ``service.py``, the loop of requests; ``session.py`` is a space with its keys.
"""
