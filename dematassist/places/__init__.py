"""Desks near a town: « lieux de médiation numérique ».

Begin with ``model.py`` (a ``Place``). ``directory.py`` takes in a file in the public schema (CSV or JSON,
published as open data by the cartographie nationale and data.inclusion), compiles it into one small
SQLite file and searches it by town or postcode; without a file, a null directory says so.
``opening_hours.py`` puts OpenStreetMap opening hours in words. Nothing is ever downloaded: the person
chooses the file.
"""
