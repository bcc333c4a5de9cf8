"""« Ça ne marche pas »: another way for the step the person is at."""
