"""Computerised adaptive testing: what to ask next, when to stop, what to suggest."""
