"""Printing from the window: in the calendar's place, loaded when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clinic_desktop.ui.calendar import CalendarPane
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.notices import Notices
from clinic_desktop.ui.panes import Panes

if TYPE_CHECKING:
    from clinic_desktop.ui.paper.pane import PaperPane


class Printing(QObject):
    """Shows the sheets of what the calendar shows, and gives the calendar back."""

    def __init__(
        self, clinic: Clinic, calendar: CalendarPane, panes: Panes, notices: Notices
    ) -> None:
        """Begin with the calendar in its place."""
        super().__init__(panes)
        self._clinic, self._calendar, self._panes = clinic, calendar, panes
        self._notices = notices
        self._pane: PaperPane | None = None
        calendar.period_changed.connect(self._follow)

    @property
    def pane(self) -> PaperPane | None:
        """The sheets, while they are shown."""
        return self._pane if self._panes.cover is self._pane else None

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is what was asked for."""
        return self._pane is None or self._pane.is_settled

    def show(self) -> None:
        """Show what would be printed."""
        if self._pane is None:
            from clinic_desktop.ui.paper.pane import PaperPane

            self._pane = PaperPane(self._clinic)
            self._pane.closed.connect(self.close)
            self._pane.told.connect(self._notices.tell)
        calendar = self._calendar
        doctor = calendar.week_doctor if calendar.mode == "week" else None
        self._panes.set_cover(self._pane)
        self._notices.stand_on(self._pane.view)
        self._pane.open(
            calendar.day, calendar.mode, calendar.doctors, doctor.id if doctor else None
        )
        self._pane.focus()

    def close(self) -> None:
        """Give the calendar back."""
        if self.pane is not None:
            self.pane.close_sheets()
            self._panes.set_cover(None)
            self._notices.stand_on(None)
            self._calendar.focus()

    def _follow(self) -> None:
        """Go with the calendar to other days or doctors."""
        if self.pane is not None:
            self.pane.follow(self._calendar.day, self._calendar.mode, self._calendar.doctors)
