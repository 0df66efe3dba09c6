"""Where the items of a calendar's column are laid, and what of them differs. Knows no Qt."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from clinic_desktop.domain.booking import Appointment, Block
from clinic_desktop.ui.agenda.contents import CANCELLED, Entry, Item, Splice
from clinic_desktop.ui.agenda.geometry import Placement, Range, clusters, joined, lanes

_TOP = attrgetter("top")
_PARTS, _THERE = 5, 3
"""Of a column's width, where cancelled visits stand beside what is there; how much that has."""


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


def laid(entries: list[Entry], placement: Placement, scale: float, least: int) -> list[Placed]:
    """Place a column's entries in their order, which is also that of their tops.

    ``scale`` is pixels a minute; none is lower than ``least`` pixels.
    """
    extents = _extents(entries, placement, scale, least)
    if len(entries) == 1:
        return [Placed(entries[0].item, *extents[0])]
    shares = lanes(extents)
    spans = [1] * len(entries)
    if any(entry.kind == CANCELLED for entry in entries):
        _set_aside(entries, extents, shares, spans)
    return [
        Placed(entry.item, top, bottom, lane, count, span)
        for entry, (top, bottom), (lane, count), span in zip(
            entries, extents, shares, spans, strict=True
        )
    ]


def _extents(
    entries: list[Entry], placement: Placement, scale: float, least: int
) -> list[tuple[int, int]]:
    """Answer the pixels [top, bottom) of entries."""
    found = []
    if len(placement.stretches) == 1:
        # Nearly all days are one stretch: its pixels are reckoned here, for hundreds of entries.
        begin, end, at = (getattr(placement.stretches[0], name) for name in ("start", "end", "at"))
        for entry in entries:
            first, last = entry.start, entry.end
            if first < begin or end < last:
                first, last = max(begin, min(first, end)), max(begin, min(last, end))
            # Just as a placement reckons: half a pixel is rounded as that of lines and bands.
            top = round((at + (first - begin) / 60) * scale)
            found.append((top, max(round((at + (last - begin) / 60) * scale), top + least)))
        return found
    for entry in entries:
        top = round(placement.top(entry.start) * scale)
        found.append((top, max(round(placement.bottom(entry.end) * scale), top + least)))
    return found


def lay_splice(
    entries: list[Entry],
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
        fresh = laid(entries[first : last + more], placement, scale, least)
        if fresh and first > 0 and placed[first - 1].bottom > fresh[0].top:
            first -= 1
        elif fresh and last < len(placed) and placed[last].top < max(p.bottom for p in fresh):
            last += 1
        else:
            return slice(first, last), fresh


def _set_aside(
    entries: list[Entry],
    extents: list[tuple[int, int]],
    shares: list[tuple[int, int]],
    spans: list[int],
) -> None:
    """Lay cancelled visits in 2 of 5 parts behind what is there: that is what one books by."""
    for cluster in clusters(extents):
        gone = [at for at in cluster if entries[at].kind == CANCELLED]
        there = [at for at in cluster if entries[at].kind != CANCELLED]
        if not (gone and there):
            continue
        parts = ((there, 0, _THERE), (gone, _THERE, _PARTS - _THERE))
        laid = [lanes([extents[at] for at in group]) for group, _, _ in parts]
        counts = [max(count for _, count in group) for group in laid]
        whole = _PARTS * counts[0] * counts[1]
        unit = whole // _PARTS
        for (group, begin, share), found in zip(parts, laid, strict=True):
            for at, (lane, count) in zip(group, found, strict=True):
                wide = share * unit // count
                shares[at], spans[at] = (begin * unit + lane * wide, whole), wide


class Hole(NamedTuple):
    """Pixels [top, bottom) of a lane beside a visit that holds that time, where nothing stands."""

    owner: Placed
    top: int
    bottom: int
    lane: int


def holes_in(placed: Iterable[Placed], top: int, bottom: int) -> list[Hole]:
    """Answer what is empty between the pixels [top, bottom) beside cards that share a width.

    Each hole belongs to the visit at its left that goes on there, else to the one at its right.
    """
    shared = [each for each in placed if each.lanes > 1 and each.top < bottom and top < each.bottom]
    edges = {max(top, each.top) for each in shared} | {min(bottom, each.bottom) for each in shared}
    found: list[Hole] = []
    for low, high in pairwise(sorted(edges)):
        there = [each for each in shared if each.top < high and low < each.bottom]
        if not there:
            continue
        taken = {lane: each for each in there for lane in range(each.lane, each.lane + each.span)}
        for lane in range(there[0].lanes):
            if lane in taken:
                continue
            left = next((taken[at] for at in range(lane - 1, -1, -1) if at in taken), None)
            right = next((taken[at] for at in range(lane + 1, there[0].lanes) if at in taken), None)
            owner = next((one for one in (left, right) if one is not None and _may_grow(one)), None)
            if owner is not None:
                found.append(Hole(owner, low, high, lane))
    return found


def _may_grow(placed: Placed) -> bool:
    """Tell whether a card shows a visit that holds its time: what is empty beside it is its own."""
    return isinstance(placed.item, Appointment) and placed.item.holds


def ground_of(placed: Iterable[Placed]) -> list[Range]:
    """Answer the pixels [top, bottom) of a column's working time: free, or held by a visit."""
    worked: list[Range] = [
        (each.top, each.bottom)
        for each in placed
        if isinstance(each.item, Block) or each.item.holds
    ]
    return joined(worked) if len(worked) > 1 else worked


def differences(old: list[Placed], new: list[Placed]) -> list[Placed]:
    """Answer all that stands in only one of two layings of a column."""
    # No two begin at one height in one lane.
    after = {(each.top, each.lane): each for each in new}
    gone = []
    for each in old:
        key = each.top, each.lane
        if after.get(key) == each:
            del after[key]
        else:
            gone.append(each)
    return [*gone, *after.values()]


def near(placed: list[Placed], top: int, bottom: int) -> list[Placed]:
    """Answer what of a column reaches into the pixels [top, bottom], or touches them."""
    last = bisect_right(placed, bottom, key=_TOP)
    first = min(bisect_left(placed, top, key=_TOP), last)
    # Only what shares its width may reach below what follows it; what has it all ends there.
    while first > 0 and (placed[first - 1].lanes > 1 or placed[first - 1].bottom >= top):
        first -= 1
    return [each for each in placed[first:last] if each.bottom >= top]
