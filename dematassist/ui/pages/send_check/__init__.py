"""The copy that was made, looked at before it is saved."""
