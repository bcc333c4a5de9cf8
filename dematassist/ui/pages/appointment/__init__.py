"""One appointment: when and where, its papers to tick, what to get first, what to ask."""
