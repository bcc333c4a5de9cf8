"""A hand-over note that is made: its sheet to print, its sealed file, and the words that open it."""
