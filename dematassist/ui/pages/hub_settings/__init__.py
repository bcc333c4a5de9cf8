"""Which hub receives the reports of this computer: joining one by its code, leaving it."""
