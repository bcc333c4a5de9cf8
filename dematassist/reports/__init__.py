"""Dysfunctions: what a person tells of a service that does not work, without anything personal in it.

Begin with ``scrubber``: it masks what could tell who wrote, before anything is kept or sent.
"""
