"""Diagrams: a gallery of what the notes draw, and one of them large, to read, to be quizzed on, to take along."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QIcon, QImage, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.changes import Change, Outcome
from app.domain.diagram import Diagram, Form
from app.domain.ids import CardId
from app.domain.layout import Layout
from app.domain.note import Source
from app.errors import AppError, ExportError
from app.gui.page import Page, PageContext, PageSpec
from app.gui.tasks import Ticket
from app.gui.widgets.diagram_view import DiagramView
from app.gui.widgets.parts import button, words
from app.gui.widgets.print_dialog import PrintDialog, What
from app.gui.widgets.statement import Choice, Statement
from app.paint import sheet
from app.paint.diagram import LINE_NAMES, draw, role_of
from app.paint.ink import CATEGORIES, SIZES, Ink, hue, ink, measure
from app.render.engine import Engine
from app.services import diagrams
from app.services.diagrams import Origin, Picture
from app.services.study import Filter

_THUMB = QSize(248, 148)
_PANEL = 304
_HINT = (
    "Arrow keys go from part to part, Enter opens the note line, O a list.  H hides the names, L the labels,"
    " G the groups; Space reveals.  Esc goes back."
)
_PATIENCE_MS = 600  # before a way to stop is offered
_FORMATS = {
    "PDF (*.pdf)": "pdf",
    "SVG (*.svg)": "svg",
    "PNG, 300 dpi (*.png)": "png",
    "Worksheet, PDF (*.pdf)": "worksheet",
}


@dataclass(frozen=True, slots=True)
class Thumb:
    """A diagram with its small picture."""

    picture: Picture
    image: QImage


class DiagramsPage(Page):
    """Gallery and viewer."""

    interests = frozenset({Change.NOTES, Change.CARDS, Change.REVIEWS, Change.SETTINGS})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._thumbs: tuple[Thumb, ...] = ()
        self._picture: Picture | None = None
        self._wanted: Source | None = None
        self._stop = Event()  # ends the drawing that is under way
        self._drawing: Ticket | None = None
        for role in SIZES:
            measure("x", role)  # fonts are made in the window's thread
        self.statement = Statement()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.statement)
        self._gallery = self._build_gallery()
        self._viewer = self._build_viewer()
        self.stack.addWidget(self._gallery)
        self.stack.addWidget(self._viewer)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self.setFocusProxy(self.list)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_PATIENCE_MS)
        self._slow.timeout.connect(self._offer_to_stop)
        self.statement.say("Drawing what your notes say …")
        if (application := QCoreApplication.instance()) is not None:
            application.aboutToQuit.connect(self._stop_drawing)

    def _build_gallery(self) -> QWidget:
        page = QWidget()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a diagram")
        self.search.setAccessibleName("Find a diagram")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(320)
        self.search.textChanged.connect(self._fill)
        self.kinds = QComboBox()
        self.kinds.setAccessibleName("Kind of diagram")
        self.kinds.currentIndexChanged.connect(self._fill)
        self.count = words(role="soft", wraps=False)
        self.list = QListWidget()
        self.list.setAccessibleName("Diagrams")
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setWordWrap(True)
        self.list.setSpacing(8)
        self.list.setIconSize(_THUMB)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.itemActivated.connect(self._open_item)
        self.list.itemClicked.connect(self._open_item)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(words("Diagrams", "large", wraps=False))
        head.addSpacing(16)
        head.addWidget(self.search, 1)
        head.addWidget(self.kinds)
        head.addWidget(self.count)
        head.addStretch(1)
        self.stop_button = button("Stop drawing", self._stop_drawing)
        self.stop_button.hide()
        head.addWidget(self.stop_button)
        head.addWidget(button("Export all …", self._export_all))
        head.addWidget(button("Print …", self.print_out))
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 24, 32, 16)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        return page

    def _build_viewer(self) -> QWidget:
        page = QWidget()
        self.title = words(role="large")
        self.kind = words(role="soft", wraps=False)
        self.view = DiagramView()
        self.view.opened.connect(self._open_line)
        self.view.pointed.connect(self._point)
        self.view.unfolded.connect(self._unfold)
        self.names = button("Hide names", self._hide_names)
        self.labels = button("Hide labels", self._hide_labels)
        self.groups = button("Hide groups", self._hide_groups)
        self.tint = button("How well I know it", self._toggle_tint)
        for toggle in (self.names, self.labels, self.groups, self.tint):
            toggle.setCheckable(True)
        self.order = button("Put in order", self._order)
        self.study = button("Study these", self._study, "primary")
        tools = QHBoxLayout()
        tools.setSpacing(8)
        for tool in (self.names, self.labels, self.groups, self.tint, self.order):
            tools.addWidget(tool)
        tools.addStretch(1)
        for text, name, act in (
            ("−", "Zoom out", partial(self.view.zoom, 1 / 1.2)),
            ("Fit", "Fit", self.view.fit),
            ("+", "Zoom in", partial(self.view.zoom, 1.2)),
        ):
            tool = button(text, act)
            tool.setAccessibleName(name)
            tools.addWidget(tool)
        tools.addWidget(button("Export …", self._export_one))
        tools.addWidget(button("Print …", self.print_out))
        tools.addWidget(self.study)
        self.steps = QListWidget()
        self.steps.setAccessibleName("The diagram in words")
        self.steps.setWordWrap(True)
        self.steps.setSpacing(2)
        self.steps.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.steps.itemActivated.connect(self._open_step)
        self.steps.itemDoubleClicked.connect(self._open_step)
        self.legend = words(role="small")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.why = words(role="small")
        side = QWidget()
        side.setFixedWidth(_PANEL)
        panel = QVBoxLayout(side)
        panel.setContentsMargins(16, 0, 0, 0)
        panel.setSpacing(8)
        panel.addWidget(words("In words", "soft"))
        panel.addWidget(self.steps, 1)
        panel.addWidget(self.legend)
        panel.addWidget(words("Why this diagram", "soft"))
        panel.addWidget(self.why)
        self.trouble = words(role="soft")
        self.canvas = QStackedWidget()
        self.canvas.addWidget(self.view)
        holder = QScrollArea()
        holder.setWidgetResizable(True)
        holder.setWidget(self.trouble)
        self.canvas.addWidget(holder)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.canvas, 1)
        body.addWidget(side)
        head = QHBoxLayout()
        back = button("‹  All diagrams", self._close)
        head.addWidget(back)
        head.addSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.kind)
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 24, 32, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(tools)
        column.addLayout(body, 1)
        column.addWidget(words(_HINT, "small"))
        return page

    # The gallery

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as fit, over the whole width."""
        super().resizeEvent(event)
        room = self.list.viewport().width() - 4
        cell = _THUMB.width() + 24
        self.list.setGridSize(QSize(room // max(1, room // cell), _THUMB.height() + 68))

    def refresh(self) -> None:
        """Read the notes anew and draw what changed."""
        services = self.context.services()
        self.context.tasks.run(
            lambda: diagrams.origins(services), owner=self, then=self._draw, failed=self.context.messages.error
        )

    def _draw(self, found: Sequence[Origin]) -> None:
        self._stop_drawing()
        if self._drawing is not None:
            self.context.tasks.drop(self._drawing)
        self._stop = Event()
        is_dark, ratio = self.context.look().is_dark, self.devicePixelRatioF()
        own = diagrams.engine_for(self.context.services().settings, self._stop)
        self._drawing = self.context.tasks.run(
            lambda: _thumbs(found, own, is_dark=is_dark, ratio=ratio),
            owner=self,
            then=self._show,
            failed=self._on_not_drawn,
            lane="work",
        )
        self._slow.start()

    def _offer_to_stop(self) -> None:
        self.stop_button.show()
        if self.stack.currentWidget() is self.statement:
            self.statement.say("Drawing what your notes say …", choices=(Choice("Stop drawing", self._stop_drawing),))

    def _stop_drawing(self) -> None:
        """End the drawing that is under way; what is done by then is shown."""
        self._stop.set()

    def _on_not_drawn(self, error: AppError) -> None:
        self._rest()
        self.context.messages.error(error)

    def _rest(self) -> None:
        self._drawing = None
        self._slow.stop()
        self.stop_button.hide()

    def _show(self, thumbs: Sequence[Thumb]) -> None:
        self._rest()
        if self._stop.is_set() and self._thumbs:
            self.context.messages.show("Stopped; these are as they were. F5 draws again.")
            return
        self._thumbs = tuple(thumbs)
        if self._stop.is_set() and thumbs:
            self.context.messages.show("Stopped. F5 draws the rest.")
        elif self._stop.is_set():
            self.statement.say(
                "Stopped", "Nothing was drawn yet.", choices=(Choice("Draw what the notes say", self.refresh),)
            )
            self.stack.setCurrentWidget(self.statement)
            return
        if not thumbs:
            self.statement.say(
                "No diagrams yet",
                "Arrows between named parts, numbered steps, nested lists of what lies in what: such lines of your"
                " notes are drawn. Where a section is not clear enough, there is no picture rather than a wrong one.",
                choices=(Choice("Go to the library", lambda: self.context.navigate("library", None)),),
            )
            self.stack.setCurrentWidget(self.statement)
            return
        kinds = sorted({thumb.picture.kind for thumb in thumbs})
        chosen = self.kinds.currentText()
        self.kinds.blockSignals(True)
        self.kinds.clear()
        self.kinds.addItems(["All kinds", *kinds])
        self.kinds.setCurrentIndex(max(0, self.kinds.findText(chosen)))
        self.kinds.blockSignals(False)
        self._fill()
        if self._wanted is not None:
            self._open_source(self._wanted)
        elif self._picture is not None and self.stack.currentWidget() is self._viewer:
            self._open_again(self._picture)
        else:
            self.stack.setCurrentWidget(self._gallery)

    def _fill(self) -> None:
        wanted = self.search.text().lower().split()
        kind = self.kinds.currentText() if self.kinds.currentIndex() > 0 else ""
        row = self.list.currentRow()
        self.list.clear()
        for place, thumb in enumerate(self._thumbs):
            picture = thumb.picture
            inside = " ".join(node.label for node in picture.diagram.nodes)
            said = f"{picture.diagram.title} {picture.chapter} {picture.kind} {inside}".lower()
            if (not kind or picture.kind == kind) and all(word in said for word in wanted):
                item = QListWidgetItem(_icon(thumb.image), picture.diagram.title)
                item.setData(Qt.ItemDataRole.UserRole, place)
                item.setToolTip(f"{picture.chapter}\n{picture.kind}")
                item.setSizeHint(QSize(_THUMB.width() + 16, _THUMB.height() + 52))
                item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
                self.list.addItem(item)
        number = self.list.count()
        self.count.setText(f"{number} diagram{'' if number == 1 else 's'}")
        self.list.setCurrentRow(max(0, min(row, number - 1)))

    def _open_item(self, item: QListWidgetItem) -> None:
        self._open_picture(self._thumbs[item.data(Qt.ItemDataRole.UserRole)].picture)

    # One diagram

    def open(self, argument: object) -> None:
        """Show the diagram of a note line."""
        if isinstance(argument, Source):
            self._wanted = argument
            if self._thumbs:
                self._open_source(argument)

    def _open_source(self, source: Source) -> None:
        self._wanted = None
        for thumb in self._thumbs:
            own = thumb.picture.diagram.source
            if own.path == source.path and own.first <= source.last and source.first <= own.last:
                self._open_picture(thumb.picture)
                return
        self.stack.setCurrentWidget(self._gallery)

    def _open_again(self, old: Picture) -> None:
        same = [one.picture for one in self._thumbs if one.picture.diagram.heading_path == old.diagram.heading_path]
        if not same:
            self._close()
        elif same[0] != old:
            self._open_picture(same[0])
        elif self.tint.isChecked():
            self._read_known()

    def _open_picture(self, picture: Picture) -> None:
        self._picture = picture
        diagram = picture.diagram
        self.title.setText(diagram.title)
        self.kind.setText(f"{picture.kind}  ·  {picture.chapter}")
        for toggle in (self.names, self.labels, self.groups, self.tint):
            toggle.setChecked(False)
        self.groups.setVisible(bool(diagram.groups))
        self.order.setVisible(diagram.kind == "seq")
        self.steps.clear()
        for number, step in enumerate(diagram.steps, 1):
            item = QListWidgetItem(f"{number}.  {step.label}")
            item.setData(Qt.ItemDataRole.UserRole, step.source)
            self.steps.addItem(item)
        self._dress()
        if picture.layout is None:
            self.trouble.setText(picture.trouble)
            self.canvas.setCurrentIndex(1)
        else:
            self.canvas.setCurrentIndex(0)
        self.stack.setCurrentWidget(self._viewer)
        if picture.layout is not None:
            self.view.show_diagram(diagram, picture.layout, self._ink())
            self.view.setFocus()

    def _dress(self) -> None:
        """Legend and reasons of the open diagram."""
        assert self._picture is not None
        diagram, own = self._picture.diagram, self._ink()
        named = [node.category for node in diagram.nodes] + [group.category for group in diagram.groups]
        hues = dict.fromkeys(hue(category) for category in named if hue(category))
        said = [f'<span style="color:{own.of(role)}">■</span> {CATEGORIES[role]}' for role in hues]
        drawn = (
            dict.fromkeys(edge.line for edge in diagram.edges) if diagram.form in (Form.GRAPH, Form.LIFELINES) else {}
        )
        marks = {"solid": "→", "plain": "—", "dashed": "⇢", "dotted": "⋯▸", "failed": "⇢", "never": "✗▸"}
        said += [
            f'<span style="color:{own.of(role_of(line))}">{marks[line.value]}</span> {LINE_NAMES[line]}'
            for line in drawn
            if len(drawn) > 1
        ]
        self.legend.setText("<br>".join(said))
        self.legend.setVisible(bool(said))
        why = diagram.why
        reason = "asked for in the note" if why.is_asked_for else f"{why.score:g} points"
        cues = ", ".join(f"“{cue}”" for cue in why.cues)
        parts = [f"Rule {diagram.rule}: {cues or 'the shape of the list'} ({reason})."]
        if why.runner_up:
            parts.append(f"Next best: {diagrams.KIND_TITLES[why.runner_up].lower()}, {why.runner_up_score:g} points.")
        parts.append(f"{diagram.source.path}, lines {_lines(why.used)}.")
        if why.unused:
            parts.append(f"Not in the picture: lines {_lines(why.unused)}.")
        self.why.setText(" ".join(parts))

    def _close(self) -> None:
        self._picture = None
        self.stack.setCurrentWidget(self._gallery if self._thumbs else self.statement)
        self.list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Back to the gallery, hide names and labels, zoom."""
        if self.stack.currentWidget() is self._viewer:
            acts = {
                Qt.Key.Key_Escape: self._close,
                Qt.Key.Key_Backspace: self._close,
                Qt.Key.Key_H: self.names.click,
                Qt.Key.Key_L: self.labels.click,
                Qt.Key.Key_G: self.groups.click,
                Qt.Key.Key_T: self.tint.click,
            }
            act = acts.get(Qt.Key(event.key()))
            if act is not None:
                act()
                return
        super().keyPressEvent(event)

    def _open_line(self, source: Source) -> None:
        self.context.navigate("library", source)

    def _open_step(self, item: QListWidgetItem) -> None:
        self._open_line(item.data(Qt.ItemDataRole.UserRole))

    def _point(self, part: str) -> None:
        """Mark the step that says what is pointed at."""
        if self._picture is None or not part:
            return
        diagram = self._picture.diagram
        kind, _, name = part.partition(":")
        sources = (
            [diagram.edges[int(name)].source]
            if kind == "edge"
            else [one.source for one in diagram.nodes if one.id == name]
        )
        for row, step in enumerate(diagram.steps):
            if sources and step.source.first == sources[0].first:
                self.steps.setCurrentRow(row)
                return

    # Recall

    def _hide_names(self) -> None:
        self._hide()

    def _hide_labels(self) -> None:
        self._hide()

    def _hide_groups(self) -> None:
        self._hide()

    def _hide(self) -> None:
        """Blanks for what is ticked; the words beside it would give them away."""
        if self._picture is None:
            return
        every = sheet.every_part(self._picture.diagram)
        hidden = {part for part in every if part.startswith("node") and self.names.isChecked()}
        hidden |= {part for part in every if part.startswith("edge") and self.labels.isChecked()}
        if self.groups.isChecked():
            hidden |= {f"group:{group.id}" for group in self._picture.diagram.groups}
        self.view.hide_parts(frozenset(hidden))
        for row in range(self.steps.count()):
            self.steps.item(row).setHidden(bool(hidden))
        self.view.setFocus()

    def _toggle_tint(self) -> None:
        if self.tint.isChecked():
            self._read_known()
        else:
            self.view.tint({})

    def _read_known(self) -> None:
        services, picture = self.context.services(), self._picture
        if picture is not None:
            self.context.tasks.run(
                lambda: diagrams.known(services, picture),
                owner=self,
                then=self.view.tint,
                failed=self.context.messages.error,
            )

    def _unfold(self, node_id: str) -> None:
        """Show all lines of a list-box, or few again."""
        picture = self._picture
        if picture is not None:
            own = diagrams.engine_for(self.context.services().settings)
            self.context.tasks.run(
                lambda: diagrams.opened(picture, node_id, measure, own),
                owner=self,
                then=lambda other: self._show_unfolded(picture, other),
                failed=self.context.messages.error,
                lane="work",
            )

    def _show_unfolded(self, before: Picture, after: Picture) -> None:
        if self._picture is before and after.layout is not None:
            self._picture = after
            self.view.show_diagram(after.diagram, after.layout, self._ink())
            self._hide()

    def _order(self) -> None:
        services, picture = self.context.services(), self._picture
        if picture is not None:
            self.context.tasks.run(
                lambda: diagrams.cards_of(services, picture, only_order=True),
                owner=self,
                then=self._study_cards,
                failed=self.context.messages.error,
            )

    def _study(self) -> None:
        services, picture = self.context.services(), self._picture
        if picture is not None:
            self.context.tasks.run(
                lambda: diagrams.cards_of(services, picture),
                owner=self,
                then=self._study_cards,
                failed=self.context.messages.error,
            )

    def _study_cards(self, ids: Sequence[CardId]) -> None:
        if ids:
            self.context.navigate("study", Filter(card_ids=tuple(ids)))
        else:
            self.context.messages.show("No cards were made from the lines of this diagram.")

    # Export

    def _export_one(self) -> None:
        if self._picture is not None and self._picture.layout is not None:
            self._ask_where((self._picture,), list(_FORMATS))

    def _export_all(self) -> None:
        self._ask_where(
            tuple(thumb.picture for thumb in self._thumbs if thumb.picture.layout is not None),
            [text for text, name in _FORMATS.items() if name in ("pdf", "worksheet")],
        )

    def _ask_where(self, chosen: Sequence[Picture], formats: Sequence[str]) -> None:
        if not chosen:
            return
        name = "diagrams" if len(chosen) > 1 else chosen[0].diagram.title.lower().replace(" ", "-").replace("/", "-")
        self.context.messages.choose_file(
            "Export", name, list(formats), lambda path, form: self._export(chosen, path, _FORMATS[form])
        )

    def _export(self, chosen: Sequence[Picture], path: str, form: str) -> None:
        self.context.tasks.run(
            lambda: _write(chosen, Path(path), form),
            owner=self,
            then=self.context.messages.show,
            failed=self.context.messages.error,
            lane="work",
        )

    def print_out(self) -> bool:
        """Open the print dialog."""
        picture = self._picture
        this = sheet.Print(picture.diagram, picture.layout) if picture and picture.layout else None
        PrintDialog(self.context, self, this=this, whole=What.DIAGRAMS).open()
        return True

    # Look

    def apply_look(self) -> None:
        """Take the theme's colours; thumbnails are drawn anew."""
        self.view.set_ink(self._ink())
        self.view.setBackgroundBrush(QColor(self.context.look().palette.ground))
        if self._picture is not None:
            self._dress()
        if self._thumbs:
            self.refresh()

    def _ink(self) -> Ink:
        return ink(is_dark=self.context.look().is_dark)


def _icon(image: QImage) -> QIcon:
    """An icon that looks the same when it is chosen."""
    made, pixmap = QIcon(), QPixmap.fromImage(image)
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        made.addPixmap(pixmap, mode)
    return made


def _thumbs(found: Sequence[Origin], own: Engine, *, is_dark: bool, ratio: float) -> Outcome[tuple[Thumb, ...]]:
    pictures = diagrams.gallery(found, measure, own).value
    return Outcome(tuple(Thumb(one, _small(one.diagram, one.layout, is_dark=is_dark, ratio=ratio)) for one in pictures))


@lru_cache(maxsize=512)
def _small(diagram: Diagram, layout: Layout | None, *, is_dark: bool, ratio: float) -> QImage:
    """The picture in the middle of a small card, as sharp as the screen; remembered while it is the same."""
    own = ink(is_dark=is_dark)
    made = QImage(_THUMB * ratio, QImage.Format.Format_RGB32)
    made.fill(QColor(own.of("surface")))
    made.setDevicePixelRatio(ratio)
    if layout is not None:
        scale = min((_THUMB.width() - 16) / layout.width, (_THUMB.height() - 16) / layout.height, 1.0)
        painter = QPainter(made)
        painter.translate((_THUMB.width() - layout.width * scale) / 2, (_THUMB.height() - layout.height * scale) / 2)
        painter.scale(scale, scale)
        draw(painter, diagram, layout, own)
        painter.end()
    return made


def _write(chosen: Sequence[Picture], path: Path, form: str) -> Outcome[str]:
    prints = [sheet.Print(picture.diagram, picture.layout) for picture in chosen if picture.layout is not None]
    own = ink(is_dark=False)
    try:
        if form == "svg":
            sheet.svg(prints[0], path, own)
        elif form == "png":
            sheet.png(prints[0], path, own)
        else:
            sheet.pdf(prints, path, own, sheet.Paper(is_worksheet=form == "worksheet"))
    except OSError as error:
        raise ExportError(
            f"{path.name} could not be written.", hint="Choose another folder. Nothing was changed.", details=str(error)
        ) from error
    return Outcome(f"Written: {path.name}")


def _lines(numbers: Sequence[int]) -> str:
    """Line numbers with runs drawn together: 3–5, 9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


PAGE = PageSpec("diagrams", "Diagrams", "diagrams", DiagramsPage)
