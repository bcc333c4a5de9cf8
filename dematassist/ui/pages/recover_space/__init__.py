"""Opening the encrypted folder with its recovery sheet."""
