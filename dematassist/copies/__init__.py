"""Copies of papers that leave this computer: small, upright, marked, without what nobody asked for.

The originals are never touched. Begin with ``preparing.py``. Whatever was written by others is opened only
in ``child``, a process that holds no key, talks through pipes and has limits of time and memory.
"""
