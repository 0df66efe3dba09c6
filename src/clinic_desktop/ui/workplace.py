"""The place where reception works: calendar, side panel, and one panel at the right when wanted."""

from __future__ import annotations

import zoneinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QPoint, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.booking import Appointment, AppointmentStatus, Block, Booked
from clinic_desktop.domain.forms import use as use_forms
from clinic_desktop.domain.office import Done
from clinic_desktop.domain.people import Doctor, Patient, PatientFound
from clinic_desktop.domain.time import day_span
from clinic_desktop.ui.bindings import bind_acts, share_visit_acts
from clinic_desktop.ui.calendar import CalendarPane
from clinic_desktop.ui.clinic import Clinic, forms_of
from clinic_desktop.ui.deeds import Deeds, NotMoved
from clinic_desktop.ui.doctors import DoctorList
from clinic_desktop.ui.month import MonthPicker
from clinic_desktop.ui.notices import Notices
from clinic_desktop.ui.offline import OfflineStrip
from clinic_desktop.ui.panes import Panes
from clinic_desktop.ui.parts import Check, column, row
from clinic_desktop.ui.printing import Printing
from clinic_desktop.ui.privacy_strip import PrivacyStrip
from clinic_desktop.ui.saved_views import SavedViews
from clinic_desktop.ui.sheets import Sheets
from clinic_desktop.ui.topbar import TopBar
from clinic_desktop.ui.words import said

if TYPE_CHECKING:
    from clinic_desktop.ui.appointment import AppointmentPanel
    from clinic_desktop.ui.booking import BookingPanel
    from clinic_desktop.ui.patient import PatientPanel

    Panels = BookingPanel | AppointmentPanel | PatientPanel

SHORT_TITLE = 1240
"""Below this width the period is named in short."""
PANELS = ("booking", "appointment", "patient")
"""What may stand at the right, by name; each is made when it is first wanted."""
IDLE_MS = 10
"""Between making one panel ahead and the next: whoever clicks or types comes first."""


class Workplace(QWidget):
    """Everything that an open clinic's window holds, and the ways between its panes.

    Signals:
        stands: the calendar has its first contents, or has none; sent once.
    """

    stands = Signal()

    def __init__(self, clinic: Clinic) -> None:
        """Make the panes and begin with today."""
        super().__init__()
        use_forms(forms_of(QLocale()))
        self._clinic = clinic
        self._stands = self._is_whole = False
        self._ahead = QTimer(self)
        self._ahead.timeout.connect(self._make_next)
        # Made first, so that after a commit it also asks first.
        self.calendar = CalendarPane(clinic)
        self.top = TopBar(clinic, self)
        self.month = MonthPicker(clinic)
        self.doctors = DoctorList(clinic)
        self._lay_out()
        self.notices = Notices(clinic.look, self.panes.middle)
        self.deeds = Deeds(clinic, self.notices, self)
        self.printing = Printing(clinic, self.calendar, self.panes, self.notices)
        self.views = SavedViews(clinic, self.calendar, self.doctors)
        self.sheets = Sheets(clinic, self.views, self)
        self._connect_bars()
        self._connect_calendar()
        self.notices.undo_requested.connect(self.deeds.undo)
        self.notices.focus_left.connect(self.calendar.focus)
        self.deeds.moved.connect(self._show_moved)
        self.deeds.move_ended.connect(self._show_where_it_is)
        self.deeds.move_failed.connect(self._show_not_moved)
        clinic.privacy.changed.connect(self._obey_privacy)
        bind_acts(self, clinic)
        self._show_period()
        self.calendar.focus()
        troubles = (clinic.actions.trouble, self.views.trouble)
        if any(troubles):
            self.notices.tell("\n".join(filter(None, troubles)), tone="danger")

    def _lay_out(self) -> None:
        self.panes = Panes(
            self._clinic.look,
            (self.month, self.doctors, self._make_cancelled()),
            self.calendar,
        )
        strips = PrivacyStrip(self._clinic, self), OfflineStrip(self._clinic, self)
        strips[0].focus_left.connect(self.calendar.focus)
        whole = column(self.top, self.panes, *strips, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _make_cancelled(self) -> QWidget:
        """Make the check that shows cancelled visits, below those of the doctors."""
        check = Check(self._clinic.look, "Cancelled visits", "Show cancelled visits")
        self._clinic.actions.tip(check, "cancelled", "Show cancelled visits at their old times")
        check.clicked.connect(lambda on: self.calendar.show_cancelled(shown=on))
        self.calendar.cancelled_shown.connect(check.setChecked)
        place = QWidget()
        line = row(check)
        line.setContentsMargins(self._clinic.look.px(6), 0, 0, 0)
        place.setLayout(line)
        return place

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the period as there is room."""
        super().resizeEvent(event)
        self._show_title()

    def _show_title(self) -> None:
        short = self.width() < self._clinic.look.px(SHORT_TITLE)
        self.top.title.setText(self.calendar.title(short=short))

    # Ways between the panes

    def _connect_bars(self) -> None:
        top, calendar = self.top, self.calendar
        top.day_requested.connect(self.show_day)
        top.date_refused.connect(lambda why: self.notices.tell(why, tone="danger"))
        top.step_requested.connect(calendar.step)
        top.today_requested.connect(self.show_today)
        top.mode_requested.connect(calendar.show_mode)
        top.doctor_requested.connect(calendar.show_doctor)
        top.patient_chosen.connect(self._open_found)
        top.booking_requested.connect(self.new_appointment)
        self.month.day_chosen.connect(calendar.show_day)
        self.doctors.shown_changed.connect(self._show_doctors)
        self.doctors.legend.clicked.connect(self.sheets.show_legend)

    def _connect_calendar(self) -> None:
        calendar, view = self.calendar, self.calendar.view
        calendar.period_changed.connect(self._show_period)
        calendar.told.connect(self.notices.tell)
        calendar.refused.connect(lambda why: self.notices.tell(why, tone="danger"))
        self.views.told.connect(self.notices.tell)
        self.views.refused.connect(lambda why: self.notices.tell(why, tone="danger"))
        calendar.answered.connect(self._stand)
        view.block_activated.connect(self._take_block)
        view.run_activated.connect(self._take_run)
        view.appointment_activated.connect(self.open_appointment)
        view.selected.connect(self._follow_selection)
        view.dropped.connect(self.deeds.land)
        view.menu_requested.connect(self._show_menu)
        self.deeds.move_begun.connect(view.waiting.begin)

    # The panels

    @cached_property
    def booking(self) -> BookingPanel:
        """The panel in which a visit is booked."""
        from clinic_desktop.ui.booking import BookingPanel

        panel = BookingPanel(self._clinic)
        panel.booked.connect(self._tell_booked)
        panel.block_wanted.connect(self._open_wanted_block)
        panel.closed.connect(self.close_panel)
        self.panes.add(panel)
        return panel

    @cached_property
    def appointment(self) -> AppointmentPanel:
        """The panel that shows a visit."""
        from clinic_desktop.ui.appointment import AppointmentPanel

        panel = AppointmentPanel(self._clinic)
        panel.changed.connect(self.deeds.tell_changed)
        panel.move_requested.connect(self.begin_move)
        panel.patient_requested.connect(self.open_patient)
        panel.refusal.offer_chosen.connect(self.deeds.move_to_offer)
        panel.refusal.anyway_requested.connect(self.deeds.move_anyway)
        panel.refusal.retry_requested.connect(self._retry_move)
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
        panel.closed.connect(self.close_panel)
        self.panes.add(panel)
        return panel

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The clinic's zone."""
        return self._clinic.zone

    @property
    def hides_patients(self) -> bool:
        """Whether patients are hidden in this window."""
        return self._clinic.privacy.is_on

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way in any pane."""
        panes: list[Any] = [self.month, self.doctors, self.calendar, *self.panes.panels]
        return (
            self._is_whole
            and self._clinic.dispatcher.is_idle
            and self.top.search.is_settled
            and all(pane.is_settled for pane in panes)
            and self.printing.is_settled
        )

    def _show_period(self) -> None:
        """Let every pane say what the calendar shows."""
        calendar = self.calendar
        self.month.set_chosen(calendar.day, calendar.first, calendar.last)
        self.top.modes.set_choice(calendar.mode)
        week = calendar.mode == "week"
        doctor = calendar.week_doctor
        self.top.set_week_doctors(
            calendar.doctors if week else (), doctor.id if doctor is not None else None
        )
        self._show_title()

    def _stand(self) -> None:
        """Say once that the first contents are there."""
        if not self._stands:
            self._stands = True
            self.stands.emit()
            # At once, but Qt paints before it looks at its timers.
            self._ahead.start(0)

    def _make_next(self) -> None:
        """Make the panels ahead, one at a time: the first click need not wait for one."""
        if not self._ahead.interval():
            self._ahead.setInterval(IDLE_MS)
            return
        name = next((name for name in PANELS if name not in vars(self)), None)
        if name is None:
            self._ahead.stop()
            self._is_whole = True
        else:
            getattr(self, name)

    def _show_doctors(self, doctors: tuple[Doctor, ...]) -> None:
        self.calendar.set_doctors(doctors)
        self.month.set_doctors(tuple(doctor.id for doctor in doctors))
        self._show_period()
        self.calendar.show_empty_clinic(empty=self.doctors.is_empty)

    def show_day(self, day: object) -> None:
        """Show a day and go on in the calendar."""
        self.calendar.show_day(day)  # type: ignore[arg-type]
        self.calendar.focus()

    def show_today(self) -> None:
        """Show today."""
        self.calendar.show_day(self._clinic.today)

    def next_pane(self) -> None:
        """Go to the next pane: calendar, right panel, month, search, and round."""
        middle = self.printing.pane or self.calendar
        panes = [(middle, middle.focus)]
        panel = self.panel
        if panel is not None:
            panes.append((panel, panel.focus))  # type: ignore[arg-type]
        if self.panes.side.isVisible():
            panes.append((self.month, self.month.focus))  # type: ignore[arg-type]
            panes.append((self.doctors, self.doctors.focus))  # type: ignore[arg-type]
        panes.append((self.top, self.top.focus_search))  # type: ignore[arg-type]
        focused: QWidget | None = self.window().focusWidget()
        inside = [
            place for place, (pane, _) in enumerate(panes) if focused and pane.isAncestorOf(focused)
        ]
        panes[(inside[0] + 1) % len(panes) if inside else 0][1]()

    def step_back(self) -> None:
        """Put away what lies on top: keys, search, move, panel; then the selection."""
        self.calendar.put_card_away()
        if self.sheets.step_back():
            if not self.sheets.is_open:
                self.calendar.focus()
        elif self.top.close_search():
            (self.printing.pane or self.calendar).focus()
        elif self.printing.pane is not None:
            self.printing.close()
        elif self.calendar.moving is not None:
            self.calendar.end_move()
        elif self._visit is not None and not self._visit.cancel_box.isHidden():
            self._visit.cancel_box.hide()
            self._visit.focus()
        elif self.panel is not None:
            self.close_panel()
        else:
            self.calendar.clear_selection()

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

    def _open_panel(self, panel: Panels) -> None:
        self.printing.close()
        before = self.panel
        if before is not None and before not in (panel, self.booking):
            before.clear()
        self.panes.open(panel)

    def close_panel(self) -> None:
        """Put the panel away; a booking that is on its way goes on and will be told."""
        panel = self.panel
        self.panes.close_panel()
        if panel is not None and not panel.is_busy:
            if panel is self.booking:
                self._put_booking_away()
            else:
                panel.clear()
        self.calendar.focus()

    def _put_booking_away(self) -> None:
        """Lose no word of a booking that was begun: it can be brought back."""
        if self.booking.put_away():
            offer = ("Bring it back", self._bring_booking_back)
            self.notices.tell("The appointment that you began is put away", offer=offer)

    def _bring_booking_back(self) -> None:
        self._open_panel(self.booking)
        self.booking.bring_back()

    def new_appointment(self) -> None:
        """Book the current free block, else the first free one from the shown days on."""
        item = self.calendar.current()
        self._open_panel(self.booking)
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

    def new_patient(self) -> None:
        """Book for somebody who is not registered yet."""
        if self.panel is not self.booking:
            self.new_appointment()
        self.booking.picker.begin_new("")

    def _take_block(self, block: Block) -> None:
        """Book it, or move the visit that waits for a time there."""
        if self.calendar.moving is not None:
            moving = self.calendar.moving
            shown = self.appointment.appointment
            self.deeds.move(shown if shown and shown.id == moving.id else moving, block)
            return
        self._open_panel(self.booking)
        self.booking.open_block(block)
        self.booking.focus()

    def _take_run(self, run: tuple[Block, ...]) -> None:
        """Book several blocks as one visit; a visit that is moved has its length already."""
        if self.calendar.moving is not None:
            self._take_block(run[0])
            return
        self._open_panel(self.booking)
        self.booking.open_run(run)
        self.booking.focus()

    def _open_wanted_block(self, block: Block) -> None:
        """Go with the form to another block."""
        self.doctors.ensure_shown(block.doctor_id)
        self.calendar.reveal(block)
        self.booking.open_block(block)

    def open_appointment(self, appointment: Appointment) -> None:
        """Show a visit in its panel."""
        self._open_panel(self.appointment)
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

    def _obey_privacy(self) -> None:
        """Let go of what was told before hiding began; views show theirs anew by themselves."""
        if self._clinic.privacy.is_on:
            self.notices.forget()

    def _open_found(self, found: PatientFound) -> None:
        self.open_patient(found.patient.id)

    def open_patient(self, patient_id: object) -> None:
        """Show a patient with all visits."""
        self._open_panel(self.patient)
        self.patient.open_patient(patient_id)  # type: ignore[arg-type]
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
        if self._visit is not None and focused is not None and self._visit.isAncestorOf(focused):
            return self._visit.appointment
        item = self.calendar.current()
        return item if isinstance(item, Appointment) else None

    def _show_menu(self, at: QPoint) -> None:
        """Offer what can be done with what is current in the calendar."""
        from clinic_desktop.ui.menu import show_menu

        show_menu(self, self._clinic, at)

    def set_status(self, appointment: Appointment, status: AppointmentStatus) -> None:
        """Say where a visit stands: by the panel if it shows it, where the answer then is told."""
        shown = self._visit.appointment if self._visit is not None else None
        if shown is not None and shown.id == appointment.id:
            self.appointment.set_status(status)
        else:
            self.deeds.set_status(appointment, status)

    def begin_move(self, appointment: Appointment) -> None:
        """Have a new time picked in the calendar."""
        if appointment.holds:
            self.calendar.begin_move(appointment)

    def begin_cancel(self, appointment: Appointment) -> None:
        """Ask in the visit's panel why it is cancelled."""
        shown = self._visit.appointment if self._visit is not None else None
        if shown is None or shown.id != appointment.id:
            self.open_appointment(appointment)
        self.appointment.ask_reason()

    def _tell_booked(self, done: Done[Booked]) -> None:
        """Close the form and say what is booked now."""
        if self.panel is self.booking:
            self.close_panel()
        self.deeds.tell_booked(done)

    def _show_moved(self, appointment: Appointment) -> None:
        self.calendar.end_move()
        self.calendar.reveal(appointment)

    def _show_where_it_is(self, done: Done[Appointment]) -> None:
        """Wait for the new time to be read, unless nothing was changed."""
        if done.changes is None:
            self.calendar.view.waiting.end(done.answer.id)

    def _show_not_moved(self, failed: NotMoved) -> None:
        """Tell it in the visit's panel, with every way on; a move by keys still waits for a block.

        A booking that is being typed keeps its panel: it is told below the calendar then.
        """
        self.calendar.view.waiting.end(failed.appointment.id)
        if self.panel is self.booking:
            self.notices.tell(f"Not moved. {said(failed.error)}", tone="danger")
            return
        shown = self.appointment.appointment
        if self.panel is not self.appointment or shown is None or shown.id != failed.appointment.id:
            self._open_panel(self.appointment)
            self.appointment.open_appointment(self._clinic.privacy.shown(failed.appointment))
        self.appointment.fail_move(failed.error, failed.wanted)

    def _retry_move(self) -> None:
        """Send a move again that the surroundings failed."""
        if self.appointment.tells_of_move:
            self.deeds.retry_move()
