"""One visit of several: a card in the column of each, all named, given back as one."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import Future

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel

from clinic_desktop.domain.booking import BookBlock, CancelAppointment, CancelReason
from clinic_desktop.domain.explaining import Why
from clinic_desktop.domain.people import AddAppointmentType, AddEquipment, AddRoom
from clinic_desktop.domain.refusals import Unavailable
from tests.driver import Desk

SIDES = ("Dr Lee", "Dr Cole", "Room 1", "Ultrasound")


def book_joint(desk: Desk) -> None:
    """Book Ann Smith at 11:00 with all of them."""
    office = desk.app.dispatcher.office
    doctors = {column.doctor.name: column.doctor.id for column in desk.view.columns()}
    room = office.do(AddRoom(name="Room 1")).result(120).answer
    device = office.do(AddEquipment(name="Ultrasound", units=2)).result(120).answer
    start = desk.block("Dr Lee", "11:00").start
    wish = BookBlock(
        patient_id=1, doctor_id=doctors["Dr Lee"], start=start, end=start + dt.timedelta(hours=1),
        with_ids=(doctors["Dr Cole"], room.id, device.id),
    )  # fmt: skip
    office.do(wish).result(120)
    desk.wait_for(lambda: desk.offers("Show Ultrasound") and bool(desk.visits("Dr Lee")))
    desk.settled()


def test_a_joint_visit_stands_with_each_and_goes_as_one(desk: Desk) -> None:
    book_joint(desk)
    assert desk.says("Rooms and equipment")
    for name in ("Room 1", "Ultrasound"):
        desk.click(f"Show {name}")
    desk.settled()
    for name in SIDES:
        assert desk.visits(name) == ["11:00 Ann Smith"]
    assert "11:00" not in desk.free_blocks("Dr Cole")
    # Whoever is there beside the doctor comes along.
    desk.lift("Dr Lee", "11:00")
    desk.carry("Dr Cole", "10:00")
    assert desk.ghost == "the visit moves with Dr Lee; drag it in that column"
    desk.drop()
    assert (
        desk.notice
        == "Ann Smith stays at 11:00: the visit moves with Dr Lee; drag it in that column."
    )
    desk.click_item(desk.visit("Dr Lee", "11:00"))
    desk.settled()
    others = desk.view.canvas.parts_of(desk.view.spot)
    assert len(others) == 3, "each of its other cards is ringed with the one that is chosen"
    assert desk.says("Dr Lee, Dr Cole, Room 1 and Ultrasound · 1 h")
    desk.move("Dr Lee", "11:00", "09:00")
    for name in SIDES:
        assert desk.visits(name) == ["09:00 Ann Smith"]
    desk.cancel("Dr Lee", "09:00")
    desk.settled()
    for name in SIDES:
        assert desk.visits(name) == []
    assert {"09:00", "11:00"} <= set(desk.free_blocks("Dr Cole"))
    desk.undo()
    desk.settled()
    for name in SIDES:
        assert desk.visits(name) == ["09:00 Ann Smith"]


def test_a_room_that_a_type_needs_is_chosen_and_told_before_it_is_booked(desk: Desk) -> None:
    office = desk.app.dispatcher.office
    box = desk.workplace.booking.beside
    desk.open_block("Dr Lee", "11:00")
    desk.settled()
    assert box.isHidden()
    room = office.do(AddRoom(name="Room 1")).result(120).answer
    device = office.do(AddEquipment(name="Ultrasound")).result(120).answer
    scan = AddAppointmentType(name="Scan", minutes=60, needs_room=True, equipment_ids=(device.id,))
    kind = office.do(scan).result(120).answer
    desk.wait_for(lambda: not box.isHidden() and desk.workplace.booking.type_box.count() == 4)
    desk.choose_patient("smith")
    desk.choose_type("Scan")
    desk.wait_for(lambda: desk.says("With Ultrasound and Room 1"))
    doctors = {column.doctor.name: column.doctor.id for column in desk.view.columns()}
    start = desk.block("Dr Lee", "11:00").start
    wish = BookBlock(
        patient_id=2, doctor_id=doctors["Dr Cole"], start=start,
        end=start + dt.timedelta(minutes=15), with_ids=(room.id,),
    )  # fmt: skip
    booked = office.do(wish).result(120).answer.appointment
    desk.wait_for(lambda: desk.says("Room 1 is taken at"))
    cancel = CancelAppointment(appointment_id=booked.id, reason=CancelReason.CLINIC)
    office.do(cancel).result(120)
    desk.wait_for(lambda: desk.says("With Ultrasound and Room 1"))
    desk.click("Add a doctor, room or equipment")
    assert desk.focus is box.choice
    choose(box.choice, "Dr Cole")
    desk.wait_for(lambda: desk.says("With Dr Cole, Ultrasound and Room 1"))
    desk.click("Book")
    desk.settled()
    visit = desk.visit("Dr Cole", "11:00")
    assert visit.with_whom == "Dr Lee, Dr Cole, Room 1 and Ultrasound"
    assert visit.type_id == kind.id


def test_who_is_free_beside_is_told_no_more_when_that_can_not_be_known(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = desk.app.dispatcher.office
    for name in ("Room 1", "Ultrasound"):
        office.do(AddRoom(name=name)).result(120)
    scan = AddAppointmentType(name="Scan", minutes=60, needs_room=True)
    office.do(scan).result(120)
    box = desk.workplace.booking.beside
    desk.wait_for(lambda: desk.workplace.booking.type_box.count() == 4)
    desk.open_block("Dr Lee", "11:00")
    desk.choose_type("Scan")
    desk.wait_for(lambda: desk.says("With Room 1"))
    real = office.ask
    broken: Future[object] = Future()
    broken.set_exception(Unavailable("unavailable", "The database does not answer."))
    monkeypatch.setattr(office, "ask", lambda one: broken if isinstance(one, Why) else real(one))
    desk.open_block("Dr Lee", "12:00")
    desk.wait_for(lambda: desk.says("Who else is free is not known now."))
    assert not [label for label in box.findChildren(QLabel) if label.text() == "With Room 1"]
    monkeypatch.setattr(office, "ask", real)
    desk.wait_for(lambda: desk.says("With Room 1"))
    desk.settled()


def choose(box: QComboBox, name: str) -> None:
    """Go to an entry by keys, as one does in an open list."""
    box.setFocus()
    for _ in range(box.findText(name) - box.currentIndex()):
        QTest.keyClick(box, Qt.Key.Key_Down)


def test_the_history_of_a_joint_visit_names_all_whose_time_it_held(desk: Desk) -> None:
    book_joint(desk)
    desk.click_item(desk.visit("Dr Lee", "11:00"))
    desk.settled()
    labels = desk.workplace.appointment.findChildren(QLabel)
    lines = [label.text() for label in labels if not label.isHidden()]
    assert "Dr Lee, Dr Cole, Room 1 and Ultrasound" in lines
