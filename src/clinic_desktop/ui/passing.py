"""What comes over the window and goes again, without taking the focus with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

LETTERS = 36
"""How many letters wide a strip must be for words and a button side by side."""


class Passing(QFrame):
    """A notice or a strip, which comes and goes.

    Signals:
        focus_left: it went while the focus was in it, before Qt gives that to whatever comes next.
    """

    focus_left = Signal()

    @property
    def has_keys(self) -> bool:
        """Whether the focus is in it."""
        focused: QWidget | None = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put a strip's words over its button where beside it they would take too many lines."""
        super().resizeEvent(event)
        line = self.layout()
        if self.property("role") == "strip" and isinstance(line, QBoxLayout):
            narrow = self.width() < LETTERS * self.fontMetrics().averageCharWidth()
            way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
            line.setDirection(way)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell where the focus must go."""
        if self.has_keys and not event.spontaneous():
            self.focus_left.emit()
        super().hideEvent(event)
