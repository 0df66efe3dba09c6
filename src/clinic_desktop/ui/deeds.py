"""What the calendar's keys and notices carry out, and how the window tells what was done."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal

from clinic_desktop.domain.booking import (
    STATUS_WORDS,
    Appointment,
    AppointmentStatus,
    Block,
    Booked,
    MoveAppointment,
    Redo,
    SetStatus,
    Undo,
    Undone,
)
from clinic_desktop.domain.contacts import Contact
from clinic_desktop.domain.office import Done
from clinic_desktop.domain.patients import Merged
from clinic_desktop.domain.people import Patient
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.series import MoveSeries, SeriesBooked, SeriesChanged
from clinic_desktop.domain.several import SeveralChanged, swapped
from clinic_desktop.domain.together import BookedTogether
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.notices import Notices
from clinic_desktop.ui.refused import passing
from clinic_desktop.ui.words import (
    ACT_WORDS,
    at_site,
    clock_text,
    said,
    set_apart,
    visits_text,
    when_text,
)

if TYPE_CHECKING:
    from clinic_desktop.ui.agenda.landing import Landing
    from clinic_desktop.ui.refused import Offer
    from clinic_desktop.ui.series_box import Meant


@dataclass(frozen=True, slots=True)
class NotMoved:
    """A move that was not made, the start that it was to have, and why."""

    appointment: Appointment
    wanted: dt.datetime
    error: Exception


class Move:
    """One move on its way: each ends by itself, in whatever order the answers come."""

    def __init__(
        self, deeds: Deeds, visit: Appointment, command: MoveAppointment | MoveSeries, *,
        dragged: bool,
    ) -> None:  # fmt: skip
        """Take the visit as it was when it was picked, and what is wished."""
        self._deeds, self.visit, self.command = deeds, visit, command
        self.dragged = dragged
        """Whether a hand let it fall in sight; else its new time is still to be shown."""
        self.wanted = command.start or visit.start

    def finish(self, done: Done[Any]) -> None:
        """Hand the answer on."""
        self._deeds.finish_move(self, done)

    def fail(self, error: Exception) -> None:
        """Hand the failure on."""
        self._deeds.fail_move(self, error)

    @property
    def length(self) -> dt.timedelta | None:
        """The new length that is wished, None when it keeps its own."""
        end = None if isinstance(self.command, MoveSeries) else self.command.end
        return None if end is None else end - self.wanted


class Deeds(QObject):
    """Sends commands and tells their outcome; nothing is shown as done before its commit.

    Signals:
        move_begun(Appointment): a move was sent; the visit has its old time until the answer.
        moved(Appointment): a visit that was picked has its new time.
        move_ended(Done): a move was answered, of whatever kind.
        move_failed(NotMoved): it has its old one still.
        swapped: two visits have each other's time.
    """

    move_begun = Signal(object)
    moved = Signal(object)
    move_ended = Signal(object)
    move_failed = Signal(object)
    swapped = Signal()

    def __init__(self, clinic: Clinic, notices: Notices, parent: QObject) -> None:
        """Tell by these notices."""
        super().__init__(parent)
        self._clinic, self._notices = clinic, notices
        self._under_way: set[Move] = set()
        self._failed: Move | None = None
        self._refused: Exception | None = None

    def set_status(self, appointment: Appointment, status: AppointmentStatus) -> None:
        """Say where a visit stands."""
        command = SetStatus(
            appointment_id=appointment.id, status=status, version=appointment.version
        )
        self._clinic.dispatcher.do(command, self.tell_changed, self._tell_error)

    def move(self, appointment: Appointment, block: Block) -> None:
        """Send a move to the run that begins with a block."""
        self._send(
            appointment,
            MoveAppointment(
                appointment_id=appointment.id,
                block_id=block.id,
                doctor_id=block.doctor_id,
                start=block.start,
                version=appointment.version,
            ),
        )

    def move_series(self, appointment: Appointment, block: Block, meant: Meant) -> None:
        """Send a move of several visits of a series, one of them to a block."""
        self._send(
            appointment,
            MoveSeries(
                appointment_id=appointment.id,
                scope=meant.scope,
                number=meant.number,
                start=block.start,
                doctor_id=None if block.doctor_id == appointment.doctor_id else block.doctor_id,
                version=appointment.version,
            ),
        )

    def move_over(self, appointment: Appointment, other: Appointment) -> None:
        """Wish for the time at which another visit begins; the refusal leads on from there."""
        self._send(
            appointment,
            MoveAppointment(
                appointment_id=appointment.id,
                doctor_id=other.doctor_id,
                start=other.start,
                version=appointment.version,
            ),
        )

    def land(self, landing: Landing) -> None:
        """Send what a drag wishes: another time, or another length; say why it can't be had."""
        visit = landing.visit
        if landing.why:
            at = clock_text(visit.start, self._clinic.zone)
            stays = (
                f"{set_apart(visit.patient)} stays at {at}"
                if landing.keeps_length
                else "No other length"
            )
            self._notices.remark(f"{stays}: {landing.why}.")
            return
        placed = landing.block_id is not None or landing.over
        self._send(
            visit,
            MoveAppointment(
                appointment_id=visit.id,
                block_id=landing.block_id,
                doctor_id=landing.doctor_id if placed else None,
                start=landing.start if placed else None,
                end=None if landing.keeps_length else landing.end,
                version=visit.version,
            ),
            dragged=True,
        )

    def _send(
        self, visit: Appointment, command: MoveAppointment | MoveSeries, *, dragged: bool = False
    ) -> None:
        move = Move(self, visit, command, dragged=dragged)
        self._under_way.add(move)
        self._failed = None
        self.move_begun.emit(visit)
        self._clinic.dispatcher.do(command, move.finish, move.fail)

    def swap(self, one: Appointment, other: Appointment) -> None:
        """Let two visits have each other's time."""
        self._clinic.dispatcher.do(swapped(one, other), self._tell_swapped, self._tell_refused)

    def retry_move(self) -> None:
        """Send the move that failed, again under the same id: it is carried out once."""
        failed = self._failed
        if failed is not None:
            self._send(failed.visit, failed.command, dragged=failed.dragged)

    def move_to_offer(self, offer: Offer) -> None:
        """Move to a time that a refusal offered."""
        failed = self._failed
        if failed is not None and isinstance(failed.command, MoveAppointment):
            command = replace(
                failed.command,
                command_id=uuid4(),
                block_id=offer.block.id,
                doctor_id=offer.block.doctor_id,
                start=offer.block.start,
                end=None if failed.length is None else offer.block.start + failed.length,
            )
            self._send(failed.visit, command)

    def move_anyway(self, reason: str = "") -> None:
        """Move past what the refusal warned of; with a reason, over who has the time."""
        failed = self._failed
        if failed is None:
            return
        passed = passing(self._refused)
        if reason:
            # What is held over others has its own times: not those of a block that somebody has.
            passed |= {"overbook": True, "reason": reason, "block_id": None}
        command = replace(failed.command, command_id=uuid4(), **passed)
        self._send(failed.visit, command, dragged=failed.dragged)

    def finish_move(self, move: Move, done: Done[Any]) -> None:
        """Tell that a visit has its new time, and what of its series went with it."""
        self._under_way.discard(move)
        if isinstance(done.answer, SeriesChanged):
            named = next(one for one in done.answer.visits if one.id == move.visit.id)
            self.move_ended.emit(Done(named, done.changes))
            self.moved.emit(named)
            self.tell_series(done)
            return
        self.move_ended.emit(done)
        if not move.dragged:
            self.moved.emit(done.answer)
        if move.length is None:
            self.tell_changed(done)
        else:
            act = "Longer" if done.answer.span.minutes > move.visit.span.minutes else "Shorter"
            self._tell(f"{act}: {self._about(done.answer)}", done, done.answer)

    def fail_move(self, move: Move, error: Exception) -> None:
        """Tell why it has its old one still, and keep what is needed to go on."""
        self._under_way.discard(move)
        self._failed, self._refused = move, error
        self.move_failed.emit(NotMoved(move.visit, move.wanted, error))

    def undo_last(self) -> None:
        """Take back the last change made here."""
        self._undo(Undo())

    def undo(self, sequence: int) -> None:
        """Take back the command with this sequence."""
        self._undo(Undo(sequence=sequence))

    def redo_last(self) -> None:
        """Do again what was taken back here last."""
        self._redo(Redo())

    def redo(self, sequence: int) -> None:
        """Do again what the undo with this sequence took back."""
        self._redo(Redo(sequence=sequence))

    def _undo(self, command: Undo) -> None:
        self._notices.hide()
        self._clinic.dispatcher.do(command, self._tell_undone, self._tell_refused)

    def _redo(self, command: Redo) -> None:
        self._notices.hide()
        self._clinic.dispatcher.do(command, self._tell_redone, self._tell_refused)

    def _about(self, appointment: Appointment) -> str:
        when = when_text(appointment.span, self._clinic.zone)
        whom = at_site(appointment.doctor, self._clinic.sites.of(appointment))
        return f"{set_apart(appointment.patient)} with {whom}, {when}"

    def _tell(self, text: str, done: Done[Any], visit: Appointment) -> None:
        sequence = done.changes.sequence if done.changes else None
        self._notices.tell(text, undo=sequence, about=visit.id)

    def tell_booked(self, done: Done[Booked] | Done[SeriesBooked]) -> None:
        """Say what is booked now."""
        if isinstance(done.answer, SeriesBooked):
            visits = done.answer.series.visits
            about = f"{len(visits)} visits, the first: {self._about(visits[0])}"
            self._tell(f"Booked {about}", done, visits[0])
            return
        visit = done.answer.appointment
        self._tell(f"Booked {self._about(visit)}", done, visit)

    def tell_together(self, done: Done[BookedTogether]) -> None:
        """Say that several are booked."""
        visits = sorted(done.answer.visits, key=lambda one: one.start)
        count = visits_text(len(visits))
        self._tell(f"Booked {count}, the first: {self._about(visits[0])}", done, visits[0])

    def tell_contact(self, done: Done[Contact]) -> None:
        """Say that somebody is to be called for a patient, or not any more."""
        gone = done.changes is not None and done.changes.command == "RemoveContact"
        who = self._clinic.privacy.shown(done.answer).who
        sequence = done.changes.sequence if done.changes else None
        self._notices.tell(f"Took {who} away" if gone else f"Noted {who}", undo=sequence)

    def tell_series(self, done: Done[SeriesChanged]) -> None:
        """Say what became of visits of a series."""
        visits, command = done.answer.visits, done.changes.command if done.changes else ""
        act = {"MoveSeries": "Moved", "CancelSeries": "Cancelled"}.get(command, "Unchanged:")
        count = visits_text(len(visits))
        self._tell(f"{act} {count}, the first: {self._about(visits[0])}", done, visits[0])

    def tell_changed(self, done: Done[Appointment]) -> None:
        """Say what became of a visit."""
        appointment = done.answer
        command = done.changes.command if done.changes else ""
        acts = {"MoveAppointment": "Moved", "CancelAppointment": "Cancelled"}
        act = acts.get(command, f"{STATUS_WORDS[appointment.status]}:")
        self._tell(f"{act} {self._about(appointment)}", done, appointment)

    def _tell_swapped(self, done: Done[SeveralChanged]) -> None:
        self.swapped.emit()
        sequence = done.changes.sequence if done.changes else None
        about = "; ".join(self._about(each.after) for each in done.answer.visits)
        self._notices.tell(f"Swapped: {about}", undo=sequence)

    def tell_several(self, done: Done[SeveralChanged]) -> None:
        """Say what became of visits that were selected."""
        visits = [each.after for each in done.answer.visits]
        if not visits:
            self._notices.tell("Nothing was changed: all is there already")
            return
        act = "Moved" if visits[0].holds else "Cancelled"
        count = "" if len(visits) == 1 else f"{visits_text(len(visits))}, the first: "
        self._tell(f"{act} {count}{self._about(visits[0])}", done, visits[0])

    def tell_corrected(self, done: Done[Patient]) -> None:
        """Say that a patient is stored as it was typed."""
        if done.changes is None:
            self._notices.remark(f"{done.answer.name} is as it was", tone="")
        else:
            self._notices.tell(f"Saved {done.answer.name}", undo=done.changes.sequence)

    def tell_merged(self, done: Done[Merged]) -> None:
        """Say that two patients are one."""
        merged, count = done.answer, done.answer.appointments
        told = (
            f"{merged.gone.name} is part of {merged.kept.name} now: {visits_text(count)} came over"
        )
        if merged.at_once:
            clashing = len({came.id for _, came in merged.at_once})
            told += f", {clashing} at the time of another one"
        self._notices.tell(told, undo=done.changes.sequence if done.changes else None)

    def _tell_undone(self, done: Done[Undone]) -> None:
        text, shown = self._put_back(done.answer, "taken back")
        offer = None
        if done.changes is not None:
            offer = ("Redo", partial(self.redo, done.changes.sequence))
        self._notices.tell(text, about=shown, offer=offer)

    def _tell_redone(self, done: Done[Undone]) -> None:
        text, shown = self._put_back(done.answer, "done again")
        sequence = done.changes.sequence if done.changes else None
        self._notices.tell(text, undo=sequence, about=shown)

    def _put_back(self, answer: Undone, how: str) -> tuple[str, UUID | None]:
        """Say what was put back how, and which visit must stay in sight."""
        visit = answer.appointment
        of = answer.words or (self._about(visit) if visit is not None else "")
        if answer.waits and visit is not None:
            of = f"{set_apart(visit.patient)} waits on the pinboard again"
        what = ACT_WORDS.get(answer.command, "Change")
        text = f"{what} {how}: {of}" if of else f"{what} {how}"
        return text, visit.id if visit is not None else None

    def _tell_refused(self, error: Exception) -> None:
        if isinstance(error, Unavailable):
            self._tell_error(error)
        else:
            self._notices.remark(said(error))

    def _tell_error(self, error: Exception) -> None:
        hint = " Try again." if isinstance(error, Unavailable) else ""
        self._notices.tell(f"{said(error)}{hint}", tone="danger")
