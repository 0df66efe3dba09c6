"""Where free blocks may be cut, for a visit whose type begins on its own grid: at whole 5 minutes.

Times that have several seats are never cut: who comes to a group comes for all of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from clinic_desktop.domain.time import TimeSpan, from_seconds, to_seconds

STEP_SECONDS = 300
"""Blocks are cut at whole multiples of it alone, so that no rest is shorter."""


def is_cuttable(at: dt.datetime) -> bool:
    """Tell whether a block may be cut at an instant."""
    return to_seconds(at) % STEP_SECONDS == 0


def points(
    start: dt.datetime, end: dt.datetime, before: dt.timedelta, after: dt.timedelta
) -> tuple[dt.datetime, ...]:
    """Answer where blocks are cut behind a visit [start, end) and around its buffers.

    What is held is never shorter than what is needed. The start is no such point: it may be one
    only where the type may begin.
    """
    return down(start - before), up(end), up(end + after)


def pieces(span: TimeSpan, at: Iterable[dt.datetime]) -> Iterator[TimeSpan]:
    """Answer a span in pieces, cut at those of some instants that lie in it."""
    start = span.start
    for point in sorted({one for one in at if span.start < one < span.end}):
        yield TimeSpan(start, point)
        start = point
    yield TimeSpan(start, span.end)


def down(at: dt.datetime) -> dt.datetime:
    """Answer the last instant up to one at which a block may be cut."""
    seconds = to_seconds(at)
    return from_seconds(seconds - seconds % STEP_SECONDS)


def up(at: dt.datetime) -> dt.datetime:
    """Answer the first such instant from one on."""
    seconds = to_seconds(at)
    return from_seconds(seconds + -seconds % STEP_SECONDS)
