"""As time goes by blocks are laid on, a week of one doctor at a time, as far as 18 months ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from clinic_desktop.domain.availability import Extended, ExtendHorizon, HoursOf
from clinic_desktop.domain.booking import Block, Blocks, BlockState
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.timeoff import AddTimeOff, Stretch
from tests.engines import Place
from tests.scheduling.desk import MONDAY, NINE, Desk

WEEK = dt.timedelta(days=7)


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
