"""What each column of a calendar holds, kept in order. Knows no Qt."""

from __future__ import annotations

import copy
import datetime as dt
import math
import zoneinfo
from bisect import bisect_left, insort
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from clinic_desktop.domain.booking import Agenda, Appointment, AppointmentStatus, Block
from clinic_desktop.domain.people import Doctor
from clinic_desktop.domain.time import UTC, day_span
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.agenda.geometry import DAY, Range

Item = Block | Appointment


class OffKey(NamedTuple):
    """The identity of a stretch of time off: whose, and where it begins in a column (seconds)."""

    time_off_id: int
    start: float


class KeptKey(NamedTuple):
    """The identity of time that is kept free before a visit, or after it."""

    visit: UUID
    after: bool


Key = int | UUID | OffKey | KeptKey
"""What is shown is known by a block's id, an appointment's, or that of what lies below them."""

_ROWS = (15, 10, 5)
_NO_RANK = (False, 0)
CANCELLED = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the calendar: a doctor's local day."""

    doctor: Doctor
    day: dt.date


class Group(NamedTuple):
    """A day's columns where several doctors are shown over several days: first to last index."""

    day: dt.date
    first: int
    last: int


def groups_of(columns: tuple[Column, ...]) -> tuple[Group, ...]:
    """Answer the columns by day; none for one day, or for one doctor's days."""
    days = list(dict.fromkeys(column.day for column in columns))
    if len(days) in (1, len(columns)):
        return ()
    of_day = {day: [at for at, column in enumerate(columns) if column.day == day] for day in days}
    return tuple(Group(day, found[0], found[-1]) for day, found in of_day.items())


class Entry(NamedTuple):
    """An item with its UTC seconds since 1970; entries sort in the order that arrows walk.

    ``rank`` orders visits that begin at once: who was there, then who was booked over them, as they
    came. ``block`` is the length of one of its blocks in minutes; ``low`` to ``high`` is what it
    holds, what is kept free around it included.
    """

    start: float
    kind: int
    rank: tuple[bool, int]
    key: Key
    end: float
    block: float
    item: Item
    low: float
    high: float


_NOWHERE = (math.inf, -math.inf)
_LOW, _HIGH, _BLOCK = attrgetter("low"), attrgetter("high"), attrgetter("block")
_EXTENT = attrgetter("low", "high", "block")


class Splice(NamedTuple):
    """What a patch did to a column's entries: from ``first`` on, ``gone`` gave way to ``came``."""

    first: int
    gone: int
    came: int


class Patched(NamedTuple):
    """The splices by column, and whether any column now asks something else of the axis."""

    splices: dict[int, Splice]
    grown: bool


def is_cancelled(item: Item) -> bool:
    """Tell whether an item is a visit that was cancelled."""
    return isinstance(item, Appointment) and item.status is AppointmentStatus.CANCELLED


def _entry(item: Item) -> Entry:
    start, end = item.start.timestamp(), item.end.timestamp()
    if isinstance(item, Block):
        return Entry(start, 0, _NO_RANK, item.id, end, (end - start) / 60, item, start, end)
    kind = CANCELLED if item.status is AppointmentStatus.CANCELLED else 1
    low, high = start, end
    if item.held_from is not None and item.held_until is not None:
        low, high = item.held_from.timestamp(), item.held_until.timestamp()
    # A visit without blocks, as imported ones are, is one itself.
    block = (high - low) / 60 / (len(item.block_ids) or 1)
    return Entry(start, kind, item.rank, item.id, end, block, item, low, high)


class _Need(NamedTuple):
    """What a column asks of the axis: wall minutes [low, high), its shortest block in minutes."""

    low: float
    high: float
    shortest: float


class Contents:
    """The items of all columns of one calendar."""

    def __init__(self, columns: tuple[Column, ...], zone: zoneinfo.ZoneInfo) -> None:
        """Start empty."""
        self.columns = columns
        self.zone = zone
        self.entries: list[list[Entry]] = [[] for _ in columns]
        days = {column.day: day_span(column.day, zone) for column in columns}
        self._spans = [
            (days[column.day].start.timestamp(), days[column.day].end.timestamp())
            for column in columns
        ]
        self._needed: list[_Need | None] = [None for _ in columns]
        self._visits: dict[Key, Entry] = {}
        self._longest = 0.0
        self._of_doctor: dict[int, list[int]] = {}
        for index, column in enumerate(columns):
            self._of_doctor.setdefault(column.doctor.id, []).append(index)

    def copy(self) -> Contents:
        """Answer the same, to be changed by itself; a patch copies the columns that it reaches."""
        same = copy.copy(self)
        same.entries = self.entries.copy()
        same._needed, same._visits = self._needed.copy(), self._visits.copy()  # noqa: SLF001 - its own
        return same

    def replace(self, agenda: Agenda) -> None:
        """Hold exactly what the agenda has of these columns."""
        entries: list[list[Entry]] = [[] for _ in self.columns]
        self.entries, self._visits, self._longest = entries, {}, 0.0
        self._needed = [None for _ in self.columns]
        items: tuple[Item, ...] = (*agenda.free, *agenda.appointments)
        for item in items:
            entry = _entry(item)
            for index in self._taken_in(entry):
                entries[index].append(entry)
        for column in entries:
            column.sort()

    def patch(self, part: Agenda) -> Patched:
        """Replace what lies in the part's doctors and span; answer what changed.

        An appointment of the part is taken out wherever it stood before, so that a visit never
        shows twice between the re-reading of its old and of its new place.
        """
        span = part.span.start.timestamp(), part.span.end.timestamp()
        moved: dict[int, list[Entry]] = {}
        for visit in part.appointments:
            entry = self._visits.get(visit.id)
            if entry is not None:
                for index in self._columns(entry):
                    moved.setdefault(index, []).append(entry)
        doctors = self._of_doctor if part.doctor_ids is None else part.doctor_ids
        spoken_of = {
            index
            for doctor in doctors
            for index in self._of_doctor.get(doctor, ())
            if self._spans[index][0] < span[1] and span[0] < self._spans[index][1]
        }
        gone = {
            index: self._take_out(index, span if index in spoken_of else _NOWHERE, moved)
            for index in spoken_of.union(moved)
        }
        came: dict[int, list[Entry]] = {}
        items: tuple[Item, ...] = (*part.free, *part.appointments)
        for item in items:
            entry = _entry(item)
            for index in self._taken_in(entry):
                if index not in gone and index not in came:
                    self.entries[index] = self.entries[index].copy()
                insort(self.entries[index], entry)
                came.setdefault(index, []).append(entry)
        splices, grown = {}, False
        for index in gone.keys() | came.keys():
            old, new = gone.get(index, []), came.get(index, [])
            self._forget(old)
            if old or new:
                splices[index] = _splice(self.entries[index], old, new)
                grown = self._asks_otherwise(index, old, new) or grown
        return Patched(splices, grown)

    def _take_out(self, index: int, span: Range, moved: dict[int, list[Entry]]) -> list[Entry]:
        """Take what lies in a span, and these visits, out of a column; answer what went."""
        start, end = span
        entries = self.entries[index] = self.entries[index].copy()
        # What begins sooner than the longest lasts has ended: a day's patch is mostly one visit's.
        first, last = bisect_left(entries, (start - self._longest,)), bisect_left(entries, (end,))
        asked = {entry.key: entry for entry in entries[first:last] if start < entry.end}
        for entry in moved.get(index, ()):
            asked[entry.key] = entry
        gone = []
        for entry in asked.values():
            at = self._place(index, entry)
            if at is not None:
                del entries[at]
                gone.append(entry)
        return gone

    def _taken_in(self, entry: Entry) -> list[int]:
        """Answer which columns are to hold an entry, and know it if it is a visit."""
        found = self._columns(entry)
        if found:
            self._longest = max(self._longest, entry.end - entry.start)
            if entry.kind:
                self._visits[entry.key] = entry
        return found

    def _place(self, index: int, entry: Entry) -> int | None:
        """Answer where an entry stands in a column, None where it does not."""
        entries = self.entries[index]
        at = bisect_left(entries, entry[:4])
        return at if at < len(entries) and entries[at] is entry else None

    def _forget(self, gone: list[Entry]) -> None:
        """Know visits no more that came back nowhere, and that no other column has."""
        for entry in gone:
            if entry.kind and self._visits.get(entry.key) is entry:
                places = [self._place(index, entry) for index in self._columns(entry)]
                if not any(place is not None for place in places):
                    del self._visits[entry.key]

    def _columns(self, entry: Entry) -> list[int]:
        """Answer which columns an entry lies in."""
        start, end, spans, item = entry.start, entry.end, self._spans, entry.item
        of_doctor: Sequence[int] = self._of_doctor.get(item.doctor_id, ())
        if entry.kind and isinstance(item, Appointment) and item.parts:
            of_doctor = [i for one in item.resource_ids for i in self._of_doctor.get(one, ())]
        return [index for index in of_doctor if start < spans[index][1] and spans[index][0] < end]

    @property
    def empty(self) -> bool:
        """Nothing is held at all."""
        return not any(self.entries)

    def wall_range(self) -> Range | None:
        """Answer the wall minutes [first, last) that hold all items, None when there is none."""
        needs = [need for need in self._needs() if need.low < need.high]
        if not needs:
            return None
        return min(need.low for need in needs), min(max(need.high for need in needs), DAY)

    def row_minutes(self) -> int:
        """Answer the length of a row: 15, or less where blocks are shorter; at least 5 minutes."""
        shortest = min((need.shortest for need in self._needs()), default=_ROWS[0])
        return next((row for row in _ROWS if row <= shortest), _ROWS[-1])

    def _needs(self) -> list[_Need]:
        """Answer what each column asks of the axis; reckoned anew only where contents changed."""
        for index, need in enumerate(self._needed):
            if need is None:
                self._needed[index] = self._reckoned(index)
        return [need for need in self._needed if need is not None]

    def _asks_otherwise(self, index: int, gone: list[Entry], came: list[Entry]) -> bool:
        """Tell whether a column asks something else of the axis since these gave way to those."""
        if self._needed[index] is not None and _extents(gone) == _extents(came):
            return False
        was, self._needed[index] = self._needed[index], self._reckoned(index)
        return was != self._needed[index]

    def _reckoned(self, index: int) -> _Need:
        entries, day = self.entries[index], self.columns[index].day
        if not entries:
            return _Need(math.inf, -math.inf, DAY)
        begin, close = self._spans[index]
        first, last = max(min(map(_LOW, entries)), begin), min(max(map(_HIGH, entries)), close)
        low, high, turns = _walls(first, last, day, self.zone)
        if turns:
            # Where the clock changes in between, the earliest item need not have the least time.
            walls = [_wall(e.low, day, self.zone) for e in entries if e.low > begin]
            walls += [_wall(e.high - 1, day, self.zone) + 1 / 60 for e in entries if e.high < close]
            low, high = min((low, *walls)), max((high, *walls))
        return _Need(low, high, min(map(_BLOCK, entries)))


def _wall(seconds: float, day: dt.date, zone: zoneinfo.ZoneInfo) -> float:
    """Answer an instant's wall minutes from a day's midnight."""
    local = dt.datetime.fromtimestamp(seconds, zone).replace(tzinfo=UTC)
    return (local - dt.datetime.combine(day, dt.time(), tzinfo=UTC)).total_seconds() / 60


@lru_cache(maxsize=4096)
def _walls(
    first: float, last: float, day: dt.date, zone: zoneinfo.ZoneInfo
) -> tuple[float, float, bool]:
    """Answer the wall minutes of both ends of a stretch, and whether the clock changes within."""
    ends = {dt.datetime.fromtimestamp(at, zone).utcoffset() for at in (first, last)}
    # What ends at midnight ends at minute 1440 of this day, not at 0 of the next.
    walls = _wall(first, day, zone), _wall(last - 1, day, zone) + 1 / 60
    return min(walls), max(walls), len(ends) > 1


def _extents(entries: list[Entry]) -> list[tuple[float, float, float]]:
    """Answer what the axis depends on of some entries."""
    return sorted(map(_EXTENT, entries))


def _splice(entries: list[Entry], gone: list[Entry], came: list[Entry]) -> Splice:
    """Answer the shortest stretch of an order of entries that holds all that came and went."""
    changed = [entry[:4] for entry in (*gone, *came)]
    first = bisect_left(entries, min(changed))
    wide = bisect_left(entries, (*max(changed), math.inf)) - first
    return Splice(first, wide - len(came) + len(gone), wide)
