"""Where the facts of a guide come from, and what nobody could tell us."""
