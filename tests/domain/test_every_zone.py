"""Every time zone there is, on the days around each change of its clock."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator
from itertools import pairwise

import pytest

from clinic_desktop.domain.availability import WeeklyHours
from clinic_desktop.domain.time import changes_of_clock, day_span, local_date

WHOLE = WeeklyHours.parse("Mon-Sun 0-24")
NIGHT = WeeklyHours.parse("Mon-Sun 1-3")
MINUTE = dt.timedelta(minutes=1)
YEARS = range(1990, 2038)


def days_of_change(zone: zoneinfo.ZoneInfo, years: range) -> Iterator[dt.date]:
    """Answer the local days around each change of the zone's clock."""
    for year in years:
        for change in changes_of_clock(zone, year):
            day = local_date(change, zone)
            yield from (day + dt.timedelta(days=by) for by in (-1, 0, 1))


def held(hours: WeeklyHours, day: dt.date, zone: zoneinfo.ZoneInfo) -> set[dt.datetime]:
    """Answer every minute of the hours; no two pieces hold the same one."""
    pieces = hours.spans(day, zone)
    assert all(one.end <= other.start for one, other in pairwise(pieces))
    return {piece.start + by * MINUTE for piece in pieces for by in range(piece.minutes)}


def check(zone: zoneinfo.ZoneInfo, day: dt.date) -> None:
    """Hours hold the instants whose local time lies in them, and no others.

    Looked at are three hours around both midnights, and the night's hours between: a clock that is
    set back at midnight has some of the evening come again on the next day.
    """
    span = day_span(day, zone)
    whole, night = held(WHOLE, day, zone), held(NIGHT, day, zone)
    for edge in (span.start, span.end):
        for by in range(-180, 420):
            at = edge + by * MINUTE
            local = at.astimezone(zone)
            assert (at in whole) == (local.date() == day)
            assert (at in night) == (local.date() == day and 1 <= local.hour < 3)


@pytest.mark.soak
def test_every_zone_around_every_change_of_its_clock() -> None:
    checked = 0
    for name in sorted(zoneinfo.available_timezones()):
        zone = zoneinfo.ZoneInfo(name)
        for day in set(days_of_change(zone, YEARS)):
            check(zone, day)
            checked += 1
    assert checked > 50_000


@pytest.mark.parametrize(
    "name",
    [
        "America/New_York",
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Africa/Casablanca",
    ],
)
def test_a_zone_around_the_changes_of_its_clock(name: str) -> None:
    zone = zoneinfo.ZoneInfo(name)
    days = set(days_of_change(zone, range(2009, 2014)))
    assert days
    for day in days:
        check(zone, day)
