"""One paper of the encrypted folder."""
