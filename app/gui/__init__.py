"""The window: draws values and talks to services."""
