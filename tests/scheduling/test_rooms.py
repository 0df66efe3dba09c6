"""A room has hours, is booked and is searched as a doctor is."""

from __future__ import annotations

import pytest

from clinic_desktop.domain.booking import AgendaOf, BookBlock, Fullness, NextFree, Undo, Verify
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AddDoctor,
    AddEquipment,
    AddRoom,
    AllEquipment,
    ChangeAppointmentType,
    DoctorCalled,
    Rooms,
)
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.sites import AddSite
from clinic_desktop.domain.timeoff import AddTimeOff, Stretch
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
    north = desk.do(AddSite(name="North")).id
    for site in (None, north):
        desk.do(AddRoom(name="Lab", site_id=site))
    with pytest.raises(Refusal, match="ambiguous_name"):
        desk.ask(DoctorCalled(text="Lab"))
    doctor = desk.do(AddDoctor(name="Lab"))
    assert desk.ask(DoctorCalled(text="Lab")) == doctor
    with pytest.raises(Refusal, match="unknown_doctor"):
        desk.ask(DoctorCalled(text="Lob"))


def test_a_room_and_a_device_are_taken_back_while_nothing_uses_them(desk: Desk) -> None:
    room = desk.do(AddRoom(name="Room 1"))
    desk.do(AddEquipment(name="Ultrasound", units=2))
    desk.undo()
    desk.undo()
    assert desk.ask(Rooms()) == desk.ask(AllEquipment()) == ()
    for text in ("Room 1", str(room.id), "Ultrasound"):
        with pytest.raises(Refusal, match="unknown_doctor"):
            desk.ask(DoctorCalled(text=text))
    with pytest.raises(Refusal, match="unknown_doctor"):
        desk.hours("Mon 9-11", doctor=room.id)
    kind = AddAppointmentType(name="Scan", minutes=30, room_ids=(room.id,))
    assert desk.codes(kind) == ["unknown_room"]
    # The name is nobody's again.
    again = desk.do(AddRoom(name="Room 1"))
    assert desk.ask(Rooms()) == (again,)
    assert desk.ask(Verify()).ok


def test_what_is_used_by_now_stays_and_every_use_is_told(desk: Desk) -> None:
    room = desk.do(AddRoom(name="Room 1"))
    by = desk.last_sequence()
    desk.do(AddAppointmentType(name="Scan", minutes=30, room_ids=(room.id,)))
    noon = Stretch(MONDAY, MONDAY, 11 * 60, 12 * 60)
    desk.change(AddTimeOff(doctor_id=room.id, when=noon))
    desk.hours("Mon 9-11", doctor=room.id)
    desk.book(doctor=room.id)
    [reason] = desk.refused(Undo(sequence=by))
    assert reason.code == "in_use"
    assert reason.facts["uses"] == ["hours", "time off", "visits", "visit types that name it"]
    assert desk.ask(Rooms()) == (room,)


def test_a_device_that_a_visit_had_stays(desk: Desk) -> None:
    device = desk.do(AddEquipment(name="Ultrasound"))
    by = desk.last_sequence()
    visit = BookBlock(patient_id=1, doctor_id=1, start=NINE, with_ids=(device.id,))
    desk.cancel(desk.do(visit).appointment)
    [reason] = desk.refused(Undo(sequence=by))
    assert (reason.code, reason.facts["uses"]) == ("in_use", ["visits"])


def test_a_name_that_another_one_has_is_nobody_elses(desk: Desk) -> None:
    north = desk.do(AddSite(name="North")).id
    for wish, again, code in (
        (AddRoom(name="Room 1"), AddRoom(name=" room  1"), "room_known"),
        (AddEquipment(name="Laser"), AddEquipment(name="LASER", units=2), "equipment_known"),
        (
            AddAppointmentType(name="Séance", minutes=30),
            AddAppointmentType(name="seance", minutes=60),
            "type_known",
        ),
    ):
        made = desk.do(wish)
        before = desk.picture()
        (reason,) = desk.refused(again)
        assert (reason.code, reason.facts["ids"]) == (code, [str(made.id)])
        assert desk.picture() == before
    other = desk.do(AddAppointmentType(name="Scan", minutes=30))
    assert desk.codes(ChangeAppointmentType(type_id=other.id, name="SÉANCE")) == ["type_known"]
    assert desk.do(ChangeAppointmentType(type_id=other.id, name="SCAN")).name == "SCAN"
    # Each site has its own.
    assert desk.do(AddRoom(name="Room 1", site_id=north)).site_id == north
