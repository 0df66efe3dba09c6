"""The place in the window where a doctor's hours, time off and closed days are seen and changed."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.availability import Availability, HoursOf
from clinic_desktop.domain.booking import Appointment
from clinic_desktop.domain.office import Done, Seen
from clinic_desktop.domain.people import Doctor
from clinic_desktop.domain.sites import SitesFor, SitesSeen
from clinic_desktop.domain.timeoff import TimeOff, TimeOffOf
from clinic_desktop.ui.availability.custom import FieldsEditor
from clinic_desktop.ui.availability.days import DaysEditor
from clinic_desktop.ui.availability.doctors import DoctorsEditor
from clinic_desktop.ui.availability.effect import NO_CHANGE, EffectView
from clinic_desktop.ui.availability.fields import Editor
from clinic_desktop.ui.availability.holidays import HolidaysEditor
from clinic_desktop.ui.availability.listed import ListEditor
from clinic_desktop.ui.availability.newcomer import Newcomer
from clinic_desktop.ui.availability.off import OffEditor
from clinic_desktop.ui.availability.purposes import PurposesEditor
from clinic_desktop.ui.availability.resources import ResourcesEditor
from clinic_desktop.ui.availability.self_booking import SelfBookingEditor
from clinic_desktop.ui.availability.sending import Saved, Sent
from clinic_desktop.ui.availability.sided import Sided
from clinic_desktop.ui.availability.sites import SitesEditor
from clinic_desktop.ui.availability.visit_types import TypesEditor
from clinic_desktop.ui.availability.weekly import WeeklyEditor
from clinic_desktop.ui.availability.year_section import YearSection
from clinic_desktop.ui.availability.yearly import site_names, year_of
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.flow import Flow
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import (
    Choice,
    IconButton,
    Label,
    Segments,
    column,
    hair_line,
    hear_name,
    push_button,
    row,
)
from clinic_desktop.ui.words import said

PAGES = {
    "weekly": "Week",
    "days": "Days",
    "off": "Time off",
    "closed": "Closed",
    "holidays": "Holidays",
}
"""The pages of the place that are about time, and what they are called."""
OWN = ("weekly", "days", "off")
"""Those that are about one doctor alone."""
LISTS = {
    "types": "Visit types",
    "purposes": "Purposes",
    "doctors": "Doctors",
    "fields": "Patient fields",
    "rooms": "Rooms",
    "equipment": "Equipment",
    "sites": "Sites",
    "self_booking": "Self-booking",
}
"""The pages with the clinic's own lists."""
_READING = "Looking at the hours\N{HORIZONTAL ELLIPSIS}"


class AvailabilityPane(QWidget):
    """Hours, time off and closed days of one doctor at a time; what would change stands beside.

    Signals:
        closed: it is not wanted any more.
        day_chosen(date): a day of the year was chosen.
        saved(Saved): a change is committed.
        open_requested(Appointment), move_requested(Appointment), cancel_requested(Appointment):
            what is to be done with a visit that would be left outside.
    """

    closed = Signal()
    day_chosen = Signal(object)
    saved = Signal(object)
    open_requested = Signal(object)
    move_requested = Signal(object)
    cancel_requested = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Make the pages, for nobody yet."""
        super().__init__()
        self._clinic = clinic
        self._doctors: tuple[Doctor, ...] = ()
        self._wanted: int | None = None
        self._rules: tuple[Availability, ...] = ()
        self._off: tuple[TimeOff, ...] = ()
        self._entered: tuple[QWidget | None, tuple[str, ...]] | None = None
        self._sent: Sent | None = None
        # Hands left for a visit that would be left outside: they come back to the others.
        self._left_for_hit = False
        # Why the hours of the doctor who is shown are not there yet.
        self._unread = ""
        self.setAccessibleName("Hours place")
        self._make_pages()
        self._make_head()
        self._lay_out()
        self._hours = LiveQuery(clinic.dispatcher, self)
        self._hours.loaded.connect(self._show_hours)
        self._hours.failed.connect(self._tell_unread)
        self._time_off = LiveQuery(clinic.dispatcher, self)
        self._time_off.loaded.connect(self._show_off)
        self._sites: SitesSeen | None = None
        self._of_sites = LiveQuery(clinic.dispatcher, self)
        self._of_sites.loaded.connect(self._show_sites)
        clinic.privacy.changed.connect(self._forget_unseen)
        self.show_page("weekly")

    def _make_pages(self) -> None:
        clinic = self._clinic
        self.weekly, self.days = WeeklyEditor(clinic), DaysEditor(clinic)
        self.off = OffEditor(clinic, of_doctor=True)
        self.closed_days = OffEditor(clinic, of_doctor=False)
        self.holidays = HolidaysEditor(clinic)
        self.types, self.purposes = TypesEditor(clinic), PurposesEditor(clinic)
        self.fields = FieldsEditor(clinic)
        self.rooms = ResourcesEditor(clinic, counted=False)
        self.equipment = ResourcesEditor(clinic, counted=True)
        self.sites, self.self_booking = SitesEditor(clinic), SelfBookingEditor(clinic)
        self._lists = (
            self.types, self.purposes, self.fields, self.rooms, self.equipment, self.sites,
            self.self_booking,
        )  # fmt: skip
        pages = (
            self.weekly, self.days, self.off, self.closed_days, self.holidays,
            self.types, self.purposes, DoctorsEditor(clinic), *self._lists[2:],
        )  # fmt: skip
        self._pages: dict[str, Editor] = dict(zip((*PAGES, *LISTS), pages, strict=True))
        self._page = "weekly"
        for page in self._pages.values():
            page.changed.connect(self._show_change)
            page.confirmed.connect(self._confirm)
        self.effect = EffectView(clinic)
        self.effect.sent.connect(self._note_sent)
        self.effect.saved.connect(self._tell_saved)
        self.effect.shown.connect(self._go_to_effect)
        for listed in self._lists:
            listed.saved.connect(lambda done, name: self.saved.emit(Saved(done, name)))
            self.effect.add_foot(listed.save_button)
        ways = (
            (self.effect.open_requested, self.open_requested),
            (self.effect.move_requested, self.move_requested),
            (self.effect.cancel_requested, self.cancel_requested),
        )
        for requested, handed_on in ways:
            requested.connect(self.leave_for_hit)
            requested.connect(handed_on)
        self.newcomer = Newcomer(clinic)
        self.newcomer.doctor_added.connect(self._take_doctor)
        self.newcomer.closed.connect(self._close_newcomer)
        self.newcomer.hide()
        self.year = YearSection(clinic)
        self.year.strip.day_chosen.connect(self._choose_day)
        self.year.strip.year_requested.connect(lambda _year: self._ask())

    def _make_head(self) -> None:
        look = self._clinic.look
        self.doctor = Choice(look, "Doctor")
        self.doctor.activated.connect(self._choose_doctor)
        self._add = push_button("Add doctor")
        self._add.clicked.connect(self.newcomer.open)
        own = self._clinic.own
        pages = PAGES if own is None else {name: PAGES[name] for name in OWN}
        self.segments = Segments("Pages", pages, self._turn_to)
        # In two, so that in large letters one goes on in a line of its own, and no name is cut.
        names = list(LISTS)
        halves = {"Kinds and people": names[:4], "Places and devices": names[4:]}
        self.lists = tuple(
            Segments(caption, {name: LISTS[name] for name in half}, self._turn_to)
            for caption, half in halves.items()
        )
        close = IconButton(look, "x", "Close hours")
        close.clicked.connect(self.closed)
        flow = Flow(look.px(10))
        title = Label(look, "Hours" if own is None else f"Hours of {own.name}", "title")
        for part in (title, self.doctor, self._add, self.segments, *self.lists):
            flow.addWidget(part)
        ways = QWidget()
        ways.setLayout(flow)
        for part in (self.doctor, self._add, *self.lists):
            # Whoever looks at their own alone chooses and adds nobody.
            part.setHidden(own is not None)
        line = row(ways, close, spacing=look.px(8))
        line.setStretch(0, 1)
        # Where the ways take several lines it stays in its corner.
        line.setAlignment(close, Qt.AlignmentFlag.AlignTop)
        self._head = line

    def _lay_out(self) -> None:
        px = self._clinic.look.px
        inside = column(self.newcomer, *self._pages.values(), spacing=px(14))
        self._above_year = hair_line(level=True)
        inside.addWidget(self._above_year)
        inside.addWidget(self.year)
        inside.addStretch(1)
        inside.setContentsMargins(px(16), px(12), px(16), px(14))
        self._sided = Sided(
            self._clinic.look, self._head, inside, 1 + len(self._pages), self.effect
        )
        self.scroller = self._sided.scroller
        self.setLayout(column(self._sided))
        hear_name(self.doctor)

    # What is asked

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is what was asked for."""
        return (
            self._hours.is_settled
            and self._time_off.is_settled
            and self._of_sites.is_settled
            and self.effect.is_settled
            and not self.newcomer.is_busy
            and all(page.is_settled for page in self._pages.values())
        )

    @property
    def listed(self) -> tuple[ListEditor, ...]:
        """The pages that save by themselves."""
        return self._lists

    @property
    def doctor_id(self) -> int | None:
        """Whose time is shown."""
        found: int | None = self.doctor.currentData()
        return found

    @property
    def draft(self) -> tuple[str, ...]:
        """What is typed and not saved, of every page; empty when nothing is.

        Holidays are none of it: they are chosen, and offered again.
        """
        pages = (
            self.weekly, self.days, self.off, self.closed_days, *self._lists,
        )  # fmt: skip
        return tuple(text for page in pages if page.is_begun for text in page.texts)

    @property
    def visit_at_hand(self) -> Appointment | None:
        """The visit that a key means: the marked one of those left outside."""
        return self.effect.hits.visit if self.effect.hits.hasFocus() else None

    def set_doctors(self, doctors: tuple[Doctor, ...]) -> None:
        """Offer these, rooms included; whose time is shown stays, as long as there is one."""
        before = self.doctor_id if self._wanted is None else self._wanted
        if doctors != self._doctors or self._wanted is not None:
            self._doctors = doctors
            self.doctor.clear()
            for one in doctors:
                self.doctor.addItem(one.name, one.id)
        at = self.doctor.findData(before)
        if at >= 0:
            self._wanted = None
        self.doctor.setCurrentIndex(max(0, at))
        self.doctor.setVisible(bool(doctors) and self._clinic.own is None)
        self._show_pages()
        self._ask()

    def show_doctor(self, doctor_id: int) -> None:
        """Show the time of one of those that are offered."""
        at = self.doctor.findData(doctor_id)
        if at >= 0:
            self.doctor.setCurrentIndex(at)
            self._ask()

    def open(self, day: dt.date) -> None:
        """Begin on a day; where there is nobody yet, ask for the first doctor."""
        self.year.set_day(day)
        self.page.open()
        if not self._doctors and self._clinic.own is None:
            self.newcomer.open()
        self._ask()
        self._show_change()

    def follow(self, day: dt.date) -> None:
        """Go with the calendar to another day."""
        self.year.set_day(day)
        self._ask()

    def close_questions(self) -> None:
        """Ask for nothing any more; what was typed stays."""
        self._hours.set_query(None)
        self._time_off.set_query(None)
        self._of_sites.set_query(None)
        self.effect.set_change(None)
        for page in self._pages.values():
            page.leave()

    def _forget_unseen(self) -> None:
        """Keep no note as it was before hiding began or ended, where no answer replaces it."""
        if self._time_off.query is None:
            self._off = ()
            for page in (self.off, self.closed_days, self.holidays):
                page.there.show_entries(())
            self._mark_year()

    def _ask(self) -> None:
        self.year.name_year()
        doctor_id = self.doctor_id
        first = min(self._clinic.today, dt.date(self.year.year, 1, 1))
        hours = None if doctor_id is None else HoursOf(doctor_id=doctor_id, first=first)
        off = TimeOffOf(doctor_id=doctor_id, first=first, closed=True)
        sites = None if doctor_id is None else SitesFor(doctor_id=doctor_id)
        if sites != self._of_sites.query:
            self._of_sites.set_query(sites)
        if hours != self._hours.query or hours is None:
            self._hours.set_query(hours)
            if hours is None or doctor_id != self.weekly.doctor_id:
                self._begin_doctor()
        if off != self._time_off.query:
            self._time_off.set_query(off)

    def _begin_doctor(self) -> None:
        """Show at once that it is another doctor: nothing of the one before is to be saved."""
        self._rules = ()
        self._off = tuple(one for one in self._off if one.doctor_id is None)
        self._unread = _READING if self.doctor_id is not None else ""
        self.off.load(self.doctor_id, self._off, {})
        self._load()

    def _show_hours(self, seen: Seen[tuple[Availability, ...]]) -> None:
        self._rules, self._unread = seen.answer, ""
        self._load()
        self._show_change()

    def _show_sites(self, seen: Seen[SitesSeen]) -> None:
        self._sites = seen.answer
        self.weekly.set_sites(seen.answer)
        self.days.set_sites(seen.answer)
        self._load_closed()
        self._mark_year()
        self._show_change()

    def _tell_unread(self, error: Exception) -> None:
        """Say why the hours of the doctor who is shown can't be shown."""
        if self._unread:
            self._unread = said(error)
            self._show_change()

    def _show_off(self, seen: Seen[tuple[TimeOff, ...]]) -> None:
        self._off = seen.answer
        doctor_id = self.doctor_id
        self.off.load(doctor_id, self._off, {})
        self._load_closed()
        self._mark_year()

    def _load_closed(self) -> None:
        """Show when the clinic is closed, and at which site."""
        names = site_names(self._sites)
        self.closed_days.load(self.doctor_id, self._off, names)
        self.holidays.load(self._off, names)

    def _load(self) -> None:
        self.weekly.load(self.doctor_id, self._rules)
        self.days.load(self.doctor_id, self._rules)
        self._mark_year()

    def _mark_year(self) -> None:
        self.year.set_marks(
            year_of(self.year.year, self._rules, self._off, site_names(self._sites))
        )

    # Ways

    def show_page(self, name: str) -> None:
        """Show one page; its change is the one in hand."""
        self._page = name
        for segments in (self.segments, *self.lists):
            segments.set_choice(name)
        self._show_pages()
        self.scroller.verticalScrollBar().setValue(0)
        self.page.open()
        self._show_change()

    def _turn_to(self, name: str) -> None:
        """Show a page and go on in it, unless the keys still choose one."""
        self.show_page(name)
        focused: QWidget | None = self.window().focusWidget()
        ways = (self.segments, *self.lists)
        if focused is None or not any(way.isAncestorOf(focused) for way in ways):
            self.page.focus()

    def _show_pages(self) -> None:
        """Show the page; those of a doctor need one."""
        for each, page in self._pages.items():
            shown = each not in OWN or bool(self._doctors)
            page.setVisible(each == self._page and shown)
        for part in (self._above_year, self.year):
            part.setVisible(self._page not in LISTS)

    @property
    def page(self) -> Editor:
        """The page that is shown."""
        return self._pages[self._page]

    def leave_for_hit(self, _visit: object = None) -> None:
        """Come back to those left outside: something is done with one of them."""
        self._left_for_hit = True

    @property
    def is_left_for_hit(self) -> bool:
        """Whether hands are away for a visit that would be left outside."""
        return self._left_for_hit

    def focus(self) -> None:
        """Go to what is most likely wanted, and have it in sight."""
        left, self._left_for_hit = self._left_for_hit, False
        if self.newcomer.isVisible():
            self.newcomer.name.setFocus()
        elif left and self.effect.effect is not None:
            self.effect.focus_hits()
        else:
            self.page.focus()
            if left and self.page.change is not None:
                self._entered = self.window().focusWidget(), self.page.texts
        self._sided.reveal_focus()

    def _choose_doctor(self, _index: int) -> None:
        self._ask()
        self.page.focus()

    def _take_doctor(self, done: Done[Doctor]) -> None:
        """Go on with the hours of a doctor who was just taken on."""
        self._wanted = done.answer.id
        self.newcomer.hide()
        if done.answer.id not in {one.id for one in self._doctors}:
            self._doctors = (*self._doctors, done.answer)
        self.set_doctors(self._doctors)
        self.show_page("weekly")
        self.weekly.focus()

    def step_back(self) -> bool:
        """Put the form of a new doctor away; answer whether there was one."""
        is_open = self.newcomer.isVisible()
        if is_open:
            self._close_newcomer()
        return is_open

    def _close_newcomer(self) -> None:
        self.newcomer.hide()
        self.focus()

    def _choose_day(self, day: dt.date) -> None:
        """Go to a day: on this page, and in the calendar behind."""
        if self.page is self.off or self.page is self.closed_days:
            self.off.choose(day)
            self.closed_days.choose(day)
        else:
            self.show_page("days")
            self.days.choose(day, self.year.strip.words(day))
        self.day_chosen.emit(day)

    # What would change, and what was saved

    def _show_change(self) -> None:
        page = self.page
        # A list saves what leaves free time as it is by itself, by a button of its own; below what
        # is typed that would be out of sight.
        own = page.save_button if isinstance(page, ListEditor) and page.saves_itself else None
        self.effect.save_button.setHidden(own is not None)
        for listed in self._lists:
            listed.save_button.setVisible(listed.save_button is own)
        idle = page.idle or self._unread or NO_CHANGE
        self.effect.set_change(page.change, idle=idle, about=page.about)

    def _confirm(self) -> None:
        """Enter saves what hits nobody; else it leads to what is wrong, or to the effect."""
        if isinstance(self.page, ListEditor) and self.page.saves_itself:
            return
        if self.page.idle:
            self.page.tell_now()
        elif self.effect.effect is not None and not self.effect.effect.hits:
            self.effect.save()
        elif self.page.change is not None:
            self._entered = self.window().focusWidget(), self.page.texts
            self._go_to_effect()

    def _go_to_effect(self) -> None:
        """Go there from where Enter was pressed, unless hands have gone on since."""
        if self._entered is not None and self.effect.effect is not None:
            here = self.window().focusWidget(), self.page.texts
            entered, self._entered = self._entered, None
            if here == entered:
                self.focus_effect()

    def focus_effect(self) -> None:
        """Go to the way to save what is shown, and have it in sight."""
        self.effect.focus()
        self._sided.reveal_beside()

    def _note_sent(self) -> None:
        self._sent = Sent.of(self.page, self.doctor.currentText())

    def _tell_saved(self, done: Done[object]) -> None:
        """Begin anew where it was typed, unless hands have begun something else meanwhile."""
        sent, self._sent = self._sent, None
        if sent is None:
            return
        if sent.is_untouched:
            sent.page.finish()
            if sent.page is self.page:
                self.page.focus()
        self.saved.emit(Saved(done, sent.whose))
