"""What follows from rules and time off: blocks, hours, and what new hours do to older ones."""

from __future__ import annotations

import datetime as dt
import json
import random
import zoneinfo
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_desktop.domain.availability import (
    DAY_MINUTES,
    Availability,
    Turn,
    WeeklyHours,
)
from clinic_desktop.domain.hours_text import Window
from clinic_desktop.domain.recurrence import Recurrence
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.time import (
    TimeSpan,
    changes_of_clock,
    common,
    day_span,
    without,
    zone_named,
)
from clinic_desktop.domain.timeoff import Stretch, TimeOff, TimeOffKind
from clinic_desktop.domain.timetable import Timetable, changed, replacing
from tests.engines import shared

NEW_YORK = zone_named("America/New_York")
MONDAY = dt.date(2025, 11, 3)
DAY = dt.timedelta(days=1)


def rule(hours: str, start: dt.date = MONDAY, until: dt.date | None = None, **more: Any) -> Any:  # noqa: ANN401 - any field
    """A rule in blocks of an hour, unless it is told otherwise."""
    given_ = {"id": 1, "block_minutes": 60, "anchor": start, **more}
    return Availability(
        doctor_id=1, hours=WeeklyHours.parse(hours), start=start, until=until, **given_
    )


def off(first: str, last: str = "", times: str = "0-24", repeat: str = "", **more: Any) -> TimeOff:  # noqa: ANN401 - any field
    """Time off of the one doctor; ``times`` are the hours of its first and its last date."""
    start, end = (int(one) * 60 for one in times.split("-"))
    when = Stretch(
        dt.date.fromisoformat(first), dt.date.fromisoformat(last or first), start, end,
        Recurrence.parse(repeat) if repeat else None,
    )  # fmt: skip
    given_ = {"id": 1, "doctor_id": 1, "site_id": 1, "kind": TimeOffKind.LEAVE, **more}
    return TimeOff(when=when, **given_)


def starts(table: Timetable, first: dt.date = MONDAY, last: dt.date | None = None) -> list[str]:
    """The local starts of the blocks."""
    return [
        f"{span.start.astimezone(table.zone):%a %H:%M}"
        for span, *_ in table.blocks(first, last or first)
    ]


def test_a_block_that_touches_time_off_is_left_out_and_the_others_stay() -> None:
    table = Timetable([rule("Mon-Tue 9-13")], [off("2025-11-03", times="10-11")], NEW_YORK)
    assert starts(table) == ["Mon 09:00", "Mon 11:00", "Mon 12:00"]
    quarter = off("2025-11-03")
    short = Stretch(MONDAY, MONDAY, 10 * 60 + 50, 11 * 60 + 5)
    table = Timetable([rule("Mon 9-13")], [TimeOff(1, 1, 1, quarter.kind, short)], NEW_YORK)
    assert starts(table) == ["Mon 09:00", "Mon 12:00"]
    assert [piece.minutes for piece in table.hours(MONDAY)] == [110, 115]


def test_time_off_lasts_from_its_first_hour_to_its_last() -> None:
    table = Timetable([rule("Mon-Sun 9-12")], [off("2025-11-03", "2025-11-05", "11-10")], NEW_YORK)
    wanted = ["Mon 09:00", "Mon 10:00", "Wed 10:00", "Wed 11:00", "Thu 09:00"]
    assert starts(table, MONDAY, MONDAY + 3 * DAY)[:5] == wanted


def test_a_closed_day_is_that_of_its_own_site() -> None:
    closed = off("2025-11-03", doctor_id=None, site_id=2)
    here, there = rule("Mon 9-11"), rule("Mon 13-15", id=2, site_id=2)
    assert starts(Timetable([here, there], [closed], NEW_YORK)) == ["Mon 09:00", "Mon 10:00"]


def test_the_first_monday_afternoon_of_the_month_is_blocked_and_no_other() -> None:
    blocked = off("2025-11-03", times="13-17", repeat="first Monday of the month")
    table = Timetable([rule("Mon-Fri 9-12, 13-17")], [blocked], NEW_YORK)
    days = [MONDAY + n * DAY for n in range(400)]
    short = [day for day in days if len(starts(table, day)) == 3]
    assert short == [day for day in days if day.weekday() == 0 and day.day <= 7]
    assert len(short) == 14


def test_hours_of_a_date_replace_the_weekly_ones_there_alone() -> None:
    usual = rule("Mon-Fri 9-11; Mon 14-15 every 2 weeks")
    own = rule("Tue 15-17", MONDAY + DAY, MONDAY + DAY, id=2, overrides=True)
    nothing = rule("none", MONDAY + 2 * DAY, MONDAY + 2 * DAY, id=3, overrides=True)
    table = Timetable([usual, own, nothing], (), NEW_YORK)
    found = starts(table, MONDAY, MONDAY + 3 * DAY)
    assert found == [
        "Mon 09:00", "Mon 10:00", "Mon 14:00", "Tue 15:00", "Tue 16:00", "Thu 09:00", "Thu 10:00",
    ]  # fmt: skip
    assert starts(Timetable([usual], (), NEW_YORK), MONDAY + DAY) == ["Tue 09:00", "Tue 10:00"]


def test_a_visit_lies_in_the_hours_or_not() -> None:
    table = Timetable(
        [rule("Mon 9-12; Mon 22-24; Tue 0-2")], [off("2025-11-03", times="10-11")], NEW_YORK
    )
    nine = dt.datetime(2025, 11, 3, 14, tzinfo=dt.UTC)

    def holds(start: float, length: float) -> bool:
        begin = nine + dt.timedelta(hours=start)
        return table.holds(TimeSpan(begin, begin + dt.timedelta(hours=length)))

    assert [holds(0, 1), holds(0.5, 1), holds(2, 1), holds(-1, 2)] == [True, False, True, False]
    assert holds(14, 2)


@pytest.mark.parametrize(
    ("older", "start", "until", "left"),
    [
        ((0, None), 7, None, [(0, 6)]),
        ((0, None), 7, 13, [(0, 6), (14, None)]),
        ((0, 20), 0, 6, [(7, 20)]),
        ((5, 20), 0, 30, []),
        ((5, 20), 21, 30, [(5, 20)]),
        ((5, 20), 0, 4, [(5, 20)]),
        ((0, None), 0, None, []),
    ],
)
def test_new_hours_make_room_among_the_older_ones(
    older: tuple[int, int | None], start: int, until: int | None, left: list[tuple[int, int | None]]
) -> None:
    def day(number: int | None) -> dt.date | None:
        return None if number is None else MONDAY + number * DAY

    before = [
        rule("Mon 9-12", MONDAY + older[0] * DAY, day(older[1]), id=4),
        rule("Mon 9-12", id=5, site_id=2),
        rule("Mon 9-12", MONDAY, MONDAY, id=6, overrides=True),
    ]
    changes = replacing(before, rule("Mon 10-11", MONDAY + start * DAY, day(until), id=-1))
    after = changed(before, changes)
    kept = [one for one in after if one.hours == before[0].hours and one.site_id == 1]
    found = sorted((one.start, one.until) for one in kept if not one.overrides)
    assert found == [(day(first), day(last)) for first, last in left]
    assert len({one.id for one in after}) == len(after) == len(left) + 3
    assert all(one.anchor == before[0].anchor for one in kept if not one.overrides)


@pytest.mark.parametrize(
    ("first", "last", "start", "end", "code"),
    [
        (MONDAY, MONDAY - DAY, 0, 1440, "bad_span"),
        (MONDAY, MONDAY, 600, 600, "bad_span"),
        (MONDAY, MONDAY + DAY, 600, 0, "bad_span"),
        (MONDAY, MONDAY, -1, 600, "bad_span"),
        (MONDAY, dt.date(2300, 1, 1), 0, 1440, "bad_dates"),
    ],
)
def test_a_stretch_ends_behind_its_start(
    first: dt.date, last: dt.date, start: int, end: int, code: str
) -> None:
    with pytest.raises(Misuse) as misused:
        Stretch(first, last, start, end)
    assert misused.value.code == code


def spans_of(texts: list[list[str]]) -> list[TimeSpan]:
    return [TimeSpan(*map(dt.datetime.fromisoformat, pair)) for pair in texts]


@pytest.mark.shared_data
def test_spans_are_shared_and_taken_out_as_elsewhere() -> None:
    file = shared("slotcases", "interval_algebra.json")
    cases = json.loads(file.read_text(encoding="utf-8"))["cases"]
    assert len(cases) == 9
    for case in cases:
        asked = case["input"]
        if case["kind"] == "intersect":
            found = common(map(spans_of, asked["lists"]))
        else:
            found = without(spans_of(asked["ranges"]), spans_of(asked["excluded"]))
        assert found == spans_of(case["expect"]["ranges"]), case["id"]


@pytest.mark.shared_data
def test_every_change_of_a_clock_of_common_zones_gives_its_local_times() -> None:
    """The hour that does not exist is never offered; the doubled one gives two blocks."""
    file = shared("calendar", "dst_days_common_zones.json")
    cases = json.loads(file.read_text(encoding="utf-8"))["cases"]
    assert len(cases) == 72
    for case in cases:
        zone, day = zone_named(case["zone"]), dt.date.fromisoformat(case["local_date"])
        table = Timetable([rule("Mon-Sun 0-24", day - DAY, block_minutes=30)], (), zone)
        blocks = [span for span, *_ in table.blocks(day, day)]
        assert len(blocks) * 30 == case["day_length_min"]
        for wall, instants in case["local_time_to_utc"].items():
            at = [one.start for one in blocks if f"{one.start.astimezone(zone):%H:%M}" == wall]
            assert at == [dt.datetime.fromisoformat(one) for one in instants], case


# --- every zone there is ---------------------------------------------------------------------

ZONES = sorted(zoneinfo.available_timezones())


def window(rng: random.Random) -> Window:
    start = rng.randrange(DAY_MINUTES - 30)
    return start, rng.randint(start + 30, DAY_MINUTES)


def drawn(rng: random.Random, zone: str, day: dt.date) -> Timetable:
    """Weekly and alternating hours and time off around a day, at random."""
    week = tuple((window(rng),) for _ in range(7))
    turns = (Turn(2, rng.randint(1, 2), tuple((window(rng),) for _ in range(7))),)
    usual = Availability(
        1, 1, WeeklyHours(week, turns[: rng.randint(0, 1)]), rng.choice([20, 45, 60]),
        day - 9 * DAY, None, anchor=day - rng.randint(0, 20) * DAY,
        grid_minutes=rng.choice([None, 60]),
    )  # fmt: skip
    start, end = window(rng)
    first = day - rng.randint(0, 3) * DAY
    repeat = rng.choice([None, Recurrence("FREQ=DAILY;INTERVAL=4")])
    when = Stretch(first, first + rng.randint(0, 2) * DAY, start, end, repeat)
    away = TimeOff(1, rng.choice([1, None]), 1, TimeOffKind.LEAVE, when)
    return Timetable([usual], [away][: rng.randint(0, 1)], zoneinfo.ZoneInfo(zone))


def check(table: Timetable, first: dt.date, last: dt.date) -> None:
    """Each end and the middle of every block lie in the hours of its local day, off no time."""
    blocks = [span for span, *_ in table.blocks(first, last)]
    assert all(one.end <= other.start for one, other in pairwise(sorted(blocks)))
    (usual,) = table.rules
    windows = {day: usual.hours.windows(day, usual.anchor) for day in (first, last)}
    for block in blocks:
        middle = block.start + block.minutes // 10 * dt.timedelta(minutes=5)
        for at in (block.start, middle, block.end - dt.timedelta(minutes=1)):
            local = at.astimezone(table.zone)
            minute = local.hour * 60 + local.minute
            assert any(start <= minute < end for start, end in windows[local.date()])
            assert not any(is_away(one.when, local.date(), minute) for one in table.time_off)
    assert all(table.holds(block) for block in blocks[:1])


def is_away(when: Stretch, day: dt.date, minute: int) -> bool:
    """Whether a local minute lies in a stretch, or in one of its repetitions each fourth day."""
    long = (when.last - when.first).days
    since = (day - when.first).days
    if when.repeat is None:
        begun = [0] if since >= 0 else []
    else:
        begun = [n for n in range(0, since + 1, 4) if since >= 0]
    return any(
        (0, when.start_minute) <= (since - n, minute) < (long, when.end_minute) for n in begun
    )


@pytest.mark.slow
@settings(max_examples=2000, deadline=None)
@given(
    st.integers(0, 2**32),
    st.sampled_from(ZONES),
    st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 1)),
)
def test_blocks_of_any_zone_lie_in_their_local_hours(seed: int, zone: str, day: dt.date) -> None:
    check(drawn(random.Random(seed), zone, day), day, day)  # noqa: S311 - sample data


def days_of(zone: zoneinfo.ZoneInfo) -> Iterator[dt.date]:
    """A thousand days of a zone, and those on which its clock changes."""
    for year in range(1990, 2041):
        yield from (at.astimezone(zone).date() for at in changes_of_clock(zone, year))
    yield from (dt.date(1990, 1, 1) + number * 18 * DAY for number in range(1000))


@pytest.mark.soak
@pytest.mark.parametrize("part", range(20))
def test_blocks_of_every_zone_on_a_thousand_days_lie_in_their_local_hours(part: int) -> None:
    windows = (((30, 150), (540, 1440)),) * 7
    for name in ZONES[part::20]:
        zone = zoneinfo.ZoneInfo(name)
        usual = Availability(1, 1, WeeklyHours(windows), 60, dt.date(1989, 1, 1), None)
        for day in days_of(zone):
            away = TimeOff(1, 1, 1, TimeOffKind.LEAVE, Stretch(day, day, 60, 125))
            check(Timetable([usual], [away], zone), day, day)


@pytest.mark.parametrize("day", [dt.date(2025, 3, 9), dt.date(2025, 6, 3), dt.date(2025, 11, 2)])
def test_a_stretch_over_a_span_holds_all_of_it_whatever_the_clocks_do(day: dt.date) -> None:
    midnight = day_span(day, NEW_YORK).start
    quarter = dt.timedelta(minutes=15)
    for start in range(0, 100, 3):
        for length in (1, 2, 4, 5, 17, 96):
            begin = midnight + start * quarter
            span = TimeSpan(begin, begin + length * quarter)
            when = Stretch.over(span, NEW_YORK)
            held = when.spans(when.first, when.last, NEW_YORK)
            assert any(one.start <= span.start and span.end <= one.end for one in held)
            if not span.overlaps(TimeSpan(midnight, midnight + 13 * quarter)):
                assert held == [span]
