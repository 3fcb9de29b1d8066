"""The command line, as somebody types it: what is printed, and with which exit code."""
