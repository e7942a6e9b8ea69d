"""Cards that ask for all entries of a short list."""

import re
from collections.abc import Iterator, Sequence

from app.domain.card import Card
from app.domain.note import Directive, Item, ListBlock, Paragraph, Source
from app.kinds.lines import coded, is_statement
from app.kinds.spec import CardKind, Context

_VAGUE = re.compile(
    r"^(?:for )?(?:example|examples|e\.g|note|notes|here|this|these|it|they|you|u|we|solution|result|in this|in that|but|and|"  # noqa: E501
    r"knowledge|other|others|important|deep|overview|practice|summary|theory)\b", re.IGNORECASE
)  # fmt: skip
_OPEN_LIST = re.compile(
    r"\b(?:for example|for instance|e\.g|such as|among others|among them|common|commonly|often|typical|typically|usual"
    r"|usually|mostly|some|many|several|also|further|besides|including|suits?)\b",
    re.IGNORECASE,
)
_OPEN_ENTRY = re.compile(r"^(?:and )?any other\b|\band (?:more|others|so on)$", re.IGNORECASE)
_OPEN_END = re.compile(r"(?:\betc\b|\.\.\.|…)", re.IGNORECASE)
_CODE = re.compile(r"[{}$<>]|--\w|\(\)|==|\|")
_DRAWN = frozenset({"contain", "containment", "flow", "phases", "seq", "sequence", "state"})  # no lists of equals
_FEWEST, _MOST = 3, 7
_MOST_ITEM_WORDS = 9
_MOST_WORDS = 40
_MOST_BRIEF = 5
_WORDS = {3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}


def find(context: Context) -> Iterator[Card]:
    """Find lists of three to seven short entries that an intro, a label or the heading names."""
    blocks = context.section.blocks
    intro = ""
    is_drawn = False
    for block in blocks:
        if isinstance(block, Directive):
            is_drawn = block.name == "diagram" and block.value in _DRAWN
            continue
        if isinstance(block, Paragraph):
            intro = block.lines[-1].plain.strip() if block.lines else ""
            continue
        if isinstance(block, ListBlock) and not is_drawn:
            if not block.ordered:
                yield from _from_list(context, block, intro, is_only=len(blocks) == 1)
            for item in block.items:
                yield from _nested(context, item)
        intro = ""


def _from_list(context: Context, block: ListBlock, intro: str, *, is_only: bool) -> Iterator[Card]:
    if intro.endswith(":"):
        yield from _made(context, intro, block.items, block.source, "intro")
    elif is_only and all(len(item.text.plain.split()) <= 5 for item in block.items):
        yield from _made(context, "", block.items, block.source, "heading")


def _nested(context: Context, item: Item) -> Iterator[Card]:
    for child in item.children:
        if isinstance(child, ListBlock):
            label = item.text.plain.strip()
            is_brief = all(len(entry.text.plain.split()) <= _MOST_BRIEF for entry in child.items)
            if not child.ordered and is_label(label) and (label.endswith(":") or is_brief):
                source = Source(item.source.path, item.source.first, child.source.last)
                yield from _made(context, label, child.items, source, "label")
            for entry in child.items:
                yield from _nested(context, entry)


def is_label(words: str) -> bool:
    """Whether a list entry names what stands below it, rather than stating something of its own."""
    return bool(words) and (words.endswith(":") or len(words.split()) <= 5) and not words.endswith(".")


def _made(context: Context, name: str, items: Sequence[Item], source: Source, rule: str) -> Iterator[Card]:
    entries = [_entry(item) for item in items]
    if not _FEWEST <= len(entries) <= _MOST or not all(entries):
        return
    if any(
        len(entry.split()) > _MOST_ITEM_WORDS or _OPEN_END.search(entry) or _CODE.search(entry) for entry in entries
    ):
        return
    if sum(len(entry.split()) for entry in entries) > _MOST_WORDS or len(set(entries)) < len(entries):
        return
    if all(": " in entry for entry in entries) or any(" = " in entry or "::" in entry for entry in entries):
        return
    if sum(", " in entry for entry in entries) * 2 > len(entries):
        return  # lists in a list: more than a learner can name
    if any(_OPEN_ENTRY.search(entry) for entry in entries):
        return  # nobody can name what the list itself leaves open
    words = name.rstrip(": ").strip()
    if ": " in words or "->" in words or "→" in words:
        return
    if _VAGUE.match(words) or len(words.split()) > 16 or _OPEN_END.search(words) or _OPEN_LIST.search(words):
        return
    if not words and not _is_plural(context.subject):
        return
    count = _WORDS[len(entries)]
    if not words:
        front = f"{context.subject}: name all {count}."
    elif words.lower() in context.subject.lower() or not is_statement(words):
        front = (
            f"{context.subject}: name the {count} ({words})."
            if words.lower() not in context.subject.lower()
            else f"{context.subject}: name the {count}."
        )
    else:
        front = f"{context.subject}: {words} — name all {count}."
    back = "\n".join(f"- {coded(item.text).rstrip('.;,:')}" for item in items)
    yield context.card("enumeration", rule, front, back, source, place=words or "all", anchor=None)


def _is_plural(subject: str) -> bool:
    return subject.rstrip("?").endswith("s") and not subject.endswith(("ss", "AWS", "QS", "NS", "MS", "CS", "is"))


def _entry(item: Item) -> str:
    words = item.text.plain.strip().rstrip(".;,:")
    return words if re.search(r"\w{2}", words) else ""


KIND = CardKind("enumeration", "Name them all", find)
