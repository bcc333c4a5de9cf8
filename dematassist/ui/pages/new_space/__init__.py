"""Making the encrypted folder, one thing at a time."""
