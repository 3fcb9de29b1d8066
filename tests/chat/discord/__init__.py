"""Discord through its real SDK, against a small Discord that refuses what the real one refuses."""
