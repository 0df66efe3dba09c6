"""A doctor's free time as a kind of visit sees it: where it may begin, and what it would hold."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from clinic_desktop.domain import cutting
from clinic_desktop.domain.booking import Block
from clinic_desktop.domain.time import TimeSpan, merged, to_seconds
from clinic_desktop.domain.timetable import Timetable
from clinic_desktop.scheduling.needs import NOTHING, Needs


@dataclass(frozen=True, slots=True)
class Kind:
    """What a visit needs: length, buffers, how far apart it may begin, whose blocks it may use."""

    length: dt.timedelta
    before: dt.timedelta = dt.timedelta()
    after: dt.timedelta = dt.timedelta()
    grid: dt.timedelta | None = None
    purposes: tuple[str, ...] = ()
    needs: Needs = NOTHING
    no_gaps: bool = False
    own_length: bool = False
    """Whether the length is asked for, and not the type's."""

    @property
    def takes_whole_blocks(self) -> bool:
        """Whether the patient is told whole blocks.

        Else just the length: blocks are cut for it, or the rest of them is kept free around it.
        """
        return self.grid is None and (self.own_length or not (self.before or self.after))

    def can_use(self, block: Block) -> bool:
        """Tell whether a block is free for it."""
        kept = block.purpose and not (block.bookable and block.purpose in self.purposes)
        return block.appointment_id is None and not kept


class FreeTime:
    """One doctor's blocks, free and held, by start, for one kind of visit.

    A kind with its own grid begins there even inside a block, and holds no more than it needs: the
    block is cut as it is booked (``cutting.cut_for``), unless it is one of several seats.
    """

    def __init__(
        self, several: Sequence[Block], kind: Kind, table: Timetable | None,
        sites: Mapping[int, int] | None = None,
    ) -> None:  # fmt: skip
        """``table`` are the doctor's hours, from whose start the kind's grid is counted.

        ``sites`` says at which site each block is, by its id, where the clinic has several: no
        visit begins at one and ends at another.
        """
        self._kind, self._table = kind, table if kind.grid else None
        self._all = several
        self._usable = [one for one in several if kind.can_use(one)]
        by_site: dict[int | None, list[TimeSpan]] = defaultdict(list)
        for one in self._usable:
            by_site[(sites or {}).get(one.id)].append(one.span)
        self._free = [Stretches(spans) for spans in by_site.values()]
        # What nobody is ever booked for needs the doctor for nobody.
        self._held = Stretches(
            one.span
            for one in several
            if one.appointment_id is not None or (one.bookable and not kind.can_use(one))
        )
        self._seated = _overlapping(several)
        by_start = {one.start: one for one in reversed(self._usable)}
        self._in_order = [by_start[start] for start in sorted(by_start)]
        self._starts = [one.start for one in self._in_order]

    def starts(self, span: TimeSpan) -> Iterator[tuple[dt.datetime, Block]]:
        """Answer the instants of a span at which it may begin, each with the block that it is in.

        Whether there is time enough behind them is asked of ``has``.
        """
        for one in self._usable:
            if self._table is None or self._kind.grid is None:
                if span.contains(one.start):
                    yield one.start, one
                continue
            if span.contains(one.start) and self._table.is_on_grid(one.start, self._kind.grid):
                yield one.start, one
            if one.id in self._seated:
                continue
            for at in self._table.on_grid(one.span, self._kind.grid):
                if at > one.start and span.contains(at) and cutting.is_cuttable(at):
                    yield at, one

    def around(self, start: dt.datetime, end: dt.datetime) -> TimeSpan | None:
        """Answer the free stretch, at one site, in which [start, end) lies."""
        found = (one.around(TimeSpan(start, end)) for one in self._free)
        return next((one for one in found if one is not None), None)

    def is_seated(self, held: TimeSpan) -> bool:
        """Tell whether a span has any of a time's several seats."""
        if not self._seated:
            return False
        return any(one.id in self._seated for one in self._usable if one.span.overlaps(held))

    def has(self, start: dt.datetime, end: dt.datetime) -> bool:
        """Tell whether [start, end) is free, and nobody else needs the doctor in its buffers."""
        if self.around(start, end) is None:
            return False
        buffers = ((start - self._kind.before, start), (end, end + self._kind.after))
        return not any(
            low < high and self._held.touch(TimeSpan(low, high)) for low, high in buffers
        )

    def told(self, start: dt.datetime) -> TimeSpan:
        """Answer what the patient of a visit from a start on is told, free or not: as it is booked.

        A kind without a length lasts one block.
        """
        end = start + self._kind.length
        if not self._kind.takes_whole_blocks:
            return TimeSpan(start, end)
        wanted = TimeSpan(start, max(end, start + dt.timedelta.resolution))
        there: Iterable[Block] = self._all
        if self.around(wanted.start, wanted.end) is not None:
            there = self._in_order[: bisect_left(self._starts, wanted.end)][-1:]
        return TimeSpan(start, max([end, *(one.end for one in there if one.span.overlaps(wanted))]))

    def held(self, start: dt.datetime, end: dt.datetime) -> TimeSpan:
        """Answer what a visit [start, end) would hold, its buffers included as far as there are.

        Whole blocks, or what is cut of them; where it is not free just that time.
        """
        stretch = self.around(start, end)
        if stretch is None:
            return TimeSpan(start, end)
        low = max(stretch.start, start - self._kind.before)
        high = min(stretch.end, end + self._kind.after)
        first = self._in_order[bisect_right(self._starts, low) - 1]
        last = self._in_order[bisect_left(self._starts, high) - 1]
        low = max(first.start, cutting.down(low)) if self._is_cut(first) else first.start
        if high != last.end:
            high = min(last.end, cutting.up(high)) if self._is_cut(last) else max(high, last.end)
        return TimeSpan(low, high)

    def _is_cut(self, one: Block) -> bool:
        return self._table is not None and one.id not in self._seated


def _overlapping(several: Sequence[Block]) -> set[int]:
    """Answer the ids of the blocks (by start) that share time with another: seats of one time."""
    found: set[int] = set()
    longest: Block | None = None
    for one in several:
        if longest is not None and one.start < longest.end:
            found |= {one.id, longest.id}
        if longest is None or one.end > longest.end:
            longest = one
    return found


class Stretches:
    """Spans in order, those that touch made one, to be asked again and again."""

    def __init__(self, spans: Iterable[TimeSpan]) -> None:
        """Put them in order."""
        self._spans = merged(spans)
        self._starts = [to_seconds(span.start) for span in self._spans]

    def around(self, span: TimeSpan) -> TimeSpan | None:
        """Answer which of them the whole of a span lies in."""
        at = bisect_right(self._starts, to_seconds(span.start)) - 1
        return self._spans[at] if at >= 0 and span.end <= self._spans[at].end else None

    def touch(self, span: TimeSpan) -> bool:
        """Tell whether a span shares time with any of them."""
        at = bisect_right(self._starts, to_seconds(span.end) - 1) - 1
        return at >= 0 and span.start < self._spans[at].end
