"""What a type's rules say of a patient's other visits, when one is booked, moved or explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from clinic_desktop.domain.openings import NextOpenings, Opening
from clinic_desktop.domain.refusals import Reason
from clinic_desktop.domain.time import day_start, local_date
from clinic_desktop.domain.typerules import Against, Had, Kind, TypeRule, against, read_rule
from clinic_desktop.scheduling.nearest import fact_of
from clinic_desktop.scheduling.openings import next_openings
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import appointment, appointment_type

_NAMES = select(appointment_type.c.id, appointment_type.c.name)
_RULES = select(appointment_type.c.rules).where(appointment_type.c.id == bindparam("id"))
# Neither what was cancelled nor what was missed has taken place, or will.
_HAD = select(appointment.c.id, appointment.c.type_id, appointment.c.starts_at).where(
    appointment.c.patient_id == bindparam("patient"),
    appointment.c.status.not_in(("cancelled", "noshow")),
)


def names_of(read: Read) -> dict[int, str]:
    """Answer the names of all types, those that are gone included."""
    return {row.id: row.name for row in read.connection.execute(_NAMES)}


def stored(read: Read, texts: Sequence[str]) -> list[list[Any]]:
    """Answer rules as they are stored.

    Raises:
        Misuse: ``bad_rule``.
        Refusal: ``unknown_type``.

    """
    names = names_of(read)
    rules = dict.fromkeys(read_rule(text, names) for text in texts)
    return [[one.kind.value, one.days, one.type_id] for one in rules]


def written(rows: Sequence[Sequence[Any]], names: dict[int, str]) -> tuple[str, ...]:
    """Answer stored rules as people write them."""
    return tuple(one.written(names) for one in _rules_of(rows))


def _rules_of(rows: Sequence[Sequence[Any]]) -> list[TypeRule]:
    return [TypeRule(Kind(kind), days, type_id) for kind, days, type_id in rows]


def spoken_against(
    read: Read,
    type_id: int | None,
    patient_id: int | None,
    start: dt.datetime,
    own: UUID | None = None,
) -> Iterator[Against]:
    """Answer what the rules of a type say against a visit of a patient; ``own`` is the visit."""
    yield from asked_by_day(read, type_id, patient_id, own)(local_date(start, zone_of(read)))


def asked_by_day(
    read: Read, type_id: int | None, patient_id: int | None, own: UUID | None = None
) -> Callable[[dt.date], Sequence[Against]]:
    """Answer the same for any local day, all that is asked of the database read once."""
    row = None
    if type_id is not None and patient_id is not None:
        row = read.connection.execute(_RULES, {"id": type_id}).one_or_none()
    if type_id is None or row is None or not row.rules:
        return lambda _day: ()
    rules = _rules_of(row.rules)
    zone, names = zone_of(read), names_of(read)
    visits = read.connection.execute(_HAD, {"patient": patient_id}).all()
    had = tuple(
        Had(one.type_id, local_date(one.starts_at, zone)) for one in visits if one.id != own
    )

    def on(day: dt.date) -> Sequence[Against]:
        told = (against(rule, type_id, names, had, day) for rule in rules)
        return [one for one in told if one is not None]

    return on


def reasons(
    read: Read,
    type_id: int | None,
    patient_id: int | None,
    doctor_id: int,
    start: dt.datetime,
    own: UUID | None = None,
) -> list[Reason]:
    """Answer the same as reasons of a refusal, each with the nearest time that its rule allows."""
    told = []
    for one in spoken_against(read, type_id, patient_id, start, own):
        facts: dict[str, object] = {"nearest": []}
        near = None
        if one.since is not None:
            zone = zone_of(read)
            facts["since"] = one.since.isoformat()
            near = _first(read, type_id, doctor_id, day_start(one.since, zone))
            if near is not None:
                facts["nearest"] = [fact_of(near, zone)]
        told.append(Reason(one.code, one.message, facts))
    return told


def _first(read: Read, type_id: int | None, doctor_id: int, after: dt.datetime) -> Opening | None:
    """Answer the doctor's first time from a day on."""
    wish = NextOpenings(after=after, doctor_ids=(doctor_id,), type_id=type_id, limit=1)
    return next(iter(next_openings(read, wish)), None)
