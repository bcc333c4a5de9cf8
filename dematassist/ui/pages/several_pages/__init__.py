"""Several photographs or scans kept as one paper: its pages put in order, front and back."""
