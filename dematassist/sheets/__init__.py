"""Printable pages: what to bring, and what was done.

Begin with ``model.py``: a ``Sheet`` is a title and blocks, with no layout in it; the window shows the
same sheet as text. ``contents.py`` writes the two sheets from a guide and a journey. ``pdf.py`` makes the
A4 pages (``flow.py`` then ``layout.py``), and ``tagged.py`` gives them the structure that a screen reader
walks (PDF/UA-1, ISO 14289-1). ``images.py`` turns a PDF into pictures for the preview and the printer.
"""
