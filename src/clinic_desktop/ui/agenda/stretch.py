"""Several items of a column taken as one: all the time from one to another. Knows no Qt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from clinic_desktop.domain.booking import Block
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.ui.agenda.contents import Item, Key


class Stretch(NamedTuple):
    """The time from the item ``anchor`` to another, whatever lies there.

    ``run`` holds the free blocks in a row from the anchor on, up to the first gap.
    """

    anchor: Key
    run: tuple[Block, ...]
    span: TimeSpan

    @property
    def is_free(self) -> bool:
        """Whether all of it can be booked as one visit."""
        run, span = self.run, self.span
        return bool(run) and run[0].start == span.start and run[-1].end == span.end


def stretched(items: Iterable[Item], begin: Key, end: Key) -> Stretch | None:
    """Answer the stretch from one item to another; None where one of them is not there."""
    shown = list(items)
    first = next((item for item in shown if item.id == begin), None)
    last = next((item for item in shown if item.id == end), None)
    if first is None or last is None:
        return None
    span = TimeSpan(min(first.start, last.start), max(first.end, last.end))
    return Stretch(begin, stretch(shown, begin, end), span)


def stretch(items: Iterable[Item], begin: Key, end: Key) -> tuple[Block, ...]:
    """Answer the free blocks from one to another item, in order of time, whichever is the earlier.

    Where a visit or a break lies between, the run stops before it: it always holds ``begin``, and
    is empty only where that is no free block of these items, or ``end`` is none of them.
    """
    shown = list(items)
    blocks = sorted((i for i in shown if isinstance(i, Block)), key=lambda block: block.start)
    first = next((block for block in blocks if block.id == begin), None)
    last = next((item for item in shown if item.id == end), None)
    if first is None or last is None:
        return ()
    run = [first]
    if last.start >= first.start:
        for block in blocks:
            if block.start == run[-1].end and block.end <= last.end:
                run.append(block)
        return tuple(run)
    for block in reversed(blocks):
        if block.end == run[0].start and block.start >= last.start:
            run.insert(0, block)
    return tuple(run)
