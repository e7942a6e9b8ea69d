"""A text of questions is read by the form that fits it; what cannot be read is named, never dropped silently."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.exam import Question
from app.domain.problem import Problem, Severity
from app.kinds.bank_lines import BankText, scan
from app.kinds.draft import Draft, judge
from app.kinds.questions import QUESTION_FORMS
from app.kinds.spec import QuestionForm

MOST_QUESTIONS = 10_000
_FEWEST_LEFT = 2  # choices that make lines look like a question nobody read


@dataclass(frozen=True, slots=True)
class ReadBank:
    """The questions of a text in order, with all that is to be said of it; `forms` are the titles of its forms.

    `profile` is the code of the exam that the bank as a whole is for, where it says so.
    """

    questions: tuple[Question, ...]
    problems: tuple[Problem, ...] = ()
    forms: tuple[str, ...] = ()
    profile: str = ""


def read_bank(lines: Sequence[str], path: str, *, skip: int = 0, values: Mapping[str, str] | None = None) -> ReadBank:
    """Read a text of questions, whatever its form; `skip` lines of front matter hold `values`. Never raises."""
    text = scan(lines, path, skip=skip, values=values)
    problems = list(text.problems)
    forms: list[str] = []
    drafts: list[Draft] = []
    rest = text
    for _ in QUESTION_FORMS:  # a text may hold questions of several forms
        form, found = _best(rest, is_ours="bank" in text.values and not drafts)
        if not found or (drafts and not any(len(draft.choices) > 1 for draft in found)):
            break
        forms.append(form.title)
        drafts.extend(found)
        rest = rest.without([(draft.first, draft.last) for draft in found])
        if not any(line.looks_like_choice for line in rest.lines):
            break
    drafts.sort(key=lambda draft: draft.first)
    if len(drafts) > MOST_QUESTIONS:
        message = f"This file has more than {MOST_QUESTIONS:,} questions; those from here on are not read."
        problems.append(Problem("too-large", message, path, drafts[MOST_QUESTIONS].first, "Split it.", Severity.ERROR))
        drafts = drafts[:MOST_QUESTIONS]
    questions: list[Question] = []
    for draft in drafts:
        judged = judge(draft, text)
        problems.extend(judged.problems)
        if judged.question:
            questions.append(judged.question)
    if not drafts:
        message = "No questions were found in this file."
        hint = "content/README.md shows how questions are written."
        problems.append(Problem("no-questions", message, path, skip + 1, hint, Severity.ERROR))
    problems.extend(_left(rest))
    problems.sort(key=lambda problem: problem.line)
    return ReadBank(tuple(questions), tuple(problems), tuple(forms), text.values.get("profile", ""))


def _best(text: BankText, *, is_ours: bool = False) -> tuple[QuestionForm, list[Draft]]:
    """The form that finds the most questions, and among equals the most keys; ours where the head says so."""
    if is_ours and any(draft.choices for draft in QUESTION_FORMS[0].find(text)):
        return QUESTION_FORMS[0], list(QUESTION_FORMS[0].find(text))
    found = [(form, list(form.find(text))) for form in QUESTION_FORMS]

    def worth(entry: tuple[QuestionForm, list[Draft]]) -> tuple[int, int, int]:
        whole = [draft for draft in entry[1] if len(draft.choices) > 1]
        return len(whole), sum(draft.has_key for draft in whole), len(entry[1])

    return max(found, key=worth)


def _left(rest: BankText) -> Iterator[Problem]:
    """Name the lines that look like choices and belong to no question."""
    run: list[int] = []
    for line in rest.lines:
        if not line.looks_like_choice:
            continue
        if run and line.number - run[-1] > 3:
            yield from _unread(run, rest.path)
            run = []
        run.append(line.number)
    yield from _unread(run, rest.path)


def _unread(run: Sequence[int], path: str) -> Iterator[Problem]:
    if len(run) >= _FEWEST_LEFT:
        message = f"{len(run)} lines look like choices and belong to no question that could be read."
        yield Problem("unread", message, path, run[0], "Write the question in one of the known forms.", Severity.ERROR)
