"""Where a candidate stands, compared with other programs that estimate the same."""
