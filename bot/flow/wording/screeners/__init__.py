"""What screeners and the hiring channel read."""
