"""Dragging a visit to another time, doctor, day or length: on the real calendar, both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from clinic_desktop import compose
from clinic_desktop.domain.booking import Appointment, BookBlock, CancelAppointment, CancelReason
from clinic_desktop.domain.office import Office
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.settings import Settings
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk
from tests.ui.guards import aside
from tests.ui.test_actions import Counter, counter
from tests.ui.test_booking import change_often

__all__ = ["counter"]

LEE, COLE = "Dr Lee", "Dr Cole"


@contextmanager
def another_desk(settings: Settings, folder: Path) -> Iterator[Office]:
    """Open the same clinic as another program does."""
    theirs = clinics.settings_of(settings.database, folder, station="other", actor="eva")
    office = aside(lambda: compose.open_office(theirs, clock=clinics.clock, feed=False))
    try:
        yield office
    finally:
        aside(office.close)


def test_a_drag_moves_to_another_time_and_one_undo_brings_it_back(
    open_desk: OpenDesk, settings: Settings
) -> None:
    desk = open_desk(settings)
    desk.book(LEE, "11:00", patient="smith", note="brings her mother")
    version = desk.lift(LEE, "11:00").version
    desk.carry(LEE, "14:00")
    assert desk.ghost == "14:00\u201315:00"
    assert desk.visits(LEE) == ["11:00 Ann Smith"], "nothing is moved before it is dropped"
    desk.drop()
    assert desk.visits(LEE) == ["11:00 Ann Smith"], "nor before it is committed"
    desk.settled()
    assert desk.visits(LEE) == ["14:00 Ann Smith"]
    assert "11:00" in desk.free_blocks(LEE)
    assert desk.notice == "Moved Ann Smith with Dr Lee, Sun 2 Nov, 14:00\u201315:00"
    assert desk.workplace.panel is None, "a drop opens nothing"
    current = desk.view.current()
    assert isinstance(current, Appointment)
    assert (current.version, current.note) == (version + 1, "brings her mother")
    desk.undo()
    assert desk.visits(LEE) == ["11:00 Ann Smith"]
    assert "14:00" in desk.free_blocks(LEE)


def test_a_drag_to_another_doctor_takes_the_run_that_it_needs(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    desk.lift(LEE, "11:00")
    desk.carry(COLE, "10:15")
    assert desk.ghost == "10:15\u201311:15"
    desk.drop()
    desk.settled()
    visit = desk.visit(COLE, "10:15")
    assert (visit.span.minutes, len(visit.block_ids)) == (60, 4)
    assert "11:00" in desk.free_blocks(LEE)
    desk.undo()
    assert (desk.visits(COLE), desk.visits(LEE)) == ([], ["11:00 Ann Smith"])


def test_a_drag_in_a_week_moves_to_another_day(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    desk.click("Show Dr Cole")
    desk.press("Ctrl+2")
    desk.settled()
    monday = next(
        item for item in desk.items(LEE)
        if item.start == clinics.NOW.replace(day=27, month=10, hour=15, minute=0)
    )  # fmt: skip
    desk.lift(LEE, "11:00")
    desk.carry_to(desk.view.item_rect(monday.id).center())
    desk.drop()
    desk.settled()
    assert desk.visit(LEE, "11:00").start == monday.start
    desk.undo()
    assert desk.visit(LEE, "11:00").start.date() == clinics.SUNDAY


def test_paging_takes_what_is_in_the_hand_along(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    desk.lift(LEE, "11:00")
    desk.carry(LEE, "12:00")
    desk.press("PgDown")
    desk.settled()
    desk.carry(LEE, "13:00")
    assert desk.ghost == "13:00\u201314:00"
    desk.drop()
    desk.settled()
    assert desk.visit(LEE, "13:00").start.date() == clinics.SUNDAY + dt.timedelta(days=1)


def test_what_is_taken_or_closed_says_so_and_a_drop_there_changes_nothing(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    desk.book(LEE, "13:00", patient="stone")
    desk.book(COLE, "11:00", patient="müller")
    before = [desk.visits(doctor) for doctor in (LEE, COLE)]
    desk.lift(LEE, "11:00")
    desk.carry(LEE, "13:00")
    assert desk.ghost == "13:00 is booked"
    desk.carry(COLE, "10:30")
    assert desk.ghost == "11:00 is booked", "the run would need it"
    desk.carry(COLE, "11:45")
    assert desk.ghost == "12:00 is closed"
    end = desk.view.item_rect(desk.block(COLE, "11:45").id)
    desk.carry_to(QPoint(end.center().x(), end.bottom() + 3 * end.height()))
    assert desk.ghost == "closed"
    desk.drop()
    desk.settled()
    assert [desk.visits(doctor) for doctor in (LEE, COLE)] == before
    assert not desk.ghost
    assert desk.notice == "Ann Smith stays at 11:00: closed."
    desk.lift(LEE, "11:00")
    desk.carry(LEE, "13:00")
    desk.drop()
    desk.settled()
    assert [desk.visits(doctor) for doctor in (LEE, COLE)] == before
    assert desk.notice == "Ann Smith stays at 11:00: 13:00 is booked."
    assert not desk.offers("Undo")


def test_escape_puts_it_back_and_a_drop_beside_the_calendar_too(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    desk.lift(LEE, "11:00")
    desk.carry(LEE, "14:00")
    desk.press("Esc")
    assert (desk.ghost, desk.view.carried) == ("", None)
    desk.drop()
    desk.settled()
    assert desk.visits(LEE) == ["11:00 Ann Smith"]
    assert desk.workplace.panel is None
    desk.lift(LEE, "11:00")
    desk.carry(LEE, "14:00")
    desk.carry_to(QPoint(-200, 300))
    assert not desk.ghost
    desk.drop()
    desk.settled()
    assert desk.visits(LEE) == ["11:00 Ann Smith"]


def test_escape_ends_a_drag_over_free_time_before_it_puts_a_panel_away(desk: Desk) -> None:
    desk.open_block(LEE, "10:00")
    port, left = desk.view.viewport(), Qt.MouseButton.LeftButton
    begin, end = (desk.view.item_rect(desk.block(LEE, at).id).center() for at in ("12:00", "14:00"))
    for beside in (False, True):
        QTest.mousePress(port, left, pos=begin)
        QTest.mouseMove(port, end)
        desk.press("Esc")
        assert desk.workplace.panel is (None if beside else desk.workplace.booking)
        assert not desk.view.run()
        QTest.mouseMove(port, end - QPoint(0, 20))
        QTest.mouseRelease(port, left, pos=end)
        desk.settled()
        assert desk.workplace.panel is (None if beside else desk.workplace.booking)
        desk.press("Esc")
        assert desk.workplace.panel is None


def test_a_hand_that_trembles_opens_the_visit(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    visit = desk.lift(LEE, "11:00")
    point = desk.view.item_rect(visit.id).center() + QPoint(2, 1)
    QTest.mouseMove(desk.view.viewport(), point)
    assert desk.view.carried is None
    QTest.mouseRelease(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    desk.settled()
    assert desk.workplace.panel is desk.workplace.appointment


def test_a_visit_that_is_over_stays_and_says_so(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    desk.set_status(LEE, "11:00", "In the room")
    desk.press("Esc")
    desk.lift(LEE, "11:00")
    desk.carry(LEE, "14:00")
    assert desk.ghost == "in the room, stays"
    desk.drop()
    desk.settled()
    assert desk.visits(LEE) == ["11:00 Ann Smith"]


def test_a_drop_that_lost_a_race_goes_back_with_the_reason_and_offers(
    open_desk: OpenDesk, settings: Settings, tmp_path: Path
) -> None:
    desk = open_desk(settings)
    desk.book(LEE, "11:00", patient="smith")
    target = desk.block(LEE, "14:00")
    with another_desk(settings, tmp_path) as office:
        desk.lift(LEE, "11:00")
        desk.carry(LEE, "14:00")
        # Committed there, and not seen here yet: this desk hears nothing while it is not looking.
        aside(lambda: clinics.done(office, BookBlock(patient_id=2, block_id=target.id)))
        assert desk.ghost == "14:00\u201315:00"
        desk.drop()
        desk.settled()
    lost = ["11:00 Ann Smith", "14:00 Bob Stone"]
    desk.wait_for(lambda: desk.visits(LEE) == lost)
    assert "Dr Lee is booked on Sun 2 Nov 2025, 14:00" in desk.refusal
    assert desk.offers("Take Dr Lee, Sun 2 Nov, 15:00\u201316:00")
    desk.click("Take Dr Lee, Sun 2 Nov, 15:00\u201316:00")
    desk.settled()
    assert desk.visits(LEE) == ["14:00 Bob Stone", "15:00 Ann Smith"]


def test_a_visit_that_was_cancelled_meanwhile_is_not_moved(
    open_desk: OpenDesk, settings: Settings, tmp_path: Path
) -> None:
    desk = open_desk(settings)
    desk.book(LEE, "11:00", patient="smith")
    with another_desk(settings, tmp_path) as office:
        visit = desk.lift(LEE, "11:00")
        desk.carry(LEE, "14:00")
        wish = CancelAppointment(appointment_id=visit.id, reason=CancelReason.PATIENT_ILL)
        aside(lambda: clinics.done(office, wish))
        desk.drop()
        desk.settled()
    desk.wait_for(lambda: desk.visits(LEE) == [])
    assert "was changed meanwhile, with " in desk.refusal


def test_two_drops_at_once_are_both_told(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    desk.book(COLE, "10:15", patient="stone")
    for doctor, start, to in ((LEE, "11:00", "12:00"), (COLE, "10:15", "10:45")):
        desk.lift(doctor, start)
        desk.carry(doctor, to)
        desk.drop()
    desk.settled()
    assert (desk.visits(LEE), desk.visits(COLE)) == (["12:00 Ann Smith"], ["10:45 Bob Stone"])
    assert desk.notice == "Moved Bob Stone with Dr Cole, Sun 2 Nov, 10:45\u201311:00"


def test_the_lower_edge_gives_another_length(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    for to, minutes, told in (("13:00", 180, "Longer"), ("11:00", 60, "Shorter")):
        before = desk.visit(LEE, "11:00")
        desk.lift(LEE, "11:00", by="lower")
        if to == "11:00":
            rect = desk.view.item_rect(before.id)
            desk.carry_to(QPoint(rect.center().x(), rect.top() + rect.height() // 6))
        else:
            desk.carry(LEE, to)
        desk.drop()
        desk.settled()
        after = desk.visit(LEE, "11:00")
        assert (after.span.minutes, after.version) == (minutes, before.version + 1)
        assert desk.notice.startswith(f"{told}: Ann Smith with Dr Lee, Sun 2 Nov, 11:00")
    assert len(desk.free_blocks(LEE)) == 7
    desk.undo()
    assert desk.visit(LEE, "11:00").span.minutes == 180


def test_the_upper_edge_gives_another_start(desk: Desk) -> None:
    desk.book(COLE, "10:15", patient="smith")
    desk.lift(COLE, "10:15", by="upper")
    desk.carry(COLE, "09:30")
    assert desk.ghost == "09:30\u201310:30"
    desk.drop()
    desk.settled()
    visit = desk.visit(COLE, "09:30")
    assert (visit.span.minutes, len(visit.block_ids)) == (60, 4)


def test_a_length_that_would_overlap_is_refused(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    desk.book(LEE, "13:00", patient="stone")
    desk.lift(LEE, "11:00", by="lower")
    desk.carry(LEE, "13:00")
    assert desk.ghost == "13:00 is booked"
    desk.drop()
    desk.settled()
    assert desk.visit(LEE, "11:00").span.minutes == 60
    assert desk.notice == "No other length: 13:00 is booked."


def test_keys_give_another_length_too(desk: Desk, counter: Counter) -> None:
    desk.book(COLE, "10:15", patient="smith")
    desk.book(COLE, "11:00", patient="stone")
    visit = desk.visit(COLE, "10:15")
    desk.view.select_appointment(visit.id)
    counter.begin()
    for ghost in ("10:15\u201310:45", "10:15\u201311:00", "11:00 is booked", "11:00 is booked"):
        desk.press("Shift+Down")
        assert desk.ghost == ghost
    desk.press("Shift+Up")
    assert desk.ghost == "10:15\u201311:00"
    desk.press("Esc")
    assert (desk.ghost, desk.visit(COLE, "10:15")) == ("", visit)
    counter.begin()
    desk.press("Shift+Down")
    desk.press("Enter")
    desk.settled()
    assert desk.visit(COLE, "10:15").span.minutes == 30
    assert counter.count == 2


def test_rescheduling_costs_one_drag_or_three_keys(desk: Desk, counter: Counter) -> None:
    desk.book(LEE, "11:00", patient="smith")
    counter.begin()
    desk.lift(LEE, "11:00")
    desk.carry(LEE, "12:00")
    desk.drop()
    desk.settled()
    assert (desk.visits(LEE), counter.count) == (["12:00 Ann Smith"], 1)
    counter.begin()
    for key in ("M", "Down", "Enter"):
        desk.press(key)
    desk.settled()
    assert (desk.visits(LEE), counter.count) == (["13:00 Ann Smith"], 3)


def test_three_keys_move_to_another_day_of_a_week_and_two_make_a_visit_longer(
    desk: Desk, counter: Counter
) -> None:
    desk.press("PgDown")
    desk.settled()
    desk.book(LEE, "11:00", patient="smith")
    desk.click("Show Dr Cole")
    desk.press("Ctrl+2")
    desk.settled()
    desk.view.select_appointment(desk.visit(LEE, "11:00").id)
    desk.view.setFocus()
    was = desk.visit(LEE, "11:00")
    counter.begin()
    for key in ("M", "Right", "Enter"):
        desk.press(key)
    desk.settled()
    moved = desk.visit(LEE, "11:00")
    assert moved.start - was.start == dt.timedelta(days=1)
    assert counter.count == 3
    for key in ("Shift+Down", "Enter"):
        desk.press(key)
    desk.settled()
    assert desk.visit(LEE, "11:00").span.minutes == 120


def test_a_move_by_keys_shows_where_it_would_land_and_why_it_could_not(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    desk.book(COLE, "11:00", patient="stone")
    desk.view.select_appointment(desk.visit(LEE, "11:00").id)
    desk.press("M")
    calendar = desk.workplace.calendar
    shown = []
    for key in ("Right", "Up", "Up", "Up", "Up"):
        desk.press(key)
        assert calendar.current_move is not None
        landing = calendar.current_move.picking.landing
        shown.append(landing.words(desk.workplace.zone) if landing else "")
    assert shown == ["", *["11:00 is booked"] * 3, "10:00\u201311:00"]
    place = desk.view.item_rect(desk.block(COLE, "10:00").id)
    with_ghost = desk.view.viewport().grab(place).toImage()
    desk.press("Esc")
    assert calendar.current_move is None
    assert desk.view.viewport().grab(place).toImage() != with_ghost
    assert desk.visits(LEE) == ["11:00 Ann Smith"]


@pytest.mark.parametrize("begin", [(), ("Ctrl+4", "Down")])
def test_a_move_by_keys_shows_at_once_what_waits_for_a_time(
    desk: Desk, begin: tuple[str, ...]
) -> None:
    desk.book(LEE, "15:00", patient="smith")
    desk.view.select_appointment(desk.visit(LEE, "15:00").id)
    for key in (*begin, "M"):
        desk.press(key)
        desk.settled()
    move = desk.workplace.calendar.current_move
    assert move is not None
    assert move.picking.landing is not None
    assert move.picking.landing.words(desk.workplace.zone) == "15:00\u201316:00"
    with_ghost = desk.view.viewport().grab().toImage()
    desk.press("Esc")
    assert desk.view.viewport().grab().toImage() != with_ghost


@pytest.mark.parametrize("way", ["down", "up"])
def test_an_edge_scrolls_as_long_as_the_hand_stays_there(desk: Desk, way: str) -> None:
    desk.app.window.resize(1100, 420)
    desk.book(LEE, "11:00", patient="smith")
    bar = desk.view.verticalScrollBar()
    desk.lift(LEE, "11:00")
    port = desk.view.viewport()
    edge = port.height() - 4 if way == "down" else 60
    last = bar.maximum() if way == "down" else 0
    desk.carry_to(QPoint(desk.view.item_rect(desk.visit(LEE, "11:00").id).center().x(), edge))
    desk.wait_for(lambda: bar.value() == last, "scrolled to the end")
    assert desk.ghost, "it lands where the pointer is, wherever that is now"
    desk.press("Esc")
    desk.drop()
    desk.settled()
    assert desk.visits(LEE) == ["11:00 Ann Smith"]


def test_typing_is_not_disturbed_by_a_drop_that_fails(
    open_desk: OpenDesk, sqlite_settings: Settings, tmp_path: Path
) -> None:
    desk = open_desk(sqlite_settings)
    desk.book(LEE, "11:00", patient="smith")
    desk.open_block(COLE, "10:15")
    desk.type("mül")
    desk.settled()
    target = desk.block(LEE, "14:00")
    with another_desk(sqlite_settings, tmp_path) as office:
        desk.lift(LEE, "11:00")
        desk.carry(LEE, "14:00")
        aside(lambda: clinics.done(office, BookBlock(patient_id=2, block_id=target.id)))
        desk.drop()
        desk.settled()
    assert desk.notice.startswith("Not moved. Dr Lee is booked on Sun 2 Nov 2025, 14:00")
    assert desk.find("Patient", QLineEdit).text() == "mül"


@pytest.mark.slow
def test_a_drag_typing_and_scroll_survive_500_foreign_changes(
    open_desk: OpenDesk, sqlite_settings: Settings, tmp_path: Path
) -> None:
    desk = open_desk(sqlite_settings)
    desk.app.window.resize(1280, 600)
    desk.book(LEE, "11:00", patient="smith")
    desk.open_block(COLE, "10:15")
    desk.type("mül")
    desk.settled()
    visit = desk.lift(LEE, "11:00")
    desk.carry(LEE, "12:00")
    bar = desk.view.verticalScrollBar()
    assert bar.maximum() > 0
    scroll = desk.view.scroll_position()
    blocks = [desk.block(COLE, at).id for at in desk.free_blocks(COLE)]
    known = desk.app.dispatcher.last_known
    change_often(sqlite_settings, blocks, 500)
    desk.wait_for(lambda: desk.app.dispatcher.last_known >= known + 500)
    desk.settled()
    assert desk.view.carried == visit
    assert desk.ghost == "12:00\u201313:00"
    assert desk.view.scroll_position() == scroll
    assert desk.find("Patient", QLineEdit).text() == "mül"
    target = desk.block(LEE, "12:00")
    with another_desk(sqlite_settings, tmp_path) as office:
        taken = BookBlock(patient_id=2, block_id=target.id)
        aside(lambda: clinics.done(office, taken))
        desk.wait_for(lambda: desk.ghost == "12:00 is booked", "what is lost on the way says so")
        wish = CancelAppointment(
            appointment_id=taken.appointment_id, reason=CancelReason.PATIENT_ILL
        )
        aside(lambda: clinics.done(office, wish))
        desk.wait_for(lambda: desk.ghost == "12:00\u201313:00", "and that it is free again")
    desk.drop()
    desk.settled()
    assert desk.visits(LEE) == ["12:00 Ann Smith"]
    assert desk.find("Patient", QLineEdit).text() == "mül"


def test_until_the_answer_the_card_is_in_its_old_place_and_says_that_it_moves(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.book(LEE, "11:00", patient="smith")
    before = desk.view.viewport().grab().toImage()
    card = desk.view.item_rect(desk.visit(LEE, "11:00").id)
    free = desk.view.item_rect(desk.block(LEE, "14:00").id).adjusted(3, 3, -3, -3)
    pending: Future[object] = Future()
    desk.lift(LEE, "11:00")
    desk.carry(LEE, "14:00")
    with monkeypatch.context() as patch:
        patch.setattr(desk.app.dispatcher.office, "do", lambda _wish: pending)
        desk.drop()
    QTest.mouseMove(desk.view.viewport(), QPoint(3, 3))
    shown = desk.view.viewport().grab().toImage()
    assert shown.copy(card) != before.copy(card)
    assert shown.copy(free) == before.copy(free), "no trace of it where it was dropped"
    assert desk.visits(LEE) == ["11:00 Ann Smith"]
    pending.set_exception(Unavailable("database_locked", "The file is locked."))
    desk.settled()
    assert desk.refusal == "The file is locked."
    desk.click("Try again")
    desk.settled()
    assert desk.visits(LEE) == ["14:00 Ann Smith"]
