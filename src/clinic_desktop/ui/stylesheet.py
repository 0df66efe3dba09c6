"""The one style sheet, generated from a palette and the present text size."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from clinic_desktop.ui.palette import Palette

_BEFORE_CELLS = 3
"""Pixels that the style leaves between a cell's padding and its text, and a heading has not."""
Px = Callable[[float], int]
"""Turns a size written for the 13-pixel base into pixels of now."""


def style_sheet(palette: Palette, px: Px) -> str:
    """Answer the sheet for the whole application."""
    parts = (
        _grounds, _labels, _buttons, _tool_buttons, _fields, _lists, _menus, _scroll_bars, _kiosk,
    )  # fmt: skip
    return "\n".join(part(palette, px) for part in parts)


def _grounds(c: Palette, px: Px) -> str:
    mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    edge = "left" if mirrored else "right"
    return f"""
QMainWindow, QDialog {{ background: {c.window}; }}
*[role="panel"] {{ background: {c.surface}; border: none; }}
*[role="panel"][lit="true"] {{ background: {c.accent_soft}; }}
*[role="bar"] {{ background: {c.surface}; border: none; border-bottom: 1px solid {c.line}; }}
*[role="rail"] {{ background: {c.surface}; border: none; border-{edge}: 1px solid {c.line}; }}
QLabel[role="mark"] {{ background: {c.accent}; border-radius: {px(9)}px; }}
*[role="line"] {{ background: {c.hour_line}; border: none; }}
*[role="card"] {{ background: {c.surface}; border: 1px solid {c.line};
    border-radius: {px(8)}px; }}
*[role="sheet"] {{ background: {c.raised}; border: 1px solid {c.border};
    border-radius: {px(10)}px; }}
*[role="toast"] {{ background: {c.raised}; border: 1px solid {c.border};
    border-radius: {px(10)}px; }}
*[role="toast"][tone="danger"] {{ border-color: {c.danger}; }}
*[role="notice"] {{ background: {c.accent_soft}; border: none; border-radius: {px(8)}px; }}
*[role="notice"][tone="danger"] {{ background: {c.danger_soft}; }}
*[role="notice"][tone="success"] {{ background: {c.success_soft}; }}
*[role="notice"][tone="warning"] {{ background: {c.warning_soft}; }}
*[role="strip"] {{ background: {c.accent_soft}; border: none; }}
*[role="strip"][tone="warning"] {{ background: {c.warning_soft}; }}
QFrame[role="segments"] {{ background: {c.sunken}; border: none; border-radius: {px(8)}px; }}
QSplitter::handle {{ background: {c.line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QStatusBar {{ background: {c.surface}; color: {c.muted}; border-top: 1px solid {c.line}; }}
QStatusBar::item {{ border: none; }}
QToolTip {{ background: {c.raised}; color: {c.ink}; border: 1px solid {c.border};
    padding: {px(5)}px {px(7)}px; }}
"""


def _labels(c: Palette, px: Px) -> str:
    return f"""
QLabel {{ color: {c.ink}; background: transparent; }}
QLabel:disabled {{ color: {c.muted}; }}
QLabel[role="count"] {{ background: {c.accent}; color: {c.on_accent};
    border-radius: {px(7)}px; padding: 0 {px(3)}px; }}
QLabel[role="key"] {{ background: {c.sunken}; border: 1px solid {c.border};
    border-radius: {px(5)}px; padding: {px(1)}px {px(6)}px; }}
QLabel[tone="muted"] {{ color: {c.muted}; }}
QLabel[tone="danger"] {{ color: {c.danger}; }}
QLabel[tone="success"] {{ color: {c.success}; }}
QLabel[tone="warning"] {{ color: {c.warning}; }}
QLabel[tone="accent"] {{ color: {c.accent}; }}
"""


def _buttons(c: Palette, px: Px) -> str:
    side, ring = px(12), px(12) - 1
    return f"""
QPushButton {{ background: {c.surface}; color: {c.ink}; border: 1px solid {c.border};
    border-radius: {px(7)}px; padding: {px(6)}px {side}px; min-height: {px(18)}px;
    icon-size: {px(16)}px; }}
QPushButton:hover {{ background: {c.hover}; }}
QPushButton:pressed {{ background: {c.sunken}; }}
QPushButton:checked {{ background: {c.accent_soft}; color: {c.on_accent_soft};
    border-color: {c.accent}; }}
QPushButton:focus {{ border: 2px solid {c.focus}; padding: {px(6) - 1}px {ring}px; }}
QPushButton:disabled {{ color: {c.faint}; border-color: {c.line}; background: {c.surface}; }}
QPushButton[kind="primary"] {{ background: {c.accent}; color: {c.on_accent};
    border: 1px solid {c.accent}; font-weight: 600; }}
QPushButton[kind="primary"]:hover {{ background: {c.accent_hover};
    border-color: {c.accent_hover}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {c.ink}; }}
QPushButton[kind="primary"]:disabled {{ background: {c.sunken}; color: {c.muted};
    border-color: {c.sunken}; }}
QPushButton[kind="danger"] {{ color: {c.danger}; }}
QPushButton[kind="danger"]:hover {{ background: {c.danger_soft}; border-color: {c.danger}; }}
QPushButton[kind="danger"]:disabled {{ color: {c.faint}; border-color: {c.line};
    background: {c.surface}; }}
QPushButton[kind="key"] {{ padding: {px(1)}px {px(8)}px; min-height: {px(16)}px; }}
QPushButton[kind="key"]:focus {{ border: 2px solid {c.focus}; padding: {px(1) - 1}px {px(7)}px; }}
QPushButton[kind="key"][waiting="true"] {{ background: {c.accent_soft};
    color: {c.on_accent_soft}; }}
QPushButton[kind="quiet"] {{ background: transparent; border: 1px solid transparent;
    color: {c.on_accent_soft}; padding: {px(6)}px {px(7)}px; }}
QPushButton[kind="quiet"]:hover {{ background: {c.hover}; }}
QPushButton[kind="quiet"]:focus {{ border: 2px solid {c.focus};
    padding: {px(6) - 1}px {px(7) - 1}px; }}
QPushButton[kind="link"] {{ background: transparent; border: 1px solid transparent;
    color: {c.on_accent_soft}; padding: {px(4)}px {px(2)}px; border-radius: {px(4)}px; }}
QPushButton[kind="link"]:disabled {{ color: {c.faint}; }}
QPushButton[kind="link"]:hover {{ text-decoration: underline; }}
QPushButton[kind="link"]:focus {{ border: 2px solid {c.focus};
    padding: {px(4) - 1}px {px(2) - 1}px; }}
"""


def _tool_buttons(c: Palette, px: Px) -> str:
    return f"""
QToolButton {{ background: transparent; color: {c.ink}; border: 2px solid transparent;
    border-radius: {px(7)}px; padding: {px(5)}px; }}
QToolButton:hover {{ background: {c.hover}; }}
QToolButton:pressed {{ background: {c.sunken}; }}
QToolButton:checked {{ background: {c.accent_soft}; color: {c.on_accent_soft}; }}
QToolButton:focus {{ border: 2px solid {c.focus}; }}
QToolButton:disabled {{ color: {c.faint}; }}
QToolButton::menu-indicator {{ image: none; }}
QToolButton[kind="rail"] {{ border-radius: {px(9)}px; padding: {px(8)}px; }}
QToolButton[kind="rail"][tight="true"] {{ padding: {px(2)}px; }}
QToolButton[kind="rail"][lit="true"] {{ background: {c.accent_soft};
    border: 2px solid {c.accent}; }}
QToolButton[segment="true"] {{ color: {c.muted}; padding: {px(3)}px {px(8)}px;
    min-height: {px(18)}px; font-weight: 500; }}
QToolButton[narrow="true"] {{ padding: {px(3)}px {px(1)}px; min-width: {px(25)}px; }}
QToolButton[segment="true"]:hover {{ color: {c.ink}; background: transparent; }}
QToolButton[segment="true"]:checked {{ color: {c.ink};
    background: {c.hour_line if c.dark else c.surface}; }}
"""


def _fields(c: Palette, px: Px) -> str:
    fields = "QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox"
    focused = ", ".join(f"{name}:focus" for name in fields.split(", "))
    disabled = ", ".join(f"{name}:disabled" for name in fields.split(", "))
    return f"""
{fields} {{ background: {c.surface}; color: {c.ink}; border: 1px solid {c.border};
    border-radius: {px(7)}px; padding: {px(5)}px {px(8)}px; min-height: {px(18)}px;
    selection-background-color: {c.selection}; selection-color: {c.ink};
    placeholder-text-color: {c.muted}; }}
{focused} {{ border: 2px solid {c.focus}; padding: {px(5) - 1}px {px(8) - 1}px; }}
{disabled} {{ color: {c.muted}; background: {c.sunken}; border-color: {c.line}; }}
*[invalid="true"], *[invalid="true"]:focus {{ border-color: {c.danger}; }}
QComboBox::drop-down {{ border: none; width: {px(22)}px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{ background: {c.raised}; border: 1px solid {c.border};
    padding: {px(4)}px; }}
QCheckBox, QRadioButton {{ color: {c.ink}; spacing: {px(8)}px; }}
QCheckBox:focus, QRadioButton:focus {{ color: {c.on_accent_soft}; }}
QCheckBox::indicator, QListView::indicator, QTreeView::indicator {{ width: {px(14)}px;
    height: {px(14)}px; border: 1px solid {c.faint}; border-radius: {px(4)}px;
    background: {c.surface}; }}
QCheckBox::indicator:focus {{ border: 2px solid {c.focus}; }}
QCheckBox::indicator:checked, QListView::indicator:checked, QTreeView::indicator:checked {{
    background: {c.accent}; border-color: {c.accent}; }}
"""


def _lists(c: Palette, px: Px) -> str:
    return f"""
QListView, QTreeView, QTableView {{ background: {c.surface}; color: {c.ink}; border: none;
    alternate-background-color: {c.window}; gridline-color: {c.line};
    selection-background-color: {c.selection}; selection-color: {c.ink}; }}
QListView::item, QTreeView::item {{ padding: {px(5)}px {px(6)}px; border-radius: {px(6)}px;
    color: {c.ink}; border: 2px solid transparent; }}
QListView::item:hover, QTreeView::item:hover {{ background: {c.hover}; }}
QListView::item:selected, QTreeView::item:selected {{ background: {c.selection}; }}
QListView::item:selected:focus, QTreeView::item:selected:focus {{
    border: 2px solid {c.focus}; }}
QTableView {{ outline: 0; }}
QTableView::item {{ padding: 0 {px(8)}px; border: none; }}
QTableView::item:selected {{ background: {c.selection}; color: {c.ink}; }}
QHeaderView::section {{ background: {c.surface}; color: {c.muted}; border: none;
    border-bottom: 1px solid {c.line}; padding: {px(5)}px {px(8) + _BEFORE_CELLS}px; }}
QTabBar::tab {{ color: {c.muted}; padding: {px(6)}px {px(10)}px; border: none;
    border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {c.ink}; border-bottom-color: {c.accent}; }}
QTabBar::tab:focus {{ color: {c.on_accent_soft}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {c.line}; }}
"""


def _menus(c: Palette, px: Px) -> str:
    return f"""
QMenuBar {{ background: {c.surface}; color: {c.ink}; }}
QMenuBar::item:selected {{ background: {c.hover}; border-radius: {px(6)}px; }}
QMenu {{ background: {c.raised}; color: {c.ink}; border: 1px solid {c.border};
    padding: {px(5)}px; }}
QMenu::item {{ padding: {px(6)}px {px(22)}px {px(6)}px {px(12)}px; border-radius: {px(6)}px; }}
QMenu::item:selected {{ background: {c.selection}; }}
QMenu::item:disabled {{ color: {c.muted}; }}
QMenu::separator {{ height: 1px; background: {c.border if c.dark else c.line};
    margin: {px(5)}px {px(8)}px; }}
"""


def _scroll_bars(c: Palette, px: Px) -> str:
    wide, round_ = px(10), px(3)
    return f"""
QScrollBar {{ background: transparent; border: none; }}
QScrollBar:vertical {{ width: {wide}px; }}
QScrollBar:horizontal {{ height: {wide}px; }}
QScrollBar::handle {{ background: {c.border}; border-radius: {round_}px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: {px(28)}px; }}
QScrollBar::handle:horizontal {{ min-width: {px(28)}px; }}
QScrollBar::handle:hover {{ background: {c.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _kiosk(c: Palette, px: Px) -> str:
    # Half of what the system's text grows by: all is large there already.
    def half(pixels: float) -> int:
        return round(pixels * (1 + px(1000) / 1000) / 2)

    return f"""
*[role="kiosk"] {{ background: {c.window}; }}
QPushButton[kind="tile"] {{ border-radius: {half(10)}px; padding: {half(8)}px {half(18)}px;
    min-height: {half(46)}px; }}
QPushButton[kind="tile"]:focus {{ border: 3px solid {c.focus};
    padding: {half(8) - 2}px {half(18) - 2}px; }}
QPushButton[kind="tile"]:disabled {{ color: {c.faint}; border-color: {c.line};
    background: {c.window}; }}
QPushButton[kind="tile"][main="true"] {{ background: {c.accent}; color: {c.on_accent};
    border: 1px solid {c.accent}; }}
QPushButton[kind="tile"][main="true"]:hover {{ background: {c.accent_hover}; }}
QPushButton[kind="tile"][main="true"]:focus {{ border: 3px solid {c.ink}; }}
QPushButton[kind="tile"][main="true"]:disabled {{ background: {c.sunken}; color: {c.muted};
    border-color: {c.sunken}; }}
QPushButton[kind="tile"][narrow="true"], QPushButton[kind="tile"][narrow="true"]:focus {{
    padding: {half(8) - 2}px 2px; }}
QPushButton[kind="kiosk-key"] {{ border-radius: 8px; padding: 3px; min-height: 42px; }}
QPushButton[kind="kiosk-key"]:pressed {{ background: {c.accent_soft}; }}
QLabel[over="main"] {{ color: {c.on_accent}; }}
QLabel[over]:disabled {{ color: {c.faint}; }}
QLineEdit[kind="kiosk"] {{ border-radius: {half(8)}px; padding: {half(5)}px {half(12)}px;
    min-height: {half(42)}px; }}
QLineEdit[kind="kiosk"]:focus {{ padding: {half(5) - 1}px {half(12) - 1}px; }}
"""
