"""Headings with boxes: `### stem (Choose TWO)`, then `- [ ]` and `- [x]`, often closed by a link back to the top."""

import re
from collections.abc import Iterator

from app.kinds.bank_lines import BankLine, BankText, without_code
from app.kinds.boxes import boxed, is_near_box
from app.kinds.draft import Draft, divide, hint_in, is_back_link, tidy
from app.kinds.spec import QuestionForm

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*)$")
_CLOSING = re.compile(r"(?<=\s)#+$")
_NUMBER = re.compile(r"(?:question\s*)?#?\d{1,4}\s*[.):]\s+(?=\S)", re.IGNORECASE)
_DEEP = 7


def find(text: BankText) -> Iterator[Draft]:
    """Find headings with boxes below; a heading that asks and has none is found too."""
    parts = _parts(text)
    levels = {level for level, lines in parts if level < _DEEP and _has_boxes(lines)}
    open_part: list[BankLine] = []
    depth = 0
    for level, lines in parts:
        has_boxes = _has_boxes(lines)
        if open_part and not has_boxes and depth < level < _DEEP and not _asks(lines[0]):
            open_part.extend(lines)  # a heading within the question, such as "Explanation"
            continue
        if open_part:
            yield _draft(open_part)
            open_part = []
        if has_boxes or (level in levels and _asks(lines[0])):
            open_part, depth = list(lines), level
    if open_part:
        yield _draft(open_part)


def _parts(text: BankText) -> list[tuple[int, list[BankLine]]]:
    parts: list[tuple[int, list[BankLine]]] = []
    is_open = False
    for line in text.lines:
        match = None if line.is_code else _HEADING.match(line.text)
        if match:
            parts.append((len(match.group(1)), [line]))
            is_open = True
        elif not line.is_code and is_back_link(line.text):
            is_open = False
        elif is_open:
            parts[-1][1].append(line)
        elif not line.is_blank:
            parts.append((_DEEP, [line]))  # what stands below no heading
            is_open = True
    return parts


def _has_boxes(lines: list[BankLine]) -> bool:
    return any(not line.is_code and boxed(line.text) for line in lines)


def _asks(heading: BankLine) -> bool:
    words = heading.text.rstrip(" *_#")
    return words.startswith(("#", " #")) and (words.endswith(("?", ")")) or hint_in(without_code([heading])) > 0)


def _draft(lines: list[BankLine]) -> Draft:
    head, *rest = lines
    last = max(line.number for line in lines if not line.is_blank)
    draft = Draft(head.number, last)
    match = _HEADING.match(head.text)
    words = _CLOSING.sub("", match.group(2).rstrip()) if match else head.text
    first = _NUMBER.sub("", words, count=1) if match else words
    stem, draft.choices, tail, odd = divide(tidy(rest), boxed)
    draft.stem = [BankLine(head.number, first), *stem]
    if match is None:
        words = "This question is no heading; all that stands above its choices is taken for it."
        draft.remarks.append((head.number, "no-heading", words))
    if odd:
        draft.troubles.append((odd, "text stands between its choices"))
    for line in rest:
        if not line.is_code and is_near_box(line.text):
            draft.troubles.append((line.number, "a box is neither [ ] nor [x]"))
    draft.explanation = [line.text for line in tail]
    return draft


KIND = QuestionForm("checkboxes", "Headings with boxes", find)
