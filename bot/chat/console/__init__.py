"""A terminal as a platform: the candidate's conversation and the hiring channel side by side."""
