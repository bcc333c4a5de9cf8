"""An official sheet, chapter by chapter."""
