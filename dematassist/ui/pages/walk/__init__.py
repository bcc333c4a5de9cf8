"""The walk: one question or one step a screen."""
