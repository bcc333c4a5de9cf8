"""The machine's edges: paths, settings file, clock, files, logs, crash, single instance.

Everything that differs from one machine to another, or that can fail because of the machine, is here,
behind small functions. Begin with ``paths.py`` (where things are kept) and ``files.py`` (writing a file
so that a power cut leaves the old one or the new one). Time, randomness and ids come from ``clock.py``
only. Nothing here knows a guide, a person or Qt.
"""
