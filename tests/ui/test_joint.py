"""One visit of several: a card in the column of each, all named, given back as one."""

from __future__ import annotations

import datetime as dt

from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.domain.people import AddEquipment, AddRoom
from tests.driver import Desk

SIDES = ("Dr Lee", "Dr Cole", "Room 1", "Ultrasound")


def book_joint(desk: Desk) -> None:
    """Book Ann Smith at 11:00 with all of them."""
    office = desk.app.dispatcher.office
    doctors = {column.doctor.name: column.doctor.id for column in desk.view.columns()}
    room = office.do(AddRoom(name="Room 1")).result(30).answer
    device = office.do(AddEquipment(name="Ultrasound", units=2)).result(30).answer
    start = desk.block("Dr Lee", "11:00").start
    wish = BookBlock(
        patient_id=1, doctor_id=doctors["Dr Lee"], start=start, end=start + dt.timedelta(hours=1),
        with_ids=(doctors["Dr Cole"], room.id, device.id),
    )  # fmt: skip
    office.do(wish).result(30)
    desk.wait_for(lambda: desk.offers("Show Ultrasound"))
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
    assert desk.ghost == "moves with Dr Lee"
    desk.press("Esc")
    desk.drop()
    desk.click_item(desk.visit("Dr Lee", "11:00"))
    desk.settled()
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
