"""A card as the learner meets it: where it belongs, its front, and below a hairline its back."""

from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.gui.widgets.note_view import SafeBrowser
from app.render.html import stylesheet
from app.render.style import Style

COLUMN = 680  # px at 100 %
FRONT_SIZES = ((70, 28), (160, 25), (10_000, 22))  # up to so many characters, so many pixels
BACK_SIZES = ((120, 20), (400, 18), (10_000, 16))


class Face(SafeBrowser):
    """One face: as high as its text, never scrolling, not in the way of the keyboard."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)

    def show_face(self, html: str, *, style: Style, width: int, is_balanced: bool) -> None:
        """Set the text and take the size it needs."""
        font = QFont(self.font())
        font.setPixelSize(round(style.size))
        document = self.document()
        document.setDefaultFont(font)
        document.setDefaultStyleSheet(stylesheet(style))
        document.setIndentWidth(style.size * 1.5)
        self.setHtml(html)
        document.setTextWidth(width)
        wanted = balanced_width(document, width) if is_balanced else width
        self.setFixedSize(wanted, int(document.size().height()) + 2)
        self.setAccessibleName(f"{self._name}: {document.toPlainText()}")

    def sizeHint(self) -> QSize:
        """The size that the text needs."""
        return self.size()


def balanced_width(document: QTextDocument, width: int) -> int:
    """The narrowest width at which the text takes no more lines than at the full one; leaves the document at it."""
    document.setTextWidth(width)
    height = document.size().height()
    if document.blockCount() > 1 or document.begin().layout().lineCount() < 2:
        return width
    low, high = width // 2, width
    while high - low > 8:
        middle = (low + high) // 2
        document.setTextWidth(middle)
        if document.size().height() > height or document.idealWidth() > middle:
            low = middle
        else:
            high = middle
    document.setTextWidth(high)
    return high + 2


class Hairline(QWidget):
    """A line of one pixel in the colour of lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = QColor("#d9d6cf")
        self.setFixedHeight(1)

    def set_colour(self, colour: str) -> None:
        """Take the theme's colour."""
        self._colour = QColor(colour)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        QPainter(self).fillRect(self.rect(), self._colour)


class CardFace(QScrollArea):
    """Front and back in the reading column. The front never moves when the back appears."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = Style()
        self._front_html = self._back_html = ""
        self._front_plain = self._back_plain = ""
        self._build()

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self._layout = QVBoxLayout(inner)
        self._layout.setSpacing(0)
        self.path = QLabel()
        self.path.setTextFormat(Qt.TextFormat.PlainText)
        self.path.setProperty("role", "soft")
        self.path.setWordWrap(True)
        self.front = Face("Question")
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.picture.hide()
        self._image: QImage | None = None
        self.line = Hairline()
        self.back = Face("Answer")
        self.typed = QLabel()
        self.typed.setTextFormat(Qt.TextFormat.RichText)
        self.typed.setWordWrap(True)
        for widget, gap in (
            (self.path, 16),
            (self.front, 20),
            (self.picture, 8),
            (self.line, 24),
            (self.typed, 12),
            (self.back, 24),
        ):
            self._layout.addWidget(
                widget, 0, Qt.AlignmentFlag.AlignLeft if widget is self.front else Qt.AlignmentFlag(0)
            )
            self._layout.addSpacing(gap)
        self._layout.addStretch(1)
        self.setWidget(inner)

    def set_style(self, style: Style) -> None:
        """Take colours and the size of reading text."""
        self._style = style
        self.line.set_colour(style.line)
        font = self.path.font()
        font.setPixelSize(style.px(13 / 16))
        self.path.setFont(font)
        typed = self.typed.font()
        typed.setPixelSize(style.px(1.125))
        self.typed.setFont(typed)
        self._show_again()

    def show_front(self, path: str, html: str, plain: str) -> None:
        """Show a card with its back still hidden."""
        self.path.setText(path)
        self._front_html, self._front_plain = html, plain
        self.show_picture(None)
        self._back_html = self._back_plain = ""
        self.typed.hide()
        self.verticalScrollBar().setValue(0)
        self._show_again()

    def show_picture(self, image: QImage | None) -> None:
        """Show a picture below the front, at most as wide as the column; None takes it away."""
        self._image = image
        self.picture.setVisible(image is not None)
        self._fit_picture()

    def _fit_picture(self) -> None:
        if self._image is None:
            return
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap.fromImage(self._image)
        most_wide, most_high = self.column, max(160, int(self.height() * 0.45))
        scale = min(most_wide / (pixmap.width() / 2), most_high / (pixmap.height() / 2), 1.0)
        pixmap = pixmap.scaledToWidth(
            max(1, round(pixmap.width() / 2 * scale * ratio)), Qt.TransformationMode.SmoothTransformation
        )
        pixmap.setDevicePixelRatio(ratio)
        self.picture.setPixmap(pixmap)

    def show_back(self, html: str, plain: str, *, typed: str = "") -> None:
        """Let the back appear below the front."""
        self._back_html, self._back_plain = html, plain
        self.typed.setText(typed)
        self.typed.setVisible(bool(typed))
        self._show_back()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column in the middle and the front at its height."""
        super().resizeEvent(event)
        self._show_again()
        self._fit_picture()

    @property
    def column(self) -> int:
        """Width of the column in pixels."""
        return min(round(COLUMN * self._style.size / 16), max(240, self.width() - 48))

    def _show_again(self) -> None:
        side = max(24, (self.width() - self.column) // 2)  # whether or not there is a scroll bar
        right = max(4, side - (self.width() - self.viewport().width()))
        self._layout.setContentsMargins(side, max(24, int(self.height() * 0.14)), right, 24)
        style = self._at(FRONT_SIZES, self._front_plain)
        self.front.show_face(self._front_html, style=style, width=self.column, is_balanced=True)
        self._show_back()

    def _show_back(self) -> None:
        is_there = bool(self._back_html)
        self.line.setVisible(is_there)
        self.back.setVisible(is_there)
        if is_there:
            style = self._at(BACK_SIZES, self._back_plain)
            self.back.show_face(self._back_html, style=style, width=self.column, is_balanced=False)

    def _at(self, sizes: tuple[tuple[int, int], ...], plain: str) -> Style:
        pixels = next((size for limit, size in sizes if len(plain) <= limit), sizes[-1][1])
        return replace(
            self._style, size=self._style.size * pixels / 16, leading=self._style.leading if pixels <= 18 else 100
        )
