"""What a kind is: a name, and a function that finds material in one section."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from app.domain.card import Card
from app.domain.comparison import Comparison
from app.domain.note import Section, Source, Text
from app.kinds.bank_lines import BankText
from app.kinds.draft import Draft
from app.kinds.lines import Line, is_marked, lines_of
from app.kinds.subject import subject_of


@dataclass(frozen=True)
class Context:
    """A section as every kind needs it: its subject in words, and its lines."""

    section: Section
    topic: str

    @cached_property
    def subject(self) -> str:
        """What a front must name to stand alone."""
        return subject_of(self.section.heading_path)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the section's paragraphs and lists that may become cards."""
        return tuple(line for line in self._all_lines if not is_marked(line))

    @cached_property
    def marked_lines(self) -> tuple[Line, ...]:
        """The lines in which the author marked words to be hidden."""
        return tuple(line for line in self._all_lines if is_marked(line))

    @cached_property
    def _all_lines(self) -> tuple[Line, ...]:
        return tuple(lines_of(self.section))

    def card(
        self,
        kind: str,
        rule: str,
        front: str,
        back: str,
        source: Source,
        *,
        place: str,
        answer: str = "",
        anchor: str | None = None,
        fact: str = "",
    ) -> Card:
        """Make a card of this section."""
        return Card(
            kind,
            rule,
            front,
            back,
            self.section.heading_path,
            self.topic,
            source,
            fact or f"{' / '.join(self.section.heading_path)} / {place}",
            place,
            answer if len(answer) <= LONGEST_TYPED else "",
            anchor,
        )


LONGEST_TYPED = 40


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A line that looks like a fact and that a kind makes no card of, with the reason."""

    line: int
    rule: str
    message: str
    hint: str


def _nothing_passed_over(_: Context) -> Iterator[PassedOver]:
    return iter(())


@dataclass(frozen=True, slots=True)
class CardKind:
    """A way to find cards, and what it could not use."""

    name: str
    title: str
    find: Callable[[Context], Iterator[Card]]
    passed_over: Callable[[Context], Iterator[PassedOver]] = _nothing_passed_over


@dataclass(frozen=True, slots=True)
class ComparisonKind:
    """A way to find comparisons."""

    name: str
    title: str
    find: Callable[[Section], Iterator[Comparison]]


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """A form that question banks are written in; `find` takes whatever it knows for a question, sound or not."""

    name: str
    title: str
    find: Callable[[BankText], Iterator[Draft]]


def plain(text: Text) -> str:
    """The words of a text without space around them."""
    return text.plain.strip()
