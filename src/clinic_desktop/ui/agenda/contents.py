"""What each column of a calendar holds, kept in order, and where it is laid. Knows no Qt."""

from __future__ import annotations

import datetime as dt
import math
import zoneinfo
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from clinic_desktop.domain.booking import Agenda, Appointment, AppointmentStatus, Block
from clinic_desktop.domain.people import Doctor
from clinic_desktop.domain.time import EPOCH, UTC, day_span
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.agenda.geometry import DAY, Placement, Range, clusters, joined, lanes

Item = Block | Appointment
Key = int | UUID
"""An item's identity: a block's id, or an appointment's."""

_ROWS = (15, 10, 5)
_CANCELLED = 2


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

    ``block`` is the length of one of its blocks in minutes.
    """

    start: float
    end: float
    kind: int
    key: Key
    block: float
    item: Item


_NOWHERE = (math.inf, -math.inf)
_END, _BLOCK = attrgetter("end"), attrgetter("block")


class Splice(NamedTuple):
    """What a patch did to a column's entries: from ``first`` on, ``gone`` gave way to ``came``."""

    first: int
    gone: int
    came: int


class Patched(NamedTuple):
    """The splices by column, and whether any column now asks something else of the axis."""

    splices: dict[int, Splice]
    grown: bool


class Placed(NamedTuple):
    """An item in its column: pixels [top, bottom), and which of how many lanes side by side.

    ``span`` is how many lanes it has, from ``lane`` on.
    """

    item: Item
    top: int
    bottom: int
    lane: int = 0
    lanes: int = 1
    span: int = 1

    def reach(self, width: int) -> tuple[int, int]:
        """Answer the pixels [left, right) that its lanes have of a width."""
        return self.lane * width // self.lanes, (self.lane + self.span) * width // self.lanes


def is_cancelled(item: Item) -> bool:
    """Tell whether an item is a visit that was cancelled."""
    return isinstance(item, Appointment) and item.status is AppointmentStatus.CANCELLED


def _seconds(instant: dt.datetime) -> float:
    return (instant - EPOCH).total_seconds()


def _entry(item: Item) -> Entry:
    start, end = _seconds(item.start), _seconds(item.end)
    # A visit without blocks, as imported ones are, is one itself.
    blocks = 1 if isinstance(item, Block) else max(1, len(item.block_ids))
    block = (end - start) / 60 / blocks
    kind = 0 if isinstance(item, Block) else _CANCELLED if is_cancelled(item) else 1
    return Entry(start, end, kind, item.id, block, item)


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
            (_seconds(days[column.day].start), _seconds(days[column.day].end)) for column in columns
        ]
        self._needed: list[_Need | None] = [None for _ in columns]
        self._where: dict[Key, dict[int, Entry]] = {}
        self._of_doctor: dict[int, list[int]] = {}
        for index, column in enumerate(columns):
            self._of_doctor.setdefault(column.doctor.id, []).append(index)

    def replace(self, agenda: Agenda) -> None:
        """Hold exactly what the agenda has of these columns."""
        self.entries = [[] for _ in self.columns]
        self._where = {}
        self._needed = [None for _ in self.columns]
        items: tuple[Item, ...] = (*agenda.free, *agenda.appointments)
        for item in items:
            self._put(_entry(item))
        for column in self.entries:
            column.sort()

    def patch(self, part: Agenda) -> Patched:
        """Replace what lies in the part's doctors and span; answer what changed.

        An appointment of the part is taken out wherever it stood before, so that a visit never
        shows twice between the re-reading of its old and of its new place.
        """
        start, end = _seconds(part.span.start), _seconds(part.span.end)
        moved = {appointment.id for appointment in part.appointments}
        asked = set().union(*(self._where.get(key, ()) for key in moved))
        indices = self._of_doctor
        doctors = indices if part.doctor_ids is None else part.doctor_ids
        for index in chain.from_iterable(indices.get(doctor, ()) for doctor in doctors):
            if self._spans[index][0] < end and start < self._spans[index][1]:
                asked.add(index)
        before = {index: self.entries[index] for index in asked}
        for index in asked:
            doctor = self.columns[index].doctor.id
            spoken_of = part.doctor_ids is None or doctor in part.doctor_ids
            self._take_out(index, (start, end) if spoken_of else _NOWHERE, moved)
        items: tuple[Item, ...] = (*part.free, *part.appointments)
        for item in items:
            self._put(_entry(item), before)
        splices, grown = {}, False
        for index, old in before.items():
            self.entries[index].sort()
            splice = _splice(old, self.entries[index])
            if splice.gone or splice.came:
                splices[index] = splice
                need = self._reckoned(index)
                grown = grown or need != self._needed[index]
                self._needed[index] = need
        return Patched(splices, grown)

    def _take_out(self, index: int, span: Range, moved: set[UUID]) -> None:
        """Take what lies in a span, and these visits, out of a column, into a new list."""
        start, end = span
        old = self.entries[index]
        gone: dict[Key, Entry] = {e.key: e for e in old if e.start < end and start < e.end}
        for visit in moved:
            entry = self._where.get(visit, {}).get(index)
            if entry is not None:
                gone[visit] = entry
        kept = self.entries[index] = old.copy()
        for key, entry in gone.items():
            del kept[bisect_left(kept, entry)]
            self._where[key].pop(index, None)

    def _put(self, entry: Entry, before: dict[int, list[Entry]] | None = None) -> None:
        """Add an entry to the columns that it reaches; ``before`` keeps what they held."""
        for index in self._of_doctor.get(entry.item.doctor_id, ()):
            start, end = self._spans[index]
            if entry.start < end and start < entry.end:
                if before is not None and index not in before:
                    before[index] = self.entries[index]
                    self.entries[index] = self.entries[index].copy()
                self.entries[index].append(entry)
                self._where.setdefault(entry.key, {})[index] = entry

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

    def _reckoned(self, index: int) -> _Need:
        entries, day = self.entries[index], self.columns[index].day
        if not entries:
            return _Need(math.inf, -math.inf, DAY)
        begin, close = self._spans[index]
        first, last = max(entries[0].start, begin), min(max(map(_END, entries)), close)
        low, high, turns = _walls(first, last, day, self.zone)
        if turns:
            # Where the clock changes in between, the earliest item need not have the least time.
            walls = [_wall(e.start, day, self.zone) for e in entries if e.start > begin]
            walls += [_wall(e.end - 1, day, self.zone) + 1 / 60 for e in entries if e.end < close]
            low, high = min((low, *walls)), max((high, *walls))
        return _Need(low, high, min(map(_BLOCK, entries)))

    def lay(self, index: int, placement: Placement, scale: float, least: int) -> list[Placed]:
        """Place one column's items, ``scale`` pixels a minute, none lower than ``least`` pixels."""
        return _laid(self.entries[index], placement, scale, least)

    def lay_splice(
        self,
        index: int,
        splice: Splice,
        placed: list[Placed],
        placement: Placement,
        scale: float,
        least: int,
    ) -> tuple[slice, list[Placed]]:
        """Answer which stretch of a laid column a splice lays anew, and what stands there then.

        The stretch is widened to whole clusters, so that nothing beside it overlaps it.
        """
        first, last = splice.first, splice.first + splice.gone
        more = splice.came - splice.gone
        while True:
            while first > 0 and placed[first - 1].lanes > 1:
                first -= 1
            while last < len(placed) and placed[last].lanes > 1:
                last += 1
            fresh = _laid(self.entries[index][first : last + more], placement, scale, least)
            if fresh and first > 0 and placed[first - 1].bottom > fresh[0].top:
                first -= 1
            elif fresh and last < len(placed) and placed[last].top < max(p.bottom for p in fresh):
                last += 1
            else:
                return slice(first, last), fresh


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


def _splice(old: list[Entry], new: list[Entry]) -> Splice:
    """Answer the shortest stretch in which two orders of entries differ."""
    most = min(len(old), len(new))
    first = 0
    while first < most and old[first] is new[first]:
        first += 1
    rest = 0
    while rest < most - first and old[-1 - rest] is new[-1 - rest]:
        rest += 1
    return Splice(first, len(old) - rest - first, len(new) - rest - first)


def _laid(entries: list[Entry], placement: Placement, scale: float, least: int) -> list[Placed]:
    """Place entries in their order, which is also that of their tops."""
    extents = []
    for entry in entries:
        top = round(placement.top(entry.start) * scale)
        extents.append((top, max(round(placement.bottom(entry.end) * scale), top + least)))
    shares = lanes(extents)
    spans = [1] * len(entries)
    if any(entry.kind == _CANCELLED for entry in entries):
        _set_aside(entries, extents, shares, spans)
    return [
        Placed(entry.item, top, bottom, lane, count, span)
        for entry, (top, bottom), (lane, count), span in zip(
            entries, extents, shares, spans, strict=True
        )
    ]


def _set_aside(
    entries: list[Entry],
    extents: list[tuple[int, int]],
    shares: list[tuple[int, int]],
    spans: list[int],
) -> None:
    """Lay cancelled visits behind what is there: 2 of 5 parts beside a visit, 3 beside free time.

    A free block needs few words, since its box says that it is free.
    """
    for cluster in clusters(extents):
        gone = [at for at in cluster if entries[at].kind == _CANCELLED]
        there = [at for at in cluster if entries[at].kind != _CANCELLED]
        if not (gone and there):
            continue
        front = 3 if any(entries[at].kind for at in there) else 2
        parts = ((there, 0, front), (gone, front, 5 - front))
        laid = [lanes([extents[at] for at in group]) for group, _, _ in parts]
        counts = [max(count for _, count in group) for group in laid]
        whole = 5 * counts[0] * counts[1]
        unit = whole // 5
        for (group, begin, share), found in zip(parts, laid, strict=True):
            for at, (lane, count) in zip(group, found, strict=True):
                wide = share * unit // count
                shares[at], spans[at] = (begin * unit + lane * wide, whole), wide


def ground_of(placed: Iterable[Placed]) -> list[Range]:
    """Answer the pixels [top, bottom) of a column's working time: free, or held by a visit."""
    return joined(
        (each.top, each.bottom)
        for each in placed
        if isinstance(each.item, Block) or each.item.holds
    )


def differences(old: list[Placed], new: list[Placed]) -> list[Placed]:
    """Answer all that stands in only one of two layings of a column."""
    before = {(each.item.id, each.top): each for each in old}
    after = {(each.item.id, each.top): each for each in new}
    gone = [each for key, each in before.items() if after.get(key) != each]
    return gone + [each for key, each in after.items() if before.get(key) != each]
