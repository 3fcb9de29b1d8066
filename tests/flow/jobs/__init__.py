"""Carrying out what was decided: tries, deaths and what is left to people."""
