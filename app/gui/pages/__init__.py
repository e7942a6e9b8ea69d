"""The pages, in the order of the rail."""

from app.gui.page import PageSpec
from app.gui.pages import compare, diagrams, library, problems, progress, settings, study, today, upcoming

(_EXAM,) = upcoming.PAGES

PAGES: tuple[PageSpec, ...] = (
    today.PAGE,
    library.PAGE,
    study.PAGE,
    compare.PAGE,
    diagrams.PAGE,
    _EXAM,
    progress.PAGE,
    problems.PAGE,
    settings.PAGE,
)
