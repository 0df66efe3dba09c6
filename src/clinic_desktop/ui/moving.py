"""A new time is picked for a visit: the strip that names it, and the ghost where it would land."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.domain.parking import Parked
from clinic_desktop.ui.agenda import AgendaView
from clinic_desktop.ui.agenda.drag import Picking
from clinic_desktop.ui.agenda.leaving import Leaving
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import Label, inset, push_button, row
from clinic_desktop.ui.passing import Passing
from clinic_desktop.ui.series_box import Meant
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
        self._stop = push_button("Stop moving", kind="quiet")
        self._stop.clicked.connect(self.stopped)
        line = row(self._text, self._stop)
        line.setStretch(0, 1)
        inset(line, *(look.px(side) for side in (14, 6, 8, 6)))
        self.setLayout(line)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def name(
        self, visit: Appointment, leaving: Leaving | None = None, meant: Meant | None = None, *,
        parked: bool = False,
    ) -> None:  # fmt: skip
        """Say who is moved, with how many others, and out of which time off not saved yet.

        Who is ``parked`` has no time that would be left.
        """
        length = minutes_text(visit.span.minutes)
        if meant is not None and meant.number > 1:
            length += f", with {meant.number - 1} more of the series"
        out = " outside the time off that is not saved yet" if leaving is not None else ""
        act = "Booking" if parked else "Moving"
        self._stop.setText(f"Stop {act.lower()}")
        self._stop.setAccessibleName(self._stop.text())
        self._text.setText(f"{act} {visit.patient} ({length}). Pick a free block{out}; Esc stops.")


class Move(QObject):
    """One visit that waits for the block that is picked next; from its making until ``end``."""

    def __init__(
        self, clinic: Clinic, view: AgendaView, strip: MovingStrip, visit: Appointment,
        leaving: Leaving | None = None, meant: Meant | None = None, pin: Parked | None = None,
    ) -> None:  # fmt: skip
        """Name the visit in the strip, and show where it would land: not where it has to leave."""
        super().__init__(view)
        self.visit, self.leaving, self._view = visit, leaving, view
        self.meant = meant
        """Which visits of its series go with it."""
        self.pin = pin
        """What waits on the pinboard, and is to be booked; None: it has a time, and is moved."""
        view.set_leaving(leaving)
        self.picking = Picking(view, visit)
        self._clinic, self._strip = clinic, strip
        clinic.privacy.changed.connect(self._name)
        self._name()
        strip.show()
        # At once: in little room its words go over its button, and the first layout knows not yet.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def _name(self) -> None:
        """Say who is moved, as may be read now."""
        shown = self._clinic.privacy.shown(self.visit)
        self.picking.set_visit(shown)
        self._strip.name(shown, self.leaving, self.meant, parked=self.pin is not None)

    def end(self) -> None:
        """Show nothing of it any more."""
        self._clinic.privacy.changed.disconnect(self._name)
        self.picking.end()
        self._view.set_leaving(None)
        self._strip.hide()
        self.deleteLater()
