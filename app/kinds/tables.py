"""What the header of a table says: whether things stand in its columns or in its rows."""

import re
from collections.abc import Sequence

_ATTRIBUTES = re.compile(r"^(?:attributes?|aspect|feature|property|criterion|question|what|)$", re.IGNORECASE)
_TOLD_OF_EACH = re.compile(
    r"^(?:benefit|default|description|effect|example|limit|meaning|needs|purpose|scope|task|type|unit|use|uses|value"
    r"|what it does|when|where|who|why)\??$",
    re.IGNORECASE,
)
_FEWEST_ACROSS = 3  # the corner and two things


def has_things_across(header: Sequence[str]) -> bool:
    """Whether a table has things in its columns and attributes in its rows; a single column is no choice of things."""
    if len(header) < _FEWEST_ACROSS or not _ATTRIBUTES.match(header[0].strip()):
        return False
    return not any(_TOLD_OF_EACH.match(column.strip()) for column in header[1:])
