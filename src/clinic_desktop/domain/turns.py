"""Which weeks “every 2 weeks” means: whether this is one of them, and the dates that come next."""

from __future__ import annotations

import datetime as dt

from clinic_desktop.domain.availability import Turn, WeeklyHours
from clinic_desktop.domain.hours_text import Week
from clinic_desktop.domain.values import dataclass

NEXT = 3
"""How many dates are named."""
_DAY = dt.timedelta(days=1)
_EMPTY: Week = ((),) * 7


@dataclass(frozen=True, slots=True)
class TurnDates:
    """One alternating part of hours as it is written, and the weeks that it means.

    ``dates`` are those on which it gives hours next, today included.
    """

    part: str
    this_week: bool
    dates: tuple[dt.date, ...]


def turn_dates(
    hours: WeeklyHours, start: dt.date, today: dt.date, until: dt.date | None = None
) -> tuple[TurnDates, ...]:
    """Tell it of each alternating part of hours that are valid from a day on."""
    return tuple(
        _told(turn, start, today, until)
        for turn in hours.turns
        if turn.every > 1 and any(turn.days)
    )


def _told(turn: Turn, start: dt.date, today: dt.date, until: dt.date | None) -> TurnDates:
    day = max(start, today)
    found: list[dt.date] = []
    # Within so many weeks each turn comes as often as there are dates to name.
    last = day + turn.every * NEXT * 7 * _DAY
    while day <= min(last, until or last) and len(found) < NEXT:
        if turn.is_in(day, start) and turn.days[day.weekday()]:
            found.append(day)
        day += _DAY
    sunday = today + (6 - today.weekday()) * _DAY
    this_week = start <= sunday and turn.is_in(today, start) and (until is None or today <= until)
    return TurnDates(str(WeeklyHours(_EMPTY, (turn,))), this_week, tuple(found))
