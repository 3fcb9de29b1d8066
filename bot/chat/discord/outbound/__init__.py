"""What the bot sends to Discord, and how its errors are read."""
