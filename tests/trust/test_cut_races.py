"""Races for blocks that are being cut: each minute goes to one, the rests are as the rules say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from clinic_desktop.domain.booking import Appointment, BookBlock
from clinic_desktop.domain.office import Command
from clinic_desktop.domain.people import AddAppointmentType
from clinic_desktop.scheduling import laying
from clinic_desktop.storage.database import Read
from tests.trust.test_server_races import KAY, LEE, Clinic, Round, cancelling, clinic, moving, raced

__all__ = ["clinic", "raced"]

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]
TAKEN = {"block_taken", "block_withdrawn", "off_grid"}
Pair = tuple[Command[Any], Command[Any]]


def kind_of(one: Clinic) -> int:
    """20 minutes, from every fifth minute on."""
    return int(one.ann.do(AddAppointmentType(name="Short", minutes=20, grid_minutes=5)).id)


def cut(one: Round, kind: int, start: int, *, patient: int = 0) -> BookBlock:
    return BookBlock(
        patient_id=patient or one.patient, doctor_id=LEE, start=one.at(start), type_id=kind
    )


def cut_already(one: Round, kind: int, start: int) -> Appointment:
    found = one.clinic.bob.do(cut(one, kind, start)).appointment
    assert isinstance(found, Appointment)
    return found


def is_laid(clinic: Clinic, day: dt.date) -> None:
    """What is free is what the rules say, whoever cut, laid or gave back."""

    def differences(read: Read) -> laying.Differences:
        return laying.differences(read, LEE, laying.timetable(read, LEE), [(day, day)])

    found = clinic.ann.database.read(differences).answer
    assert not found.added, found
    assert not found.removed, found


def overlapping(one: Round, kind: int) -> Pair:
    return cut(one, kind, 10), cut(one, kind, 25, patient=one.other)


def a_whole_block(one: Round, kind: int) -> Pair:
    """One wants the whole of a block of which the other wants a part."""
    return cut(one, kind, 20), one.book(LEE, 15, 15, patient=one.other)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("case", [overlapping, a_whole_block])
def test_time_that_two_want_goes_to_one(
    clinic: Clinic, case: Callable[[Round, int], Pair], *, turned: bool
) -> None:
    kind = kind_of(clinic)
    for one in clinic.rounds():
        pair = case(one, kind)
        ends = one.race(*(reversed(pair) if turned else pair))
        refused = [end for end in ends if isinstance(end, str)]
        assert len(refused) == 1, (one.number, ends)
        assert refused[0] in TAKEN, (one.number, ends)
        is_laid(clinic, one.day)


def side_by_side(one: Round, kind: int) -> Pair:
    """Both need a part of the same block."""
    return cut(one, kind, 20), cut(one, kind, 40, patient=one.other)


def beside_what_goes(one: Round, kind: int) -> Pair:
    visit = cut_already(one, kind, 20)
    return cancelling(visit), cut(one, kind, 40, patient=one.other)


def beside_what_moves(one: Round, kind: int) -> Pair:
    visit = cut_already(one, kind, 20)
    return moving(visit, one.at(65), LEE), cut(one, kind, 40, patient=one.other)


def crosswise(one: Round, kind: int) -> Pair:
    """Two are moved to where the other one's doctor is."""
    wish = BookBlock(
        patient_id=one.other, doctor_id=KAY, start=one.at(20), type_id=kind
    )  # fmt: skip
    first, second = cut_already(one, kind, 20), one.clinic.bob.do(wish).appointment
    return moving(first, one.at(80), KAY), moving(second, one.at(80), LEE)


def while_hours_change(one: Round, kind: int) -> Pair:
    return cut(one, kind, 20), one.hours("Mon-Sun 9-13", block=20)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    "case", [side_by_side, beside_what_goes, beside_what_moves, crosswise, while_hours_change]
)
def test_who_wants_another_part_of_a_block_gets_it(
    clinic: Clinic, case: Callable[[Round, int], Pair], *, turned: bool
) -> None:
    kind = kind_of(clinic)
    for one in clinic.rounds():
        pair = case(one, kind)
        ends = one.race(*(reversed(pair) if turned else pair))
        assert not any(isinstance(end, str) for end in ends), (one.number, ends)
        is_laid(clinic, one.day)
