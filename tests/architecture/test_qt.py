"""Canaries for faults of the Qt binding that would end the program after some hours."""

import sys

import PySide6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


class _Sender(QObject):
    sent = Signal(bool)


def test_the_binding_is_one_that_keeps_its_references() -> None:
    assert (6, 11) <= tuple(int(part) for part in PySide6.__version__.split(".")[:2]) < (6, 12)


def test_emitting_costs_no_reference_to_true(qtbot: QtBot) -> None:
    sender = _Sender()
    sender.sent.connect(lambda _value: None)
    before = sys.getrefcount(True)
    for _ in range(200):
        sender.sent.emit(True)
    assert abs(sys.getrefcount(True) - before) < 20


def test_calls_without_an_answer_cost_no_reference_to_none(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(200_000):
        label.setText("a" if number % 2 else "b")
    assert abs(sys.getrefcount(None) - before) < 2_000
