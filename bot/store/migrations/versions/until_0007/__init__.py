"""The first seven versions of the tables."""
