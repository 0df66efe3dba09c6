"""When doctors work: weekly hours as a person writes them, and the blocks that follow from them."""

from __future__ import annotations

import datetime as dt
import math
import re
import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from clinic_desktop.domain.effect import LeftOut, TimeChange, TooShort
from clinic_desktop.domain.hours_text import (
    DAY_EXAMPLE,
    EXAMPLE,
    NONE,
    UNCLEAR_PURPOSE,
    Week,
    Window,
    bad_hours,
    check_purpose,
    joined,
    part_of,
    purpose_of,
    week_parts,
    windows_of,
    without_window,
)
from clinic_desktop.domain.office import Command, Query
from clinic_desktop.domain.refusals import Mistakes, Misuse
from clinic_desktop.domain.time import DAYS, TimeSpan, spans_of_local_window
from clinic_desktop.domain.values import dataclass

if TYPE_CHECKING:
    from clinic_desktop.domain.booking import Appointment

DAY_MINUTES = 24 * 60
DEFAULT_BLOCK_MINUTES = 15
USUAL = "usual"
"""The word that gives a date the weekly hours back."""
_COPIED = r"(?i)^\s*like\s+(\S+)\s*$"
_BLOCK_MINUTES = range(5, DAY_MINUTES + 1)
_SEATS = range(1, 101)
_MOST_WEEKS = 60
"""How many weeks are looked at, where several parts of hours take turns."""
Part = tuple[int, int, str]
"""A window and what it is for; an empty text: any visit."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Windows of alternating weeks: those of week ``week`` (counted from 1) of ``every`` weeks.

    With a ``purpose`` they are kept for it, also where they lie in windows that have none.
    """

    every: int
    week: int
    days: Week
    purpose: str = ""

    def is_in(self, day: dt.date, anchor: dt.date | None) -> bool:
        """Tell whether it is their turn in the week of a day; ``anchor`` lies in a week 1."""
        if self.every == 1:
            return True
        if anchor is None:
            message = "alternating weeks are counted from a day"
            raise ValueError(message)
        return (week_of(day) - week_of(anchor)).days // 7 % self.every == self.week - 1


def week_of(day: dt.date) -> dt.date:
    """Answer the first day of a day's week: weeks that alternate begin on Mondays."""
    return day - dt.timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Working windows of a week; those that some weeks alone have, or that are for a purpose."""

    days: Week
    turns: tuple[Turn, ...] = ()

    @classmethod
    def parse(cls, text: str, *, stored: bool = False) -> WeeklyHours:
        """Read ``Mon-Fri 9-12, 13-17; Wed 14-20 every 2 weeks``, or ``none``: no hours at all.

        ``every 2 weeks`` begins with the first week in which the hours are valid, ``every 2 weeks
        from week 2`` with the one behind it. ``Mon-Fri 11-12 for urgent`` keeps that hour; of
        several times in one part nobody can tell which of them are kept; as they were ``stored``
        before, all are.

        Raises:
            Misuse: ``bad_hours``, naming each part that was not understood, or that all is empty;
                ``unclear_purpose``.

        """
        if text.strip().casefold() == NONE:
            return cls(((),) * len(DAYS))
        parts = [part for part in (part.strip() for part in text.split(";")) if part]
        if not parts:
            message = f"No hours were given. {EXAMPLE} For no hours at all, write “{NONE}”."
            raise Misuse("bad_hours", message, {"text": text})
        weeks: dict[tuple[int, int, str], list[list[Window]]] = {(1, 1, ""): [[] for _ in DAYS]}
        wrong, mistakes = [], Mistakes()
        for part in parts:
            try:
                key, days, windows = part_of(part, together=stored)
            except Misuse as misuse:
                if misuse.code == UNCLEAR_PURPOSE:
                    mistakes.keep(misuse)
                else:
                    wrong.append(part)
                continue
            week = weeks.setdefault(key, [[] for _ in DAYS])
            for day in days:
                week[day] += windows
        if wrong:
            mistakes.keep(bad_hours(*wrong))
        mistakes.refuse()
        found = {key: tuple(map(joined, week)) for key, week in sorted(weeks.items())}
        usual_week = found.pop((1, 1, ""))
        turns = (Turn(every, week, days, name) for (every, week, name), days in found.items())
        return cls(usual_week, tuple(turns))

    @classmethod
    def on(cls, day: dt.date, windows: Iterable[Window | Part]) -> WeeklyHours:
        """Answer hours that hold these windows on the weekday of a day, and no others."""
        found: dict[str, list[Window]] = {"": []}
        for start, end, *purpose in windows:
            found.setdefault(str(*purpose), []).append((start, end))
        weeks = {
            name: tuple(joined(own) if n == day.weekday() else () for n in range(len(DAYS)))
            for name, own in sorted(found.items())
        }
        usual = weeks.pop("")
        return cls(usual, tuple(Turn(1, 1, week, name) for name, week in weeks.items()))

    def __str__(self) -> str:
        """Write the hours so that ``parse`` reads the same back, days with equal hours together."""
        parts = list(week_parts(self.days))
        for turn in self.turns:
            end = f" for {turn.purpose}" if turn.purpose else ""
            end += f" every {turn.every} weeks" if turn.every > 1 else ""
            end += f" from week {turn.week}" if turn.week > 1 else ""
            for part in week_parts(turn.days):
                days, _, times = part.partition(" ")
                # Of a purpose each by itself.
                told = times.split(", ") if turn.purpose else [times]
                parts += [f"{days} {one}{end}" for one in told]
        return "; ".join(parts) or NONE

    def from_week(self, start: dt.date, anchor: dt.date | None) -> WeeklyHours:
        """Answer the same hours with alternating weeks counted from ``start``'s on."""
        if anchor is None:
            return self
        gone = (week_of(start) - week_of(anchor)).days // 7
        turns = (replace(turn, week=(turn.week - 1 - gone) % turn.every + 1) for turn in self.turns)
        return replace(self, turns=tuple(turns))

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
        found = list(usual)
        for turn in self.turns:
            if turn.is_in(day, anchor):
                found += turn.days[day.weekday()]
        return joined(found)

    def parts(self, day: dt.date, anchor: dt.date | None = None) -> tuple[Part, ...]:
        """Answer the windows of a day by what they are for; a time is for one purpose alone.

        What several want goes to the first by name; the others, and any visit, have the rest.
        """
        if not self.turns:
            return tuple((*window, "") for window in self.days[day.weekday()])
        own: dict[str, list[Window]] = {}
        for turn in (turn for turn in self.turns if turn.purpose):
            if turn.is_in(day, anchor):
                own.setdefault(turn.purpose, []).extend(turn.days[day.weekday()])
        found: list[Part] = []
        left = list(self.windows(day, anchor))
        for purpose, windows in (*sorted(own.items()), ("", left)):
            for window in joined(windows):
                pieces = [(max(start, window[0]), min(end, window[1])) for start, end in left]
                found += [(start, end, purpose) for start, end in pieces if start < end]
                left = without_window(left, window)
        return tuple(sorted(found))

    @property
    def purposes(self) -> frozenset[str]:
        """What any window is for."""
        return frozenset(turn.purpose for turn in self.turns if turn.purpose)

    def spans(
        self, day: dt.date, zone: zoneinfo.ZoneInfo, anchor: dt.date | None = None
    ) -> list[TimeSpan]:
        """Answer the working spans of one local day, each to be cut into blocks by itself."""
        return [
            piece
            for start, end in self.windows(day, anchor)
            for piece in spans_of_local_window(day, start, end, zone)
        ]

    def spans_by_purpose(
        self, day: dt.date, zone: zoneinfo.ZoneInfo, anchor: dt.date | None = None
    ) -> list[tuple[TimeSpan, str]]:
        """Answer the same with what each is for."""
        return [
            (piece, purpose)
            for start, end, purpose in self.parts(day, anchor)
            for piece in spans_of_local_window(day, start, end, zone)
        ]


OwnWindows = tuple[Window | Part, ...] | WeeklyHours
"""What dates get as hours of their own: all the same, or each those of its weekday."""


def day_windows(text: str) -> tuple[Window, ...]:
    """Read the hours of one day: ``9-12, 13-17``, or ``none``.

    Raises:
        Misuse: ``bad_hours``.

    """
    if text.strip().casefold() == NONE:
        return ()
    try:
        return joined(list(windows_of(text, text)))
    except Misuse:
        raise _bad_day(text) from None


def _bad_day(*parts: str) -> Misuse:
    """Make the answer to hours of a day that can't be read, naming each part of them."""
    named = ", ".join(f"“{part}”" for part in parts)
    were = "was" if len(parts) == 1 else "were"
    message = f"{named} {were} not understood as the hours of a day. {DAY_EXAMPLE}"
    return Misuse("bad_hours", message, {"text": "; ".join(parts)})


def day_parts(text: str) -> tuple[Window | Part, ...]:
    """Read the hours of one day, some of them for a purpose: ``9-12; 11-12 for urgent``.

    Raises:
        Misuse: ``bad_hours``, ``unclear_purpose``.

    """
    found: list[Window | Part] = []
    wrong, mistakes = [], Mistakes()
    for part in text.split(";"):
        times, purpose = purpose_of(part.strip())
        try:
            windows = day_windows(times)
        except Misuse:
            wrong.append(times)
            continue
        mistakes.told_by(check_purpose, part.strip(), times, purpose)
        found += [(*window, purpose) for window in windows] if purpose else windows
    if wrong:
        raise _bad_day(*wrong)
    mistakes.refuse()
    return tuple(found)


def blocks_of(
    start: int, end: int, minutes: int, grid: int | None = None
) -> Iterator[tuple[int, int]]:
    """Cut working time into blocks, in UTC seconds; a rest shorter than a block is left out.

    One begins every ``grid`` minutes, or where the last one ends.
    """
    length, step = minutes * 60, (grid or minutes) * 60
    for begin in range(start, end - length + 1, step):
        yield begin, begin + length


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

    def spans_by_purpose(self, day: dt.date, zone: zoneinfo.ZoneInfo) -> list[tuple[TimeSpan, str]]:
        """Answer the same with what each is for; a time is for one purpose alone."""
        return self.hours.spans_by_purpose(day, zone, self.anchor)

    @property
    def too_short(self) -> tuple[str, ...]:
        """The windows that hold no block, as they are typed: ``Mon-Fri 9-9:10``."""
        weeks = min(math.lcm(*(turn.every for turn in self.hours.turns)), _MOST_WEEKS)
        found: list[set[Window]] = [set() for _ in DAYS]
        for number in range(weeks * len(DAYS)):
            day = self.start + dt.timedelta(days=number)
            if self.covers(day):
                parts = self.hours.parts(day, self.anchor)
                short = {
                    (start, end) for start, end, _ in parts if end - start < self.block_minutes
                }
                found[day.weekday()] |= short
        return tuple(week_parts(tuple(tuple(sorted(one)) for one in found)))


def is_copied(text: str) -> str:
    """Answer whose hours a text such as ``like 2025-11-03`` copies; empty where it is no copy."""
    found = re.match(_COPIED, text)
    return found[1] if found else ""


def check_weekly(
    *, block_minutes: int, grid_minutes: int | None, seats: int, start: dt.date | None,
    until: dt.date | None,
) -> None:  # fmt: skip
    """Refuse lengths, seats and dates that make no sense, all at once.

    Raises:
        Misuse: ``bad_dates``, ``bad_block_length``, ``bad_seats``.

    """
    mistakes = Mistakes()
    first, last = dt.date(1970, 1, 2), dt.date(2200, 1, 1)
    begin = start or first
    if not first <= begin <= last or (until and not begin <= until <= last):
        message = "The hours must begin before they end, between 1970 and 2200."
        mistakes.add(
            "bad_dates", message, {"from": start and str(start), "until": until and str(until)}
        )
    mistakes.told_by(check_block_length, block_minutes)
    if seats not in _SEATS:
        message = f"A block has 1 to {_SEATS[-1]} seats."
        mistakes.add("bad_seats", message, {"seats": seats})
    if grid_minutes is not None and not block_minutes <= grid_minutes <= DAY_MINUTES:
        message = (
            "Blocks begin no closer to each other than they are long, and once a day at least."
        )
        facts = {"grid": grid_minutes, "minutes": block_minutes}
        mistakes.add("bad_block_length", message, facts)
    mistakes.refuse()


def check_block_length(minutes: int) -> None:
    """Refuse a block that is too short or too long.

    Raises:
        Misuse: ``bad_block_length``.

    """
    if minutes not in _BLOCK_MINUTES:
        message = "A block is 5 minutes to 24 hours long."
        raise Misuse("bad_block_length", message, {"minutes": minutes})


@dataclass(frozen=True, slots=True)
class HoursSet:
    """The answer to ``SetWeeklyHours``: the new rule and what its laying changed."""

    availability: Availability
    blocks_added: int
    blocks_removed: int
    affected: tuple[Appointment, ...]
    """Appointments that lie outside the new hours now; they stay booked."""
    left_out: tuple[LeftOut, ...] = ()
    too_short: tuple[TooShort, ...] = ()
    blocks_elsewhere: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SetWeeklyHours(TimeChange[HoursSet]):
    """Replace a doctor's weekly hours for the local dates from ``start`` (None: today) on.

    A block begins every ``grid_minutes``, or where the last one ends, and has ``seats`` for so many
    patients at once. Dates that have hours of
    their own keep them. Alternating weeks are counted from the week of ``start`` on. They are at
    ``site_id``, or the doctor's own site; hours at other sites stay.
    """

    doctor_id: int
    hours: WeeklyHours
    block_minutes: int = DEFAULT_BLOCK_MINUTES
    grid_minutes: int | None = None
    seats: int = 1
    start: dt.date | None = None
    until: dt.date | None = None
    site_id: int | None = None


@dataclass(frozen=True, slots=True)
class DaysSet:
    """The answer to ``SetDays`` and ``CopyDays``: what the laying of these dates changed."""

    doctor_id: int
    days: tuple[dt.date, ...]
    blocks_added: int
    blocks_removed: int
    affected: tuple[Appointment, ...]
    left_out: tuple[LeftOut, ...] = ()
    site_ids: tuple[int, ...] = ()
    """Where the hours are that the dates got; none where the weekly ones are back."""
    too_short: tuple[TooShort, ...] = ()
    blocks_elsewhere: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDays(TimeChange[DaysSet]):
    """Give dates hours of their own, which replace the weekly ones there.

    ``windows`` None takes such hours away again: the weekly hours are back. Of hours by weekday
    each date gets those of its own. Dates that are in ``where_worked``, too, get them only if they
    have hours anyway. Blocks are as long as those of the weekly hours, unless ``block_minutes``
    says otherwise, and have as many seats.

    They are at ``site_id``; a date's hours at other sites stay as they are. None: at the one site
    of that date, and no hours at all are none anywhere; refused where there are several. Taking
    them away is of the whole date.
    """

    doctor_id: int
    days: tuple[dt.date, ...]
    windows: OwnWindows | None
    block_minutes: int | None = None
    site_id: int | None = None
    where_worked: tuple[dt.date, ...] = ()


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
