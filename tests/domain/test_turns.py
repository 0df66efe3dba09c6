"""Which weeks “every 2 weeks” means."""

from __future__ import annotations

import datetime as dt

from clinic_desktop.domain.availability import WeeklyHours
from clinic_desktop.domain.turns import turn_dates

MONDAY = dt.date(2025, 11, 3)
THURSDAY = MONDAY + dt.timedelta(days=3)


def day(number: int) -> dt.date:
    return MONDAY + dt.timedelta(days=number)


def test_the_next_dates_and_whether_it_is_this_week() -> None:
    hours = WeeklyHours.parse(
        "Mon-Fri 9-12; Wed 14-20 every 2 weeks; Tue 8-9 every 2 weeks from week 2"
    )
    told = {one.part: one for one in turn_dates(hours, MONDAY, THURSDAY)}
    first = told["Wed 14-20 every 2 weeks"]
    # Wednesday of this week is over: the next one is that of the week after next.
    assert (first.this_week, first.dates) == (True, (day(16), day(30), day(44)))
    second = told["Tue 8-9 every 2 weeks from week 2"]
    assert (second.this_week, second.dates) == (False, (day(8), day(22), day(36)))


def test_hours_to_come_and_hours_that_end() -> None:
    hours = WeeklyHours.parse("Wed 14-20 every 3 weeks")
    [later] = turn_dates(hours, MONDAY, MONDAY - dt.timedelta(days=21))
    assert (later.this_week, later.dates) == (False, (day(2), day(23), day(44)))
    [ends] = turn_dates(hours, MONDAY, MONDAY, day(22))
    assert (ends.this_week, ends.dates) == (True, (day(2),))
    assert turn_dates(WeeklyHours.parse("Mon 9-12; Mon 10-11 for urgent"), MONDAY, MONDAY) == ()


def test_the_dates_are_those_on_which_there_are_hours() -> None:
    hours = WeeklyHours.parse("Tue,Sat 9-12 every 4 weeks from week 3")
    [told] = turn_dates(hours, THURSDAY, MONDAY)
    assert (
        told.dates
        == tuple(
            date
            for number in range(60)
            if hours.windows(date := day(number), THURSDAY) and date >= THURSDAY
        )[: len(told.dates)]
    )
    assert len(told.dates) == 3
