"""A note as a tree of sections and blocks, each tied to its lines; no Markdown library behind it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Source:
    """Where something came from: a path relative to the notes folder (POSIX), lines from 1, both inclusive."""

    path: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Text:
    """One run of inline text: as written, as read, and which ranges of `plain` are inline code."""

    markdown: str
    plain: str
    code: tuple[tuple[int, int], ...] = ()

    def __bool__(self) -> bool:
        """Empty text is false."""
        return bool(self.plain.strip())


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `lines` holds the text of each source line, for notes that rely on line breaks."""

    text: Text
    source: Source
    lines: tuple[Text, ...] = ()
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list with whatever is nested below it."""

    text: Text
    source: Source
    children: tuple["Block", ...] = ()
    checked: bool | None = None
    anchor: str | None = None

    @property
    def items(self) -> tuple["Item", ...]:
        """The entries of the lists directly below this entry."""
        return tuple(item for block in self.children if isinstance(block, ListBlock) for item in block.items)


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A bulleted or numbered list."""

    items: tuple[Item, ...]
    source: Source
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    cells: tuple[Text, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Table:
    """A Markdown table: the header's cells, then rows of as many cells."""

    header: tuple[Text, ...]
    rows: tuple[Row, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Code:
    """A fenced or indented code block; `language` is the first word of the info string, or empty."""

    language: str
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quote."""

    blocks: tuple["Block", ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Alert:
    """A GitHub alert; `kind` is lower case: note, tip, important, warning, caution, changed, retired."""

    kind: str
    blocks: tuple["Block", ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Directive:
    """An instruction to Certdeck in an HTML comment, as `<!-- diagram: none -->`."""

    name: str
    value: str
    source: Source


Block = Paragraph | ListBlock | Table | Code | Quote | Alert | Directive


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the blocks directly below it and the sections nested in it.

    `heading_path` starts at the top-level heading and ends with this one. `digest` covers this section's own
    text and its heading path, not its children; equal digests promise equal blocks, but for line numbers.
    `is_parsed` is false where the caller already knows the digest, and then `blocks` is empty.
    """

    title: str
    level: int
    heading_path: tuple[str, ...]
    blocks: tuple[Block, ...]
    children: tuple["Section", ...]
    source: Source
    digest: str
    text: str
    anchor: str | None = None
    is_parsed: bool = True

    def walk(self) -> Iterator["Section"]:
        """This section and every section below it, in note order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Note:
    """A file of notes. `sections` are its top-level headings; text before the first one makes a section of its own."""

    path: str
    title: str
    topic: str
    sections: tuple[Section, ...]
    digest: str
    front_matter: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)

    def walk(self) -> Iterator[Section]:
        """Every section at any depth, in note order."""
        for section in self.sections:
            yield from section.walk()
