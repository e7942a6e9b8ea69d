"""When to show which card: what is remembered, and in which order cards come."""
