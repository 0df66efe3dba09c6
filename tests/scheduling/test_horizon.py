"""As time goes by blocks are laid on, a week of one doctor at a time, as far as 18 months ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from clinic_desktop.domain.availability import (
    Extended,
    ExtendHorizon,
    HoursOf,
    SetWeeklyHours,
    WeeklyHours,
)
from clinic_desktop.domain.booking import Block, Blocks, BlockState, BookBlock, Undo
from clinic_desktop.domain.effect import EffectOf
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.timeoff import AddTimeOff, CloseClinic, Closing, Stretch
from tests.engines import Place
from tests.scheduling.desk import MONDAY, NINE, Desk

WEEK = dt.timedelta(days=7)
HOUR = dt.timedelta(hours=1)


class Moment:
    """A clock that can be moved on."""

    now = NINE

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def moment() -> Moment:
    return Moment()


@pytest.fixture
def desk(place: Place, moment: Moment) -> Iterator[Desk]:
    with place.office(clock=moment) as office:
        made = Desk(office)
        made.hours("Mon 9-10; Tue 9-10 every 2 weeks", doctor=1, block=60, start=MONDAY)
        made.hours("Wed 9-10", doctor=2, block=60, start=MONDAY)
        yield made
        made.verify()


def extended(desk: Desk) -> list[Extended]:
    """Ask until there is no more to do."""
    found = []
    while True:
        found.append(desk.do(ExtendHorizon()))
        if not found[-1].more:
            return found


def last_blocks(desk: Desk, doctor: int) -> list[dt.date]:
    """The days of the blocks of the last weeks that are laid, and beyond."""
    span = TimeSpan(NINE + 75 * WEEK, NINE + 100 * WEEK)
    found: tuple[Block, ...] = desk.ask(
        Blocks(span=span, doctor_ids=(doctor,), state=BlockState.ALL)
    )
    return [one.start.date() for one in found]


def test_nothing_is_laid_on_before_a_week_is_missing(desk: Desk, moment: Moment) -> None:
    assert extended(desk) == [Extended()]
    moment.now += dt.timedelta(days=6)
    assert extended(desk) == [Extended()]


def test_each_week_is_laid_on_once_for_each_doctor(desk: Desk, moment: Moment) -> None:
    before = {doctor: last_blocks(desk, doctor) for doctor in (1, 2)}
    moment.now += 4 * WEEK
    found = extended(desk)
    assert sorted(one.doctor_id or 0 for one in found) == [1, 1, 1, 1, 2, 2, 2, 2]
    assert extended(desk) == [Extended()]
    added = {doctor: last_blocks(desk, doctor)[len(before[doctor]) :] for doctor in (1, 2)}
    assert len(added[1]) == 4 + 2
    assert len(added[2]) == 4
    for day in added[1]:
        assert day.weekday() == 0 or (day - MONDAY).days // 7 % 2 == 0
    (rule,) = desk.ask(HoursOf(doctor_id=2, first=MONDAY + WEEK))
    assert rule.laid_until == (moment.now + dt.timedelta(days=549)).date()


def test_time_off_far_ahead_is_kept_clear_when_it_is_reached(desk: Desk, moment: Moment) -> None:
    away = MONDAY + 79 * WEEK
    saved = desk.change(AddTimeOff(doctor_id=1, when=Stretch(away, away + 13 * WEEK)))
    assert saved.blocks_removed == 0
    moment.now += 20 * WEEK
    extended(desk)
    days = last_blocks(desk, 1)
    assert not [day for day in days if away <= day <= away + 13 * WEEK]
    assert max(days) > away + 13 * WEEK


def test_what_was_done_before_can_still_be_taken_back(desk: Desk, moment: Moment) -> None:
    moment.now += 3 * WEEK
    extended(desk)
    assert desk.undo().command == "SetWeeklyHours"
    assert last_blocks(desk, 2) == []
    assert last_blocks(desk, 1)


def test_whom_a_change_hits_is_told_however_far_ahead(desk: Desk) -> None:
    """Also beyond what is laid afterwards: hours that begin later are laid further."""
    later, far = MONDAY + 52 * WEEK, 122 * WEEK
    desk.hours("Mon 9-11", block=60, start=later)
    sequence = desk.office.ask(Blocks(span=TimeSpan(NINE, NINE + WEEK))).result(60).sequence
    start = NINE + far + HOUR
    wish = BookBlock(patient_id=1, doctor_id=1, start=start, end=start + HOUR)
    visit = desk.do(wish).appointment
    assert desk.codes(Undo(sequence=sequence)) == ["appointments_affected"]
    others = SetWeeklyHours(doctor_id=1, hours=WeeklyHours.parse("Thu 9-10"), start=MONDAY)
    seen = desk.ask(EffectOf(change=others))
    assert seen.affected == (visit,)
    # These hours are not laid so far, and yet the visit lies in them.
    desk.hours("Mon 9-11", block=60, start=MONDAY)
    leave = AddTimeOff(doctor_id=1, when=Stretch(MONDAY + far, MONDAY + far))
    assert desk.codes(leave) == ["appointments_affected"]
    closing = CloseClinic(closings=(Closing(leave.when),))
    assert desk.ask(EffectOf(change=closing)).affected == (visit,)
