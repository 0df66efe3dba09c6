"""Hands go on while something is on its way: nothing typed is lost, nothing unseen is saved."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.availability import Availability, SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import Blocks, BookBlock
from clinic_desktop.domain.office import Command
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.time import day_span
from clinic_desktop.domain.timeoff import AddTimeOff, Stretch
from clinic_desktop.ui import dispatcher
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.availability.place import Place

MONDAY = dt.date(2025, 11, 3)


@pytest.fixture
def place(desk: Desk) -> Place:
    return Place(desk)


def meanwhile(desk: Desk, *commands: Command[object]) -> None:
    """Change something as another PC does, until it is heard of."""
    for command in commands:
        clinics.done(desk.app.dispatcher.office, command)
    known = desk.app.dispatcher
    last = known.office.ask(Blocks(span=day_span(MONDAY, desk.workplace.zone))).result(timeout=120)
    desk.wait_for(lambda: known.last_known >= last.sequence)
    desk.settled()


def turn(place: Place, page: str) -> None:
    """Show another page, and wait for nothing."""
    for button in place.desk.named(page, QWidget):
        if place.pane.segments.isAncestorOf(button):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_is_typed_on_while_it_is_saved_stays(
    place: Place, held_answers: threading.Event
) -> None:
    place.turn_to("Time off")
    place.fill(From="2025-11-03")
    place.desk.press("Enter")
    place.desk.fill("From", "2025-11-10")
    held_answers.set()
    place.desk.settled()
    assert place.desk.notice == "Time off of Dr Lee is saved"
    assert place.pane.off.start.text() == "2025-11-10"
    assert place.effect == "8 free blocks go (10 Nov 2025)."


def test_another_page_that_is_begun_while_one_is_saved_keeps_what_is_typed(
    place: Place, held_answers: threading.Event
) -> None:
    place.turn_to("Time off")
    place.fill(From="2025-11-03")
    place.desk.press("Enter")
    turn(place, "Days")
    place.desk.fill("Days", "2025-11-10")
    place.desk.fill("Hours of these days", "9-12")
    held_answers.set()
    place.desk.settled()
    assert place.pane.days.texts == ("2025-11-10", "9-12", "")
    assert place.pane.off.start.text() == ""
    assert place.effect == "5 free blocks go (10 Nov 2025)."


def test_the_notice_names_whose_hours_were_saved_though_another_doctor_is_shown(
    place: Place, held_answers: threading.Event
) -> None:
    place.fill(Hours_of_a_week="Mon 9-12")
    place.desk.press("Enter")
    QTest.keyClick(place.pane.doctor, Qt.Key.Key_Down)
    held_answers.set()
    place.desk.settled()
    assert place.pane.doctor.currentText() == "Dr Cole"
    assert place.desk.notice == "Hours of Dr Lee are saved"


def test_time_that_is_blocked_off_is_named_and_a_question_asked_meanwhile_stays(
    desk: Desk, held_answers: threading.Event
) -> None:
    panel = desk.workplace.off.block_off
    for doctor, start in (("Dr Lee", "13:00"), ("Dr Cole", "11:00")):
        desk.view.select_block(desk.block(doctor, start).id)
        desk.view.setFocus()
        desk.press("B")
        if doctor == "Dr Lee":
            desk.settled()
            desk.press("Enter")
            assert panel.is_busy
    held_answers.set()
    desk.settled()
    assert desk.notice == "Blocked: Dr Lee, Sun 2 Nov, 13:00\N{EN DASH}14:00"
    assert desk.workplace.panel is panel
    assert "11:00" in desk.free_blocks("Dr Cole")
    desk.click("Block off")
    desk.settled()
    assert "11:00" not in desk.free_blocks("Dr Cole")


def test_why_a_time_was_not_blocked_off_stands_in_no_panel_of_another_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, office = desk.workplace.off.block_off, desk.app.dispatcher.office
    real, answer = office.do, Future[Any]()
    desk.view.select_block(desk.block("Dr Lee", "13:00").id)
    desk.view.setFocus()
    desk.press("B")
    desk.settled()
    monkeypatch.setattr(office, "do", lambda _command: answer)
    desk.press("Enter")
    assert panel.is_busy
    monkeypatch.setattr(office, "do", real)
    desk.view.select_block(desk.block("Dr Cole", "11:00").id)
    desk.view.setFocus()
    desk.press("B")
    answer.set_exception(Refusal(Reason("not_allowed", "Only the chief may do that.")))
    desk.settled()
    assert desk.notice == (
        "Not blocked off: Dr Lee, Sun 2 Nov, 13:00\N{EN DASH}14:00. Only the chief may do that."
    )
    assert panel.effect.news.isHidden(), "it is about another time"
    desk.click("Block off")
    desk.settled()
    assert "11:00" not in desk.free_blocks("Dr Cole")


def test_while_another_doctors_hours_are_read_nothing_of_the_one_before_is_saved(
    place: Place, held_hours: threading.Event
) -> None:
    place.fill(Hours_of_a_week="Mon 9-12")
    assert place.desk.offers("Save")
    held_hours.clear()
    QTest.keyClick(place.pane.doctor, Qt.Key.Key_Down)
    assert not place.desk.offers("Save")
    assert place.line == ""
    assert place.effect.startswith("Looking at the hours")
    place.pane.weekly.line.setFocus()
    place.desk.press("Enter")
    held_hours.set()
    place.desk.settled()
    assert place.desk.notice == ""
    assert place.line == "Mon-Fri 9-12; Sun 9-12"
    place.choose("Dr Lee")
    assert place.line == "Mon 9-12"


@pytest.fixture
def held_hours(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Hold back answers about hours while this is not set."""
    free, answer_of = threading.Event(), dispatcher._answer_of  # noqa: SLF001 - as a busy lane does
    free.set()

    def held(number: int, future: Future[object], look_ahead: Callable[..., object]) -> object:
        answer = answer_of(number, future, look_ahead)  # type: ignore[arg-type]
        found = getattr(answer.value, "answer", None)
        if isinstance(found, tuple) and found and isinstance(found[0], Availability):
            free.wait(timeout=120)
        return answer

    monkeypatch.setattr(dispatcher, "_answer_of", held)
    return free


def test_a_wish_to_take_away_ends_with_its_doctor_and_leaves_what_is_typed(place: Place) -> None:
    desk = place.desk
    meanwhile(desk, *(AddTimeOff(doctor_id=each, when=Stretch(MONDAY, MONDAY)) for each in (1, 2)))
    place.turn_to("Time off")
    place.fill(Until="2025-12-24")
    desk.click("Take away: time off to come")
    desk.settled()
    assert desk.offers("Save")
    place.choose("Dr Cole")
    assert not desk.offers("Save")
    desk.click("Take away: time off to come")
    desk.settled()
    place.save()
    assert desk.notice == "Taken away"
    assert place.pane.off.until.text() == "2025-12-24"


def test_enter_leads_to_the_effect_only_from_where_it_was_pressed(place: Place) -> None:
    desk = place.desk
    desk.press("Enter")
    desk.type("Mon 9-12")
    desk.settled()
    assert desk.focus is place.pane.weekly.line
    desk.type("; Tue 9-12")
    desk.press("Enter")
    place.pane.weekly.until.setFocus()
    desk.settled()
    assert desk.focus is place.pane.weekly.until


def test_who_is_read_in_a_long_list_stays_in_sight_while_others_book(place: Place) -> None:
    zone, office = place.desk.workplace.zone, place.desk.app.dispatcher.office
    asked = office.ask(Blocks(span=day_span(MONDAY, zone, 5), doctor_ids=(1,)))
    blocks = asked.result(timeout=120).answer
    meanwhile(place.desk, *(BookBlock(patient_id=1, block_id=one.id) for one in blocks[:20]))
    place.turn_to("Time off")
    place.fill(From="2025-11-03", Until="2025-11-30")
    bar = place.pane.effect.hits.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    assert before > 0
    meanwhile(place.desk, BookBlock(patient_id=2, block_id=blocks[25].id))
    assert len(place.hits) == 21
    assert bar.value() == before


def test_the_hours_that_are_looked_at_stay_while_others_change_hours(place: Place) -> None:
    later = WeeklyHours.parse("Mon 9-12")
    meanwhile(place.desk, SetWeeklyHours(doctor_id=1, hours=later, start=dt.date(2026, 1, 5)))
    which = place.pane.weekly.which
    QTest.keyClick(which, Qt.Key.Key_Down)
    assert place.line == "Mon 9-12"
    meanwhile(
        place.desk, SetWeeklyHours(doctor_id=1, hours=later, start=dt.date(2026, 6, 1), seats=2)
    )
    assert which.count() == 3
    assert (place.line, which.currentIndex()) == ("Mon 9-12", 1)


def test_why_a_doctor_is_away_is_not_shown_while_patients_are_hidden(place: Place) -> None:
    place.turn_to("Time off")
    place.fill(From="2025-11-03", Note="operation")
    place.desk.press("Ctrl+Shift+H")
    place.desk.settled()
    assert "operation" not in place.pane.off.note.displayText()
    place.desk.press("Ctrl+Shift+H")
    assert place.pane.off.note.displayText() == "operation"


def test_the_same_effect_is_spoken_once_however_often_others_book(
    place: Place, told: list[str]
) -> None:
    place.turn_to("Time off")
    place.fill(From="2025-11-03")
    assert [each for each in told if "free blocks go" in each]
    told.clear()
    zone, office = place.desk.workplace.zone, place.desk.app.dispatcher.office
    asked = office.ask(Blocks(span=day_span(MONDAY, zone, 3), doctor_ids=(1,)))
    blocks = asked.result(timeout=120).answer
    meanwhile(place.desk, *(BookBlock(patient_id=1, block_id=one.id) for one in blocks[-3:]))
    assert not [each for each in told if "free blocks go" in each]


def test_a_second_enter_while_it_is_saved_presses_nothing_else(
    place: Place, held_answers: threading.Event
) -> None:
    desk = place.desk
    office = desk.app.dispatcher.office
    asked = office.ask(Blocks(span=day_span(MONDAY, desk.workplace.zone), doctor_ids=(1,)))
    block = asked.result(timeout=120).answer[2]
    meanwhile(desk, BookBlock(patient_id=1, block_id=block.id))
    place.turn_to("Time off")
    place.fill(From="2025-11-03")
    desk.press("Enter")
    assert desk.focus.accessibleName() == "Save, 1 left outside"
    for _ in range(3):
        desk.press("Enter")
    assert desk.focus is place.pane.effect.save_button
    held_answers.set()
    desk.settled()
    assert desk.notice == "Time off of Dr Lee is saved; 1 appointment stays booked as an exception"
    assert desk.named("Hours place")
    assert place.pane.off.start.hasFocus()


def test_where_somebody_was_faster_the_keys_stay_on_what_saves(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, effect = place.desk, place.pane.effect
    place.turn_to("Time off")
    place.fill(From="2025-11-03")
    desk.press("F6")
    assert desk.focus is effect.save_button
    assert effect.effect is not None
    # As if something else had been shown.
    monkeypatch.setattr(effect, "effect", replace(effect.effect, digest="another"))
    desk.press("Enter")
    desk.settled()
    assert "Nothing was saved" in effect.news.text()
    assert desk.focus is effect.save_button
    desk.press("Enter")
    desk.settled()
    assert desk.notice == "Time off of Dr Lee is saved"


def test_a_press_on_its_way_to_save_saves_nobody_who_was_booked_in_that_second(
    place: Place,
) -> None:
    desk, effect = place.desk, place.pane.effect
    office = desk.app.dispatcher.office
    place.turn_to("Time off")
    place.fill(From="2025-11-03")
    desk.press("F6")
    asked = office.ask(Blocks(span=day_span(MONDAY, desk.workplace.zone), doctor_ids=(1,)))
    block = asked.result(timeout=120).answer[2]
    meanwhile(desk, BookBlock(patient_id=1, block_id=block.id))
    desk.press("Enter")
    desk.settled()
    assert "saved" not in desk.notice
    assert "Press again to save" in effect.news.text()
    assert desk.focus is effect.save_button
    desk.press("Enter")
    desk.settled()
    assert desk.notice == "Time off of Dr Lee is saved; 1 appointment stays booked as an exception"
