"""What a form took for a question is judged: it becomes a Question, or a problem that names its line and the reason."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from app.domain.exam import Choice, Question, TaskRef
from app.domain.note import Source
from app.domain.problem import Problem, Severity
from app.kinds.bank_lines import BankLine, BankText, indent_of, without_code

QUARANTINED = "quarantined"
MOST_CHOICES = 12
LONGEST_STEM = 20_000  # characters
LONGEST_CHOICE = 8_000
_LONGEST_EXPLANATION = 40_000

_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "one 1 eine una uno une um uma un",
            "two 2 zwei dos deux dois duas due",
            "three 3 drei tres trois três tre",
            "four 4 vier cuatro quatre quatro quattro",
            "five 5 fünf cinco cinq cinque",
            "six 6 sechs seis sei",
        ),
        start=1,
    )
    for word in words.split()
}
_HINT = re.compile(
    r"(?:^|[.?!:;(\[*_\n])[ *_]{0,4}(?:please )?"
    r"(?:choose|select|pick|wähle(?:n sie)?|elige|elija|seleccione|choisissez|sélectionnez|escolha|selecione|scegli)"
    r" (?:the )?(?:exactly |any |best |correct )?"
    rf"({'|'.join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True))})\b"
    r"(?: of the following)?(?: (?:best|correct|right|valid|possible|different))?"
    r"(?: (?:answers?|options?|choices?|responses?|actions?|steps?|statements?|solutions?|antworten|respuestas|réponses"
    r"|respostas|opciones|risposte))?(?: (?:that apply|from the (?:list|options)(?: below)?|below))?"
    r"[ *_]{0,4}(?=[.?!)\]\n]|$)",
    re.IGNORECASE,
)
_LOUD = re.compile(r"\b(?:[Cc]hoose|[Ss]elect|[Pp]ick) (?:the |any )?(ONE|TWO|THREE|FOUR|FIVE|SIX)\b")
_LAST = re.compile(
    r"(?=.*\b(?:above|these|those|them|options?|answers?|choices?)\b)(?:all|none|neither|both|any)(?: of)?(?: the)?"
    r"(?: (?:above|these|those|them|other|listed|given|options?|answers?|choices?|statements?))+"
    r"(?: (?:is|are) (?:correct|right|true))?\W*"
    r"|(?:todas las|ninguna de las|todas as|nenhuma das) anteriores\W*|(?:alle|keine)(?: der)?(?: oben)? genannten\W*"
    r"|(?:toutes|aucune de) ces réponses\W*",
    re.IGNORECASE,
)
_LETTERS_ONLY = re.compile(
    r"(?:both |either |only |options? |answers? )*[A-F](?:, ?[A-F])*,? ?(?:and|or|&) ?[A-F](?: only| above)?\W?", re.I
)
_SPACE = re.compile(r"\s+")
_SPACES = re.compile(r"[ \t\xa0]+")
_MARKS = re.compile(r"[*_`]+")
_JOINS = frozenset({"and", "und", "et", "y", "or"})
_LEADING_LETTERS = re.compile(r"([A-L](?: ?, ?[A-L])*) ?(?:[.):]|[-–—] )")
_RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,}|={3,})\s*$")
_BACK = re.compile(r"(.{0,60}?)\bback to (?:the )?top\b", re.IGNORECASE)

Mark = Callable[[str], tuple[str, bool, str] | None]


@dataclass(slots=True)
class DraftChoice:
    """A choice as it stands in the file; `label` is its letter, where it has one."""

    line: int
    text: list[str]
    label: str = ""
    is_right: bool = False
    reason: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A question as it stands in the file. `key` are letters; `troubles` say, with lines, why it cannot be used."""

    first: int
    last: int
    stem: list[BankLine] = field(default_factory=list)
    choices: list[DraftChoice] = field(default_factory=list)
    key: str = ""
    explanation: list[str] = field(default_factory=list)
    id: str = ""
    tasks: tuple[TaskRef, ...] = ()
    difficulty: int = 2
    notes: str = ""
    troubles: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[tuple[int, str, str]] = field(default_factory=list)  # line, rule, words: what is odd but no harm

    @property
    def has_key(self) -> bool:
        """Whether anything is marked as right."""
        return bool(self.key) or any(choice.is_right for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Judged:
    """A question that can be asked, or none; and what there is to say of it."""

    question: Question | None
    problems: tuple[Problem, ...] = ()


def judge(draft: Draft, text: BankText) -> Judged:
    """Make a question of a draft, or say why not."""
    stem = markdown([line.text for line in draft.stem])
    choices = [(markdown(choice.text), choice) for choice in draft.choices]
    hint = hint_in(without_code(draft.stem))
    right, trouble = _right(draft)
    line, reason = next(iter(draft.troubles), (0, "")) if draft.troubles else (0, "")
    if not reason and bisect_left(text.unclosed, draft.first) < bisect_right(text.unclosed, draft.last):
        reason = "code in it has no end"
    if not reason:
        line, reason = trouble or _flaw(draft, stem, choices, len(right), hint) or (0, "")
    if reason:
        message = f"This question is kept aside: {reason}."
        return Judged(None, (Problem(QUARANTINED, message, text.path, line or draft.first, "", Severity.ERROR),))
    explanation = markdown(draft.explanation)
    if len(explanation) > _LONGEST_EXPLANATION:
        draft.remarks.append((draft.first, "too-long", "Its explanation is too long; the end of it is left out."))
        explanation = explanation[:_LONGEST_EXPLANATION]
    made = [
        Choice(_choice_id(words), words, markdown(one.reason), _LAST.fullmatch(words) is not None)
        for words, one in choices
    ]
    question = Question(
        id=draft.id or question_id(stem, [words for words, _ in choices]),
        stem=stem,
        choices=tuple(made),
        key=frozenset(made[place].id for place in right),
        tasks=draft.tasks,
        difficulty=draft.difficulty,
        notes=draft.notes,
        source=Source(text.path, draft.first, draft.last),
        bank=text.values.get("bank", ""),
        explanation=explanation,
    )
    return Judged(question, tuple(_remarks(draft, text.path, len(right), hint)))


def hint_in(words: str) -> int:
    """How many choices the words ask to pick; 0 if they do not say."""
    words = _SPACES.sub(" ", words)
    found = _HINT.findall(words) or _LOUD.findall(words)
    return _NUMBERS[found[-1].lower()] if found else 0


def question_id(stem: str, choices: Iterable[str]) -> str:
    """Name a question by its words, so that the same one has the same name in whatever order its choices stand."""
    parts = [_normal(_HINT.sub(" ", stem)), *sorted(map(_normal, choices))]
    return "q-" + blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def letters(words: str) -> tuple[str, str] | None:
    """The letters of an answer such as “A, E”, “BC” or “D. Its text”, and its text; None if it names none."""
    words = _SPACE.sub(" ", _MARKS.sub("", words)).strip(" .()[]")[:LONGEST_CHOICE]
    if re.fullmatch(r"[A-L]{1,8}", words):
        return words, ""
    parts = [part for part in re.split(r"[^A-Za-z]+", words) if part and part.lower() not in _JOINS]
    if any(part.isupper() for part in parts):
        parts = [part for part in parts if part != "e"]
    if parts and len(words) < 60 and all(re.fullmatch(r"[A-La-l]", part) for part in parts):
        return "".join(parts).upper(), ""
    match = _LEADING_LETTERS.match(words)
    return (re.sub(r"[^A-L]", "", match.group(1)), words[match.end() :].strip()) if match else None


def divide(lines: Sequence[BankLine], mark: Mark) -> tuple[list[BankLine], list[DraftChoice], list[BankLine], int]:
    """Part the lines of a question into stem, choices and what follows; last comes the line of text between choices.

    `mark` says of a line whether it begins a choice: its label, whether it is right, and its first words.
    """
    stem: list[BankLine] = []
    choices: list[DraftChoice] = []
    pending: list[BankLine] = []
    depth, is_loose, odd = 0, False, 0
    for line in lines:
        found = None if line.is_code else mark(line.text)
        if found:
            if choices:
                odd = odd or (_first_words(pending) if is_loose else 0)
                choices[-1].text.extend(one.text for one in pending)
            pending, is_loose, depth = [], False, line.indent
            choices.append(DraftChoice(line.number, [found[2]], found[0], found[1]))
        elif not choices:
            stem.append(line)
        elif is_loose or line.is_blank or (pending and line.indent <= depth):
            is_loose = is_loose or not line.is_blank
            pending.append(line)
        else:
            choices[-1].text.extend(one.text for one in pending)
            choices[-1].text.append(line.text)
            pending = []
    if choices and pending and not "".join(choices[-1].text).strip():
        choices[-1].text.extend(one.text for one in pending)
        pending = []
    return stem, choices, pending, odd


def tidy(lines: Iterable[BankLine]) -> list[BankLine]:
    """Lines without rules and without links back to the top."""
    return [line for line in lines if line.is_code or not is_ornament(line.text)]


def is_ornament(words: str) -> bool:
    """Whether a line says nothing of a question."""
    return _RULE.match(words) is not None or is_back_link(words)


def is_back_link(words: str) -> bool:
    """Whether a line is a link to the top of the page and nothing else."""
    match = _BACK.match(words) if len(words) < 200 and "ack" in words else None
    return match is not None and len(re.findall(r"\w+", match.group(1))) < 2


def markdown(lines: Sequence[str]) -> str:
    """Lines as one text: those after the first move left together, and no blank ones stand at its ends."""
    if not lines:
        return ""
    margin = min((indent_of(line) for line in lines[1:] if line.strip()), default=0)
    rest = [line.expandtabs(4)[margin:] if line[:margin].strip(" ") else line[margin:] for line in lines[1:]]
    kept = [lines[0].strip(), *(line.rstrip() for line in rest)]
    return "\n".join(kept).strip("\n").strip() if kept[0] else _unindented("\n".join(kept[1:]))


def _unindented(text: str) -> str:
    return text.strip("\n").rstrip()


def _right(draft: Draft) -> tuple[list[int], tuple[int, str] | None]:
    """The places of the right choices, or what is wrong with the key."""
    if not draft.key:
        return [place for place, choice in enumerate(draft.choices) if choice.is_right], None
    labels = [choice.label.upper() for choice in draft.choices]
    if missing := [letter for letter in draft.key if letter not in labels]:
        return [], (draft.first, f"its key names {missing[0]}, and no choice has that letter")
    return sorted({labels.index(letter) for letter in draft.key}), None


def _flaw(
    draft: Draft, stem: str, choices: Sequence[tuple[str, DraftChoice]], right: int, hint: int
) -> tuple[int, str] | None:
    if not stem:
        return draft.first, "nothing is asked"
    if len(choices) < 2:
        return draft.first, "it has no choices" if not choices else "it has one choice only"
    if len(choices) > MOST_CHOICES:
        return choices[MOST_CHOICES][1].line, f"it has {len(choices)} choices; {MOST_CHOICES} are the most"
    if len(stem) > LONGEST_STEM:
        return draft.first, f"it has {len(stem):,} characters; {LONGEST_STEM:,} are the most"
    seen: dict[str, str] = {}
    for words, choice in choices:
        if not words:
            return choice.line, "a choice is empty"
        if len(words) > LONGEST_CHOICE:
            return choice.line, f"a choice has {len(words):,} characters; {LONGEST_CHOICE:,} are the most"
        if _LETTERS_ONLY.fullmatch(words):
            return choice.line, f"“{words}” names other choices by letter, and choices are shuffled"
        if (choice_id := _choice_id(words)) in seen:
            return choice.line, "two choices say the same"
        seen[choice_id] = words
        if choice.label and sum(other.label == choice.label for _, other in choices) > 1:
            return choice.line, f"two choices have the letter {choice.label}"
    if right == len(choices):
        return draft.first, "every choice is marked as right"
    if right and hint and right != hint:
        return draft.first, f"it asks for {hint} and marks {right} as right"
    return None


def _remarks(draft: Draft, path: str, right: int, hint: int) -> Iterable[Problem]:
    for line, rule, words in draft.remarks:
        yield Problem(rule, words, path, line)
    if not right:
        message = "No choice is marked as right; the question is kept, and never asked in an exam."
        yield Problem("no-key", message, path, draft.first, "Mark the right choice with [x].")
    elif right > 1 and not hint:
        message = f"{right} choices are right, and the question does not say so."
        yield Problem("no-hint", message, path, draft.first, "Write (Choose TWO) behind the question.")


def _first_words(lines: Sequence[BankLine]) -> int:
    """The number of the first line with words that are neither code nor an image, or 0."""
    for line in lines:
        if not (line.is_blank or line.is_code or line.text.lstrip().startswith(("![", "<img"))):
            return line.number
    return 0


def _normal(text: str) -> str:
    words = unicodedata.normalize("NFKC", text).casefold()
    return _SPACE.sub(" ", _MARKS.sub("", words)).strip(" .,:;?!()")


def _choice_id(text: str) -> str:
    return blake2b(_SPACE.sub(" ", text).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
