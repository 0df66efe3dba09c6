"""Laying on, as time goes by: a week of one doctor a transaction, in the background."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import bindparam, or_, select, text

from clinic_desktop.domain.availability import Extended, ExtendHorizon
from clinic_desktop.domain.people import BOOKABLE
from clinic_desktop.domain.time import local_date
from clinic_desktop.scheduling import hours, laying
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.storage.columns import LocalDay
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.tables import availability, resource

_WEEK = dt.timedelta(days=7)
_DAY = dt.timedelta(days=1)
_LOCK_NUMBER = 4_202_511_023
# Who does not get it leaves the work to the one who has it.
_TRY = text(f"SELECT pg_try_advisory_xact_lock({_LOCK_NUMBER})")
# Rules that go on behind the last day that they are laid for: weekly ones, a week short or more.
_DUE = (
    select(availability.c.resource_id)
    .join(resource, resource.c.id == availability.c.resource_id)
    .where(
        availability.c.archived_at.is_(None),
        availability.c.overrides == 0,
        # A demo's hours: it ends where it was made, and nobody needs more of it.
        availability.c.bulk.is_(None),
        resource.c.archived_at.is_(None),
        resource.c.kind.in_(BOOKABLE),
        or_(
            availability.c.valid_until.is_(None),
            availability.c.valid_until > availability.c.laid_until,
        ),
        availability.c.laid_until <= bindparam("short", type_=LocalDay),
    )
    .order_by(availability.c.laid_until, availability.c.resource_id)
    .limit(2)
)


def extend(transaction: Transaction, _command: ExtendHorizon) -> Extended:
    """Lay the blocks on by a week of one doctor, of whom they end soonest."""
    if transaction.dialect == "postgresql" and not transaction.connection.execute(_TRY).scalar():
        return Extended()
    zone = zone_of(transaction)
    horizon = local_date(transaction.now, zone) + dt.timedelta(days=laying.HORIZON_DAYS)
    due = _due(transaction, horizon)
    if not due:
        return Extended()
    doctor_id = due[0].resource_id
    laying.lock_doctor(transaction, doctor_id)
    return _laid_on(transaction, doctor_id, horizon)


def _due(read: Read, horizon: dt.date) -> list[Any]:
    """Answer rules that are laid a week less far than they should be, at most two."""
    return list(read.connection.execute(_DUE, {"short": horizon - _WEEK}).all())


def _laid_on(transaction: Transaction, doctor_id: int, horizon: dt.date) -> Extended:
    """Lay a week on; whoever set other hours meanwhile has laid them himself."""
    table = laying.timetable(transaction, doctor_id)
    short = [
        rule
        for rule in table.rules
        if not rule.overrides
        and rule.laid_until is not None
        and rule.laid_until <= horizon - _WEEK
        and (rule.until is None or rule.laid_until < rule.until)
    ]
    if not short:
        return Extended(more=bool(_due(transaction, horizon)))
    first = min(rule.laid_until + _DAY for rule in short if rule.laid_until)
    last = first + _WEEK - _DAY
    span = laying.span_of_days(first, last, table.zone)
    for rule in short:
        if rule.laid_until is not None and rule.laid_until < last:
            until = last if rule.until is None else min(last, rule.until)
            hours.change_rule(transaction, rule.id, {"laid_until": until})
            transaction.entry.touch("availability", rule.id, doctor_id, span)
    found = laying.differences(
        transaction,
        doctor_id,
        laying.timetable(transaction, doctor_id, (first, last)),
        [(first, last)],
    )
    laying.put(transaction, doctor_id, found)
    return Extended(doctor_id, last, len(found.added), more=bool(_due(transaction, horizon)))
