"""The only home of the database: values in, values out."""
