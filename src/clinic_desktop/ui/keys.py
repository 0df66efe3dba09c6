"""The help sheet: every key, in one place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QGridLayout, QWidget

from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import IconButton, Label, column, row

KEYS = (
    ("Ctrl+N", "New appointment"),
    ("Ctrl+Shift+N", "New appointment for a new patient"),
    ("Ctrl+F", "Search a patient"),
    ("Ctrl+G", "Go to a date"),
    ("T", "Today"),
    ("PgUp / PgDn", "Previous / next day or week"),
    ("Ctrl+1 / Ctrl+2", "Day / week"),
    ("Arrow keys", "Walk over blocks and visits"),
    ("Enter", "Book the block, open the visit"),
    ("Shift+Arrow keys", "Take several free blocks (or drag)"),
    ("A", "Patient arrived"),
    ("M", "Move the visit"),
    ("Del", "Cancel the visit"),
    ("Ctrl+Z", "Take back the last change"),
    ("F6", "Next pane"),
    ("Esc", "Close the panel, stop moving"),
    ("F1", "This sheet"),
    ("Ctrl+Q", "Quit"),
)


class KeySheet(QFrame):
    """A card over the window that lists the keys; any key or click puts it away."""

    def __init__(self, look: Look, over: QWidget) -> None:
        """Begin hidden."""
        super().__init__(over)
        self._look, self._over = look, over
        self.setProperty("role", "sheet")
        self.setAccessibleName("Keys")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        close = IconButton(look, "x", "Close keys")
        close.clicked.connect(self.hide)
        head = row(Label(look, "Keys", "heading"), close)
        head.setStretch(0, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(28))
        grid.setVerticalSpacing(look.px(6))
        for line, (key, act) in enumerate(KEYS):
            grid.addWidget(Label(look, key, "strong"), line, 0)
            grid.addWidget(Label(look, act), line, 1)
        layout = column(head, grid, spacing=12)
        layout.setContentsMargins(*(look.px(side) for side in (24, 14, 14, 20)))
        self.setLayout(layout)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(look.px(40))
        shadow.setOffset(0, look.px(8))
        self.setGraphicsEffect(shadow)
        over.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        """Show it, or put it away."""
        if self.isVisible():
            self.hide()
            return
        self._place()
        self.show()
        self.raise_()
        self.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        room = self._over.rect()
        self.move((room.width() - self.width()) // 2, max(0, (room.height() - self.height()) // 2))
