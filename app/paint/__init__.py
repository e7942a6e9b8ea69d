"""Drawing without widgets: one painter for screen, paper and picture."""
