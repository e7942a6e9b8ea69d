"""Alembic's steps from one version of the progress file to the next."""
