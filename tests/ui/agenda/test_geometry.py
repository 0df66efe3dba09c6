"""Where instants lie on the calendar, on plain days and on the two odd ones of a year."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.time import day_span
from clinic_desktop.ui.agenda.geometry import (
    Axis,
    column_at,
    column_edges,
    differing,
    joined,
    lanes,
    runs_of,
    whole_hours,
)
from tests.ui.agenda.samples import FALL_BACK, NEW_YORK, PLAIN, SPRING_FORWARD, at


def test_a_plain_day_has_24_hours_in_order() -> None:
    axis = Axis([PLAIN], NEW_YORK)
    assert axis.length == 24 * 60
    assert [tick.minute for tick in axis.ticks(60)] == [60 * hour for hour in range(24)]
    assert not any(tick.note for tick in axis.ticks(60))
    placement = axis.placement(PLAIN)
    assert placement.top(at(PLAIN, "11:00").timestamp()) == 11 * 60
    assert placement.bottom(at(PLAIN, "24:00").timestamp()) == 24 * 60


def test_the_day_the_clocks_go_back_shows_its_doubled_hour_twice() -> None:
    axis = Axis([FALL_BACK], NEW_YORK)
    assert axis.length == 25 * 60
    labels = [(tick.label, tick.note) for tick in axis.ticks(60)]
    assert labels[:4] == [("00:00", ""), ("01:00", "EDT"), ("01:00", "EST"), ("02:00", "")]
    placement = axis.placement(FALL_BACK)
    first, second = (at(FALL_BACK, "01:30", fold=fold).timestamp() for fold in (0, 1))
    assert (placement.top(first), placement.top(second)) == (90, 150)
    assert placement.top(at(FALL_BACK, "11:00").timestamp()) == 12 * 60


def test_the_day_the_clocks_go_forward_has_no_skipped_hour() -> None:
    axis = Axis([SPRING_FORWARD], NEW_YORK)
    assert axis.length == 23 * 60
    assert [tick.label for tick in axis.ticks(60)][:4] == ["00:00", "01:00", "03:00", "04:00"]
    assert axis.placement(SPRING_FORWARD).top(at(SPRING_FORWARD, "11:00").timestamp()) == 10 * 60


@pytest.mark.parametrize("day", [PLAIN, FALL_BACK, SPRING_FORWARD])
def test_alone_every_day_is_placed_by_elapsed_time(day: dt.date) -> None:
    span = day_span(day, NEW_YORK)
    placement = Axis([day], NEW_YORK).placement(day)
    for minutes in range(0, span.minutes, 5):
        seconds = (span.start + dt.timedelta(minutes=minutes)).timestamp()
        assert placement.top(seconds) == minutes
        assert placement.seconds_at(minutes) == seconds


@pytest.mark.parametrize("odd", [FALL_BACK, SPRING_FORWARD])
def test_in_a_week_the_same_wall_time_lies_on_one_line(odd: dt.date) -> None:
    week = [odd + dt.timedelta(days=offset) for offset in range(-3, 4)]
    axis = Axis(week, NEW_YORK)
    heights = {axis.placement(day).top(at(day, "11:00").timestamp()) for day in week}
    assert len(heights) == 1
    assert axis.length == (25 if odd == FALL_BACK else 24) * 60


def test_beside_a_doubled_hour_other_days_keep_its_second_pass_empty() -> None:
    axis = Axis([FALL_BACK, PLAIN], NEW_YORK)
    placement = axis.placement(PLAIN)
    assert placement.seconds_at(130) is None
    assert placement.bottom(at(PLAIN, "02:00").timestamp()) == 120
    assert placement.top(at(PLAIN, "02:00").timestamp()) == 180


def test_an_item_over_a_skipped_hour_spans_what_is_there() -> None:
    placement = Axis([SPRING_FORWARD, PLAIN], NEW_YORK).placement(SPRING_FORWARD)
    assert placement.top(at(SPRING_FORWARD, "01:30").timestamp()) == 90
    assert placement.bottom(at(SPRING_FORWARD, "03:30").timestamp()) == 210


def test_only_the_wanted_hours_are_shown_and_the_rest_is_held_to_their_edges() -> None:
    axis = Axis([FALL_BACK], NEW_YORK, 8 * 60, 18 * 60)
    placement = axis.placement(FALL_BACK)
    assert axis.length == 600
    assert placement.top(at(FALL_BACK, "07:00").timestamp()) == 0
    assert placement.top(at(FALL_BACK, "11:00").timestamp()) == 180
    assert placement.bottom(at(FALL_BACK, "20:00").timestamp()) == 600


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2037, 12, 30)),
    st.sampled_from(
        [
            "America/New_York",
            "Europe/Berlin",
            "Australia/Lord_Howe",
            "America/Havana",
            "Asia/Beirut",
            "Atlantic/Azores",
            "America/Sao_Paulo",
        ]
    ),
)
def test_runs_cover_every_day_of_every_zone_without_gap(day: dt.date, name: str) -> None:
    zone = zoneinfo.ZoneInfo(name)
    runs, span = runs_of(day, zone), day_span(day, zone)
    assert (runs[0].start, runs[-1].end) == (span.start.timestamp(), span.end.timestamp())
    assert all(one.end == other.start for one, other in pairwise(runs))
    axis = Axis([day], zone)
    assert axis.length == pytest.approx(span.duration.total_seconds() / 60)
    placement = axis.placement(day)
    for minutes in range(0, span.minutes, 30):
        seconds = span.start.timestamp() + 60 * minutes
        assert placement.top(seconds) == pytest.approx(minutes)


def test_what_overlaps_shares_the_width_in_lanes() -> None:
    assert lanes([(0, 10), (10, 20)]) == [(0, 1), (0, 1)]
    assert lanes([(0, 20), (10, 30), (20, 40), (50, 60)]) == [(0, 2), (1, 2), (0, 2), (0, 1)]
    assert lanes([(0, 30), (0, 10), (5, 20), (10, 15)]) == [(0, 3), (1, 3), (2, 3), (1, 3)]
    assert lanes([]) == []


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 60)), max_size=30))
def test_no_two_in_one_lane_ever_overlap(given_extents: list[tuple[int, int]]) -> None:
    extents = sorted((top, top + high) for top, high in given_extents)
    shares = lanes(extents)
    for at_one, (top, bottom) in enumerate(extents):
        for at_other in range(at_one):
            other_top, other_bottom = extents[at_other]
            if top < other_bottom and other_top < bottom:
                assert shares[at_one][1] == shares[at_other][1]
                assert shares[at_one][0] != shares[at_other][0]


def test_columns_share_the_width_until_they_would_be_too_narrow() -> None:
    assert column_edges(4, 1000, 104) == (0, 250, 500, 750, 1000)
    assert column_edges(4, 200, 104) == (0, 104, 208, 312, 416)
    assert column_edges(0, 200, 104) == (0,)
    assert [column_at((0, 100, 200), x) for x in (-1, 0, 99, 100, 199, 200)] == [
        None, 0, 0, 1, 1, None,
    ]  # fmt: skip


def test_ranges_join_and_differ() -> None:
    assert joined([(5, 6), (1, 3), (3, 4)]) == [(1, 4), (5, 6)]
    assert differing([(0, 10)], [(0, 4), (6, 10)]) == [(4, 6)]
    assert differing([], [(1, 2)]) == [(1, 2)]
    assert differing([(1, 2)], [(1, 2)]) == []


def test_hours_widen_to_whole_ones() -> None:
    assert whole_hours(8 * 60 + 15, 17 * 60 + 1) == (8 * 60, 18 * 60)
    assert whole_hours(0, 1440) == (0, 1440)
    assert whole_hours(600, 600) == (600, 660)
