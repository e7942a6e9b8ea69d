"""The pages, in the order of the rail."""

from app.gui.page import PageSpec
from app.gui.pages import compare, diagrams, exam, library, problems, progress, settings, study, today

PAGES: tuple[PageSpec, ...] = (
    today.PAGE,
    library.PAGE,
    study.PAGE,
    compare.PAGE,
    diagrams.PAGE,
    exam.PAGE,
    progress.PAGE,
    problems.PAGE,
    settings.PAGE,
)
