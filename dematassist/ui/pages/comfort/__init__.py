"""Text, colours, letters, reading, language."""
