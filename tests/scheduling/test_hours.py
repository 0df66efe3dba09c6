"""Weekly hours: what replaces what, who is listed as affected, which blocks stay as they are."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_desktop import compose
from clinic_desktop.domain.availability import SetDays, SetWeeklyHours, WeeklyHours, day_parts
from clinic_desktop.domain.booking import Block, Blocks, BlockState, BookBlock, Undo, Verify
from clinic_desktop.domain.effect import EffectOf
from clinic_desktop.domain.office import Command
from clinic_desktop.domain.purposes import AddPurpose
from clinic_desktop.domain.time import TimeSpan, day_span
from tests.engines import Place
from tests.engines import settings as settings_of
from tests.scheduling.desk import MONDAY, Desk, at
from tests.trust.world import raw

WEEK = dt.timedelta(days=7)


def days_with_blocks(desk: Desk, weeks: int = 6) -> list[dt.date]:
    """The Mondays on which Dr Lee has blocks."""
    span = TimeSpan(at(-540), at(-540) + weeks * WEEK)
    found: tuple[Block, ...] = desk.ask(Blocks(span=span, doctor_ids=(1,), state=BlockState.ALL))
    return sorted({block.start.date() for block in found})


def test_hours_cut_into_older_ones_and_their_tail_goes_on(desk: Desk) -> None:
    desk.hours("Mon 9-12", start=MONDAY, until=MONDAY + 4 * WEEK)
    set_ = desk.hours("Mon 9-10", start=MONDAY + WEEK, until=MONDAY + 2 * WEEK)
    assert (set_.blocks_added, set_.blocks_removed) == (0, 8)
    lengths = [len(_starts(desk, MONDAY + n * WEEK)) for n in range(6)]
    assert lengths == [6, 2, 2, 6, 6, 0]


def test_hours_before_older_ones_trim_their_start(desk: Desk) -> None:
    desk.hours("Mon 9-12", start=MONDAY, until=MONDAY + 2 * WEEK)
    desk.hours("Mon 9-10", start=MONDAY - WEEK, until=MONDAY)
    assert [len(_starts(desk, MONDAY + n * WEEK)) for n in range(4)] == [2, 6, 6, 0]


def test_open_hours_end_where_new_ones_begin(desk: Desk) -> None:
    desk.hours("Mon 9-12", start=MONDAY)
    desk.hours("Mon 9-10", start=MONDAY + 2 * WEEK)
    assert [len(_starts(desk, MONDAY + n * WEEK)) for n in range(4)] == [6, 6, 2, 2]
    desk.hours("none", start=MONDAY + 3 * WEEK)
    assert [len(_starts(desk, MONDAY + n * WEEK)) for n in range(5)] == [6, 6, 2, 0, 0]


def test_every_rule_that_makes_room_is_told_once_with_the_days(desk: Desk) -> None:
    desk.hours("Mon 9-12", start=MONDAY, until=MONDAY + 4 * WEEK)
    day = MONDAY + 2 * WEEK
    hours = WeeklyHours.parse("Mon 9-10")
    wish = SetWeeklyHours(doctor_id=1, hours=hours, block_minutes=30, start=day, until=day)
    commands: tuple[Command[Any], ...] = (wish, Undo())
    for command in commands:
        changes = desk.office.do(command).result(60).changes
        assert changes is not None
        told = [one.id for one in changes.touched]
        assert len(told) == len(set(told)) == 3
        assert {one.kind for one in changes.touched} == {"availability"}
        assert all(one.start and one.start.date() == day for one in changes.touched)


def test_only_what_differs_is_laid_anew(desk: Desk) -> None:
    before = desk.blocks()
    set_ = desk.hours("Mon 10-13")
    after = desk.blocks()
    assert (set_.blocks_added, set_.blocks_removed) == (2, 2)
    assert {n: after[n] for n in (60, 90, 120, 150)} == {n: before[n] for n in (60, 90, 120, 150)}
    assert not {after[180], after[210]} & set(before.values())
    same = desk.hours("Mon 10-13")
    assert (same.blocks_added, same.blocks_removed, desk.blocks()) == (0, 0, after)


def test_booked_blocks_stay_and_are_listed(desk: Desk) -> None:
    inside, outside = desk.book(120), desk.book(0, 60, patient=2)
    set_ = desk.hours("Mon 10:30-12")
    assert [one.id for one in set_.affected] == [outside.id]
    assert desk.visit(outside.id).block_ids == outside.block_ids
    assert desk.visit(inside.id).block_ids == inside.block_ids
    assert desk.free() == [90, 150]
    desk.cancel(outside)
    assert desk.free() == [90, 150]


def test_new_blocks_keep_clear_of_booked_ones(desk: Desk) -> None:
    desk.book(30)
    desk.hours("Mon 9-12", block=45)
    # Of the blocks in which somebody is booked the rests are free: 0 to 30, and 60 to 90.
    assert desk.free() == [0, 60, 90, 135]


def _starts(desk: Desk, day: dt.date) -> list[dt.datetime]:
    zone = zoneinfo.ZoneInfo("America/New_York")
    found = desk.ask(Blocks(span=day_span(day, zone), doctor_ids=(1,), state=BlockState.ALL))
    return [block.start for block in found]


@pytest.mark.parametrize(
    ("zone", "day", "hours", "count"),
    [
        ("America/New_York", "2025-11-02", "Sun 0-4", 10),
        ("America/New_York", "2025-11-02", "Sun 1-2", 4),
        ("America/New_York", "2026-03-08", "Sun 0-4", 6),
        ("America/New_York", "2026-03-08", "Sun 2-3", 0),
        ("Europe/Berlin", "2025-10-26", "Sun 0-24", 50),
        ("Europe/Berlin", "2026-03-29", "Sun 0-24", 46),
        ("Australia/Lord_Howe", "2026-04-05", "Sun 0-24", 49),
        ("Africa/Cairo", "2026-04-24", "Fri 0-24", 46),
        ("Pacific/Apia", "2011-12-30", "Fri 0-24", 0),
        ("Asia/Kolkata", "2025-11-02", "Sun 9-17", 16),
    ],
)
def test_days_on_which_clocks_change(
    tmp_path: Path, zone: str, day: str, hours: str, count: int
) -> None:
    found = laid(tmp_path, zone, dt.date.fromisoformat(day), hours, 30)
    assert len(found) == count
    assert all(one.span.minutes == 30 for one in found)


def laid(folder: Path, zone: str, day: dt.date, hours: str, minutes: int) -> list[Block]:
    """Lay one local day of a clinic in a zone, in a file; nothing may overlap."""
    file = folder / "zone.db"
    for old in folder.glob("zone.db*"):
        old.unlink()
    compose.create_clinic(settings_of(str(file), folder), name="Zone", zone=zone)
    place = Place(str(file), "sqlite", folder)
    with place.office() as office:
        desk = Desk(office)
        desk.hours(hours, block=minutes, start=day, until=day)
        first = dt.datetime.combine(day, dt.time(), dt.UTC) - dt.timedelta(hours=20)
        span = TimeSpan(first, first + dt.timedelta(hours=68))
        found: list[Block] = [
            one
            for one in desk.ask(Blocks(span=span, doctor_ids=(1,)))
            if one.start.astimezone(zoneinfo.ZoneInfo(zone)).date() == day
        ]
        desk.verify()
    return found


@pytest.mark.slow
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    zone=st.sampled_from(sorted(zoneinfo.available_timezones())),
    day=st.dates(dt.date(1975, 1, 1), dt.date(2037, 12, 31)),
    start=st.integers(0, 22),
    length=st.integers(1, 24),
    minutes=st.sampled_from([10, 15, 20, 45, 60]),
)
def test_every_block_of_every_zone_lies_inside_its_hours(
    tmp_path_factory: pytest.TempPathFactory,
    zone: str, day: dt.date, start: int, length: int, minutes: int,
) -> None:  # fmt: skip
    end = min(start + length, 24)
    hours = f"Mon-Sun {start}-{end}"
    found = laid(tmp_path_factory.mktemp("zone"), zone, day, hours, minutes)
    local = zoneinfo.ZoneInfo(zone)
    for one in found:
        wall = one.start.astimezone(local)
        assert (wall.date(), start <= wall.hour < end) == (day, True)
    spans = WeeklyHours.parse(hours).spans(day, local)
    assert len(found) == sum(piece.minutes // minutes for piece in spans)


class Spring:
    """A clock that stands in May."""

    def __call__(self) -> dt.datetime:
        return dt.datetime(2025, 5, 1, tzinfo=dt.UTC)


def test_a_change_of_the_zones_own_rules_is_found_and_who_is_booked_is_told(place: Place) -> None:
    """As if New York had given up its summer time after the blocks of June were laid."""
    june = dt.date(2025, 6, 2)
    with place.office(clock=Spring()) as office:
        desk = Desk(office)
        desk.hours("Mon 9-12", start=june, until=june)
        at_nine = dt.datetime(2025, 6, 2, 13, 0, tzinfo=dt.UTC)
        wish = BookBlock(patient_id=1, doctor_id=1, start=at_nine)
        visit = desk.do(wish).appointment
        desk.verify()
        with raw(place) as connection:
            connection.execute("UPDATE site SET zone = 'America/Panama'")
        [problem] = desk.ask(Verify()).problems
        assert problem.code == "outside_hours"
        assert problem.facts["blocks"] == 2
        assert problem.facts["appointments"] == [str(visit.id)]
        assert "2 blocks of Dr Lee lie outside the hours, from Mon 2 Jun 2025, 08:00 on" in (
            problem.message
        )
        again = SetWeeklyHours(
            doctor_id=1, hours=WeeklyHours.parse("Mon 9-12"), block_minutes=30, start=june,
            until=june,
        )  # fmt: skip
        # By these hours nobody is left outside who was not so by the zone already.
        effect = desk.ask(EffectOf(change=again))
        assert [one.appointment.id for one in effect.already] == [visit.id]
        assert desk.do(again).affected == ()
        desk.verify()


def test_hours_in_which_no_block_has_room_are_told(desk: Desk) -> None:
    """They were saved without a word, and nobody was ever offered there."""
    wish = SetWeeklyHours(
        doctor_id=1, hours=WeeklyHours.parse("Mon-Tue 9-9:10, 13-14; Mon 13-13:50 for urgent"),
        start=MONDAY, until=MONDAY + dt.timedelta(days=1),
    )  # fmt: skip
    desk.do(AddPurpose(name="urgent"))
    seen = desk.ask(EffectOf(change=wish))
    # Of what is kept from 13 to 13:50 the ten minutes behind it are left.
    assert [one.words for one in seen.too_short] == [
        "Mon 9-9:10, 13:50-14: shorter than a block of 15 minutes, so nobody is offered",
        "Tue 9-9:10: shorter than a block of 15 minutes, so nobody is offered",
    ]
    assert desk.change(wish).too_short == seen.too_short
    own = SetDays(doctor_id=1, days=(MONDAY,), windows=day_parts("9-9:20"), block_minutes=30)
    assert [one.hours for one in desk.change(own).too_short] == ["Mon 9-9:20"]
    longer = SetDays(doctor_id=1, days=(MONDAY,), windows=day_parts("9-9:40"), block_minutes=30)
    assert desk.change(longer).too_short == ()
    turns = WeeklyHours.parse("Mon 9-12; Wed 9-9:05 every 2 weeks from week 2")
    every = SetWeeklyHours(doctor_id=1, hours=turns, start=MONDAY)
    assert [one.hours for one in desk.change(every).too_short] == ["Wed 9-9:05"]
