"""The calendar pane: which days and doctors it shows, kept true by one live query."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from clinic_desktop.domain.booking import Agenda, AgendaOf, Appointment, Block
from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import Doctor
from clinic_desktop.domain.time import day_span, local_date
from clinic_desktop.ui.agenda import AgendaView, Column
from clinic_desktop.ui.clinic import Clinic, first_weekday
from clinic_desktop.ui.first_doctor import FirstDoctor
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Label, push_button, row
from clinic_desktop.ui.words import day_text, long_day_text, minutes_text, said, week_text

NOW_MS = 20_000
WEEK_DAYS = 7
_MORNING = dt.timedelta(hours=8)


class CalendarPane(QWidget):
    """Days of the chosen doctors side by side, or one doctor's week.

    Signals:
        period_changed: another day, mode or doctor is shown.
        move_ended: no visit is being moved any more.
    """

    period_changed = Signal()
    move_ended = Signal()

    def __init__(self, clinic: Clinic) -> None:
        """Begin with today, without doctors."""
        super().__init__()
        self._clinic = clinic
        self.day = clinic.today
        self.mode = "day"
        self._doctors: tuple[Doctor, ...] | None = None
        self._week_doctor: int | None = None
        self._wanted: int | UUID | None = None
        self._has_scrolled = False
        self.moving: Appointment | None = None
        self.view = AgendaView(clinic.look)
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._load)
        self._query.patched.connect(self._patch)
        self._query.failed.connect(self._fail)
        self._banner = self._make_banner()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._banner)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._first: FirstDoctor | None = None
        layout.addWidget(self._pages, 1)
        self._minute = QTimer(self)
        self._minute.setInterval(NOW_MS)
        self._minute.timeout.connect(self._show_now)
        self._minute.start()
        self._show_now()

    def _make_banner(self) -> QFrame:
        look = self._clinic.look
        banner = QFrame()
        banner.setProperty("role", "strip")
        self._banner_text = Label(look, role="medium", wraps=True)
        stop = push_button("Stop moving", kind="quiet")
        stop.clicked.connect(self.end_move)
        line = row(self._banner_text, stop)
        line.setStretch(0, 1)
        line.setContentsMargins(look.px(14), look.px(6), look.px(8), look.px(6))
        banner.setLayout(line)
        banner.setAccessibleName("Moving")
        banner.hide()
        return banner

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is what was asked for."""
        return self._query.is_settled

    @property
    def now(self) -> dt.datetime:
        """The present instant."""
        return self._clinic.now

    @property
    def first(self) -> dt.date:
        """The first day that is shown."""
        if self.mode == "day":
            return self.day
        return self.day - dt.timedelta(days=(self.day.weekday() - first_weekday()) % WEEK_DAYS)

    @property
    def last(self) -> dt.date:
        """The last day that is shown."""
        return self.first + dt.timedelta(days=self._days - 1)

    @property
    def _days(self) -> int:
        return 1 if self.mode == "day" else WEEK_DAYS

    @property
    def week_doctor(self) -> Doctor | None:
        """Whose week is shown."""
        doctors = self._doctors or ()
        return next(
            (d for d in doctors if d.id == self._week_doctor), doctors[0] if doctors else None
        )

    @property
    def doctors(self) -> tuple[Doctor, ...]:
        """The doctors whose columns may be shown."""
        return self._doctors or ()

    def title(self, *, short: bool) -> str:
        """Name the shown period."""
        if self.mode == "day":
            return day_text(self.day) if short else long_day_text(self.day)
        return week_text(self.first, self.last, short=short)

    def set_doctors(self, doctors: tuple[Doctor, ...]) -> None:
        """Show the columns of these."""
        if doctors != self._doctors:
            self._doctors = doctors
            self._show_period()

    def show_day(self, day: dt.date) -> None:
        """Show a day, or the week that it lies in."""
        self.day = day
        self._show_period()

    def show_mode(self, mode: str) -> None:
        """Show days or weeks; the week begins with the doctor of the current item."""
        if mode != self.mode:
            item = self.view.current()
            if item is not None:
                self._week_doctor = item.doctor_id
                self.day = local_date(item.start, self._clinic.zone)
            self.mode = mode
            self._show_period()

    def show_doctor(self, doctor_id: int) -> None:
        """Show another doctor's week."""
        self._week_doctor = doctor_id
        self._show_period()

    def step(self, by: int) -> None:
        """Go so many periods on."""
        self.show_day(self.day + by * dt.timedelta(days=self._days))

    def reveal(self, item: Block | Appointment) -> None:
        """Bring a block or a visit into view and make it current, also if its day is not shown."""
        self._wanted = item.id
        day = local_date(item.start, self._clinic.zone)
        shown = self.first <= day <= self.last
        if self.mode == "week" and item.doctor_id != (self.week_doctor and self.week_doctor.id):
            self._week_doctor = item.doctor_id
            shown = False
        if shown:
            self._select_wanted()
        else:
            self.show_day(day)

    def begin_move(self, appointment: Appointment) -> None:
        """Let the next free block that is picked be the visit's new time."""
        self.moving = appointment
        length = minutes_text(appointment.span.minutes)
        self._banner_text.setText(
            f"Moving {appointment.patient} ({length}). Pick a free block; Esc stops."
        )
        self._banner.show()
        self.view.setFocus()

    def end_move(self) -> None:
        """Move nothing any more."""
        if self.moving is not None:
            self.moving = None
            self._banner.hide()
            self.move_ended.emit()

    def _columns(self) -> tuple[Column, ...]:
        if self.mode == "day":
            return tuple(Column(doctor, self.day) for doctor in self.doctors)
        doctor = self.week_doctor
        days = range(WEEK_DAYS) if doctor else ()
        return tuple(Column(doctor, self.first + dt.timedelta(days=n)) for n in days if doctor)

    def _show_period(self) -> None:
        """Ask for what the columns of now need."""
        self.period_changed.emit()
        if self._doctors is None:
            return
        columns = self._columns()
        if columns != self.view.columns():
            self.view.set_columns(columns, self._clinic.zone)
        self.view.set_notice("")
        if not columns:
            self._query.set_query(None)
            self.view.set_loading(loading=False)
            return
        self.view.set_loading(loading=True)
        ids = tuple(sorted({column.doctor.id for column in columns}))
        span = day_span(self.first, self._clinic.zone, self._days)
        self._query.set_query(AgendaOf(span=span, doctor_ids=ids))

    def show_empty_clinic(self, *, empty: bool) -> None:
        """Ask for the first doctor in a clinic that has none."""
        if empty and self._first is None:
            self._first = FirstDoctor(self._clinic)
            self._pages.addWidget(self._first_page())
            self._pages.setCurrentIndex(1)
            self._first.name.setFocus()
        elif not empty and self._first is not None:
            page = self._first.parentWidget()
            if page is not None:
                self._pages.removeWidget(page)
                page.deleteLater()
            self._first = None
            self.view.setFocus()

    def _first_page(self) -> QWidget:
        """Put the form for the first doctor into the middle."""
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.addStretch(2)
        if self._first is not None:
            layout.addWidget(self._first, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        return page

    def _load(self, seen: Seen[Agenda]) -> None:
        self.view.set_agenda(seen.answer)
        self.view.set_notice("")
        if not self._has_scrolled:
            self._has_scrolled = True
            today = self.first <= self._clinic.today <= self.last
            morning = day_span(self.first, self._clinic.zone).start + _MORNING
            self.view.scroll_to(self._clinic.now if today else morning)
        self._select_wanted()

    def _patch(self, seen: Seen[Agenda]) -> None:
        self.view.patch(seen.answer)
        self._select_wanted()

    def _select_wanted(self) -> None:
        """Make current what was to be revealed, once it is there."""
        wanted = self._wanted
        if wanted is None:
            return
        found = (
            self.view.select_block(wanted)
            if isinstance(wanted, int)
            else self.view.select_appointment(wanted)
        )
        if found:
            self._wanted = None

    def _fail(self, error: Exception) -> None:
        """Say why nothing, or nothing newer, is shown."""
        self.view.set_loading(loading=False)
        self.view.set_notice(
            "The calendar can\N{RIGHT SINGLE QUOTATION MARK}t be read now", said(error)
        )

    def _show_now(self) -> None:
        self.view.set_now(self._clinic.now)
