"""Several free blocks taken as one: the run from a block to another, without a gap. Knows no Qt."""

from __future__ import annotations

from collections.abc import Iterable

from clinic_desktop.domain.booking import Block
from clinic_desktop.ui.agenda.contents import Item, Key


def stretch(items: Iterable[Item], begin: Key, end: Key) -> tuple[Block, ...]:
    """Answer the free blocks from one to another, in order of time, whichever is the earlier.

    Where a visit or a break lies between, the run stops before it: it always holds ``begin``, and
    is empty only where one of the two is no free block of these items.
    """
    blocks = sorted((i for i in items if isinstance(i, Block)), key=lambda block: block.start)
    first = next((block for block in blocks if block.id == begin), None)
    last = next((block for block in blocks if block.id == end), None)
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
