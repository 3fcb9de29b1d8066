"""Viva: an adaptive technical-screening bot for Slack and Discord."""
