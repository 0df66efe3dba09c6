"""Coming back to a time: what undo and redo pass, and what refuses them, whose and since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from clinic_desktop.domain.booking import (
    AppointmentStatus,
    BookBlock,
    CancelReason,
    Redo,
    Undo,
)
from clinic_desktop.domain.changes import command_words
from clinic_desktop.domain.patients import ChangePatient
from clinic_desktop.domain.people import AddEquipment, AddRoom, AllowRight, DisallowRight
from clinic_desktop.domain.purposes import AddPurpose
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.series import CancelSeries, Scope
from clinic_desktop.domain.several import CancelSeveral, Step
from clinic_desktop.domain.timeoff import AddTimeOff, CloseClinic, Closing, Stretch
from clinic_desktop.scheduling.hours_since import rule_of
from tests.engines import Place
from tests.scheduling.desk import MONDAY, Desk, at
from tests.scheduling.test_series import WEEK, booked, weekly
from tests.scheduling.test_time_off import hours

__all__ = ["weekly"]


def mark() -> ChangePatient:
    """Let Ann not be booked from now on."""
    return ChangePatient(patient_id=1, do_not_book="owes money")


def over(patient: int = 1, **more: Any) -> BookBlock:  # noqa: ANN401 - any field
    """Wish to book over whoever is with Dr Lee at nine."""
    return BookBlock(
        patient_id=patient, doctor_id=1, start=at(0), end=at(30), overbook=True,
        reason="acute pain", **more,
    )  # fmt: skip


@pytest.fixture
def ben(place: Place) -> Iterator[Desk]:
    """Another office of the clinic that a test has already; there they are called tester."""
    with place.office(actor="ben") as office:
        other = Desk.__new__(Desk)
        other.office = office
        yield other


def since(reason: Reason) -> tuple[str, str]:
    """Who made a reason so, and by what; the sentence says it, too."""
    told = reason.facts["since"]
    assert f"This is so since “{told['command'].lower()[:4]}" in reason.message
    assert f"by {told['actor']} (" in reason.message
    return told["actor"], told["command"]


def test_over_others_again_by_redo_needs_the_right_of_that_day(desk: Desk, ben: Desk) -> None:
    desk.do(AllowRight(user="tester", right="overbook"))
    ben.book(0, patient=2)
    visit = desk.do(over()).appointment
    desk.undo()
    again = Redo(sequence=desk.last_sequence())
    ben.do(DisallowRight(user="tester", right="overbook"))
    assert desk.codes(over(patient=3)) == ["not_allowed"]
    (reason,) = desk.refused(again)
    assert reason.code == "not_allowed"
    assert since(reason) == ("ben", "DisallowRight")
    ben.undo()
    desk.do(again)
    assert desk.visit(visit.id).overbooked == "acute pain"


def test_a_visit_cancelled_by_mistake_comes_back_whatever_was_passed_for_it(
    desk: Desk, ben: Desk, place: Place
) -> None:
    """Ben could not have booked it; but that he cancelled it is only taken back."""
    for right in ("overbook", "pass_do_not_book"):
        desk.do(AllowRight(user="tester", right=right))
    ben.book(0, patient=2)
    elsewhere = ben.book(0, patient=1, doctor=2)
    desk.do(mark())
    visit = desk.do(over(even_if_busy=True, even_if_do_not_book=True)).appointment
    assert ben.codes(over(patient=3)) == ["not_allowed"]
    before = ben.picture()
    ben.cancel(visit)
    ben.undo()
    assert ben.picture() == before
    ben.cancel(visit)
    back = Undo(sequence=ben.last_sequence())
    third = desk.do(over(patient=3)).appointment
    taken, refused = sorted(ben.refused(back), key=lambda one: one.code)
    assert (taken.code, refused.code) == ("block_taken", "not_allowed")
    assert taken.facts["holder"]["appointment_id"] == str(third.id)
    assert since(taken) == ("tester", "BookBlock")
    with place.office(actor="new here") as office, pytest.raises(Refusal) as first_of_all:
        office.do(Undo(sequence=back.sequence)).result(60)
    assert str(first_of_all.value) == "not_allowed, block_taken"
    desk.undo()
    ben.status(elsewhere, AppointmentStatus.ARRIVED)
    ben.do(back)
    assert ben.visit(visit.id).holds


@pytest.mark.parametrize("again", [False, True])
def test_who_was_marked_or_booked_since_is_judged_as_for_a_booking(
    desk: Desk, ben: Desk, *, again: bool
) -> None:
    visit = desk.book(0)
    if again:
        desk.undo()
    else:
        desk.cancel(visit)
    sequence = desk.last_sequence()
    back = Redo(sequence=sequence) if again else Undo(sequence=sequence)
    ben.do(mark())
    (marked,) = desk.refused(back)
    assert marked.code == "do_not_book"
    assert since(marked) == ("ben", "ChangePatient")
    ben.undo()
    ben.book(0, doctor=2)
    (busy,) = desk.refused(back)
    assert busy.code == "patient_busy"
    assert "Ann Smith already has a visit with Dr Kay" in busy.message
    assert "Book anyway" not in busy.message
    assert since(busy) == ("ben", "BookBlock")
    ben.book(0, patient=2)
    ben.do(mark())
    every = desk.refused(back)
    assert [one.code for one in every] == ["block_taken", "do_not_book", "patient_busy"]
    assert "Choose one of the nearest" not in every[0].message
    for _ in range(3):
        ben.undo()
    desk.do(back)
    assert desk.visit(visit.id).holds


@pytest.mark.parametrize("way", ["cancel", "move", "redo"])
def test_what_became_of_the_hours_since_keeps_a_visit_from_coming_back_unseen(
    desk: Desk, ben: Desk, way: str
) -> None:
    """Whoever changed them saw whom that hit; this visit was not there."""
    desk.do(AddPurpose(name="urgent"))
    visit = desk.book(60)
    if way == "cancel":
        desk.cancel(visit)
    elif way == "move":
        desk.move(visit, 150)
    else:
        desk.undo()
    sequence = desk.last_sequence()
    back = Redo(sequence=sequence) if way == "redo" else Undo(sequence=sequence)
    tuesday = MONDAY + dt.timedelta(days=1)
    for wish, code, told in (
        (AddTimeOff(doctor_id=1, when=Stretch(MONDAY, MONDAY, 615, 660), note="Dentist"),
         "time_off", "Dr Lee is off then (Leave, Dentist: "),
        (CloseClinic(closings=(Closing(Stretch(MONDAY, MONDAY), "Party"),), accept=way == "move"),
         "closed", "The clinic is closed then (Closed, Party: "),
        (hours("Mon 10:15-12"), "no_hours", "Dr Lee has no hours on Mon 3 Nov 2025, 10:00 any"),
        (hours("Mon 9-12; Mon 10-10:30 for urgent"), "block_reserved", "is kept for urgent"),
    ):  # fmt: skip
        ben.do(wish)
        (reason,) = desk.refused(back)
        assert reason.code == code
        assert told in reason.message
        assert f"This is so since “{command_words(type(wish).__name__)}” by ben (" in reason.message
        assert reason.facts["since"]["command"] == type(wish).__name__
        ben.undo()
    # What is of another time, or another doctor's, is no matter.
    ben.do(AddTimeOff(doctor_id=1, when=Stretch(MONDAY, MONDAY, 540, 600)))
    ben.do(AddTimeOff(doctor_id=1, when=Stretch(tuesday, tuesday)))
    ben.do(AddTimeOff(doctor_id=2, when=Stretch(MONDAY, MONDAY)))
    desk.do(back)
    assert (desk.visit(visit.id).start, desk.visit(visit.id).holds) == (at(60), True)


def test_what_was_so_already_when_a_visit_was_cancelled_lets_it_come_back(
    desk: Desk, ben: Desk
) -> None:
    """It was kept there by somebody who saw it."""
    visit = desk.book(60)
    day = Stretch(MONDAY, MONDAY, 600, 660)
    for wish in (
        hours("Mon 11-12", accept=1),
        AddTimeOff(doctor_id=1, when=day, accept=1),
        CloseClinic(closings=(Closing(day),)),
    ):
        ben.do(wish)
        before = desk.picture()
        desk.cancel(visit)
        desk.undo()
        assert desk.picture() == before
    # And once more by the next one that came since.
    desk.cancel(visit)
    back = Undo(sequence=desk.last_sequence())
    ben.do(AddTimeOff(doctor_id=1, when=Stretch(MONDAY, MONDAY), note="Also ill"))
    (reason,) = desk.refused(back)
    assert (reason.code, "Also ill" in reason.message) == ("time_off", True)


def test_of_a_joint_visit_time_off_of_anybody_since_keeps_it_away(desk: Desk, ben: Desk) -> None:
    wish = BookBlock(patient_id=1, doctor_id=1, start=at(60), end=at(90), with_ids=(2,))
    visit = desk.do(wish).appointment
    desk.cancel(visit)
    back = Undo(sequence=desk.last_sequence())
    ben.do(AddTimeOff(doctor_id=2, when=Stretch(MONDAY, MONDAY), note="Ill"))
    (reason,) = desk.refused(back)
    assert "Dr Kay is off then (Leave, Ill: " in reason.message
    ben.undo()
    desk.do(back)
    assert desk.visit(visit.id).holds


def test_a_move_back_is_judged_as_well(desk: Desk, ben: Desk) -> None:
    visit = desk.book(0)
    desk.move(visit, 60)
    back = Undo(sequence=desk.last_sequence())
    clash = ben.book(0, doctor=2)
    assert desk.codes(back) == ["patient_busy"]
    ben.cancel(clash)
    desk.do(back)
    assert desk.visit(visit.id).start == at(0)


def test_two_visits_at_once_that_were_meant_come_back_in_turn(desk: Desk) -> None:
    """Each was there while the other was: neither stands in the other's way."""
    first = desk.book(0, doctor=2)
    wish = BookBlock(
        patient_id=1, doctor_id=1, start=at(0), end=at(30), even_if_busy=True
    )  # fmt: skip
    second = desk.do(wish).appointment
    before = desk.picture()
    desk.undo()
    desk.do(Redo())
    assert desk.picture() == before
    desk.cancel(second)
    desk.cancel(first)
    desk.undo()
    desk.undo()
    assert desk.picture() == before


def test_of_a_series_all_that_stands_in_the_way_is_told_with_its_visit(
    weekly: Desk, ben: Desk
) -> None:
    visits = booked(weekly).visits
    weekly.undo()
    back: Undo | Redo = Redo(sequence=weekly.last_sequence())
    for patient, doctor, week in ((1, 2, 1), (2, 1, 2), (2, 1, 4)):
        ben.book(week * WEEK, patient=patient, doctor=doctor)
    told = [(one.code, one.message) for one in weekly.refused(back)]
    assert [code for code, _ in told] == ["block_taken", "block_taken", "patient_busy"]
    for (_, message), number in zip(told, (3, 5, 2), strict=True):
        assert message.startswith(f"Visit {number} of 6, ")
        assert "by ben (" in message
        assert "Choose one of the nearest" not in message
    for _ in range(3):
        ben.undo()
    weekly.do(back)
    assert all(weekly.visit(one.id).holds for one in visits)
    following = CancelSeries(
        appointment_id=visits[2].id, scope=Scope.FOLLOWING, reason=CancelReason.CLINIC
    )
    weekly.do(following)
    back = Undo(sequence=weekly.last_sequence())
    for week in (3, 4):
        ben.book(week * WEEK, patient=2)
    told = [(one.code, one.message) for one in weekly.refused(back)]
    assert [message.partition(",")[0] for _, message in told] == ["Visit 4 of 6", "Visit 5 of 6"]


def test_of_several_visits_each_that_can_not_come_back_is_named(desk: Desk, ben: Desk) -> None:
    first, second = desk.book(0), desk.book(60, patient=2)
    steps = (Step(appointment_id=first.id), Step(appointment_id=second.id))
    desk.do(CancelSeveral(steps=steps, reason=CancelReason.CLINIC))
    back = Undo(sequence=desk.last_sequence())
    for start in (0, 60):
        ben.book(start, patient=3)
    told = [one.message for one in desk.refused(back)]
    assert [message.partition(",")[0] for message in told] == ["Ann Smith", "Ben Smith"]


def test_what_is_closed_is_told_once_to_a_visit_of_several(desk: Desk, ben: Desk) -> None:
    room, laser = desk.do(AddRoom(name="Room 1")).id, desk.do(AddEquipment(name="Laser")).id
    wish = BookBlock(patient_id=1, doctor_id=1, start=at(60), end=at(90), with_ids=(room, laser))
    desk.cancel(desk.do(wish).appointment)
    back = Undo(sequence=desk.last_sequence())
    ben.do(CloseClinic(closings=(Closing(Stretch(MONDAY, MONDAY), "Fire"),)))
    assert [one.code for one in desk.refused(back)] == ["closed"]


def test_hours_are_read_from_what_the_journal_of_the_first_schema_has_of_them() -> None:
    old = {
        "id": 1, "resource_id": 1, "site_id": 1, "hours": "Mon 9-12", "block_minutes": 15,
        "valid_from": "2025-11-01", "valid_until": None, "laid_until": None, "archived_at": None,
        "version": 1,
    }  # fmt: skip
    rule = rule_of(old)
    assert (rule.seats, rule.grid_minutes, rule.anchor, rule.overrides) == (1, None, None, False)
