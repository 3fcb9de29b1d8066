"""What every adapter behind a port promises: one list of tests, run on the real one and on each fake."""
