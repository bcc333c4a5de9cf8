"""The official sheets kept on this computer: how old they are, what changed, taking in a newer archive."""
