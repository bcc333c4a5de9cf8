"""« Tout emporter »: every paper in one file, and such a file taken back."""
