"""The least that a Qt program can do: the measure for our own start."""

import sys

from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

application = QApplication(sys.argv[:1])
window = QMainWindow()
window.setCentralWidget(QLabel("Certdeck"))
window.resize(1100, 760)
window.show()
sys.exit(application.exec())
