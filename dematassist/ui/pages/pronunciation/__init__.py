"""« Corriger la prononciation »: a word as it is written, and how the person wants it said."""
