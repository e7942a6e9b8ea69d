"""When each card is due, and in which order cards are studied."""
