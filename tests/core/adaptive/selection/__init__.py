"""What is asked next: information, tiers, chains, minutes, exposure."""
