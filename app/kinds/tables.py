"""What the corner of a table says: whether things stand in its columns or in its rows."""

import re

_ATTRIBUTES = re.compile(r"^(?:attributes?|aspect|feature|property|criterion|question|what|)$", re.IGNORECASE)


def has_things_across(corner: str) -> bool:
    """Whether a table with these words in its corner has things in its columns and attributes in its rows."""
    return _ATTRIBUTES.match(corner.strip()) is not None
