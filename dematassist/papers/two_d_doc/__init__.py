"""2D-Doc: the square code by which the State and its partners vouch for what a paper says.

Begin with ``reading.py`` (bytes of a code → ``Code``), then ``trust.py`` (was it signed by who it says?) and
``meaning.py`` (whose paper it is, where they live, which days matter). Finding the code on a page is the work
of ``copies``, in its child. The facts come from « Spécifications techniques des codes à barres 2D-Doc » of
France Titres: v3.1.3 (30/04/2021) for the data, v3.3.9 (24/07/2026) for the types of papers.
"""
