"""Appointments as rows: read once, answered as values, and written down for the journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from clinic_desktop.domain.booking import Appointment, AppointmentStatus
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import Document, plain, stored
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
    select(block.c.appointment_id, block.c.id)
    .where(block.c.appointment_id.in_(bindparam("ids", expanding=True)))
    .order_by(block.c.appointment_id, block.c.starts_at)
)
_BLOCK_IDS = (
    select(block.c.id)
    .where(block.c.appointment_id == bindparam("id"))
    .order_by(block.c.starts_at, block.c.resource_id)
)


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
    ids: tuple[int, ...] = ()
    if row.holds:
        ids = tuple(read.connection.execute(_BLOCK_IDS, {"id": appointment_id}).scalars())
    return Loaded(value_of(row, ids), row, document_of(row, ids))


def written(row: Any, names: Names, block_ids: Sequence[int]) -> Loaded:  # noqa: ANN401 - a row of the table
    """Make what ``load`` would answer of the row that an insert returned, and of known names."""
    return Loaded(value_of(row, block_ids, names), row, document_of(row, block_ids))


def values_of(read: Read, rows: Sequence[Any]) -> tuple[Appointment, ...]:
    """Make the values of rows of ``SELECT``, each with its run of blocks."""
    runs: dict[UUID, list[int]] = defaultdict(list)
    holding = [row.id for row in rows if row.holds]
    for holder, number in read.connection.execute(_RUNS, {"ids": holding}):
        runs[holder].append(number)
    return tuple(value_of(row, runs.get(row.id, ())) for row in rows)


def value_of(row: Any, block_ids: Sequence[int], names: Names | None = None) -> Appointment:  # noqa: ANN401 - a row
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
        block_ids=tuple(block_ids),
        resource_ids=(row.resource_id,),
        type_id=row.type_id,
        type=named.type or "",
        colour=named.colour or "",
        note=row.note,
        reason=row.reason,
        cancelled_by=row.cancelled_by,
        origin=row.origin,
        time_unknown=bool(row.time_unknown),
        replaces=row.replaces,
    )


def document_of(row: Any, block_ids: Sequence[int]) -> Document:  # noqa: ANN401 - a row of SELECT
    """Write a row's stored columns, and its blocks, as JSON knows them."""
    document = {column.name: plain(getattr(row, column.name)) for column in STORED}
    document["block_ids"] = list(block_ids)
    return document


def record(transaction: Transaction, before: Loaded | None, after: Loaded) -> None:
    """Journal what happened to an appointment; its old and its new place are touched.

    A place is all that is held there: of that, calendars show what is free again.
    """
    for state in (before, after):
        if state is not None:
            value, held = state.value, held_span(state.row)
            transaction.entry.touch("appointment", value.id, value.doctor_id, held)
    transaction.entry.record(
        "appointment", after.value.id, before.document if before else None, after.document
    )


def held_span(row: Any) -> TimeSpan:  # noqa: ANN401 - a row of SELECT
    """Answer the span that an appointment holds or held: the told time plus buffers."""
    return TimeSpan(row.held_from, row.held_until)
