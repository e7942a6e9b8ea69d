"""Headings with number and stem, below them lists under bold heads: the right ones, the wrong ones, an explanation."""

import re
from collections.abc import Iterator

from app.kinds.bank_lines import BankLine, BankText
from app.kinds.draft import Draft, DraftChoice, letters, tidy
from app.kinds.spec import QuestionForm

_START = re.compile(r" {0,3}(#{1,6})\s+(?:[^#\d\n]{0,40}\D)?#?(\d{1,4})\s*[:.)–—-]\s*(\S.*)$")
_CLOSING = re.compile(r"(?<=\s)#+$")
_HEADING = re.compile(r" {0,3}(#{1,6})\s+\S")
_BOLD = re.compile(r"\s*(?:[-*+]\s+)?(?:\*\*|__)([^*_\n]{2,120}?)(?:\*\*|__)\s*:?\s*(.*)$")
_ITEM = re.compile(r"(\s*)(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]?\]\s+)?(?:([A-L])[.)]\s+)?(.*)$")
_WORD = re.compile(r"\w+")

# What heads mean, by how a word in them begins; the wrong ones come first, for "incorrect" holds "correct".
_HEADS = (
    (
        "wrong",
        "incorrect wrong false distractor falsch unrichtig errad incorret erron mauvais fauss sbagliat неправильн "
        "неверн 不正解 错误 誤",
    ),
    (
        "right",
        "correct right true richtig corret bonne juste exact giust esatt правильн верн 正解 正确 solution lösung",
    ),
    (
        "why",
        "expla reason rational erklär begründ explic spiega motiv объяснен поясн 解説 解释 referen justif detail why",
    ),
    (
        "all",
        "option choice answers antworten opcion opciones alternativ auswahl possible möglich choix scelte respuestas "
        "réponses respostas вариант 选项 選択",
    ),
    ("right", "answer antwort respuesta réponse resposta risposta ответ 答案 key"),
)


def find(text: BankText) -> Iterator[Draft]:
    """Find headings with a number and words, and the lists under bold heads below."""
    body: list[BankLine] = []
    depth = 0
    for line in text.lines:
        match = None if line.is_code else _HEADING.match(line.text)
        if match and (_START.match(line.text) or len(match.group(1)) <= depth):
            yield from _draft(body)
            body, depth = ([line], len(match.group(1))) if _START.match(line.text) else ([], 0)
        elif body:
            body.append(line)
    yield from _draft(body)


def _draft(body: list[BankLine]) -> Iterator[Draft]:
    match = _START.match(body[0].text) if body else None
    if match is None:
        return
    draft = Draft(body[0].number, max(line.number for line in body if not line.is_blank))
    draft.stem = [BankLine(draft.first, _CLOSING.sub("", match.group(3).rstrip()))]
    lists: dict[str, list[DraftChoice]] = {"right": [], "wrong": [], "all": []}
    part = ""
    for line in tidy(body[1:]):
        meaning, rest = ("", "") if line.is_code else _meaning(line.text)
        if meaning:
            part = meaning
            if not rest:
                continue
            line = BankLine(line.number, f"- {rest}" if meaning != "why" else rest)
        if part in lists:
            _take(line, lists[part], draft)
        elif part == "why":
            draft.explanation.append(line.text)
        else:
            draft.stem.append(line)
    if part or any(lists.values()):
        _settle(draft, lists)
        yield draft


def _meaning(line: str) -> tuple[str, str]:
    """What a bold head introduces, and the words behind it."""
    match = _BOLD.match(line)
    if match is None:
        return "", ""
    head, _, behind = match.group(1).partition(":")
    words = _WORD.findall(head.lower())
    for meaning, starts in _HEADS:
        if any(word.startswith(start) for word in words for start in starts.split()):
            return meaning, f"{behind} {match.group(2)}".strip()
    return "", ""


def _take(line: BankLine, into: list[DraftChoice], draft: Draft) -> None:
    match = None if line.is_code else _ITEM.match(line.text)
    if match and (not into or len(match.group(1)) <= 3):
        into.append(DraftChoice(line.number, [match.group(3)], match.group(2) or ""))
    elif into:
        into[-1].text.append(line.text)
    elif not line.is_blank:
        into.append(DraftChoice(line.number, [line.text.strip()]))
        draft.remarks.append((line.number, "no-list", "This choice stands in no list."))


def _settle(draft: Draft, lists: dict[str, list[DraftChoice]]) -> None:
    """Right and wrong lists are the choices; a list of all needs the right one to say which of them."""
    if not lists["all"]:
        for choice in lists["right"]:
            choice.is_right = True
        draft.choices = sorted([*lists["right"], *lists["wrong"]], key=lambda choice: choice.line)
        return
    draft.choices = lists["all"]
    by_words = {_key(choice.text): choice for choice in draft.choices}
    for place, choice in enumerate(draft.choices):
        choice.label = choice.label or "ABCDEFGHIJKL"[place : place + 1]
    by_label = {choice.label: choice for choice in draft.choices}
    for right in lists["right"]:
        named = by_words.get(_key(right.text)) or by_label.get(right.label)
        found = [named] if named else [by_label.get(letter) for letter in (letters(" ".join(right.text)) or "?")[0]]
        for one in found:
            if one is None:
                draft.troubles.append((right.line, "its right answer is none of its choices"))
            else:
                one.is_right = True
    if lists["wrong"]:
        draft.troubles.append((draft.first, "it has a list of all choices and one of wrong ones"))


def _key(lines: list[str]) -> str:
    return " ".join(_WORD.findall(" ".join(lines).lower()))


KIND = QuestionForm("labelled_lists", "Lists under bold heads", find)
