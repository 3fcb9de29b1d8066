"""Logs, health and figures for operators: nothing of a person in any of them."""
