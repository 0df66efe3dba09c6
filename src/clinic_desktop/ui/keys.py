"""The help sheet: every key, in one place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QGridLayout,
    QHBoxLayout,
    QWidget,
)

from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import IconButton, Label, column, row

KEYS = (
    (
        "Booking",
        (
            ("Ctrl+N", "New appointment"),
            ("Ctrl+Shift+N", "New appointment for a new patient"),
            ("Enter", "Book the block, open the visit"),
            ("Shift+Arrows", "Take several free blocks (or drag)"),
        ),
    ),
    (
        "A visit",
        (
            ("A", "Patient arrived"),
            ("M", "Move the visit"),
            ("Del", "Cancel the visit"),
            ("Ctrl+Z", "Take back the last change"),
        ),
    ),
    (
        "Days",
        (
            ("T", "Today"),
            ("Ctrl+G", "Go to a date"),
            ("PgUp / PgDn", "Previous / next day or week"),
            ("Ctrl+1 / Ctrl+2", "Day / week"),
            ("Arrows", "Walk over blocks and visits"),
        ),
    ),
    (
        "The window",
        (
            ("Ctrl+F", "Search a patient"),
            ("F6", "Next pane"),
            ("Esc", "Close the panel, stop moving"),
            ("F1", "This sheet"),
            ("Ctrl+Q", "Quit"),
        ),
    ),
)
"""Every key and what it does, by what one is about."""


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
        sides = row(spacing=look.px(36))
        for groups in (KEYS[:2], KEYS[2:]):
            sides.addLayout(self._make_side(groups))
        layout = column(head, sides, spacing=look.px(8))
        layout.setContentsMargins(*(look.px(side) for side in (24, 14, 24, 24)))
        layout.setAlignment(sides, Qt.AlignmentFlag.AlignTop)
        head.setContentsMargins(0, 0, -look.px(10), 0)
        self.setLayout(layout)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(look.px(40))
        shadow.setOffset(0, look.px(8))
        self.setGraphicsEffect(shadow)
        over.installEventFilter(self)
        self.hide()

    def _make_side(
        self, groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    ) -> QGridLayout:
        """Set groups of keys under each other."""
        look = self._look
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(16))
        grid.setVerticalSpacing(look.px(6))
        for name, keys in groups:
            line = grid.rowCount()
            title = Label(look, name, "small_strong", tone="muted")
            title.setContentsMargins(0, look.px(10), 0, look.px(2))
            grid.addWidget(title, line, 0, 1, 2)
            for below, (key, act) in enumerate(keys, line + 1):
                grid.addLayout(self._make_caps(key), below, 0)
                grid.addWidget(Label(look, act), below, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        return grid

    def _make_caps(self, keys: str) -> QHBoxLayout:
        """Draw the keys as on a keyboard, each by itself."""
        caps = row(spacing=self._look.px(3))
        for word in keys.replace("+", " ").split():
            cap = Label(self._look, word, "small" if word == "/" else "small_strong", tone="muted")
            if word != "/":
                cap.setProperty("role", "key")
                cap.setProperty("tone", "")
                cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            caps.addWidget(cap)
        caps.addStretch(1)
        return caps

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
