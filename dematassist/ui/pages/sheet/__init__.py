"""A sheet to read, save or print."""
