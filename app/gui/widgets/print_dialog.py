"""What is printed, and how: choices on the left, the very pages on the right; to a printer or into a PDF."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Event

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.domain.changes import Outcome
from app.domain.comparison import Comparison
from app.errors import AppError, ExportError
from app.gui.messages import Messages
from app.gui.page import PageContext
from app.gui.tasks import Ticket
from app.gui.widgets.page_preview import PagePreview
from app.gui.widgets.parts import button, words
from app.paint import sheet
from app.paint.book import book, in_note_order
from app.paint.ink import ink, measure
from app.paint.page import Book, Item, Print
from app.paint.paper import SIZES, Fit, Paper, Turn
from app.render.engine import Engine
from app.services import compare, diagrams
from app.services.diagrams import Origin

_SIZE = QSize(1120, 760)
_PANEL = 304
_LEAST_LIST = 120
_INSIDE = 8  # a field, before its words
_PDF = "PDF (*.pdf)"
_TURNS = {Turn.AUTO: "As each page needs", Turn.PORTRAIT: "Portrait", Turn.LANDSCAPE: "Landscape"}
_FITS = {Fit.PAGE: "One on a page", Fit.FLOW: "Several on a page", Fit.TILE: "Tiles to glue together"}
_SCALES = (50, 400, 25)


class What(StrEnum):
    """What can be printed."""

    THIS = "this"
    DIAGRAMS = "All diagrams"
    COMPARISONS = "All comparisons"
    BOOKLET = "A booklet of all"
    CHOSEN = "Chosen ones"


@dataclass(frozen=True, slots=True)
class _Written:
    """How a print ended."""

    words: str
    is_stopped: bool = False


class PrintDialog(QDialog):
    """Opened by a page with what it shows, if it shows one; everything else of the notes is asked from the services."""

    _paper = Paper()  # the choices of the last time, but for the size, which the settings keep

    def __init__(self, context: PageContext, parent: QWidget, *, this: Item | None, whole: What) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Print")
        self.context = context
        self.messages = Messages(self)
        self._this = this
        self._drawn: tuple[Item, ...] | None = None  # None while they are read
        self._tables: tuple[Item, ...] | None = None
        self._book: Book | None = None
        self._asked: Ticket | None = None
        self._stop: Event | None = None
        self._build(whole)
        self.ensurePolished()
        scale = max(1.0, self.fontMetrics().height() / 19)
        self.resize((_SIZE * scale).boundedTo(parent.window().size().expandedTo(QSize(720, 480))))
        self._connect()
        self._read()
        self._refresh()

    def _build(self, whole: What) -> None:
        self.preview = PagePreview()
        self.preview.setMinimumWidth(240)
        look = self.context.look()
        self.preview.set_colours(look.palette.tint, look.palette.line)
        self.where = words(role="small", wraps=False)
        tools = QHBoxLayout()
        tools.setContentsMargins(24, 0, 24, 0)
        tools.setSpacing(8)
        tools.addWidget(self.where)
        tools.addStretch(1)
        for text, name, act in (
            ("−", "Zoom out", lambda: self.preview.zoom(0.8)),
            ("Fit", "Fit the page", self.preview.fit),
            ("+", "Zoom in", lambda: self.preview.zoom(1.25)),
        ):
            tool = button(text, act, "quiet")
            tool.setAccessibleName(name)
            tool.setAutoDefault(False)
            tools.addWidget(tool)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 8)
        right.setSpacing(8)
        right.addWidget(self.preview, 1)
        right.addLayout(tools)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._build_panel(whole))
        body.addLayout(right, 1)
        rule = QFrame()
        rule.setProperty("kind", "rule")
        self.summary = words(role="soft", wraps=False)
        self.save = button("Save as PDF …", self._ask_where)
        self.send = button("Print …", self._ask_printer, "primary")
        self.cancel = button("Cancel", self.reject)
        for one in (self.save, self.cancel):
            one.setAutoDefault(False)
        self.send.setDefault(True)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 16, 24, 16)
        foot.setSpacing(8)
        foot.addWidget(self.summary)
        foot.addStretch(1)
        for one in (self.cancel, self.save, self.send):
            foot.addWidget(one)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(body, 1)
        outer.addWidget(rule)
        outer.addLayout(foot)

    def _build_panel(self, whole: What) -> QWidget:
        panel = QWidget()
        panel.setProperty("kind", "side")
        panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.what = _choice("What to print")
        if self._this is not None:
            noun = "comparison" if isinstance(self._this, Comparison) else "diagram"
            self.what.addItem(f"This {noun}", What.THIS)
        for one in (What.DIAGRAMS, What.COMPARISONS, What.BOOKLET, What.CHOSEN):
            self.what.addItem(one.value, one)
        self.what.setCurrentIndex(0 if self._this is not None else self.what.findData(whole))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Find by title or chapter")
        self.filter.setAccessibleName("Find by title or chapter")
        self.filter.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName("Diagrams and comparisons to choose")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(_LEAST_LIST)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.worksheet = QCheckBox("Worksheet, key at the end")
        self.worksheet.setToolTip("Names, labels and cells are left blank")
        self.sheet_size = _choice("Paper", {name: name for name in SIZES})
        self.turn = _choice("Orientation", {text: turn for turn, text in _TURNS.items()})
        self.fit = _choice("Arrangement of diagrams", {text: fit for fit, text in _FITS.items()})
        self.scale = QSpinBox()
        self.scale.setRange(*_SCALES[:2])
        self.scale.setSingleStep(_SCALES[2])
        self.scale.setSuffix(" %")
        self.scale.lineEdit().setTextMargins(_INSIDE, 0, 0, 0)
        self.scale.setAccessibleName("Scale of the tiles")
        self.scale.setKeyboardTracking(False)
        self.crop = QCheckBox("Crop marks")
        self.tiles = words("Neighbours overlap by 10 mm. A page before the tiles shows how they lie.", "small")
        last = PrintDialog._paper
        self.sheet_size.setCurrentText(self.context.services().settings.paper or _usual_size())
        self.turn.setCurrentIndex(self.turn.findData(last.turn))
        self.fit.setCurrentIndex(self.fit.findData(last.fit))
        self.scale.setValue(last.percent)
        self.crop.setChecked(last.has_crop_marks)
        column = QVBoxLayout(panel)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(4)
        column.addWidget(words("Print", "large"))
        column.addSpacing(12)
        column.addWidget(self.what)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        column.addWidget(self.worksheet)
        self.scale_name = words("Scale", "small")
        for name, field in (
            (words("Paper", "small"), self.sheet_size),
            (words("Orientation", "small"), self.turn),
            (words("Diagrams", "small"), self.fit),
            (self.scale_name, self.scale),
        ):
            name.setContentsMargins(0, 8, 0, 0)
            column.addWidget(name)
            column.addWidget(field)
        column.addWidget(self.crop)
        column.addWidget(self.tiles)
        column.addStretch(1)
        area = QScrollArea()  # large letters in a small window
        area.setWidgetResizable(True)
        area.setWidget(panel)
        area.setFixedWidth(self.context.look().px(_PANEL))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _connect(self) -> None:
        self.sheet_size.textActivated.connect(lambda size: self.context.change_settings({"paper": size}))
        for choice in (self.what, self.sheet_size, self.turn, self.fit):
            choice.currentIndexChanged.connect(self._refresh)
        for box in (self.worksheet, self.crop):
            box.toggled.connect(self._refresh)
        self.scale.valueChanged.connect(self._refresh)
        self.list.itemChanged.connect(self._refresh)
        self.filter.textChanged.connect(self._narrow)
        self.preview.turned.connect(self._say_page)

    # What there is

    def _read(self) -> None:
        services, failed = self.context.services(), self.messages.error
        run = self.context.tasks.run
        run(lambda: compare.every(services), owner=self, then=self._keep_tables, failed=failed)
        run(lambda: diagrams.origins(services), owner=self, then=self._draw, failed=failed)

    def _draw(self, found: Sequence[Origin]) -> None:
        own = diagrams.engine_for(self.context.services().settings)
        self.context.tasks.run(
            lambda: _prints(found, own), owner=self, then=self._keep_drawn, failed=self.messages.error, lane="work"
        )

    def _keep_tables(self, found: Sequence[Item]) -> None:
        self._tables = tuple(found)
        self._fill()

    def _keep_drawn(self, found: Sequence[Item]) -> None:
        self._drawn = tuple(found)
        self._fill()

    def _fill(self) -> None:
        if self._drawn is None or self._tables is None:
            return
        self.list.blockSignals(True)
        for one in in_note_order([*self._drawn, *self._tables]):
            item = QListWidgetItem(one.title)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if one == self._this else Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, one)
            item.setToolTip(" › ".join(one.heading_path))
            self.list.addItem(item)
            if one == self._this:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        for what, number in (
            (What.DIAGRAMS, len(self._drawn)),
            (What.COMPARISONS, len(self._tables)),
            (What.BOOKLET, len(self._drawn) + len(self._tables)),
        ):
            self.what.setItemText(self.what.findData(what), f"{what.value} ({number})")
        self._refresh()

    def _narrow(self, text: str) -> None:
        wanted = text.lower().split()
        for row in range(self.list.count()):
            item = self.list.item(row)
            said = f"{item.text()} {item.toolTip()}".lower()
            item.setHidden(not all(word in said for word in wanted))

    def items(self) -> tuple[Item, ...] | None:
        """What is chosen; None while it is still being read."""
        what = self.what.currentData()
        if what == What.THIS and self._this is not None:
            return (self._this,)
        if what == What.DIAGRAMS:
            return self._drawn
        if what == What.COMPARISONS:
            return self._tables
        if self._drawn is None or self._tables is None:
            return None
        if what == What.BOOKLET:
            return tuple(in_note_order([*self._drawn, *self._tables]))
        rows = [self.list.item(row) for row in range(self.list.count())]
        return tuple(row.data(Qt.ItemDataRole.UserRole) for row in rows if row.checkState() is Qt.CheckState.Checked)

    def paper(self) -> Paper:
        """The pages as they are chosen."""
        return Paper(
            self.sheet_size.currentData(),
            self.worksheet.isChecked(),
            Fit(self.fit.currentData()),
            Turn(self.turn.currentData()),
            self.scale.value(),
            self.crop.isChecked(),
        )

    # The pages

    def _refresh(self) -> None:
        """Set the pages anew, away from the window's thread."""
        is_tiled = self.fit.currentData() == Fit.TILE
        for widget in (self.scale_name, self.scale, self.crop, self.tiles):
            widget.setVisible(is_tiled)
        is_chosen = self.what.currentData() == What.CHOSEN
        self.filter.setVisible(is_chosen)
        self.list.setVisible(is_chosen)
        items, paper = self.items(), self.paper()
        PrintDialog._paper = Paper(paper.size, False, paper.fit, paper.turn, paper.percent, paper.has_crop_marks)
        if self._asked is not None:
            self.context.tasks.drop(self._asked)
            self._asked = None
        if items is None:
            self._show(None, "Reading your notes …")
        elif not items:
            self._show(None, "Nothing is chosen yet." if is_chosen else "Your notes have none of these.")
        else:
            title = self._title(len(items))
            self._asked = self.context.tasks.run(
                lambda: Outcome(book(items, paper, ink(is_dark=False), title=title)),
                owner=self,
                then=self._keep,
                failed=self.messages.error,
                lane="work",
            )

    def _title(self, number: int) -> str:
        what = self.what.currentData()
        if number == 1:
            return ""
        return {What.DIAGRAMS: "Diagrams", What.COMPARISONS: "Comparisons", What.BOOKLET: "Booklet"}.get(what, "Chosen")

    def _keep(self, made: Book) -> None:
        self._show(made, _counted(len(made.pages), "page") + f", {made.paper.size}")

    def _show(self, made: Book | None, summary: str) -> None:
        self._book = made
        self.preview.show_book(made)
        self.summary.setText(summary)
        self.where.setVisible(made is not None)
        for one in (self.save, self.send):
            one.setEnabled(made is not None)

    def _say_page(self, number: int) -> None:
        if self._book is not None:
            self.where.setText(f"Page {number + 1} of {len(self._book.pages)}")

    # Where to

    def _ask_where(self) -> None:
        made = self._book
        if made is not None:
            name = "".join(char if char.isalnum() else "-" for char in made.title.lower()).strip("-")
            self.messages.choose_file(
                "Save as PDF", f"{name}.pdf", [_PDF], lambda path, _form: self._write(made, Path(path))
            )

    def _write(self, made: Book, path: Path) -> None:
        self._run(lambda stopped: _written(made, path, stopped), f"Writing {_counted(len(made.pages), 'page')} …")

    def _ask_printer(self) -> None:
        made = self._book
        if made is None:
            return
        if not QPrinterInfo.availablePrinterNames():
            self.messages.show("No printer is set up on this computer. Save a PDF, and print that elsewhere.")
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(made.title)
        printer.setCreator("Certdeck")
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintCollateCopies)
        dialog.setMinMax(1, len(made.pages))
        dialog.accepted.connect(lambda: self.print_on(printer))
        QDialog.open(dialog)  # the class has another `open`, without the modality

    def print_on(self, printer: QPrinter) -> None:
        """Send the pages, or the chosen range of them, to a printer."""
        made = self._book
        if made is None:
            return
        first, last = printer.fromPage(), printer.toPage()
        is_all = printer.printRange() is not QPrinter.PrintRange.PageRange or not first
        numbers = range(len(made.pages)) if is_all else range(first - 1, min(last, len(made.pages)))
        self._run(
            lambda stopped: _printed(made, printer, numbers, stopped), f"Printing {_counted(len(numbers), 'page')} …"
        )

    def _run(self, op: Callable[[Callable[[], bool]], Outcome[_Written]], summary: str) -> None:
        stop = self._stop = Event()
        self._hold(True, summary)
        self.context.tasks.run(lambda: op(stop.is_set), owner=self, then=self._end, failed=self._fail, lane="work")

    def _hold(self, is_held: bool, summary: str) -> None:
        """While pages are written, there is only a way to stop."""
        self.summary.setText(summary)
        self.cancel.setText("Stop" if is_held else "Cancel")
        for one in (self.save, self.send, self.what, self.worksheet, self.sheet_size, self.turn, self.fit, self.list):
            one.setEnabled(not is_held)

    def _end(self, written: _Written) -> None:
        self._stop = None
        if written.is_stopped:
            self._hold(False, written.words)
            return
        self.context.messages.show(written.words)
        self.accept()

    def _fail(self, error: AppError) -> None:
        self._stop = None
        self._hold(False, "")
        self.messages.error(error)

    def reject(self) -> None:
        """Close, or stop what is being written."""
        if self._stop is not None:
            self._stop.set()
            self.summary.setText("Stopping …")
        else:
            super().reject()


def _usual_size() -> str:
    is_american = QLocale().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
    return "Letter" if is_american else "A4"


def _choice(name: str, entries: Mapping[str, object] | None = None) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for text, value in (entries or {}).items():
        made.addItem(text, value)
    return made


def _prints(found: Sequence[Origin], own: Engine) -> Outcome[tuple[Item, ...]]:
    """The diagrams that could be laid out."""
    pictures = diagrams.gallery(found, measure, own).value
    return Outcome(tuple(Print(one.diagram, one.layout) for one in pictures if one.layout is not None))


def _written(made: Book, path: Path, stopped: Callable[[], bool]) -> Outcome[_Written]:
    try:
        sheet.write_book(made, path, ink(is_dark=False), stopped=stopped)
    except sheet.Stopped:
        return Outcome(_Written("Stopped. Nothing was written.", is_stopped=True))
    except OSError as error:
        raise ExportError(
            f"{path.name} could not be written.", hint="Choose another folder. Nothing was changed.", details=str(error)
        ) from error
    return Outcome(_Written(f"Written: {path.name}"))


def _printed(made: Book, printer: QPrinter, numbers: Sequence[int], stopped: Callable[[], bool]) -> Outcome[_Written]:
    try:
        sheet.print_book(made, printer, ink(is_dark=False), numbers=numbers, stopped=stopped)
    except sheet.Stopped:
        printer.abort()
        return Outcome(_Written("Stopped. Pages that were sent before may still come.", is_stopped=True))
    except OSError as error:
        raise ExportError(
            f"{printer.printerName() or 'The printer'} takes no pages.",
            hint="See whether it is switched on, or save a PDF.",
            details=str(error),
        ) from error
    return Outcome(_Written(f"Sent to {printer.printerName()}: {_counted(len(numbers), 'page')}"))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
