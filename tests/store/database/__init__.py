"""The database below the store: opening, locks, group commit, backups."""
