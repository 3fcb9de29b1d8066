"""The tests, in the rooms of what they test; what several rooms share stands here."""
