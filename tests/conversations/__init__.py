"""Whole screenings as tables of who says what, on the real loop and store, in the terminal, on Slack and on Discord."""
