"""Time off: leave, illness and blocked stretches of a doctor, closed days of the clinic."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from clinic_desktop.domain.availability import DAY_MINUTES
from clinic_desktop.domain.effect import Hit, TimeChange
from clinic_desktop.domain.forms import present
from clinic_desktop.domain.hours_text import window_words
from clinic_desktop.domain.office import Query
from clinic_desktop.domain.recurrence import Recurrence
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.time import TimeSpan, changes_of_clock, merged, spans_of_local_window
from clinic_desktop.domain.values import dataclass

if TYPE_CHECKING:
    from clinic_desktop.domain.booking import Appointment

FIRST_DAY, LAST_DAY = dt.date(1970, 1, 2), dt.date(2200, 1, 1)
"""Between which dates a rule may lie."""
_DAY, _SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)


class TimeOffKind(StrEnum):
    """Why somebody cannot be booked."""

    LEAVE = "leave"
    SICK = "sick"
    TRAINING = "training"
    BLOCKED = "blocked"
    OTHER = "other"
    CLOSED = "closed"
    HOLIDAY = "holiday"


KIND_WORDS = {
    TimeOffKind.LEAVE: "Leave",
    TimeOffKind.SICK: "Sick",
    TimeOffKind.TRAINING: "Training",
    TimeOffKind.BLOCKED: "Blocked",
    TimeOffKind.OTHER: "Other",
    TimeOffKind.CLOSED: "Closed",
    TimeOffKind.HOLIDAY: "Public holiday",
}
"""The one wording of each kind."""
OF_DOCTORS = tuple(kind for kind in TimeOffKind if kind.value not in ("closed", "holiday"))
"""The kinds that a doctor's time off may have; the others are the clinic's."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Local time from ``start_minute`` of one date to ``end_minute`` of another, once or again.

    Minutes count from local midnight; without them whole days are meant, ``last`` included.

    Raises:
        Misuse: ``bad_span``, it does not end behind its start; ``bad_dates``.

    """

    first: dt.date
    last: dt.date
    start_minute: int = 0
    end_minute: int = DAY_MINUTES
    repeat: Recurrence | None = None

    def __post_init__(self) -> None:
        """Check the order of its ends."""
        if not FIRST_DAY <= self.first <= LAST_DAY or self.last > LAST_DAY:
            message = "Dates lie between 1970 and 2200."
            raise Misuse("bad_dates", message, {"from": str(self.first), "until": str(self.last)})
        in_order = (self.first, self.start_minute) < (self.last, self.end_minute)
        if not in_order or self.start_minute < 0 or not 0 < self.end_minute <= DAY_MINUTES:
            message = "The end must lie behind the start."
            raise Misuse("bad_span", message, {"from": str(self.first), "until": str(self.last)})

    @classmethod
    def over(cls, span: TimeSpan, zone: zoneinfo.ZoneInfo) -> Stretch:
        """Answer the local time that holds a span, in whole minutes.

        Local time says nothing of which turn of a doubled hour is meant: it holds both.
        """
        at = [span.start.astimezone(zone), _ended(span.end, zone)]
        for change in changes_of_clock(zone, span.start.year):
            if span.start < change < span.end:
                # Where it goes back, the latest time is not that of the end.
                at += [_ended(change, zone), change.astimezone(zone)]
        start, end = min(map(_wall, at)), max(map(_wall, at))
        first, last = start.date(), end.date()
        begin, close = (edge.hour * 60 + edge.minute for edge in (start, end))
        close += end.second > 0
        if close == 0:
            last, close = last - _DAY, DAY_MINUTES
        return cls(first, last, begin, close)

    @property
    def whole_days(self) -> bool:
        """Whether it begins and ends at midnight."""
        return (self.start_minute, self.end_minute) == (0, DAY_MINUTES)

    @property
    def shown(self) -> Stretch:
        """The same from the first time on that it is: its first date may be none of its own."""
        begin = next(self.starts(self.first, LAST_DAY), self.first)
        last = begin + (self.last - self.first)
        return (
            self
            if begin == self.first or last > LAST_DAY
            else replace(self, first=begin, last=last)
        )

    def starts(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """Answer the dates on which it begins, of those times that touch the dates asked for."""
        longest = self.last - self.first
        if self.repeat is None:
            if self.first <= last and first <= self.last:
                yield self.first
            return
        start = dt.datetime.combine(self.first, _time(self.start_minute))
        yield from self.repeat.dates(start, max(first - longest, self.first), last)

    def days(self, first: dt.date, last: dt.date) -> list[tuple[dt.date, dt.date]]:
        """Answer the dates that it touches, from first to last, as ranges in order."""
        longest = self.last - self.first
        found: list[tuple[dt.date, dt.date]] = []
        for start in self.starts(first, last):
            begin, end = max(start, first), min(start + longest, last)
            if found and begin <= found[-1][1] + _DAY:
                found[-1] = found[-1][0], max(end, found[-1][1])
            else:
                found.append((begin, end))
        return found

    def spans(self, first: dt.date, last: dt.date, zone: zoneinfo.ZoneInfo) -> list[TimeSpan]:
        """Answer the spans that it takes of the local dates first to last (included)."""
        longest = self.last - self.first
        pieces: list[TimeSpan] = []
        for start in self.starts(first, last):
            day, end = max(start, first), min(start + longest, last)
            while day <= end:
                opening = self.start_minute if day == start else 0
                closing = self.end_minute if day == start + longest else DAY_MINUTES
                pieces += spans_of_local_window(day, opening, closing, zone)
                day += _DAY
        return merged(pieces)


def _ended(at: dt.datetime, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """Answer the local time of an end: that of the moment before goes on."""
    return (at - _SECOND).astimezone(zone) + _SECOND


def _wall(at: dt.datetime) -> dt.datetime:
    """Answer what a clock on the wall shows."""
    return at.replace(tzinfo=None, fold=0)


def _time(minute: int) -> dt.time:
    """Answer the wall time so many minutes after midnight."""
    return dt.time(minute // 60, minute % 60)


LONGEST_NOTE = 200
"""How many letters a note may have."""


def check_note(note: str) -> None:
    """Refuse a note that is too long.

    Raises:
        Misuse: ``too_long``.

    """
    if len(note) > LONGEST_NOTE:
        message = f"A note may have {LONGEST_NOTE} letters at most."
        raise Misuse("too_long", message, {"most": LONGEST_NOTE})


def stretch_words(when: Stretch) -> str:
    """Write when a stretch is: its days, its hours, and that it comes again."""
    when = when.shown
    days = present().date(when.first)
    if when.last != when.first:
        days = present().days(when.first, when.last)
    hours = "" if when.whole_days else f", {hours_of(when)}"
    again = f", {when.repeat.words}" if when.repeat is not None else ""
    return f"{days}{hours}{again}"


def hours_of(when: Stretch) -> str:
    """Write the hours of a stretch that does not begin and end at midnight."""
    if when.first == when.last:
        return window_words((when.start_minute, when.end_minute))
    start, end = present().mark(when.start_minute), present().mark(when.end_minute % DAY_MINUTES)
    return f"from {start} to {end} of the last day"


@dataclass(frozen=True, slots=True)
class TimeOff:
    """When a doctor cannot be booked, or (``doctor_id`` None) nobody.

    ``site_id`` is the only site that is closed; None: every one that there is, or is later.
    """

    id: int
    doctor_id: int | None
    site_id: int | None
    kind: TimeOffKind
    when: Stretch
    note: str = ""
    version: int = 1

    def is_of(self, site_id: int) -> bool:
        """Tell whether it keeps anybody away from a site."""
        return self.site_id in (None, site_id)


@dataclass(frozen=True, slots=True)
class TimeOffChanged:
    """The answer to a change of time off: what it is about, and what its laying changed.

    ``skipped`` are dates that were closed already; ``kept`` are visits beside it, what is kept free
    around which reaches into it.
    """

    time_off: tuple[TimeOff, ...]
    blocks_added: int
    blocks_removed: int
    affected: tuple[Appointment, ...]
    """Appointments that lie in it; they stay booked."""
    skipped: tuple[dt.date, ...] = ()
    kept: tuple[Appointment, ...] = ()
    blocks_elsewhere: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTimeOff(TimeChange[TimeOffChanged]):
    """Take a doctor out of the calendar for a stretch of time, once or again and again."""

    doctor_id: int
    when: Stretch
    kind: TimeOffKind = TimeOffKind.LEAVE
    note: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """A stretch of time in which the clinic is closed, and why."""

    when: Stretch
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseClinic(TimeChange[TimeOffChanged]):
    """Close the clinic for stretches of time, all in one change; those closed already are left.

    With ``site_id`` only that site; else all of them, those that come later too.
    """

    closings: tuple[Closing, ...]
    kind: TimeOffKind = TimeOffKind.CLOSED
    site_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTimeOff(TimeChange[TimeOffChanged]):
    """Take time off away again; the hours are what the rules say."""

    time_off_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOffOf(Query[tuple[TimeOff, ...]]):
    """Time off that touches the dates first to last: a doctor's, or (None) the clinic's.

    ``last`` None means without end. With ``closed`` a doctor's comes with the clinic's.
    """

    doctor_id: int | None
    first: dt.date
    last: dt.date | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TheTimeOff(Query[TimeOff]):
    """One stretch of time off as it is now; refused ``unknown_time_off``."""

    time_off_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitsIn(Query[tuple[Hit, ...]]):
    """The visits that are still booked in time off, by start; refused ``unknown_time_off``."""

    time_off_id: int


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday."""

    day: dt.date
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidaysOf(Query[tuple[Holiday, ...]]):
    """The public holidays of a country, or a region of it, in a year, in order.

    A country is named by its ISO 3166 code, by its name in any usual language, or as ``here``: the
    one in which the clinic's zone lies.
    """

    country: str
    year: int
    region: str = ""


HERE = "here"
"""The word for the clinic's own country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeCountry(Query[str]):
    """The ISO 3166 code of the country in which the clinic's zone lies; empty where in none."""
