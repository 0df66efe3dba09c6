"""Booking over who has the time: in a lane of its own, which lasts as long as the visit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import bindparam, delete, func, insert, select, update

from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.time import TimeSpan, merged, to_seconds
from clinic_desktop.scheduling import laying
from clinic_desktop.scheduling.standing import stands
from clinic_desktop.scheduling.wanted import OTHER_TIME, Run, Wanted, taken
from clinic_desktop.scheduling.whereabouts import KNOWN_SITE_OF_BLOCK, SITE_OF_BLOCK
from clinic_desktop.storage.database import Transaction
from clinic_desktop.storage.tables import MAX_SECONDS, appointment, block

PASSED = frozenset({"block_taken", "buffer_taken", "off_grid"})
"""Reasons that do not hold where somebody is booked over others; there must be hours."""
_LOWEST = -128
_MINUTE = 60
_THERE = (
    block.c.resource_id == bindparam("doctor"),
    block.c.starts_at > bindparam("before"),
    block.c.starts_at < bindparam("to"),
    block.c.ends_at > bindparam("from_"),
)
_LANES = select(block.c.lane).where(*_THERE, block.c.lane < 0)
_LAID = (
    select(block.c.starts_at, block.c.ends_at, SITE_OF_BLOCK)
    .where(*_THERE, block.c.lane >= 0)
    .order_by(block.c.starts_at, block.c.lane)
)
# What a visit just gave back may be a piece that no rule laid: it says nothing.
_SITE_BENEATH = (
    select(KNOWN_SITE_OF_BLOCK)
    .where(*_THERE, KNOWN_SITE_OF_BLOCK.is_not(None))
    .order_by(block.c.starts_at, block.c.lane.desc())
    .limit(1)
)
_HOLDERS = (
    select(block.c.appointment_id).where(*_THERE, block.c.appointment_id.is_not(None)).distinct()
)
_BEGINS = (
    select(block.c.ends_at)
    .where(
        block.c.resource_id == bindparam("doctor"),
        block.c.lane >= 0,
        block.c.starts_at == bindparam("start"),
    )
    .order_by(block.c.lane)
    .limit(1)
)
_SAY_WHY = (
    update(appointment)
    .where(appointment.c.id == bindparam("number"))
    .values(overbooked=bindparam("why"))
)
_SEATS_LEFT = select(func.count()).where(
    block.c.resource_id == bindparam("doctor"),
    block.c.starts_at == bindparam("start"),
    block.c.lane >= 0,
    block.c.appointment_id.is_(None),
)
_GIVE_BACK = delete(block).where(block.c.appointment_id == bindparam("holder"), block.c.lane < 0)


def begin(transaction: Transaction, wanted: Wanted, reason: str) -> Wanted:
    """Let no one else book over this doctor's time meanwhile; answer the wish with its end.

    Raises:
        Refusal: ``not_allowed``, telling who may; ``reason_needed``.

    """
    transaction.require(Action.OVERBOOK, wanted.doctor_id)
    if not reason.strip():
        message = "Booking over somebody else needs a reason. Say why, then book again."
        raise Refusal(Reason("reason_needed", message))
    # Before any block is locked, as whoever lays blocks does: two never wait for each other.
    laying.lock_doctor(transaction, wanted.doctor_id)
    if wanted.end is not None:
        return wanted
    place = {"doctor": wanted.doctor_id, "start": wanted.start}
    end: dt.datetime | None = transaction.connection.execute(_BEGINS, place).scalar()
    return replace(wanted, end=end)


def passes(transaction: Transaction, wanted: Wanted, reasons: Sequence[Reason]) -> bool:
    """Tell whether nothing but others' time speaks against a wish: it lies in the hours."""
    if wanted.end is None or not reasons or any(one.code not in PASSED for one in reasons):
        return False
    if any(to_seconds(edge) % _MINUTE for edge in (wanted.start, wanted.end)):
        return False
    span = TimeSpan(wanted.start, wanted.end)
    laid = transaction.connection.execute(_LAID, _around(wanted.doctor_id, span)).all()
    # Nobody begins a visit at one site and ends it at another.
    worked = merged(TimeSpan(*ends) for *ends, site_id in laid if site_id == laid[0].site_id)
    if not any(one.start <= span.start and span.end <= one.end for one in worked):
        return False
    # Who stays booked in time off is no reason to be there for another.
    return laying.timetable_at(transaction, wanted.doctor_id, span).holds(span)


def against(
    transaction: Transaction, wanted: Wanted, run: Run | None, own: UUID | None = None
) -> list[Reason]:
    """Say who was booked over a time that is free beneath: only who may over-book joins them."""
    if run is None:
        return []
    there = [
        one
        for one in stands(transaction, (wanted.doctor_id,), run.span)
        if one.appointment_id != own
    ]
    if not there:
        return []
    place = {"doctor": wanted.doctor_id, "start": run.span.start}
    if transaction.connection.execute(_SEATS_LEFT, place).scalar_one() > len(there):
        return []
    return [taken(transaction, wanted, there[0].appointment_id)]


def _around(doctor_id: int, span: TimeSpan) -> dict[str, object]:
    return {
        "doctor": doctor_id,
        "before": span.start - dt.timedelta(seconds=MAX_SECONDS),
        "from_": span.start,
        "to": span.end,
    }


def holders(transaction: Transaction, doctor_id: int, span: TimeSpan) -> set[UUID]:
    """Answer the visits that hold any of a doctor's time within a span."""
    return set(transaction.connection.execute(_HOLDERS, _around(doctor_id, span)).scalars())


def take(
    transaction: Transaction, doctor_id: int, span: TimeSpan, appointment_id: UUID, reason: str
) -> Run:
    """Lay a block over whatever lies there, claimed at once, in a lane that nobody has.

    Whoever calls has the doctor locked. A visit that is there already says the reason first: the
    database has none over others without.

    Raises:
        Refusal: ``block_taken``, there are as many over-bookings as can be.

    """
    there = set(transaction.connection.execute(_LANES, _around(doctor_id, span)).scalars())
    lane = next((lane for lane in range(-1, _LOWEST - 1, -1) if lane not in there), None)
    if lane is None:
        message = f"{len(there)} visits are booked over this time already.{OTHER_TIME}"
        raise Refusal(Reason("block_taken", message))
    # Before the block stands: nothing says yet where it is.
    site_id = _site_beneath(transaction, doctor_id, span)
    transaction.connection.execute(_SAY_WHY, {"number": appointment_id, "why": reason})
    added = insert(block).values(
        resource_id=doctor_id, lane=lane, starts_at=span.start, ends_at=span.end,
        appointment_id=appointment_id, until=span.end,
    )  # fmt: skip
    number = transaction.connection.execute(added.returning(block.c.id)).scalar_one()
    return Run(doctor_id, (number,), span, span, site_id=site_id)


def site_for(
    transaction: Transaction, wanted: Wanted, run: Run | None, span: TimeSpan
) -> int | None:
    """Answer where a visit would be: at the site of its run, else of those whom it would be over.

    None: nobody knows, or there is one alone.
    """
    if run is not None and run.site_id is not None:
        return run.site_id
    if not laying.has_sites(transaction):
        return None
    return _site_beneath(transaction, wanted.doctor_id, span)


def _site_beneath(transaction: Transaction, doctor_id: int, span: TimeSpan) -> int | None:
    """Answer at which site those are over whom somebody is booked, else where the hours are."""
    around = _around(doctor_id, span)
    site_id: int | None = transaction.connection.execute(_SITE_BENEATH, around).scalar()
    return site_id or laying.timetable_at(transaction, doctor_id, span).site_at(span.start)


def give_back(transaction: Transaction, appointment_id: UUID) -> None:
    """Take away what was laid for a visit alone: it is never free."""
    transaction.connection.execute(_GIVE_BACK, {"holder": appointment_id})
