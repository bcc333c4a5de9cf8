"""The papers of a guide, one by one: what each looks like, where to get it."""
