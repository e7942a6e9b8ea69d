"""Study material leaves the program as files."""

from app.export import anki_package, csv, json_dump, markdown, tsv

EXPORTERS = (anki_package.EXPORTER, tsv.EXPORTER, csv.EXPORTER, markdown.EXPORTER, json_dump.EXPORTER)
