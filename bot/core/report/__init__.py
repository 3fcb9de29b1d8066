"""What a screener reads, as data."""
