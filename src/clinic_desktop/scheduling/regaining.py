"""Claiming exactly the time again that a visit held before: what undo brings back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.time import TimeSpan, merged
from clinic_desktop.scheduling import cutting, overbooking, seats
from clinic_desktop.scheduling.runs import candidates, claim, find_run, release
from clinic_desktop.scheduling.wanted import PASS_ALL, Run, Wanted, doctor_named
from clinic_desktop.storage.database import Transaction


def claim_again(
    transaction: Transaction, appointment_id: UUID, doctor_id: int, span: TimeSpan,
    *, was_over: str = "", is_over: str = "",
) -> Run:  # fmt: skip
    """Claim exactly a span for an appointment, its own blocks counting as free; release those.

    Where the blocks of that time were withdrawn or cut anew meanwhile, the stretch is cut for it.
    What it holds beside that doctor is released as well. What ``was_over`` others is laid over them
    again; what ``is_over`` them now goes. Whoever calls has the doctor locked: nobody lays or cuts
    their blocks meanwhile, or takes them away.

    Raises:
        Refusal: ``block_taken``, ``seat_withdrawn``, ``unknown_doctor``.

    """
    wanted = Wanted(
        doctor_id, doctor_named(transaction, doctor_id), span.start, span.end, covering=False,
        passes=PASS_ALL,
    )  # fmt: skip
    if was_over:
        release(transaction, appointment_id, overbooked=is_over)
        return overbooking.take(transaction, doctor_id, span, appointment_id, was_over)
    run, _ = find_run(transaction, wanted, own=appointment_id)
    rows = [] if run else candidates(transaction, wanted, appointment_id)
    others = [row for row in rows if row.appointment_id not in (None, appointment_id)]
    lane = _seat(rows, others, span)
    if lane is None:
        raise Refusal(seats.lost(transaction, wanted, span, others))
    release(transaction, appointment_id, overbooked=is_over)
    if run is None:
        run = _cut(transaction, doctor_id, span, lane, [row for row in rows if row.lane == lane])
    claim(transaction, run, appointment_id)
    return run


def _seat(rows: Sequence[Any], others: Sequence[Any], span: TimeSpan) -> int | None:
    """Answer which seat is cut for a span: the first, or where others are one that is free."""
    if not others:
        return 0
    for lane in sorted({row.lane for row in rows} - {row.lane for row in others}):
        free = merged(TimeSpan(row.starts_at, row.ends_at) for row in rows if row.lane == lane)
        if any(one.start <= span.start and span.end <= one.end for one in free):
            return int(lane)
    return None


def _cut(
    transaction: Transaction, doctor_id: int, span: TimeSpan, lane: int, in_the_way: Sequence[Any]
) -> Run:
    """Make a block that is exactly the span, where free blocks lie in the way; their rests stay."""
    _, around = cutting.make_way(transaction, [row.id for row in in_the_way], span)
    number = cutting.make(transaction, doctor_id, lane, span)
    transaction.entry.touch("block", number, doctor_id, around)
    return Run(doctor_id, (number,), span, span)
