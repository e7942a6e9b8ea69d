"""The only home of SQLAlchemy and Alembic: values go in, values come out, rows stay here."""
