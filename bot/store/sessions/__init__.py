"""Sessions as table rows, and back."""
