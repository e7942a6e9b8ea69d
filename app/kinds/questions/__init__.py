"""The forms of question bank that can be read."""

QUESTION_FORMS: tuple[()] = ()
