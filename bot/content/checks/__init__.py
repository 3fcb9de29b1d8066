"""Rules of `viva bank check` that hold across files, one rule a file."""
