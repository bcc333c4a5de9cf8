"""Who the invented person of a practice is, and their papers."""
