"""When to stop, what to recommend, and which answers look unlike a person's."""
