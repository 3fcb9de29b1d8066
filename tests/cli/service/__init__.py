"""Commands for operators: database, jobs, audit, a person's data."""
