"""Cards about order: numbered steps and chains of arrows."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.domain.card import Card
from app.domain.note import Block, ListBlock, Paragraph, Source
from app.kinds.lines import is_statement
from app.kinds.spec import CardKind, Context

_ARROW = re.compile(r"\s*(?:->|=>|→|⇒)\s*")
_CASE = re.compile(r"^(?:if|else|otherwise|unless)\b", re.IGNORECASE)  # of a decision, in which nothing comes “after”
_FEWEST, _MOST = 3, 9
_MOST_WORDS = 26
_MOST_LINK = 6
_SHOWN = 90


def find(context: Context) -> Iterator[Card]:
    """Ask what comes after each step but the last."""
    yield from _in_blocks(context, context.section.blocks, "")
    for line in context.lines:
        if ">" not in line.plain and "→" not in line.plain and "⇒" not in line.plain:
            continue
        links = [link.strip(" .") for link in _ARROW.split(line.plain)]
        if _FEWEST <= len(links) <= _MOST and all(0 < len(link.split()) <= _MOST_LINK for link in links):
            name = links[0].split(":", 1)[0].strip() if ":" in links[0] else ""
            links[0] = links[0].split(":", 1)[-1].strip()
            yield from _steps(context, links, [line.source] * len(links), name, "arrow-chain")


def _in_blocks(context: Context, blocks: Sequence[Block], label: str) -> Iterator[Card]:
    intro = label
    for block in blocks:
        if isinstance(block, Paragraph):
            intro = block.lines[-1].plain.strip() if block.lines else ""
        elif isinstance(block, ListBlock):
            texts = [item.text.plain.strip().rstrip(".") for item in block.items]
            if block.ordered and _FEWEST <= len(texts) <= _MOST and all(_is_step(text) for text in texts):
                yield from _steps(context, texts, [item.source for item in block.items], intro, "numbered-list")
            for item in block.items:
                yield from _in_blocks(context, item.children, item.text.plain.strip())
        else:
            intro = label


def _is_step(text: str) -> bool:
    return is_statement(text) and not _CASE.match(text) and len(text.split()) <= _MOST_WORDS


def _steps(context: Context, steps: Sequence[str], sources: Sequence[Source], name: str, rule: str) -> Iterator[Card]:
    name = name.rstrip(": ").strip()
    about = context.subject
    if name and len(name.split()) <= 8 and name.lower() not in about.lower():
        about = f"{about} ({name})"
    if len(set(steps)) < len(steps):
        return
    for number, (step, following) in enumerate(pairwise(steps), start=1):
        shown = step if len(step) <= _SHOWN else step[:_SHOWN].rsplit(" ", 1)[0] + " …"
        front = f"{about}: what comes after step {number}, “{shown}”?"
        source = Source(sources[number].path, sources[number].first, sources[number].first)
        yield context.card(
            "sequence", rule, front, following, source, place=f"{name} after {step}", answer=following,
            fact=f"{sources[0].path} {steps[0]}",
        )  # fmt: skip


KIND = CardKind("sequence", "What comes next", find)
