"""Commands for operators: run, doctor, database, jobs, audit, backups, personal data."""
