"""Weekly hours as a person writes them, and the blocks they make."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.availability import (
    DAY_MINUTES,
    Availability,
    Turn,
    WeeklyHours,
    blocks_of,
    day_windows,
)
from clinic_desktop.domain.hours_text import day_text
from clinic_desktop.domain.own_hours import own_hours
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.time import TimeSpan, zone_named
from clinic_desktop.domain.timetable import Timetable

NEW_YORK = zone_named("America/New_York")


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Mon-Fri 9-12, 13-17; Sat 9-12", "Mon-Fri 9-12, 13-17; Sat 9-12"),
        ("mon,tue 09:00-12:30", "Mon-Tue 9-12:30"),
        ("Mon, Wed 9-12", "Mon 9-12; Wed 9-12"),
        ("Sun 0-24", "Sun 0-24"),
        ("monday-Wednesday 9-12", "Mon-Wed 9-12"),
        ("Mon 9-12, 11-14; Mon 14-15", "Mon 9-15"),
        ("Sat-Mon 10-11", "Mon 10-11; Sat-Sun 10-11"),
        ("none", "none"),
        (" None ", "none"),
        (
            "Mon-Fri 9-12, 13-17; Wed 14-20 every 2 weeks",
            "Mon-Fri 9-12, 13-17; Wed 14-20 every 2 weeks",
        ),
        ("Tue 9-12 every other week", "Tue 9-12 every 2 weeks"),
        ("Tue 9-12 every second week from week 2", "Tue 9-12 every 2 weeks from week 2"),
        ("Tue 9-12 every week; Tue 12-13", "Tue 9-13"),
        (
            "Fri 8-9 Every 3 Weeks; Fri 7-8 every 3 weeks; Mon 9-10 every 2 weeks",
            "Mon 9-10 every 2 weeks; Fri 7-9 every 3 weeks",
        ),
        (
            "Mon-Tue 14-15 for urgent; Mon-Tue 9-10 for urgent; Mon 9-12",
            "Mon 9-12; Mon-Tue 9-10 for urgent; Mon-Tue 14-15 for urgent",
        ),
    ],
)
def test_hours_are_read_and_written(text: str, canonical: str) -> None:
    """Windows that touch or overlap are one, a day may repeat."""
    hours = WeeklyHours.parse(text)
    assert str(hours) == canonical
    assert WeeklyHours.parse(str(hours)) == hours


@pytest.mark.parametrize(
    "text",
    [
        "Monkey-Frisbee 9-12",
        "Mo 9-12",
        "Mon",
        "Mon 9",
        "Mon 12-9",
        "Mon 9-25",
        "Mon 9:60-12",
        "Foo 9-12",
        "9-12",
        "Mon 9-9",
        "Mon-",
        "",
        " ; ",
        "none; Mon 9-12",
        "Mon 9-12 every 0 weeks",
        "Mon 9-12 every 60 weeks",
        "Mon 9-12 every 2 weeks from week 3",
        "Mon 9-12 every 2 days",
        "every 2 weeks",
    ],
)
def test_what_is_no_hours_is_misuse(text: str) -> None:
    """The answer names the part and shows how to write it."""
    with pytest.raises(Misuse) as misused:
        WeeklyHours.parse(text)
    assert misused.value.code == "bad_hours"
    assert "Mon-Fri 9-12, 13-17" in misused.value.message


_WINDOWS = st.lists(
    st.tuples(st.integers(0, DAY_MINUTES - 1), st.integers(1, DAY_MINUTES)).filter(
        lambda window: window[0] < window[1]
    ),
    max_size=3,
)


@given(st.lists(_WINDOWS, min_size=7, max_size=7))
def test_any_hours_survive_being_written(days: list[list[tuple[int, int]]]) -> None:
    """Writing and reading again gives the same hours."""
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    text = (
        "; ".join(
            f"{name} "
            + ", ".join(f"{a // 60}:{a % 60:02}-{b // 60}:{b % 60:02}" for a, b in windows)
            for name, windows in zip(names, days, strict=True)
            if windows
        )
        or "none"
    )
    hours = WeeklyHours.parse(text)
    assert WeeklyHours.parse(str(hours)) == hours


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("9-12, 13-17", "9-12, 13-17"), ("13:30-17, 9-12, 11-13", "9-13, 13:30-17"), ("None", "none")],
)
def test_the_hours_of_a_day_are_read_and_written(text: str, canonical: str) -> None:
    windows = day_windows(text)
    assert day_text(windows) == canonical
    assert day_windows(day_text(windows)) == windows


@pytest.mark.parametrize("text", ["", "Mon 9-12", "12-9", "9-25", "9-12; 13-17"])
def test_what_is_no_hours_of_a_day_is_misuse(text: str) -> None:
    with pytest.raises(Misuse) as misused:
        day_windows(text)
    assert misused.value.code == "bad_hours"
    assert "9-12, 13-17" in misused.value.message


@pytest.mark.parametrize(
    ("text", "alone", "every"),
    [
        (
            "Mon 9-10, 10-12 for urgent",
            "Mon 9-10; Mon 10-12 for urgent",
            "Mon 9-10 for urgent; Mon 10-12 for urgent",
        ),
        ("9-10, 10-12 for urgent", "9-10; 10-12 for urgent", "9-10 for urgent; 10-12 for urgent"),
    ],
)
def test_of_several_times_nobody_guesses_which_are_kept(text: str, alone: str, every: str) -> None:
    with pytest.raises(Misuse) as misused:
        own_hours(text, [[dt.date(2025, 11, 3)], [dt.date(2025, 11, 4), dt.date(2025, 11, 5)]])
    assert misused.value.code == "unclear_purpose"
    for offered in (alone, every):
        assert f"“{offered}”" in misused.value.message
    if text.startswith("Mon"):
        with pytest.raises(Misuse, match="unclear_purpose"):
            WeeklyHours.parse(text)
        # As it was stored before.
        assert WeeklyHours.parse(text, stored=True) == WeeklyHours.parse(every)
        # With what else is wrong.
        with pytest.raises(Misuse) as misused:
            WeeklyHours.parse(f"{text}; Tue noon")
        assert [one.code for one in misused.value.every] == ["unclear_purpose", "bad_hours"]


def test_alternating_weeks_are_counted_from_the_first_one() -> None:
    """Weeks begin on Mondays, whatever day the hours begin on, and before it as behind it."""
    hours = WeeklyHours.parse("Wed 14-20 every 3 weeks from week 2; Wed 9-10")
    anchor = dt.date(2025, 11, 7)
    wednesday = dt.date(2025, 11, 5)
    found = [hours.windows(wednesday + n * dt.timedelta(weeks=1), anchor) for n in range(-3, 5)]
    day, both = ((540, 600),), ((540, 600), (840, 1200))
    assert found == [day, both, day, day, both, day, day, both]


def test_windows_of_a_week_that_touch_those_of_every_week_are_one() -> None:
    hours = WeeklyHours.parse("Mon 9-12; Mon 12-14 every 2 weeks")
    monday = dt.date(2025, 11, 3)
    assert hours.windows(monday, monday) == ((540, 840),)
    assert hours.windows(monday + dt.timedelta(weeks=1), monday) == ((540, 720),)


@given(
    st.lists(_WINDOWS, min_size=7, max_size=7),
    st.integers(2, 9).flatmap(lambda every: st.tuples(st.just(every), st.integers(1, every))),
)
def test_any_alternating_hours_survive_being_written(
    days: list[list[tuple[int, int]]], turn: tuple[int, int]
) -> None:
    every, week = turn
    usual = WeeklyHours.parse("Tue 9-12")
    own = tuple(tuple(sorted(windows)[:1]) for windows in days)
    hours = WeeklyHours(usual.days, (Turn(every, week, own),) if any(own) else ())
    assert WeeklyHours.parse(str(hours)) == hours


def test_a_grid_begins_blocks_at_its_own_steps() -> None:
    """Half an hour at every full hour."""
    assert list(blocks_of(0, 3 * 3600, 30, 60)) == [(n * 3600, n * 3600 + 1800) for n in range(3)]


def test_blocks_leave_out_a_rest() -> None:
    """Fifty minutes hold three quarters of an hour."""
    assert list(blocks_of(0, 50 * 60, 15)) == [(0, 900), (900, 1800), (1800, 2700)]


def test_no_block_touches_a_break() -> None:
    """Two shifts and a break: the hours A1 and A2 of the feature list."""
    rule = _rule("Mon-Fri 9-12, 13-17", dt.date(2025, 1, 1))
    blocks = _laid(rule, dt.date(2025, 11, 3))
    local = [block.start.astimezone(NEW_YORK) for block in blocks]
    assert len(blocks) == 28
    assert not [start for start in local if start.hour == 12]
    assert f"{blocks[0].start.astimezone(NEW_YORK):%H:%M}" == "09:00"


@pytest.mark.parametrize("day", [dt.date(2025, 11, 2), dt.date(2025, 3, 9)])
def test_nine_stays_nine_on_the_days_of_a_clock_change(day: dt.date) -> None:
    """Local hours are local."""
    rule = _rule("Sun 9-12", dt.date(2025, 1, 1))
    local = [block.start.astimezone(NEW_YORK) for block in _laid(rule, day)]
    assert [f"{start:%H:%M}" for start in local][:2] == ["09:00", "09:15"]
    assert len(local) == 12


def test_the_doubled_hour_gives_distinct_blocks() -> None:
    """A night shift has two more hours' worth, none overlapping."""
    rule = _rule("Sun 0-4", dt.date(2025, 1, 1))
    day = dt.date(2025, 11, 2)
    blocks = _laid(rule, day)
    assert len(blocks) == 5 * 4
    assert all(a.end <= b.start for a, b in itertools.pairwise(blocks))


def test_a_rule_lays_only_in_its_dates() -> None:
    """From and until are both included."""
    rule = _rule("Mon-Sun 9-10", dt.date(2025, 11, 3), dt.date(2025, 11, 4))
    days = {
        block.start.astimezone(NEW_YORK).date()
        for block in _laid(rule, dt.date(2025, 11, 1), dt.date(2025, 11, 30))
    }
    assert days == {dt.date(2025, 11, 3), dt.date(2025, 11, 4)}


def _laid(rule: Availability, first: dt.date, last: dt.date | None = None) -> list[TimeSpan]:
    """Answer the blocks of some days, where there is no other rule."""
    table = Timetable((rule,), (), NEW_YORK)
    return [span for span, *_ in table.blocks(first, last or first)]


def _rule(hours: str, start: dt.date, until: dt.date | None = None) -> Availability:
    return Availability(1, 1, WeeklyHours.parse(hours), 15, start, until)
