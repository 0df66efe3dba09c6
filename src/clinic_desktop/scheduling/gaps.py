"""Rests that a visit would leave beside it, and whether anything could still be booked in them.

A rest is usable when it is as long as a block of the hours, or when a visit of some kind that the
doctor may have fits in: on its own grid, with its buffers where somebody is booked beside. Else it
is a gap. A type without gaps is not offered where it would leave one on either side; whoever names
such a time books it all the same.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from clinic_desktop.domain.availability import DEFAULT_BLOCK_MINUTES
from clinic_desktop.domain.booking import Block
from clinic_desktop.domain.time import LONGEST_SECONDS, TimeSpan, local_date, merged, without
from clinic_desktop.domain.timetable import Timetable
from clinic_desktop.scheduling.free_time import FreeTime, Kind

_NEAR = dt.timedelta(hours=4)
"""No buffer is longer: who is booked further away is in none."""
_SOMEBODY = UUID(int=1)
_PLAIN = Kind(dt.timedelta())


class Gaps:
    """What could be booked in the rests of one doctor's time, to be asked again and again."""

    def __init__(self, several: Sequence[Block], kinds: Iterable[Kind], table: Timetable) -> None:
        """Take a doctor's blocks, by start, and the kinds of visit that the doctor may have."""
        self._several, self._kinds, self._table = several, tuple(kinds), table
        self._starts = [one.start for one in several]
        self._known: dict[TimeSpan, bool] = {}

    def left(self, time: FreeTime, start: dt.datetime, end: dt.datetime) -> Iterator[TimeSpan]:
        """Answer the gaps that a visit [start, end) would leave, at most one on either side."""
        stretch, held = time.around(start, end), time.held(start, end)
        if stretch is None or time.is_seated(held):
            return
        for rest in without([stretch], [held]):
            if rest not in self._known:
                self._known[rest] = self._is_usable(rest, held)
            if not self._known[rest]:
                yield rest

    def _is_usable(self, rest: TimeSpan, held: TimeSpan) -> bool:
        rules = self._table.rules_on(local_date(rest.start, self._table.zone))
        minutes = min((rule.block_minutes for rule in rules), default=DEFAULT_BLOCK_MINUTES)
        there = self._near(rest)
        plain = (
            TimeSpan(max(one.start, rest.start), min(one.end, rest.end))
            for one in there
            if _PLAIN.can_use(one)
        )
        if any(one.duration >= dt.timedelta(minutes=minutes) for one in merged(plain)):
            return True
        kinds = [kind for kind in self._kinds if kind.length <= rest.duration]
        if not kinds:
            return False
        inside = [
            replace(one, start=max(one.start, rest.start), end=min(one.end, rest.end))
            for one in there
        ]
        around = self._near(TimeSpan(rest.start - _NEAR, rest.end + _NEAR))
        booked = [one for one in around if one.appointment_id is not None]
        visit = Block(0, 0, "", held.start, held.end, _SOMEBODY)
        then = sorted([*inside, *booked, visit], key=lambda one: one.start)
        return any(self._fits(kind, then, rest) for kind in kinds)

    def _near(self, span: TimeSpan) -> list[Block]:
        """Answer the blocks that share time with a span; none is longer than a day."""
        first = bisect_left(self._starts, span.start - dt.timedelta(seconds=LONGEST_SECONDS))
        last = bisect_left(self._starts, span.end)
        return [one for one in self._several[first:last] if one.end > span.start]

    def _fits(self, kind: Kind, there: Sequence[Block], rest: TimeSpan) -> bool:
        """Tell whether a visit of a kind could begin anywhere in a rest."""
        time = FreeTime(there, kind, self._table if kind.grid else None)
        return any(time.has(start, start + kind.length) for start, _ in time.starts(rest))
