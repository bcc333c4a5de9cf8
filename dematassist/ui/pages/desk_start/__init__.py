"""The beginning of a session at a shared computer."""
