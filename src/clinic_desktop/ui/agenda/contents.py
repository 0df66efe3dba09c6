"""What each column of a calendar holds, kept in order, and where it is laid. Knows no Qt."""

from __future__ import annotations

import datetime as dt
import math
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from clinic_desktop.domain.booking import Agenda, Appointment, Block
from clinic_desktop.domain.people import Doctor
from clinic_desktop.domain.time import EPOCH, UTC, day_span
from clinic_desktop.ui.agenda.geometry import DAY, Placement, Range, joined, lanes

Item = Block | Appointment
Key = int | UUID
"""An item's identity: a block's id, or an appointment's."""

_ROWS = (15, 10, 5)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the calendar: a doctor's local day."""

    doctor: Doctor
    day: dt.date


class Entry(NamedTuple):
    """An item with its UTC seconds since 1970; entries sort in the order that arrows walk."""

    start: float
    end: float
    kind: int
    key: Key
    item: Item


@dataclass(frozen=True, slots=True)
class Placed:
    """An item in its column: pixels [top, bottom), and which of how many lanes side by side."""

    item: Item
    top: int
    bottom: int
    lane: int = 0
    lanes: int = 1

    def reach(self, width: int) -> tuple[int, int]:
        """Answer the pixels [left, right) that its lane has of a width."""
        return self.lane * width // self.lanes, (self.lane + 1) * width // self.lanes


def _seconds(instant: dt.datetime) -> float:
    return (instant - EPOCH).total_seconds()


def _entry(item: Item) -> Entry:
    start, end = _seconds(item.start), _seconds(item.end)
    return Entry(start, end, isinstance(item, Appointment), item.id, item)


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
        self._where: dict[Key, set[int]] = {}
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

    def patch(self, part: Agenda) -> set[int]:
        """Replace what lies in the part's doctors and span; answer the columns that it may touch.

        An appointment of the part is taken out wherever it stood before, so that a visit never
        shows twice between the re-reading of its old and of its new place.
        """
        start, end = _seconds(part.span.start), _seconds(part.span.end)
        moved = {appointment.id for appointment in part.appointments}
        asked = set().union(*(self._where.get(key, ()) for key in moved))
        asked.update(
            index
            for index, column in enumerate(self.columns)
            if (part.doctor_ids is None or column.doctor.id in part.doctor_ids)
            and self._spans[index][0] < end
            and start < self._spans[index][1]
        )
        touched = {index for index in asked if self._take_out(index, part, start, end, moved)}
        items: tuple[Item, ...] = (*part.free, *part.appointments)
        for item in items:
            touched.update(self._put(_entry(item)))
        for index in touched:
            self.entries[index].sort()
            self._needed[index] = None
        return touched

    def _take_out(
        self, index: int, part: Agenda, start: float, end: float, moved: set[UUID]
    ) -> bool:
        """Take out of a column what the part speaks of; answer whether there was anything."""
        doctor = self.columns[index].doctor.id
        inside = part.doctor_ids is None or doctor in part.doctor_ids
        kept: list[Entry] = []
        gone: list[Entry] = []
        for entry in self.entries[index]:
            lies_in = inside and entry.start < end and start < entry.end
            (gone if lies_in or entry.key in moved else kept).append(entry)
        for entry in gone:
            self._where[entry.key].discard(index)
        self.entries[index] = kept
        return bool(gone)

    def _put(self, entry: Entry) -> list[int]:
        found = []
        for index in self._of_doctor.get(entry.item.doctor_id, ()):
            start, end = self._spans[index]
            if entry.start < end and start < entry.end:
                self.entries[index].append(entry)
                found.append(index)
                self._where.setdefault(entry.key, set()).add(index)
        return found

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
        first, last = max(entries[0].start, begin), min(max(e.end for e in entries), close)
        # What ends at midnight ends at minute 1440 of this day, not at 0 of the next.
        walls = [self._wall(first, day), self._wall(last - 1, day) + 1 / 60]
        if self._turns(first, last):
            # Where the clock changes in between, the earliest item need not have the least time.
            walls += [self._wall(e.start, day) for e in entries if e.start > begin]
            walls += [self._wall(e.end - 1, day) + 1 / 60 for e in entries if e.end < close]
        return _Need(min(walls), max(walls), min(map(_block_minutes, entries)))

    def _wall(self, seconds: float, day: dt.date) -> float:
        local = dt.datetime.fromtimestamp(seconds, self.zone).replace(tzinfo=UTC)
        return (local - dt.datetime.combine(day, dt.time(), tzinfo=UTC)).total_seconds() / 60

    def _turns(self, first: float, last: float) -> bool:
        ends = (dt.datetime.fromtimestamp(at, self.zone).utcoffset() for at in (first, last))
        return len(set(ends)) > 1

    def lay(self, index: int, placement: Placement, scale: float, least: int) -> list[Placed]:
        """Place one column's items, ``scale`` pixels a minute, none lower than ``least`` pixels."""
        entries = self.entries[index]
        extents = [
            (round(placement.top(e.start) * scale), round(placement.bottom(e.end) * scale))
            for e in entries
        ]
        shown = [(top, max(bottom, top + least)) for top, bottom in extents]
        order = sorted(range(len(shown)), key=lambda at: shown[at][0])
        shares = lanes([shown[at] for at in order])
        placed: list[Placed | None] = [None] * len(entries)
        for at, (lane, count) in zip(order, shares, strict=True):
            placed[at] = Placed(entries[at].item, *shown[at], lane, count)
        return [each for each in placed if each is not None]


def _block_minutes(entry: Entry) -> float:
    """Answer the length of a block; a visit without blocks, as imported ones are, is one itself."""
    blocks = 1 if isinstance(entry.item, Block) else max(1, len(entry.item.block_ids))
    return (entry.end - entry.start) / 60 / blocks


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
