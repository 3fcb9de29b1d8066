"""The database engine underneath: SQLite and PostgreSQL, locks, backups, migrations."""
