"""A weak question is named for what is weak in it, and a sound one is left in peace."""

from dataclasses import replace

import pytest

from app.domain.exam import Question
from app.kinds.audit import audit
from app.kinds.bank import read_bank
from app.kinds.bank_lines import split_lines
from app.notes.parse import parse
from app.services import profiles

NOTE = parse(
    """\
# Lambda ^lambda

Words.

## Limits of Lambda ^lambda-limits

- **Timeout**: 15 minutes at most.
- Retries: 2 ^lambda-retries

| Limit | Value |
|---|---|
| `/tmp` storage | 10,240 MB |

### More
""",
    "14-lambda.md",
).note
SOUND = """\
### A team runs a report for twenty minutes each night. Which service fits best? ^q-report
- [ ] A Lambda function with more memory
  > Memory does not lift the limit of 15 minutes.
- [x] A Fargate task on a schedule
  > A task runs as long as it needs.
- [ ] A Lambda@Edge function near the users
  > Its limit is shorter still.
- [ ] An API Gateway stage with a cache
  > A cache runs no report.
*domain:* 1.2, DVA-C02 1.2 · *difficulty:* 2 · *notes:* 14-lambda.md#lambda-limits › Timeout
"""


def questions(text: str = SOUND) -> tuple[Question, ...]:
    return read_bank(split_lines(text), "exams/x.md", values={"bank": "x", "profile": "DVA-C03"}).questions


def rules(text: str) -> set[str]:
    found = audit(questions(text), profiles.load(), [NOTE]).problems
    return {problem.rule for problem in found if not problem.rule.startswith("short-")}


def test_a_sound_question_is_left_in_peace() -> None:
    assert rules(SOUND) == set()


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (" ^q-report", "", "no-id"),
        ("  > A cache runs no report.\n", "", "no-reason"),
        (
            "A Fargate task on a schedule",
            "A Fargate task that a schedule starts each night and that runs for as long as it has to",
            "length",
        ),
        ("An API Gateway stage with a cache", "An API Gateway stage that never fails", "absolute"),
        ("A cache runs no report.", "As option B says, a cache runs no report.", "position"),
        ("A cache runs no report.", "The first answer is right.", "position"),
        ("A cache runs no report.", "A and C are wrong.", "position"),
        ("A Fargate task on a schedule", "A Cloud9 task on a schedule", "retired"),
        ("An API Gateway stage with a cache", "Lambda functions with more memory", "same-choices"),
        ("*domain:* 1.2, DVA-C02 1.2 · ", "", "no-task"),
        ("*domain:* 1.2,", "*domain:* 1.9,", "no-such-task"),
        ("DVA-C02 1.2", "ABC-1 1.2", "no-such-task"),
        (" · *notes:* 14-lambda.md#lambda-limits › Timeout", "", "notes"),
        ("14-lambda.md#", "15-lambda.md#", "notes"),
        ("#lambda-limits", "#lambda-limit", "notes"),
        ("#lambda-limits › Timeout", "", "notes"),
        ("› Timeout", "› Memory", "notes"),
    ],
)
def test_what_is_weak_is_named(old: str, new: str, rule: str) -> None:
    assert SOUND.count(old) == 1
    assert rules(SOUND.replace(old, new)) == {rule}


@pytest.mark.parametrize(
    "link",
    [
        "14-lambda.md#lambda-limits",
        "14-lambda.md#lambda-limits › /tmp storage",
        "14-lambda.md#lambda-limits › timeout",
        "14-lambda.md#lambda-retries › Retries",
        "14-lambda.md#lambda › Timeout",
        "14-lambda.md#more",
    ],
)
def test_links_may_lead_to_labels_cells_anchors_and_headings(link: str) -> None:
    assert rules(SOUND.replace("14-lambda.md#lambda-limits › Timeout", link)) == set()


def test_choices_that_differ_in_what_matters_are_not_the_same() -> None:
    text = SOUND.replace("A Lambda function with more memory", "Copy from the queue to the topic")
    assert rules(text.replace("An API Gateway stage with a cache", "Copy from the topic to the queue")) == set()
    text = SOUND.replace("A Lambda function with more memory", "A stage with a cache")
    assert rules(text.replace("An API Gateway stage with a cache", "A stage without a cache")) == set()


def test_questions_that_say_the_same_are_named() -> None:
    (one,) = questions()
    other = replace(one, id="q-other", stem=one.stem.replace("each night", "every night"))
    far = replace(one, id="q-far", stem="An image is resized when it is uploaded to a bucket by a mobile client. How?")
    found = audit([one, far, other, replace(far, stem="Short?")], profiles.load(), [NOTE]).problems
    assert [problem.rule for problem in found if "same" in problem.rule or "id" in problem.rule] == [
        "same-question",
        "duplicate-id",
    ]


def test_shares_and_coverage_are_counted() -> None:
    (one,) = questions()
    right = next(choice for choice in one.choices if choice.id in one.key)
    long = replace(right, text=right.text + " of five minutes")
    many = [
        replace(
            one,
            id=f"q-{number}",
            stem=f"Question {number} asks number {number * 7} of {number * 13}",
            choices=tuple(long if choice.id in one.key else choice for choice in one.choices),
        )
        for number in range(40)
    ]
    found = audit(many, profiles.load(), [NOTE])
    assert (found.questions, found.multiple, found.right_is_longest, found.right_is_shortest) == (40, 0, 1, 0)
    assert {"lengths", "few-multiple", "short-domain", "short-task"} <= {problem.rule for problem in found.problems}
    old, new = found.coverage
    assert (old.profile, new.profile) == ("DVA-C02", "DVA-C03")
    assert old.domains == new.domains == {"1": 40, "2": 0, "3": 0, "4": 0}
    assert new.tasks["1.2"] == 40
    assert new.exams == 0
    assert not any("task 1.2" in problem.message for problem in found.problems)


def test_a_share_that_chance_gives_is_no_finding() -> None:
    (one,) = questions()
    places = list(range(4)) * 10
    many = [
        replace(
            one,
            id=f"q-{number}",
            stem=f"Question {number} asks number {number * 7} of {number * 13}",
            key=frozenset({one.choices[place].id}),
        )
        for number, place in enumerate(places)
    ]
    found = audit(many, profiles.load(), [NOTE])
    assert found.right_is_longest == found.right_is_shortest == 0.25
    assert not any(problem.rule == "lengths" for problem in found.problems)


def test_an_empty_bank_has_no_figures() -> None:
    found = audit([], profiles.load(), [])
    assert (found.questions, found.coverage, found.problems) == (0, (), ())
