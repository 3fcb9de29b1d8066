"""The chart on the card: what it shows, and that it is drawn alike each time."""
