"""About, in full: each thing that Certdeck is made of, with its licence."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

from app.gui.theme.palette import Look
from app.gui.widgets.parts import button, words
from app.services.licences import Component

_SIZE = QSize(960, 640)
_LIST_WIDTH = 260
_MARGIN = 48  # of the window around the dialog


class LicencesDialog(QDialog):
    """The components on the left, the words of their licences on the right."""

    def __init__(self, components: Sequence[Component], look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._components = components
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Licences")
        room = parent.window().size() - QSize(_MARGIN, _MARGIN)
        self.resize(QSize(look.px(_SIZE.width()), look.px(_SIZE.height())).boundedTo(room))
        self.names = QListWidget()
        self.names.setAccessibleName("What Certdeck is made of")
        self.names.setFixedWidth(look.px(_LIST_WIDTH))
        self.names.addItems([component.name for component in components])
        self.title = words(role="heading")
        self.about = words(role="soft")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setProperty("kind", "report")
        self.text.setAccessibleName("Licence")
        right = QVBoxLayout()
        right.setSpacing(8)
        for widget in (self.title, self.about):
            right.addWidget(widget)
        right.addWidget(self.text, 1)
        across = QHBoxLayout()
        across.setSpacing(24)
        across.addWidget(self.names)
        across.addLayout(right, 1)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(button("Close", self.accept, "primary"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(16)
        layout.addWidget(words("Licences", "large"))
        layout.addWidget(
            words(
                "Certdeck is free software under the MIT licence. It stands on the work of others, who give it under "
                "the licences below.",
                "soft",
            )
        )
        layout.addLayout(across, 1)
        layout.addLayout(below)
        self.names.currentRowChanged.connect(self._show)
        self.names.setCurrentRow(0)
        self.names.setFocus()

    def _show(self, row: int) -> None:
        component = self._components[row]
        self.title.setText(f"{component.name} {component.version}".strip())
        self.about.setText(f"{component.licence}  ·  {component.use}")
        self.text.setPlainText(component.text)
