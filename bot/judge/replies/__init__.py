"""What comes back from an endpoint: its body, the object in it, the verdict that it is, and what can be wrong."""
