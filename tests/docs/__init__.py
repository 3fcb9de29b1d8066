"""The pages for people: whatever they name is there, their links lead somewhere, and their tables are whole."""
