"""Values become HTML and layouts."""
