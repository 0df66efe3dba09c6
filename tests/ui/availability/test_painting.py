"""What is painted and what is typed are the same hours, whichever came first."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_desktop.domain.availability import DAY_MINUTES, WeeklyHours
from clinic_desktop.ui.availability.painting import (
    EVERY_WEEK,
    Layer,
    beside,
    counted_from,
    holds,
    layers,
    painted,
    read,
    too_short,
    week_of,
)

EMPTY = WeeklyHours.parse("none")
minutes = st.integers(0, DAY_MINUTES - 1)
layer = st.one_of(
    st.just(EVERY_WEEK),
    st.just(Layer(purpose="urgent")),
    st.integers(2, 4).flatmap(
        lambda n: st.builds(
            Layer, st.just(n), st.integers(1, n), st.sampled_from(("", "urgent", "lunch"))
        )
    ),
)
window = st.tuples(minutes, minutes).map(lambda two: (min(two), max(two) + 1))
stroke = st.tuples(layer, st.sets(st.integers(0, 6)), window, st.booleans())


def after(strokes: list[tuple[Layer, set[int], tuple[int, int], bool]]) -> WeeklyHours:
    hours = EMPTY
    for which, days, span, adds in strokes:
        hours = painted(hours, which, days, span, adds=adds)
    return hours


@settings(max_examples=40)
@given(st.lists(stroke, max_size=8))
def test_what_is_painted_is_typed_and_read_back_as_the_same(
    strokes: list[tuple[Layer, set[int], tuple[int, int], bool]],
) -> None:
    hours = after(strokes)
    typed = read(str(hours)).hours
    assert typed == hours
    assert str(typed) == str(hours)


@settings(max_examples=40)
@given(st.lists(stroke, max_size=5), stroke, st.integers(0, 6), minutes)
def test_a_stroke_changes_exactly_what_it_covers(
    before: list[tuple[Layer, set[int], tuple[int, int], bool]],
    last: tuple[Layer, set[int], tuple[int, int], bool],
    day: int,
    minute: int,
) -> None:
    hours = after(before)
    which, days, span, adds = last
    then = painted(hours, which, days, span, adds=adds)
    covered = day in days and span[0] <= minute < span[1]
    was = holds(week_of(hours, which), day, minute)
    assert holds(week_of(then, which), day, minute) == (adds if covered else was)
    for other in {*layers(hours), *layers(then)} - {which}:
        assert week_of(then, other) == week_of(hours, other)


@settings(max_examples=40)
@given(st.lists(stroke, max_size=6))
def test_what_is_typed_can_be_painted(
    strokes: list[tuple[Layer, set[int], tuple[int, int], bool]],
) -> None:
    typed = read(str(after(strokes))).hours
    assert typed is not None
    hours = EMPTY
    for which in layers(typed):
        for day, windows in enumerate(week_of(typed, which)):
            for one in windows:
                hours = painted(hours, which, [day], one, adds=True)
    assert hours == typed


def test_a_line_in_other_words_is_the_same_hours() -> None:
    assert read("monday,tue 9-12; Wed 14-20 every other week").hours == painted(
        painted(EMPTY, EVERY_WEEK, [0, 1], (540, 720), adds=True),
        Layer(2, 1), [2], (840, 1200), adds=True,
    )  # fmt: skip


def test_every_part_that_is_not_understood_is_told() -> None:
    found = read("Mno 9-12; Tue 9-12; Wed 25-30; Thu")
    assert found.hours is None
    (told,) = found.mistakes
    assert told.startswith("“Mno 9-12”, “Wed 25-30”, “Thu” were not understood")
    assert read("").mistakes[0].startswith("No hours were given.")
    assert read("none; Mon 9-12").mistakes[0].startswith("“none” was not understood")


def test_other_weeks_lie_beside_those_that_are_painted() -> None:
    hours = WeeklyHours.parse("Mon 9-12; Mon 14-16 every 2 weeks")
    assert beside(hours, EVERY_WEEK)[0] == ((840, 960),)
    assert beside(hours, Layer(2, 1))[0] == ((540, 720),)
    assert beside(hours, Layer(2, 2))[0] == ((540, 720), (840, 960))


@settings(max_examples=40)
@given(st.lists(stroke, max_size=5), st.integers(0, 60), st.integers(0, 200))
def test_alternating_weeks_stay_where_they_are_when_hours_begin_anew(
    strokes: list[tuple[Layer, set[int], tuple[int, int], bool]], later: int, ahead: int
) -> None:
    hours, anchor = after(strokes), dt.date(2025, 10, 29)
    start = anchor + dt.timedelta(days=later)
    day = start + dt.timedelta(days=ahead)
    assert counted_from(hours, anchor, start).windows(day, start) == hours.windows(day, anchor)


@pytest.mark.parametrize(
    ("text", "short"), [("Mon 9-9:10", True), ("Mon 9-10", False), ("none", False)]
)
def test_hours_that_hold_no_block_are_known(text: str, short: bool) -> None:  # noqa: FBT001 - expected
    assert too_short(WeeklyHours.parse(text), 15) is short


def test_what_is_kept_for_a_purpose_is_a_layer_of_its_own() -> None:
    hours = WeeklyHours.parse("Mon 9-17; Mon 11-12 for urgent; Wed 9-12 for urgent every 2 weeks")
    urgent = Layer(purpose="urgent")
    assert [layer.words for layer in layers(hours)] == [
        "Every week", "Every week, for urgent", "Every 2 weeks, from week 1, for urgent",
    ]  # fmt: skip
    assert painted(hours, EVERY_WEEK, [0], (960, 1020), adds=False).purposes == {"urgent"}
    longer = painted(hours, urgent, [0], (720, 780), adds=True)
    assert str(longer).startswith("Mon 9-17; Mon 11-13 for urgent")
