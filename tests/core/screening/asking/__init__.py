"""The life of one screening: an event in, a session and its effects out."""
