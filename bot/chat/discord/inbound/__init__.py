"""What Discord delivers, and where it goes."""
