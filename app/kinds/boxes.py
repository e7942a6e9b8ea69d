"""Choices with boxes to tick: what our own form and another one have in common."""

import re

_BOX = re.compile(r" {0,3}[-*+]\s+\[([ xX✓✔]?| [xX] ?|[xX] )\](?:\s+(.*)|)$")
_NEAR = re.compile(r" {0,3}[-*+]\s*\[[^\]\n]{0,2}\](?![(\[:])")


def boxed(line: str) -> tuple[str, bool, str] | None:
    """Whether a line begins a choice such as `- [x] Its text`."""
    match = _BOX.match(line)
    return ("", bool(match.group(1).strip()), (match.group(2) or "").strip()) if match else None


def is_near_box(line: str) -> bool:
    """Whether a line was perhaps meant to begin a choice, and does not."""
    return _NEAR.match(line) is not None and _BOX.match(line) is None
