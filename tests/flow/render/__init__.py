"""Neutral forms of output: texts in pieces."""
