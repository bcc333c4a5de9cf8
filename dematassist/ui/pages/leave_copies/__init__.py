"""Choosing the papers whose copies stay at a desk for the time of a mandate."""
