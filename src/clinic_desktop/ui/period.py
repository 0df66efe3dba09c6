"""Which days each mode of the calendar shows, and where a step leads. Knows no Qt."""

from __future__ import annotations

import datetime as dt
from typing import Literal, get_args

Mode = Literal["day", "week", "month", "agenda"]
"""A way to look at the clinic's time: columns of a day or of a week, a month, a list of visits."""
MODES: tuple[Mode, ...] = get_args(Mode)
MODE_WORDS = {"day": "Day", "week": "Week", "month": "Month", "agenda": "Agenda"}

WEEK_DAYS = 7
_ONE_DAY = dt.timedelta(days=1)

Days = tuple[dt.date, dt.date]
"""The first and the last day of a period, both included."""


def week_of(day: dt.date, first_weekday: int) -> Days:
    """Answer the week that a day lies in; ``first_weekday`` counts from Monday, 0."""
    first = day - dt.timedelta(days=(day.weekday() - first_weekday) % WEEK_DAYS)
    return first, first + (WEEK_DAYS - 1) * _ONE_DAY


def month_of(day: dt.date) -> Days:
    """Answer the month that a day lies in."""
    # Late: a day needs none of it.
    from calendar import monthrange

    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def weeks_of_month(day: dt.date, first_weekday: int) -> Days:
    """Answer the whole weeks that a month touches: four to six."""
    first, last = month_of(day)
    return week_of(first, first_weekday)[0], week_of(last, first_weekday)[1]


def period_of(mode: Mode, listed: Mode, day: dt.date, first_weekday: int) -> Days:
    """Answer the days that a mode shows around a day.

    The list shows the period that it was switched to from, ``listed``; from a day, a week from it
    on.
    """
    if mode == "agenda" and listed == "day":
        return day, day + (WEEK_DAYS - 1) * _ONE_DAY
    shown = listed if mode == "agenda" else mode
    if shown == "month":
        return month_of(day)
    return week_of(day, first_weekday) if shown == "week" else (day, day)


def jumped(day: dt.date, *, weeks: int = 0, months: int = 0) -> dt.date:
    """Answer the day so many weeks and months from a day on; weeks land on the same weekday.

    A month that is too short for the day gives its last one: 31 January + 1 month is 28 February.
    """
    count = day.year * 12 + day.month - 1 + months
    first = dt.date(count // 12, count % 12 + 1, 1)
    return first.replace(day=min(day.day, month_of(first)[1].day)) + weeks * WEEK_DAYS * _ONE_DAY


def stepped(mode: Mode, listed: Mode, day: dt.date, by: int) -> dt.date:
    """Answer the day that lies so many of a mode's periods on."""
    if "month" in (mode, listed if mode == "agenda" else ""):
        return jumped(day, months=by)
    return day + by * (1 if mode == "day" else WEEK_DAYS) * _ONE_DAY
