"""What Slack delivers, over Socket Mode or signed HTTP, and where it goes."""
