"""Markdown text becomes a tree of values."""
