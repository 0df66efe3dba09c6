"""Weekly hours as a person writes them, and the blocks they make."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.availability import DAY_MINUTES, Availability, WeeklyHours, blocks_of
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.time import UTC, TimeSpan, zone_named

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


def test_blocks_leave_out_a_rest() -> None:
    """Fifty minutes hold three quarters of an hour."""
    start = dt.datetime(2025, 11, 2, 16, tzinfo=UTC)
    found = list(blocks_of(TimeSpan(start, start + dt.timedelta(minutes=50)), 15))
    assert len(found) == 3
    assert found[-1].end == start + dt.timedelta(minutes=45)


def test_no_block_touches_a_break() -> None:
    """Two shifts and a break: the hours A1 and A2 of the feature list."""
    rule = _rule("Mon-Fri 9-12, 13-17", dt.date(2025, 1, 1))
    blocks = list(rule.lay(dt.date(2025, 11, 3), dt.date(2025, 11, 3), NEW_YORK))
    local = [block.start.astimezone(NEW_YORK) for block in blocks]
    assert len(blocks) == 28
    assert not [start for start in local if start.hour == 12]
    assert f"{blocks[0].start.astimezone(NEW_YORK):%H:%M}" == "09:00"


@pytest.mark.parametrize("day", [dt.date(2025, 11, 2), dt.date(2025, 3, 9)])
def test_nine_stays_nine_on_the_days_of_a_clock_change(day: dt.date) -> None:
    """Local hours are local."""
    rule = _rule("Sun 9-12", dt.date(2025, 1, 1))
    local = [block.start.astimezone(NEW_YORK) for block in rule.lay(day, day, NEW_YORK)]
    assert [f"{start:%H:%M}" for start in local][:2] == ["09:00", "09:15"]
    assert len(local) == 12


def test_the_doubled_hour_gives_distinct_blocks() -> None:
    """A night shift has two more hours' worth, none overlapping."""
    rule = _rule("Sun 0-4", dt.date(2025, 1, 1))
    day = dt.date(2025, 11, 2)
    blocks = list(rule.lay(day, day, NEW_YORK))
    assert len(blocks) == 5 * 4
    assert all(a.end <= b.start for a, b in itertools.pairwise(blocks))


def test_a_rule_lays_only_in_its_dates() -> None:
    """From and until are both included."""
    rule = _rule("Mon-Sun 9-10", dt.date(2025, 11, 3), dt.date(2025, 11, 4))
    days = {
        block.start.astimezone(NEW_YORK).date()
        for block in rule.lay(dt.date(2025, 11, 1), dt.date(2025, 11, 30), NEW_YORK)
    }
    assert days == {dt.date(2025, 11, 3), dt.date(2025, 11, 4)}


def _rule(hours: str, start: dt.date, until: dt.date | None = None) -> Availability:
    return Availability(1, 1, WeeklyHours.parse(hours), 15, start, until)
