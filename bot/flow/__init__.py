"""The room that loops: from an event to a decision, from a decision to the world; it knows ports, no SDK."""
