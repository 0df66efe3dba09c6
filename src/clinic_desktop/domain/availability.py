"""When doctors work: weekly hours as a person writes them, and the blocks that follow from them."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Iterator
from typing import TYPE_CHECKING

from clinic_desktop.domain.effect import TimeChange
from clinic_desktop.domain.office import Command, Query
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
_DAY_EXAMPLE = "Write for example “9-12, 13-17”: times up to 24:00."
_TIME = r"(\d{1,2})(?::(\d{2}))?"
# Compiled when first asked for: no start needs them.
_WINDOW = rf"^{_TIME}\s*[-\u2013]\s*{_TIME}$"
_TURN = r"(?i)\bevery\s+(\d{1,2}|other|second)?\s*weeks?(?:\s+from\s+week\s+(\d{1,2}))?$"
_MOST_WEEKS = 52

Window = tuple[int, int]
"""A stretch of a local day in minutes from its midnight, [start, end)."""
Week = tuple[tuple[Window, ...], ...]
"""The windows of each day of a week, Monday first; in order, none touches the next."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Windows of alternating weeks: those of week ``week`` (counted from 1) of ``every`` weeks."""

    every: int
    week: int
    days: Week

    def is_in(self, day: dt.date, anchor: dt.date) -> bool:
        """Tell whether it is their turn in the week of a day; ``anchor`` lies in a week 1."""
        return (_monday(day) - _monday(anchor)).days // 7 % self.every == self.week - 1


def _monday(day: dt.date) -> dt.date:
    """Answer the first day of a day's week: weeks that alternate begin on Mondays."""
    return day - dt.timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Working windows of a week, and those that some weeks alone have."""

    days: Week
    turns: tuple[Turn, ...] = ()

    @classmethod
    def parse(cls, text: str) -> WeeklyHours:
        """Read ``Mon-Fri 9-12, 13-17; Wed 14-20 every 2 weeks``, or ``none``: no hours at all.

        ``every 2 weeks`` begins with the first week in which the hours are valid, ``every 2 weeks
        from week 2`` with the one behind it.

        Raises:
            Misuse: ``bad_hours``, naming the part that was not understood, or that all is empty.

        """
        if text.strip().casefold() == NONE:
            return cls(((),) * len(DAYS))
        parts = [part for part in (part.strip() for part in text.split(";")) if part]
        if not parts:
            message = f"No hours were given. {_EXAMPLE} For no hours at all, write “{NONE}”."
            raise Misuse("bad_hours", message, {"text": text})
        weeks: dict[tuple[int, int], list[list[Window]]] = {(1, 1): [[] for _ in DAYS]}
        for part in parts:
            turn, usual = _turn(part)
            named, _, times = usual.partition(" ")
            # "Mon, Tue 9-12": the list of days may carry spaces after its commas.
            while named.endswith((",", "-")) and times:
                more, _, times = times.strip().partition(" ")
                named += more
            week = weeks.setdefault(turn, [[] for _ in DAYS])
            for day in _days(named, part):
                week[day] += _windows(times, part)
        joined = {turn: tuple(map(_joined, week)) for turn, week in sorted(weeks.items())}
        return cls(joined.pop((1, 1)), tuple(Turn(*turn, week) for turn, week in joined.items()))

    @classmethod
    def on(cls, day: dt.date, windows: tuple[Window, ...]) -> WeeklyHours:
        """Answer hours that hold these windows on the weekday of a day, and no others."""
        own = _joined(list(windows))
        return cls(tuple(own if n == day.weekday() else () for n in range(len(DAYS))))

    def __str__(self) -> str:
        """Write the hours so that ``parse`` reads the same back, days with equal hours together."""
        parts = list(_week_parts(self.days))
        for turn in self.turns:
            later = f" from week {turn.week}" if turn.week > 1 else ""
            parts += [f"{part} every {turn.every} weeks{later}" for part in _week_parts(turn.days)]
        return "; ".join(parts) or NONE

    @property
    def all_windows(self) -> tuple[Window, ...]:
        """Every window of any week."""
        weeks = (self.days, *(turn.days for turn in self.turns))
        return tuple(window for week in weeks for day in week for window in day)

    def windows(self, day: dt.date, anchor: dt.date | None = None) -> tuple[Window, ...]:
        """Answer the windows of a day; alternating weeks are counted from the ``anchor``'s on."""
        usual = self.days[day.weekday()]
        if not self.turns:
            return usual
        if anchor is None:
            message = "alternating weeks are counted from a day"
            raise ValueError(message)
        found = list(usual)
        for turn in self.turns:
            if turn.is_in(day, anchor):
                found += turn.days[day.weekday()]
        return _joined(found)

    def spans(
        self, day: dt.date, zone: zoneinfo.ZoneInfo, anchor: dt.date | None = None
    ) -> list[TimeSpan]:
        """Answer the working spans of one local day, each to be cut into blocks by itself."""
        return [
            piece
            for start, end in self.windows(day, anchor)
            for piece in spans_of_local_window(day, start, end, zone)
        ]


def day_windows(text: str) -> tuple[Window, ...]:
    """Read the hours of one day: ``9-12, 13-17``, or ``none``.

    Raises:
        Misuse: ``bad_hours``.

    """
    if text.strip().casefold() == NONE:
        return ()
    try:
        return _joined(list(_windows(text, text)))
    except Misuse:
        message = f"“{text}” was not understood as the hours of a day. {_DAY_EXAMPLE}"
        raise Misuse("bad_hours", message, {"text": text}) from None


def day_text(windows: tuple[Window, ...]) -> str:
    """Write the hours of one day so that ``day_windows`` reads the same back."""
    return ", ".join(map(_window_text, windows)) or NONE


def _turn(part: str) -> tuple[tuple[int, int], str]:
    """Read how many weeks alternate and whose turn it is; answer that, and the part without it."""
    match = re.search(_TURN, part)
    if match is None:
        return (1, 1), part
    named, week = match.groups()
    every = 1 if named is None else int(named) if named.isdigit() else 2
    first = int(week or 1)
    if not 1 <= every <= _MOST_WEEKS or not 1 <= first <= every:
        raise _bad_hours(part)
    return (every, first), part[: match.start()].strip()


def _week_parts(week: Week) -> Iterator[str]:
    """Write each stretch of days that have the same hours."""
    day = 0
    while day < len(DAYS):
        last = day
        while last + 1 < len(DAYS) and week[last + 1] == week[day]:
            last += 1
        if week[day]:
            named = DAYS[day] if last == day else f"{DAYS[day]}-{DAYS[last]}"
            yield f"{named} {day_text(week[day])}"
        day = last + 1


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


def _windows(times: str, part: str) -> Iterator[Window]:
    """Read ``9-12, 13:00-17``."""
    for item in times.split(","):
        match = re.match(_WINDOW, item.strip())
        if match is None:
            raise _bad_hours(part)
        start_hour, start_minute, end_hour, end_minute = (
            int(group or 0) for group in match.groups()
        )
        start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
        if max(start_minute, end_minute) > 59 or not 0 <= start < end <= DAY_MINUTES:  # noqa: PLR2004 - minutes of an hour
            raise _bad_hours(part)
        yield start, end


def _joined(windows: list[Window]) -> tuple[Window, ...]:
    """Make windows that touch or overlap one."""
    found: list[Window] = []
    for start, end in sorted(windows):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)


def _window_text(window: Window) -> str:
    """Write minutes as ``9-12`` or ``9:30-12``."""
    return "-".join(f"{m // 60}" + (f":{m % 60:02}" if m % 60 else "") for m in window)


def _bad_hours(part: str) -> Misuse:
    """Make the answer to hours that can't be read."""
    message = f"“{part}” was not understood as working hours. {_EXAMPLE}"
    return Misuse("bad_hours", message, {"text": part})


def blocks_of(span: TimeSpan, minutes: int, grid: int | None = None) -> Iterator[TimeSpan]:
    """Cut a working span into blocks, walking UTC; a rest shorter than a block is left out.

    One begins every ``grid`` minutes, or where the last one ends.
    """
    length, step = dt.timedelta(minutes=minutes), dt.timedelta(minutes=grid or minutes)
    start = span.start
    while start + length <= span.end:
        yield TimeSpan(start, start + length)
        start += step


@dataclass(frozen=True, slots=True)
class Availability:
    """A doctor's hours over a range of dates: a rule that blocks are laid from.

    ``start`` and ``until`` are local dates, both included; ``until`` None means open. Blocks are
    laid up to ``laid_until``, which is included. ``anchor`` lies in the first of alternating
    weeks. Hours that ``override`` are those of one date: no others count on it. Each block has
    ``seats`` for so many patients at once.
    """

    id: int
    doctor_id: int
    hours: WeeklyHours
    block_minutes: int
    start: dt.date
    until: dt.date | None
    version: int = 1
    laid_until: dt.date | None = None
    site_id: int = 1
    grid_minutes: int | None = None
    anchor: dt.date | None = None
    overrides: bool = False
    seats: int = 1

    def covers(self, day: dt.date) -> bool:
        """Tell whether the rule is valid on that local day."""
        return self.start <= day and (self.until is None or day <= self.until)

    def spans(self, day: dt.date, zone: zoneinfo.ZoneInfo) -> list[TimeSpan]:
        """Answer the working spans of a local day on which it is valid."""
        return self.hours.spans(day, zone, self.anchor)


@dataclass(frozen=True, slots=True)
class HoursSet:
    """The answer to ``SetWeeklyHours``: the new rule and what its laying changed."""

    availability: Availability
    blocks_added: int
    blocks_removed: int
    affected: tuple[Appointment, ...]
    """Appointments that lie outside the new hours now; they stay booked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetWeeklyHours(TimeChange[HoursSet]):
    """Replace a doctor's weekly hours for the local dates from ``start`` (None: today) on.

    A block begins every ``grid_minutes``, or where the last one ends, and has ``seats`` for so many
    patients at once. Dates that have hours of
    their own keep them. Alternating weeks are counted from the week of ``start`` on.
    """

    doctor_id: int
    hours: WeeklyHours
    block_minutes: int = DEFAULT_BLOCK_MINUTES
    grid_minutes: int | None = None
    seats: int = 1
    start: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DaysSet:
    """The answer to ``SetDays`` and ``CopyDays``: what the laying of these dates changed."""

    doctor_id: int
    days: tuple[dt.date, ...]
    blocks_added: int
    blocks_removed: int
    affected: tuple[Appointment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDays(TimeChange[DaysSet]):
    """Give dates hours of their own, which replace the weekly ones there.

    ``windows`` None takes such hours away again: the weekly hours are back. Blocks are as long as
    those of the weekly hours, unless ``block_minutes`` says otherwise, and have as many seats.
    """

    doctor_id: int
    days: tuple[dt.date, ...]
    windows: tuple[Window, ...] | None
    block_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyDays(TimeChange[DaysSet]):
    """Give dates the hours that others have: each of ``to`` those of the date at its place.

    Time off is not copied; alternating weeks are taken as they are in the week that is copied.
    """

    doctor_id: int
    of: tuple[dt.date, ...]
    to: tuple[dt.date, ...]


@dataclass(frozen=True, slots=True)
class Extended:
    """The answer to ``ExtendHorizon``: whose blocks were laid on, up to when.

    ``doctor_id`` None: nobody's, since all are laid far enough, or somebody else is at it.
    ``more`` tells that it is worth asking again.
    """

    doctor_id: int | None = None
    until: dt.date | None = None
    blocks_added: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendHorizon(Command[Extended]):
    """Lay the blocks of one doctor on by a week: of one whose blocks end soonest.

    Meant to be asked again and again in the background; each is short, nobody waits for it long.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursOf(Query[tuple[Availability, ...]]):
    """A doctor's hours that are valid on any of the dates ``first`` to ``last`` (None: open)."""

    doctor_id: int
    first: dt.date
    last: dt.date | None = None
