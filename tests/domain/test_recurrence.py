"""What comes again: words and rules, beside a table of another project and another library."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped] # ships no types
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.recurrence import Recurrence
from clinic_desktop.domain.refusals import Misuse
from tests.engines import shared

MONDAY = dt.datetime(2025, 11, 3, 13)  # noqa: DTZ001 - local times have no zone
FAR = dt.date(2030, 12, 31)


def dates(text: str, start: dt.datetime = MONDAY, high: dt.date = FAR) -> list[dt.date]:
    return list(Recurrence.parse(text).dates(start, start.date(), high))


@pytest.mark.parametrize(
    ("words", "rule", "first"),
    [
        ("every week", "FREQ=WEEKLY", "2025-11-03 2025-11-10"),
        ("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2", "2025-11-03 2025-11-17"),
        ("every other week", "FREQ=WEEKLY;INTERVAL=2", "2025-11-03 2025-11-17"),
        ("every week on Mon, Wednesday", "FREQ=WEEKLY;BYDAY=MO,WE", "2025-11-03 2025-11-05"),
        ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2025-11-03 2025-11-04"),
        ("every day until 2025-11-04", "FREQ=DAILY;UNTIL=20251104", "2025-11-03 2025-11-04"),
        ("Every Month", "FREQ=MONTHLY", "2025-11-03 2025-12-03"),
        ("every year", "FREQ=YEARLY", "2025-11-03 2026-11-03"),
        ("first Monday of the month", "FREQ=MONTHLY;BYDAY=1MO", "2025-11-03 2025-12-01"),
        ("last fri of every month", "FREQ=MONTHLY;BYDAY=-1FR", "2025-11-28 2025-12-26"),
        (
            "first and third Tuesday of the month",
            "FREQ=MONTHLY;BYDAY=1TU,3TU",
            "2025-11-04 2025-11-18",
        ),
        ("RRULE:freq=daily;interval=3", "FREQ=DAILY;INTERVAL=3", "2025-11-03 2025-11-06"),
    ],
)
def test_words_and_rules_are_read(words: str, rule: str, first: str) -> None:
    assert Recurrence.parse(words).rule == rule
    assert [str(day) for day in dates(words)[:2]] == first.split()


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY", "every week"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "every 2 weeks on Mon, Wed"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=DAILY;UNTIL=20251104", "every day until 2025-11-04"),
        ("FREQ=MONTHLY;BYDAY=1MO", "first Monday of the month"),
        ("FREQ=MONTHLY;BYDAY=1TU,3TU", "first and third Tuesday of the month"),
        ("FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20261231", "last Friday of the month until 2026-12-31"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=5SU", "every 2 months on the 5th Sunday"),
        ("FREQ=MONTHLY;BYDAY=1MO,-2FR", "every month on first Monday, second last Friday"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=15,-1;COUNT=6",
            "every month on the last day and the 15th day, 6 times",
        ),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "every year on the last Sunday in Mar"),
        (
            "FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=22;COUNT=1",
            "every year on the 22nd day in Jan and Jul, once",
        ),
    ],
)
def test_a_rule_is_said_in_words(rule: str, words: str) -> None:
    """What can be typed in words says the same rule when it is read again."""
    assert Recurrence(rule).words == words
    if not any(part in rule for part in ("COUNT", "BYMONTH", "INTERVAL=2;BYDAY=5", "1MO,-2")):
        assert Recurrence.parse(words).rule == rule


@pytest.mark.parametrize(
    "text",
    [
        "", "often", "every", "every 0 weeks", "every week on Frisbee", "every month on Mon",
        "fifth Monday of the month", "first Monday, Tuesday of the month", "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=9", "FREQ=DAILY;FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=1MO", "INTERVAL=2",
        "FREQ=MONTHLY;BYSETPOS=1;BYDAY=MO", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;INTERVAL=-1",
        "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=DAILY;UNTIL=20251399", "FREQ=YEARLY;BYDAY=1MO", "every day until 2025-13-01",
    ],
)  # fmt: skip
def test_what_is_no_repetition_is_misuse(text: str) -> None:
    with pytest.raises(Misuse) as misused:
        Recurrence.parse(text)
    assert misused.value.code == "bad_recurrence"
    assert "first Monday of the month" in misused.value.message


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=5",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=WEEKLY;INTERVAL=9999;BYMONTH=1;BYDAY=SU",
    ],
)
def test_a_rule_that_never_comes_true_ends_with_what_is_asked_for(rule: str) -> None:
    assert dates(rule) == []


@pytest.mark.shared_data
def test_the_table_of_another_calendar_gives_its_dates() -> None:
    file = shared("slotcases", "rrule_daily_weekly_monthly.json")
    cases = json.loads(file.read_text(encoding="utf-8"))["cases"]
    assert len(cases) == 37
    for case in cases:
        start = dt.datetime.fromisoformat(case["dtstart"].removesuffix("Z"))
        wanted = [dt.date.fromisoformat(one[:8]) for one in case["expect"]["instances"]]
        found = Recurrence.parse(case["rrule"]).dates(start, start.date(), dt.date(2060, 1, 1))
        assert list(found) == wanted, case["id"]


_DAYS = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), max_size=3)
_NTH = st.lists(st.sampled_from(["1MO", "-1FR", "3WE", "2SU", "-2TU"]), max_size=2)
_MONTH_DAYS = st.lists(st.sampled_from([1, 13, 28, 30, 31, -1, -3]), max_size=2)
_MONTHS = st.lists(st.integers(1, 12), max_size=3)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Draw any rule of those that are known."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 5))}"]
    months = draw(_MONTHS)
    listed: dict[str, Sequence[object]] = {"BYMONTH": months, "BYMONTHDAY": [], "BYDAY": []}
    if frequency != "YEARLY" or months:
        listed["BYMONTHDAY"] = [] if frequency == "WEEKLY" else draw(_MONTH_DAYS)
        counted = frequency == "MONTHLY" and not listed["BYMONTHDAY"] and draw(st.booleans())
        listed["BYDAY"] = draw(_NTH if counted else _DAYS)
    parts += [f"{name}={','.join(map(str, set(of)))}" for name, of in listed.items() if of]
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(['MO', 'FR', 'SU']))}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 30))}")
    return ";".join(parts)


@given(rules(), st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2026, 1, 1)))  # noqa: DTZ001 - local times
def test_any_rule_gives_what_another_library_gives(rule: str, start: dt.datetime) -> None:
    start = start.replace(second=0, microsecond=0)
    high = start.date() + dt.timedelta(days=1500)
    bounded = rule if "COUNT" in rule else f"{rule};UNTIL={high:%Y%m%d}T235959"
    other = rrulestr(bounded, dtstart=start, cache=True)
    wanted = [
        at.date() for at in other.between(start, dt.datetime.combine(high, dt.time.max), inc=True)
    ]
    assert dates(rule, start, high) == wanted
