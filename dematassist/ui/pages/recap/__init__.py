"""Answers, ticks and notes of a walk, with « change » beside each."""
