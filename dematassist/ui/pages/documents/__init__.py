"""« Mes documents »: the encrypted folder of a person’s papers."""
