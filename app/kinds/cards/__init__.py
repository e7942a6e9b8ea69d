"""The kinds of card. Of the cards that a line gives rise to, those of the earlier kinds are kept."""

from app.kinds.cards import (
    cloze,
    code,
    condition,
    definition,
    enumeration,
    explicit,
    number,
    sequence,
    statement,
    table_cell,
)
from app.kinds.spec import CardKind

CARD_KINDS: tuple[CardKind, ...] = (
    explicit.KIND,
    cloze.KIND,
    table_cell.KIND,
    sequence.KIND,
    enumeration.KIND,
    number.KIND,
    condition.KIND,
    definition.KIND,
    statement.KIND,
    code.KIND,
)
