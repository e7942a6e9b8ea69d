"""The kinds of comparison."""

from app.kinds.comparisons import siblings, table, versus
from app.kinds.spec import ComparisonKind

COMPARISON_KINDS: tuple[ComparisonKind, ...] = (table.KIND, versus.KIND, siblings.KIND)
