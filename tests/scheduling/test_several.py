"""Several visits at once: swapped, moved behind each other, cancelled; all of it or nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest

from clinic_desktop.domain.booking import CancelReason, Redo
from clinic_desktop.domain.people import AddEquipment, AddRoom
from clinic_desktop.domain.purposes import AddPurpose
from clinic_desktop.domain.several import CancelSeveral, MoveSeveral, Step, swapped
from clinic_desktop.domain.time import TimeSpan
from tests.scheduling.desk import Desk, at


def test_two_visits_have_each_others_time_and_doctor_and_one_undo_takes_it_back(
    desk: Desk,
) -> None:
    one, other = desk.book(0, 30, patient=1), desk.book(60, 30, patient=2, doctor=2)
    before = desk.picture()
    done = desk.do(swapped(one, other)).visits
    assert [(each.before.id, each.after.doctor_id) for each in done] == [
        (one.id, 2),
        (other.id, 1),
    ]
    assert (desk.visit(one.id).start, desk.visit(other.id).start) == (at(60), at(0))
    after = desk.picture()
    assert desk.undo().command == "MoveSeveral"
    assert desk.picture() == before
    desk.do(Redo())
    assert desk.picture() == after
    desk.verify()


def test_visits_of_different_length_swap_where_the_longer_one_fits(desk: Desk) -> None:
    short, long = desk.book(0, 30), desk.book(90, 60, patient=2)
    wall = desk.book(30, 30, patient=3)
    (reason,) = desk.refused(swapped(short, long))
    assert (reason.code, reason.facts["appointment"]) == ("block_taken", str(long.id))
    assert reason.message.startswith("Ben Smith, ")
    desk.cancel(wall)
    desk.do(swapped(short, long))
    assert (desk.visit(short.id).span.minutes, desk.visit(long.id).span.minutes) == (30, 60)
    desk.verify()


def test_a_chain_moves_into_its_own_old_times(desk: Desk) -> None:
    visits = [desk.book(start, 30, patient=1) for start in (0, 30, 60)]
    steps = tuple(Step.of(one, start=at(30 + 30 * number)) for number, one in enumerate(visits))
    before = desk.picture()
    tried = desk.do(MoveSeveral(steps=steps, preview=True))
    assert desk.picture() == before
    assert desk.codes(Redo()) == ["nothing_to_redo"]
    done = desk.do(MoveSeveral(steps=steps))
    assert [one.after.span for one in done.visits] == [one.after.span for one in tried.visits]
    assert desk.free() == [0, 120, 150]
    desk.undo()
    assert desk.picture() == before


def test_where_one_can_not_go_nobody_moves_and_every_reason_is_told(desk: Desk) -> None:
    visits = [desk.book(start, 30, patient=patient) for start, patient in ((0, 1), (30, 2))]
    taken = [desk.book(start, 30, patient=3, doctor=2) for start in (0, 30)]
    steps = tuple(Step.of(one, doctor_id=2) for one in visits)
    reasons = desk.refused(MoveSeveral(steps=steps))
    assert [one.code for one in reasons] == ["block_taken", "block_taken"]
    assert {one.facts["appointment"] for one in reasons} == {str(one.id) for one in visits}
    desk.cancel(taken[0])
    assert desk.codes(MoveSeveral(steps=steps)) == ["block_taken"]
    desk.cancel(taken[1])
    desk.do(MoveSeveral(steps=steps))
    assert desk.free() == [0, 30, 60, 90, 120, 150]


def test_a_visit_given_to_a_doctor_with_other_edges_is_offered_the_nearest_times_of_its_length(
    desk: Desk,
) -> None:
    desk.hours("Mon 9-12", doctor=2, block=40)
    visit = desk.book(30, 60, patient=1)
    desk.book(80, 40, patient=2, doctor=2)
    wish = MoveSeveral(steps=(Step.of(visit, doctor_id=2),), preview=True)
    (reason,) = desk.refused(wish)
    assert reason.code == "off_grid"
    assert [edge[11:16] for edge in reason.facts["edges"]] == ["09:00", "09:40"]
    assert reason.message == (
        "Ann Smith, Mon 3 Nov 2025, 09:30: Mon 3 Nov 2025, 09:30 is not where a block of Dr Kay "
        "begins or ends. The nearest edges are 09:00 and 09:40. "
        "Choose one of the nearest free times."
    )
    # From 09:40 there are 40 minutes alone, from 11:40 20 minutes.
    near = reason.facts["nearest"]
    told = [(one["doctor"], one["start"][11:16], one["until"][11:16]) for one in near]
    assert told == [("Dr Kay", "09:00", "10:00")]
    step = Step.of(visit, doctor_id=2, start=dt.datetime.fromisoformat(near[0]["start"]))
    (moved,) = desk.do(MoveSeveral(steps=(step,))).visits
    assert (moved.after.doctor_id, moved.after.span) == (2, TimeSpan(at(0), at(60)))
    desk.undo()
    # Where nothing is free it is said, and nothing is offered.
    desk.book(0, 40, patient=3, doctor=2)
    (reason,) = desk.refused(MoveSeveral(steps=(Step(visit.id, doctor_id=2),)))
    assert reason.facts["nearest"] == []
    assert reason.message.endswith("09:00 and 09:40. No free time is near.")


def test_a_patient_who_is_busy_at_the_new_time_is_asked_about(desk: Desk) -> None:
    mine, theirs = desk.book(0, 30, patient=1), desk.book(60, 30, patient=2)
    desk.book(60, 30, patient=1, doctor=2)
    assert desk.codes(swapped(mine, theirs)) == ["patient_busy"]
    desk.do(replace(swapped(mine, theirs), even_if_busy=True))
    assert desk.visit(mine.id).start == at(60)


def test_all_that_only_warns_is_told_at_once_and_passed_together(desk: Desk) -> None:
    desk.do(AddPurpose(name="urgent"))
    desk.hours("Mon 9-12; Mon 10-11 for urgent")
    # Ann's second visit leaves the time that the first is kept from: it is not in its way.
    one, other = desk.book(0), desk.book(30)
    desk.book(60, patient=1, doctor=2)
    steps = (Step.of(one, start=at(60)), Step.of(other, start=at(90)))
    wish = MoveSeveral(steps=steps)
    reasons = desk.refused(wish)
    told = [(each.code, each.facts["appointment"]) for each in reasons]
    first, second = str(one.id), str(other.id)
    assert told == [
        ("block_reserved", first), ("block_reserved", second), ("patient_busy", first),
    ]  # fmt: skip
    assert all(each.message.startswith("Ann Smith, Mon 3 Nov 2025, 09:") for each in reasons)
    # Each alone is met by the other; a visit that goes into its neighbour's old time is free.
    assert desk.codes(replace(wish, even_if_reserved=True)) == ["patient_busy"]
    assert desk.codes(replace(wish, even_if_busy=True)) == ["block_reserved"] * 2
    desk.do(replace(wish, even_if_busy=True, even_if_reserved=True))
    assert [desk.visit(each.id).start for each in (one, other)] == [at(60), at(90)]
    desk.verify()


def test_who_follows_a_visit_that_can_not_go_is_not_told_to_be_busy_there(desk: Desk) -> None:
    one, other = desk.book(0), desk.book(30)
    desk.book(0, patient=2, doctor=2)
    # Ann's first visit can't go to Dr Kay; the second is to have its time with Dr Lee.
    steps = (Step.of(one, doctor_id=2), Step.of(other, start=at(60)))
    assert desk.codes(MoveSeveral(steps=steps)) == ["block_taken"]
    steps = (Step.of(one, doctor_id=2, start=at(60)), Step.of(other, start=at(0)))
    desk.book(60, patient=3, doctor=2)
    assert desk.codes(MoveSeveral(steps=steps)) == ["block_taken"]
    desk.verify()


def test_a_visit_that_was_changed_meanwhile_moves_nobody(desk: Desk) -> None:
    one, other = desk.book(0), desk.book(60, patient=2)
    desk.move(other, 90)
    assert desk.codes(swapped(one, other)) == ["appointment_changed"]
    assert desk.misused(MoveSeveral(steps=())) == "usage"
    assert desk.misused(MoveSeveral(steps=(Step(one.id), Step(one.id)))) == "usage"
    assert desk.codes(MoveSeveral(steps=(Step(uuid4()), Step(one.id)))) == ["unknown_appointment"]
    cancelled = desk.cancel(other)
    assert desk.codes(swapped(one, cancelled)) == ["not_movable"]


def test_visits_with_a_room_and_a_device_keep_them(desk: Desk) -> None:
    room = desk.do(AddRoom(name="Room 1")).id
    device = desk.do(AddEquipment(name="Scan", units=1)).id
    from clinic_desktop.domain.booking import BookBlock

    def booked(start: int, beside: int, doctor: int) -> object:
        wish = BookBlock(
            patient_id=doctor, doctor_id=doctor, start=at(start), end=at(start + 30),
            with_ids=(beside,),
        )  # fmt: skip
        return desk.do(wish).appointment

    one, other = booked(0, room, 1), booked(30, device, 2)
    before = desk.picture()
    desk.do(swapped(one, other))  # type: ignore[arg-type] # appointments
    assert desk.visit(one.id).resource_ids == (2, room)  # type: ignore[attr-defined] # an appointment
    desk.verify()
    desk.undo()
    assert desk.picture() == before
    desk.verify()


@pytest.mark.parametrize("again", [False, True])
def test_several_are_cancelled_with_one_reason_and_come_back_together(
    desk: Desk, *, again: bool
) -> None:
    visits = [desk.book(start, 30, patient=1) for start in (0, 60)]
    before = desk.picture()
    command = CancelSeveral(steps=tuple(map(Step.of, visits)), reason=CancelReason.DOCTOR_AWAY)
    assert len(desk.do(replace(command, preview=True, command_id=uuid4())).visits) == 2
    assert desk.picture() == before
    desk.do(command)
    assert desk.free() == [0, 30, 60, 90, 120, 150]
    assert {desk.visit(one.id).reason for one in visits} == {"doctor_away"}
    assert desk.codes(replace(command, command_id=uuid4())) == ["appointment_changed"] * 2
    after = desk.picture()
    desk.undo()
    assert desk.picture() == before
    if again:
        desk.do(Redo())
        assert desk.picture() == after
    desk.verify()
