"""The guides of one theme."""
