"""The command line: one file for each command; it speaks to people and scripts, and decides nothing."""
