"""The days that a turn of phrase means by itself: tomorrow, next week, in six weeks, week 48."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from clinic_desktop.domain.saying.days import Stretch, month_of, week_of

_TO_TUESDAY, _TO_WEDNESDAY, _TO_THURSDAY = (dt.timedelta(days=n) for n in (1, 2, 3))
_LAST_WEEK = 5
_FIRSTS, _LASTS = (1, 11, 21), (10, 20, 31)
"""Where the beginning, middle and end of a month begin and end."""
_MOST = 1200
"""No visit is so many days, weeks or months ahead."""
Values = tuple[Any, ...]


def stretch_of(today: dt.date, key: str, values: Values) -> Stretch | None:
    """Answer the days from today on that a key and what its slots held mean, or None.

    Days without an end end with the last day there is.
    """
    name, _, given = key.rpartition(" ") if key[-1:].isdigit() else (key, "", "")
    number = int(given) if given else next((v for v in values if isinstance(v, int)), 0)
    if name not in _STRETCHES or number > _MOST:
        return None
    found = _STRETCHES[name](today, number, values)
    if found is None or found.last < today:
        return None
    return Stretch(max(found.first, today), found.last, found.late)


def _in_days(today: dt.date, number: int, _values: Values) -> Stretch:
    day = today + dt.timedelta(days=number)
    return Stretch(day, day)


def _from_days(today: dt.date, number: int, _values: Values) -> Stretch:
    return Stretch(today + dt.timedelta(days=number), dt.date.max)


def _from_weeks(today: dt.date, number: int, _values: Values) -> Stretch:
    return Stretch(today + dt.timedelta(weeks=number), dt.date.max)


def _from_months(today: dt.date, number: int, _values: Values) -> Stretch:
    """From the same day of a later month on, or its last day."""
    month = month_of(today.year, today.month + number)
    return Stretch(month.first.replace(day=min(today.day, month.last.day)), dt.date.max)


def _within_days(today: dt.date, number: int, _values: Values) -> Stretch:
    return Stretch(today, today + dt.timedelta(days=number))


def _within_weeks(today: dt.date, number: int, _values: Values) -> Stretch:
    return Stretch(today, today + dt.timedelta(weeks=number))


def _within_months(today: dt.date, number: int, values: Values) -> Stretch:
    return Stretch(today, _from_months(today, number, values).first)


def _in_weeks(today: dt.date, number: int, _values: Values) -> Stretch:
    return _in_days(today, 7 * number, ())


def _early_week(today: dt.date, number: int, _values: Values) -> Stretch:
    week = week_of(today, number)
    return Stretch(week.first, week.first + _TO_WEDNESDAY)


def _mid_week(today: dt.date, number: int, _values: Values) -> Stretch:
    week = week_of(today, number)
    return Stretch(week.first + _TO_TUESDAY, week.first + _TO_THURSDAY)


def _month_week(today: dt.date, number: int, values: Values) -> Stretch:
    """The first seven days of a month, the second seven, …; the fifth are its last seven."""
    month = _month(today, 0, values)
    seven = dt.timedelta(days=6)
    if number == _LAST_WEEK:
        return Stretch(month.last - seven, month.last, late=True)
    first = month.first + dt.timedelta(weeks=number - 1)
    return Stretch(first, first + seven)


def _next_third(today: dt.date, number: int, _values: Values) -> Stretch:
    return _third(today, number, (month_of(today.year, today.month + 1),))


def _late_week(today: dt.date, number: int, _values: Values) -> Stretch:
    week = week_of(today, number)
    return Stretch(week.first + _TO_THURSDAY, week.last, late=True)


def _month(today: dt.date, number: int, values: Values) -> Stretch:
    named: Stretch | None = values[0] if values else None
    return named or month_of(today.year, today.month + number)


def _from_month(today: dt.date, _number: int, values: Values) -> Stretch:
    return Stretch(_month(today, 0, values).first, dt.date.max)


def _third(today: dt.date, number: int, values: Values) -> Stretch:
    month = _month(today, 0, values)
    last = min(_LASTS[number], month.last.day)
    first = month.first.replace(day=_FIRSTS[number])
    return Stretch(first, month.first.replace(day=last), late=number == len(_FIRSTS) - 1)


def _week_numbered(today: dt.date, number: int, _values: Values) -> Stretch | None:
    """The next week with that ISO number."""
    for year in (today.year, today.year + 1):
        try:
            week = week_of(dt.date.fromisocalendar(year, number, 1))
        except ValueError:
            continue
        if week.last >= today:
            return week
    return None


_STRETCHES: Mapping[str, Callable[[dt.date, int, Values], Stretch | None]] = {
    "today": lambda today, _number, _values: Stretch(today, today),
    "in days": _in_days,
    "from in days": _from_days,
    "from in weeks": _from_weeks,
    "from in months": _from_months,
    "week": lambda today, number, _values: week_of(today, number),
    "late week": _late_week,
    "early week": _early_week,
    "mid week": _mid_week,
    "month week": _month_week,
    "within days": _within_days,
    "within weeks": _within_weeks,
    "within months": _within_months,
    "in weeks": _in_weeks,
    "next third": _next_third,
    "week or next": lambda today, _number, _values: Stretch(today, week_of(today, 1).last),
    "week number": _week_numbered,
    "month": _month,
    "from month": _from_month,
    "third": _third,
}
