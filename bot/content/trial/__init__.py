"""Graders tried on the marked sample answers."""
