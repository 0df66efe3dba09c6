"""Why a time is not offered: all that speaks against it, what is nearest, and what removes it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.domain.explaining import Explained, Why
from clinic_desktop.domain.patients import ChangePatient
from clinic_desktop.domain.people import AddAppointmentType
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.timeoff import (
    AddTimeOff,
    CloseClinic,
    Closing,
    RemoveTimeOff,
    Stretch,
    TimeOffKind,
)
from tests.scheduling.desk import MONDAY, Desk, at


def explained(desk: Desk, start: int, **more: Any) -> Explained:  # noqa: ANN401 - any field
    found: Explained = desk.ask(Why(doctor_id=1, start=at(start), **more))
    return found


def codes(desk: Desk, start: int, **more: Any) -> list[str]:  # noqa: ANN401 - any field
    return [one.code for one in explained(desk, start, **more).obstacles]


def test_what_is_offered_has_nothing_against_it(desk: Desk) -> None:
    found = explained(desk, 30)
    assert (found.offered, found.obstacles, found.end) == (True, (), at(60))


def test_each_rule_is_told_with_the_nearest_time_behind_it(desk: Desk) -> None:
    """Closed and off and booked and outside: all at once, and each by itself goes away."""
    desk.hours("Mon 9-12", start=MONDAY, until=MONDAY + dt.timedelta(days=7))
    visit = desk.book(60)
    away = desk.change(
        AddTimeOff(
            doctor_id=1, when=Stretch(MONDAY, MONDAY, 600, 660), kind=TimeOffKind.TRAINING,
            note="Course",
        )
    ).time_off[0].id  # fmt: skip
    closing = Closing(Stretch(MONDAY, MONDAY), "Party")
    closed = desk.change(CloseClinic(closings=(closing,))).time_off[0].id
    found = explained(desk, 60)
    assert [one.code for one in found.obstacles] == ["time_off", "closed", "block_taken"]
    told = {one.code: one for one in found.obstacles}
    assert "Dr Lee is off (Training, Course)" in told["time_off"].message
    assert "The clinic is closed (Closed, Party)" in told["closed"].message
    assert "10:00 to 10:30" in told["block_taken"].message
    assert "Ann" not in told["block_taken"].message
    week = at(7 * 1440)
    assert {one.nearest.start for one in found.obstacles if one.nearest} == {week}
    desk.change(RemoveTimeOff(time_off_id=closed))
    assert codes(desk, 60) == ["time_off", "block_taken"]
    assert [one.nearest.start for one in explained(desk, 60).obstacles if one.nearest] == [
        at(120),
        at(120),
    ]
    desk.change(RemoveTimeOff(time_off_id=away))
    assert codes(desk, 60) == ["block_taken"]
    desk.cancel(visit)
    assert codes(desk, 60) == []


def test_hours_and_edges_are_told(desk: Desk) -> None:
    found = explained(desk, 240)
    assert [one.code for one in found.obstacles] == ["no_hours"]
    assert "works 09:00 to 12:00 on Mon 3 Nov 2025" in found.obstacles[0].message
    assert "has no hours" in explained(desk, 1440).obstacles[0].message
    assert codes(desk, 150, minutes=60) == ["no_hours"]
    off_grid = explained(desk, 40)
    assert [one.code for one in off_grid.obstacles] == ["off_grid"]
    nearest = off_grid.obstacles[0].nearest
    assert nearest is not None
    assert nearest.start == at(60)


def test_times_that_are_not_laid_yet_are_told(desk: Desk) -> None:
    desk.hours("Mon 9-12", start=MONDAY)
    assert codes(desk, 7 * 1440 * 200) == ["not_laid"]


def test_types_speak_through_their_buffers_and_grids(desk: Desk) -> None:
    wish = AddAppointmentType(name="Surgery", minutes=30, buffer_before=10, grid_minutes=60)
    kind = desk.do(wish).id
    desk.book(30)
    assert codes(desk, 60, type_id=kind) == ["buffer_taken"]
    assert codes(desk, 90, type_id=kind) == ["type_grid"]
    [against] = explained(desk, 60, type_id=kind).obstacles
    assert "Surgery needs 10 minutes before and 0 after" in against.message
    assert against.nearest is not None
    assert against.nearest.start == at(120)
    desk.do(BookBlock(patient_id=2, doctor_id=1, start=at(120), type_id=kind))


def test_who_is_not_there_is_refused(desk: Desk) -> None:
    for wish in (Why(doctor_id=77, start=at(0)), Why(doctor_id=1, start=at(0), type_id=9)):
        with pytest.raises(Refusal):
            desk.ask(wish)


def test_what_a_booking_would_tell_of_the_patient_is_told(desk: Desk) -> None:
    desk.book(60)
    assert explained(desk, 90, patient_id=1).offered
    busy = desk.ask(Why(doctor_id=2, start=at(60), patient_id=1))
    assert (busy.offered, [one.code for one in busy.obstacles]) == (False, ["patient_busy"])
    assert busy.obstacles[0].message == (
        "Ann Smith already has a visit with Dr Lee on Mon 3 Nov 2025, 10:00."
    )
    assert busy.obstacles[0].nearest is not None
    assert busy.obstacles[0].nearest.start == at(90)
    assert desk.ask(Why(doctor_id=2, start=at(60), patient_id=2)).offered
    desk.do(ChangePatient(patient_id=1, do_not_book="Owes."))
    [marked] = explained(desk, 90, patient_id=1).obstacles
    assert (marked.code, marked.nearest) == ("do_not_book", None)
    assert marked.message == "Ann Smith is marked “do not book”: Owes."
