"""Commands that screen, mark, simulate and calibrate."""
