"""What is told of time that is only marked in a calendar, and how long it must be for that."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject

from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import AppointmentType, AppointmentTypes
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.ui.calendar import CalendarPane
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.notices import Notices
from clinic_desktop.ui.words import hours_text


class Marking(QObject):
    """Lets the calendar know the longest kind of visit: free time beyond that is no visit."""

    def __init__(self, clinic: Clinic, calendar: CalendarPane, notices: Notices) -> None:
        """Ask for the kinds of visit; until they are there the calendar's own length holds."""
        super().__init__(calendar)
        self._clinic, self._calendar, self._notices = clinic, calendar, notices
        self._told = ""
        view = calendar.view
        for signal in (view.selected, view.run_activated, view.run_changed):
            signal.connect(self._take_back)
        self._types = LiveQuery(clinic.dispatcher, self)
        self._types.loaded.connect(self._take_types)
        self._types.set_query(AppointmentTypes())

    def _take_types(self, seen: Seen[tuple[AppointmentType, ...]]) -> None:
        minutes = [kind.minutes for kind in seen.answer if not kind.archived]
        self._calendar.view.set_longest(dt.timedelta(minutes=max(minutes)) if minutes else None)

    def tell(self, span: TimeSpan) -> None:
        """Say what can be done with time that is only marked."""
        when, keys = hours_text(span, self._clinic.zone), self._clinic.actions.keys("block-off")
        run = self._calendar.run()
        is_free = bool(run) and TimeSpan(run[0].start, run[-1].end) == span
        # A visit that waits for a time would be moved there.
        books = " · Enter books it" if is_free and self._calendar.moving is None else ""
        self._notices.remark(f"{when} is marked. {keys} blocks it off{books}.", tone="")
        self._told = self._notices.text

    def _take_back(self, _what: object) -> None:
        """Say it no more, once something else is current or was opened."""
        if self._told and self._notices.text == self._told:
            self._notices.move_on()
        self._told = ""
