"""Opening a hand-over file that a person carries: what they pass on, and their procedures to go on with."""
