"""Appointments as rows: read once, answered as values, and written down for the journal."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from clinic_desktop.domain.booking import Appointment, AppointmentStatus, Part
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import Document, plain, stored
from clinic_desktop.storage.joint_tables import appointment_part as part_row
from clinic_desktop.storage.tables import appointment, appointment_type, block, patient, resource

# The database derives ``holds_until`` itself.
STORED = stored(appointment)

SELECT: Select[Any] = (
    select(
        *STORED,
        patient.c.name.label("patient"),
        resource.c.name.label("doctor"),
        appointment_type.c.name.label("type"),
        appointment_type.c.colour.label("colour"),
    )
    .join(patient, patient.c.id == appointment.c.patient_id)
    .join(resource, resource.c.id == appointment.c.resource_id)
    .outerjoin(appointment_type, appointment_type.c.id == appointment.c.type_id)
)
_BY_ID = SELECT.where(appointment.c.id == bindparam("id"))
# It locks and no more: a statement that waited for a lock sees other tables as they were before.
_LOCK = select(appointment.c.id).where(appointment.c.id == bindparam("id")).with_for_update()
_RUNS = (
    select(block.c.appointment_id, block.c.id, block.c.resource_id, block.c.starts_at)
    .where(block.c.appointment_id.in_(bindparam("ids", expanding=True)))
    .order_by(block.c.appointment_id, block.c.starts_at, block.c.resource_id)
)
_HELD = (
    select(block.c.id, block.c.resource_id, block.c.starts_at)
    .where(block.c.appointment_id == bindparam("id"))
    .order_by(block.c.starts_at, block.c.resource_id)
)
_PARTS = (
    select(part_row.c.appointment_id, resource.c.id, resource.c.name, resource.c.kind)
    .join(resource, resource.c.id == part_row.c.resource_id)
    .where(part_row.c.appointment_id.in_(bindparam("ids", expanding=True)))
    .order_by(part_row.c.appointment_id, part_row.c.resource_id)
)
Block = tuple[int, int, dt.datetime]
"""A block's id, whose it is, and when it begins."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One appointment: the value that leaves, its row, and the document that the journal keeps."""

    value: Appointment
    row: Any
    document: Document


@dataclass(frozen=True, slots=True)
class Names:
    """What other tables say of an appointment, where a transaction knows it already."""

    patient: str
    doctor: str
    type: str
    colour: str


def load(read: Read, appointment_id: UUID, *, lock: bool = False) -> Loaded:
    """Read one appointment, locked until the transaction ends if asked.

    Raises:
        Refusal: ``unknown_appointment``.

    """
    found = find(read, appointment_id, lock=lock)
    if found is None:
        message = f"There is no appointment {appointment_id}. It may never have been booked."
        raise Refusal(Reason("unknown_appointment", message, {"appointment": str(appointment_id)}))
    return found


def find(read: Read, appointment_id: UUID, *, lock: bool = False) -> Loaded | None:
    """Read one appointment, or None."""
    if lock:
        read.connection.execute(_LOCK, {"id": appointment_id})
    row = read.connection.execute(_BY_ID, {"id": appointment_id}).one_or_none()
    if row is None:
        return None
    held: list[Block] = []
    if row.holds:
        held = [tuple(one) for one in read.connection.execute(_HELD, {"id": appointment_id})]
    parts: Sequence[Any] = ()
    # While it holds time, it has a run of blocks of each part.
    if not row.holds or any(whose != row.resource_id for _, whose, _ in held):
        parts = read.connection.execute(_PARTS, {"ids": [appointment_id]}).all()
    value = value_of(row, held, parts)
    return Loaded(value, row, document_of(row, [number for number, _, _ in held], value.parts))


def written(row: Any, names: Names, blocks: Iterable[tuple[int, dt.datetime]]) -> Loaded:  # noqa: ANN401 - a row of the table
    """Make what ``load`` would answer of the row that an insert returned, and of known names.

    It holds no time but its doctor's.
    """
    held = [(number, row.resource_id, starts) for number, starts in blocks]
    ids = [number for number, _, _ in held]
    return Loaded(value_of(row, held, (), names), row, document_of(row, ids))


def values_of(read: Read, rows: Sequence[Any]) -> tuple[Appointment, ...]:
    """Make the values of rows of ``SELECT``, each with its runs of blocks."""
    held: dict[UUID, list[Block]] = defaultdict(list)
    holding = [row.id for row in rows if row.holds]
    for holder, *one in read.connection.execute(_RUNS, {"ids": holding}):
        held[holder].append((one[0], one[1], one[2]))
    parts: dict[UUID, list[Any]] = defaultdict(list)
    for part in read.connection.execute(_PARTS, {"ids": [row.id for row in rows]}):
        parts[part.appointment_id].append(part)
    return tuple(value_of(row, held.get(row.id, ()), parts.get(row.id, ())) for row in rows)


def value_of(
    row: Any,  # noqa: ANN401 - a row
    held: Sequence[Block],
    parts: Sequence[Any] = (),
    names: Names | None = None,
) -> Appointment:
    """Make the value of a row of ``SELECT``, or of one of the table's with its names."""
    named = names or row
    return Appointment(
        id=row.id,
        patient_id=row.patient_id,
        patient=named.patient,
        doctor_id=row.resource_id,
        doctor=named.doctor,
        start=row.starts_at,
        end=row.ends_at,
        status=AppointmentStatus(row.status),
        holds=bool(row.holds),
        version=row.version,
        block_ids=_run_of(row.resource_id, held),
        type_id=row.type_id,
        type=named.type or "",
        colour=named.colour or "",
        note=row.note,
        reason=row.reason,
        cancelled_by=row.cancelled_by,
        series_id=row.series_id,
        origin=row.origin,
        time_unknown=bool(row.time_unknown),
        replaces=row.replaces,
        parts=tuple(Part(part.id, part.name, part.kind, _run_of(part.id, held)) for part in parts),
        overbooked=row.overbooked,
        held_from=row.held_from if row.holds else None,
        held_until=row.held_until if row.holds else None,
        site_id=row.site_id,
        block_starts=tuple(starts for _, whose, starts in held if whose == row.resource_id),
    )


def _run_of(resource_id: int, held: Sequence[Block]) -> tuple[int, ...]:
    return tuple(number for number, whose, _ in held if whose == resource_id)


def document_of(row: Any, block_ids: Sequence[int], parts: Sequence[Part] = ()) -> Document:  # noqa: ANN401 - a row of SELECT
    """Write a row's stored columns, all blocks that it holds and its parts, as JSON knows them."""
    document = {column.name: plain(getattr(row, column.name)) for column in STORED}
    document["block_ids"] = list(block_ids)
    if parts:
        document["resource_ids"] = [row.resource_id, *(part.resource_id for part in parts)]
    return document


def record(transaction: Transaction, before: Loaded | None, after: Loaded) -> None:
    """Journal what happened to an appointment; its old and its new place are touched.

    A place is all that is held there: of that, calendars show what is free again.
    """
    for state in (before, after):
        if state is not None:
            value, held = state.value, held_span(state.row)
            for resource_id in value.resource_ids:
                transaction.entry.touch("appointment", value.id, resource_id, held)
    transaction.entry.record(
        "appointment", after.value.id, before.document if before else None, after.document
    )


def held_span(row: Any) -> TimeSpan:  # noqa: ANN401 - a row of SELECT
    """Answer the span that an appointment holds or held: the told time plus buffers."""
    return TimeSpan(row.held_from, row.held_until)
