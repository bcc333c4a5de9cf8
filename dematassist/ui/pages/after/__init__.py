"""What comes once the steps are done, and the dates to remember."""
