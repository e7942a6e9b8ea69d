"""Cards that ask what a snippet does, where the line before it says so."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.domain.card import Card
from app.domain.note import Block, Code, ListBlock, Paragraph, Source
from app.kinds.spec import CardKind, Context

_MOST_LINES = 14
_MOST_WORDS = 25
_FEWEST_WORDS = 3


def find(context: Context) -> Iterator[Card]:
    """Find a short snippet right below a line that ends in a colon and explains it."""
    yield from _in_blocks(context, context.section.blocks)


def _in_blocks(context: Context, blocks: Sequence[Block]) -> Iterator[Card]:
    for before, block in pairwise(blocks):
        if isinstance(before, Paragraph) and isinstance(block, Code):
            yield from _made(context, before, block)
    for block in blocks:
        if isinstance(block, ListBlock):
            for item in block.items:
                yield from _in_blocks(context, item.children)


def _made(context: Context, before: Paragraph, code: Code) -> Iterator[Card]:
    words = before.lines[-1].plain.strip() if before.lines else ""
    is_told = words.endswith(":") and _FEWEST_WORDS <= len(words.split()) <= _MOST_WORDS
    if not is_told or not code.language or not 1 <= len(code.text.strip().split("\n")) <= _MOST_LINES:
        return
    snippet = f"```{code.language}\n{code.text.strip()}\n```"
    source = Source(code.source.path, before.source.last, code.source.last)
    yield context.card(
        "code", "explained-snippet", f"{context.subject}: what does this do?\n\n{snippet}", words.rstrip(":") + ".", source,  # noqa: E501
        place=words,
    )  # fmt: skip


KIND = CardKind("code", "Read code", find)
