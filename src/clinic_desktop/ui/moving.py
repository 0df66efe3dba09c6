"""The strip over the calendar while a new time is picked for a visit."""

from __future__ import annotations

from PySide6.QtCore import Signal

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import Label, inset, push_button, row
from clinic_desktop.ui.passing import Passing
from clinic_desktop.ui.words import minutes_text


class MovingStrip(Passing):
    """Says which visit is being moved, and how to go on or stop.

    Signals:
        stopped: its button was pressed.
    """

    stopped = Signal()

    def __init__(self, look: Look) -> None:
        """Begin hidden."""
        super().__init__()
        self.setProperty("role", "strip")
        self.setAccessibleName("Moving")
        self._text = Label(look, role="medium", wraps=True)
        stop = push_button("Stop moving", kind="quiet")
        stop.clicked.connect(self.stopped)
        line = row(self._text, stop)
        line.setStretch(0, 1)
        inset(line, *(look.px(side) for side in (14, 6, 8, 6)))
        self.setLayout(line)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def name(self, visit: Appointment) -> None:
        """Say who is moved."""
        length = minutes_text(visit.span.minutes)
        self._text.setText(f"Moving {visit.patient} ({length}). Pick a free block; Esc stops.")
