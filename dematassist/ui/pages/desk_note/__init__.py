"""A note that the people of this desk leave for each other at a step."""
