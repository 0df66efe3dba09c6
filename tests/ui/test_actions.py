"""How many actions a task costs: real key and mouse events, counted as the application gets them.

An action is a click, a key, a drag, or a field that is typed into, however many letters it takes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit

from clinic_desktop import compose
from clinic_desktop.domain.booking import AppointmentStatus
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk
from tests.ui.guards import aside

_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt)
"""Held down for another key: a chord is one action."""


class Counter(QObject):
    """Counts what hands do, whoever receives it; a press that is passed on counts once."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.count = 0
        self._app = app
        self._is_down = False
        self._held: set[int] = set()
        self._typed_into: QObject | None = None
        app.installEventFilter(self)

    def stop(self) -> None:
        self._app.removeEventFilter(self)

    def begin(self) -> None:
        """Count from here on."""
        self.count = 0
        self._typed_into = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and not self._is_down:
            self._is_down = True
            self._typed_into = None
            self.count += 1
        elif kind == QEvent.Type.MouseButtonRelease:
            self._is_down = False
        elif isinstance(event, QKeyEvent):
            # A key that is a shortcut never arrives as a press, only as this question.
            if kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
                self._press(watched, event)
            elif kind == QEvent.Type.KeyRelease:
                self._held.discard(event.key())
        return False

    def _press(self, watched: QObject, event: QKeyEvent) -> None:
        if event.key() in self._held or event.key() in _MODIFIERS:
            return
        self._held.add(event.key())
        types = isinstance(watched, QLineEdit) and event.text().isprintable() and event.text()
        if not types:
            self._typed_into = None
            self.count += 1
        elif watched is not self._typed_into:
            self._typed_into = watched
            self.count += 1


@pytest.fixture
def counter(qapp: QApplication) -> Iterator[Counter]:
    counting = Counter(qapp)
    yield counting
    counting.stop()


def test_a_returning_patient_into_the_next_free_block_costs_four(
    desk: Desk, counter: Counter
) -> None:
    desk.press("Ctrl+N")
    desk.settled()
    desk.type("smith")
    desk.press("Enter")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    assert desk.visits("Dr Cole") == ["10:15 Ann Smith"]
    assert desk.notice == "Booked Ann Smith with Dr Cole, Sun 2 Nov, 10:15\u201310:30"
    assert desk.workplace.panel is None
    assert counter.count == 4


def test_a_new_patient_costs_no_more_than_six(desk: Desk, counter: Counter) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.type("eva neil 212 555 0199 12.3.1980")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    assert desk.visits("Dr Lee") == ["11:00 Eva Neil"]
    assert desk.app.window.findChildren(QDialog) == []
    assert counter.count == 4


def test_a_cancellation_with_its_reason_costs_three(desk: Desk, counter: Counter) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    counter.begin()
    desk.cancel("Dr Lee", "11:00", "Patient ill")
    assert "11:00" in desk.free_blocks("Dr Lee")
    assert counter.count == 3


def test_a_visit_goes_to_another_week_in_three(desk: Desk, counter: Counter) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    visit = desk.visit("Dr Lee", "11:00")
    desk.view.select_appointment(visit.id)
    desk.view.setFocus()
    counter.begin()
    desk.press("M")
    desk.press("Ctrl+PgDown")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    moved = desk.visit("Dr Lee", "11:00")
    assert (moved.id, moved.start.date()) == (visit.id, clinics.SUNDAY + dt.timedelta(days=7))
    assert desk.app.window.findChildren(QDialog) == []
    assert counter.count == 3


def test_who_is_on_the_phone_and_their_next_visit_costs_two(desk: Desk, counter: Counter) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    counter.begin()
    desk.press("Ctrl+F")
    desk.type("555 0101")
    desk.settled()
    found = desk.workplace.top.search.found
    told = found.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert found.isVisible()
    assert "Ann Smith" in told
    assert "next 2 Nov 2025" in told
    assert counter.count == 2


def test_checking_in_costs_one(desk: Desk, counter: Counter) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    counter.begin()
    desk.press("A")
    desk.settled()
    assert desk.visit("Dr Lee", "11:00").status is AppointmentStatus.ARRIVED
    assert counter.count == 1


def test_a_drag_and_a_name_book_exactly_that_time(desk: Desk, counter: Counter) -> None:
    desk.drag("Dr Cole", "10:15", "10:45")
    desk.type("smith")
    desk.press("Enter")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    assert desk.notice == "Booked Ann Smith with Dr Cole, Sun 2 Nov, 10:15\u201311:00"
    visit = desk.visit("Dr Cole", "10:15")
    assert (visit.span.minutes, len(visit.block_ids)) == (45, 3)
    assert counter.count == 4


def test_a_type_names_a_dragged_time_and_keeps_its_length(desk: Desk) -> None:
    desk.drag("Dr Cole", "11:15", "10:45")
    assert desk.workplace.booking.type_box.itemText(0) == "No type: 45 min"
    desk.choose_patient("smith")
    desk.choose_type("Check-up")
    desk.click("Book")
    desk.settled()
    visit = desk.visit("Dr Cole", "10:45")
    assert (visit.type, visit.span.minutes) == ("Check-up", 45)
    desk.open_block("Dr Cole", "11:45")
    assert desk.workplace.booking.type_box.itemText(0) == "No type: one block"


def test_shift_and_arrows_book_a_longer_time_too(desk: Desk) -> None:
    desk.view.select_block(desk.block("Dr Lee", "11:00").id)
    desk.view.setFocus()
    desk.press("Shift+Down")
    desk.press("Ctrl+N")
    desk.choose_patient("stone")
    desk.press("Enter")
    desk.settled()
    assert desk.visit("Dr Lee", "11:00").span.minutes == 120


def test_hours_of_a_first_doctor_that_make_no_block_are_told_in_full(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    settings = clinics.settings_of(str(tmp_path / "clinic.db"), tmp_path)
    aside(
        lambda: compose.create_clinic(settings, name="Elm", zone=clinics.ZONE, clock=clinics.clock)
    )
    desk = open_desk(settings)
    desk.fill("Doctor", "Dr Lee")
    for hours, told in (
        ("Mon 9-9:07", "These hours hold no whole block of 15 minutes."),
        ("Mon-Fri 25-30", "was not understood as working hours"),
    ):
        desk.fill("Weekly hours", hours)
        desk.press("Enter")
        desk.settled()
        shown = [
            label
            for label in desk.app.window.findChildren(QLabel)
            if label.isVisible() and told in label.text()
        ]
        assert len(shown) == 1
        assert shown[0].height() >= shown[0].heightForWidth(shown[0].width())
