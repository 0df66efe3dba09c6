"""Instants, local time and the two days a year on which clocks change."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.refusals import Misuse, Refusal
from clinic_desktop.domain.time import (
    UTC,
    TimeSpan,
    changes_of_clock,
    day_span,
    day_start,
    from_seconds,
    instant_of,
    merged,
    parse_instant,
    spans_of_local_window,
    time_words,
    to_seconds,
    zone_named,
)

NEW_YORK = zone_named("America/New_York")
CLOCKS_BACK = dt.date(2025, 11, 2)
CLOCKS_FORWARD = dt.date(2025, 3, 9)
ZONES = sorted(zoneinfo.available_timezones())


def at(text: str) -> dt.datetime:
    """Read an ISO time with an offset as UTC."""
    return dt.datetime.fromisoformat(text).astimezone(UTC)


def test_a_span_is_half_open() -> None:
    """The end belongs to the next span."""
    first = TimeSpan(at("2025-11-02T11:00-05:00"), at("2025-11-02T12:00-05:00"))
    second = TimeSpan(first.end, first.end + dt.timedelta(minutes=1))
    assert not first.overlaps(second)
    assert not second.overlaps(first)
    assert first.contains(first.start)
    assert not first.contains(first.end)
    assert first.minutes == 60


@pytest.mark.parametrize("end", ["2025-11-02T11:00-05:00", "2025-11-02T10:00-05:00"])
def test_a_span_needs_its_end_behind_its_start(end: str) -> None:
    """An empty or turned span does not exist."""
    with pytest.raises(ValueError, match="behind"):
        TimeSpan(at("2025-11-02T11:00-05:00"), at(end))


def test_a_span_of_naive_times_is_refused() -> None:
    """A time without a zone is no instant."""
    naive = at("2025-11-02T11:00-05:00").replace(tzinfo=None)
    with pytest.raises(ValueError, match="aware"):
        TimeSpan(naive, at("2025-11-02T12:00-05:00"))


def test_spans_are_kept_in_utc() -> None:
    """The same stretch told in two zones is one span."""
    here = dt.datetime(2025, 11, 2, 11, tzinfo=NEW_YORK)
    hour = dt.timedelta(hours=1)
    there = here.astimezone(UTC)
    assert TimeSpan(here, here + hour) == TimeSpan(there, there + hour)


def test_fractions_and_naive_times_become_no_seconds() -> None:
    """Nothing is rounded or guessed on the way into the database."""
    with pytest.raises(ValueError, match="whole seconds"):
        to_seconds(at("2025-11-02T11:00:00.5-05:00"))
    with pytest.raises(TypeError, match="aware"):
        to_seconds(at("2025-11-02T11:00-05:00").replace(tzinfo=None))


@given(st.integers(0, 8_589_934_592))
def test_seconds_come_back(seconds: int) -> None:
    """An instant survives the database."""
    assert to_seconds(from_seconds(seconds)) == seconds


@pytest.mark.parametrize(
    "text", ["2025-11-02T16:00Z", "2025-11-02T11:00", "2025-11-02T17:00+01:00"]
)
def test_the_origin_time_told_three_ways(text: str) -> None:
    """UTC, clinic time and another zone's offset mean the same instant."""
    assert parse_instant(text, NEW_YORK) == at("2025-11-02T16:00+00:00")


def test_a_bare_date_is_its_first_instant() -> None:
    """It is never refused, not even where midnight does not exist."""
    assert parse_instant("2025-11-02", NEW_YORK) == at("2025-11-02T00:00-04:00")
    beirut = zone_named("Asia/Beirut")
    assert day_start(dt.date(2024, 3, 31), beirut) == at("2024-03-31T01:00+03:00")


def test_days_of_a_clock_change_are_23_and_25_hours() -> None:
    """A local day is as long as it is."""
    assert day_span(CLOCKS_BACK, NEW_YORK).minutes == 25 * 60
    assert day_span(CLOCKS_FORWARD, NEW_YORK).minutes == 23 * 60


def test_a_skipped_time_is_refused_with_what_it_could_mean() -> None:
    """Half past two does not happen when clocks go forward over it."""
    with pytest.raises(Refusal) as refused:
        parse_instant("2025-03-09T02:30", NEW_YORK)
    assert refused.value.code == "time_skipped"
    assert refused.value.facts["instants"] == [
        "2025-03-09T01:30:00-05:00",
        "2025-03-09T03:30:00-04:00",
    ]


def test_a_doubled_time_is_refused_with_both_instants() -> None:
    """Half past one happens twice when clocks go back."""
    with pytest.raises(Refusal) as refused:
        parse_instant("2025-11-02T01:30", NEW_YORK)
    assert refused.value.code == "time_ambiguous"
    assert refused.value.facts["instants"] == [
        "2025-11-02T01:30:00-04:00",
        "2025-11-02T01:30:00-05:00",
    ]


def test_a_skipped_day_does_not_become_the_next() -> None:
    """Samoa had no 30 December 2011; zoneinfo alone would answer the 31st."""
    apia = zone_named("Pacific/Apia")
    with pytest.raises(Refusal) as refused:
        instant_of(dt.datetime.fromisoformat("2011-12-30T09:00"), apia)
    assert refused.value.code == "time_skipped"
    assert spans_of_local_window(dt.date(2011, 12, 30), 540, 720, apia) == []
    assert day_start(dt.date(2011, 12, 30), apia) == day_start(dt.date(2011, 12, 31), apia)


@pytest.mark.parametrize(
    "text", ["", "soon", "2025-11-31", "2025-11-02T25:00", "2025-11-02T11:00:00.5", "1969-01-01"]
)
def test_what_is_no_time_is_misuse(text: str) -> None:
    """The answer shows how to write one."""
    with pytest.raises(Misuse) as misused:
        parse_instant(text, NEW_YORK)
    assert misused.value.code == "bad_time"
    assert "2025-11-02T11:00" in misused.value.message


def test_an_unknown_zone_is_refused() -> None:
    """By name, with an example."""
    with pytest.raises(Refusal) as refused:
        zone_named("Mars/Olympus")
    assert refused.value.code == "unknown_zone"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "Sun 2 Nov 2025, 00:30"), (3600, "Sun 2 Nov 2025, 01:30 EDT"),
        (7200, "Sun 2 Nov 2025, 01:30 EST"), (10800, "Sun 2 Nov 2025, 02:30"),
        (10807, "Sun 2 Nov 2025, 02:30:07"), (-3600, "Sat 1 Nov 2025, 23:30"),
    ],
)  # fmt: skip
def test_a_sentence_names_the_zone_in_the_doubled_hour_alone(seconds: int, told: str) -> None:
    half_past_midnight = dt.datetime(2025, 11, 2, 4, 30, tzinfo=UTC)
    assert time_words(half_past_midnight + dt.timedelta(seconds=seconds), NEW_YORK) == told


def test_a_window_in_the_doubled_hour_is_two_pieces() -> None:
    """Each is laid by itself; a window over the whole doubled hour is one."""
    half = spans_of_local_window(CLOCKS_BACK, 90, 120, NEW_YORK)
    assert half == [
        TimeSpan(at("2025-11-02T01:30-04:00"), at("2025-11-02T02:00-04:00")),
        TimeSpan(at("2025-11-02T01:30-05:00"), at("2025-11-02T02:00-05:00")),
    ]
    (whole,) = spans_of_local_window(CLOCKS_BACK, 30, 180, NEW_YORK)
    assert whole.minutes == 150 + 60


def test_a_skipped_hour_drops_out_of_its_window() -> None:
    """What does not exist is not offered."""
    (window,) = spans_of_local_window(CLOCKS_FORWARD, 60, 240, NEW_YORK)
    assert window.minutes == 120
    assert spans_of_local_window(CLOCKS_FORWARD, 120, 180, NEW_YORK) == []


def test_changes_of_clock_are_exact() -> None:
    """To the second."""
    assert changes_of_clock(NEW_YORK, 2025) == (
        at("2025-03-09T07:00+00:00"),
        at("2025-11-02T06:00+00:00"),
    )


@given(
    st.sampled_from(ZONES),
    st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31)),
    st.integers(0, 95),
    st.integers(1, 96),
)
def test_a_window_holds_exactly_the_instants_of_its_local_time(
    name: str, day: dt.date, start: int, length: int
) -> None:
    """In every zone, on every day: by asking each quarter of an hour for its local time."""
    zone = zone_named(name)
    low, high = start * 15, min(start * 15 + length * 15, 1440)
    spans = spans_of_local_window(day, low, high, zone)
    probe = dt.datetime.combine(day, dt.time(), tzinfo=UTC) - dt.timedelta(hours=15)
    for _ in range(4 * 54):
        local = probe.astimezone(zone)
        minute = local.hour * 60 + local.minute
        inside = local.date() == day and low <= minute < high
        assert any(span.contains(probe) for span in spans) == inside, (probe, local)
        probe += dt.timedelta(minutes=15)


def test_merging_joins_what_touches() -> None:
    """And keeps what does not."""
    start = at("2025-11-02T11:00-05:00")
    hour = dt.timedelta(hours=1)
    parts = [TimeSpan(start + n * hour, start + (n + 1) * hour) for n in (3, 0, 1)]
    assert merged(parts) == [
        TimeSpan(start, start + 2 * hour),
        TimeSpan(start + 3 * hour, start + 4 * hour),
    ]
