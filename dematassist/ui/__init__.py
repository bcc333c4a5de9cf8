"""The window. The only package that imports PySide6.

Begin with ``application.py`` (how the program starts) and ``window.py`` (the frame, the page stack,
where focus goes, the two buttons that never leave the screen). ``routes.py`` names every place a person
can be. A page is a folder of ``pages/``: ``view.py`` says what it says (frozen values, no Qt), ``page.py``
holds its widgets. ``widgets/`` has the few pieces pages are made of, ``accessible.py`` the only
accessibility helpers, ``theme/`` colours, fonts and pictograms. A page learns of a change only through
``changes.py``; long work goes through ``tasks.py``.
"""
