"""Filling in a paper mandate, with the person."""
