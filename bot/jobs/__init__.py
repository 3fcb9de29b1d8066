"""Background work over many processes: procrastinate, on the PostgreSQL database that holds the effects."""
