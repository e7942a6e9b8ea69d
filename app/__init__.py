"""Certdeck turns a folder of Markdown notes into study material for a certification exam."""

__version__ = "0.1.0"
