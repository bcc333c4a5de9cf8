"""The end of a session at a shared computer: a page to keep, what to check, then all is erased."""
