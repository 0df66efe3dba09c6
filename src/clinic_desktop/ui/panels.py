"""The panels at the right, and the ways between them and the calendar."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.booking import (
    Appointment,
    AppointmentStatus,
    Block,
    Booked,
    CancelReason,
)
from clinic_desktop.domain.office import Done
from clinic_desktop.domain.people import Patient, PatientFound
from clinic_desktop.domain.time import TimeSpan, day_span
from clinic_desktop.ui.bindings import share_visit_acts
from clinic_desktop.ui.calendar import CalendarPane
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.doctors import DoctorList
from clinic_desktop.ui.panes import Panes

if TYPE_CHECKING:
    from clinic_desktop.domain.effect import TimeChange
    from clinic_desktop.domain.openings import Opening
    from clinic_desktop.domain.together import BookedTogether
    from clinic_desktop.ui.agenda.off import Ground, Off
    from clinic_desktop.ui.appointment import AppointmentPanel
    from clinic_desktop.ui.availability.block_off import BlockOffPanel
    from clinic_desktop.ui.availability.pane import AvailabilityPane
    from clinic_desktop.ui.availability.place import AvailabilityPlace
    from clinic_desktop.ui.availability.time_off import TimeOffPanel
    from clinic_desktop.ui.availability.ways import OffWays
    from clinic_desktop.ui.availability.why import WhyPanel
    from clinic_desktop.ui.booking import BookingPanel
    from clinic_desktop.ui.deeds import Deeds
    from clinic_desktop.ui.drafts import Draft
    from clinic_desktop.ui.line import LinePanel
    from clinic_desktop.ui.line_ways import LineWays
    from clinic_desktop.ui.marking import Marking
    from clinic_desktop.ui.moves import Moves
    from clinic_desktop.ui.notices import Notices
    from clinic_desktop.ui.patient import PatientPanel
    from clinic_desktop.ui.pin_ways import PinWays
    from clinic_desktop.ui.pinboard import PinboardPanel
    from clinic_desktop.ui.printing import Printing
    from clinic_desktop.ui.several import SeveralPanel
    from clinic_desktop.ui.several_ways import SeveralWays
    from clinic_desktop.ui.together import TogetherPanel

    Panels = (
        BookingPanel
        | AppointmentPanel
        | PatientPanel
        | BlockOffPanel
        | TimeOffPanel
        | WhyPanel
        | LinePanel
        | SeveralPanel
        | PinboardPanel
        | TogetherPanel
    )


class WithPanels(QWidget):
    """A place with a calendar, and at its right a panel when one is wanted.

    Whoever is one makes what stands around the panels.
    """

    availability_shown = Signal(object)
    """The place of hours stands in the calendar's place (True), or not any more."""
    _clinic: Clinic
    calendar: CalendarPane
    doctors: DoctorList
    panes: Panes
    _warned: Draft | None = None
    _back: Callable[[], None] | None = None

    # What no first picture shows: made behind it, or when it is first wanted

    @cached_property
    def notices(self) -> Notices:
        """What is told over the lower edge of the calendar."""
        from clinic_desktop.ui.notices import Notices

        calendar, over = self.calendar, self.panes.middle
        notices = Notices(self._clinic.look, over, lambda visit: calendar.place_of(visit, over))
        calendar.shifted.connect(notices.make_way)
        notices.focus_left.connect(calendar.focus)
        calendar.period_changed.connect(notices.move_on)
        calendar.told.connect(notices.tell)
        calendar.remarked.connect(lambda why: notices.remark(why, tone=""))
        calendar.refused.connect(lambda why: notices.tell(why, tone="danger"))
        return notices

    @cached_property
    def deeds(self) -> Deeds:
        """What sends commands and tells their outcome."""
        from clinic_desktop.ui.deeds import Deeds

        deeds = Deeds(self._clinic, self.notices, self)
        self.notices.undo_requested.connect(deeds.undo)
        return deeds

    @cached_property
    def moves(self) -> Moves:
        """The ways of visits to other times."""
        from clinic_desktop.ui.moves import Moves

        return Moves(self._clinic, self, self.deeds)

    @cached_property
    def printing(self) -> Printing:
        """The sheets that stand in the calendar's place."""
        from clinic_desktop.ui.printing import Printing

        return Printing(self._clinic, self.calendar, self.panes, self.notices)

    @cached_property
    def marking(self) -> Marking:
        """What tells of time that is only marked."""
        from clinic_desktop.ui.marking import Marking

        return Marking(self._clinic, self.calendar, self.notices)

    @cached_property
    def off(self) -> OffWays:
        """The ways to what tells of time that can't be booked."""
        from clinic_desktop.ui.availability.ways import OffWays

        return OffWays(self._clinic, self)

    @cached_property
    def availability(self) -> AvailabilityPlace:
        """Doctors' hours, time off and closed days, in the calendar's place."""
        from clinic_desktop.ui.availability.place import AvailabilityPlace

        place = AvailabilityPlace(
            self._clinic, self.calendar, self.doctors, self.panes, self.notices
        )
        place.made.connect(self._connect_availability)
        place.shown_changed.connect(self.availability_shown)
        return place

    def _connect_availability(self, pane: AvailabilityPane) -> None:
        pane.open_requested.connect(self.open_appointment)
        pane.move_requested.connect(self.begin_move)
        pane.cancel_requested.connect(self.cancel_hit)
        share_visit_acts(pane.effect.hits, self._clinic.actions)

    def show_availability(self, doctor_id: int | None = None) -> None:
        """Show a doctor's hours in the calendar's place."""
        self.printing.close()
        self.availability.show(doctor_id)

    def show_sheets(self) -> None:
        """Show what would be printed in the calendar's place."""
        self.availability.close()
        self.printing.show()

    def show_calendar(self) -> None:
        """Give the calendar its place back."""
        self.printing.close()
        self.availability.close()

    # The panels

    @cached_property
    def booking(self) -> BookingPanel:
        """The panel in which a visit is booked."""
        from clinic_desktop.ui.booking import BookingPanel

        panel = BookingPanel(self._clinic)
        panel.booked.connect(self._tell_booked)
        panel.block_wanted.connect(self._open_wanted_block)
        panel.block_off_requested.connect(self.begin_block_off)
        panel.plan_requested.connect(self.pins.plan)
        panel.failed_elsewhere.connect(lambda why: self.notices.tell(why, tone="danger"))
        self._clinic.actions.bind("block-off-instead", self.begin_block_off, panel)
        panel.closed.connect(self.close_panel)
        panel.over.right_told.connect(self.calendar.view.set_may_overbook)
        self.panes.add(panel)
        panel.end_by_tab()
        return panel

    @cached_property
    def line(self) -> LineWays:
        """The line that books or finds, and the ways from it."""
        from clinic_desktop.ui.line_ways import LineWays

        return LineWays(self._clinic, self)

    @cached_property
    def several(self) -> SeveralWays:
        """The ways of the visits that are selected."""
        from clinic_desktop.ui.several_ways import SeveralWays

        return SeveralWays(self._clinic, self)

    @cached_property
    def pins(self) -> PinWays:
        """The ways of the pinboard."""
        from clinic_desktop.ui.pin_ways import PinWays

        return PinWays(self._clinic, self)

    @cached_property
    def appointment(self) -> AppointmentPanel:
        """The panel that shows a visit."""
        from clinic_desktop.ui.appointment import AppointmentPanel

        panel = AppointmentPanel(self._clinic)
        panel.changed.connect(self.deeds.tell_changed)
        panel.changed.connect(self._return_to_hits)
        panel.series_changed.connect(self.deeds.tell_series)
        panel.move_requested.connect(self.begin_move)
        panel.patient_requested.connect(self.open_patient)
        panel.reassign_requested.connect(self.several.reassign)
        panel.park_requested.connect(self.pins.park)
        panel.refusal.offer_chosen.connect(self.deeds.move_to_offer)
        panel.move_anyway_requested.connect(self.deeds.move_anyway)
        panel.refusal.retry_requested.connect(self.moves.retry)
        panel.closed.connect(self.close_panel)
        share_visit_acts(panel, self._clinic.actions)
        self.panes.add(panel)
        return panel

    @cached_property
    def patient(self) -> PatientPanel:
        """The panel that shows a patient."""
        from clinic_desktop.ui.patient import PatientPanel

        panel = PatientPanel(self._clinic)
        panel.appointment_requested.connect(self._open_visit)
        panel.booking_requested.connect(self._book_for)
        panel.corrected.connect(self.deeds.tell_corrected)
        panel.merged.connect(self.deeds.tell_merged)
        panel.family_changed.connect(self.deeds.tell_contact)
        panel.together_requested.connect(self.open_together)
        panel.patient_requested.connect(self.open_patient)
        panel.closed.connect(self.close_panel)
        self.panes.add(panel)
        return panel

    @cached_property
    def together(self) -> TogetherPanel:
        """The panel that books several patients next to each other."""
        from clinic_desktop.ui.together import TogetherPanel

        panel = TogetherPanel(self._clinic)
        panel.booked.connect(self._tell_together)
        panel.closed.connect(self.close_panel)
        self.panes.add(panel)
        return panel

    def open_together(self, patient_ids: tuple[int, ...]) -> None:
        """Look for times for several patients, next to each other."""
        self.open_panel(self.together)
        self.together.open_for(patient_ids)
        self.together.focus()

    def _tell_together(self, done: Done[BookedTogether]) -> None:
        """Close the panel, show the first visit, and say what is booked now."""
        first = min(done.answer.visits, key=lambda one: one.start)
        if self.panel is self.together:
            self.close_panel()
        self.doctors.ensure_shown(first.doctor_id)
        self.calendar.reveal(first)
        self.deeds.tell_together(done)

    # The right panel

    @property
    def panel(self) -> Panels | None:
        """The open panel."""
        return self.panes.panel  # type: ignore[return-value] # nothing else is added

    @property
    def _visit(self) -> AppointmentPanel | None:
        """The panel of a visit, while it is the open one."""
        panel = self.panel
        return self.appointment if panel is not None and panel is self.appointment else None

    def open_panel(self, panel: Panels) -> None:
        """Show a panel at the right, in place of the one that is there."""
        self._back = None
        if not self._keeps_picks(panel):
            self.calendar.picks.let_go()
        self.printing.close()
        if panel is self.booking:
            self.availability.close()
        before = self.panel
        if before is not None and before not in (panel, self.booking):
            before.clear()
        if before is not panel:
            panel.scroller.verticalScrollBar().setValue(0)
        self.panes.open(panel)

    def _keeps_picks(self, panel: Panels) -> bool:
        """Tell whether what is selected stays so beside a panel: the line may mean it."""
        made = self.__dict__
        return not self.calendar.picks or any(
            name in made and made[name].panel is panel for name in ("several", "line")
        )

    def close_panel(self) -> None:
        """Put the panel away; a booking that is on its way goes on and will be told."""
        panel, back = self.panel, self._back
        self._back = None
        place = self.availability.pane
        # Hands that are at hours already stay where they are there.
        focused: QWidget | None = self.window().focusWidget()
        self.panes.close_panel()
        if self.calendar.picks and panel is self.several.panel:
            self.calendar.picks.let_go()
        if panel is not None and not panel.is_busy:
            if panel is self.booking:
                self._put_booking_away()
            else:
                if panel is self.__dict__.get("patient"):
                    self._put_correction_away()
                panel.clear()
        if place is None or focused is None or not place.isAncestorOf(focused):
            (place or self.calendar).focus()
        if back is not None:
            back()

    def come_back(self, back: Callable[[], None]) -> None:
        """Do this when the panel that is open now is closed by whoever looked at it."""
        self._back = back

    def explain(self, ground: Ground) -> None:
        """Say why a time is not offered, unless a visit waits for another one."""
        if self.calendar.moving is None:
            self.off.explain(ground.doctor.id, ground.doctor.name, ground.start)

    def explain_current(self) -> None:
        """Say it of what is current in the calendar, or of the time that was asked about."""
        self.off.explain_current()

    def take_opening(self, opening: Opening, type_id: int | None) -> None:
        """Book a time that was offered instead, for a type."""
        block = Block(
            opening.block_id, opening.doctor_id, opening.doctor, opening.start, opening.end
        )
        self.open_panel(self.booking)
        self._open_wanted_block(block)
        self.booking.choose_type(type_id)
        self.booking.focus()

    def open_off(self, off: Off) -> None:
        """Show time off in its panel, where it can be taken away."""
        self.off.open(off)

    def begin_block_off(self) -> None:
        """Ask of what kind the time is that is taken in the calendar, and show who is hit."""
        self.off.begin()

    def _put_booking_away(self) -> None:
        """Lose no word of a booking that was begun: it can be brought back."""
        if self.booking.put_away():
            offer = ("Bring it back", self._bring_booking_back)
            self.notices.tell("The appointment that you began is put away", offer=offer)

    def _put_correction_away(self) -> None:
        """Say where a correction is that was typed and not saved."""
        form = self.patient.form
        number = form.patient_id
        if form.is_dirty and number is not None:
            offer = ("Bring it back", lambda: self.open_patient(number))
            self.notices.tell("The correction that you began is put away", offer=offer)

    def _warns_of_correction(self, again: str) -> bool:
        """Show a correction that would be lost, once, and say so."""
        form = self.patient.form if "patient" in self.__dict__ else None
        if form is None or form.patient_id is None or not form.is_dirty or form.was_warned:
            return False
        form.was_warned = True
        self.open_patient(form.patient_id)
        self.notices.tell(f"The correction that you began is not saved. {again}")
        return True

    def warns_of_begun(self) -> bool:
        """Show what was begun and would be lost, and say so; once for what it holds.

        Answer whether that was said just now: whoever closes the window again means it.
        """
        keys = self._clinic.actions.keys("quit")
        again = f"Close again{f' ({keys})' if keys else ''} to leave it."
        if "availability" in self.__dict__ and self.availability.has_new_draft:
            self.show_availability()
            self.notices.tell(f"The change of hours is not saved. {again}")
            return True
        if self._warns_of_correction(again):
            return True
        begun = self.booking.begun if "booking" in self.__dict__ else None
        if begun is None or begun == self._warned:
            return False
        self._warned = begun
        told = f"The appointment that you began is not booked. {again}"
        if self.booking.is_put_away:
            self.notices.tell(told, offer=("Bring it back", self._bring_booking_back))
        else:
            self.open_panel(self.booking)
            self.notices.tell(told)
        return True

    def _bring_booking_back(self) -> None:
        self.open_panel(self.booking)
        self.booking.bring_back()

    def new_appointment(self) -> None:
        """Book the current free block, else the first free one from the shown days on."""
        item = self.calendar.current()
        self.open_panel(self.booking)
        run = self.calendar.run()
        if run:
            self.booking.open_run(run)
        elif isinstance(item, Block):
            self.booking.open_block(item)
        else:
            calendar = self.calendar
            days = (calendar.last - calendar.first).days + 1
            ids = tuple(doctor.id for doctor in self.doctors.shown)
            shown = day_span(calendar.first, self._clinic.zone, days)
            self.booking.open_next_free(ids, shown, calendar.title(short=False))
        self.booking.focus()

    def open_line(self) -> None:
        """Let a line be said that books, or finds something."""
        self.line.open()

    def new_patient(self) -> None:
        """Book for somebody who is not registered yet."""
        if self.panel is not self.booking:
            self.new_appointment()
        self.booking.picker.begin_new("")

    def _take_block(self, block: Block) -> None:
        """Book it, or move the visit that waits for a time there."""
        if self.calendar.moving is not None:
            self.moves.to_block(block)
            return
        self.open_panel(self.booking)
        self.booking.open_block(block)
        self.booking.focus()

    def begin_over(self, visit: Appointment) -> None:
        """Book somebody over a visit, or move there what waits for a time; by right."""
        from clinic_desktop.ui.over import NOT_ALLOWED

        if not self.booking.over.may:
            self.notices.remark(NOT_ALLOWED)
        elif self.calendar.moving is not None:
            self.moves.over(visit)
        elif visit.holds:
            self.open_panel(self.booking)
            self.booking.open_over(visit)
            self.booking.focus()

    def _take_run(self, run: tuple[Block, ...]) -> None:
        """Book several blocks as one visit; a visit that is moved has its length already."""
        if self.calendar.moving is not None:
            self._take_block(run[0])
            return
        self.open_panel(self.booking)
        self.booking.open_run(run)
        self.booking.focus()

    def _tell_stretch(self, span: TimeSpan) -> None:
        """Say what can be done with time that is only marked."""
        self.marking.tell(span)

    def _open_wanted_block(self, block: Block) -> None:
        """Go with the form to another block."""
        self.doctors.ensure_shown(block.doctor_id)
        self.calendar.reveal(block)
        self.booking.open_block(block)

    def open_appointment(self, appointment: Appointment) -> None:
        """Show a visit in its panel."""
        self.open_panel(self.appointment)
        self.appointment.open_appointment(appointment)
        self.appointment.focus()

    def _open_visit(self, appointment: Appointment) -> None:
        """Show a visit of a patient, also in the calendar."""
        if appointment.holds:
            self.doctors.ensure_shown(appointment.doctor_id)
            self.calendar.reveal(appointment)
        self.open_appointment(appointment)

    def _follow_selection(self, item: object) -> None:
        """Keep an open appointment panel on the visit that is walked to."""
        if self._visit is not None and isinstance(item, Appointment):
            shown = self._visit.appointment
            if shown is None or shown.id != item.id:
                self._visit.open_appointment(item)

    def _open_found(self, found: PatientFound) -> None:
        self.open_patient(found.patient.id)

    def open_patient(self, patient_id: int) -> None:
        """Show a patient with all visits."""
        self.open_panel(self.patient)
        self.patient.open_patient(patient_id)
        self.patient.focus()

    def _book_for(self, patient: Patient) -> None:
        self.new_appointment()
        self.booking.picker.set_patient(patient)
        self.booking.focus()

    # What is carried out

    @property
    def visit_at_hand(self) -> Appointment | None:
        """The visit that a key means: the panel's while it has the focus, else the calendar's."""
        focused: QWidget | None = self.window().focusWidget()
        place = self.availability.pane
        if place is not None and focused is not None and place.isAncestorOf(focused):
            return place.visit_at_hand
        if self._visit is not None and focused is not None and self._visit.isAncestorOf(focused):
            return self._visit.appointment
        item = self.calendar.current()
        return item if isinstance(item, Appointment) else None

    def set_status(self, appointment: Appointment, status: AppointmentStatus) -> None:
        """Say where a visit stands: by the panel if it shows it, where the answer then is told."""
        shown = self._visit.appointment if self._visit is not None else None
        if shown is not None and shown.id == appointment.id:
            self.appointment.set_status(status)
        else:
            self.deeds.set_status(appointment, status)

    def begin_move(self, appointment: Appointment) -> None:
        """Have a new time picked in the calendar; say why if it can't have one."""
        from clinic_desktop.ui.becoming import why_it_stays

        why = why_it_stays(appointment)
        if why:
            self.notices.remark(why)
        else:
            from clinic_desktop.ui.agenda.leaving import Leaving

            leaving = Leaving.of(self._change_that_hits(appointment), self._clinic.zone)
            self._leave_hits()
            panel = self._visit
            meant = panel.meant_with(appointment) if panel is not None else None
            self.show_calendar()
            self.calendar.begin_move(appointment, leaving, meant)

    def _change_that_hits(self, visit: Appointment) -> TimeChange[object] | None:
        """Answer the change in hand that would leave a visit outside."""
        views = []
        if "availability" in self.__dict__ and self.availability.pane is not None:
            views.append(self.availability.pane.effect)
        if "off" in self.__dict__ and "block_off" in self.off.__dict__:
            views.append(self.off.block_off.effect)
        for view in views:
            if view.effect and any(hit.appointment.id == visit.id for hit in view.effect.hits):
                return view.change
        return None

    def _leave_hits(self) -> bool:
        """Note that hands come back to those left outside; answer whether they are there."""
        focused: QWidget | None = self.window().focusWidget()
        place = self.availability.pane if "availability" in self.__dict__ else None
        is_there = place is not None and focused is not None and place.effect.isAncestorOf(focused)
        if place is not None and is_there:
            place.leave_for_hit()
        return is_there

    def _return_to_hits(self, _done: Done[Appointment]) -> None:
        """Go on with those left outside, once something became of one of them."""
        place = self.availability.pane if "availability" in self.__dict__ else None
        if place is not None and place.is_left_for_hit:
            place.focus()

    def begin_cancel(self, appointment: Appointment) -> None:
        """Ask in the visit's panel why it is cancelled; of who is left outside, it is the doctor.

        A patient whom the clinic has no time for any more did not ask for that.
        """
        if self._leave_hits():
            self.cancel_hit(appointment)
        else:
            self._ask_reason(appointment, CancelReason.PATIENT_REQUEST)

    def cancel_hit(self, appointment: Appointment) -> None:
        """Ask it of who is left outside by a change of availability."""
        self._ask_reason(appointment, CancelReason.DOCTOR_AWAY)

    def _ask_reason(self, appointment: Appointment, likely: CancelReason) -> None:
        shown = self._visit.appointment if self._visit is not None else None
        if shown is None or shown.id != appointment.id:
            self.open_appointment(appointment)
        self.appointment.ask_reason(likely=likely)

    def _tell_booked(self, done: Done[Booked]) -> None:
        """Close the form, unless the next booking is begun in it, and say what is booked now."""
        if self.panel is self.booking and self.booking.block is None:
            self.close_panel()
        self.deeds.tell_booked(done)
