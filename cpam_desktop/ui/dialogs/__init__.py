"""Sheets that ask for something."""
