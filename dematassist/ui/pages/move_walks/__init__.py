"""Putting in the encrypted folder the walks that were begun before it was open."""
