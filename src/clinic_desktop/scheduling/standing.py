"""Whose the time is under visits that are booked over others: theirs, once it is nobody else's.

They hold a lane of their own. What lies free beneath, since those over whom they were booked have
gone or never reached so far, is offered to nobody as long as they stand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from clinic_desktop.domain.booking import Block
from clinic_desktop.domain.time import TimeSpan, to_seconds
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import MAX_SECONDS, block

_STANDS = (
    select(block.c.resource_id, block.c.starts_at, block.c.ends_at, block.c.appointment_id)
    .where(
        block.c.resource_id.in_(bindparam("doctors", expanding=True)),
        block.c.lane < 0,
        block.c.starts_at > bindparam("before"),
        block.c.starts_at < bindparam("to"),
        block.c.ends_at > bindparam("from_"),
    )
    .order_by(block.c.starts_at, block.c.id)
)


@dataclass(frozen=True, slots=True)
class Stood:
    """A stretch of a doctor's time that a visit has which is booked over others."""

    doctor_id: int
    span: TimeSpan
    appointment_id: UUID


def stands(read: Read, doctor_ids: Collection[int], span: TimeSpan) -> list[Stood]:
    """Answer the time within a span that visits booked over others have, by its start."""
    values = {
        "doctors": tuple(doctor_ids), "before": span.start - dt.timedelta(seconds=MAX_SECONDS),
        "from_": span.start, "to": span.end,
    }  # fmt: skip
    rows = read.connection.execute(_STANDS, values)
    return [Stood(doctor, TimeSpan(start, end), visit) for doctor, start, end, visit in rows]


def held_by(blocks: Sequence[Block], over: Iterable[Stood]) -> list[Block]:
    """Answer blocks as those are held, too, that lie free under a visit booked over others.

    Of several seats that are free at once each such visit has one.
    """
    found = list(blocks)
    for one in over:
        seen: set[dt.datetime] = set()
        for at, there in enumerate(found):
            is_under = there.start < one.span.end and one.span.start < there.end
            is_free = there.appointment_id is None and there.doctor_id == one.doctor_id
            if is_free and is_under and there.start not in seen:
                seen.add(there.start)
                found[at] = replace(there, appointment_id=one.appointment_id)
    return found


def rows_left(rows: list[Any], over: Iterable[Stood], starts: int, ends: int) -> list[Any]:
    """Answer rows of one doctor's free blocks without those that such visits have.

    ``starts`` and ``ends`` are the columns of their UTC seconds.
    """
    left = rows
    for one in over:
        first, last = to_seconds(one.span.start), to_seconds(one.span.end)
        seen: set[int] = set()
        kept = []
        for row in left:
            if row[starts] < last and first < row[ends] and row[starts] not in seen:
                seen.add(row[starts])
            else:
                kept.append(row)
        left = kept
    return left
