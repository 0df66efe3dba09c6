"""A type with its own grid begins there, holds what it needs, and leaves rests to be booked."""

from __future__ import annotations

from typing import Any

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import (
    AgendaOf,
    Appointment,
    BookBlock,
    CancelAppointment,
    CancelReason,
    MoveAppointment,
)
from clinic_desktop.domain.office import Command
from clinic_desktop.domain.openings import Openings
from clinic_desktop.domain.people import AddAppointmentType, ChangeAppointmentType
from tests.scheduling.desk import DAY, MINUTE, MONDAY, NINE, Desk, at

LEE, KAY = 1, 2
Spans = list[tuple[int, int]]


def free(desk: Desk, doctor: int = LEE) -> Spans:
    """The free blocks, in minutes after nine."""
    found = desk.ask(AgendaOf(span=DAY, doctor_ids=(doctor,))).free
    return [(_minutes(one.start), _minutes(one.end)) for one in found]


def _minutes(instant: Any) -> int:  # noqa: ANN401 - a datetime
    return int((instant - NINE) / MINUTE)


def quarters(first: int, last: int) -> Spans:
    return [(start, start + 15) for start in range(first, last, 15)]


def kind_of(desk: Desk, minutes: int, grid: int | None = None, **more: Any) -> int:  # noqa: ANN401 - fields
    name = f"Of {minutes}/{grid}"
    wish = AddAppointmentType(name=name, minutes=minutes, grid_minutes=grid, **more)
    found: int = desk.do(wish).id
    return found


def wish_of(start: int, kind: int, patient: int = 1, doctor: int = LEE, **more: Any) -> BookBlock:  # noqa: ANN401 - fields
    return BookBlock(patient_id=patient, doctor_id=doctor, start=at(start), type_id=kind, **more)


def book(desk: Desk, *words: Any, **more: Any) -> Appointment:  # noqa: ANN401 - as wish_of
    found: Appointment = desk.do(wish_of(*words, **more)).appointment
    return found


def offered(desk: Desk, kind: int) -> list[int]:
    found = desk.ask(Openings(span=DAY, doctor_ids=(LEE,), type_id=kind))
    return [_minutes(one.start) for one in found]


def test_a_type_of_20_minutes_holds_just_those_in_blocks_of_15(desk: Desk) -> None:
    desk.hours("Mon 9-10", block=15)
    kind = kind_of(desk, 20, 20)
    assert offered(desk, kind) == [0, 20, 40]
    visit = book(desk, 20, kind)
    assert (visit.start, visit.end) == (at(20), at(40))
    assert desk.visit(visit.id) == visit
    assert free(desk) == [(0, 15), (15, 20), (40, 45), (45, 60)]
    assert offered(desk, kind) == [0, 40]
    rest = desk.book(15, 5, patient=2)
    assert free(desk) == [(0, 15), (40, 45), (45, 60)]
    after = book(desk, 40, kind, 3)
    assert free(desk) == [(0, 15)]
    desk.cancel(visit)
    assert free(desk) == [(0, 15), (20, 30), (30, 40)]
    desk.cancel(after)
    assert free(desk) == [(0, 15), (20, 30), *quarters(30, 60)]
    desk.cancel(rest)
    assert free(desk) == quarters(0, 60)


def test_what_is_cut_is_whole_again_once_all_is_taken_back(desk: Desk) -> None:
    desk.hours("Mon 9-11", block=15)
    kind = kind_of(desk, 20, 5, buffer_before=5, buffer_after=10)
    before = desk.picture()
    pictures = []
    visit = book(desk, 35, kind)
    assert free(desk) == [*quarters(0, 30), (65, 75), *quarters(75, 120)]
    changes: tuple[Command[Any], ...] = (
        MoveAppointment(appointment_id=visit.id, start=at(70)),
        wish_of(10, kind, 2),
        MoveAppointment(appointment_id=visit.id, start=at(65)),
        MoveAppointment(appointment_id=visit.id, end=at(100)),
        CancelAppointment(appointment_id=visit.id, reason=CancelReason.CLINIC),
    )
    for change in changes:
        pictures.append(desk.picture())
        desk.do(change)
        desk.verify()
    for was in reversed(pictures):
        desk.undo()
        assert desk.picture()[1] == was[1]  # type: ignore[index] # of the free blocks
    desk.undo()
    assert desk.picture()[1] == before[1]  # type: ignore[index] # of the free blocks


def test_the_rests_of_what_is_cut_stay_while_its_day_is_laid_anew(desk: Desk) -> None:
    """Of the doctor whose time was cut, and of one who is booked beside."""
    desk.hours("Mon 9-12", doctor=KAY, block=60)
    joint = desk.do(
        BookBlock(patient_id=1, doctor_id=LEE, start=at(30), end=at(60), with_ids=(KAY,))
    ).appointment
    assert free(desk, KAY) == [(0, 30), (60, 120), (120, 180)]
    desk.hours("Mon 9-13", doctor=KAY, block=60)
    assert free(desk, KAY) == [(0, 30), (60, 120), (120, 180), (180, 240)]
    visit = book(desk, 90, kind_of(desk, 20, 30), 2, KAY)
    assert free(desk, KAY) == [(0, 30), (60, 90), (110, 120), (120, 180), (180, 240)]
    desk.hours("Mon 9-12", doctor=KAY, block=60)
    assert free(desk, KAY) == [(0, 30), (60, 90), (110, 120), (120, 180)]
    # Who gives time back, too, has its day laid anew.
    desk.cancel(joint)
    assert free(desk, KAY) == [(0, 60), (60, 90), (110, 120), (120, 180)]
    desk.cancel(visit)
    assert free(desk, KAY) == [(0, 60), (60, 120), (120, 180)]


def test_what_is_no_multiple_of_five_is_held_up_to_the_next_one(desk: Desk) -> None:
    desk.hours("Mon 9-10", block=15)
    kind = kind_of(desk, 22, 7)
    # At whole five minutes, or where a block begins anyway.
    assert offered(desk, kind) == [0, 35]
    visit = book(desk, 0, kind)
    assert (visit.start, visit.end) == (at(0), at(22))
    assert free(desk) == [(25, 30), *quarters(30, 60)]


def test_off_its_grid_it_begins_with_a_block_alone(desk: Desk) -> None:
    desk.hours("Mon 9-10", block=15)
    kind = kind_of(desk, 20, 20)
    assert desk.codes(wish_of(25, kind)) == ["off_grid"]
    visit = book(desk, 30, kind)
    assert (visit.start, visit.end) == (at(30), at(50))
    assert free(desk) == [(0, 15), (15, 30), (50, 60)]
    plain = kind_of(desk, 20)
    assert offered(desk, plain) == [0]
    assert book(desk, 0, plain, 2).end == at(30)


def test_what_is_offered_can_be_booked_and_nothing_else(desk: Desk) -> None:
    desk.hours("Mon 9-12, 13-14", block=15)
    desk.book(45, 15)
    kind = kind_of(desk, 25, 10, buffer_before=10, buffer_after=5)
    could = offered(desk, kind)
    assert 70 in could
    for start in range(0, 300, 5):
        if start in could:
            book(desk, start, kind, 2)
            desk.undo()
        elif start % 15:
            assert desk.codes(wish_of(start, kind, 2)), start
    assert free(desk) == [*quarters(0, 45), *quarters(60, 180), *quarters(240, 300)]


def test_times_of_several_seats_are_not_cut(desk: Desk) -> None:
    group = SetWeeklyHours(
        doctor_id=LEE, hours=WeeklyHours.parse("Mon 9-10"), block_minutes=30, seats=2,
        start=MONDAY, until=MONDAY,
    )  # fmt: skip
    desk.change(group)
    kind = kind_of(desk, 20, 10)
    assert offered(desk, kind) == [0, 30]
    assert desk.codes(wish_of(10, kind)) == ["off_grid"]
    visit = book(desk, 30, kind)
    assert (visit.start, visit.end) == (at(30), at(50))
    assert [one.free_seats for one in desk.ask(AgendaOf(span=DAY, doctor_ids=(LEE,))).free] == [
        2,
        1,
    ]
    desk.cancel(visit)
    assert free(desk) == [(0, 30), (30, 60)]


def test_another_length_of_the_type_leaves_what_is_held(desk: Desk) -> None:
    desk.hours("Mon 9-10", block=15)
    kind = kind_of(desk, 20, 20)
    visit = book(desk, 20, kind)
    desk.do(ChangeAppointmentType(type_id=kind, minutes=30, grid_minutes=0))
    assert desk.visit(visit.id) == visit
    desk.hours("Mon 9-10", block=15)
    assert free(desk) == [(0, 15), (15, 20), (40, 45), (45, 60)]


def test_every_answer_tells_where_the_blocks_of_a_visit_begin(desk: Desk) -> None:
    desk.hours("Mon 9-12", block=15)
    kind = kind_of(desk, 25, 5)
    visit = book(desk, 5, kind)
    assert [_minutes(one) for one in visit.block_starts] == [5, 15]
    [shown] = desk.ask(AgendaOf(span=DAY, doctor_ids=(LEE,))).appointments
    assert desk.visit(visit.id) == shown == visit
    assert desk.cancel(visit).block_starts == ()
