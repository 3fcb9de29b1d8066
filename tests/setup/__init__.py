"""The set-up: locks, installation, container files and samples."""
