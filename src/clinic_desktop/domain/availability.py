"""When doctors work: weekly hours as a person writes them, and the blocks that follow from them."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Iterator
from typing import TYPE_CHECKING

from clinic_desktop.domain.office import Command
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.time import DAYS, TimeSpan, spans_of_local_window
from clinic_desktop.domain.values import dataclass

if TYPE_CHECKING:
    from clinic_desktop.domain.booking import Appointment

_FULL = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBERS = {name.casefold(): day for names in (DAYS, _FULL) for day, name in enumerate(names)}
DAY_MINUTES = 24 * 60
DEFAULT_BLOCK_MINUTES = 15
NONE = "none"
"""The word for no hours at all: an empty text is more often a slip."""

_EXAMPLE = "Write for example “Mon-Fri 9-12, 13-17; Sat 9-12”: days, then times up to 24:00."
_TIME = r"(\d{1,2})(?::(\d{2}))?"
_WINDOW = re.compile(rf"^{_TIME}\s*[-\u2013]\s*{_TIME}$")


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Working windows of a week: by weekday (Monday first), minutes [start, end) from midnight.

    The windows of a day are in order and neither touch nor overlap.
    """

    days: tuple[tuple[tuple[int, int], ...], ...]

    @classmethod
    def parse(cls, text: str) -> WeeklyHours:
        """Read ``Mon-Fri 9-12, 13-17; Sat 9-12``, or ``none``: no hours at all.

        Raises:
            Misuse: ``bad_hours``, naming the part that was not understood, or that all is empty.

        """
        windows: list[list[tuple[int, int]]] = [[] for _ in DAYS]
        if text.strip().casefold() == NONE:
            return cls(((),) * len(DAYS))
        parts = [part for part in (part.strip() for part in text.split(";")) if part]
        if not parts:
            message = f"No hours were given. {_EXAMPLE} For no hours at all, write “{NONE}”."
            raise Misuse("bad_hours", message, {"text": text})
        for part in parts:
            named, _, times = part.partition(" ")
            # "Mon, Tue 9-12": the list of days may carry spaces after its commas.
            while named.endswith((",", "-")) and times:
                more, _, times = times.strip().partition(" ")
                named += more
            for day in _days(named, part):
                windows[day] += _windows(times, part)
        return cls(tuple(tuple(_joined(day)) for day in windows))

    def __str__(self) -> str:
        """Write the hours so that ``parse`` reads the same back, days with equal hours together."""
        parts = []
        day = 0
        while day < len(DAYS):
            last = day
            while last + 1 < len(DAYS) and self.days[last + 1] == self.days[day]:
                last += 1
            if self.days[day]:
                named = DAYS[day] if last == day else f"{DAYS[day]}-{DAYS[last]}"
                parts.append(f"{named} {', '.join(map(_window_text, self.days[day]))}")
            day = last + 1
        return "; ".join(parts) or NONE

    def spans(self, day: dt.date, zone: zoneinfo.ZoneInfo) -> list[TimeSpan]:
        """Answer the working spans of one local day, each to be cut into blocks by itself."""
        return [
            piece
            for start, end in self.days[day.weekday()]
            for piece in spans_of_local_window(day, start, end, zone)
        ]


def _days(named: str, part: str) -> list[int]:
    """Read ``Mon-Fri`` or ``Mon,Wed``: three letters, or the whole name of the day."""
    found: list[int] = []
    for item in named.split(","):
        first, dash, last = item.strip().casefold().replace("\u2013", "-").partition("-")
        start, end = _NUMBERS.get(first), _NUMBERS.get(last if dash else first)
        if start is None or end is None:
            raise _bad_hours(part)
        found += range(start, end + 1) if start <= end else [*range(start, 7), *range(end + 1)]
    return found


def _windows(times: str, part: str) -> Iterator[tuple[int, int]]:
    """Read ``9-12, 13:00-17``."""
    for item in times.split(","):
        match = _WINDOW.match(item.strip())
        if match is None:
            raise _bad_hours(part)
        start_hour, start_minute, end_hour, end_minute = (
            int(group or 0) for group in match.groups()
        )
        start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
        if max(start_minute, end_minute) > 59 or not 0 <= start < end <= DAY_MINUTES:  # noqa: PLR2004 - minutes of an hour
            raise _bad_hours(part)
        yield start, end


def _joined(windows: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Make windows that touch or overlap one."""
    current: tuple[int, int] | None = None
    for start, end in sorted(windows):
        if current and start <= current[1]:
            current = current[0], max(end, current[1])
        else:
            if current:
                yield current
            current = start, end
    if current:
        yield current


def _window_text(window: tuple[int, int]) -> str:
    """Write minutes as ``9-12`` or ``9:30-12``."""
    return "-".join(f"{m // 60}" + (f":{m % 60:02}" if m % 60 else "") for m in window)


def _bad_hours(part: str) -> Misuse:
    """Make the answer to hours that can't be read."""
    message = f"“{part}” was not understood as working hours. {_EXAMPLE}"
    return Misuse("bad_hours", message, {"text": part})


def blocks_of(span: TimeSpan, minutes: int) -> Iterator[TimeSpan]:
    """Cut a working span into blocks, walking UTC; a rest shorter than a block is left out."""
    length = dt.timedelta(minutes=minutes)
    start = span.start
    while start + length <= span.end:
        yield TimeSpan(start, start + length)
        start += length


@dataclass(frozen=True, slots=True)
class Availability:
    """A doctor's weekly hours over a range of dates: the rule that blocks are laid from.

    ``start`` and ``until`` are local dates, both included; ``until`` None means open. Blocks are
    laid up to ``laid_until``, which is included.
    """

    id: int
    doctor_id: int
    hours: WeeklyHours
    block_minutes: int
    start: dt.date
    until: dt.date | None
    version: int = 1
    laid_until: dt.date | None = None

    def covers(self, day: dt.date) -> bool:
        """Tell whether the rule is valid on that local day."""
        return self.start <= day and (self.until is None or day <= self.until)

    def lay(self, first: dt.date, last: dt.date, zone: zoneinfo.ZoneInfo) -> Iterator[TimeSpan]:
        """Lay the blocks of the local days first to last (included), in order."""
        day = max(first, self.start)
        last = last if self.until is None else min(last, self.until)
        while day <= last:
            for span in self.hours.spans(day, zone):
                yield from blocks_of(span, self.block_minutes)
            day += dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HoursSet:
    """The answer to ``SetWeeklyHours``: the new rule and what its laying changed."""

    availability: Availability
    blocks_added: int
    blocks_removed: int
    affected: tuple[Appointment, ...]
    """Appointments that lie outside the new hours now; they stay booked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetWeeklyHours(Command[HoursSet]):
    """Replace a doctor's weekly hours for the local dates from ``start`` (None: today) on."""

    doctor_id: int
    hours: WeeklyHours
    block_minutes: int = DEFAULT_BLOCK_MINUTES
    start: dt.date | None = None
    until: dt.date | None = None
