"""Decide, store, carry out: one transaction an event, effects as retried jobs."""
