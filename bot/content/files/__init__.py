"""Folders of YAML files and the documents in them."""
