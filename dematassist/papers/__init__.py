"""Kinds of paper (« pièces ») that procedures ask for: names, looks, where to get one.

Begin with ``model.py``. The files authors write are ``resources/papers/<lang>/<id>.yaml``; a guide
names a kind of paper by its id.
"""
