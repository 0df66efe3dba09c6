"""One visit with several doctors, a room and devices: offered, booked, moved and undone as one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from clinic_desktop.domain.booking import (
    AgendaOf,
    Appointment,
    BookBlock,
    MoveAppointment,
    Undo,
)
from clinic_desktop.domain.explaining import Why
from clinic_desktop.domain.openings import Openings
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AddEquipment,
    AddRoom,
    AppointmentTypes,
    ChangeAppointmentType,
)
from clinic_desktop.domain.timeoff import AddTimeOff, Stretch
from tests.scheduling.desk import DAY, MINUTE, MONDAY, NINE, Desk, at

LEE, KAY = 1, 2


@pytest.fixture
def room(desk: Desk) -> int:
    """A room without hours."""
    return int(desk.do(AddRoom(name="Room 1")).id)


def book(desk: Desk, *others: int, start: int = 0, length: int = 30, **more: Any) -> Appointment:  # noqa: ANN401 - fields
    given: dict[str, Any] = {"patient_id": 1, "doctor_id": LEE, "with_ids": others} | more
    found: Appointment = desk.do(wish(start, length, **given)).appointment
    return found


def wish(start: int, length: int = 30, **given: Any) -> BookBlock:  # noqa: ANN401 - fields
    end = None if "type_id" in given else at(start + length)
    return BookBlock(start=at(start), end=end, **given)


def shown(desk: Desk, resource: int) -> tuple[Appointment, ...]:
    found: tuple[Appointment, ...] = desk.ask(
        AgendaOf(span=DAY, doctor_ids=(resource,), cancelled=True)
    ).appointments
    return found


def offered(desk: Desk, doctor: int = LEE, **more: Any) -> list[int]:  # noqa: ANN401 - fields
    found = desk.ask(Openings(span=DAY, doctor_ids=(doctor,), **more))
    return [int((one.start - NINE) / MINUTE) for one in found]


def test_a_joint_visit_holds_all_and_is_given_back_as_one(desk: Desk, room: int) -> None:
    visit = book(desk, KAY, room, start=30, length=60)
    assert visit.resource_ids == (LEE, KAY, room)
    assert [part.name for part in visit.parts] == ["Dr Kay", "Room 1"]
    assert [len(part.block_ids) for part in visit.parts] == [2, 1]
    assert desk.visit(visit.id) == visit
    for one in visit.resource_ids:
        assert shown(desk, one) == (visit,)
    assert desk.ask(AgendaOf(span=DAY)).appointments == (visit,)
    assert desk.free(LEE) == desk.free(KAY) == [0, 90, 120, 150]
    gone = desk.cancel(visit)
    assert gone.resource_ids == visit.resource_ids
    for one in visit.resource_ids:
        assert shown(desk, one) == (gone,)
    assert desk.free(LEE) == desk.free(KAY) == [0, 30, 60, 90, 120, 150]
    assert desk.free(room) == []
    desk.undo()
    assert desk.visit(visit.id).span == visit.span
    assert desk.free(LEE) == desk.free(KAY) == [0, 90, 120, 150]
    assert desk.codes(wish(60, patient_id=2, doctor_id=KAY)) == ["block_taken"]
    desk.undo()
    assert desk.free(KAY) == [0, 30, 60, 90, 120, 150]


def test_whoever_of_them_is_taken_all_stay_free(desk: Desk, room: int) -> None:
    desk.book(30, doctor=KAY, patient=2)
    assert desk.codes(wish(30, patient_id=1, doctor_id=LEE, with_ids=(KAY, room))) == [
        "block_taken"
    ]
    book(desk, room, patient_id=3)
    codes = desk.codes(wish(0, patient_id=1, doctor_id=KAY, with_ids=(room,)))
    assert codes == ["room_taken"]
    assert desk.free(LEE) == [30, 60, 90, 120, 150]
    assert desk.misused(wish(30, patient_id=1, doctor_id=LEE, with_ids=(LEE,))) == "usage"
    assert desk.misused(wish(30, patient_id=1, doctor_id=LEE, with_ids=(room, room))) == "usage"
    assert desk.codes(wish(30, patient_id=1, doctor_id=LEE, with_ids=(99,))) == ["unknown_doctor"]


def test_a_joint_visit_moves_as_one_and_back(desk: Desk, room: int) -> None:
    visit = book(desk, KAY, room)
    desk.move(visit, 30)
    assert {at(30)} == {shown(desk, one)[0].start for one in visit.resource_ids}
    assert desk.free(LEE) == desk.free(KAY) == [0, 60, 90, 120, 150]
    other = book(desk, room, patient_id=2, start=0)
    desk.undo()
    assert desk.visit(other.id).reason == "undone"
    desk.undo()
    assert desk.visit(visit.id).span == visit.span
    assert desk.free(LEE) == desk.free(KAY) == [30, 60, 90, 120, 150]


def test_what_was_held_is_not_given_back_where_somebody_has_it_by_now(
    desk: Desk, room: int
) -> None:
    visit = book(desk, room)
    desk.cancel(visit)
    sequence = desk.office.ask(AgendaOf(span=DAY)).result(60).sequence
    book(desk, room, patient_id=2, doctor_id=KAY)
    assert desk.codes(Undo(sequence=sequence)) == ["room_taken"]
    assert desk.free(LEE) == [0, 30, 60, 90, 120, 150]


def test_blocks_of_another_length_are_cut_and_made_whole_again(desk: Desk) -> None:
    desk.hours("Mon 9-12", doctor=KAY, block=60)
    visit = book(desk, KAY, start=30)
    assert desk.free(KAY) == [0, 60, 120]
    desk.cancel(visit)
    assert desk.free(KAY) == [0, 60, 120]
    spans = {block.span.duration for block in desk.ask(AgendaOf(span=DAY, doctor_ids=(KAY,))).free}
    assert spans == {dt.timedelta(hours=1)}


def test_of_two_devices_the_third_visit_at_a_time_gets_none(desk: Desk) -> None:
    device = desk.do(AddEquipment(name="Ultrasound", units=2)).id
    kind = desk.do(AddAppointmentType(name="Scan", minutes=30, equipment_ids=(device,)))
    visits = []
    for doctor in (LEE, KAY):
        assert offered(desk, doctor, type_id=kind.id) == [0, 30, 60, 90, 120, 150]
        visits.append(book(desk, start=30, patient_id=doctor, doctor_id=doctor, type_id=kind.id))
        assert visits[-1].resource_ids == (doctor, device)
    third = desk.do(AddRoom(name="Lab")).id
    desk.hours("Mon 9-12", doctor=third)
    assert offered(desk, third, type_id=kind.id) == [0, 60, 90, 120, 150]
    late = wish(30, patient_id=3, doctor_id=third, type_id=kind.id)
    assert desk.codes(late) == ["equipment_taken"]
    found = desk.ask(Why(doctor_id=third, start=at(30), type_id=kind.id))
    assert [one.code for one in found.obstacles] == ["equipment_taken"]
    assert found.obstacles[0].nearest.start == at(60)
    desk.cancel(visits[0])
    assert offered(desk, third, type_id=kind.id) == [0, 30, 60, 90, 120, 150]


def test_a_type_takes_the_first_room_that_is_free(desk: Desk, room: int) -> None:
    second = desk.do(AddRoom(name="Room 2")).id
    kind = desk.do(AddAppointmentType(name="Check-up", minutes=30, needs_room=True))
    first = book(desk, patient_id=1, type_id=kind.id)
    assert first.resource_ids == (LEE, room)
    other = book(desk, patient_id=2, doctor_id=KAY, type_id=kind.id)
    assert other.resource_ids == (KAY, second)
    # What moves to where its room is taken gets another one.
    late = book(desk, patient_id=3, doctor_id=LEE, type_id=kind.id, start=30)
    assert late.resource_ids == (LEE, room)
    book(desk, room, patient_id=1, doctor_id=KAY, start=60)
    moved = desk.move(late, 60)
    assert moved.resource_ids == (LEE, second)
    desk.undo()
    assert desk.visit(late.id).resource_ids == (LEE, room)
    changed = desk.do(ChangeAppointmentType(type_id=kind.id, room_ids=(second,), doctor_ids=(KAY,)))
    assert (changed.room_ids, changed.doctor_ids) == ((second,), (KAY,))
    assert desk.ask(AppointmentTypes()) == (changed,)
    assert desk.codes(wish(90, patient_id=1, doctor_id=LEE, type_id=kind.id)) == [
        "type_not_allowed"
    ]
    assert desk.codes(wish(90, patient_id=1, doctor_id=KAY, type_id=kind.id, with_ids=(room,))) == [
        "type_not_allowed"
    ]
    assert offered(desk, LEE, type_id=kind.id) == []
    # The second room is taken at nine alone.
    assert offered(desk, KAY, type_id=kind.id) == [30, 90, 120, 150]


def test_a_visit_gets_the_room_back_that_stands_elsewhere_among_what_it_holds(
    desk: Desk, room: int
) -> None:
    device = desk.do(AddEquipment(name="Ultrasound")).id
    second = desk.do(AddRoom(name="Room 2")).id
    kind = desk.do(
        AddAppointmentType(name="Scan", minutes=30, needs_room=True, equipment_ids=(device,))
    )
    book(desk, room, patient_id=2, doctor_id=KAY)
    book(desk, second, patient_id=3, doctor_id=KAY, start=60)
    visit = book(desk, patient_id=1, type_id=kind.id)
    assert visit.resource_ids == (LEE, device, second)
    assert desk.move(visit, 60).resource_ids == (LEE, room, device)
    desk.undo()
    assert desk.visit(visit.id).resource_ids == (LEE, device, second)


def test_of_two_rooms_one_may_become_what_the_other_was(desk: Desk, room: int) -> None:
    second, third = (desk.do(AddRoom(name=f"Room {number}")).id for number in (2, 3))
    kind = desk.do(AddAppointmentType(name="Check-up", minutes=30, needs_room=True))
    visit = book(desk, room, second, type_id=kind.id)
    book(desk, room, patient_id=2, doctor_id=KAY, start=60)
    assert desk.move(visit, 60).resource_ids == (LEE, second, third)
    desk.undo()
    assert desk.visit(visit.id).resource_ids == (LEE, room, second)


def test_a_room_is_not_held_while_it_is_off(desk: Desk, room: int) -> None:
    visit = book(desk, room)
    when = Stretch(MONDAY, MONDAY, 9 * 60, 10 * 60)
    saved = desk.change(AddTimeOff(doctor_id=room, when=when))
    assert saved.affected == (visit,)
    assert desk.codes(wish(30, patient_id=2, doctor_id=KAY, with_ids=(room,))) == ["time_off"]
    assert offered(desk, KAY, minutes=30, with_ids=(room,)) == [60, 90, 120, 150]
    device = desk.do(AddEquipment(name="Ultrasound")).id
    desk.do(AddTimeOff(doctor_id=device, when=when))
    assert offered(desk, KAY, minutes=30, with_ids=(device,)) == [60, 90, 120, 150]
    found = desk.ask(Why(doctor_id=KAY, start=at(0), minutes=30, with_ids=(device,)))
    assert [one.code for one in found.obstacles] == ["time_off"]


def test_a_room_with_hours_is_held_in_them_alone(desk: Desk, room: int) -> None:
    desk.hours("Mon 10-11", doctor=room)
    assert desk.codes(wish(0, patient_id=1, doctor_id=LEE, with_ids=(room,))) == ["no_block"]
    assert offered(desk, LEE, minutes=30, with_ids=(room,)) == [60, 90]
    visit = book(desk, room, start=60)
    assert desk.free(room) == [90]
    assert desk.codes(wish(60, patient_id=2, doctor_id=room)) == ["block_taken"]
    desk.cancel(visit)
    assert desk.free(room) == [60, 90]


def test_what_is_offered_with_others_can_be_booked(desk: Desk, room: int) -> None:
    """Whatever the lengths of blocks and the buffers are."""
    desk.hours("Mon 9-12", doctor=LEE, block=20)
    desk.hours("Mon 9:30-11:40", doctor=KAY, block=25)
    kind = desk.do(AddAppointmentType(name="Round", minutes=30, buffer_after=10, needs_room=True))
    book(desk, room, start=80, length=25, doctor_id=KAY, patient_id=3)
    for start in offered(desk, LEE, type_id=kind.id, with_ids=(KAY,)):
        book(desk, KAY, start=start, type_id=kind.id)
        desk.undo()
    found = offered(desk, LEE, type_id=kind.id, with_ids=(KAY,))
    for start in set(range(0, 180, 20)) - set(found):
        assert desk.codes(
            wish(start, patient_id=1, doctor_id=LEE, type_id=kind.id, with_ids=(KAY,))
        )
    assert found


def nearest_of(desk: Desk, command: BookBlock | MoveAppointment) -> dict[str, list[int]]:
    """The nearest times that each reason of a refusal offers, in minutes after nine."""
    return {
        reason.code: [
            int((dt.datetime.fromisoformat(one["start"]) - NINE) / MINUTE)
            for one in reason.facts["nearest"]
        ]
        for reason in desk.refused(command)
    }


def test_who_is_refused_is_offered_times_at_which_all_are_free(desk: Desk, room: int) -> None:
    """Also where a type needs the room; and each of them is booked when it is taken."""
    book(desk, room, start=30, patient_id=2)
    desk.move(book(desk, room, start=60, patient_id=3), 60, doctor=KAY)
    # Dr Lee is free at 10:00, the room is not; at 9:30 neither is.
    taken = wish(60, patient_id=1, doctor_id=LEE, with_ids=(room,))
    assert nearest_of(desk, taken) == {"room_taken": [0, 90, 120, 150]}
    both = wish(30, patient_id=1, doctor_id=LEE, with_ids=(room,))
    found = nearest_of(desk, both)
    assert found == {"block_taken": [0, 90, 120, 150], "room_taken": [0, 90, 120, 150]}
    scan = desk.do(AddAppointmentType(name="Scan", minutes=30, needs_room=True)).id
    needing = wish(60, patient_id=1, doctor_id=LEE, type_id=scan)
    assert nearest_of(desk, needing) == {"room_taken": [0, 90, 120, 150]}
    # So is who moves one; its own time is none of them.
    own = book(desk, room, start=0, patient_id=1)
    for start, codes in ((60, ["room_taken"]), (30, ["block_taken", "room_taken"])):
        to = MoveAppointment(appointment_id=own.id, start=NINE + start * MINUTE, doctor_id=LEE)
        assert nearest_of(desk, to) == {key: [90, 120, 150] for key in codes}
    for start in (90, 0):
        own = desk.move(own, start)
    for start in found["room_taken"][1:]:
        book(desk, room, start=start)
    assert nearest_of(desk, taken) == {"room_taken": []}
    [reason] = desk.refused(taken)
    assert reason.message.endswith("No free time is near.")
