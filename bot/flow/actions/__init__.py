"""What people can do by a press, a form or a typed word: one table for all platforms, one row an action."""
