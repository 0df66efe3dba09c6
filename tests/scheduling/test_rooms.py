"""A room has hours, is booked and is searched as a doctor is."""

from __future__ import annotations

import pytest

from clinic_desktop.domain.booking import AgendaOf, BookBlock, Fullness, NextFree, Verify
from clinic_desktop.domain.people import AddDoctor, AddRoom, DoctorCalled
from clinic_desktop.domain.refusals import Refusal
from tests.scheduling.desk import DAY, MONDAY, NINE, Desk


def test_a_room_has_time_of_its_own(desk: Desk) -> None:
    room = desk.do(AddRoom(name="Ultrasound"))
    assert desk.ask(DoctorCalled(text="Ultrasound")) == room.as_doctor
    assert desk.ask(DoctorCalled(text=str(room.id))) == room.as_doctor
    desk.hours("Mon 9-11", doctor=room.id)
    assert desk.free(room.id) == [0, 30, 60, 90]
    visit = desk.book(30, doctor=room.id)
    assert visit.doctor == "Ultrasound"
    assert desk.free(room.id) == [0, 60, 90]
    assert desk.free(1) == [0, 30, 60, 90, 120, 150]
    assert desk.ask(AgendaOf(span=DAY, doctor_ids=(room.id,))).appointments == (visit,)
    (load,) = desk.ask(Fullness(first=MONDAY, last=MONDAY, doctor_ids=(room.id,)))
    assert (load.free_minutes, load.booked_minutes) == (90, 30)
    found = desk.ask(NextFree(after=NINE, minutes=60, doctor_ids=(room.id,), limit=1))
    assert [block.start for block in found] == [NINE.replace(hour=15)]
    assert desk.codes(BookBlock(patient_id=1, doctor_id=1, start=visit.start)) == ["patient_busy"]
    assert desk.ask(Verify()).ok


def test_what_is_asked_of_all_doctors_is_not_asked_of_rooms(desk: Desk) -> None:
    room = desk.do(AddRoom(name="Ultrasound"))
    desk.hours("Mon 8-9", doctor=room.id)
    found = desk.ask(NextFree(after=NINE.replace(hour=12), limit=1))
    assert found[0].doctor_id != room.id


def test_a_doctor_goes_before_a_room_of_the_same_name(desk: Desk) -> None:
    for _ in range(2):
        desk.do(AddRoom(name="Lab"))
    with pytest.raises(Refusal, match="ambiguous_name"):
        desk.ask(DoctorCalled(text="Lab"))
    doctor = desk.do(AddDoctor(name="Lab"))
    assert desk.ask(DoctorCalled(text="Lab")) == doctor
    with pytest.raises(Refusal, match="unknown_doctor"):
        desk.ask(DoctorCalled(text="Lob"))
