"""A card over the window: it stands in the middle, and goes by Esc or by its button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QWidget

from clinic_desktop.ui.look import Look


class Sheet(QFrame):
    """What all cards over the window have in common; each finds its own place."""

    def __init__(self, look: Look, name: str, over: QWidget) -> None:
        """Begin hidden, over a widget."""
        super().__init__(over)
        self._look, self._over = look, over
        self.setProperty("role", "sheet")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(look.px(40))
        shadow.setOffset(0, look.px(8))
        self.setGraphicsEffect(shadow)
        self.hide()
        over.installEventFilter(self)

    def step_back(self) -> None:
        """Put it away."""
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        """Stand in the middle, no larger than the window."""
        raise NotImplementedError
