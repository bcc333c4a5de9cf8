"""The voice: speed, loudness, which voice, when it reads by itself."""
