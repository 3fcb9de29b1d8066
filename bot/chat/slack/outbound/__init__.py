"""What the bot sends to Slack, within Slack's limits, and how its errors are read."""
