"""Pages as they will be printed, one below the other; only those in view are drawn."""

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.paint.ink import ink
from app.paint.page import Book

_EDGE = 24  # around pages
_BETWEEN = 16
_STEP = 1.25
_SMALLEST, _LARGEST = 0.5, 6.0
_KEPT = 8  # drawn pages


class PagePreview(QAbstractScrollArea):
    """Shows a book. Ctrl and wheel, + and − zoom, 0 fits; Page Up and Down turn pages."""

    turned = Signal(int)  # the page in view, counted from 0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Preview of the pages")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._book: Book | None = None
        self._zoom = 1.0
        self._areas: list[QRect] = []
        self._drawn: dict[int, QPixmap] = {}
        self._ground, self._line = QColor("#f1efe9"), QColor("#dedad1")
        self._shown = 0
        self.verticalScrollBar().valueChanged.connect(self._tell)

    def set_colours(self, ground: str, line: str) -> None:
        """Take the theme's colours of what lies behind pages, and of their edge."""
        self._ground, self._line = QColor(ground), QColor(line)
        self.viewport().update()

    def show_book(self, book: Book | None) -> None:
        """Show other pages, from the first one if their number changed."""
        is_same = book is not None and self._book is not None and len(book.pages) == len(self._book.pages)
        self._book = book
        self._arrange()
        if not is_same:
            self.verticalScrollBar().setValue(0)
        self._shown = -1
        self._tell()

    @property
    def page(self) -> int:
        """The page in view, counted from 0."""
        top, height = self.verticalScrollBar().value(), self.viewport().height()
        seen = [max(0, min(area.bottom(), top + height) - max(area.top(), top)) for area in self._areas]
        return seen.index(max(seen)) if seen else 0

    def turn_to(self, number: int) -> None:
        """Bring a page into view."""
        if 0 <= number < len(self._areas):
            self.verticalScrollBar().setValue(self._areas[number].top() - _BETWEEN)

    def zoom(self, factor: float) -> None:
        """Larger or smaller, around the page in view."""
        page = self.page
        self._zoom = min(_LARGEST, max(_SMALLEST, self._zoom * factor))
        self._arrange()
        self.turn_to(page)

    def fit(self) -> None:
        """A whole page in view."""
        page, self._zoom = self.page, 1.0
        self._arrange()
        self.turn_to(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page in view stays there."""
        super().resizeEvent(event)
        page = self.page
        self._arrange()
        self.turn_to(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages and zoom."""
        key = event.key()
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turn_to(self.page + (1 if key == Qt.Key.Key_PageDown else -1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.turn_to(0 if key == Qt.Key.Key_Home else len(self._areas) - 1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(1 / _STEP if key == Qt.Key.Key_Minus else _STEP)
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, otherwise move."""
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pages in view."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._ground)
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        seen = self.viewport().rect().translated(left, top)
        for number, area in enumerate(self._areas):
            if area.intersects(seen):
                place = area.translated(-left, -top)
                painter.drawPixmap(place.topLeft(), self._picture(number))
                painter.setPen(QPen(self._line, 1))
                painter.drawRect(QRectF(place).adjusted(-0.5, -0.5, 0.5, 0.5))

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Draw what comes into view."""
        self.viewport().update()

    def _picture(self, number: int) -> QPixmap:
        """A page as it was drawn last; few are kept."""
        found = self._drawn.get(number)
        if found is None:
            assert self._book is not None
            area, ratio = self._areas[number], self.devicePixelRatioF()
            found = QPixmap(area.size() * ratio)
            found.fill(QColor("white"))
            painter = QPainter(found)
            width, _ = self._book.paper.whole(is_wide=self._book.pages[number].is_wide)
            painter.scale(found.width() / width, found.width() / width)
            self._book.draw(painter, number, ink(is_dark=False))
            painter.end()
            found.setDevicePixelRatio(ratio)
            while len(self._drawn) >= _KEPT:
                del self._drawn[next(iter(self._drawn))]
            self._drawn[number] = found
        return found

    def _arrange(self) -> None:
        """Places of all pages at this zoom."""
        self._drawn.clear()
        self._areas = []
        view = self.viewport().size()
        pages = self._book.pages if self._book is not None else ()
        sizes = [self._book.paper.whole(is_wide=page.is_wide) for page in pages] if self._book is not None else []
        if sizes:
            widest, highest = max(width for width, _ in sizes), max(height for _, height in sizes)
            fitting = min((view.width() - 2 * _EDGE) / widest, (view.height() - 2 * _EDGE) / highest)
            scale = max(0.05, fitting) * self._zoom
            across = max(view.width(), round(widest * scale) + 2 * _EDGE)
            y = _EDGE
            for width, height in sizes:
                area = QRect((across - round(width * scale)) // 2, y, round(width * scale), round(height * scale))
                self._areas.append(area)
                y = area.bottom() + _BETWEEN
            self.horizontalScrollBar().setRange(0, across - view.width())
            self.verticalScrollBar().setRange(0, max(0, y - _BETWEEN + _EDGE - view.height()))
        else:
            self.verticalScrollBar().setRange(0, 0)
            self.horizontalScrollBar().setRange(0, 0)
        for bar, side in ((self.verticalScrollBar(), view.height()), (self.horizontalScrollBar(), view.width())):
            bar.setPageStep(side)
            bar.setSingleStep(40)
        self.viewport().update()

    def _tell(self) -> None:
        if self._areas and self.page != self._shown:
            self._shown = self.page
            self.turned.emit(self._shown)
