"""Topics side by side: what their notes say of the same attribute comes to stand in one row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.comparison import Cell, Comparison, ComparisonRow
from app.domain.note import Block, Code, ListBlock, Paragraph, Section, Source, Table, Text

OTHER = "Other"
MOST_TOPICS = 5
FEWEST_TOPICS = 2

_REMARKS = ("changed", "retired")  # alerts about the notes' own past
_LABELLED = re.compile(r"^([^:.?!]{2,48}?)\s*(?::|\s[–—-])\s+(\S.*)$")
_PLACES = re.compile(r"\s+(?:of|for|in|on|per|from)\s+.*$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)
_NUMBER = re.compile(r"(\d[\d.,]*)\s*([a-zA-Zµ%]+)?")
_SPACE = re.compile(r"\W+")
# Words of a sentence that name what it is about; the first that fits gives the row.
_ATTRIBUTES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\b(?:{words})", re.IGNORECASE))
    for name, words in (
        ("Retention", r"retention|retain|kept for|stored for|expires? after"),
        ("Order", r"order(?:ed|ing)?\b|in sequence|fifo\b"),
        ("Duplicates", r"duplicat|exactly[- ]once|at[- ]least[- ]once|idempoten"),
        ("Throughput", r"throughput|per second|/s\b|tps\b"),
        ("Maximum size", r"(?:maximum|max|largest).{0,12}size|up to \d+ ?[kmgt]i?b|size limit"),
        ("Default", r"by default|default is|defaults to"),
        ("Delivery", r"deliver|push(?:es|ed)?\b|poll(?:s|ing|ed)?\b"),
        ("Persistence", r"persist|durab|stored\b"),
        ("Scaling", r"scal(?:e|es|ing|able)\b|capacity"),
        ("Price", r"price|pay\b|charge|cost|free\b|billed"),
        ("Encryption", r"encrypt|kms\b|tls\b|ssl\b|https\b"),
        ("Latency", r"latency|millisecond|\bms\b|real[- ]time"),
        ("Consumers", r"consumer|subscriber|receiver"),
        ("Replay", r"replay|reprocess|re-read"),
        ("Rotation", r"rotat"),
        ("Duration", r"duration|timeout|time[- ]out|maximum of \d+ (?:min|hour|day)|runs? for"),
        ("Regions", r"region|cross-region|availability zone|\bAZs?\b"),
        ("Authentication", r"authenticat|sign[- ]in|log ?in|credential"),
    )
)


@dataclass(frozen=True, slots=True)
class Fact:
    """What a note says of one attribute of a topic."""

    attribute: str
    value: Text
    source: Source


def align(topics: Sequence[tuple[str, Sequence[Section]]]) -> Comparison:
    """Compare two to five topics, each a name and its sections; raises ValueError for another number.

    Rows are the attributes in note order, those that more topics share first; what has no attribute stands in the
    last row. A topic whose notes say nothing of an attribute has a cell without text there.
    """
    if not FEWEST_TOPICS <= len(topics) <= MOST_TOPICS:
        raise ValueError(f"{FEWEST_TOPICS} to {MOST_TOPICS} topics can be compared, not {len(topics)}")
    sources = [sections[0].source for _, sections in topics]
    facts = [[fact for section in sections for fact in facts_of(section)] for _, sections in topics]
    rows = rows_of(facts, sources)
    names = tuple(name for name, _ in topics)
    path = _common([sections[0].heading_path for _, sections in topics])
    return Comparison("topics", "aligned-topics", " vs ".join(names), names, rows, path, sources[0])


def rows_of(columns: Sequence[Sequence[Fact]], sources: Sequence[Source]) -> tuple[ComparisonRow, ...]:
    """Facts of several things as rows: attributes that more of them share first, what has none in the last row."""
    sorted_in: list[dict[str, list[Fact]]] = []
    titles: dict[str, str] = {}
    for facts in columns:
        column: dict[str, list[Fact]] = {}
        for fact in facts:
            column.setdefault(_key(fact.attribute), []).append(fact)
            titles.setdefault(_key(fact.attribute), fact.attribute)
        sorted_in.append(column)
    shared = {key: sum(key in column for column in sorted_in) for key in titles}
    order = {key: place for place, key in enumerate(titles)}
    keys = sorted(titles, key=lambda key: (key == _key(OTHER), -shared[key], order[key]))
    return tuple(
        ComparisonRow(
            titles[key],
            tuple(_cell(column.get(key, []), source) for column, source in zip(sorted_in, sources, strict=True)),
        )
        for key in keys
    )


def facts_of(section: Section) -> Iterator[Fact]:
    """Split the statements of a section into attribute and value; code makes none."""
    yield from facts_in(section.blocks)


def differences(row: ComparisonRow, reference: int | None = None) -> int:
    """Count the cells that differ from the reference, or the values beyond the first; missing ones do not count."""
    values = [normalised(cell.text.plain) if cell.text else None for cell in row.cells]
    if reference is not None and values[reference] is not None:
        return sum(value is not None and value != values[reference] for value in values)
    return max(0, len({value for value in values if value is not None}) - 1)


def is_alike(row: ComparisonRow) -> bool:
    """Whether every topic says the same of this."""
    return all(cell.text for cell in row.cells) and differences(row) == 0


def normalised(words: str) -> str:
    """Words as they are compared: numbers with one form of their unit, no case, no article, no full stop."""
    words = _NUMBER.sub(lambda match: _amount(match.group(1), match.group(2) or ""), words)
    return _SPACE.sub(" ", _ARTICLE.sub("", words.strip()).lower()).strip()


_UNITS = {
    "s": (1, "s"), "sec": (1, "s"), "secs": (1, "s"), "second": (1, "s"), "seconds": (1, "s"),
    "min": (60, "s"), "mins": (60, "s"), "minute": (60, "s"), "minutes": (60, "s"),
    "h": (3600, "s"), "hour": (3600, "s"), "hours": (3600, "s"), "day": (86400, "s"), "days": (86400, "s"),
    "kb": (1, "kb"), "kib": (1, "kb"), "mb": (1024, "kb"), "mib": (1024, "kb"), "gb": (1024**2, "kb"),
    "gib": (1024**2, "kb"), "tb": (1024**3, "kb"), "tib": (1024**3, "kb"),
}  # fmt: skip


def _amount(number: str, unit: str) -> str:
    digits = number.rstrip(".,").replace(",", "")
    factor, base = _UNITS.get(unit.lower(), (0, ""))
    if not factor or digits.count(".") > 1:
        return f"{digits} {unit}"
    return f" {float(digits) * factor:g} {base} "


def facts_in(blocks: Sequence[Block], *, needs_label: bool = False) -> Iterator[Fact]:
    """Split statements wherever they stand in a list, a paragraph or a small table; all, or those with a label."""
    for block in blocks:
        if isinstance(block, ListBlock):
            for item in block.items:
                words = item.text.plain.strip()
                if item.items and words.endswith(":"):
                    joined = "; ".join(child.text.plain.strip() for child in item.items)
                    yield Fact(words.rstrip(": "), Text(joined, joined), item.source)
                else:
                    yield from _of_text(item.text, item.source, needs_label)
                    yield from facts_in(item.children, needs_label=needs_label)
        elif isinstance(block, Paragraph):
            if not block.text.plain.rstrip().endswith(":"):
                yield from _of_text(block.text, block.source, needs_label)
        elif isinstance(block, Table):
            yield from _of_table(block)
        elif not isinstance(block, Code) and getattr(block, "kind", "") not in _REMARKS:
            yield from facts_in(getattr(block, "blocks", ()), needs_label=needs_label)


def _of_text(text: Text, source: Source, needs_label: bool) -> Iterator[Fact]:
    words = text.plain.strip()
    if not words:
        return
    if match := _LABELLED.match(words):
        value = match.group(2)
        yield Fact(_PLACES.sub("", match.group(1)).strip(), Text(value, value), source)
        return
    if needs_label:
        return
    name = next((name for name, pattern in _ATTRIBUTES if pattern.search(words)), OTHER)
    yield Fact(name, Text(words, words), source)


def _of_table(table: Table) -> Iterator[Fact]:
    """A table of two columns lists attributes and values; wider ones are comparisons of their own."""
    if len(table.header) == 2:
        for row in table.rows:
            if len(row.cells) == 2 and row.cells[0] and row.cells[1]:
                yield Fact(row.cells[0].plain.strip(), row.cells[1], row.source)


def _cell(facts: Sequence[Fact], missing: Source) -> Cell:
    if not facts:
        return Cell(None, missing)
    said = "\n".join(dict.fromkeys(fact.value.plain.strip() for fact in facts))
    return Cell(Text(said, said), facts[0].source)


def _key(attribute: str) -> str:
    words = _SPACE.sub(" ", attribute.lower()).strip()
    words = re.sub(r"\b(?:max|largest|longest|biggest|highest)\b", "maximum", words)
    words = re.sub(r"\b(?:min|smallest|shortest|lowest)\b", "minimum", words)
    return words.removesuffix("s")


def _common(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    shared: list[str] = []
    for titles in zip(*paths, strict=False):
        if len(set(titles)) > 1:
            break
        shared.append(titles[0])
    return tuple(shared)
