"""The appointment panel: statuses, moving, cancelling, undo, history, stale versions."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from clinic_desktop.domain.booking import AppointmentStatus, MoveAppointment, SetStatus
from clinic_desktop.settings import Settings
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk
from tests.ui.test_booking import foreign


@pytest.fixture
def booked(desk: Desk) -> Desk:
    """A window where Ann Smith is booked with Dr Lee at eleven."""
    desk.book("Dr Lee", "11:00", patient="smith")
    return desk


def test_the_panel_tells_who_when_and_who_changed_it(booked: Desk) -> None:
    booked.open_visit("Dr Lee", "11:00")
    for text in ("Ann Smith", "+1 212 555 0101", "11:00\u201312:00", "ann at desk"):
        assert booked.says(text), text


def test_only_allowed_statuses_are_offered(booked: Desk) -> None:
    booked.set_status("Dr Lee", "11:00", "Arrived")
    assert booked.visit("Dr Lee", "11:00").status is AppointmentStatus.ARRIVED
    assert booked.notice.startswith("Arrived: Ann Smith")
    assert not booked.offers("Set Arrived")
    booked.click("Set In the room")
    booked.settled()
    assert not booked.offers("Cancel visit")
    assert not booked.offers("Move appointment")


def test_one_key_checks_in(booked: Desk) -> None:
    assert booked.view.select_appointment(booked.visit("Dr Lee", "11:00").id)
    booked.view.setFocus()
    booked.press("A")
    booked.settled()
    assert booked.visit("Dr Lee", "11:00").status is AppointmentStatus.ARRIVED


def test_a_cancellation_has_a_reason_and_can_be_taken_back(booked: Desk) -> None:
    booked.cancel("Dr Lee", "11:00", "Doctor away")
    assert "11:00" in booked.free_blocks("Dr Lee")
    assert booked.notice.startswith("Cancelled Ann Smith")
    assert booked.says("Cancelled: doctor away")
    assert booked.says("Doctor away, by clinic")
    booked.undo()
    assert booked.visits("Dr Lee") == ["11:00 Ann Smith"]


def test_cancel_by_keys_alone(booked: Desk) -> None:
    booked.view.select_appointment(booked.visit("Dr Lee", "11:00").id)
    booked.view.setFocus()
    booked.press("Del")
    booked.settled()
    booked.press("Enter")
    booked.settled()
    assert booked.visits("Dr Lee") == []


def test_a_move_changes_both_times_at_once(booked: Desk) -> None:
    booked.move("Dr Lee", "11:00", "14:00")
    assert booked.visits("Dr Lee") == ["14:00 Ann Smith"]
    assert "11:00" in booked.free_blocks("Dr Lee")
    assert booked.notice.startswith("Moved Ann Smith")
    assert booked.says("Sun 2 Nov, 11:00\u201312:00 \u2192 Sun 2 Nov, 14:00\u201315:00")
    booked.undo()
    assert booked.visits("Dr Lee") == ["11:00 Ann Smith"]


def test_a_move_by_keys_alone(booked: Desk) -> None:
    booked.view.select_appointment(booked.visit("Dr Lee", "11:00").id)
    booked.view.setFocus()
    for key in ("M", "Down", "Enter"):
        booked.press(key)
    booked.settled()
    assert booked.visits("Dr Lee") == ["12:00 Ann Smith"]


def test_escape_stops_moving(booked: Desk) -> None:
    booked.open_visit("Dr Lee", "11:00")
    booked.click("Move appointment")
    assert booked.says("Moving Ann Smith (1 h)")
    booked.press("Esc")
    booked.open_block("Dr Lee", "14:00")
    booked.settled()
    assert booked.workplace.panel is booked.workplace.booking
    assert booked.visits("Dr Lee") == ["11:00 Ann Smith"]


def test_a_stale_panel_is_refused_and_shows_what_changed(
    booked: Desk, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = booked.visit("Dr Lee", "11:00")
    block = booked.block("Dr Lee", "15:00")
    booked.open_visit("Dr Lee", "11:00")
    # The news is held back, as by a slow network.
    with monkeypatch.context() as patch:
        patch.setattr(booked.workplace.appointment, "_show_appointment", lambda _seen: None)
        foreign(sqlite_settings, MoveAppointment(appointment_id=visit.id, block_id=block.id))
        booked.wait_for(lambda: booked.visits("Dr Lee") == ["15:00 Ann Smith"])
        booked.settled()
    booked.click("Set Arrived")
    booked.settled()
    assert "was changed meanwhile, with " in booked.refusal
    assert "Time: Sun 2 Nov, 11:00\u201312:00 \u2192 Sun 2 Nov, 15:00\u201316:00" in booked.refusal
    assert booked.visit("Dr Lee", "15:00").status is AppointmentStatus.BOOKED
    booked.click("Set Arrived")
    booked.settled()
    assert booked.visit("Dr Lee", "15:00").status is AppointmentStatus.ARRIVED


def test_an_open_panel_follows_foreign_changes(booked: Desk, sqlite_settings: Settings) -> None:
    visit = booked.visit("Dr Lee", "11:00")
    booked.open_visit("Dr Lee", "11:00")
    foreign(sqlite_settings, SetStatus(appointment_id=visit.id, status=AppointmentStatus.ARRIVED))
    booked.wait_for(lambda: booked.offers("Set In the room") and not booked.offers("Set Arrived"))


def test_undo_by_key_takes_back_the_last_change(booked: Desk) -> None:
    booked.press("Ctrl+Z")
    booked.settled()
    assert booked.visits("Dr Lee") == []
    assert booked.notice.startswith("Booking taken back: Ann Smith")
    booked.press("Ctrl+Z")
    booked.settled()
    assert booked.notice != ""


def test_redo_by_key_and_from_the_notice_does_it_again(booked: Desk) -> None:
    booked.press("Ctrl+Z")
    booked.settled()
    booked.press("Ctrl+Shift+Z")
    booked.settled()
    assert booked.notice.startswith("Booking done again: Ann Smith")
    assert booked.visits("Dr Lee") == ["11:00 Ann Smith"]
    booked.undo()
    assert booked.visits("Dr Lee") == []
    booked.click("Redo")
    booked.settled()
    assert booked.visits("Dr Lee") == ["11:00 Ann Smith"]
    booked.press("Ctrl+Y")
    booked.settled()
    assert booked.notice == "There is nothing to do again: nothing was taken back last."


def test_two_visits_are_swapped_by_keys_and_one_undo_takes_it_back(booked: Desk) -> None:
    booked.book("Dr Lee", "14:00", patient="stone")
    booked.view.select_appointment(booked.visit("Dr Lee", "11:00").id)
    booked.view.setFocus()
    booked.press("X")
    assert booked.notice.startswith("Begin to move one visit (M)")
    booked.press("M")
    booked.view.select_appointment(booked.visit("Dr Lee", "14:00").id)
    booked.press("X")
    booked.settled()
    assert booked.visits("Dr Lee") == ["11:00 Bob Stone", "14:00 Ann Smith"]
    assert booked.notice.startswith("Swapped: Ann Smith with Dr Lee, Sun 2 Nov, 14:00")
    assert booked.workplace.calendar.moving is None
    booked.undo()
    assert booked.visits("Dr Lee") == ["11:00 Ann Smith", "14:00 Bob Stone"]
    assert booked.notice.startswith("Moves taken back: Bob Stone and Ann Smith, 2 visits")


def test_a_second_click_at_the_same_place_does_nothing_else(booked: Desk) -> None:
    booked.open_visit("Dr Lee", "11:00")
    port = booked.workplace.appointment.scroller.viewport()
    button = booked.find("Set Arrived", QPushButton)
    place = button.mapTo(port, button.rect().center())
    for _ in range(2):
        under = port.childAt(place)
        assert under is not None
        QTest.mouseClick(under, Qt.MouseButton.LeftButton, pos=under.mapFrom(port, place))
        booked.settled()
        assert booked.visit("Dr Lee", "11:00").status is AppointmentStatus.ARRIVED
        assert booked.offers("Set In the room")
    assert port.childAt(place) is button


def test_an_enter_too_many_changes_nothing(booked: Desk) -> None:
    booked.view.select_appointment(booked.visit("Dr Lee", "11:00").id)
    booked.view.setFocus()
    for _ in range(3):
        booked.press("Enter")
        booked.settled()
    assert booked.visit("Dr Lee", "11:00").status is AppointmentStatus.BOOKED
    booked.find("Set Arrived", QPushButton).setFocus()
    for _ in range(3):
        booked.press("Enter")
        booked.settled()
    assert booked.visit("Dr Lee", "11:00").status is AppointmentStatus.ARRIVED


def test_an_undo_says_what_it_took_back(booked: Desk) -> None:
    booked.set_status("Dr Lee", "11:00", "Arrived")
    booked.undo()
    assert booked.notice.startswith("Status taken back: Ann Smith")
    booked.move("Dr Lee", "11:00", "14:00")
    booked.undo()
    assert booked.notice.startswith("Move taken back: Ann Smith")
    booked.cancel("Dr Lee", "11:00")
    booked.undo()
    assert booked.notice.startswith("Cancellation taken back: Ann Smith")


def test_a_panel_is_as_wide_as_before_once_it_need_not_scroll(booked: Desk) -> None:
    booked.open_visit("Dr Lee", "11:00")
    act, window = booked.find("Set No-show", QPushButton), booked.app.window
    before = act.geometry()
    booked.click("Cancel visit")
    window.resize(1280, 600)
    booked.wait_for(booked.workplace.appointment.scroller.verticalScrollBar().isVisible)
    assert act.geometry().right() < before.right()
    window.resize(1280, 800)
    booked.press("Esc")
    booked.settled()
    assert act.geometry() == before


def test_the_panel_marks_where_the_visit_stands_as_its_card_does(booked: Desk) -> None:
    def mark() -> QImage:
        labels: list[QLabel] = booked.workplace.appointment.findChildren(QLabel)
        marks = [label.pixmap() for label in labels if not label.pixmap().isNull()]
        return marks[0].toImage()

    booked.open_visit("Dr Lee", "11:00")
    waiting = mark()
    booked.click("Set Arrived")
    booked.settled()
    assert mark() != waiting
    light = mark()
    booked.click("Light or dark")
    assert mark() != light


def test_what_a_visit_to_come_can_not_become_is_grey_and_says_why(booked: Desk) -> None:
    booked.open_visit("Dr Lee", "11:00")
    no_show = booked.find("Set No-show", QPushButton)
    assert not no_show.isEnabled()
    assert no_show.toolTip() == "This visit is still to come."
    assert booked.offers("Set Done")
    booked.show(dt.date(2025, 11, 3))
    booked.book("Dr Lee", "11:00", patient="stone")
    booked.open_visit("Dr Lee", "11:00")
    early = [f"Set {words}" for words in ("Arrived", "In the room", "Done", "No-show")]
    assert [name for name in early if booked.offers(name)] == []
    assert booked.find("Set Arrived").toolTip() == "This visit is still to come."
    assert booked.offers("Cancel visit")


def test_an_act_is_offered_as_soon_as_its_time_has_come(
    open_desk: OpenDesk, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic_desktop.ui.appointment.NOW_MS", 10)
    desk = open_desk(sqlite_settings)
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.open_visit("Dr Lee", "11:00")
    assert not desk.offers("Set No-show")
    monkeypatch.setattr(clinics, "NOW", desk.visit("Dr Lee", "11:00").start)
    desk.wait_for(lambda: desk.offers("Set No-show"), "the visit should have begun")
    assert not desk.find("Set No-show").toolTip()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_cancel_that_is_switched_off_is_as_grey_as_its_neighbour(
    booked: Desk, theme: str
) -> None:
    if theme == "dark":
        booked.click("Light or dark")
    booked.set_status("Dr Lee", "11:00", "In the room")

    def colours(name: str) -> set[str]:
        picture = booked.find(name, QPushButton).grab().toImage()
        points = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
        found = (picture.pixelColor(x, y) for x, y in points)
        return {one.name() for one in found if one.hsvSaturation() > 120}

    assert colours("Cancel visit") == colours("Move appointment") == set()
