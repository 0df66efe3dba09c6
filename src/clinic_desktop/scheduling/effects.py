"""What a change of availability does, found before it is saved, and saved only as it was shown.

Asking and saving make the same plan; so what is saved is what was shown, or nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import bindparam, select

from clinic_desktop.domain.booking import Appointment, AppointmentStatus
from clinic_desktop.domain.effect import DoctorEffect, Effect, Hit, TimeChange
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.time import TimeSpan, from_seconds, local_date, merged, time_words
from clinic_desktop.domain.timetable import Timetable
from clinic_desktop.scheduling import laying
from clinic_desktop.scheduling.laying import Days, Differences
from clinic_desktop.scheduling.picture import visits, zone_of
from clinic_desktop.storage.columns import canonical
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.tables import patient, resource

TO_COME = (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED)
"""The statuses of visits that a change can still hit."""
_NAMED = 5
"""How many of those who are hit a sentence names."""
_NAMES = select(resource.c.id, resource.c.name).where(
    resource.c.id.in_(bindparam("ids", expanding=True))
)
_PHONES = select(patient.c.id, patient.c.phones).where(
    patient.c.id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a change comes to: the timetables that it leaves, in the order of the doctors' ids.

    Blocks are laid anew on the days of ``ranges``; who lies outside is looked for in ``looks``.
    """

    tables: Mapping[int, Timetable]
    ranges: tuple[Days, ...]
    looks: Mapping[int, list[TimeSpan]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A plan's effect, and what must be written for it."""

    effect: Effect
    differences: Mapping[int, Differences]


def find(read: Read, plan: Plan) -> Found:
    """Find out what a plan would bring about now."""
    found = {
        doctor_id: laying.differences(read, doctor_id, table, plan.ranges)
        for doctor_id, table in plan.tables.items()
    }
    # Who works at several sites may be late for what lies where nothing was changed.
    looks = {
        doctor_id: [*plan.looks.get(doctor_id, ()), *laying.ways(table, plan.ranges)]
        for doctor_id, table in plan.tables.items()
    }
    return Found(_effect(read, found, _outside_of(read, replace(plan, looks=looks))), found)


def hits(read: Read, plan: Plan) -> tuple[Hit, ...]:
    """Answer only whom a plan leaves outside, by start."""
    return _hits(read, _outside_of(read, plan))


def settle(transaction: Transaction, plan: Plan) -> Found:
    """Find out what a plan brings about, such that it stays so until the transaction ends."""
    found = find(transaction, plan)
    while not laying.hold(transaction, found.differences.values()):
        # Somebody was just booking a block that is about to go: now the booking is seen.
        found = find(transaction, plan)
    return found


def _outside_of(read: Read, plan: Plan) -> list[Appointment]:
    """Answer the visits that a plan leaves outside; of one of several doctors it is told once."""
    hit = {
        visit.id: visit
        for doctor_id, spans in plan.looks.items()
        for visit in _outside(read, doctor_id, plan.tables[doctor_id], spans)
    }
    return list(hit.values())


def _outside(
    read: Read, doctor_id: int, table: Timetable, spans: Iterable[TimeSpan]
) -> list[Appointment]:
    """Answer the visits to come that touch some spans and do not lie in the hours."""
    found = {
        visit.id: visit
        for span in merged(spans)
        for visit in visits(read, span, [doctor_id], cancelled=False)
        if visit.holds and visit.status in TO_COME and not table.holds(visit.span)
    }
    return list(found.values())


def _effect(read: Read, found: Mapping[int, Differences], hit: list[Appointment]) -> Effect:
    """Tell what was found, by doctor."""
    zone = zone_of(read)
    names: dict[int, str] = {}
    if found:
        rows = read.connection.execute(_NAMES, {"ids": list(found)})
        names = {row.id: row.name for row in rows}
    doctors, content = [], []
    for doctor_id, one in found.items():
        added = sorted(seat for _, seat in one.added)
        removed = sorted(seat for _, seat in one.removed)
        starts = [seat[0] for seat in (*added[:1], *added[-1:], *removed[:1], *removed[-1:])]
        days = [local_date(from_seconds(start), zone) for start in starts]
        content.append([doctor_id, added, removed])
        doctors.append(
            DoctorEffect(
                doctor_id, names.get(doctor_id, ""), len(added), len(removed),
                min(days, default=None), max(days, default=None),
            )
        )  # fmt: skip
    told = [[str(one.id), one.start.timestamp(), one.end.timestamp()] for one in hit]
    digest = hashlib.sha256(canonical([content, sorted(told)]).encode()).hexdigest()
    return Effect(digest, tuple(doctors), _hits(read, hit))


def _hits(read: Read, hit: list[Appointment]) -> tuple[Hit, ...]:
    """Add to each visit how its patient is reached."""
    if not hit:
        return ()
    rows = read.connection.execute(_PHONES, {"ids": sorted({one.patient_id for one in hit})})
    phones: dict[int, tuple[str, ...]] = {row.id: tuple(row.phones) for row in rows}
    in_order = sorted(hit, key=lambda one: (one.start, one.doctor_id))
    return tuple(Hit(one, phones.get(one.patient_id, ())) for one in in_order)


def judge(transaction: Transaction, command: TimeChange[Any], effect: Effect) -> None:
    """Let a change be saved whose effect is the one that was shown.

    Raises:
        Refusal: ``effect_changed``, ``appointments_affected``.

    """
    if command.effect:
        if command.effect != effect.digest:
            message = (
                "Somebody changed this time meanwhile, so the change would do something else than "
                "what was shown. Nothing was saved. Look at what it would do now."
            )
            raise Refusal(Reason("effect_changed", message, _facts(effect)))
    elif command.accept != len(effect.hits):
        raise Refusal(affected(transaction, effect))


def affected(read: Read, effect: Effect) -> Reason:
    """Say whom a change would leave outside the hours."""
    number = len(effect.hits)
    if not number:
        message = "No appointment is hit by this any more. Nothing was saved; look again."
        return Reason("appointments_affected", message, _facts(effect))
    zone = zone_of(read)
    named = [f"{one.doctor}, {time_words(one.start, zone)}" for one in effect.affected[:_NAMED]]
    more = f" and {number - _NAMED} more" if number > _NAMED else ""
    many = "1 appointment lies" if number == 1 else f"{number} appointments lie"
    message = (
        f"{many} where there would be no hours: {'; '.join(named)}{more}. Nothing was saved. Move "
        "or cancel them first, or save it all the same: they stay booked then."
    )
    return Reason("appointments_affected", message, _facts(effect))


def _facts(effect: Effect) -> dict[str, object]:
    return {
        "number": len(effect.hits),
        "affected": effect.affected,
        "phones": {str(hit.appointment.id): hit.phones for hit in effect.hits},
        "blocks_added": effect.blocks_added,
        "blocks_removed": effect.blocks_removed,
        "effect": effect.digest,
    }


def save(transaction: Transaction, found: Found, numbers: Mapping[int, int] | None = None) -> None:
    """Lay the blocks; ``numbers`` are the ids that new rules got."""
    for doctor_id, one in found.differences.items():
        laying.put(transaction, doctor_id, one, numbers)


def days_touched(span: TimeSpan, read: Read) -> Days:
    """Answer the local days that a span touches."""
    zone = zone_of(read)
    return local_date(span.start, zone), local_date(span.end - dt.timedelta(seconds=1), zone)
