"""What to know before starting a guide."""
