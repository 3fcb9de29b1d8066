"""Replies of endpoints, and what has to come of each."""
