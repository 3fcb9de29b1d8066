"""Neutral forms of output: records, charts as data, text in pieces."""
