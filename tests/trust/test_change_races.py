"""Races of what reads beside the blocks: buffers, doctors who go, lists that are taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import BookBlock, Undo
from clinic_desktop.domain.doctors import RemoveDoctor
from clinic_desktop.domain.office import Command
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AddDoctor,
    AppointmentTypes,
    ChangeAppointmentType,
    Doctors,
)
from tests.trust.test_server_races import (
    KAY,
    LEE,
    Clinic,
    cancelling,
    clinic,
    last_change,
    moving,
    raced,
)

__all__ = ["clinic", "raced"]

LATER = dt.timedelta(days=36500)
"""Visits of these races lie behind any today: those that are past hold nobody back."""
pytestmark = [pytest.mark.postgresql, pytest.mark.slow]


@pytest.mark.parametrize("moved", [False, True])
def test_a_buffer_is_kept_from_who_is_just_having_a_block_cut(
    clinic: Clinic, *, moved: bool
) -> None:
    short = clinic.ann.do(AddAppointmentType(name="Short", minutes=10, grid_minutes=5)).id
    long = clinic.ann.do(AddAppointmentType(name="Long", minutes=15, buffer_after=15)).id
    for one in clinic.rounds():
        cut = BookBlock(patient_id=one.other, doctor_id=LEE, start=one.at(15), type_id=short)
        there = one.at(0) if not moved else one.at(90)
        wish = BookBlock(patient_id=one.patient, doctor_id=LEE, start=there, type_id=long)
        second: Command[Any] = wish
        if moved:
            second = moving(clinic.bob.do(wish).appointment, one.at(0), LEE)
        ends = one.race(cut, second)
        refused = [end for end in ends if isinstance(end, str)]
        assert len(refused) == 1, (one.number, ends)
        assert refused[0] in {"buffer_taken", "block_taken", "no_block"}, (one.number, ends)


@pytest.mark.parametrize("removed_first", [False, True])
@pytest.mark.parametrize("what", ["cancelled", "moved"])
def test_a_doctor_who_goes_has_nobody_whose_visit_is_just_brought_back(
    clinic: Clinic, what: str, *, removed_first: bool
) -> None:
    hours = WeeklyHours.parse("Mon-Sun 9-12")
    for one in clinic.rounds(deadlocks=True):
        doctor = clinic.ann.do(AddDoctor(name=f"Dr No {one.number}")).id
        day, start = one.day + LATER, one.at(0) + LATER
        for whose in (doctor, KAY):
            clinic.ann.do(SetWeeklyHours(doctor_id=whose, hours=hours, start=day, until=day))
        wish = BookBlock(patient_id=one.patient, doctor_id=doctor, start=start)
        visit = clinic.bob.do(wish).appointment
        gone = cancelling(visit) if what == "cancelled" else moving(visit, start, KAY)
        assert not isinstance(clinic.bob.do(gone), str)
        undo, removal = Undo(sequence=last_change(clinic)), RemoveDoctor(doctor_id=doctor)
        ends = one.race(*((removal, undo) if removed_first else (undo, removal)))
        removed, undone = ends if removed_first else ends[::-1]
        there = doctor in {found.id for found in clinic.ask(Doctors())}
        held = one.visit(visit).holds and one.visit(visit).doctor_id == doctor
        assert there or not held, (one.number, ends)
        assert isinstance(removed, str) != isinstance(undone, str), (one.number, ends)


@pytest.mark.parametrize("undo_first", [False, True])
def test_a_change_of_a_type_is_never_lost_to_an_undo(clinic: Clinic, *, undo_first: bool) -> None:
    kind = clinic.ann.do(AddAppointmentType(name="Short", minutes=10)).id
    minutes = 10
    for one in clinic.rounds():
        was, minutes = minutes, 30 + one.number
        clinic.bob.do(ChangeAppointmentType(type_id=kind, minutes=was + 100))
        undo = Undo(sequence=last_change(clinic))
        change = ChangeAppointmentType(type_id=kind, minutes=minutes)
        ends = one.race(*((undo, change) if undo_first else (change, undo)))
        [now] = [found for found in clinic.ask(AppointmentTypes()) if found.id == kind]
        assert now.minutes == minutes, (one.number, ends)
