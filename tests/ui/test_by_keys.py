"""All of a desk's daily tasks by keys alone: while these tests run there is no mouse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from clinic_desktop.domain.booking import AppointmentStatus
from tests.driver import Desk

_MOUSE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
)


class NoMouse(QObject):
    """Keeps every event of a mouse that any widget gets."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[QEvent.Type] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's
        if event.type() in _MOUSE:
            self.seen.append(event.type())
        return False


@pytest.fixture(autouse=True)
def _no_mouse(qapp: QApplication) -> Iterator[None]:
    guard = NoMouse()
    qapp.installEventFilter(guard)
    yield
    qapp.removeEventFilter(guard)
    assert not guard.seen


def book(desk: Desk, patient: str) -> None:
    """Book a patient into the next free block, by Ctrl+N, a name and two Enters."""
    desk.press("Ctrl+N")
    desk.settled()
    desk.type(patient)
    desk.press("Enter")
    desk.settled()
    desk.press("Enter")
    desk.settled()


def press(desk: Desk, *keys: str) -> None:
    for key in keys:
        desk.press(key)
        desk.settled()


def tab_to(desk: Desk, name: str) -> None:
    """Press Tab until that has the focus."""
    passed: list[str] = []
    while desk.focus.accessibleName() != name:
        passed.append(desk.focus.accessibleName())
        assert len(passed) < 40, passed
        desk.press("Tab")


def test_find_a_patient_and_open_all_visits(desk: Desk) -> None:
    press(desk, "Ctrl+F")
    desk.type("0102")
    press(desk, "Enter")
    assert desk.workplace.panel is desk.workplace.patient
    assert desk.says("Bob Stone")


def test_book_a_patient_who_is_registered(desk: Desk) -> None:
    book(desk, "smith")
    assert desk.visits("Dr Cole") == ["10:15 Ann Smith"]


def test_walk_to_a_time_and_book_it(desk: Desk) -> None:
    press(desk, "Right", "Right", "Left", "Home", "Down", "Down", "Enter")
    desk.type("stone")
    press(desk, "Enter", "Enter")
    assert desk.visits("Dr Lee") == ["11:00 Bob Stone"]


def test_book_a_patient_who_is_new(desk: Desk) -> None:
    press(desk, "Ctrl+Shift+N")
    desk.type("Eva Neil")
    desk.press("Tab")
    desk.type("+1 212 555 0199")
    press(desk, "Enter")
    assert desk.visits("Dr Cole") == ["10:15 Eva Neil"]


def test_check_a_patient_in_and_take_it_back(desk: Desk) -> None:
    book(desk, "smith")
    press(desk, "A")
    assert desk.visit("Dr Cole", "10:15").status is AppointmentStatus.ARRIVED
    press(desk, "Ctrl+Z")
    assert desk.visit("Dr Cole", "10:15").status is AppointmentStatus.BOOKED


def test_move_a_visit_to_another_time(desk: Desk) -> None:
    book(desk, "smith")
    press(desk, "M", "Down", "Down", "Enter")
    assert desk.visits("Dr Cole") == ["10:45 Ann Smith"]
    press(desk, "Ctrl+Z")
    assert desk.visits("Dr Cole") == ["10:15 Ann Smith"]


def test_cancel_a_visit_for_a_reason_and_take_it_back(desk: Desk) -> None:
    book(desk, "smith")
    press(desk, "Del")
    tab_to(desk, "Cancel: Patient ill")
    press(desk, "Enter")
    assert not desk.visits("Dr Cole")
    press(desk, "Ctrl+Z")
    assert desk.visits("Dr Cole") == ["10:15 Ann Smith"]


def test_open_a_visit_and_its_patient(desk: Desk) -> None:
    book(desk, "smith")
    press(desk, "Enter")
    assert desk.workplace.appointment.isVisible()
    tab_to(desk, "All visits of this patient")
    press(desk, "Enter")
    assert desk.workplace.patient.isVisible()
    press(desk, "Esc")
    assert desk.workplace.panel is None


def test_go_to_any_date_and_back_to_today(desk: Desk) -> None:
    calendar = desk.workplace.calendar
    press(desk, "Ctrl+G")
    desk.type("in 6 weeks")
    press(desk, "Enter")
    assert calendar.day == dt.date(2025, 12, 14)
    for mode, key in (("week", "2"), ("month", "3"), ("agenda", "4"), ("day", "1")):
        press(desk, f"Ctrl+{key}")
        assert calendar.mode == mode
    press(desk, "PgDown", "T")
    assert calendar.day == dt.date(2025, 11, 2)


def test_every_pane_is_reached_by_f6_and_round(desk: Desk) -> None:
    book(desk, "smith")
    press(desk, "Enter")
    seen = []
    for _ in range(5):
        press(desk, "F6")
        seen.append(desk.focus.accessibleName())
    assert seen[-1] == seen[0] or len(set(seen)) == len(seen)
    assert {"Search", "Calendar"} <= set(seen)
