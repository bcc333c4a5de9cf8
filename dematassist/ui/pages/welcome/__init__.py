"""The three skippable questions of the first start."""
