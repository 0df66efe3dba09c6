"""Blocks for several patients at once: each seat is a block of its own, and all are one time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import (
    AgendaOf,
    Block,
    Blocks,
    BlockState,
    BookBlock,
    NextFree,
    Undo,
)
from clinic_desktop.domain.effect import EffectOf
from clinic_desktop.domain.explaining import Why
from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.openings import Openings
from clinic_desktop.domain.people import AddPatient, Name
from tests.scheduling.desk import DAY, MONDAY, Desk, at

GROUP = SetWeeklyHours(
    doctor_id=1, hours=WeeklyHours.parse("Mon 9-10:30"), block_minutes=30, seats=3,
    start=MONDAY, until=MONDAY,
)  # fmt: skip


@pytest.fixture
def group(desk: Desk) -> Desk:
    """Dr Lee sees groups of three, three times that Monday; Dr Kay sees one at a time."""
    saved = desk.change(GROUP)
    assert (saved.blocks_added, saved.blocks_removed) == (6, 3)
    desk.do(AddPatient(name=Name("Dia", "Smith")))
    return desk


def free(desk: Desk, doctor: int = 1) -> list[tuple[int, int, int]]:
    """The free times, in minutes after nine, with how many seats of how many are free."""
    found: tuple[Block, ...] = desk.ask(Blocks(span=DAY, doctor_ids=(doctor,)))
    return [
        (int((one.start - at(0)).total_seconds()) // 60, one.free_seats, one.seats) for one in found
    ]


def test_an_effect_counts_seats_and_the_blocks_they_are_of(desk: Desk) -> None:
    seen = desk.ask(EffectOf(change=GROUP))
    # The first seat of each is there already.
    assert (seen.blocks_added, seen.times_added) == (6, 3)
    assert (seen.blocks_removed, seen.times_removed) == (3, 3)


def test_a_time_is_free_until_its_last_seat_is_taken(group: Desk) -> None:
    assert free(group) == [(0, 3, 3), (30, 3, 3), (60, 3, 3)]
    visits = []
    for patient in (1, 2, 3):
        visits.append(group.book(30, patient=patient))
        left = 3 - patient
        assert (30, left, 3) in free(group) or not left
    assert free(group) == [(0, 3, 3), (60, 3, 3)]
    late = BookBlock(patient_id=4, doctor_id=1, start=at(30), end=at(60))
    assert group.codes(late) == ["block_taken"]
    group.cancel(visits[1])
    assert (30, 1, 3) in free(group)
    assert group.book(30, patient=4).start == at(30)
    assert free(group, 2) == [(n, 1, 1) for n in range(0, 180, 30)]


def test_a_block_that_somebody_took_gives_another_seat_of_its_time(group: Desk) -> None:
    (first, *_) = group.ask(Blocks(span=DAY, doctor_ids=(1,)))
    for patient in (1, 2, 3):
        visit = group.do(BookBlock(patient_id=patient, block_id=first.id)).appointment
        assert visit.start == first.start
    assert group.codes(BookBlock(patient_id=4, block_id=first.id)) == ["block_taken"]


def test_a_longer_visit_sits_where_there_is_room_at_each_time(group: Desk) -> None:
    for start, patient in ((0, 1), (0, 2), (30, 3)):
        group.book(start, patient=patient)
    wish = BookBlock(patient_id=4, doctor_id=1, start=at(0), end=at(90))
    visit = group.do(wish).appointment
    assert len(visit.block_ids) == 3
    assert free(group) == [(30, 1, 3), (60, 2, 3)]
    group.undo()
    assert free(group) == [(0, 1, 3), (30, 2, 3), (60, 3, 3)]


def test_the_same_time_is_offered_once(group: Desk) -> None:
    group.book(0)
    found = group.ask(NextFree(after=at(0), minutes=60, doctor_ids=(1,)))
    assert [one.start for one in found] == [at(0), at(30)]
    offered = group.ask(Openings(span=DAY, doctor_ids=(1,), minutes=30))
    assert [one.start for one in offered] == [at(0), at(30), at(60)]


def test_fewer_seats_take_free_ones_away_and_leave_booked_ones(group: Desk) -> None:
    visits = [group.book(0, patient=patient) for patient in (1, 2)]
    saved = group.change(replace(GROUP, command_id=visits[0].id, seats=1))
    assert [one.id for one in saved.affected] == [visits[1].id]
    assert free(group) == [(30, 1, 1), (60, 1, 1)]
    group.cancel(visits[1])
    assert free(group) == [(30, 1, 1), (60, 1, 1)]
    group.cancel(visits[0])
    assert free(group) == [(0, 1, 1), (30, 1, 1), (60, 1, 1)]
    rows = group.ask(Blocks(span=DAY, doctor_ids=(1,), state=BlockState.ALL))
    assert len(rows) == 3


def test_who_sits_in_a_seat_that_goes_is_told_and_nothing_is_saved_unseen(group: Desk) -> None:
    visits = [group.book(0, patient=patient) for patient in (1, 2, 3)]
    group.book(30, patient=2)
    fewer = replace(GROUP, command_id=uuid4(), seats=1)
    [reason] = group.refused(fewer)
    assert reason.code == "appointments_affected"
    assert [one.id for one in reason.facts["affected"]] == [visits[1].id, visits[2].id]
    assert reason.message.startswith("2 appointments lie where there would be no seat for them: ")
    seen = group.ask(EffectOf(change=fewer))
    assert [hit.seat_gone for hit in seen.hits] == [True, True]
    assert seen.left == "without a seat"
    assert group.codes(replace(fewer, accept=1)) == ["appointments_affected"]
    two = group.ask(EffectOf(change=replace(fewer, seats=2)))
    assert [hit.appointment.id for hit in two.hits] == [visits[2].id]
    assert group.ask(EffectOf(change=replace(fewer, seats=5))).hits == ()
    saved = group.do(replace(fewer, command_id=uuid4(), accept=2))
    assert [one.id for one in saved.affected] == [visits[1].id, visits[2].id]
    group.verify()


def test_who_is_outside_and_who_has_no_seat_is_told_apart(group: Desk) -> None:
    early = group.book(0)
    seated = [group.book(60, patient=patient) for patient in (1, 2)]
    hours = WeeklyHours.parse("Mon 9:30-10:30")
    change = replace(GROUP, command_id=uuid4(), hours=hours, seats=1)
    seen = group.ask(EffectOf(change=change))
    told = [(hit.appointment.id, hit.seat_gone) for hit in seen.hits]
    assert told == [(early.id, False), (seated[1].id, True)]
    assert seen.left == "outside or without a seat"
    [reason] = group.refused(change)
    assert "no hours or no seat for them: " in reason.message


def test_a_seat_that_was_booked_since_keeps_its_seats_from_being_taken_back(desk: Desk) -> None:
    saved = replace(GROUP, command_id=uuid4())
    desk.change(saved)
    sequence = desk.last_sequence()
    first = desk.book(0)
    second = desk.book(0, patient=2)
    assert desk.codes(Undo(sequence=sequence)) == ["appointments_affected"]
    desk.cancel(second)
    desk.undo(sequence)
    assert [one.id for one in desk.ask(AgendaOf(span=DAY, doctor_ids=(1,))).appointments] == [
        first.id
    ]
    desk.verify()


def test_a_block_has_a_seat_at_least(desk: Desk) -> None:
    assert desk.misused(of_seats(0)) == "bad_seats"
    assert desk.misused(replace(GROUP, seats=101)) == "bad_seats"


def test_one_seat_is_cut_where_a_visit_comes_back_among_blocks_of_another_length(
    group: Desk,
) -> None:
    visit = group.book(0, 60)
    group.cancel(visit)
    sequence = group.office.ask(Blocks(span=DAY)).result(60).sequence
    group.change(replace(GROUP, command_id=uuid4(), block_minutes=45))
    other = group.book(0, 45, patient=2)
    group.undo(sequence)
    assert (group.visit(visit.id).holds, group.visit(other.id).holds) == (True, True)
    # Of the block that the visit reaches into, its seat has a rest.
    assert [(start, left) for start, left, _ in free(group)] == [(0, 1), (45, 2), (60, 1)]
    group.cancel(visit)
    assert free(group) == [(0, 2, 3), (45, 3, 3)]


def of_seats(number: int) -> SetWeeklyHours:
    """The same hours for groups of another size."""
    return replace(GROUP, command_id=uuid4(), seats=number)


def last(desk: Desk) -> int:
    """The sequence of the last change."""
    found: int = desk.office.ask(TheSite()).result(60).sequence
    return found


def test_a_visit_whose_seat_was_withdrawn_is_not_said_to_be_taken(group: Desk) -> None:
    group.book(30, patient=1)
    visit = group.book(30, patient=2)
    group.cancel(visit)
    cancelled = last(group)
    group.change(of_seats(1))
    (reason,) = group.refused(Undo(sequence=cancelled))
    assert reason.code == "seat_withdrawn"
    assert "withdrawn" in reason.message
    assert "Book a free time instead." in reason.message
    assert reason.facts["nearest"]
    group.change(of_seats(2))
    assert group.undo(cancelled).appointment.holds


def test_a_visit_gets_another_seat_where_its_own_was_withdrawn(group: Desk) -> None:
    first, second = (group.book(30, patient=patient) for patient in (1, 2))
    group.cancel(second)
    cancelled = last(group)
    group.cancel(first)
    group.change(of_seats(1))
    assert group.undo(cancelled).appointment.holds
    assert free(group) == [(0, 1, 1), (60, 1, 1)]


def test_a_visit_whose_seat_was_taken_is_told_by_whom(group: Desk) -> None:
    group.book(30, patient=1)
    visit = group.book(30, patient=2)
    group.cancel(visit)
    cancelled = last(group)
    group.book(30, patient=3)
    other = group.book(0, patient=4)
    assert free(group) == [(0, 2, 3), (30, 1, 3), (60, 3, 3)]
    moved = group.move(other, 30)
    (reason,) = group.refused(Undo(sequence=cancelled))
    holder: Any = reason.facts["holder"]
    assert (reason.code, holder["appointment_id"]) == ("block_taken", str(moved.id))


def test_a_move_out_of_a_seat_that_was_withdrawn_says_so(group: Desk) -> None:
    group.book(30, patient=1)
    visit = group.book(30, patient=2)
    group.move(visit, 60)
    moved = last(group)
    group.change(of_seats(1))
    assert group.codes(Undo(sequence=moved)) == ["seat_withdrawn"]


def test_who_comes_too_late_for_a_group_is_told_that_it_is_full_and_of_nobody(group: Desk) -> None:
    """Who has one of its seats is there by chance: none of them is what is in the way."""
    for patient in (1, 2, 3):
        group.book(30, patient=patient)
    late = BookBlock(patient_id=4, doctor_id=1, start=at(30), end=at(60))
    [reason] = group.refused(late)
    assert reason.code == "block_taken"
    assert "Dr Lee is full on " in reason.message
    assert "09:30: 3 of 3 booked." in reason.message
    assert not {"Ann", "Bob", "Cid"} & set(reason.message.replace(":", " ").split())
    assert "holder" not in reason.facts
    assert [one["start"][11:16] for one in reason.facts["nearest"]] == ["09:00", "10:00"]
    found = group.ask(Why(doctor_id=1, start=at(30)))
    [against] = found.obstacles
    assert against.code == "block_taken"
    assert against.message.endswith("09:30 to 10:00: 3 of 3 booked.")


def test_a_longer_visit_is_told_which_time_of_it_is_full(group: Desk) -> None:
    for patient in (1, 2, 3):
        group.book(30, patient=patient)
    asked = group.ask(Why(doctor_id=1, start=at(0), minutes=90))
    assert [one.code for one in asked.obstacles] == ["block_taken"]
    [reason] = group.refused(BookBlock(patient_id=4, doctor_id=1, start=at(0), end=at(90)))
    assert "09:30: 3 of 3 booked." in reason.message
