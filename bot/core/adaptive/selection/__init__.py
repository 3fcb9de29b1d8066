"""What to ask next: information within fairness, exposure and time."""
