"""A type without gaps is offered only where it leaves no rest in which nothing could be booked."""

from __future__ import annotations

from typing import Any

import pytest

from clinic_desktop.domain.booking import AgendaOf, BookBlock
from clinic_desktop.domain.explaining import Explained, Why
from clinic_desktop.domain.openings import NextOpenings, Openings
from clinic_desktop.domain.people import AddAppointmentType, AddEquipment, ChangeAppointmentType
from clinic_desktop.domain.time import TimeSpan, merged
from tests.scheduling.desk import DAY, MINUTE, NINE, Desk, at

LEE, KAY = 1, 2


def kind_of(desk: Desk, minutes: int, **more: Any) -> int:  # noqa: ANN401 - fields
    found: int = desk.do(AddAppointmentType(name=f"Of {minutes}", minutes=minutes, **more)).id
    return found


def offered(desk: Desk, kind: int | None, doctor: int = LEE, **more: Any) -> list[int]:  # noqa: ANN401 - fields
    found = desk.ask(Openings(span=DAY, doctor_ids=(doctor,), type_id=kind, **more))
    return [_minutes(one.start) for one in found]


def _minutes(instant: Any) -> int:  # noqa: ANN401 - a datetime
    return int((instant - NINE) / MINUTE)


def why(desk: Desk, start: int, kind: int) -> Explained:
    found: Explained = desk.ask(Why(doctor_id=LEE, start=at(start), type_id=kind))
    return found


@pytest.fixture
def quarter(desk: Desk) -> Desk:
    """An hour of blocks of a quarter."""
    desk.hours("Mon 9-10", block=15)
    return desk


def test_no_start_leaves_less_than_a_block(quarter: Desk) -> None:
    """20 minutes in an hour: on either side stays nothing, or a block and more."""
    kind = kind_of(quarter, 20, grid_minutes=5, no_gaps=True)
    assert offered(quarter, kind) == [0, 15, 20, 25, 40]
    quarter.book(15, 15)
    # Half an hour stays free behind it: every start would leave a gap there.
    assert offered(quarter, kind) == []
    quarter.do(ChangeAppointmentType(type_id=kind, no_gaps=False))
    assert offered(quarter, kind) == [30, 35, 40]


def test_a_rest_in_which_some_kind_of_visit_fits_is_none(quarter: Desk) -> None:
    kind = kind_of(quarter, 20, grid_minutes=5, no_gaps=True)
    other = kind_of(quarter, 10, doctor_ids=(KAY,))
    assert offered(quarter, kind) == [0, 15, 20, 25, 40]
    quarter.do(ChangeAppointmentType(type_id=other, doctor_ids=()))
    assert offered(quarter, kind) == [0, 10, 15, 20, 25, 30, 40]
    # With its buffer it does not fit before a visit, nor may it begin there by its grid.
    quarter.do(ChangeAppointmentType(type_id=other, buffer_after=5))
    assert offered(quarter, kind) == [0, 15, 20, 25, 30, 40]
    quarter.do(ChangeAppointmentType(type_id=other, buffer_after=0, grid_minutes=30))
    assert offered(quarter, kind) == [0, 10, 15, 20, 25, 40]


def test_why_names_the_gap_and_the_nearest_time_without_one(quarter: Desk) -> None:
    kind = kind_of(quarter, 20, grid_minutes=5, no_gaps=True)
    found = why(quarter, 5, kind)
    assert [(one.code, one.span) for one in found.obstacles] == [
        ("leaves_gap", TimeSpan(at(0), at(5)))
    ]
    assert "would leave 5 minutes" in found.obstacles[0].message
    assert found.obstacles[0].nearest.start == at(15)  # type: ignore[union-attr] # there is one
    assert why(quarter, 15, kind).offered
    both = why(quarter, 30, kind_of(quarter, 25, grid_minutes=5, no_gaps=True))
    assert [one.span for one in both.obstacles] == [TimeSpan(at(55), at(60))]


def test_whoever_names_the_time_books_it_all_the_same(quarter: Desk) -> None:
    kind = kind_of(quarter, 20, grid_minutes=5, no_gaps=True)
    visit = quarter.do(
        BookBlock(patient_id=1, doctor_id=LEE, start=at(5), type_id=kind)
    ).appointment
    assert (visit.start, visit.end) == (at(5), at(25))
    assert visit in quarter.ask(AgendaOf(span=DAY)).appointments


def test_whatever_is_booked_by_what_is_offered_leaves_no_gap(desk: Desk) -> None:
    """Whichever of the offered times is taken, until nothing is offered any more."""
    desk.hours("Mon 9-11", block=15)
    kinds = [
        kind_of(desk, minutes, grid_minutes=grid, no_gaps=True)
        for minutes, grid in ((15, 5), (20, 5), (45, 5))
    ]
    patient = 0
    for turn in range(12):
        could = offered(desk, kinds[turn % 3])
        if not could:
            continue
        patient += 1
        start = could[(turn * 7) % len(could)]
        wish = BookBlock(
            patient_id=1 + patient % 3, doctor_id=LEE, start=at(start), type_id=kinds[turn % 3]
        )
        desk.do(wish)
        for rest in _stretches(desk):
            assert rest.minutes >= 15, rest
    assert patient > 3


def _stretches(desk: Desk) -> list[TimeSpan]:
    return merged(one.span for one in desk.ask(AgendaOf(span=DAY, doctor_ids=(LEE,))).free)


def test_the_next_times_are_those_of_all_that_a_type_needs(desk: Desk) -> None:
    device = desk.do(AddEquipment(name="Ultrasound")).id
    desk.hours("Mon 9-10", block=15)
    desk.hours("Mon-Fri 9-10", doctor=KAY, block=15, start=NINE.date())
    scan = kind_of(desk, 20, grid_minutes=20, buffer_after=5, equipment_ids=(device,))
    wish = BookBlock(patient_id=1, doctor_id=KAY, start=at(0), type_id=scan)
    assert desk.do(wish).appointment.resource_ids == (KAY, device)

    def first(**more: Any) -> list[tuple[int, int]]:  # noqa: ANN401 - fields
        found = desk.ask(NextOpenings(after=at(0), type_id=scan, **more))
        for one in found:
            assert (one.end - one.start, one.beside[-1]) == (20 * MINUTE, "Ultrasound")
        return [(one.doctor_id, _minutes(one.start)) for one in found]

    # Until 9:25 the device is taken.
    assert first(doctor_ids=(LEE,)) == [(LEE, 40)]
    tomorrow = 24 * 60
    assert first(limit=4) == [(LEE, 40), (KAY, 40), (KAY, tomorrow), (KAY, tomorrow + 20)]
    assert first(until=at(tomorrow)) == [(LEE, 40), (KAY, 40)]
    assert first(with_ids=(KAY,), until=at(tomorrow)) == [(LEE, 40)]
    whole = desk.ask(NextOpenings(after=at(0), doctor_ids=(LEE,), limit=2))
    assert [(_minutes(one.start), _minutes(one.end)) for one in whole] == [(0, 15), (15, 30)]
