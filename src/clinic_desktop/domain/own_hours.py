"""Hours of dates as a person writes them: times alone, or weekdays and times for whole weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from clinic_desktop.domain.availability import (
    Availability,
    OwnWindows,
    WeeklyHours,
    day_parts,
)
from clinic_desktop.domain.hours_text import DAY_EXAMPLE, UNCLEAR_PURPOSE, day_text, window_text
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.time import DAYS, day_words
from clinic_desktop.domain.values import dataclass

Named = Sequence[Sequence[dt.date]]
"""Dates as they were named: a date by itself, or a week or stretch of several as one."""


@dataclass(frozen=True, slots=True)
class OwnHours:
    """What is typed as the hours of dates, as ``SetDays`` takes it."""

    windows: OwnWindows
    where_worked: tuple[dt.date, ...] = ()

    @property
    def purposes(self) -> frozenset[str]:
        """What any window is for."""
        if isinstance(self.windows, WeeklyHours):
            return self.windows.purposes
        return frozenset(str(*purpose) for _, _, *purpose in self.windows if any(purpose))


def own_hours(text: str, named: Named) -> OwnHours:
    """Read ``9-12; 11-12 for urgent`` or ``none``; for a week also ``Mon-Fri 9-12; Sat 9-11``.

    Times alone are, in a week or stretch, for those of its dates that have hours anyway: nobody who
    says 9-12 of a week means its Sunday as well.

    Raises:
        Misuse: ``bad_hours``, ``unclear_purpose``.

    """
    try:
        windows = day_parts(text)
    except Misuse as misuse:
        if misuse.code == UNCLEAR_PURPOSE:
            raise
        return OwnHours(_by_weekday(text, named, misuse))
    alone = {days[0] for days in named if len(days) == 1}
    several = (day for days in named for day in days if day not in alone)
    return OwnHours(windows, tuple(several) if windows else ())


def _by_weekday(text: str, named: Named, misuse: Misuse) -> WeeklyHours:
    """Read weekdays and times.

    Raises:
        Misuse: ``bad_hours``, also where a date that is named by itself would have none by it.

    """
    example = f"{DAY_EXAMPLE} For a week also days and times: “Mon-Fri 9-12; Sat 9-11”."
    try:
        hours = WeeklyHours.parse(text)
    except Misuse as weekly:
        if weekly.code == UNCLEAR_PURPOSE:
            raise
        message = misuse.message.replace(DAY_EXAMPLE, example)
        raise Misuse(misuse.code, message, misuse.facts) from None
    if any(turn.every > 1 for turn in hours.turns):
        message = f"“{text}”: “every … weeks” is for weekly hours; here the weeks are named."
        raise Misuse("bad_hours", message, {"text": text})
    bare = [days[0] for days in named if len(days) == 1 and not hours.parts(days[0])]
    if bare:
        day = f"{day_words(bare[0])} is a {DAYS[bare[0].weekday()]}"
        message = f"“{text}” has no hours of that day: {day}. {DAY_EXAMPLE}"
        raise Misuse("bad_hours", message, {"text": text, "on": bare[0].isoformat()})
    return hours


def own_text(rule: Availability) -> str:
    """Write the hours of a date so that ``own_hours`` reads the same back."""
    hours, day = rule.hours, rule.start.weekday()
    parts = [day_text(hours.days[day])] if hours.days[day] else []
    parts += [
        f"{window_text(one)} for {turn.purpose}" for turn in hours.turns for one in turn.days[day]
    ]
    return "; ".join(parts) or day_text(())
