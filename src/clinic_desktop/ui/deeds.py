"""What the calendar's keys and notices carry out, and how the window tells what was done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from clinic_desktop.domain.booking import (
    Appointment,
    AppointmentStatus,
    Block,
    Booked,
    MoveAppointment,
    SetStatus,
    Undo,
    Undone,
)
from clinic_desktop.domain.office import Done
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.notices import Notices
from clinic_desktop.ui.refused import Offer
from clinic_desktop.ui.words import STATUS_WORDS, said, when_text

_UNDONE = {
    "BookBlock": "Booking",
    "MoveAppointment": "Move",
    "CancelAppointment": "Cancellation",
    "SetStatus": "Status",
}
"""What an undo took back, by the command's name."""


@dataclass(frozen=True, slots=True)
class NotMoved:
    """A move that was not made, the start that it was to have, and why."""

    appointment: Appointment
    wanted: dt.datetime
    error: Exception


class Deeds(QObject):
    """Sends commands and tells their outcome; nothing is shown as done before its commit.

    Signals:
        moved(Appointment): a visit has its new time.
        move_failed(NotMoved): it has its old one still.
    """

    moved = Signal(object)
    move_failed = Signal(object)

    def __init__(self, clinic: Clinic, notices: Notices, parent: QObject) -> None:
        """Tell by these notices."""
        super().__init__(parent)
        self._clinic, self._notices = clinic, notices
        self._visit: Appointment | None = None
        self._block: Block | None = None
        self._move: MoveAppointment | None = None

    def set_arrived(self, appointment: Appointment) -> None:
        """Check a patient in."""
        command = SetStatus(
            appointment_id=appointment.id,
            status=AppointmentStatus.ARRIVED,
            version=appointment.version,
        )
        self._clinic.dispatcher.do(command, self.tell_changed, self._tell_error)

    def move(self, appointment: Appointment, block: Block, *, anyway: bool = False) -> None:
        """Send a move to the run that begins with a block."""
        self._visit, self._block = appointment, block
        self._move = MoveAppointment(
            appointment_id=appointment.id,
            block_id=block.id,
            doctor_id=block.doctor_id,
            start=block.start,
            version=appointment.version,
            even_if_busy=anyway,
        )
        self.retry_move()

    def retry_move(self) -> None:
        """Send the last move, again under the same id: it is carried out once."""
        if self._move is not None:
            self._clinic.dispatcher.do(self._move, self._finish_move, self._fail_move)

    def move_to_offer(self, offer: Offer) -> None:
        """Move to a time that a refusal offered."""
        if self._visit is not None:
            self.move(self._visit, offer.block)

    def move_anyway(self) -> None:
        """Move although the patient is busy then."""
        if self._visit is not None and self._block is not None:
            self.move(self._visit, self._block, anyway=True)

    def undo_last(self) -> None:
        """Take back the last change made here."""
        self._undo(Undo())

    def undo(self, sequence: int) -> None:
        """Take back the command with this sequence."""
        self._undo(Undo(sequence=sequence))

    def _undo(self, command: Undo) -> None:
        self._notices.hide()
        self._clinic.dispatcher.do(command, self._tell_undone, self._tell_error)

    def _finish_move(self, done: Done[Appointment]) -> None:
        self._visit = self._block = self._move = None
        self.moved.emit(done.answer)
        self.tell_changed(done)

    def _fail_move(self, error: Exception) -> None:
        if self._visit is not None and self._block is not None:
            self.move_failed.emit(NotMoved(self._visit, self._block.start, error))

    def _about(self, appointment: Appointment) -> str:
        when = when_text(appointment.span, self._clinic.zone)
        return f"{appointment.patient} with {appointment.doctor}, {when}"

    def _tell(self, text: str, done: Done[Any]) -> None:
        self._notices.tell(text, undo=done.changes.sequence if done.changes else None)

    def tell_booked(self, done: Done[Booked]) -> None:
        """Say what is booked now."""
        self._tell(f"Booked {self._about(done.answer.appointment)}", done)

    def tell_changed(self, done: Done[Appointment]) -> None:
        """Say what became of a visit."""
        appointment = done.answer
        command = done.changes.command if done.changes else ""
        acts = {"MoveAppointment": "Moved", "CancelAppointment": "Cancelled"}
        act = acts.get(command, f"{STATUS_WORDS[appointment.status]}:")
        self._tell(f"{act} {self._about(appointment)}", done)

    def _tell_undone(self, done: Done[Undone]) -> None:
        appointment = done.answer.appointment
        about = f": {self._about(appointment)}" if appointment is not None else ""
        what = _UNDONE.get(done.answer.command, "Change")
        self._notices.tell(f"{what} taken back{about}")

    def _tell_error(self, error: Exception) -> None:
        hint = " Try again." if isinstance(error, Unavailable) else ""
        self._notices.tell(f"{said(error)}{hint}", tone="danger")
