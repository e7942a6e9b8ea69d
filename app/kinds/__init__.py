"""Sections become study material, one file a kind."""
