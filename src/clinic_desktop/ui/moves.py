"""A visit on its way to another time: from the calendar where that is picked to its own panel.

There it is told why it was not moved, with every way on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clinic_desktop.domain.booking import Appointment, Block
from clinic_desktop.domain.office import Done
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.words import said

if TYPE_CHECKING:
    from clinic_desktop.ui.agenda.landing import Landing
    from clinic_desktop.ui.deeds import Deeds, NotMoved
    from clinic_desktop.ui.moving import Move
    from clinic_desktop.ui.panels import WithPanels

ONLY_FREE = "What waits on the pinboard is booked into a free block."
"""What is told to whoever chooses a time that somebody has."""


class Moves(QObject):
    """Sends what was picked, and shows what became of it."""

    def __init__(self, clinic: Clinic, place: WithPanels, deeds: Deeds) -> None:
        """Work in this place, by these deeds."""
        super().__init__(place)
        self._clinic, self._place, self._deeds = clinic, place, deeds
        deeds.move_begun.connect(place.calendar.view.waiting.begin)
        deeds.moved.connect(self._show)
        deeds.move_ended.connect(self._show_where_it_is)
        deeds.move_failed.connect(self._show_not_moved)
        deeds.swapped.connect(place.calendar.end_move)

    def land(self, landing: Landing) -> None:
        """Send what a drag wishes."""
        self._deeds.land(landing)

    def to_block(self, block: Block) -> None:
        """Move what waits for a time to a block."""
        move = self._place.calendar.current_move
        if move is None:
            return
        if move.pin is not None:
            self._place.pins.drop(move.pin, block)
            return
        if self._leaves(move, block.doctor_id, TimeSpan(block.start, block.end)):
            return
        if move.meant is not None:
            self._deeds.move_series(self._as_shown(move.visit), block, move.meant)
        else:
            self._deeds.move(self._as_shown(move.visit), block)

    def _leaves(self, move: Move, doctor_id: int, span: TimeSpan) -> bool:
        """Say that the doctor is about to be off then; answer whether that is so."""
        if move.leaving is None or not move.leaving.takes(doctor_id, span):
            return False
        from clinic_desktop.ui.agenda.landing import OFF_SOON

        # The visit may have been lifted before patients were hidden.
        who = self._clinic.privacy.shown(move.visit).patient
        self._place.notices.remark(f"{who} can't move there: {OFF_SOON}.")
        return True

    def over(self, visit: Appointment) -> None:
        """Wish for the time of a visit for what waits for one: it is asked why, then."""
        move = self._place.calendar.current_move
        if move is None or not visit.holds or visit.id == move.visit.id:
            return
        if move.pin is not None:
            self._place.notices.remark(ONLY_FREE)
        elif move.meant is not None:
            self._place.notices.remark("Visits of a series are not moved over others together.")
        elif not self._leaves(move, visit.doctor_id, visit.span):
            self._deeds.move_over(self._as_shown(move.visit), visit)

    def swap(self, visit: Appointment) -> None:
        """Let a visit and the one that waits for a time have each other's."""
        move = self._place.calendar.current_move
        if move is None or move.visit.id == visit.id:
            keys = self._clinic.actions.keys("move")
            told = f"Begin to move one visit ({keys}), then choose the one to swap it with."
            self._place.notices.remark(told, tone="")
        elif move.pin is not None:
            self._place.notices.remark(ONLY_FREE)
        elif move.meant is not None:
            self._place.notices.remark("Visits of a series are not swapped together.")
        elif not self._leaves(move, visit.doctor_id, visit.span):
            self._deeds.swap(self._as_shown(move.visit), visit)

    def choose(self, visit: Appointment) -> None:
        """Show a visit, or move there what waits for a time, if this person may."""
        moving = self._place.calendar.moving
        if moving is not None and moving.id != visit.id and self._place.booking.over.may:
            self.over(visit)
        else:
            self._place.open_appointment(visit)

    def _as_shown(self, moving: Appointment) -> Appointment:
        """Answer a visit as its panel knows it, if that shows it: others may have changed it."""
        shown = self._place.appointment.appointment
        return shown if shown and shown.id == moving.id else moving

    def _show(self, appointment: Appointment) -> None:
        self._place.calendar.end_move()
        self._place.calendar.reveal(appointment)

    def _show_where_it_is(self, done: Done[Appointment]) -> None:
        """Wait for the new time to be read, unless nothing was changed."""
        place = self._place
        if done.changes is None:
            place.calendar.view.waiting.end(done.answer.id)
        shown = place.appointment.appointment if place.panel is place.appointment else None
        if shown is not None and shown.id == done.answer.id:
            place.appointment.end_move()

    def _show_not_moved(self, failed: NotMoved) -> None:
        """Tell it in the visit's panel, with every way on; a move by keys still waits for a block.

        A booking that is being typed keeps its panel: it is told below the calendar then.
        """
        place = self._place
        place.calendar.view.waiting.end(failed.appointment.id)
        if place.panel is place.booking:
            place.notices.tell(f"Not moved. {said(failed.error)}", tone="danger")
            return
        panel = place.appointment
        shown = panel.appointment
        if place.panel is not panel or shown is None or shown.id != failed.appointment.id:
            place.open_panel(panel)
            panel.open_appointment(self._clinic.privacy.shown(failed.appointment))
        panel.fail_move(failed.error, failed.wanted)

    def retry(self) -> None:
        """Send a move again that the surroundings failed."""
        if self._place.appointment.tells_of_move:
            self._deeds.retry_move()
