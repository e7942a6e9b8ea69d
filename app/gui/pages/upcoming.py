"""Pages that are not built yet: each says once what it will be, and pretends nothing."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from app.gui.page import Page, PageContext, PageSpec
from app.gui.widgets.statement import Choice, Statement


class UpcomingPage(Page):
    """A title, what it will show, and where to go meanwhile."""

    def __init__(self, context: PageContext, title: str, text: str) -> None:
        super().__init__(context)
        statement = Statement()
        statement.say(
            title,
            f"{text} It comes with a later version.",
            choices=(Choice("Go to Today", lambda: context.navigate("today", None)),),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(statement)


def _page(title: str, text: str) -> Callable[[PageContext], Page]:
    return lambda context: UpcomingPage(context, title, text)


PAGES = (
    PageSpec(
        "exam",
        "Exam",
        "exam",
        _page("Exam", "Timed mock exams in the shape of the real one, with an explanation for every option."),
    ),
)
