"""The place of hours as hands use it: real clicks, drags and keys."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.booking import Blocks, BookBlock
from clinic_desktop.domain.time import TimeSpan, day_span
from clinic_desktop.ui.availability.pane import AvailabilityPane
from tests.driver import Desk
from tests.ui import clinics


class Place:
    """A person at a window in which availability is shown."""

    def __init__(self, desk: Desk) -> None:
        """Open it by its key."""
        self.desk = desk
        desk.press("Ctrl+H")
        desk.settled()

    @property
    def pane(self) -> AvailabilityPane:
        """The place itself."""
        return self.desk.find("Hours place", AvailabilityPane)

    @property
    def effect(self) -> str:
        """What is said that the change in hand would do."""
        return self.pane.effect.summary.text()

    @property
    def hits(self) -> list[str]:
        """Who would be left outside."""
        rows = self.pane.effect.hits
        return [rows.item(n).text() for n in range(rows.count())]

    @property
    def line(self) -> str:
        """What is typed as the hours of a week."""
        return self.pane.weekly.line.text()

    def turn_to(self, page: str) -> None:
        """Show another page."""
        for button in self.desk.named(page, QWidget):
            if self.pane.segments.isAncestorOf(button):
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.desk.settled()

    def fill(self, **fields: str) -> None:
        """Type into fields: ``From``, ``Block_length``."""
        for name, text in fields.items():
            self.desk.fill(name.replace("_", " "), text)
        self.desk.settled()

    def save(self) -> None:
        """Click what saves."""
        self.desk.click(self.pane.effect.save_button.text())
        self.desk.settled()

    def choose(self, doctor: str) -> None:
        """Choose whose time is shown, by the keys of the list."""
        box = self.pane.doctor
        for _ in range(box.count()):
            QTest.keyClick(box, Qt.Key.Key_Up)
        for _ in range(box.findText(doctor)):
            QTest.keyClick(box, Qt.Key.Key_Down)
        self.desk.settled()

    def drag(self, first: tuple[int, int], last: tuple[int, int], *, drops: bool = True) -> None:
        """Drag in the week from a column and minute up to another, both included."""
        week, left = self.pane.weekly.week, Qt.MouseButton.LeftButton
        self.pane.scroller.ensureWidgetVisible(week, 0, 0)
        begin, end = (week.box(column, (at, at + 15)).center() for column, at in (first, last))
        QTest.mousePress(week, left, pos=begin)
        for share in (3, 7, 10):
            QTest.mouseMove(week, begin + (end - begin) * share / 10)
        if drops:
            QTest.mouseRelease(week, left, pos=end)
            self.desk.settled()

    def free(self, first: dt.date, days: int = 1, doctor_id: int = 1) -> list[str]:
        """Answer what the database offers: ``Mon 09:00``."""
        zone = self.desk.workplace.zone
        query = Blocks(span=day_span(first, zone, days), doctor_ids=(doctor_id,))
        office = self.desk.app.dispatcher.office
        found = office.ask(query).result(timeout=120).answer
        return [f"{one.start.astimezone(zone):%a %H:%M}" for one in found]

    def book(self, day: dt.date, place: int, patient: int = 1) -> None:
        """Book one of a day's free blocks, as another window would."""
        span: TimeSpan = day_span(day, self.desk.workplace.zone)
        office = self.desk.app.dispatcher.office
        block = office.ask(Blocks(span=span, doctor_ids=(1,))).result(timeout=120).answer[place]
        clinics.done(office, BookBlock(patient_id=patient, block_id=block.id))
        self.desk.settled()
