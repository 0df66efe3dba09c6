"""Cutting free blocks: what a visit holds becomes a block of its own, and the rests stay free.

A piece that is held is no rule's, so that its day is laid anew when it is given back; a rest is of
the rule that laid the whole. Laying makes the same rests of the rules and of who is booked
(``laying.differences``), so they stay as long as the visit does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select

from clinic_desktop.domain import cutting
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.time import TimeSpan, without
from clinic_desktop.scheduling import laying
from clinic_desktop.scheduling.wanted import Run, Wanted
from clinic_desktop.storage.database import Transaction
from clinic_desktop.storage.tables import block

_THESE = (block.c.id.in_(bindparam("ids", expanding=True)), block.c.appointment_id.is_(None))
_FREE = (
    select(
        block.c.id, block.c.resource_id, block.c.availability_id, block.c.purpose, block.c.lane,
        block.c.starts_at, block.c.ends_at,
    )
    .where(*_THESE)
    .order_by(block.c.id)
)  # fmt: skip
_GO = delete(block).where(*_THESE)
_ADD = insert(block)
_MADE = _ADD.returning(block.c.id)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a block as if it were cut already, else as a row of ``runs.candidates``."""

    id: int
    lane: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    appointment_id: UUID | None
    purpose: str
    site_id: int
    whole: TimeSpan


def cut_for(
    transaction: Transaction, wanted: Wanted, rows: Sequence[Any], own: UUID | None
) -> Sequence[Any]:
    """Answer blocks as they would be if they were cut for a wish whose type has its own grid.

    What somebody else than ``own`` holds is never cut, nor are times of several seats. Nothing is
    written.
    """
    if wanted.grid is None or wanted.end is None:
        return rows
    at = {*cutting.points(wanted.start, wanted.end, wanted.before, wanted.after)}
    at -= {wanted.start}
    if _may_begin(transaction, wanted, rows):
        at |= {wanted.start}
    found: list[Any] = []
    for row in rows:
        whole = TimeSpan(row.starts_at, row.ends_at)
        several = [
            _Piece(
                row.id, row.lane, one.start, one.end, row.appointment_id, row.purpose, row.site_id,
                whole,
            )
            for one in cutting.pieces(whole, at)
        ]  # fmt: skip
        beside = (other for other in rows if other is not row)
        is_alone = not any(
            one.starts_at < whole.end and whole.start < one.ends_at for one in beside
        )
        found += several if is_alone and row.appointment_id in (None, own) else [row]
    return found


def _may_begin(transaction: Transaction, wanted: Wanted, rows: Sequence[Any]) -> bool:
    """Tell whether a wish may begin inside a block: only on its type's grid."""
    begins = any(row.starts_at == wanted.start for row in rows)
    if begins or wanted.grid is None or not cutting.is_cuttable(wanted.start):
        return begins
    span = TimeSpan(wanted.start, wanted.start + wanted.grid)
    table = laying.timetable_at(transaction, wanted.doctor_id, span)
    return table.is_on_grid(wanted.start, wanted.grid)


def run_of(doctor_id: int, chain: Sequence[Any], told: TimeSpan) -> Run:
    """Make a run of blocks, one behind the other; several pieces of one block are that block."""
    wholes = {
        row.id: row.whole if isinstance(row, _Piece) else TimeSpan(row.starts_at, row.ends_at)
        for row in chain
    }
    span = TimeSpan(chain[0].starts_at, chain[-1].ends_at)
    several = tuple(wholes.values())
    is_fit = (several[0].start, several[-1].end) == (span.start, span.end)
    uncut = () if is_fit else several
    rest = tuple(one.start for one in several[1:])
    return Run(doctor_id, tuple(wholes), span, told, uncut, chain[0].site_id, rest)


def cut(transaction: Transaction, run: Run) -> Run:
    """Cut the blocks of a run where they reach beyond what is to be held; answer it as it is then.

    Raises:
        Refusal: ``block_taken``, somebody was faster.

    """
    if not run.wholes:
        return run
    ids = tuple(
        fit(transaction, number, whole, run.span)
        for number, whole in zip(run.block_ids, run.wholes, strict=True)
    )
    return replace(run, block_ids=ids, wholes=())


def make_way(
    transaction: Transaction, ids: Collection[int], span: TimeSpan
) -> tuple[Sequence[Any], TimeSpan]:
    """Let what of some free blocks lies in a span go; the rests stay free.

    Answers the rows that went, and the span that they and the given one cover.

    Raises:
        Refusal: ``block_taken``, somebody was faster.

    """
    if not ids:
        return (), span
    rows = transaction.connection.execute(_FREE, {"ids": list(ids)}).all()
    gone = transaction.connection.execute(_GO, {"ids": list(ids)}).rowcount
    if not gone == len(rows) == len(ids):
        message = "Someone else took this time a moment ago. Choose another block."
        raise Refusal(Reason("block_taken", message))
    rests = [
        {
            "resource_id": row.resource_id,
            "availability_id": row.availability_id,
            "purpose": row.purpose,
            "lane": row.lane,
            "starts_at": rest.start,
            "ends_at": rest.end,
        }
        for row in rows
        for rest in without([TimeSpan(row.starts_at, row.ends_at)], [span])
    ]
    if rests:
        transaction.connection.execute(_ADD, rests)
    starts = [span.start, *(row.starts_at for row in rows)]
    ends = [span.end, *(row.ends_at for row in rows)]
    return rows, TimeSpan(min(starts), max(ends))


def make(
    transaction: Transaction, resource_id: int, lane: int, span: TimeSpan, purpose: str = ""
) -> int:
    """Make a block that no rule asks for, and answer its id."""
    values = {"resource_id": resource_id, "lane": lane, "purpose": purpose}
    times = {"starts_at": span.start, "ends_at": span.end}
    return int(transaction.connection.execute(_MADE, values | times).scalar_one())


def fit(transaction: Transaction, number: int, whole: TimeSpan, span: TimeSpan) -> int:
    """Answer a free block, or what is cut of it where it reaches beyond a span.

    Raises:
        Refusal: ``block_taken``, somebody was faster.

    """
    inside = TimeSpan(max(whole.start, span.start), min(whole.end, span.end))
    if inside == whole:
        return number
    (row,), _ = make_way(transaction, [number], inside)
    made = make(transaction, row.resource_id, row.lane, inside, row.purpose)
    transaction.entry.touch("block", made, row.resource_id, whole)
    return made
