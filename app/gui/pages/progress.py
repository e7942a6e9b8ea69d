"""Progress: what is kept and what comes, in figures with a sentence each."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.changes import Change
from app.domain.review import CardState
from app.gui.page import Page, PageContext, PageSpec
from app.gui.widgets.bars import Bars
from app.gui.widgets.parts import panel, reading_column, words
from app.services import stats
from app.services.stats import Summary

_COLUMN = 760


class ProgressPage(Page):
    """A column to be read from the top."""

    interests = frozenset({Change.REVIEWS, Change.CARDS, Change.NOTES, Change.SETTINGS})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.cards, self.kept, self.coming, self.done = (words(role="soft") for _ in range(4))
        self.forecast, self.history = Bars(), Bars()
        column = QVBoxLayout()
        column.setSpacing(16)
        column.addWidget(words("Progress", "large"))
        for title, parts in (
            ("Cards", (self.cards,)),
            ("Retention", (self.kept,)),
            ("What comes", (self.coming, self.forecast)),
            ("What you did", (self.done, self.history)),
        ):
            frame, layout = panel(title)
            for part in parts:
                layout.addWidget(part)
            column.addWidget(frame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(reading_column(column, _COLUMN))

    def refresh(self) -> None:
        """Read the figures anew."""
        services = self.context.services()
        self.context.tasks.run(
            lambda: stats.summary(services), owner=self, then=self._show, failed=self.context.messages.error
        )

    def apply_look(self) -> None:
        """Colour the bars."""
        look = self.context.look()
        for bars in (self.forecast, self.history):
            bars.colour, bars.line = QColor(look.accent), QColor(look.line)
            bars.update()

    def _show(self, summary: Summary) -> None:
        states = {state: summary.states.get(state, 0) for state in CardState}
        total = sum(states.values())
        seen = total - states[CardState.NEW]
        self.cards.setText(f"{seen} of {total} cards have been studied; {states[CardState.REVIEW]} are learned.")
        young, mature = _percent(summary.retention_young), _percent(summary.retention_mature)
        self.kept.setText(
            f"You recall {young} of younger cards and {mature} of those with an interval of three weeks or more."
            if summary.retention_young is not None or summary.retention_mature is not None
            else "It shows once cards have come back after a day or more."
        )
        due = [number for _, number in summary.due_forecast]
        self.coming.setText(f"{sum(due)} reviews fall due in the next {len(due)} days, {due[0] if due else 0} today.")
        self.forecast.values = tuple(due)
        days = [number for _, number in summary.per_day][-60:]
        self.done.setText(
            f"{summary.reviewed_today} answers today, {sum(days)} in the last {len(days)} days of study."
            if days
            else "No answers yet."
        )
        self.history.values = tuple(days)
        self.history.setVisible(bool(days))
        self.forecast.setVisible(any(due))
        self.apply_look()


def _percent(share: float | None) -> str:
    return "no" if share is None else f"{round(100 * share)} %"


PAGE = PageSpec("progress", "Progress", "progress", ProgressPage)
