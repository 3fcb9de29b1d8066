"""Slack: candidates answer in a direct message, screeners read and act in the hiring channel."""
