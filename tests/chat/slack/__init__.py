"""Slack through its real SDK, against a small workspace that refuses what the real one refuses."""
