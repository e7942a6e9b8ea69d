"""Tells all about the card on screen: where it comes from, why it exists, how it stands and how it went."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.domain.card import StudyCard
from app.domain.review import CardState, Rating, Review
from app.gui.widgets.intervals import moment
from app.gui.widgets.rating_bar import NAMES

WIDTH = 320
MOST_REVIEWS = 40

STATES = {
    CardState.NEW: "New",
    CardState.LEARNING: "Learning",
    CardState.REVIEW: "Review",
    CardState.RELEARNING: "Relearning",
}


def facts(card: StudyCard, now: datetime, zone: tzinfo) -> tuple[tuple[str, str], ...]:
    """What the panel says of a card, as pairs of a name and a value."""
    schedule, source = card.schedule, card.card.source
    lines = f"{source.first}" if source.first == source.last else f"{source.first}–{source.last}"
    pairs = [
        ("Note", f"{source.path}:{lines}"),
        ("Section", " › ".join(card.card.heading_path)),
        ("Why", f"{card.card.kind.replace('_', ' ')}: {card.card.rule.replace('_', ' ')}"),
        ("State", STATES[schedule.state] + (", suspended" if card.is_suspended else "")),
        ("Due", moment(schedule.due, now, zone) if schedule.due else "when it is first shown"),
    ]
    if schedule.stability is not None and schedule.difficulty is not None:
        pairs += [("Stability", f"{schedule.stability:.1f} days"), ("Difficulty", f"{schedule.difficulty:.1f} of 10")]
    pairs += [("Answered", f"{schedule.reps} times"), ("Lapses", str(schedule.lapses))]
    return tuple(pairs)


def history(reviews: Sequence[Review], zone: tzinfo) -> tuple[tuple[str, str], ...]:
    """Each answer: when, which rating, how long it took; newest first."""
    voided = {review.voids for review in reviews if review.voids is not None}
    kept = [review for review in reviews if review.voids is None and review.id not in voided]
    return tuple(
        (
            f"{review.at.astimezone(zone):%Y-%m-%d %H:%M}",
            f"{NAMES[Rating(review.rating)]}, {review.taken_ms / 1000:.0f} s",
        )
        for review in reversed(kept[-MOST_REVIEWS:])
    )


class InfoPanel(QFrame):
    """Lies over the right side of the study page and moves nothing below it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = parent
        self.setObjectName("info")
        self.setProperty("kind", "raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Card info")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(20, 16, 20, 16)
        column.addLayout(self._grid)
        column.addStretch(1)
        self._inner = inner
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(area)
        self.hide()

    def show_card(self, card: StudyCard, reviews: Sequence[Review], *, now: datetime, zone: tzinfo) -> None:
        """Fill the panel and show it."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        pairs = [*facts(card, now, zone), *history(reviews, zone)]
        for row, (name, value) in enumerate(pairs):
            for column, text in enumerate((name, value)):
                label = QLabel(text)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setWordWrap(column == 1)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                label.setProperty("role", "" if column else "soft")
                self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleDescription(". ".join(f"{name}: {value}" for name, value in pairs))
        self.place()
        self.show()
        self.raise_()

    def place(self) -> None:
        """Stand at the right edge of the page."""
        page = self._page
        width = min(max(WIDTH, self.fontMetrics().averageCharWidth() * 46), page.width() - 32)
        height = min(self._inner.sizeHint().height() + 8, page.height() - 120)
        self.setGeometry(page.width() - width - 16, 18, width, max(120, height))
