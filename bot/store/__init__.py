"""The database: sessions, and effects that wait to be performed. Table rows never leave this room."""
