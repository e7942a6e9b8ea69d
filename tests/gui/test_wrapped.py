"""Rows that show every word."""

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QHeaderView, QTableView
from pytestqt.qtbot import QtBot

from app.gui.widgets.wrapped import WrappedDelegate

LONG = "every word of a long cell must find its place in the row, however narrow the column is"


def test_a_narrower_column_makes_a_higher_row(qtbot: QtBot) -> None:
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(QStringListModel([LONG], view))
    view.setItemDelegate(WrappedDelegate(view))
    heights = []
    for width in (600, 160):
        view.setColumnWidth(0, width)
        view.resizeRowsToContents()
        heights.append(view.rowHeight(0))
    line = view.fontMetrics().lineSpacing()
    assert heights[0] >= line
    assert heights[1] >= heights[0] + 2 * line


def test_a_column_that_fits_its_words_stays_one_line(qtbot: QtBot) -> None:
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(QStringListModel([LONG], view))
    view.setItemDelegate(WrappedDelegate(view))
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    view.show()
    assert view.columnWidth(0) > view.fontMetrics().horizontalAdvance(LONG)
