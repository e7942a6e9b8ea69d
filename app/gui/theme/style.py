"""The style sheet, made once for each look from roles and sizes."""

from app.gui.theme.icons import icon_file
from app.gui.theme.palette import BASE, Look


def style_sheet(look: Look) -> str:
    """Write the style sheet of the whole program."""
    own, px = look.palette, look.px
    base, small, large, title = px(BASE), px(12), px(20), px(28)
    chevron, tick = icon_file("chevron", own.text_soft), icon_file("check", own.on_accent)
    return f"""
* {{ font-size: {base}px; color: {own.text}; outline: none; }}
QMainWindow, QWidget#page, QDialog, QStackedWidget {{ background: {own.ground}; }}
QLabel {{ background: transparent; }}
QLabel[role="soft"] {{ color: {own.text_soft}; }}
QLabel[role="small"] {{ color: {own.text_soft}; font-size: {small}px; }}
QLabel[role="label"] {{ color: {own.text_soft}; font-size: {px(11)}px; letter-spacing: 1px; }}
QLabel[role="heading"] {{ font-size: {px(16)}px; font-weight: 600; }}
QLabel[role="large"] {{ font-size: {large}px; font-weight: 600; }}
QLabel[role="title"] {{ font-size: {title}px; font-weight: 600; }}
QLabel[role="large-good"] {{ font-size: {large}px; font-weight: 600; color: {own.good}; }}
QLabel[role="large-bad"] {{ font-size: {large}px; font-weight: 600; color: {own.bad}; }}
QLabel[role="accent"] {{ color: {own.accent}; font-weight: 600; }}
QLabel[role="clock"] {{ font-size: {px(16)}px; }}
QLabel[role="clock-warn"] {{ font-size: {px(16)}px; font-weight: 600; color: {own.warn}; }}
QLabel[role="clock-bad"] {{ font-size: {px(16)}px; font-weight: 600; color: {own.bad}; }}
QLabel[role="badge"] {{
  border: 1px solid {own.line_strong}; border-radius: 6px; font-weight: 600; color: {own.text_soft};
}}
QLabel[role="badge"][state="picked"] {{ background: {own.accent}; border-color: {own.accent}; color: {own.on_accent}; }}
QLabel[role="badge"][state="right"] {{ border: 2px solid {own.good}; color: {own.good}; }}
QLabel[role="badge"][state="wrong"] {{ border: 2px solid {own.bad}; color: {own.bad}; }}
QLabel[role="good"] {{ color: {own.good}; }}
QLabel[role="warn"] {{ color: {own.warn}; }}
QLabel[role="bad"] {{ color: {own.bad}; }}

QWidget[kind="side"], QWidget#rail {{ background: {own.surface}; }}
QWidget#rail {{ border-right: 1px solid {own.line}; }}
QFrame[kind="panel"] {{ background: {own.surface}; border: 1px solid {own.line}; border-radius: 12px; }}
QFrame[kind="raised"] {{ background: {own.raised}; border: 1px solid {own.line}; border-radius: 8px; }}
QFrame[kind="bar"] {{ background: {own.raised}; border: 1px solid {own.line_strong}; border-radius: 8px; }}
QFrame[kind="rule"] {{ background: {own.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[kind="option"] {{ background: {own.surface}; border: 1px solid {own.line}; border-radius: 8px; }}
QFrame[kind="option"]:hover {{ border-color: {own.line_strong}; }}
QFrame[kind="option"][state="picked"] {{ background: {own.accent_soft}; border-color: {own.accent}; }}
QFrame[kind="option"][state="struck"] {{ background: {own.ground}; border-style: dashed; }}
QFrame[kind="option"][state="right"] {{ border-color: {own.good}; }}
QFrame[kind="option"][state="wrong"] {{ border-color: {own.bad}; }}
QFrame[kind="option"]:focus {{ border: 2px solid {own.accent}; }}

QPushButton {{
  background: {own.surface}; border: 1px solid {own.line}; border-radius: 8px;
  padding: {px(7)}px {px(14)}px; min-height: {px(18)}px;
}}
QPushButton:hover {{ border-color: {own.line_strong}; }}
QPushButton:pressed {{ background: {own.tint}; }}
QPushButton:disabled {{ color: {own.text_soft}; background: {own.ground}; }}
QPushButton:focus {{ border: 2px solid {own.accent}; padding: {px(7) - 1}px {px(14) - 1}px; }}
QPushButton[kind="primary"] {{
  background: {own.accent}; color: {own.on_accent}; border-color: {own.accent}; font-weight: 600;
}}
QPushButton[kind="primary"]:disabled {{
  background: {own.ground}; color: {own.text_soft}; border-color: {own.line};
}}
QPushButton[kind="primary"]:hover {{ border-color: {own.text}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {own.text}; }}
QPushButton[kind="secondary"]:checked {{ background: {own.accent_soft}; border-color: {own.accent}; }}
QPushButton[kind="quiet"] {{ background: transparent; border: 1px solid transparent; padding: {px(5)}px {px(8)}px; }}
QPushButton[kind="quiet-check"] {{
  background: transparent; border: 1px solid transparent; padding: {px(4)}px {px(8)}px; color: {own.text_soft};
}}
QPushButton[kind="quiet-check"]:checked {{ background: {own.accent_soft}; color: {own.text}; }}
QPushButton[kind="quiet-check"]:focus {{
  border: 2px solid {own.accent}; padding: {px(4) - 1}px {px(8) - 1}px;
}}
QPushButton[kind="quiet"]:hover {{ background: {own.tint}; }}
QPushButton[kind="quiet"]:focus {{ border: 2px solid {own.accent}; padding: {px(5) - 1}px {px(8) - 1}px; }}
QPushButton[kind="rail"] {{
  background: transparent; border: 2px solid transparent; border-radius: 8px; text-align: left;
  padding: {px(7)}px {px(10)}px; min-height: {px(20)}px; color: {own.text_soft};
}}
QPushButton[kind="rail"]:hover {{ background: {own.tint}; color: {own.text}; }}
QPushButton[kind="rail"]:checked {{ background: {own.accent_soft}; color: {own.text}; font-weight: 600; }}
QPushButton[kind="rail"]:focus {{ border: 2px solid {own.accent}; }}
QPushButton[kind="rail"][narrow="true"] {{ text-align: center; padding: {px(7)}px 0; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; }}
QToolButton:hover {{ background: {own.tint}; }}
QToolButton:focus {{ border: 2px solid {own.accent}; padding: 3px; }}

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateEdit {{
  background: {own.surface}; border: 1px solid {own.line_strong}; border-radius: 8px;
  padding: {px(6)}px {px(10)}px; min-height: {px(18)}px;
  selection-background-color: {own.accent}; selection-color: {own.on_accent};
  placeholder-text-color: {own.text_soft};
}}
QComboBox:disabled, QSpinBox:disabled, QLineEdit:disabled {{ border-color: {own.line}; color: {own.text_soft}; }}
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus, QDateEdit:focus {{
  border: 2px solid {own.accent}; padding: {px(6) - 1}px {px(10) - 1}px;
}}
QLineEdit[kind="palette"] {{ border: none; background: transparent; font-size: {px(16)}px; padding: {px(12)}px; }}
QLineEdit[kind="palette"]:focus {{ border: none; padding: {px(12)}px; }}
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {{
  border: none; background: transparent; padding: 0 0 0 {px(8)}px; min-height: 0;
}}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; border: none; }}
QComboBox::drop-down {{ border: none; width: {px(28)}px; }}
QComboBox::down-arrow {{ image: url("{chevron}"); width: {px(16)}px; height: {px(16)}px; }}
QComboBox QAbstractItemView {{
  background: {own.raised}; border: 1px solid {own.line_strong}; selection-background-color: {own.accent_soft};
  selection-color: {own.text}; padding: 4px;
}}
QCheckBox {{ spacing: 8px; background: transparent; padding: 4px; border: 2px solid transparent; border-radius: 6px; }}
QCheckBox:focus {{ border: 2px solid {own.accent}; }}
QCheckBox::indicator, QListView::indicator {{
  width: {px(16)}px; height: {px(16)}px; border: 1px solid {own.line_strong}; border-radius: 4px;
  background: {own.surface};
}}
QCheckBox::indicator:checked, QListView::indicator:checked {{
  background: {own.accent}; border-color: {own.accent}; image: url("{tick}");
}}

QTreeView, QListView, QTableView {{
  background: transparent; border: none; alternate-background-color: transparent;
  selection-background-color: {own.accent_soft}; selection-color: {own.text};
}}
QTreeView::item, QListView::item {{ padding: {px(4)}px 2px; border: none; }}
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected {{
  background: {own.accent_soft}; color: {own.text};
}}
QTreeView::item:selected:active, QListView::item:selected:active {{
  border: 1px solid {own.accent}; border-radius: 4px;
}}
QTableView::item {{ padding: {px(6)}px 8px; border: none; border-bottom: 1px solid {own.line}; }}
QHeaderView::section {{
  background: {own.ground}; border: none; border-bottom: 1px solid {own.line}; padding: 6px 8px;
  color: {own.text_soft}; font-size: {small}px;
}}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section:vertical {{ color: {own.text}; font-size: {px(14)}px; padding: {px(6)}px 8px; }}
QTableCornerButton::section {{ background: {own.ground}; border: none; border-bottom: 1px solid {own.line}; }}
QTextBrowser, QTextEdit, QPlainTextEdit {{
  background: transparent; border: none;
  selection-background-color: {own.accent}; selection-color: {own.on_accent};
}}
QPlainTextEdit[kind="report"] {{
  background: {own.tint}; border: 1px solid {own.line}; border-radius: 8px; padding: 8px; font-size: {small}px;
}}
QPlainTextEdit[kind="report"]:focus {{ border: 2px solid {own.accent}; padding: 7px; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
QScrollBar::handle {{ background: {own.line}; border-radius: 3px; min-height: 28px; min-width: 28px; }}
QScrollBar::handle:hover {{ background: {own.line_strong}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
  background: transparent; border: none; width: 0; height: 0;
}}
QSplitter::handle {{ background: {own.line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QProgressBar {{ background: {own.line}; border: none; border-radius: 2px; max-height: 4px; }}
QProgressBar::chunk {{ background: {own.accent}; border-radius: 2px; }}
QToolTip {{ background: {own.raised}; color: {own.text}; border: 1px solid {own.line_strong}; padding: 4px 6px; }}
QMenu {{ background: {own.raised}; border: 1px solid {own.line_strong}; padding: 4px; }}
QMenu::item {{ padding: 6px 16px; border-radius: 4px; }}
QMenu::item:selected {{ background: {own.accent_soft}; }}
"""
