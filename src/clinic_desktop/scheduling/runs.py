"""Runs of consecutive blocks: finding a free one, claiming it, freeing it again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select, update

from clinic_desktop.domain.people import BOOKABLE
from clinic_desktop.domain.purposes import Purpose
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.time import TimeSpan, day_span, local_date
from clinic_desktop.scheduling import cutting, laying, overbooking
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.scheduling.reserved import Reservations
from clinic_desktop.scheduling.wanted import (
    Run,
    Wanted,
    buffer_taken,
    clashing,
    doctor_named,
    guessed_end,
    kept_from,
    no_block_at,
    off_grid,
    vanished,
)
from clinic_desktop.scheduling.whereabouts import SITE_OF_BLOCK
from clinic_desktop.storage.database import Transaction
from clinic_desktop.storage.prepared import Prepared
from clinic_desktop.storage.tables import MAX_SECONDS, block, resource
from clinic_desktop.storage.tables import availability as rule

_DAY = dt.timedelta(days=1)
_BLOCK_BY_ID = (
    select(
        block.c.resource_id, block.c.lane, block.c.starts_at, block.c.ends_at,
        block.c.appointment_id, resource.c.name.label("doctor"), resource.c.kind,
        resource.c.archived_at, block.c.purpose, SITE_OF_BLOCK,
    )
    .join(resource, resource.c.id == block.c.resource_id)
    .where(block.c.id == bindparam("id"))
)  # fmt: skip
_BLOCK_FOUND = Prepared(_BLOCK_BY_ID)
_BLOCK_LOCKED = Prepared(_BLOCK_BY_ID.with_for_update(of=block))
_CANDIDATE_COLUMNS = (
    block.c.id, block.c.lane, block.c.starts_at, block.c.ends_at, block.c.appointment_id,
    block.c.purpose, SITE_OF_BLOCK,
)  # fmt: skip
_IS_CANDIDATE = and_(
    block.c.resource_id == bindparam("doctor"),
    block.c.lane >= 0,
    block.c.starts_at > bindparam("before"),
    block.c.starts_at < bindparam("to"),
    block.c.ends_at > bindparam("from_"),
)
# Whoever locks rows locks them in the order of their ids, so that no two wait for each other.
_CANDIDATES: Select[Any] = (
    select(*_CANDIDATE_COLUMNS).where(_IS_CANDIDATE).order_by(block.c.id).with_for_update()
)
_OWN = select(block.c.id).where(block.c.appointment_id == bindparam("own"))
_CANDIDATES_AND = (
    select(*_CANDIDATE_COLUMNS, _IS_CANDIDATE.label("is_candidate"))
    .where(_IS_CANDIDATE | block.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(block.c.id)
    .with_for_update()
)
_OF_RULES = (
    select(func.count())
    .select_from(block)
    .join(
        rule,
        (rule.c.id == block.c.availability_id)
        & rule.c.archived_at.is_(None)
        & (rule.c.valid_from <= bindparam("day"))
        & (rule.c.valid_until.is_(None) | (rule.c.valid_until >= bindparam("day"))),
    )
    .where(block.c.id.in_(bindparam("ids", expanding=True)))
)


def _claim(*which: ColumnElement[bool]) -> Any:  # noqa: ANN401 - an update to add values to
    """Compare and set: claim only what is free and still begins where it was seen."""
    return update(block).where(block.c.appointment_id.is_(None), *which)


_CLAIM_HEAD = Prepared(
    _claim(block.c.id == bindparam("head"), block.c.starts_at == bindparam("head_starts")).values(
        appointment_id=bindparam("holder"), until=bindparam("held_until")
    )
)
_CLAIM_REST = _claim(
    block.c.id.in_(bindparam("rest", expanding=True)),
    block.c.starts_at > bindparam("head_starts"),
).values(
    appointment_id=bindparam("holder"),
    joins_at=block.c.starts_at,
    until=bindparam("held_until"),
)
_RELEASE = (
    update(block)
    .where(block.c.appointment_id == bindparam("holder"))
    .values(appointment_id=None, joins_at=None, until=None)
)


def place(
    transaction: Transaction,
    block_id: int | None,
    doctor_id: int | None,
    start: dt.datetime | None,
    *,
    lock: bool = False,
) -> Wanted:
    """Find the doctor and the start that a block id, or a doctor and a start, name.

    With a block id a start is meant that lies inside that block. ``lock`` locks the block, for a
    wish that wants this one alone: a longer run is locked together.
    """
    if block_id is not None:
        statement = _BLOCK_LOCKED if lock else _BLOCK_FOUND
        row = statement.row(transaction.connection, {"id": block_id})
        if row is None:
            raise Refusal(vanished(transaction, block_id, doctor_id, start))
        if row.kind not in BOOKABLE or row.archived_at is not None:
            raise Refusal(laying.no_doctor(transaction, row.resource_id))
        found = None
        if start is not None and row.starts_at < start < row.ends_at:
            return Wanted(row.resource_id, row.doctor, start, None)
        if lock and row.lane >= 0 and row.appointment_id is None and not row.purpose:
            span = TimeSpan(row.starts_at, row.ends_at)
            found = Run(row.resource_id, (block_id,), span, span, site_id=row.site_id)
        return Wanted(row.resource_id, row.doctor, row.starts_at, None, found=found)
    if doctor_id is None or start is None:
        message = "Name a block, or a doctor and a start."
        raise Misuse("usage", message)
    return Wanted(doctor_id, doctor_named(transaction, doctor_id), start, None)


def find_run(
    transaction: Transaction, wanted: Wanted, own: UUID | None = None
) -> tuple[Run | None, list[Reason]]:
    """Find and lock the run of free blocks that a wish names; blocks of ``own`` count as free.

    Answers the run, or the reasons why there is none.
    """
    if wanted.found is not None:
        return wanted.found, []
    rows = candidates(transaction, wanted, own)
    cut = cutting.cut_for(transaction, wanted, rows, own)
    chain = _chain(cut, wanted, own)
    if _ends_early(chain, wanted) and transaction.dialect == "postgresql":
        # A statement that waited for someone who laid or cut blocks does not see the new ones.
        rows = candidates(transaction, wanted, own)
        cut = cutting.cut_for(transaction, wanted, rows, own)
        chain = _chain(cut, wanted, own)
    reasons = []
    clashes = [row for row in chain if row.appointment_id not in (None, own)]
    if clashes:
        reasons.append(clashing(transaction, wanted, clashes[0], cut))
    at = chain[-1].ends_at if chain else wanted.start
    if _ends_early(chain, wanted):
        reasons.append(no_block_at(transaction, wanted, rows, at))
    elif wanted.end is not None and at > wanted.end and not wanted.covering:
        reasons.append(off_grid(transaction, wanted, rows, wanted.end))
    told = TimeSpan(wanted.start, at) if not reasons else None
    kept = Reservations(transaction, wanted.purposes)
    if (wanted.buffered or wanted.grid) and wanted.end is not None and told is not None:
        told = TimeSpan(wanted.start, wanted.end)
        chain, holder = _with_buffers(_bookable(cut, chain, kept), wanted, chain, own)
        if holder is not None:
            reasons.append(buffer_taken(transaction, wanted, holder))
    reasons += barred(transaction, wanted, chain, kept)
    if reasons or told is None:
        return None, reasons
    return cutting.run_of(wanted.doctor_id, chain, told), []


def still_against(transaction: Transaction, wanted: Wanted, reasons: list[Reason]) -> list[Reason]:
    """Answer what speaks against a wish over others: what is kept for a purpose stays kept."""
    if not overbooking.passes(transaction, wanted, reasons):
        return reasons
    end = guessed_end(wanted)
    over = [
        row
        for row in candidates(transaction, wanted, None)
        if row.starts_at < end and wanted.start < row.ends_at
    ]
    over.sort(key=lambda row: row.starts_at)
    return barred(transaction, wanted, over, Reservations(transaction, wanted.purposes))


def _bookable(rows: Sequence[Any], chain: list[Any], kept: Reservations) -> list[Any]:
    """Leave out what nobody is ever booked for: a buffer ends there as where the hours end."""
    bars = [kept.bars(row.purpose, row.starts_at) for row in rows]
    return [
        row for row, keeper in zip(rows, bars, strict=True)
        if keeper is None or keeper.bookable or row in chain
    ]  # fmt: skip


def barred(
    transaction: Transaction, wanted: Wanted, chain: Sequence[Any], kept: Reservations
) -> list[Reason]:
    """Say what of a chain is kept for a purpose that the visit does not have, once for each."""
    spans: dict[Purpose, TimeSpan] = {}
    for row in chain:
        keeper = None
        if row.appointment_id is None:
            keeper = kept.bars(row.purpose, row.starts_at)
        if keeper is not None:
            start = spans[keeper].start if keeper in spans else row.starts_at
            spans[keeper] = TimeSpan(start, row.ends_at)
    reasons = [kept_from(transaction, wanted, span, keeper) for keeper, span in spans.items()]
    return [reason for reason in reasons if reason.code not in wanted.passes]


def _with_buffers(
    rows: Sequence[Any], wanted: Wanted, chain: list[Any], own: UUID | None
) -> tuple[list[Any], UUID | None]:
    """Add the free blocks of the buffers to a chain, as far as there are hours.

    Answers also who holds time in a buffer, if anybody does.
    """
    end = wanted.end or chain[-1].ends_at
    low, high = wanted.start - wanted.before, end + wanted.after
    others = [row for row in rows if row.appointment_id not in (None, own)]
    for row in others:
        # Who has another seat of the same time is no one else's buffer.
        before = row.starts_at < wanted.start and low < row.ends_at
        if before or (row.starts_at < high and end < row.ends_at):
            return chain, row.appointment_id
    free = [row for row in rows if row not in others and row.site_id == chain[0].site_id]
    ending = {row.ends_at: row for row in free}
    beginning = {row.starts_at: row for row in free}
    found = list(chain)
    while found[0].starts_at > low and found[0].starts_at in ending:
        found.insert(0, ending[found[0].starts_at])
    while found[-1].ends_at < high and found[-1].ends_at in beginning:
        found.append(beginning[found[-1].ends_at])
    return found, None


def _chain(rows: Sequence[Any], wanted: Wanted, own: UUID | None) -> list[Any]:
    """Answer the blocks that follow each other from the wanted start, as far as they go.

    All are at one site: nobody begins a visit at one and ends it at another. Of several seats the
    first free one is taken, else the first; blocks of ``own`` are free.
    """
    chain: list[Any] = []
    at = wanted.start
    while not chain or (wanted.end is not None and at < wanted.end):
        here = sorted((row for row in rows if row.starts_at == at), key=lambda row: row.lane)
        if not here:
            break
        free = [row for row in here if row.appointment_id in (None, own)]
        found = (free or here)[0]
        if chain and found.site_id != chain[0].site_id:
            break
        chain.append(found)
        at = chain[-1].ends_at
    return chain


def _ends_early(chain: list[Any], wanted: Wanted) -> bool:
    """Tell whether a chain does not reach the wanted end, or is none at all."""
    return not chain or (wanted.end is not None and chain[-1].ends_at < wanted.end)


def candidates(transaction: Transaction, wanted: Wanted, own: UUID | None) -> Sequence[Any]:
    """Lock and answer the blocks that the wish may touch; those of ``own`` are locked with them."""
    parameters: dict[str, Any] = {
        "doctor": wanted.doctor_id,
        "before": wanted.start - wanted.before - dt.timedelta(seconds=MAX_SECONDS),
        "from_": wanted.start - wanted.before,
        "to": guessed_end(wanted) + wanted.after,
    }
    if own is None:
        return transaction.connection.execute(_CANDIDATES, parameters).all()
    held = transaction.connection.execute(_OWN, {"own": own}).scalars().all()
    together = transaction.connection.execute(_CANDIDATES_AND, {**parameters, "ids": held})
    return [row for row in together if row.is_candidate]


def claim(transaction: Transaction, run: Run, appointment_id: UUID) -> None:
    """Claim every block of a run by compare-and-set.

    Raises:
        Refusal: ``block_taken``, one of them was claimed by someone faster.

    """
    head, *rest = run.block_ids
    values = {
        "head": head,
        "rest": rest,
        "head_starts": run.span.start,
        "holder": appointment_id,
        "held_until": run.span.end,
    }
    claimed = _CLAIM_HEAD.count(transaction.connection, values)
    if rest:
        claimed += transaction.connection.execute(_CLAIM_REST, values).rowcount
    if claimed != len(run.block_ids):
        message = "Someone else took this time a moment ago. Choose another block."
        raise Refusal(Reason("block_taken", message))


def release(transaction: Transaction, appointment_id: UUID, *, overbooked: str) -> None:
    """Free every block of an appointment; of one that is booked over others they go."""
    if overbooked:
        overbooking.give_back(transaction, appointment_id)
    transaction.connection.execute(_RELEASE, {"holder": appointment_id})


def tidy(
    transaction: Transaction, doctor_id: int, block_ids: Sequence[int], span: TimeSpan
) -> None:
    """Make the days of blocks that were just freed what the rules say.

    Where the hours were changed, or time off was added, while a visit held its blocks, those must
    not be offered again.
    """
    if block_ids and _is_stale(
        transaction, block_ids, local_date(span.start, zone_of(transaction))
    ):
        # Who sets hours or time off meanwhile is waited for, and then obeyed.
        laying.keep_doctor(transaction, doctor_id)
        lay_around(transaction, doctor_id, block_ids[0], span)


def lay_around(transaction: Transaction, doctor_id: int, block_id: int, span: TimeSpan) -> None:
    """Make the days of a block what the rules say, and who is booked where; the doctor is locked.

    At several sites also the days beside: the way to a visit begins before it, and ends after it.
    """
    zone = zone_of(transaction)
    beside = _DAY if laying.has_sites(transaction) else dt.timedelta()
    first, last = local_date(span.start, zone) - beside, local_date(span.end, zone) + beside
    laying.lay(transaction, doctor_id, first, last)
    days = day_span(first, zone, (last - first).days + 1)
    transaction.entry.touch("block", block_id, doctor_id, days)


def keep_stale(
    transaction: Transaction, doctor_id: int, block_ids: Sequence[int], span: TimeSpan
) -> None:
    """Lock the doctor if what is about to be freed must be laid anew: before any block, as all do.

    Of hours that change just now the blocks are locked first; then one may have to begin again.
    """
    if _is_stale(transaction, block_ids, local_date(span.start, zone_of(transaction))):
        laying.keep_doctor(transaction, doctor_id)


def _is_stale(transaction: Transaction, block_ids: Sequence[int], day: dt.date) -> bool:
    """Tell whether some of the blocks are gone, or laid by no rule that counts on a day."""
    parameters = {"ids": list(block_ids), "day": day}
    of_rules = transaction.connection.execute(_OF_RULES, parameters).scalar()
    return of_rules != len(set(block_ids))
