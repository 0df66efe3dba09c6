"""The strip that stands while an older copy of the clinic lies where this person worked before."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from clinic_desktop.domain.changes import ConnectionChanged, WrittenByHand
from clinic_desktop.domain.journal import AcceptRestored, Lost, WhatIsLost
from clinic_desktop.domain.office import Done, Seen
from clinic_desktop.domain.time import local_date
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.parts import Label, column, push_button, row
from clinic_desktop.ui.passing import Passing
from clinic_desktop.ui.speech import announce
from clinic_desktop.ui.words import clock_text, day_text, said

_WHAT = "An older copy of the clinic was put in its place."
_SAFE = (
    "What is in it is safe. If it was not meant, book nothing: close the program everywhere and "
    "put the newer copy back."
)


class RestoredStrip(Passing):
    """Says what is missing and what to do; it stays until somebody says that it was meant."""

    def __init__(self, clinic: Clinic, parent: QWidget) -> None:
        """Begin hidden, and ask; ask again after what may have put another copy there."""
        super().__init__(parent)
        self._clinic, self._is_busy = clinic, False
        look = clinic.look
        self.setProperty("role", "strip")
        self.setProperty("tone", "warning")
        self.setAccessibleName("An older copy")
        self._mark = QLabel()
        what = Label(look, _WHAT, "strong", wraps=True)
        self._why = Label(look, wraps=True)
        self._accept = push_button("This was meant: go on from this copy")
        self._accept.clicked.connect(self._go_on)
        words = column(what, self._why, spacing=look.px(2))
        # Below the words: beside them, large text in a small window would have no room.
        words.addWidget(self._accept, 0, Qt.AlignmentFlag.AlignLeft)
        line = row(self._mark, words, spacing=look.px(12))
        line.setAlignment(self._mark, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        line.setContentsMargins(*(look.px(side) for side in (16, 6, 16, 6)))
        self.setLayout(line)
        look.changed.connect(self._dress)
        self._dress()
        self.hide()
        clinic.dispatcher.written_by_hand.connect(self._ask)
        clinic.dispatcher.connection_changed.connect(self._ask_again)
        self._ask()

    def _ask(self, _news: WrittenByHand | None = None) -> None:
        self._clinic.dispatcher.ask(WhatIsLost(), self._show_lost, self._show_nothing)

    def _ask_again(self, news: ConnectionChanged) -> None:
        """Ask when the database is back: while it was away another copy may have been put there."""
        if news.online:
            self._ask()

    def _show_nothing(self, _error: Exception) -> None:
        """Leave it to those who tell that the database is away."""

    def _show_lost(self, seen: Seen[Lost | None]) -> None:
        """Come, or go, as the journal is."""
        lost = seen.answer
        if lost is None:
            self.hide()
            return
        at, zone = lost.at, self._clinic.zone
        when = f" ({day_text(local_date(at, zone))}, {clock_text(at, zone)})" if at else ""
        self._why.setText(
            f"It ends with change {lost.last}{when}; you have seen change {lost.seen} here. {_SAFE}"
        )
        self.show()
        announce(self, f"{_WHAT} {self._why.text()}", urgent=True)

    def _go_on(self) -> None:
        # Not switched off meanwhile: the keys would go to whatever comes next.
        if self._is_busy:
            return
        self._is_busy = True
        self._clinic.dispatcher.do(AcceptRestored(), self._accepted, self._not_accepted)

    def _accepted(self, _done: Done[Lost | None]) -> None:
        self._is_busy = False
        self.hide()
        announce(self, "This copy is the clinic from now on.")

    def _not_accepted(self, error: Exception) -> None:
        self._is_busy = False
        self._why.setText(said(error))
        announce(self, said(error), urgent=True)

    def _dress(self) -> None:
        look = self._clinic.look
        self._mark.setPixmap(look.picture("history", look.palette.warning))
