"""Values and pure rules: what the whole program talks about, with the standard library only."""
