"""Desks near a town: « lieux de médiation numérique », and the numbers to dial in danger.

Begin with ``model.py`` (a ``Place``). ``schema.py`` reads one row of the public schema, ``rows.py`` takes
the rows out of a CSV or JSON file, and ``directory.py`` compiles them once into a small SQLite file and
searches it by town or postcode (``towns.py`` compares names of towns); without a file, a null directory
says how to get one. ``opening_hours.py`` puts OpenStreetMap opening hours in words and says whether a
desk is open now. Nothing is ever downloaded: the person chooses the file.
``emergency.py`` stands alone, so that nothing broken ever hides 112.
"""
