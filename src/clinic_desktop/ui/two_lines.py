"""Rows of a list that show a name over a smaller, muted line, with a fact at the name's end."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from clinic_desktop.ui.look import Look, Role, draw_words

Index = QModelIndex | QPersistentModelIndex

LINES = Qt.ItemDataRole.UserRole + 1
"""A row's texts: (name, line) or (name, line, the fact at the name's end)."""
ITEM = Qt.ItemDataRole.UserRole + 2
"""What a row stands for; None for a row that offers something new."""
PARTING = " · "
"""What parts the facts of a line; where room is short a whole fact is left out."""


class TwoLines(QStyledItemDelegate):
    """Draws an item as a name over a smaller, muted line."""

    def __init__(self, look: Look, parent: QObject) -> None:
        """Draw with this look."""
        super().__init__(parent)
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Ask for two lines."""
        return QSize(self._look.px(120), self._look.px(44))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground, then both lines, each cut where the room ends."""
        from PySide6.QtWidgets import QStyle

        look, palette = self._look, self._look.palette
        rect: QRect = option.rect
        state = option.state
        painter.save()
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.selection if chosen else palette.hover))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 6, 6)
        name, line, *aside = index.data(LINES)
        ends = (look.px(10), look.px(8))
        mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left, right = reversed(ends) if mirrored else ends
        room = rect.adjusted(left, look.px(5), -right, -look.px(5))
        if aside and aside[0] and self._is_crowded(name, aside[0], room.width()):
            # A name or a date cut in two would say less than what stands beside it.
            line, aside = f"{aside[0]}{PARTING}{line}", []
        new = index.data(ITEM) is None and bool(index.flags())
        lines: tuple[tuple[str, Role, str, Qt.AlignmentFlag], ...] = (
            (
                name,
                "strong",
                palette.on_accent_soft if new else palette.ink,
                Qt.AlignmentFlag.AlignTop,
            ),
            (line, "small", palette.muted, Qt.AlignmentFlag.AlignBottom),
        )
        for text, role, colour, flag in lines:
            painter.setFont(look.font(role))
            painter.setPen(QColor(colour))
            metrics = QFontMetrics(painter.font())
            wide = room.width()
            if flag == Qt.AlignmentFlag.AlignTop and aside and aside[0]:
                wide -= self._draw_aside(painter, room, aside[0]) + look.px(8)
                painter.setFont(look.font(role))
                painter.setPen(QColor(colour))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, wide)
            while PARTING in text and shown != text:
                # A whole fact less says more than a fact cut in two.
                text = text.rpartition(PARTING)[0]  # noqa: PLW2901 - shortened
                shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, wide)
            draw_words(painter, room, shown, vertical=flag)
        painter.restore()

    def _is_crowded(self, name: str, aside: str, room: int) -> bool:
        """Tell whether the first line has no room for both."""
        look = self._look
        both = QFontMetrics(look.font("strong")).horizontalAdvance(name)
        both += QFontMetrics(look.font("small")).horizontalAdvance(aside)
        return both + look.px(8) > room

    def _draw_aside(self, painter: QPainter, room: QRect, text: str) -> int:
        """Draw what stands at the end of the first line; answer its width."""
        look = self._look
        painter.setFont(look.font("small"))
        painter.setPen(QColor(look.palette.muted))
        lower = room.adjusted(0, look.px(1), 0, 0)
        draw_words(painter, lower, text, trailing=True, vertical=Qt.AlignmentFlag.AlignTop)
        return painter.fontMetrics().horizontalAdvance(text)


def quiet_frame(look: Look, *, floats: bool = False) -> str:
    """Answer the style of a list that draws its items by itself."""
    line, round_ = look.palette.border if floats else look.palette.line, look.px(8)
    return f"QListView {{ border: 1px solid {line}; border-radius: {round_}px; outline: 0; }}"
