"""Learning item and grader parameters from past screenings."""
