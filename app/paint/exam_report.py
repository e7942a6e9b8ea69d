"""The result of an exam on paper: figures first, then every question with the reason for every choice."""

from datetime import timedelta
from html import escape
from math import floor
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from app import files
from app.domain.exam import Attempt, Mode, is_right
from app.errors import ExportError
from app.render.html import face, stylesheet
from app.render.style import Style
from app.services.exam import Result

_MARGIN = 18.0  # mm
_DPI = 96
_STYLE = Style(text="#000000", soft="#444444", size=13)
_LETTERS = "ABCDEFGHIJ"


def html_of(result: Result) -> str:
    """The whole report as HTML for a QTextDocument."""
    attempt = result.attempt
    parts = [f"<h1>{escape(attempt.title)}</h1>", f"<p>{escape(_headline(result))}</p>"]
    parts.append(
        "<table class='grid' width='100%'><tr><th></th><th align='left'>Domain or task</th><th align='right'>Right</th>"
        f"</tr>{''.join(_rows(result))}</table>"
    )
    parts += [_question(attempt, position) for position in range(len(attempt.asked))]
    return "".join(parts)


def document(result: Result) -> QTextDocument:
    """The report, ready to be printed on any device; it breaks into pages by itself."""
    made = QTextDocument()
    font = QFont()
    font.setPixelSize(round(_STYLE.size))
    made.setDefaultFont(font)
    made.setDefaultStyleSheet(stylesheet(_STYLE) + ".why p { color: #444444; }")
    made.setHtml(html_of(result))
    return made


def write_pdf(result: Result, path: Path) -> None:
    """Write the report as a PDF, whole or not at all; raises ExportError."""
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator("Certdeck")
    writer.setTitle(result.attempt.title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    put_on(result, writer)
    buffer.close()
    try:
        if not path.parent.is_dir():
            raise OSError(f"no folder {path.parent}")
        files.write_whole(path, bytes(store.data()))
    except OSError as error:
        raise ExportError(
            f"The result could not be written to {path.name}.",
            hint=f"What was there before is untouched. Check that {path.parent} can be written to.",
            details=repr(error),
        ) from error


def put_on(result: Result, device: QPagedPaintDevice) -> None:
    """Print the report on a printer or into a PDF."""
    loop = QEventLoop()  # long documents start a timer, which asks every thread for a dispatcher
    device.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter)
    made, painter = document(result), QPainter(device)
    scale = device.logicalDpiX() / _DPI  # sizes in the document are pixels of a screen
    page = QSizeF(floor(device.width() / scale), floor(device.height() / scale))  # pages begin at whole pixels
    made.setDocumentMargin(0)
    made.setPageSize(page)
    painter.scale(scale, scale)
    for number in range(made.pageCount()):
        if number:
            device.newPage()
        top = number * page.height()
        painter.save()
        painter.translate(0, -top)
        made.drawContents(painter, QRectF(QPointF(0, top), page))
        painter.restore()
    painter.end()
    del loop


def _rows(result: Result) -> list[str]:
    profile, made = result.attempt.profile, result.score
    lines = [(one.id, one.title, made.domains.get(one.id)) for one in profile.domains]
    lines += [(one.id, one.title, made.tasks.get(one.id)) for one in profile.tasks]
    return [
        f"<tr><td width='36'>{part}</td><td>{escape(title)}</td>"
        f"<td align='right'>{tally.right} of {tally.asked}</td></tr>"
        for part, title, tally in lines
        if tally is not None
    ]


def _headline(result: Result) -> str:
    attempt, made = result.attempt, result.score
    when = f"{attempt.started:%d %b %Y}"
    spent = ((attempt.ended or attempt.started) - attempt.started) // timedelta(minutes=1)
    if attempt.mode is not Mode.EXAM:
        return f"{when}. {made.whole.right} of {made.whole.asked} right, {spent} minutes."
    verdict = "passed" if made.is_passed else "not passed"
    return (
        f"{when}, {attempt.profile.code}: {made.points} points, {verdict} ({attempt.profile.pass_score} are needed); "
        f"{made.scored.right} of {made.scored.asked} scored questions right, "
        f"{made.whole.right} of {made.whole.asked} in all, {spent} minutes. "
        "Points lie on a straight line and are an approximation."
    )


def _question(attempt: Attempt, position: int) -> str:
    asked, response = attempt.asked[position], attempt.response(position)
    question = asked.question
    verdict = "right" if is_right(question, response.picks) else "wrong" if response.picks else "not answered"
    rows = []
    for place, choice_id in enumerate(asked.order):
        choice = question.choice(choice_id)
        signs = [
            word
            for word, holds in (("right", choice_id in question.key), ("picked", choice_id in response.picks))
            if holds
        ]
        told = f"<b>({', '.join(signs)})</b>" if signs else ""
        rows.append(
            f"<tr><td width='24' valign='top'>{_LETTERS[place]}</td>"
            f"<td>{face(choice.text, _STYLE)}{told}<div class='why'>{face(choice.reason, _STYLE)}</div></td></tr>"
        )
    note = f"<p class='soft'>{escape(question.notes)}</p>" if question.notes else ""
    return (
        f"<h2>Question {position + 1}: {verdict}</h2>{face(question.stem, _STYLE)}"
        f"<table class='grid' width='100%'>{''.join(rows)}</table>{face(question.explanation, _STYLE)}{note}"
    )
