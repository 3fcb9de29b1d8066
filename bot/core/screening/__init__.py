"""The life of one session: events in, state and effects out."""
