"""The forms of question bank that can be read; where two fit a text equally well, the first one reads it."""

from app.kinds.questions import checkboxes, labelled_lists, lettered, numbered_headings, own, text2qti
from app.kinds.spec import QuestionForm

QUESTION_FORMS: tuple[QuestionForm, ...] = (
    own.KIND,
    checkboxes.KIND,
    lettered.KIND,
    numbered_headings.KIND,
    labelled_lists.KIND,
    text2qti.KIND,
)
