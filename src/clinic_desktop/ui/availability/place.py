"""Hours in the window: in the calendar's place, loaded when they are first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinic_desktop.domain.availability import DaysSet
from clinic_desktop.ui.calendar import CalendarPane
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.doctors import DoctorList
from clinic_desktop.ui.notices import Notices
from clinic_desktop.ui.panes import Panes
from clinic_desktop.ui.words import said

if TYPE_CHECKING:
    from clinic_desktop.domain.office import Done
    from clinic_desktop.ui.availability.pane import AvailabilityPane
    from clinic_desktop.ui.availability.sending import Saved


class AvailabilityPlace(QObject):
    """Shows the place where hours are changed, and gives the calendar back.

    Signals:
        shown_changed(bool): it stands in the calendar's place, or not any more.
        made(AvailabilityPane): it is there for the first time.
    """

    shown_changed = Signal(object)
    made = Signal(object)

    def __init__(
        self,
        clinic: Clinic,
        calendar: CalendarPane,
        doctors: DoctorList,
        panes: Panes,
        notices: Notices,
    ) -> None:
        """Begin with the calendar in its place."""
        super().__init__(panes)
        self._clinic, self._calendar, self._doctors = clinic, calendar, doctors
        self._panes, self._notices = panes, notices
        self._pane: AvailabilityPane | None = None
        self._warned: tuple[str, ...] = ()
        calendar.period_changed.connect(self._follow)
        doctors.shown_changed.connect(lambda _shown: self._offer_doctors())

    @property
    def pane(self) -> AvailabilityPane | None:
        """The place, while it is shown."""
        pane = self._pane
        return pane if pane is not None and self._panes.cover is pane else None

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is what was asked for."""
        return self._pane is None or self._pane.is_settled

    def show(self, doctor_id: int | None = None) -> None:
        """Show the hours of a doctor; None: of whom the calendar shows first, or who was shown."""
        is_new = self._pane is None
        pane = self._pane = self._pane or self._make()
        self._panes.set_cover(pane)
        self._notices.stand_on(pane.scroller)
        self._offer_doctors()
        shown = self._doctors.shown
        if doctor_id is None and is_new and shown:
            whose = self._calendar.week_doctor if self._calendar.mode == "week" else None
            doctor_id = (whose or shown[0]).id
        if doctor_id is not None:
            pane.show_doctor(doctor_id)
        pane.open(self._calendar.day)
        pane.focus()
        self.shown_changed.emit(True)

    def _make(self) -> AvailabilityPane:
        from clinic_desktop.ui.availability.pane import AvailabilityPane

        pane = AvailabilityPane(self._clinic)
        pane.closed.connect(self.close)
        pane.saved.connect(self._tell_saved)
        pane.effect.refused_elsewhere.connect(self._tell_not_saved)
        for listed in pane.listed:
            listed.failed_elsewhere.connect(lambda why: self._notices.tell(why, tone="danger"))
        pane.day_chosen.connect(self._calendar.show_day)
        self.made.emit(pane)
        return pane

    def step_back(self) -> None:
        """Put away what lies on top of it, else it."""
        if self.pane is not None and not self.pane.step_back():
            self.close()

    def close(self) -> None:
        """Give the calendar back; what was typed is kept, and offered."""
        pane = self.pane
        if pane is None:
            return
        if pane.draft:
            offer = ("Back to it", self.show)
            self._notices.tell("The change of hours is not saved", offer=offer)
        pane.close_questions()
        self._panes.set_cover(None)
        self._notices.stand_on(None)
        self.shown_changed.emit(False)
        self._calendar.focus()

    @property
    def has_new_draft(self) -> bool:
        """Whether something is not saved that was not said to be; asked once for what it holds."""
        draft = self._pane.draft if self._pane is not None else ()
        is_new = bool(draft) and draft != self._warned
        self._warned = draft
        return is_new

    def _offer_doctors(self) -> None:
        if self.pane is not None and self._doctors.is_loaded:
            self.pane.set_doctors((*self._doctors.everyone, *self._doctors.rooms))

    def _follow(self) -> None:
        """Go with the calendar to another day."""
        if self.pane is not None:
            self.pane.follow(self._calendar.day)

    def _tell_not_saved(self, error: Exception) -> None:
        """Say it of what was sent and is not in hand any more."""
        self._notices.tell(f"What you sent is not saved. {said(error)}", tone="danger")

    def _tell_saved(self, saved: Saved) -> None:
        """Say what was saved, with the way back."""
        changes = saved.done.changes
        undo = changes.sequence if changes else None
        self._notices.tell(_saved_text(saved.done, saved.whose), undo=undo)


def _saved_text(done: Done[object], whose: str) -> str:
    """Say what was saved, and how many stay booked outside."""
    if done.changes is None:
        return "Nothing needed changing."
    answer = done.answer
    count = len(answer.days) if isinstance(answer, DaysSet) else 0
    days = " for 1 day" if count == 1 else f" for {count} days"
    words = {
        "SetWeeklyHours": f"Hours of {whose} are saved",
        "SetDays": f"Hours of {whose} are saved{days}",
        "CopyDays": f"Hours of {whose} are copied{days}",
        "AddTimeOff": f"Time off of {whose} is saved",
        "CloseClinic": "Closed days are saved",
        "RemoveTimeOff": "Taken away",
        "RemoveDoctor": f"{getattr(getattr(answer, 'doctor', None), 'name', whose)} is taken away",
        "AddAppointmentType": f"The visit type {whose} is added",
        "ChangeAppointmentType": f"The visit type {whose} is saved; what is booked stays as it is",
        "AddField": f"The patient field {whose} is added",
        "ChangeField": f"The patient field {whose} is saved",
        "RemoveField": f"The patient field {whose} is removed",
        "AddPurpose": f"The purpose {whose} is added",
        "ChangePurpose": f"The purpose {whose} is saved",
        "AddRoom": f"The room {whose} is added",
        "ChangeRoom": f"The room {whose} is saved",
        "ChangeEquipment": f"The device {whose} is saved",
        "AddEquipment": f"The device {whose} is added",
        "AddSite": f"The site {whose} is added",
        "ChangeSite": f"The site {whose} is saved",
        "SetTravel": "The way between the sites is saved",
        "SetSelfBooking": "What patients may book is saved",
    }
    told = words.get(done.changes.command, "Saved")
    outside = len(getattr(answer, "affected", ()))
    stay = {0: "", 1: "; 1 appointment stays booked as an exception"}
    return told + stay.get(outside, f"; {outside} appointments stay booked as exceptions")
