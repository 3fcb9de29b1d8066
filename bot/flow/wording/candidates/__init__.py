"""What candidates read."""
