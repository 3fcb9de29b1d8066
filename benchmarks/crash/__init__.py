"""Kills the service while people answer, and counts what was lost, doubled or out of order."""
