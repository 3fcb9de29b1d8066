"""The queue on PostgreSQL: what several worker processes share."""
