"""Protecting the encrypted folder: its password, its sheet, proving it whole, dates to remember."""
