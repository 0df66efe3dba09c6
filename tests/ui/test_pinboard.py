"""The pinboard in the window: parked by keys, menu and mouse, dropped by keys and mouse."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QWidget

from clinic_desktop import compose
from clinic_desktop.domain.booking import BookBlock, Undo
from clinic_desktop.domain.parking import DropParked, ParkAppointment, PlanVisit
from clinic_desktop.domain.people import AddPatient, AddRoom, Name
from clinic_desktop.settings import Settings
from clinic_desktop.ui.two_lines import LINES
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk
from tests.ui.guards import aside

LEE, COLE = "Dr Lee", "Dr Cole"


def waiting(desk: Desk) -> list[tuple[str, str, str]]:
    """Answer the lines of the open pinboard."""
    shown = desk.find("Parked visits", QListWidget)
    return [tuple(shown.item(row).data(LINES)) for row in range(shown.count())]


def counted(desk: Desk) -> str:
    """Answer the rail's name for the board, which says how many wait."""
    return desk.app.window.rail.pinboard.accessibleName()


def carry(port: QWidget, grabbed: QPoint, target: QPoint) -> None:
    """Press a pin and take it along."""
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=grabbed)
    for share in (3, 7, 10):
        QTest.mouseMove(port, grabbed + (target - grabbed) * share / 10)


def test_a_visit_is_parked_by_a_key_other_days_are_browsed_and_it_is_dropped_by_keys(
    open_desk: OpenDesk, settings: Settings
) -> None:
    desk = open_desk(settings)
    desk.book(LEE, "11:00", patient="smith", note="brings her mother")
    desk.view.select_appointment(desk.visit(LEE, "11:00").id)
    desk.press("P")
    desk.settled()
    assert "11:00" in desk.free_blocks(LEE)
    assert desk.visits(LEE) == []
    assert desk.notice == "Parked Ann Smith on the pinboard"
    desk.wait_for(lambda: counted(desk) == "Pinboard, 1")
    desk.press("Shift+P")
    desk.settled()
    [(who, line, whose)] = waiting(desk)
    assert (who, whose) == ("Ann Smith", "")
    assert line.startswith("Dr Lee · 1 h")
    assert desk.says("brings her mother")
    # The next day is shown, and Enter picks a block of it.
    desk.press("Enter")
    assert desk.says("Booking Ann Smith")
    desk.press("PgDown")
    desk.settled()
    day = clinics.SUNDAY + dt.timedelta(days=1)
    block = desk.block(LEE, "14:00")
    desk.view.select_block(block.id)
    desk.press("Enter")
    desk.wait_for(lambda: bool(desk.visits(LEE)))
    desk.settled()
    visit = desk.visit(LEE, "14:00")
    assert (visit.note, visit.span.minutes, visit.start.date()) == ("brings her mother", 60, day)
    assert desk.workplace.calendar.moving is None
    assert counted(desk) == "Pinboard"
    desk.undo()
    assert desk.visits(LEE) == []
    desk.wait_for(lambda: counted(desk) == "Pinboard, 1")
    desk.wait_for(lambda: "Ann Smith waits on the pinboard again" in desk.notice)
    desk.press("Ctrl+Z")
    desk.settled()
    desk.show(clinics.SUNDAY)
    assert desk.visits(LEE) == ["11:00 Ann Smith"]
    assert counted(desk) == "Pinboard"


def test_a_visit_is_dragged_onto_the_board_and_from_it_onto_a_free_block(
    open_desk: OpenDesk, settings: Settings
) -> None:
    desk = open_desk(settings)
    desk.book(LEE, "11:00", patient="smith")
    desk.book(LEE, "14:00", patient="stone")
    button = desk.app.window.rail.pinboard
    there = desk.view.viewport().mapFromGlobal(button.mapToGlobal(button.rect().center()))
    desk.lift(LEE, "11:00")
    desk.carry_to(there)
    assert button.property("lit") is True
    assert desk.ghost == ""
    desk.drop()
    desk.settled()
    assert button.property("lit") is False
    assert desk.visits(LEE) == ["14:00 Bob Stone"]
    desk.click("Pinboard, 1")
    desk.settled()
    # The other one goes onto the open panel.
    panel = desk.workplace.pins.panel
    there = desk.view.viewport().mapFromGlobal(panel.mapToGlobal(panel.rect().center()))
    desk.lift(LEE, "14:00")
    desk.carry_to(there)
    assert panel.property("lit") is True
    desk.drop()
    desk.wait_for(lambda: counted(desk) == "Pinboard, 2")
    desk.settled()
    assert [who for who, _, _ in waiting(desk)] == ["Ann Smith", "Bob Stone"]
    # And the first from there onto a free block of another doctor.
    pins = desk.find("Parked visits", QListWidget)
    port = pins.viewport()
    grabbed = pins.visualItemRect(pins.item(0)).center()
    block = desk.block(COLE, "10:15")
    target = port.mapFromGlobal(
        desk.view.viewport().mapToGlobal(desk.view.item_rect(block.id).center())
    )
    carry(port, grabbed, target)
    assert desk.ghost == "10:15\u201311:15"
    # Escape leaves it on the board.
    desk.press("Esc")
    assert desk.ghost == ""
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=target)
    desk.settled()
    assert desk.visits(COLE) == []
    carry(port, grabbed, target)
    # What others do meanwhile leaves it in the hand: a patient who is new, a pin that is.
    office = desk.app.dispatcher.office
    new = aside(lambda: office.do(AddPatient(name=Name("Some", "Body"))).result(60)).answer
    aside(lambda: office.do(PlanVisit(patient_id=new.id, minutes=60)).result(60))
    desk.wait_for(lambda: counted(desk) == "Pinboard, 3")
    desk.settled()
    assert desk.ghost == "10:15\u201311:15"
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=target)
    desk.wait_for(lambda: desk.visits(COLE) == ["10:15 Ann Smith"])
    desk.settled()
    assert [who for who, _, _ in waiting(desk)] == ["Bob Stone", "Some Body"]
    desk.undo()
    desk.wait_for(lambda: counted(desk) == "Pinboard, 3")


def test_others_hear_of_what_is_shared_and_who_is_slower_is_told(
    open_desk: OpenDesk, settings: Settings, tmp_path: Path
) -> None:
    desk = open_desk(settings)
    desk.book(LEE, "11:00", patient="smith")
    visit = desk.visit(LEE, "11:00")
    theirs = clinics.settings_of(settings.database, tmp_path, station="other", actor="eva")
    office = aside(lambda: compose.open_office(theirs, clock=clinics.clock, feed=False))
    try:
        hidden = office.do(PlanVisit(patient_id=2, minutes=30)).result(60).answer
        pin = office.do(ParkAppointment(appointment_id=visit.id, shared=True)).result(60).answer
        desk.wait_for(lambda: counted(desk) == "Pinboard, 1")
        desk.press("Shift+P")
        desk.settled()
        assert waiting(desk)[0][2] == "by eva"
        assert not desk.offers("Share with everyone")
        # The block that is picked is taken meanwhile: it is told, and the pin waits on.
        desk.click("Pick a free block")
        block = desk.block(LEE, "14:00")
        with desk.news_held_back():
            office.do(BookBlock(patient_id=2, block_id=block.id)).result(60)
            desk.view.select_block(block.id)
            desk.press("Enter")
            desk.wait_for(lambda: bool(desk.named("Refusal")))
        desk.settled()
        assert "Bob Stone" in desk.refusal
        assert counted(desk) == "Pinboard, 1"
        # Somebody drops it first.
        with desk.news_held_back():
            office.do(DropParked(parked_id=pin.id, start=visit.start)).result(60)
            desk.view.select_block(desk.block(LEE, "15:00").id)
            desk.press("Enter")
            desk.wait_for(lambda: "by eva" in desk.refusal)
        desk.settled()
        assert counted(desk) == "Pinboard"
        assert desk.visits(LEE) == ["11:00 Ann Smith", "14:00 Bob Stone"]
        office.do(Undo()).result(60)
        desk.wait_for(lambda: counted(desk) == "Pinboard, 1")
        assert hidden.id not in {one.id for one in desk.workplace.pins.pins}
    finally:
        aside(office.close)


def test_it_is_shared_taken_down_hidden_and_told_in_the_patients_history(
    open_desk: OpenDesk, settings: Settings
) -> None:
    desk = open_desk(settings)
    desk.book(LEE, "11:00", patient="smith")
    desk.open_visit(LEE, "11:00")
    desk.click("Park on the pinboard")
    desk.settled()
    assert desk.says("Parked: waits on the pinboard")
    desk.press("Shift+P")
    desk.settled()
    desk.click("Share with everyone")
    desk.settled()
    assert waiting(desk)[0][2] == "shared"
    desk.press("Ctrl+Shift+H")
    desk.settled()
    assert waiting(desk)[0][0] == "•••••"
    assert not desk.says("Ann Smith")
    desk.press("Ctrl+Shift+H")
    desk.settled()
    desk.click("All visits of this patient")
    desk.settled()
    shown = desk.find("Visits", QListWidget)
    assert "Parked" in shown.item(0).text()
    desk.press("Shift+P")
    desk.settled()
    desk.press("Del")
    desk.click("Cancel: Patient ill")
    desk.wait_for(lambda: counted(desk) == "Pinboard")
    desk.settled()
    assert desk.says("Nothing waits here.")
    desk.undo()
    desk.wait_for(lambda: counted(desk) == "Pinboard, 1")


def test_who_has_no_date_yet_waits_with_all_that_was_typed(
    open_desk: OpenDesk, settings: Settings
) -> None:
    desk = open_desk(settings)
    desk.open_block(LEE, "11:00")
    assert not desk.offers("Park")
    desk.choose_patient("smith")
    desk.choose_type("Long talk")
    desk.fill("Note", "after the holidays")
    desk.click("Park")
    desk.wait_for(lambda: counted(desk) == "Pinboard, 1")
    desk.settled()
    assert desk.workplace.panel is None
    assert "11:00" in desk.free_blocks(LEE)
    desk.press("Shift+P")
    desk.settled()
    [(who, line, _)] = waiting(desk)
    assert (who, line) == ("Ann Smith", "Dr Lee · 2 h · Long talk · no date yet")
    desk.click("Take off the pinboard")
    desk.wait_for(lambda: counted(desk) == "Pinboard")
    desk.settled()
    desk.undo()
    desk.wait_for(lambda: counted(desk) == "Pinboard, 1")


def test_what_is_parked_is_not_booked_beside_and_takes_no_other_booking_along(
    open_desk: OpenDesk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(settings)
    desk.open_block(LEE, "11:00")
    desk.choose_patient("smith")
    form, dispatcher = desk.workplace.booking, desk.app.dispatcher
    aside(lambda: dispatcher.office.do(AddRoom(name="Room 1")).result(60))
    desk.wait_for(lambda: desk.offers("Add a doctor, room or equipment"))
    # Nobody waits beside it on the pinboard.
    desk.settled()
    assert desk.offers("Park")
    desk.click("Add a doctor, room or equipment")
    box = form.beside.choice
    desk.wait_for(lambda: box.findText("Room 1") > 0)
    box.setCurrentIndex(box.findText("Room 1"))
    box.activated.emit(box.currentIndex())
    desk.wait_for(lambda: not desk.offers("Park"))
    desk.click("Book without those added")
    desk.settled()
    desk.fill("Note", "after the holidays")
    sent: list[tuple[Any, ...]] = []
    with monkeypatch.context() as held:
        held.setattr(dispatcher, "do", lambda *wish: sent.append(wish))
        desk.click("Park")
        assert not form.book_button.isEnabled()
        form.book()
        desk.fill("Note", "another one")
    [wish] = sent
    assert isinstance(wish[0], PlanVisit)
    dispatcher.do(*wish)
    desk.wait_for(lambda: counted(desk) == "Pinboard, 1")
    desk.settled()
    assert form.note.text() == "another one"
    assert form.book_button.isEnabled()
    assert desk.visits(LEE) == []


def test_a_refusal_goes_when_another_pin_is_chosen(open_desk: OpenDesk, settings: Settings) -> None:
    desk = open_desk(settings)
    for time, patient in (("11:00", "smith"), ("14:00", "stone")):
        desk.book(LEE, time, patient=patient)
        desk.view.select_appointment(desk.visit(LEE, time).id)
        desk.press("P")
        desk.settled()
    desk.book(COLE, "11:15", patient="smith")
    desk.press("Shift+P")
    desk.settled()
    pins = desk.find("Parked visits", QListWidget)
    pins.setCurrentRow(0)
    # At the same time she is with somebody else already.
    desk.workplace.pins.drop(desk.workplace.pins.pins[0], desk.block(LEE, "11:00"))
    desk.wait_for(lambda: bool(desk.refusal))
    assert desk.offers("Book anyway")
    pins.setCurrentRow(1)
    assert desk.refusal == ""
    assert not desk.offers("Book anyway")
