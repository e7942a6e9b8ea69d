"""A comparison as an HTML table for paper: the head repeats on each page."""

from html import escape

from app.domain.comparison import Comparison

MISSING = "not in the notes"


def comparison_html(one: Comparison, *, is_blank: bool = False) -> str:
    """The table; `is_blank` leaves its cells empty, to be filled in by hand."""
    share = 100 // (len(one.columns) + 1)
    head = "".join(f'<th width="{share}%">{escape(title)}</th>' for title in ("", *one.columns))
    rows = []
    for row in one.rows:
        cells = "".join(f"<td>{_cell(cell.text.plain if cell.text else None, is_blank)}</td>" for cell in row.cells)
        rows.append(f"<tr><th>{escape(row.attribute)}</th>{cells}</tr>")
    return (
        '<table border="0" cellspacing="0" cellpadding="4" width="100%">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _cell(words: str | None, is_blank: bool) -> str:
    if is_blank:
        return "&nbsp;<br>&nbsp;"
    return f"<i>{MISSING}</i>" if words is None else escape(words).replace("\n", "<br>")
