"""What the next question may be besides the one that tells most: one to try out, one that takes up earlier words."""
