"""One file for each version of the progress file."""
