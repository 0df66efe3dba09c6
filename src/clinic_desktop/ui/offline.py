"""The strip that stands while the database is away: what works until then, and what does not."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from clinic_desktop.domain.changes import ConnectionChanged
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.parts import Label, column, row
from clinic_desktop.ui.speech import announce
from clinic_desktop.ui.words import clock_text

PATIENCE_MS = 700
"""A connection that comes back sooner is told in the status bar alone: nothing jumps."""

_WAITS = "Nothing can be booked or changed until the database is back."
_WAITS_FOR = {
    "file_gone": (
        "Nothing can be booked or changed until the clinic\N{RIGHT SINGLE QUOTATION MARK}s file is "
        "back in its place."
    ),
    "file_replaced": (
        "Nothing can be booked or changed here: another file lies in the "
        "clinic\N{RIGHT SINGLE QUOTATION MARK}s place."
    ),
    "newer_schema": "Nothing can be booked or changed here until this program is up to date.",
}
"""What is waited for, by the code of what happened; elsewhere the database itself."""


class OfflineStrip(QFrame):
    """Says why the database is away and what that means; it goes by itself.

    It stands below everything: where it comes and goes nothing moves under the pointer.
    """

    def __init__(self, clinic: Clinic, parent: QWidget) -> None:
        """Begin hidden, and listen."""
        super().__init__(parent)
        self._clinic = clinic
        look = clinic.look
        self.setProperty("role", "strip")
        self.setProperty("tone", "warning")
        self.setAccessibleName("Offline")
        self._mark = QLabel()
        self._waits = Label(look, _WAITS, "strong", wraps=True)
        self._stays = Label(look, wraps=True)
        self._why = Label(look, role="small", tone="muted", wraps=True)
        words = column(self._waits, self._stays, self._why, spacing=look.px(3))
        line = row(self._mark, words, spacing=look.px(12))
        line.setAlignment(self._mark, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        line.setContentsMargins(*(look.px(side) for side in (16, 8, 16, 8)))
        self.setLayout(line)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._come)
        look.changed.connect(self._dress)
        self._dress()
        clinic.dispatcher.connection_changed.connect(self._hear)
        self.hide()

    def _hear(self, news: ConnectionChanged) -> None:
        """Come when the database does not come back soon; go when it is back."""
        if news.online:
            self._patience.stop()
            if not self.isHidden():
                self.hide()
                announce(self, "The database is back.")
            return
        self._why.setText(news.message)
        waits = _WAITS_FOR.get(news.code, _WAITS)
        if not self.isHidden() and waits != self._waits.text():
            announce(self, f"{waits} {news.message}", urgent=True)
        self._waits.setText(waits)
        if self.isHidden() and not self._patience.isActive():
            at = clock_text(self._clinic.now, self._clinic.zone)
            self._stays.setText(
                f"What is on the screen stays, as it was at {at}, and what you type stays. Other "
                "days may not open."
            )
            self._patience.start()

    def _come(self) -> None:
        self.show()
        announce(self, f"{self._waits.text()} {self._stays.text()}", urgent=True)

    def _dress(self) -> None:
        look = self._clinic.look
        self._mark.setPixmap(look.picture("wifi-off", look.palette.warning))
