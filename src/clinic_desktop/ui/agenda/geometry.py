"""Where an instant lies on a calendar: the time axis, the columns, and lanes for what overlaps.

Nothing here knows Qt. The axis counts *axis minutes* from its top. It is the union of the wall
times of all days that it serves: shown alone, a 25-hour day has 25 hours and a 23-hour day 23,
placed by elapsed time. Beside other days an hour that one day skips stays empty in that day, and
an hour that one day has twice stands twice, its second pass empty in the others.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from clinic_desktop.domain.forms import present
from clinic_desktop.domain.time import UTC, changes_of_clock, day_span
from clinic_desktop.domain.values import dataclass

if TYPE_CHECKING:
    import zoneinfo

HOUR = 60
DAY = 24 * HOUR
_MINUTE = dt.timedelta(minutes=1)

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a day's time without a change of clock.

    ``start`` and ``end`` are UTC seconds since 1970; ``wall`` is its start in minutes from local
    midnight; ``again`` marks the second pass of a doubled hour.
    """

    start: float
    end: float
    wall: float
    again: bool
    zone_name: str

    @property
    def wall_range(self) -> Range:
        """The wall minutes [start, end) that it covers."""
        return self.wall, self.wall + (self.end - self.start) / 60


def runs_of(day: dt.date, zone: zoneinfo.ZoneInfo) -> list[Run]:
    """Answer a local day's runs, in order; most days have one."""
    span = day_span(day, zone)
    midnight = dt.datetime.combine(day, dt.time(), tzinfo=UTC)
    changes = (
        at for year in (span.start.year, span.end.year) for at in changes_of_clock(zone, year)
    )
    edges = sorted({span.start, *(at for at in changes if span.contains(at)), span.end})
    found: list[Run] = []
    reached = -math.inf
    for start, end in pairwise(edges):
        local = start.astimezone(zone)
        wall = (local.replace(tzinfo=UTC) - midnight) / _MINUTE
        name = local.tzname() or ""
        begin, close = start.timestamp(), end.timestamp()
        if wall < reached:
            turn = min(close, begin + (reached - wall) * 60)
            found.append(Run(begin, turn, wall, again=True, zone_name=name))
            wall, begin = wall + (turn - begin) / 60, turn
        if begin < close:
            found.append(Run(begin, close, wall, again=False, zone_name=name))
        reached = max(reached, found[-1].wall_range[1])
    return found


@dataclass(frozen=True, slots=True)
class Piece:
    """Wall minutes [start, end) on the axis, its top at axis minute ``at``."""

    start: float
    end: float
    at: float
    again: bool


class Wall(NamedTuple):
    """A wall time in minutes from midnight; ``again`` where it is that of a second turn."""

    minute: float
    again: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the calendar at an axis minute; ``minute`` is its wall time.

    ``note`` is the zone's abbreviation, given where the same wall time stands twice.
    """

    at: float
    minute: int
    note: str = ""

    @property
    def label(self) -> str:
        """The wall time, ``08:00`` or ``8 AM``."""
        return present().mark(self.minute)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of one day's time, UTC seconds [start, end), its top at axis minute ``at``."""

    start: float
    end: float
    at: float


@dataclass(frozen=True, slots=True)
class Placement:
    """How one day's instants fall onto an axis; ``start`` and ``end`` are the day's UTC seconds."""

    start: float
    end: float
    stretches: tuple[Stretch, ...]

    def top(self, seconds: float) -> float:
        """Answer the axis minute at which what begins then (UTC seconds) is drawn.

        Held to what is shown: what begins in a gap falls to the start of what follows.
        """
        at = 0.0
        for stretch in self.stretches:
            if seconds < stretch.end:
                return stretch.at + max(0.0, seconds - stretch.start) / 60
            at = stretch.at + (stretch.end - stretch.start) / 60
        return at

    def bottom(self, seconds: float) -> float:
        """Answer the axis minute at which what ends then is drawn; in a gap, the gap's top."""
        at = self.stretches[0].at if self.stretches else 0.0
        for stretch in self.stretches:
            if seconds <= stretch.start:
                break
            at = stretch.at + (min(seconds, stretch.end) - stretch.start) / 60
        return at

    def seconds_at(self, position: float) -> float | None:
        """Answer the instant (UTC seconds) at an axis minute, None where the day has none."""
        for stretch in self.stretches:
            offset = (position - stretch.at) * 60
            if 0 <= offset < stretch.end - stretch.start:
                return stretch.start + offset
        return None


class Axis:
    """The time axis of some local days between two wall times (minutes from midnight)."""

    def __init__(
        self, days: Iterable[dt.date], zone: zoneinfo.ZoneInfo, first: int = 0, last: int = DAY
    ) -> None:
        """Lay the pieces of all the days' wall times."""
        self._runs = {day: runs_of(day, zone) for day in dict.fromkeys(days)}
        self.first, self.last = first, last
        self.pieces = tuple(self._lay())
        self.length = sum(piece.end - piece.start for piece in self.pieces)

    def _lay(self) -> Iterator[Piece]:
        runs = [run for runs in self._runs.values() for run in runs]
        plain = joined(run.wall_range for run in runs if not run.again) or [(0.0, float(DAY))]
        doubled = joined(run.wall_range for run in runs if run.again)
        at = 0.0
        for start, end, again in _interleaved(plain, doubled):
            start, end = max(start, self.first), min(end, self.last)  # noqa: PLW2901 - clipped
            if start < end:
                yield Piece(start, end, at, again)
                at += end - start

    def wall(self, at: float) -> Wall:
        """Answer the wall time at an axis minute; above or below the axis it goes on."""
        piece = next((p for p in reversed(self.pieces) if p.at <= at), self.pieces[0])
        return Wall(piece.start + at - piece.at, again=piece.again)

    def at(self, wall: Wall) -> float:
        """Answer the axis minute of a wall time; where the axis has it not, of what is nearest."""
        mine = [p for p in self.pieces if p.again == wall.again] or self.pieces
        piece = next((p for p in reversed(mine) if p.start <= wall.minute), mine[0])
        return piece.at + wall.minute - piece.start

    def placement(self, day: dt.date) -> Placement:
        """Answer how the day's instants fall onto this axis."""
        runs = self._runs[day]
        found = []
        for run in runs:
            low, high = run.wall_range
            for piece in self.pieces:
                start, end = max(low, piece.start), min(high, piece.end)
                if piece.again == run.again and start < end:
                    since = run.start + (start - low) * 60
                    top = piece.at + start - piece.start
                    found.append(Stretch(since, since + (end - start) * 60, top))
        found.sort(key=lambda stretch: stretch.start)
        return Placement(
            min((run.start for run in runs), default=0.0),
            max((run.end for run in runs), default=0.0),
            tuple(found),
        )

    def ticks(self, every: int) -> Iterator[Tick]:
        """Answer a tick every so many wall minutes, from the top down."""
        runs = [run for runs in self._runs.values() for run in runs]
        doubled = [run for run in runs if run.again]
        for piece in self.pieces:
            for minute in range(
                math.ceil(piece.start / every) * every, math.ceil(piece.end), every
            ):
                twice = [run for run in doubled if run.wall_range[0] <= minute < run.wall_range[1]]
                note = ""
                if twice:
                    passes = [run for run in runs if run.again == piece.again]
                    inside = (r for r in passes if r.wall_range[0] <= minute < r.wall_range[1])
                    named = [run for run in inside if run.zone_name != twice[0].zone_name]
                    note = twice[0].zone_name if piece.again or not named else named[0].zone_name
                yield Tick(piece.at + minute - piece.start, minute, note)


def _interleaved(
    plain: Sequence[Range], doubled: Sequence[Range]
) -> Iterator[tuple[float, float, bool]]:
    """Put the second pass of each doubled range right behind the end of its first pass."""
    for low, high in plain:
        start = low
        for again in doubled:
            if start < again[1] <= high:
                yield start, again[1], False
                yield *again, True
                start = again[1]
        if start < high:
            yield start, high, False


def joined(ranges: Iterable[Range]) -> list[Range]:
    """Answer the ranges in order, those that touch or overlap made one."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def differing(old: Sequence[Range], new: Sequence[Range]) -> list[Range]:
    """Answer the stretches that only one of two lists of joined ranges covers."""
    edges = sorted({edge for pair in (*old, *new) for edge in pair})
    return joined(
        (low, high) for low, high in pairwise(edges) if _covers(old, low) != _covers(new, low)
    )


def _covers(ranges: Sequence[Range], point: float) -> bool:
    return any(start <= point < end for start, end in ranges)


def whole_hours(first: float, last: float) -> tuple[int, int]:
    """Widen wall minutes [first, last) to whole hours of the day."""
    low = max(0, math.floor(first / HOUR) * HOUR)
    return low, min(DAY, max(math.ceil(last / HOUR) * HOUR, low + HOUR))


def column_edges(count: int, width: int, least: int) -> tuple[int, ...]:
    """Answer the ``count + 1`` edges (pixels) of columns that share the width, none under least."""
    if not count:
        return (0,)
    room = max(width, count * least)
    return tuple(round(index * room / count) for index in range(count + 1))


def column_at(edges: Sequence[int], x: float) -> int | None:
    """Answer the index of the column at a pixel, None beside them all."""
    index = bisect_right(edges, x) - 1
    return index if 0 <= index < len(edges) - 1 else None


def clusters(extents: Sequence[tuple[int, int]]) -> Iterator[range]:
    """Answer the runs of extents [top, bottom), sorted by top, that overlap or hang together."""
    first, reach = 0, -math.inf
    for index, (top, bottom) in enumerate(extents):
        if top >= reach:
            if index:
                yield range(first, index)
            first = index
        reach = max(reach, bottom) if index > first else bottom
    if extents:
        yield range(first, len(extents))


def lanes(extents: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Answer (lane, lanes) for extents [top, bottom) sorted by top: what overlaps shares the width.

    Things that overlap, directly or through others, form a cluster and get equal lanes.
    """
    found: list[tuple[int, int]] = [(0, 1)] * len(extents)
    ends: list[int] = []
    first = reach = 0
    for index, (top, bottom) in enumerate(extents):
        if not ends or top >= reach:
            _close(found, first, index, len(ends))
            ends, first, reach = [bottom], index, bottom
            continue
        lane = next((lane for lane, end in enumerate(ends) if end <= top), len(ends))
        ends[lane : lane + 1] = [bottom]
        reach = max(reach, bottom)
        found[index] = (lane, 1)
    _close(found, first, len(extents), len(ends))
    return found


def _close(found: list[tuple[int, int]], first: int, last: int, count: int) -> None:
    if count > 1:
        found[first:last] = [(lane, count) for lane, _ in found[first:last]]
