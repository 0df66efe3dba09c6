"""What a change of availability does, found before it is saved, and saved only as it was shown.

Asking and saving make the same plan; so what is saved is what was shown, or nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from clinic_desktop.domain.availability import DAY_MINUTES, Availability
from clinic_desktop.domain.booking import Appointment, AppointmentStatus
from clinic_desktop.domain.effect import (
    DoctorEffect,
    Effect,
    Hit,
    LeftOut,
    TimeChange,
    TooShort,
)
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.time import TimeSpan, from_seconds, local_date, merged, time_words
from clinic_desktop.domain.timetable import Timetable
from clinic_desktop.scheduling import laying
from clinic_desktop.scheduling.laying import Days, Differences
from clinic_desktop.scheduling.picture import visits, zone_of
from clinic_desktop.scheduling.whereabouts import SITE_OF_BLOCK
from clinic_desktop.storage.columns import canonical
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.tables import block, patient, resource, site

TO_COME = (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED)
"""The statuses of visits that a change can still hit."""
_NAMED = 5
"""How many of those who are hit a sentence names."""
_ACCEPT = "Move or cancel them first, or save it all the same: they stay booked then."
_NAMES = select(resource.c.id, resource.c.name).where(
    resource.c.id.in_(bindparam("ids", expanding=True))
)
_PHONES = select(patient.c.id, patient.c.phones).where(
    patient.c.id.in_(bindparam("ids", expanding=True))
)
_SITE_NAMES = select(site.c.id, site.c.name)
_DAY = dt.timedelta(days=1)
_NEAR = dt.timedelta(hours=4)
"""Nothing is kept free further from its visit."""
# The first seat stays as long as there are hours.
_FURTHER_SEATS = select(block.c.appointment_id, block.c.starts_at, block.c.lane).where(
    block.c.resource_id == bindparam("doctor"),
    block.c.starts_at >= bindparam("from_"),
    block.c.starts_at < bindparam("to"),
    block.c.lane > 0,
    block.c.appointment_id.is_not(None),
)
_SITES_OF_BOOKED = select(block.c.appointment_id, block.c.starts_at, SITE_OF_BLOCK).where(
    block.c.resource_id == bindparam("doctor"),
    block.c.starts_at >= bindparam("from_"),
    block.c.starts_at < bindparam("to"),
    block.c.appointment_id.is_not(None),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a change comes to: the timetables that it leaves, in the order of the doctors' ids.

    Blocks are laid anew on the days of ``ranges``; who lies outside is looked for in ``looks``. By
    the timetables ``before`` it, whoever lies outside already is told apart; of a doctor without
    one everybody counts.
    """

    tables: Mapping[int, Timetable]
    ranges: tuple[Days, ...]
    looks: Mapping[int, list[TimeSpan]] = field(default_factory=dict)
    tells_ways: bool = False
    """Whether hours that are left out on the way between sites are told; not of time off."""
    tells_kept: bool = False
    """Whether visits are told that keep time free in ``looks``; only of time off."""
    made: tuple[Availability, ...] = ()
    """The new rules."""
    before: Mapping[int, Timetable] = field(default_factory=dict)


class _Lack(IntEnum):
    """What a visit has not got, the weightiest last: a change hits whom it takes more from."""

    NOTHING = 0
    SEAT = 1
    HOURS = 2
    """Where there are none at the site that the patient was told."""
    PRESENCE = 3
    """The doctor has time off, or the clinic is closed."""


class _Outside(NamedTuple):
    """A visit that a plan leaves outside, and whether it lies outside as far already."""

    hit: Hit
    already: bool


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
    effect = _effect(read, found, _outside_of(read, replace(plan, looks=looks)))
    if plan.tells_ways:
        effect = replace(effect, left_out=_left_out(read, plan), too_short=_too_short(plan))
    if plan.tells_kept:
        effect = replace(effect, kept=_kept(read, plan))
    return Found(effect, found)


def _kept(read: Read, plan: Plan) -> tuple[Appointment, ...]:
    """Answer the visits beside the spans of a plan that keep time free inside of them, by start."""
    found: dict[UUID, Appointment] = {}
    for doctor_id, spans in plan.looks.items():
        for span in merged(spans):
            around = TimeSpan(span.start - _NEAR, span.end + _NEAR)
            for visit in visits(read, around, [doctor_id], cancelled=False):
                reaches = any(one and one.overlaps(span) for one in visit.kept_free)
                if reaches and not visit.span.overlaps(span):
                    found[visit.id] = visit
    return tuple(sorted(found.values(), key=lambda one: (one.start, one.doctor_id)))


def _too_short(plan: Plan) -> tuple[TooShort, ...]:
    """Answer which windows of new hours hold no block, alike ones once."""
    told = (TooShort(words, rule.block_minutes) for rule in plan.made for words in rule.too_short)
    return tuple(dict.fromkeys(told))


def _left_out(read: Read, plan: Plan) -> tuple[LeftOut, ...]:
    """Answer which hours of those at several sites make no blocks, alike ones as one."""
    sites: dict[int, str] = {row.id: row.name for row in read.connection.execute(_SITE_NAMES)}
    found: dict[tuple[int, int, int, int], list[dt.date]] = {}
    for doctor_id, table in plan.tables.items():
        for rule, late in laying.ways_by_rule(table, plan.ranges):
            for span in late:
                start, end = (at.astimezone(table.zone) for at in (span.start, span.end))
                until = end.hour * 60 + end.minute or DAY_MINUTES
                key = (doctor_id, rule.site_id, start.hour * 60 + start.minute, until)
                found.setdefault(key, []).append(start.date())
    if not found:
        return ()
    rows = read.connection.execute(_NAMES, {"ids": sorted({key[0] for key in found})})
    names = {row.id: row.name for row in rows}
    return tuple(
        LeftOut(names.get(whose, ""), sites[at], start, end, min(days), max(days), len(days))
        for (whose, at, start, end), days in sorted(found.items())
    )


def hits(read: Read, plan: Plan) -> tuple[Hit, ...]:
    """Answer only whom a plan leaves outside, by start."""
    return _hits(read, (one.hit for one in _outside_of(read, plan) if not one.already))


def settle(transaction: Transaction, plan: Plan) -> Found:
    """Find out what a plan brings about, such that it stays so until the transaction ends."""
    found = find(transaction, plan)
    while not laying.hold(transaction, found.differences.values()):
        # Somebody was just booking a block that is about to go: now the booking is seen.
        found = find(transaction, plan)
    return found


def _outside_of(read: Read, plan: Plan) -> list[_Outside]:
    """Answer the visits that a plan leaves outside; of one of several doctors it is told once."""
    found: dict[UUID, _Outside] = {}
    for doctor_id, spans in plan.looks.items():
        for one in _outside(read, doctor_id, plan, spans):
            known = found.get(one.hit.appointment.id)
            if known is None or known.already:
                found[one.hit.appointment.id] = one
    return list(found.values())


def _outside(
    read: Read, doctor_id: int, plan: Plan, spans: Iterable[TimeSpan]
) -> Iterator[_Outside]:
    """Answer the visits to come that touch some spans and lie in no hours, or sit in no seat.

    Hours at another site than the patient was told are none.
    """
    has_sites = laying.has_sites(read)
    for span in merged(spans):
        seats = _rows(read, _FURTHER_SEATS, doctor_id, span)
        sites = _rows(read, _SITES_OF_BOOKED, doctor_id, span) if has_sites else {}

        def lack(
            visit: Appointment, table: Timetable, seats: _Rows = seats, sites: _Rows = sites
        ) -> _Lack:
            return _lack(visit, table, seats.get(visit.id, ()), sites.get(visit.id, ()))

        for visit in visits(read, span, [doctor_id], cancelled=False):
            if not visit.holds or visit.status not in TO_COME:
                continue
            then = lack(visit, plan.tables[doctor_id])
            if then is not _Lack.NOTHING:
                before = plan.before.get(doctor_id)
                already = before is not None and lack(visit, before) >= then
                yield _Outside(Hit(visit, seat_gone=then is _Lack.SEAT), already)


def _lack(
    visit: Appointment, table: Timetable, seats: Iterable[Any], sites: Iterable[Any]
) -> _Lack:
    """Answer what a visit has not got by a timetable, of what is worst.

    ``seats`` are those behind the first that it sits in, ``sites`` where its blocks are. A seat is
    where somebody sits, not how many do: one that is free further ahead is offered again.
    """
    has_hours = table.holds(visit.span)
    if not has_hours and table.is_away(visit.span, visit.site_id):
        return _Lack.PRESENCE
    if not has_hours or any(
        table.site_at(row.starts_at) not in (None, row.site_id) for row in sites
    ):
        return _Lack.HOURS
    if any(row.lane >= table.seats_at(row.starts_at) for row in seats):
        return _Lack.SEAT
    return _Lack.NOTHING


_Rows = Mapping[UUID, list[Any]]


def _rows(read: Read, statement: Any, doctor_id: int, span: TimeSpan) -> _Rows:  # noqa: ANN401 - a select
    """Read rows about a doctor's blocks of a span, by appointment."""
    place = {"doctor": doctor_id, "from_": span.start - _DAY, "to": span.end}
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in read.connection.execute(statement, place):
        found[row.appointment_id].append(row)
    return found


def _effect(read: Read, found: Mapping[int, Differences], outside: Iterable[_Outside]) -> Effect:
    """Tell what was found, by doctor.

    Who lies outside already is in the digest, as all that is shown.
    """
    zone = zone_of(read)
    names: dict[int, str] = {}
    if found:
        rows = read.connection.execute(_NAMES, {"ids": list(found)})
        names = {row.id: row.name for row in rows}
    doctors, content = [], []
    for doctor_id, one in found.items():
        added = sorted(seat for _, seat in one.added)
        removed = sorted(seat for _, seat in one.removed)
        elsewhere = sorted(one.elsewhere)
        changed = (added, removed, elsewhere)
        starts = [seat[0] for seats in changed for seat in (*seats[:1], *seats[-1:])]
        days = [local_date(from_seconds(start), zone) for start in starts]
        content.append([doctor_id, *changed])
        doctors.append(
            DoctorEffect(
                doctor_id, names.get(doctor_id, ""), len(added), len(removed),
                min(days, default=None), max(days, default=None),
                *(len({seat[:2] for seat in seats}) for seats in changed),
            )
        )  # fmt: skip
    hit = [one.hit for one in outside if not one.already]
    already = [one.hit for one in outside if one.already]
    told = [
        sorted([str(one.id), one.start.timestamp(), one.end.timestamp()] for one in theirs)
        for theirs in ([one.appointment for one in some] for some in (hit, already))
    ]
    digest = hashlib.sha256(canonical([content, *told]).encode()).hexdigest()
    return Effect(digest, tuple(doctors), _hits(read, hit), already=_hits(read, already))


def _hits(read: Read, found: Iterable[Hit]) -> tuple[Hit, ...]:
    """Add to each visit how its patient is reached."""
    hit = list(found)
    if not hit:
        return ()
    rows = read.connection.execute(
        _PHONES, {"ids": sorted({one.appointment.patient_id for one in hit})}
    )
    phones: dict[int, tuple[str, ...]] = {row.id: tuple(row.phones) for row in rows}
    in_order = sorted(hit, key=lambda one: (one.appointment.start, one.appointment.doctor_id))
    return tuple(
        replace(one, phones=phones.get(one.appointment.patient_id, ())) for one in in_order
    )


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


def affected(read: Read, effect: Effect, way: str = _ACCEPT) -> Reason:
    """Say whom a change would leave outside the hours, and which ``way`` there is out of it."""
    number = len(effect.hits)
    if not number:
        message = "No appointment is hit by this any more. Nothing was saved; look again."
        return Reason("appointments_affected", message, _facts(effect))
    zone = zone_of(read)
    named = [f"{one.doctor}, {time_words(one.start, zone)}" for one in effect.affected[:_NAMED]]
    more = f" and {number - _NAMED} more" if number > _NAMED else ""
    many = "1 appointment lies" if number == 1 else f"{number} appointments lie"
    seat = f"no seat for {'it' if number == 1 else 'them'}"
    told = {hit.seat_gone: seat if hit.seat_gone else "no hours" for hit in effect.hits}
    lack = " or ".join(told[gone] for gone in sorted(told))
    message = (
        f"{many} where there would be {lack}: {'; '.join(named)}{more}. Nothing was saved. {way}"
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
