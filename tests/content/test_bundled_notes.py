"""What is shipped must be usable as it is: notes that parse, cards that stand alone, links that lead somewhere."""

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from app.domain.note import Alert, Block, Item, ListBlock, Note, Paragraph, Quote
from app.kinds.build import Material, build, review
from app.kinds.picture import lexicon_of
from app.kinds.spelling import spelled, spelling_problems
from app.notes.parse import Parsed, parse
from app.paths import shipped
from app.services.lexicon import lexicon
from app.services.spelling import dictionary

NOTES = sorted(shipped("content/notes").glob("*.md"))
CATEGORIES = {
    "ai", "analytics", "compute", "containers", "database", "developer", "identity", "integration", "management",
    "networking", "security", "storage",
}  # fmt: skip
WIKI_LINK = re.compile(r"\[\[([^\[\]|#]*)(?:#([^\[\]|]*))?(?:\|[^\[\]]*)?\]\]")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
every_note = pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)


@cache
def parsed(path: Path) -> Parsed:
    return parse(path.read_text("utf-8"), path.name)


@cache
def made(path: Path) -> Material:
    return build(parsed(path).note, lexicon())


def anchors(note: Note) -> list[str]:
    found = [section.anchor for section in note.walk()]
    for section in note.walk():
        found += _anchors_in(section.blocks)
    return [anchor for anchor in found if anchor]


def _anchors_in(blocks: tuple[Block, ...]) -> list[str | None]:
    found: list[str | None] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block.anchor)
        elif isinstance(block, ListBlock):
            for item in block.items:
                found += _anchors_in_item(item)
        elif isinstance(block, Quote | Alert):
            found += _anchors_in(block.blocks)
    return found


def _anchors_in_item(item: Item) -> list[str | None]:
    return [item.anchor, *_anchors_in(item.children)]


def test_there_are_notes() -> None:
    assert all(path.name[:2].isdigit() and path.name[2] == "-" for path in NOTES)
    assert len({path.name[:2] for path in NOTES}) == len(NOTES)
    assert len(NOTES) >= 3


@every_note
def test_parses_without_problems(path: Path) -> None:
    assert parsed(path).problems == ()
    assert made(path).problems == ()


@every_note
def test_front_matter_is_complete(path: Path) -> None:
    head = parsed(path).note.front_matter

    assert set(head) <= {"title", "topic", "terms", "sources", "verified"}
    assert str(head["title"])
    assert re.fullmatch(r"[a-z]+(/[a-z-]+)+", str(head["topic"]))
    assert isinstance(head["terms"], tuple)
    assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", str(head.get("verified", "2026-11")))
    assert all(source.startswith("https://") for source in head.get("sources", ()))


@every_note
def test_one_chapter_whose_topics_all_have_an_anchor(path: Path) -> None:
    note = parsed(path).note

    assert len(note.sections) == 1
    assert [section.title for section in note.walk() if not section.anchor] == []


@every_note
def test_every_topic_gives_material(path: Path) -> None:
    note = parsed(path).note
    own = made(path)
    found = {card.heading_path for card in own.cards} | {one.heading_path for one in own.diagrams}

    assert [one.title for one in note.walk() if one.level > 1 and one.blocks and one.heading_path not in found] == []
    assert own.comparisons or own.diagrams


@every_note
def test_alerts_say_what_changed_from_when(path: Path) -> None:
    for section in parsed(path).note.walk():
        for block in section.blocks:
            if isinstance(block, Alert) and block.kind == "changed":
                first = block.blocks[0]
                assert isinstance(first, Paragraph)
                assert re.match(r"20\d\d: .+ → .+|.+ not in the notes of 2020", first.text.plain), first.source


def test_anchors_are_unique_in_all_notes() -> None:
    counted = Counter(anchor for path in NOTES for anchor in anchors(parsed(path).note))

    assert [anchor for anchor, number in counted.items() if number > 1] == []


def test_no_wiki_link_is_dead() -> None:
    targets = {path.stem: parsed(path).note for path in NOTES}
    dead = [
        f"{path.name}: {found[0]}"
        for path in NOTES
        for found in WIKI_LINK.finditer(CODE.sub("", path.read_text("utf-8")))
        if not _leads_somewhere(targets, found[1].strip() or path.stem, (found[2] or "").strip())
    ]

    assert dead == []


def _leads_somewhere(targets: dict[str, Note], stem: str, place: str) -> bool:
    note = targets.get(stem)
    if note is None:
        return False
    return not place or place.lstrip("^") in anchors(note) or place in {section.title for section in note.walk()}


def test_no_card_would_puzzle_a_learner() -> None:
    cards = [card for path in NOTES for card in made(path).cards]

    assert len(cards) >= 190
    assert [str(problem) for problem in review(cards)] == []


def test_notes_are_plain_british_text() -> None:
    american = re.compile(
        r"\b(?:color|behavior|authoriz\w+|organiz\w+|center(?!\b.*SSO)|licens(?=e\b)|catalog|fulfill)\b"
    )
    names = re.compile(r"IAM Identity Center|AWS Organizations|Lambda authorizer|License Mobility|License Manager")
    no_prose = re.compile(r"`[^`]*`|\[\[[^\]]*\]\]|\^[a-z0-9-]+\s*$")  # code, links, anchors
    odd = [
        f"{path.name}:{number}: {found[0]}"
        for path in NOTES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        for found in american.finditer(names.sub("", no_prose.sub("", line)))
        if not line.lstrip().startswith("- https://")
    ]

    assert odd == []


def test_every_word_is_spelled_as_the_dictionary_has_it() -> None:
    texts = [spelled(parsed(path).note, dictionary(), lexicon_of(parsed(path).note, lexicon())) for path in NOTES]

    assert [str(problem) for problem in spelling_problems(texts, dictionary())] == []


def test_the_example_of_the_readme_is_a_good_note() -> None:
    readme = (shipped("content") / "README.md").read_text("utf-8")
    example = re.search(r"```markdown\n(---\n.*?)```", readme, re.DOTALL)
    assert example

    note = parse(example[1], "example.md")

    material = build(note.note)
    assert note.problems == ()
    assert review(material.cards) == ()
    assert [card.back for card in material.cards][:4] == [
        "a managed queue for messages between programs.", "**30 s**", "**12 h**",
        "hide a message from other consumers while one works on it",
    ]  # fmt: skip
    assert len(material.comparisons) == 1


def test_the_lexicon_names_each_thing_once() -> None:
    terms = tomllib.loads((shipped("content") / "lexicon.toml").read_text("utf-8"))["term"]

    assert len(terms) >= 150
    assert all(set(term) == {"id", "name", "aliases", "category"} for term in terms)
    assert {term["category"] for term in terms} == CATEGORIES
    ids = Counter(term["id"] for term in terms)
    words = Counter(word.casefold() for term in terms for word in (term["name"], *term["aliases"]))
    assert [one for one, number in (*ids.items(), *words.items()) if number > 1] == []
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", term["id"]) for term in terms)
