"""From an answer to marks, each with its evidence."""
