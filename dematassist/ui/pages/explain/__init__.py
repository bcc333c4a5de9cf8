"""F1: what a page is for and what can be done there."""
