"""« Ça ne marche pas »: what happened, in one click, and another way for the step the person is at."""
