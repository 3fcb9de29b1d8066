"""The platforms, each against a peer of its own on loopback."""
