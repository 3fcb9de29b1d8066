"""YAML text to data that knows its line and column."""
