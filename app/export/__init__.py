"""Study material leaves the program as files."""
