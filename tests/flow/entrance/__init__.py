"""Who comes in, what they typed, and whether they may."""
