"""What is typed about dates and hours, read; each reader says what is wrong and what is right.

Knows no Qt.
"""

from __future__ import annotations

import datetime as dt
import re

from clinic_desktop.domain.availability import DAY_MINUTES, day_windows
from clinic_desktop.domain.hours_text import Window
from clinic_desktop.domain.own_hours import Named, OwnHours, own_hours
from clinic_desktop.domain.recurrence import Recurrence
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.timeoff import FIRST_DAY, LAST_DAY
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.words import read_day

_WEEK = r"^(\d{4})-?w(\d{1,2})$"
_RANGE = r"\s+(?:-|to|until|\N{EN DASH})\s+|\s*\N{EN DASH}\s*"
_LIKE = r"^like\s+(.+)$"
_DAY = dt.timedelta(days=1)
_MOST = 400
USUAL = "usual"
"""The word that gives dates the weekly hours back."""


def date_of(text: str, today: dt.date) -> dt.date:
    """Read a date as people here type it, or +7, in 6 weeks."""
    found = read_day(text, today)
    if found is None or not FIRST_DAY <= found <= LAST_DAY:
        message = f"“{text.strip()}” is no date. Write for example 2026-03-02, or +7."
        raise Misuse("bad_dates", message, {"text": text})
    return found


def number_of(text: str, numbers: range, what: str) -> int:
    """Read a whole number of a range."""
    typed = text.strip()
    if typed.isascii() and typed.isdigit() and int(typed) in numbers:
        return int(typed)
    message = f"{what} is a number from {numbers[0]} to {numbers[-1]}, not “{typed}”."
    raise Misuse("bad_number", message, {"text": text})


def days_of(text: str, today: dt.date) -> tuple[dt.date, ...]:
    """Read dates, ISO weeks (2026-W12) and stretches (2026-12-24 to 2026-12-31), by commas."""
    return all_of(named_days(text, today))


def all_of(named: Named) -> tuple[dt.date, ...]:
    """Answer the dates that were named, each once."""
    return tuple(dict.fromkeys(day for days in named for day in days))


def named_days(text: str, today: dt.date) -> Named:
    """Read the same as it was named."""
    parts = (part.strip() for part in text.split(","))
    named = tuple(_days_of_part(part, today) for part in parts if part)
    found = [day for days in named for day in days]
    if not found:
        message = "Name a date, a week such as 2026-W12, or several: 2026-04-02, 2026-04-03."
        raise Misuse("bad_dates", message, {"text": text})
    if len(found) > _MOST:
        message = f"Name {_MOST} dates at most."
        raise Misuse("bad_dates", message, {"text": text})
    return named


def _days_of_part(part: str, today: dt.date) -> list[dt.date]:
    week = re.match(_WEEK, part.casefold())
    if week is not None:
        try:
            monday = dt.date.fromisocalendar(int(week[1]), int(week[2]), 1)
        except ValueError:
            message = f"“{part}” is no week. Write for example 2026-W12."
            raise Misuse("bad_dates", message, {"text": part}) from None
        return [monday + n * _DAY for n in range(7)]
    edges = [date_of(edge, today) for edge in re.split(_RANGE, part.casefold())]
    first, last = edges[0], edges[-1]
    if len(edges) > 2 or last < first:
        message = f"“{part}” does not end behind its start."
        raise Misuse("bad_dates", message, {"text": part})
    return [first + n * _DAY for n in range(min((last - first).days, _MOST) + 1)]


@dataclass(frozen=True, slots=True)
class DayHours:
    """What is typed as the hours of dates: their own, the usual ones (None), or those of others."""

    own: OwnHours | None = None
    like: tuple[dt.date, ...] = ()


def day_hours(text: str, named: Named, today: dt.date) -> DayHours:
    """Read ``9-12; 11-12 for urgent``, ``none``, ``usual`` or ``like 2026-W10`` for dates.

    Of a week or stretch of dates also ``Mon-Fri 9-12; Sat 9-11``.
    """
    days = all_of(named)
    typed = text.strip()
    if typed.casefold() == USUAL:
        return DayHours()
    like = re.match(_LIKE, typed, re.IGNORECASE)
    if like is None:
        return DayHours(own_hours(typed, named))
    of = days_of(like[1], today)
    if days and len(days) % len(of):
        message = "A week is copied to weeks, a date to dates: as many of one as of the other."
        raise Misuse("bad_dates", message, {"text": text})
    return DayHours(like=of * (len(days) // len(of)))


def hours_of_day(text: str) -> Window:
    """Read the hours of a day that are meant, ``13-17``; nothing is the whole day."""
    if not text.strip():
        return 0, DAY_MINUTES
    found = day_windows(text)
    if len(found) != 1:
        message = f"“{text.strip()}” is not one stretch of a day. Write for example 13-17."
        raise Misuse("bad_hours", message, {"text": text})
    return found[0]


def repeat_of(text: str) -> Recurrence | None:
    """Read how something comes again; nothing is once."""
    return Recurrence.parse(text) if text.strip() else None
