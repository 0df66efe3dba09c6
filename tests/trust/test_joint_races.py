"""Races for what one visit holds of several: all of it goes to one, and nobody waits for ever."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.domain.office import Command
from clinic_desktop.domain.people import AddRoom
from clinic_desktop.domain.timeoff import AddTimeOff, CloseClinic, Closing, Stretch
from tests.engines import Place
from tests.trust.test_races import SOAK, arena, check, crowd, reason
from tests.trust.test_server_races import KAY, LEE, Clinic, Round, cancelling, clinic, moving, raced

__all__ = ["arena", "clinic", "raced"]

pytestmark = pytest.mark.slow
ROOM = 3


def joint(one: Round, doctor: int, *others: int, start: int = 0, patient: int = 0) -> BookBlock:
    return BookBlock(
        patient_id=patient or one.patient, doctor_id=doctor, start=one.at(start),
        end=one.at(start + 30), with_ids=others,
    )  # fmt: skip


def crosswise(one: Round) -> tuple[Command[Any], Command[Any]]:
    """The same three, named the other way round."""
    return joint(one, LEE, ROOM, KAY), joint(one, KAY, LEE, ROOM, start=15, patient=one.other)


def beside_one(one: Round) -> tuple[Command[Any], Command[Any]]:
    """Two doctors at once, and one of them by herself."""
    return joint(one, LEE, KAY), one.book(KAY, 15, patient=one.other)


def one_room(one: Round) -> tuple[Command[Any], Command[Any]]:
    """Two doctors who want the one room."""
    return joint(one, LEE, ROOM), joint(one, KAY, ROOM, patient=one.other)


def while_moved(one: Round) -> tuple[Command[Any], Command[Any]]:
    """A joint visit goes a quarter on, and somebody wants its room then."""
    visit = one.clinic.bob.do(joint(one, LEE, ROOM)).appointment
    return moving(visit, one.at(15), LEE), joint(one, KAY, ROOM, start=30, patient=one.other)


@pytest.mark.postgresql
@pytest.mark.parametrize("turned", [False, pytest.param(True, marks=SOAK)])
@pytest.mark.parametrize("case", [crosswise, beside_one, one_room, while_moved])
def test_who_wants_some_of_the_same_gets_all_or_nothing(
    clinic: Clinic,
    case: Callable[[Round], tuple[Command[Any], Command[Any]]],
    *,
    turned: bool,
) -> None:
    assert clinic.ann.do(AddRoom(name="Room 1")).id == ROOM
    for one in clinic.rounds():
        pair = case(one)
        ends = one.race(*(reversed(pair) if turned else pair))
        refused = [end for end in ends if isinstance(end, str)]
        assert len(refused) == 1, (one.number, ends)
        assert refused[0] in {"block_taken", "room_taken"}, (one.number, ends)


@pytest.mark.postgresql
def test_a_room_is_free_or_held_never_both_while_it_is_given_back(
    clinic: Clinic,
) -> None:
    assert clinic.ann.do(AddRoom(name="Room 1")).id == ROOM
    for one in clinic.rounds():
        visit = one.clinic.bob.do(joint(one, LEE, ROOM, KAY)).appointment
        ends = one.race(cancelling(visit), joint(one, KAY, ROOM, patient=one.other))
        assert not isinstance(ends[0], str), ends
        assert ends[1] == "block_taken" or not isinstance(ends[1], str), ends


@pytest.mark.postgresql
@pytest.mark.parametrize("off_first", [False, True])
def test_a_room_that_is_just_closed_is_not_taken(
    clinic: Clinic,
    *,
    off_first: bool,
) -> None:
    assert clinic.ann.do(AddRoom(name="Room 1")).id == ROOM
    for one in clinic.rounds():
        off = AddTimeOff(doctor_id=ROOM, when=Stretch(one.day, one.day, 540, 600))
        wish = joint(one, LEE, ROOM)
        ends = one.race(*((off, wish) if off_first else (wish, off)))
        booked, saved = ends[::-1] if off_first else ends
        assert not isinstance(saved, str), ends
        # Whoever was first was seen by the other.
        assert booked == "time_off" or len(saved.affected) == 1, (one.number, ends)


@pytest.mark.postgresql
@pytest.mark.parametrize("others", [(), (ROOM,)])
def test_what_is_given_back_in_time_off_and_a_closing_never_wait_for_each_other(
    clinic: Clinic, others: tuple[int, ...]
) -> None:
    assert clinic.ann.do(AddRoom(name="Room 1")).id == ROOM
    for one in clinic.rounds():
        visit = one.clinic.bob.do(joint(one, LEE, *others)).appointment
        off = AddTimeOff(doctor_id=LEE, when=Stretch(one.day, one.day, 540, 600), accept=1)
        assert not isinstance(one.clinic.bob.do(off), str)
        closing = CloseClinic(closings=(Closing(Stretch(one.day, one.day, 660, 720)),))
        ends = one.race(cancelling(visit), closing)
        assert not any(isinstance(end, str) for end in ends), (one.number, ends)


@pytest.mark.parametrize("count", [10, pytest.param(50, marks=SOAK)])
def test_two_devices_go_to_exactly_two_of_50_who_want_one(
    arena: Place,
    count: int,
) -> None:
    """A group of 50 seats; each visit needs a device, of which there are two."""
    day = {"from": "2025-11-05", "until": "2025-11-05"}
    group = {"command": "hours", "doctor": "1", "hours": "Wed 9-10", "seats": 50, "block": 60}
    scan: dict[str, object] = {"command": "type add", "name": "Scan", "minutes": 60}
    book = {"command": "book", "doctor": "1", "start": "2025-11-05T09:00", "type": "Scan"}
    with crowd(arena, count) as programs:
        ask = programs[0].ask
        assert ask({**group, **day})["ok"]
        assert ask({"command": "equipment add", "name": "Ultrasound", "count": 2})["ok"]
        assert ask({**scan, "needs": ["Ultrasound"]})["ok"]
        for number, program in enumerate(programs):
            for wish in range(50 // count):
                program.send({**book, "patient": str(1 + number * (50 // count) + wish)})
        ends = Counter(reason(program.answer()) for program in programs for _ in range(50 // count))
    assert ends == {"ok": 2, "equipment_taken": 48}
    check(arena)
