"""Putting in the encrypted folder the walks and appointments that were begun before it was open."""
