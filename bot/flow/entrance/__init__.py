"""Who comes in, what they ask for, and whether they may."""
