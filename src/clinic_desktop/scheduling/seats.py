"""Why a visit can't have its seat again: somebody took it since, or it was withdrawn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from clinic_desktop.domain.refusals import Reason
from clinic_desktop.domain.time import TimeSpan, time_words, to_seconds
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.scheduling.wanted import Wanted, nearest_offers, taken, way_out
from clinic_desktop.storage.database import Transaction
from clinic_desktop.storage.documents import Document
from clinic_desktop.storage.journal_tables import journal_detail, journal_touch

_SINCE = (
    select(journal_touch.c.row_id, journal_detail.c.before, journal_detail.c.after)
    .join(journal_detail, journal_detail.c.sequence == journal_touch.c.sequence)
    .where(
        journal_touch.c.kind == "appointment",
        journal_touch.c.row_id.in_(bindparam("ids", expanding=True)),
        journal_touch.c.sequence > bindparam("sequence"),
    )
    .order_by(journal_touch.c.sequence.desc())
)


def lost(transaction: Transaction, wanted: Wanted, span: TimeSpan, others: Sequence[Any]) -> Reason:
    """Say why none of the seats of a span is free for what an undo brings back.

    ``others`` are the blocks that are held then. Which seat a visit had no record tells: but while
    it had one, those had theirs who came before; so if nobody came since, it was withdrawn.
    """
    came = _came_since(transaction, wanted.doctor_id, span, {row.appointment_id for row in others})
    if came is not None:
        return taken(transaction, wanted, came)
    zone = zone_of(transaction)
    near = nearest_offers(transaction, wanted)
    message = (
        f"The seat that this visit had with {wanted.doctor} on {time_words(span.start, zone)} was "
        "withdrawn meanwhile: there are fewer seats at that time now, and all of them are taken."
        + way_out(near)
    )
    facts = {
        "doctor": wanted.doctor,
        "start": span.start.astimezone(zone).isoformat(),
        "nearest": near,
    }
    return Reason("seat_withdrawn", message, facts)


def _came_since(
    transaction: Transaction, doctor_id: int, span: TimeSpan, holders: set[UUID]
) -> UUID | None:
    """Answer who, of those who hold time, came there after the change that is taken back."""
    since = transaction.entry.undoes
    values = {"ids": sorted(map(str, holders)), "sequence": since}
    for number, *told in transaction.connection.execute(_SINCE, values):
        if None in told:
            # Its details were erased: nobody knows where it was before.
            return UUID(number)
        before, after = (json.loads(text).get(f"appointment:{number}") for text in told)
        if is_there(after, doctor_id, span) and not is_there(before, doctor_id, span):
            return UUID(number)
    return None


def is_there(visit: Document | None, doctor_id: int, span: TimeSpan) -> bool:
    """Tell whether a visit's document holds time of a doctor within a span."""
    if visit is None or not visit["holds"]:
        return False
    return (
        doctor_id in visit.get("resource_ids", [visit["resource_id"]])
        and visit["held_from"] < to_seconds(span.end)
        and to_seconds(span.start) < visit["held_until"]
    )
