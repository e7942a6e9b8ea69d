"""What is weak in a bank: what gives itself away, says the same twice or leads nowhere, and tasks left uncovered."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from app.domain.exam import Choice, Profile, Question
from app.domain.note import Note, Section
from app.domain.problem import Problem, Severity

FEWEST_PER_TASK = 8
FEWEST_MULTIPLE = 0.20
_SPREADS = 2.0  # by how many standard deviations a share may lie above what chance gives
_FEWEST_FOR_SHARES = 20
_TOO_LONG, _TOO_MANY_LETTERS = 1.5, 25  # how far the right choice may stand out
_SHARE_SHORT = 0.03
_SAME_STEMS = 0.75
_FEWEST_WORDS = 6

_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_SPACE = re.compile(r"\s+")
_MARKS = re.compile(r"[*_`\\]|==|\[\[|\]\]")
_NUMBER = re.compile(r"\d")
_ABSOLUTE = re.compile(
    r"\b(?:always|never|impossible|completely|entirely|absolutely|guarantee[sd]?|in all cases|without exception"
    r"|under no circumstances|no matter what)\b|\b100 ?%",
    re.IGNORECASE,
)
_POSITION = re.compile(
    r"\b(?:[Oo]ptions?|[Cc]hoices?|[Aa]nswers?) (?:[A-F]|[1-6]|one|two|three)\b(?!\s?%)"
    r"|\b(?:first|second|third|fourth|fifth|last) (?:option|choice|answer)\b"
    r"|\b(?:option|choice|answer)s? (?:above|below)\b|\b[A-F] (?:and|or) [A-F] (?:are|is)\b|^[A-F] (?:is|and)\b",
    re.MULTILINE,
)
_STOP = frozenset(
    (
        *(
            "a",
            "an",
            "and",
            "are",
            "as",
            "at",
            "be",
            "by",
            "can",
            "each",
            "for",
            "from",
            "has",
            "have",
            "in",
            "into",
            "is",
        ),
        *("it", "its", "of", "on", "or", "that", "the", "their", "them", "then", "this", "to", "use", "uses", "using"),
        *("when", "which", "should", "will", "does", "do", "what", "developer", "company", "application"),
    )
)
_ORDERED = frozenset({"to", "from", "before", "after", "than", "into", "by"})
_GIVEN_ID = re.compile(r"q-[0-9a-f]{16}")
_RETIRED = (
    "CodeStar",
    "Cloud9",
    "AWS Data Pipeline",
    "Cognito Sync",
    "OpsWorks",
    "QLDB",
    "CodeWhisperer",
    "Elasticsearch Service",
    "Kinesis Data Firehose",
    "Kinesis Data Analytics",
    "AWS SSO",
    "AWS Single Sign-On",
    "CloudWatch Events",
    "App Mesh",
    "AWS Copilot",
    "custom platform",
    "Amazon ES",
    "SimpleDB",
    "Elastic Transcoder",
)
_Found = Callable[[str, str], Problem]
_RETIRED_WORDS = re.compile(rf"\b(?:{'|'.join(map(re.escape, _RETIRED))})\b")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many questions a profile has, whole and for each domain and task; `exams` can be drawn without repetition."""

    profile: str
    questions: int
    domains: Mapping[str, int]
    tasks: Mapping[str, int]
    exams: int


@dataclass(frozen=True, slots=True)
class Audit:
    """The figures of a bank and what is weak in it."""

    questions: int
    multiple: float
    right_is_longest: float
    right_is_shortest: float
    coverage: tuple[Coverage, ...]
    problems: tuple[Problem, ...] = field(default=())


def audit(questions: Sequence[Question], profiles: Sequence[Profile], notes: Sequence[Note]) -> Audit:
    """Look over a bank. Shares and coverage are judged for the profiles that its questions name."""
    asked = [question for question in questions if question.key]
    named = {ref.profile for question in questions for ref in question.tasks}
    covered = [profile for profile in profiles if profile.code in named]
    links = _Links(notes)
    problems: list[Problem] = []
    for question in questions:
        problems.extend(_of_question(question, profiles))
        problems.extend(links.problems(question))
    problems.extend(_repeated(questions))
    single = [question for question in asked if not question.is_multiple]
    longest = _share(_stands_out(question, longest=True) for question in single)
    shortest = _share(_stands_out(question, longest=False) for question in single)
    multiple = _share(question.is_multiple for question in asked)
    files = sorted({question.source.path for question in questions})
    path = files[0] if len(files) == 1 else files[0].rpartition("/")[0] or "." if files else "."
    if len(single) >= _FEWEST_FOR_SHARES:
        by_chance = sum(1 / len(question.choices) for question in single) / len(single)
        most = by_chance + _SPREADS * sqrt(by_chance * (1 - by_chance) / len(single))
        for share, word in ((longest, "longest"), (shortest, "shortest")):
            if share > most:
                message = (
                    f"In {share:.0%} of {len(single)} questions with one right choice, that choice is the {word}; "
                    f"chance gives {by_chance:.0%}, and more than {most:.0%} is no chance."
                )
                problems.append(
                    Problem("lengths", message, path, 1, "Say more in wrong choices, or less in right ones.")
                )
    if len(asked) >= _FEWEST_FOR_SHARES and multiple < FEWEST_MULTIPLE:
        message = f"{multiple:.0%} of the questions have more than one right choice; {FEWEST_MULTIPLE:.0%} should."
        problems.append(Problem("few-multiple", message, path, 1))
    coverage = tuple(_coverage(asked, profile) for profile in covered)
    for profile, counts in zip(covered, coverage, strict=True):
        problems.extend(_short(profile, counts, path))
    return Audit(len(questions), multiple, longest, shortest, coverage, tuple(problems))


def _of_question(question: Question, profiles: Sequence[Profile]) -> Iterator[Problem]:
    def found(rule: str, message: str, hint: str = "") -> Problem:
        return Problem(rule, message, question.source.path, question.source.first, hint)

    if _GIVEN_ID.fullmatch(question.id):
        yield found(
            "no-id", "This question has no id of its own; its history is lost when its words change.", "Add ^q-…."
        )
    if bare := [choice for choice in question.choices if not choice.reason]:
        yield found("no-reason", f"{len(bare)} of its choices have no reason: “{_short_text(bare[0].text)}”.")
    right = [choice for choice in question.choices if choice.id in question.key]
    wrong = [choice for choice in question.choices if choice.id not in question.key]
    if right and wrong:
        yield from _given_away(right, wrong, found)
    for text in (question.explanation, *(choice.reason for choice in question.choices)):
        if match := _POSITION.search(_CODE.sub(" ", text)):
            yield found("position", f"“{match.group()}” in a reason names a place, and choices are shuffled.")
    for choice in right:
        if match := _RETIRED_WORDS.search(choice.text):
            yield found("retired", f"A right choice names {match.group()}, which is retired or has another name now.")
    for place, choice in enumerate(question.choices):
        for other in question.choices[:place]:
            if _same_choice(choice.text, other.text):
                yield found("same-choices", f"Two choices say nearly the same: “{_short_text(choice.text)}”.")
    if not question.tasks:
        yield found("no-task", "It belongs to no task of an exam.", "Add a line such as *domain:* 1.2.")
    known = {profile.code: profile for profile in profiles}
    for ref in question.tasks:
        if ref.profile not in known:
            yield found("no-such-task", f"There is no profile {ref.profile}.")
        elif known[ref.profile].task(ref.task) is None:
            yield found("no-such-task", f"{ref.profile} has no task {ref.task}.")


def _given_away(right: Sequence[Choice], wrong: Sequence[Choice], found: _Found) -> Iterator[Problem]:
    most = max(_length(choice.text) for choice in wrong)
    least_right = min(_length(choice.text) for choice in right)
    if least_right > most * _TOO_LONG and least_right > most + _TOO_MANY_LETTERS:
        yield found("length", f"Its right choice has {least_right} letters, the longest wrong one {most}.")
    if not any(_ABSOLUTE.search(_CODE.sub(" ", choice.text)) for choice in right):
        for choice in wrong:
            if match := _ABSOLUTE.search(_CODE.sub(" ", choice.text)):
                yield found("absolute", f"“{match.group()}” gives a wrong choice away: “{_short_text(choice.text)}”.")


def _stands_out(question: Question, *, longest: bool) -> bool:
    lengths = sorted(((_length(choice.text), choice.id) for choice in question.choices), reverse=longest)
    return lengths[0][1] in question.key and lengths[0][0] != lengths[1][0]


def _share(truths: Iterable[bool]) -> float:
    counted = list(truths)
    return sum(counted) / len(counted) if counted else 0.0


def _length(text: str) -> int:
    return len(_SPACE.sub("", _MARKS.sub("", text)))


def _same_choice(one: str, other: str) -> bool:
    """Whether two choices differ in nothing that matters; "from A to B" and "from B to A" do."""
    if "```" in one or "```" in other or "`" in one + other:
        return False
    words, others = _words(one), _words(other)
    if set(words) != set(others) or not words:
        return False
    is_ordered = not _ORDERED.isdisjoint(word.lower() for word in _WORD.findall(one))
    return words == others or not is_ordered


def _words(text: str) -> list[str]:
    """The words that carry meaning, without the s of a plural."""
    found = (word.lower() for word in _WORD.findall(text))
    return [word if _NUMBER.search(word) else word.removesuffix("s") for word in found if word not in _STOP]


def _repeated(questions: Sequence[Question]) -> Iterator[Problem]:
    """Name pairs of questions whose stems share most of their words, or that have one id."""
    places: dict[str, int] = {}
    masks: list[int] = []
    for question in questions:
        mask = 0
        for word in set(_words(question.stem)):
            mask |= 1 << places.setdefault(word, len(places))
        masks.append(mask)
    counts = [mask.bit_count() for mask in masks]
    first_with: dict[str, Question] = {}
    for place, question in enumerate(questions):
        source = question.source
        first = first_with.setdefault(question.id, question)
        if first is not question:
            message = f"The id ^{question.id} is that of {first.source.path}:{first.source.first} too."
            yield Problem("duplicate-id", message, source.path, source.first, "", Severity.ERROR)
        for earlier in range(place):
            shared = (masks[place] & masks[earlier]).bit_count()
            if shared < _FEWEST_WORDS or shared < _SAME_STEMS * (counts[place] + counts[earlier] - shared):
                continue
            other = questions[earlier]
            if other.id != question.id:
                message = f"This asks nearly the same as ^{other.id} at {other.source.path}:{other.source.first}."
                yield Problem("same-question", message, source.path, source.first, "Keep one of them.")


class _Links:
    """The sections that questions may lead to, by file and anchor."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self._files: dict[str, Note] = {}
        for note in notes:
            self._files[note.path] = note
            self._files.setdefault(note.path.rsplit("/", 1)[-1], note)
        self._texts: dict[tuple[str, str], str | None] = {}

    def problems(self, question: Question) -> Iterator[Problem]:
        """What is wrong with the link of a question."""
        if why := self._why(question.notes):
            yield Problem("notes", why, question.source.path, question.source.first)

    def _why(self, link: str) -> str:
        if not self._files:
            return ""
        if not link:
            return "It leads to no note line."
        target, _, words = link.partition(" › ")
        file, _, anchor = target.strip().partition("#")
        if file not in self._files:
            return f"Its link leads nowhere: there is no note {file}."
        if not anchor:
            return f"Its link names no section of {file}."
        key = (file, anchor)
        if key not in self._texts:
            self._texts[key] = self._text(self._files[file], anchor)
        text = self._texts[key]
        if text is None:
            return f"Its link leads nowhere: {file} has no section ^{anchor}."
        if words and _plain(words) not in text:
            return f"Its link leads nowhere: “{words}” does not stand in {file}#{anchor}."
        return ""

    def _text(self, note: Note, anchor: str) -> str | None:
        found = next((one for one in note.walk() if one.anchor == anchor), None) or next(
            (one for one in note.walk() if re.search(rf"(?:^|\s)\^{re.escape(anchor)}\s*$", one.text, re.MULTILINE)),
            None,
        )
        found = found or next((one for one in note.walk() if _slug(one.title) == anchor), None)
        return _plain("\n".join(section.text for section in found.walk())) if isinstance(found, Section) else None


def _plain(text: str) -> str:
    return _SPACE.sub(" ", _MARKS.sub("", text)).casefold().strip()


def _slug(title: str) -> str:
    return re.sub(r"[^\w]+", "-", title.lower()).strip("-")


def _coverage(questions: Sequence[Question], profile: Profile) -> Coverage:
    tasks = Counter(task for question in questions if (task := question.task_in(profile.code)))
    domains: dict[str, int] = defaultdict(int)
    for task, count in tasks.items():
        domains[task.split(".")[0]] += count
    quota = profile.quota(profile.questions)
    exams = min((domains[domain] // need for domain, need in quota.items() if need), default=0)
    return Coverage(
        profile.code,
        sum(tasks.values()),
        {domain.id: domains[domain.id] for domain in profile.domains},
        {task.id: tasks[task.id] for task in profile.tasks},
        exams,
    )


def _short(profile: Profile, counts: Coverage, path: str) -> Iterator[Problem]:
    quota = profile.quota(profile.questions)
    for domain in profile.domains:
        have, need = counts.domains[domain.id], quota[domain.id]
        share = have / counts.questions if counts.questions else 0.0
        name = f"{profile.code}, domain {domain.id} ({domain.title})"
        if have < need:
            yield Problem("short-domain", f"{name}: {have} questions; one exam asks {need}.", path, 1)
        elif share < domain.weight / 100 - _SHARE_SHORT:
            yield Problem(
                "short-domain", f"{name}: {share:.0%} of the questions, and {domain.weight} % of the exam.", path, 1
            )
    for task in profile.tasks:
        if (have := counts.tasks[task.id]) < FEWEST_PER_TASK:
            message = f"{profile.code}, task {task.id} ({task.title}): {have} questions; {FEWEST_PER_TASK} are wanted."
            yield Problem("short-task", message, path, 1)


def _short_text(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"
