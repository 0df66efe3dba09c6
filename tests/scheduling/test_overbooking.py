"""Booking over somebody: by right, for a reason, in a lane of its own, and gone with the visit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import (
    AgendaOf,
    Appointment,
    Blocks,
    BlockState,
    BookBlock,
    History,
    Undo,
)
from clinic_desktop.domain.booking import MoveAppointment as Move
from clinic_desktop.domain.explaining import Why
from clinic_desktop.domain.openings import Openings
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AddPatient,
    AddRoom,
    AllowRight,
    DisallowRight,
    Name,
)
from clinic_desktop.domain.purposes import AddPurpose
from clinic_desktop.domain.rights import MyRights
from clinic_desktop.domain.timeoff import AddTimeOff, Stretch
from tests.scheduling.desk import DAY, MONDAY, Desk, at

WHY = "Acute pain"


@pytest.fixture
def may(desk: Desk) -> Desk:
    """Whoever is at this desk may over-book; Ann is booked at 9:30."""
    desk.do(AllowRight(user="tester", right="overbook"))
    desk.book(30)
    return desk


def over(start: int = 30, patient: int = 2, **more: Any) -> BookBlock:  # noqa: ANN401 - any field
    wish: dict[str, Any] = {"doctor_id": 1, "overbook": True, "reason": WHY} | more
    return BookBlock(patient_id=patient, start=at(start), **wish)


def booked(desk: Desk, *wishes: BookBlock) -> list[Appointment]:
    return [desk.do(wish).appointment for wish in wishes]


def below_zero(desk: Desk) -> int:
    """How many blocks only over-bookings have: all, less those that questions tell."""
    visits = desk.picture()[0]  # type: ignore[index] # visits and free stretches
    told = desk.ask(Blocks(span=DAY, state=BlockState.BOOKED))
    return sum(bool(holds) for *_, holds in visits) - len(told)


def test_only_the_right_and_a_reason_book_over_somebody(desk: Desk) -> None:
    desk.book(30)
    assert desk.ask(MyRights()) == frozenset()
    [reason] = desk.refused(over())
    assert reason.code == "not_allowed"
    assert "Someone with access can grant it" in reason.message
    desk.do(AllowRight(user="chief", right="overbook"))
    [reason] = desk.refused(over())
    assert "Who may: chief." in reason.message
    [taken] = desk.refused(over(overbook=False))
    assert (taken.code, taken.facts["may_overbook"]) == ("block_taken", False)
    desk.do(AllowRight(user="tester", right="overbook"))
    assert desk.ask(MyRights()) == {"overbook"}
    [taken] = desk.refused(over(overbook=False))
    assert taken.facts["may_overbook"] is True
    assert desk.codes(over(reason="  ")) == ["reason_needed"]
    visit = desk.do(over()).appointment
    assert (visit.start, visit.end, visit.overbooked, len(visit.block_ids)) == (
        at(30), at(60), WHY, 1,
    )  # fmt: skip
    assert desk.visit(visit.id) == visit
    [change] = desk.ask(History(appointment_id=visit.id))
    assert change.after["overbooked"] == WHY
    assert desk.do(over(appointment_id=visit.id)).repeated


def test_what_is_free_is_booked_as_any_other(may: Desk) -> None:
    [visit] = booked(may, over(90))
    assert (visit.overbooked, may.free()) == ("", [0, 60, 120, 150])


def test_it_goes_with_its_visit_and_comes_back_with_it(may: Desk) -> None:
    before = may.picture()
    first, second = booked(may, over(), over(patient=3))
    assert below_zero(may) == 2
    assert may.free() == [0, 60, 90, 120, 150]
    with_both = may.picture()
    may.cancel(first)
    assert below_zero(may) == 1
    may.undo()
    assert (may.picture(), below_zero(may)) == (with_both, 2)
    assert may.visit(first.id).overbooked == WHY
    may.undo()
    may.undo()
    assert below_zero(may) == 0
    # What was taken back is on record as such, and holds nothing.
    assert {one for one in may.picture()[0] if one[-1]} == {one for one in before[0] if one[-1]}  # type: ignore[index]
    assert second.id != first.id


def test_it_is_moved_to_a_free_time_and_over_others_again(may: Desk) -> None:
    [visit] = booked(may, over())
    assert may.codes(Move(appointment_id=visit.id, start=at(30), end=at(90))) == ["block_taken"]
    moved = may.move(visit, 90)
    assert (moved.overbooked, below_zero(may), may.free()) == ("", 0, [0, 60, 120, 150])
    back = Move(appointment_id=visit.id, start=at(30), overbook=True, reason="Still in pain")
    again = may.do(back)
    assert (again.overbooked, below_zero(may), may.free()) == (
        "Still in pain",
        1,
        [0, 60, 90, 120, 150],
    )
    may.undo()
    assert (may.visit(visit.id).overbooked, below_zero(may), 90 in may.free()) == ("", 0, False)
    may.undo()
    assert (may.visit(visit.id).overbooked, below_zero(may), 90 in may.free()) == (WHY, 1, True)
    longer = may.do(Move(appointment_id=visit.id, end=at(75), overbook=True, reason="More to do"))
    assert (longer.start, longer.end, below_zero(may)) == (at(30), at(75), 1)


def test_a_type_has_its_length_and_begins_where_it_must(may: Desk) -> None:
    kind = may.do(AddAppointmentType(name="X", minutes=20, buffer_after=30)).id
    [visit] = booked(may, over(35, type_id=kind))
    assert (visit.start, visit.end) == (at(35), at(55))
    # Outside the hours nobody is booked over anybody.
    assert may.codes(over(240, type_id=kind)) == ["no_block"]
    assert may.codes(over(170, type_id=kind)) == ["off_grid"]
    assert may.codes(over(5)) == ["off_grid"]


def test_the_patient_is_still_asked_about(may: Desk) -> None:
    assert may.codes(over(patient=1)) == ["patient_busy"]
    [visit] = booked(may, over(patient=1, even_if_busy=True))
    assert visit.overbooked == WHY


def test_whoever_was_booked_over_is_cancelled_and_both_stand_as_they_are(may: Desk) -> None:
    [visit] = booked(may, over())
    other = may.book(60, patient=3)
    may.move(other, 120)
    ann = next(one for one in may.picture()[0] if one[1] == 1)  # type: ignore[index]
    may.cancel(may.visit(ann[0]))
    assert 30 in may.free()
    assert may.visit(visit.id) == visit
    # Only on purpose is anybody there beside who was booked over.
    wish = BookBlock(patient_id=3, doctor_id=1, start=at(30))
    [reason] = may.refused(wish)
    assert (reason.code, reason.facts["may_overbook"]) == ("block_taken", True)
    joined = replace(wish, overbook=True, reason=WHY, appointment_id=uuid4())
    assert may.do(joined).appointment.overbooked == ""


def test_what_is_held_beside_the_doctor_is_held_as_ever(may: Desk) -> None:
    room = may.do(AddRoom(name="Room 1")).id
    [visit] = booked(may, over(with_ids=(2, room)))
    assert (visit.overbooked, visit.resource_ids) == (WHY, (1, 2, room))
    assert may.free(2) == [0, 60, 90, 120, 150]
    assert may.codes(BookBlock(patient_id=3, doctor_id=2, start=at(30))) == ["block_taken"]
    # Over the doctor alone: who else is wanted must be free.
    [reason] = may.refused(over(patient=3, with_ids=(2,)))
    assert (reason.code, reason.facts["may_overbook"]) == ("block_taken", False)
    assert "Dr Kay is booked" in reason.message
    moved = may.move(visit, 120)
    assert (moved.overbooked, 30 in may.free(2), 120 in may.free(2)) == ("", True, False)
    may.undo()
    assert may.visit(visit.id).overbooked == WHY
    assert (30 in may.free(2), 120 in may.free(2)) == (False, True)
    may.cancel(visit)
    assert 30 in may.free(2)
    may.undo()
    assert (may.visit(visit.id).overbooked, 30 in may.free(2)) == (WHY, False)


def test_nobody_is_booked_over_lunch_or_in_time_off(may: Desk) -> None:
    """Also not by a start that is no edge of a block, or beside who stays booked there."""
    may.do(AddPurpose(name="Lunch", bookable=False))
    may.hours("Mon 9-10, 11-12; Mon 10-11 for Lunch")
    for start, end in ((60, 90), (70, 90), (50, 70)):
        assert may.codes(over(start, end=at(end))) == ["never_booked"]
    may.change(AddTimeOff(doctor_id=1, when=Stretch(MONDAY, MONDAY)))
    assert may.codes(over()) == ["block_taken"]


def test_another_reason_is_another_wish(may: Desk) -> None:
    number = uuid4()
    may.do(over(appointment_id=number))
    assert may.do(over(appointment_id=number)).repeated
    assert may.codes(over(appointment_id=number, reason="Fever")) == ["id_conflict"]


def test_of_visits_at_one_time_who_was_there_first_is_told_first_then_the_others_as_they_came(
    may: Desk,
) -> None:
    """Their ids are by chance: most orders of them would not agree."""
    [first] = may.ask(AgendaOf(span=DAY, doctor_ids=(1,))).appointments
    later = booked(may, *(over(patient=patient) for patient in (2, 3)))
    came = [one.id for one in (first, *later)]
    agenda = may.ask(AgendaOf(span=DAY, doctor_ids=(1,)))
    assert [one.id for one in agenda.appointments if one.start == at(30)] == came


def test_what_is_free_under_who_is_booked_over_others_is_theirs(may: Desk) -> None:
    [long] = booked(may, over(end=at(120)))
    wish: dict[str, Any] = {"doctor_ids": (1,), "span": DAY, "minutes": 30}
    shown = may.ask(AgendaOf(span=DAY, doctor_ids=(1,)))
    assert [one.start for one in shown.free] == [at(0), at(120), at(150)]
    assert [one.start for one in may.ask(Openings(**wish))] == [at(0), at(120), at(150)]
    assert [one.code for one in may.ask(Why(doctor_id=1, start=at(60))).obstacles] == [
        "block_taken"
    ]
    may.do(DisallowRight(user="tester", right="overbook"))
    [taken] = may.refused(BookBlock(patient_id=3, doctor_id=1, start=at(60)))
    assert taken.code == "block_taken"
    assert "Ben Smith, 09:30 to 11:00" in taken.message
    near: Any = taken.facts["nearest"]
    times = [dt.datetime.fromisoformat(one["start"]) for one in near]
    assert times == [at(0), at(120), at(150)]
    elsewhere = may.book(150, patient=3)
    assert may.codes(Move(appointment_id=elsewhere.id, doctor_id=1, start=at(90))) == [
        "block_taken"
    ]
    # Once it is gone the time is anybody's.
    may.cancel(long)
    assert may.book(60, patient=3).start == at(60)


def test_who_is_booked_over_another_keeps_the_time_when_the_other_goes(may: Desk) -> None:
    [first] = [
        one for one in may.ask(AgendaOf(span=DAY, doctor_ids=(1,))).appointments if one.holds
    ]
    [second] = booked(may, over())
    may.cancel(first)
    assert second.start not in [
        one.start for one in may.ask(AgendaOf(span=DAY, doctor_ids=(1,))).free
    ]
    assert may.codes(BookBlock(patient_id=3, doctor_id=1, start=at(30))) == ["block_taken"]
    # Whoever was there first comes back by undo, and may be joined by right alone.
    may.do(Undo())
    assert may.visit(first.id).holds
    assert may.visit(second.id).holds


def test_of_several_seats_each_over_booking_has_one_that_is_left_again(may: Desk) -> None:
    may.change(
        SetWeeklyHours(
            doctor_id=1, hours=WeeklyHours.parse("Tue 9-10"), block_minutes=30, seats=3,
            start=MONDAY + dt.timedelta(days=1),
        )
    )  # fmt: skip
    day = 24 * 60
    four = [may.do(AddPatient(name=Name(f"No{n}", "Body"))).id for n in range(5)]
    three = [may.book(day, patient=number) for number in four[:3]]
    booked(may, over(day, patient=four[3]))
    may.cancel(three[0])
    assert may.codes(BookBlock(patient_id=four[4], doctor_id=1, start=at(day))) == ["block_taken"]
    may.cancel(three[1])
    assert may.book(day, patient=four[4]).start == at(day)
