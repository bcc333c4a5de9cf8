"""« C’est noté »: a report was recorded, and what helps now."""
