"""The ways of the pinboard: a visit onto it, from it into a free block, shared, or taken down."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.booking import (
    Appointment,
    AppointmentStatus,
    Block,
    Booked,
    CancelledBy,
    CancelReason,
)
from clinic_desktop.domain.office import Done, Seen
from clinic_desktop.domain.parking import (
    DropParked,
    Parked,
    ParkedVisits,
    PlanVisit,
    RemoveParked,
    ShareParked,
    parked_as,
)
from clinic_desktop.domain.refusals import Refusal, Unavailable
from clinic_desktop.ui.becoming import why_it_stays
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.refused import Offer, passing
from clinic_desktop.ui.words import said

if TYPE_CHECKING:
    from clinic_desktop.ui.agenda.drag import Carrying
    from clinic_desktop.ui.panels import WithPanels
    from clinic_desktop.ui.pinboard import PinboardPanel


class PinWays(QObject):
    """Knows what waits on the board, and carries out what is wished of it.

    Signals:
        counted(int): so many wait now.
        lit(bool): a hand holds a visit over a place where it would be parked, or not any more.
    """

    counted = Signal(int)
    lit = Signal(bool)

    def __init__(self, clinic: Clinic, place: WithPanels) -> None:
        """``place`` is the window's workplace."""
        super().__init__(place)
        self._clinic, self._place = clinic, place
        self._pins: tuple[Parked, ...] = ()
        self._dropped: DropParked | None = None
        self._is_lit = False
        self.target: QWidget | None = None
        """Beside the panel, where a visit that is let go is parked."""
        self.query = LiveQuery(clinic.dispatcher, self)
        self.query.loaded.connect(self._load)
        view = place.calendar.view
        view.catcher = self.catches
        view.thrown.connect(self.park)

    def begin(self) -> None:
        """Ask what waits, and go on asking."""
        self.query.set_query(ParkedVisits())

    @cached_property
    def panel(self) -> PinboardPanel:
        """The panel of what waits."""
        from clinic_desktop.ui.pinboard import PinboardPanel

        place = self._place
        panel = PinboardPanel(self._clinic)
        panel.pick_requested.connect(self.pick_time)
        panel.share_requested.connect(self.share)
        panel.remove_requested.connect(self._remove)
        panel.patient_requested.connect(place.open_patient)
        panel.refusal.offer_chosen.connect(self._drop_at_offer)
        panel.refusal.anyway_requested.connect(self._drop_anyway)
        panel.refusal.retry_requested.connect(self._drop_again)
        panel.pins.carried.connect(self._carry)
        panel.pins.thrown.connect(self._throw)
        panel.pins.left.connect(place.calendar.view.put_back)
        panel.closed.connect(place.close_panel)
        place.panes.add(panel)
        panel.show_pins(self._pins)
        return panel

    @property
    def pins(self) -> tuple[Parked, ...]:
        """What waits, as it may be shown."""
        return self._pins

    def show(self) -> None:
        """Show the board, or put it away where the keys are in it."""
        place, panel = self._place, self.panel
        focused: QWidget | None = place.window().focusWidget()
        if place.panel is panel and focused is not None and panel.isAncestorOf(focused):
            place.close_panel()
            return
        if place.panel is not panel:
            place.open_panel(panel)
        panel.focus()

    def give_up(self) -> bool:
        """End the drag of a pin; answer whether there was one."""
        return "panel" in self.__dict__ and self.panel.pins.let_go()

    def _load(self, seen: Seen[tuple[Parked, ...]]) -> None:
        self._pins = seen.answer
        if "panel" in self.__dict__:
            self.panel.show_pins(self._pins)
        self.counted.emit(len(self._pins))
        move = self._place.calendar.current_move
        gone = move is not None and move.pin is not None and self._seen(move.pin.id) is None
        if gone and self._dropped is None:
            self._place.calendar.end_move()

    def _seen(self, number: int) -> Parked | None:
        return next((pin for pin in self._pins if pin.id == number), None)

    # Onto the board

    def park(self, visit: Appointment) -> None:
        """Take a visit off the calendar; say why it stays if it must."""
        why = why_it_stays(visit)
        if why:
            self._place.notices.remark(why)
        else:
            self._clinic.dispatcher.do(parked_as(visit), self._tell_parked, self._fail_elsewhere)

    def _tell_parked(self, done: Done[Parked]) -> None:
        pin = self._clinic.privacy.shown(done.answer)
        moving = self._place.calendar.moving
        if moving is not None and moving.id == pin.appointment_id:
            self._place.calendar.end_move()
        if "panel" in self.__dict__:
            self.panel.choose(pin.id)
        self._tell(f"Parked {pin.patient} on the pinboard", done)

    def plan(self, command: PlanVisit) -> None:
        """Put onto the board what was about to be booked, and has no date yet."""
        self._clinic.dispatcher.do(command, self._tell_planned, self._fail_plan)

    def _tell_planned(self, done: Done[Parked]) -> None:
        place = self._place
        if place.booking.end_planning(done=True) and place.panel is place.booking:
            place.close_panel()
        pin = self._clinic.privacy.shown(done.answer)
        self._tell(f"{pin.patient} waits on the pinboard for a date", done)

    def _fail_plan(self, error: Exception) -> None:
        self._place.booking.end_planning(done=False)
        self._fail_elsewhere(error)

    def catches(self, point: QPoint | None) -> bool:
        """Tell whether a visit that is let go there, on the screen, is parked; None: it is gone."""
        on_panel = "panel" in self.__dict__ and point is not None and self.panel.holds(point)
        caught = on_panel or (
            point is not None and self.target is not None and _lies_on(self.target, point)
        )
        if caught != self._is_lit:
            self._is_lit = caught
            self.lit.emit(caught)
            if "panel" in self.__dict__:
                self.panel.set_lit(lit=caught)
        return caught

    # From the board

    def pick_time(self, pin: Parked) -> None:
        """Let the next free block that is picked in the calendar be this one's."""
        place = self._place
        place.show_calendar()
        if not place.calendar.paints:
            place.calendar.open_day(place.calendar.day)
        self._dropped = None
        place.calendar.begin_move(_as_visit(pin), pin=pin)

    def drop(self, pin: Parked, block: Block) -> None:
        """Book a pin into a free block."""
        self._send(
            DropParked(
                parked_id=pin.id, block_id=block.id, doctor_id=block.doctor_id, start=block.start
            )
        )

    def _send(self, command: DropParked) -> None:
        self._dropped = command
        if "panel" in self.__dict__:
            self.panel.refusal.clear()
        self._clinic.dispatcher.do(command, self._tell_dropped, self._fail_drop)

    def _tell_dropped(self, done: Done[Booked]) -> None:
        self._dropped = None
        place, visit = self._place, done.answer.appointment
        place.calendar.end_move()
        place.doctors.ensure_shown(visit.doctor_id)
        place.calendar.reveal(visit)
        place.deeds.tell_booked(done)
        place.calendar.focus()

    def _fail_drop(self, error: Exception) -> None:
        """Tell it on the board, with every way on; it still waits there, and for a block.

        What is typed elsewhere keeps its panel: it is told below the calendar then.
        """
        place = self._place
        if isinstance(error, Refusal) and error.code in ("parked_gone", "unknown_parked"):
            self._dropped = None
            place.calendar.end_move()
        if place.panel is not None and place.panel is place.__dict__.get("booking"):
            place.notices.tell(f"Not booked. {said(error)}", tone="danger")
            return
        if place.panel is not self.panel:
            place.open_panel(self.panel)
        if self._dropped is not None:
            self.panel.choose(self._dropped.parked_id)
        self.panel.refusal.show_error(error)
        self.panel.refusal.focus()

    def _drop_at_offer(self, offer: Offer) -> None:
        if self._dropped is not None:
            self._send(
                replace(
                    self._dropped, command_id=uuid4(), block_id=offer.block_id,
                    doctor_id=offer.doctor_id, start=offer.span.start,
                )
            )  # fmt: skip

    def _drop_anyway(self) -> None:
        error = self.panel.refusal.error
        if self._dropped is not None:
            self._send(replace(self._dropped, command_id=uuid4(), **passing(error)))

    def _drop_again(self) -> None:
        """Send the same under the same id: it is carried out once."""
        if self._dropped is not None:
            self._send(self._dropped)

    def share(self, pin: Parked) -> None:
        """Let everyone see a pin."""
        command = ShareParked(parked_id=pin.id)
        self._clinic.dispatcher.do(command, self._tell_shared, self._fail_elsewhere)

    def _tell_shared(self, done: Done[Parked]) -> None:
        pin = self._clinic.privacy.shown(done.answer)
        self._tell(f"Everyone sees {pin.patient} on the pinboard now", done)

    def _remove(self, wish: tuple[Parked, CancelReason, CancelledBy]) -> None:
        pin, reason, by = wish
        command = RemoveParked(parked_id=pin.id, reason=reason, by=by)
        self._clinic.dispatcher.do(command, self._tell_removed, self._fail_elsewhere)

    def _tell_removed(self, done: Done[Parked]) -> None:
        pin = self._clinic.privacy.shown(done.answer)
        self._tell(f"Took {pin.patient} off the pinboard", done)

    def _tell(self, text: str, done: Done[Parked]) -> None:
        sequence = done.changes.sequence if done.changes else None
        self._place.notices.tell(text, undo=sequence)

    def _fail_elsewhere(self, error: Exception) -> None:
        if isinstance(error, Unavailable):
            self._place.notices.tell(f"{said(error)} Try again.", tone="danger")
        else:
            self._place.notices.remark(said(error))

    # A pin in the hand

    def _hand(self, point: QPoint) -> tuple[Carrying, QPoint] | None:
        """Answer what carries it over the calendar, and where there; None: no day is shown."""
        view = self._place.calendar.view
        if not view.isVisible():
            return None
        return view.hand, view.viewport().mapFromGlobal(point)

    def _carry(self, point: QPoint) -> None:
        """Show where the pin would land."""
        found, pin = self._hand(point), self.panel.current
        if found is None or pin is None:
            return
        hand, at = found
        visit = _as_visit(pin)
        if hand.visit is None or hand.visit.id != visit.id:
            hand.lift(visit, "whole", None)
        if self.panel.holds(point):
            hand.look_away()
        else:
            hand.follow(at)

    def _throw(self, point: QPoint) -> None:
        """Book the pin where it was let go, if a free block is there."""
        found, pin = self._hand(point), self.panel.current
        if found is None or pin is None:
            return
        landing = found[0].let_go()
        if landing is None or self.panel.holds(point):
            return
        if landing.block_id is not None:
            self._send(
                DropParked(
                    parked_id=pin.id, block_id=landing.block_id, doctor_id=landing.doctor_id,
                    start=landing.start,
                )
            )  # fmt: skip
        else:
            why = landing.why or "somebody has that time"
            self._place.notices.remark(f"{pin.patient} waits on: {why}.")


def _as_visit(pin: Parked) -> Appointment:
    """Answer the visit that a pin would be, to be carried over the calendar.

    It has no id that anything has there: the visit that gave up its time may be shown, too.
    """
    start = pin.was or pin.parked_at
    return Appointment(
        UUID(int=pin.id), pin.patient_id, pin.patient, pin.doctor_id or 0, pin.doctor, start,
        start + dt.timedelta(minutes=pin.minutes), AppointmentStatus.BOOKED, holds=True,
        version=pin.version, type_id=pin.type_id, type=pin.type, colour=pin.colour, note=pin.note,
    )  # fmt: skip


def _lies_on(widget: QWidget, point: QPoint) -> bool:
    """Tell whether a point of the screen lies on a widget."""
    return QRect(QPoint(), widget.size()).contains(widget.mapFromGlobal(point))
