"""Booking, moving, cancelling, and saying where a visit stands.

Every use case checks first, for the good message, and then writes by compare-and-set; what the
database refuses all the same is checked again in a fresh transaction.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, insert, select, update

from clinic_desktop.domain.booking import (
    TRANSITIONS,
    Appointment,
    AppointmentStatus,
    Block,
    BookBlock,
    Booked,
    CancelAppointment,
    CancelledBy,
    CancelReason,
    MoveAppointment,
    SetStatus,
)
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.scheduling import agenda, appointments
from clinic_desktop.scheduling.appointments import Loaded
from clinic_desktop.scheduling.site import zone_of
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.tables import (
    MAX_SECONDS,
    appointment,
    appointment_type,
    block,
    canonical,
    patient,
    resource,
)

_NEAREST = 5

_WISH = select(appointment.c.wish).where(appointment.c.id == bindparam("id"))
_BLOCK_BY_ID = (
    select(
        block.c.resource_id, block.c.lane, block.c.starts_at, block.c.ends_at,
        block.c.appointment_id, resource.c.name.label("doctor"), resource.c.kind,
        resource.c.archived_at,
    )
    .join(resource, resource.c.id == block.c.resource_id)
    .where(block.c.id == bindparam("id"))
)  # fmt: skip
_BLOCK_LOCKED = _BLOCK_BY_ID.with_for_update(of=block)
_NEWEST_BLOCK = select(func.max(block.c.id))
_DOCTOR = select(resource.c.id, resource.c.name, resource.c.archived_at).where(
    resource.c.id == bindparam("id"), resource.c.kind == "doctor"
)
_CANDIDATES: Select[Any] = (
    select(
        block.c.id, block.c.lane, block.c.starts_at, block.c.ends_at, block.c.appointment_id,
        block.c.purpose,
    )
    .where(
        block.c.resource_id == bindparam("doctor"),
        block.c.lane >= 0,
        block.c.starts_at > bindparam("before"),
        block.c.starts_at < bindparam("to"),
        block.c.ends_at > bindparam("from_"),
    )
    # Whoever locks rows locks them in the order of their ids, so that no two wait for each other.
    .order_by(block.c.id)
    .with_for_update()
)  # fmt: skip
_OVERLAPS = and_(
    appointment.c.holds == 1,
    appointment.c.starts_at > bindparam("before"),
    appointment.c.starts_at < bindparam("to"),
    appointment.c.ends_at > bindparam("from_"),
    appointment.c.id != bindparam("own"),
)
_PATIENT = (
    select(
        patient.c.name,
        patient.c.do_not_book,
        patient.c.archived_at,
        exists().where(appointment.c.patient_id == patient.c.id, _OVERLAPS).label("is_busy"),
    )
    .where(patient.c.id == bindparam("id"))
    .with_for_update(key_share=True, of=patient)
)
_BUSY = (
    appointments.SELECT.where(appointment.c.patient_id == bindparam("id"), _OVERLAPS)
    .order_by(appointment.c.starts_at)
    .limit(1)
)
_TYPE = select(
    appointment_type.c.minutes, appointment_type.c.name, appointment_type.c.colour
).where(appointment_type.c.id == bindparam("id"), appointment_type.c.archived_at.is_(None))
_INSERT = insert(appointment).returning(*appointments.STORED)


def _claim(*which: ColumnElement[bool]) -> Any:  # noqa: ANN401 - an update to add values to
    """Compare and set: claim only what is free and still begins where it was seen."""
    return update(block).where(block.c.appointment_id.is_(None), *which)


_CLAIM_HEAD = _claim(
    block.c.id == bindparam("head"), block.c.starts_at == bindparam("head_starts")
).values(appointment_id=bindparam("holder"), until=bindparam("held_until"))
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
_CHANGE = update(appointment).where(appointment.c.id == bindparam("number"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """The stretch of a doctor's time that someone wants: [start, end), or one block from start on.

    With ``covering`` the run may end behind ``end``, at the end of the block that covers it.
    ``found`` is the run, if it is locked already.
    """

    doctor_id: int
    doctor: str
    start: dt.datetime
    end: dt.datetime | None
    covering: bool = True
    type: str = ""
    colour: str = ""
    found: Run | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive free blocks of one doctor."""

    doctor_id: int
    block_ids: tuple[int, ...]
    span: TimeSpan


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of a patient, and all that speaks against seeing them at some time."""

    name: str
    reasons: list[Reason]


def book(transaction: Transaction, command: BookBlock) -> Booked:
    """Book a patient into one block or several consecutive ones.

    Raises:
        Refusal: ``block_taken``, ``block_withdrawn``, ``no_block``, ``off_grid``, ``patient_busy``,
            ``do_not_book``, ``id_conflict``, ``unknown_…``: with all that speaks against it.
        Misuse: neither a block nor a doctor and a start is named.

    """
    wish = wish_of(command)
    known = transaction.connection.execute(_WISH, {"id": command.appointment_id}).scalar()
    if known is not None:
        return _repeated(transaction, command, same=known == wish)
    wanted = _wanted(transaction, command)
    transaction.require(Action.BOOK, wanted.doctor_id)
    run, reasons = find_run(transaction, wanted)
    span = run.span if run else TimeSpan(wanted.start, _guessed_end(wanted))
    seen = judge_patient(transaction, command.patient_id, span, even_if_busy=command.even_if_busy)
    if run is None or reasons or seen.reasons:
        raise Refusal(*reasons, *seen.reasons)
    values = _new_row(transaction, command, run, wish)
    row = transaction.connection.execute(_INSERT, values).one()
    claim(transaction, run, command.appointment_id)
    names = appointments.Names(seen.name, wanted.doctor, wanted.type, wanted.colour)
    booked = appointments.written(row, names, run.block_ids)
    appointments.record(transaction, None, booked)
    return Booked(booked.value)


def _new_row(
    transaction: Transaction, command: BookBlock, run: Run, wish: str
) -> dict[str, object]:
    """Write the columns of a new appointment."""
    return {
        "id": command.appointment_id,
        "patient_id": command.patient_id,
        "type_id": command.type_id,
        "status": AppointmentStatus.BOOKED.value,
        "status_at": transaction.now,
        "note": command.note,
        "wish": wish,
        "holds": 1,
        **_held(run),
    }


def _held(run: Run) -> dict[str, object]:
    """Write the columns that say which time an appointment holds."""
    return {
        "block_id": run.block_ids[0],
        "resource_id": run.doctor_id,
        "held_from": run.span.start,
        "starts_at": run.span.start,
        "ends_at": run.span.end,
        "held_until": run.span.end,
    }


def _repeated(transaction: Transaction, command: BookBlock, *, same: bool) -> Booked:
    """Answer a booking whose id is known: the same wish was carried out, another is refused."""
    if same:
        known = appointments.load(transaction, command.appointment_id)
        return Booked(known.value, repeated=True)
    message = (
        "This booking's id was already used for another appointment. Nothing was changed; "
        "book again with a new id."
    )
    facts = {"appointment": str(command.appointment_id)}
    raise Refusal(Reason("id_conflict", message, facts))


def wish_of(command: BookBlock) -> str:
    """Answer a digest of what was wished for: the same wish under the same id books once."""
    wish = {
        "patient": command.patient_id,
        "block": command.block_id,
        "doctor": command.doctor_id,
        "start": command.start and command.start.timestamp(),
        "end": command.end and command.end.timestamp(),
        "type": command.type_id,
        "note": command.note,
    }
    return hashlib.sha256(canonical(wish).encode()).hexdigest()


def _wanted(transaction: Transaction, command: BookBlock) -> Wanted:
    """Turn a booking's words into the stretch that is wanted."""
    wanted = _place(
        transaction,
        command.block_id,
        command.doctor_id,
        command.start,
        lock=command.end is None and command.type_id is None,
    )
    if command.end is not None:
        if command.end <= wanted.start:
            message = "The end must lie behind the start."
            raise Misuse("bad_span", message)
        return replace(wanted, end=command.end, covering=False)
    if command.type_id is None:
        return wanted
    row = transaction.connection.execute(_TYPE, {"id": command.type_id}).one_or_none()
    if row is None:
        message = "There is no such appointment type any more. Choose another."
        raise Refusal(Reason("unknown_type", message, {"type": command.type_id}))
    end = wanted.start + dt.timedelta(minutes=row.minutes)
    return replace(wanted, end=end, type=row.name, colour=row.colour)


def _place(
    transaction: Transaction,
    block_id: int | None,
    doctor_id: int | None,
    start: dt.datetime | None,
    *,
    lock: bool = False,
) -> Wanted:
    """Find the doctor and the start that a block id, or a doctor and a start, name.

    ``lock`` locks the block, for a wish that wants this one alone: a longer run is locked together.
    """
    if block_id is not None:
        statement = _BLOCK_LOCKED if lock else _BLOCK_BY_ID
        row = transaction.connection.execute(statement, {"id": block_id}).one_or_none()
        if row is None:
            raise Refusal(_vanished(transaction, block_id, doctor_id, start))
        if row.kind != "doctor" or row.archived_at is not None:
            raise Refusal(_no_doctor(row.resource_id))
        found = None
        if lock and row.lane >= 0 and row.appointment_id is None:
            found = Run(row.resource_id, (block_id,), TimeSpan(row.starts_at, row.ends_at))
        return Wanted(row.resource_id, row.doctor, row.starts_at, None, found=found)
    if doctor_id is None or start is None:
        message = "Name a block, or a doctor and a start."
        raise Misuse("usage", message)
    return Wanted(doctor_id, doctor_named(transaction, doctor_id), start, None)


def _vanished(
    read: Read, block_id: int, doctor_id: int | None, start: dt.datetime | None
) -> Reason:
    """Say that a block is not offered any more, or never was."""
    newest = read.connection.execute(_NEWEST_BLOCK).scalar() or 0
    if block_id > newest:
        message = f"There is no block {block_id}."
        return Reason("unknown_block", message, {"block": str(block_id)})
    facts: dict[str, object] = {"block": str(block_id)}
    if doctor_id is not None and start is not None:
        facts["nearest"] = offers(read, agenda.nearest(read, doctor_id, start, 0))
    message = (
        "This time is not offered any more: the doctor's hours were changed meanwhile. "
        "Choose another block."
    )
    return Reason("block_withdrawn", message, facts)


def doctor_named(read: Read, doctor_id: int) -> str:
    """Answer the name of a doctor whose time can be booked.

    Raises:
        Refusal: ``unknown_doctor``.

    """
    row = read.connection.execute(_DOCTOR, {"id": doctor_id}).one_or_none()
    if row is None or row.archived_at is not None:
        raise Refusal(_no_doctor(doctor_id))
    return str(row.name)


def _no_doctor(doctor_id: int) -> Reason:
    message = f"There is no doctor {doctor_id} here, or not any more."
    return Reason("unknown_doctor", message, {"doctor": str(doctor_id)})


def _guessed_end(wanted: Wanted) -> dt.datetime:
    """Answer the end, or a minute when only a start is wanted, for looking at the patient's day."""
    return wanted.end or wanted.start + dt.timedelta(minutes=1)


def find_run(
    transaction: Transaction, wanted: Wanted, own: UUID | None = None
) -> tuple[Run | None, list[Reason]]:
    """Find and lock the run of free blocks that a wish names; blocks of ``own`` count as free.

    Answers the run, or the reasons why there is none.
    """
    if wanted.found is not None:
        return wanted.found, []
    rows = _candidates(transaction, wanted)
    chain: list[Any] = []
    at = wanted.start
    holders: list[UUID] = []
    while not chain or (wanted.end is not None and at < wanted.end):
        seats = sorted((row for row in rows if row.starts_at == at), key=lambda row: row.lane)
        free = [row for row in seats if row.appointment_id in (None, own)]
        if not seats:
            taken_too = [_taken(transaction, wanted, holders[0])] if holders else []
            return None, [*taken_too, _no_block_at(transaction, wanted, rows, at)]
        if not free:
            holders += [row.appointment_id for row in seats]
        taken = (free or seats)[0]
        chain.append(taken)
        at = taken.ends_at
    if wanted.end is not None and at > wanted.end and not wanted.covering:
        return None, [_off_grid(transaction, wanted, rows, wanted.end)]
    if holders:
        return None, [_taken(transaction, wanted, holders[0])]
    ids = tuple(row.id for row in chain)
    return Run(wanted.doctor_id, ids, TimeSpan(wanted.start, at)), []


def _candidates(transaction: Transaction, wanted: Wanted) -> Sequence[Any]:
    """Lock and answer the blocks that the wish may touch, with those around its edges."""
    return transaction.connection.execute(
        _CANDIDATES,
        {
            "doctor": wanted.doctor_id,
            "before": wanted.start - dt.timedelta(seconds=MAX_SECONDS),
            "from_": wanted.start,
            "to": _guessed_end(wanted),
        },
    ).all()


def _no_block_at(
    transaction: Transaction, wanted: Wanted, rows: Sequence[Any], at: dt.datetime
) -> Reason:
    """Say why no block begins at ``at``: it lies inside one, or nothing is laid there."""
    if any(row.starts_at < at < row.ends_at for row in rows):
        return _off_grid(transaction, wanted, rows, at)
    zone = zone_of(transaction)
    message = f"{wanted.doctor} has no hours at {clock(at, zone)}." + _way_out(
        near := _nearest(transaction, wanted)
    )
    facts = {"doctor": wanted.doctor, "at": at.astimezone(zone).isoformat()}
    return Reason("no_block", message, {**facts, "nearest": offers(transaction, near)})


def _off_grid(
    transaction: Transaction, wanted: Wanted, rows: Sequence[Any], at: dt.datetime
) -> Reason:
    """Say that a start or end is no edge of a block, and which edges are nearest."""
    zone = zone_of(transaction)
    edges = sorted({edge for row in rows for edge in (row.starts_at, row.ends_at)})
    around = [
        max((e for e in edges if e < at), default=None),
        min((e for e in edges if e > at), default=None),
    ]
    told = [edge.astimezone(zone) for edge in around if edge is not None]
    message = (
        f"{clock(at, zone)} is not where a block of {wanted.doctor} begins or ends. "
        f"The nearest edges are {' and '.join(f'{edge:%H:%M}' for edge in told)}."
    )
    return Reason("off_grid", message, {"edges": [edge.isoformat() for edge in told]})


def _taken(transaction: Transaction, wanted: Wanted, holder_id: UUID) -> Reason:
    """Say who holds the time now, and which free times are nearest."""
    zone = zone_of(transaction)
    held = appointments.load(transaction, holder_id).value
    near = _nearest(transaction, wanted)
    message = (
        f"{wanted.doctor} is booked at {clock(wanted.start, zone)}: {held.patient}, "
        f"{held.start.astimezone(zone):%H:%M} to {held.end.astimezone(zone):%H:%M}."
        + _way_out(near)
    )
    holder = {
        "appointment_id": str(held.id),
        "patient": held.patient,
        "start": held.start.astimezone(zone).isoformat(),
        "end": held.end.astimezone(zone).isoformat(),
    }
    return Reason("block_taken", message, {"holder": holder, "nearest": offers(transaction, near)})


def _nearest(read: Read, wanted: Wanted) -> list[Block]:
    minutes = int((_guessed_end(wanted) - wanted.start).total_seconds()) // 60
    return agenda.nearest(read, wanted.doctor_id, wanted.start, minutes, _NEAREST)


def _way_out(near: list[Block]) -> str:
    return " Choose one of the nearest free times." if near else " No free time is near."


def offers(read: Read, near: Sequence[Block]) -> list[dict[str, str]]:
    """Write free blocks as facts, in the clinic's time."""
    zone = zone_of(read)
    return [
        {
            "id": str(free.id),
            "doctor_id": str(free.doctor_id),
            "doctor": free.doctor,
            "start": free.start.astimezone(zone).isoformat(),
            "end": free.end.astimezone(zone).isoformat(),
        }
        for free in near
    ]


def clock(at: dt.datetime, zone: zoneinfo.ZoneInfo) -> str:
    """Write an instant as sentences say it: Sun 2 Nov 2025, 11:00."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


def judge_patient(
    transaction: Transaction,
    patient_id: int,
    span: TimeSpan,
    *,
    even_if_busy: bool,
    own: UUID | None = None,
) -> Judged:
    """Lock the patient, and answer all that speaks against seeing them then."""
    parameters = {
        "id": patient_id,
        "before": span.start - dt.timedelta(seconds=MAX_SECONDS),
        "from_": span.start,
        "to": span.end,
        "own": own or UUID(int=0),
    }
    row = transaction.connection.execute(_PATIENT, parameters).one_or_none()
    if row is None or row.archived_at is not None:
        message = f"There is no patient {patient_id} here, or not any more."
        return Judged("", [Reason("unknown_patient", message, {"patient": str(patient_id)})])
    judged = Judged(row.name, [])
    if row.do_not_book and not transaction.may(Action.PASS_DO_NOT_BOOK):
        message = f"{row.name} is marked “do not book”: {row.do_not_book}."
        judged.reasons.append(Reason("do_not_book", message, {"why": row.do_not_book}))
    if row.is_busy and not even_if_busy:
        judged.reasons.append(_busy(transaction, row.name, parameters))
    return judged


def _busy(read: Read, name: str, parameters: dict[str, object]) -> Reason:
    """Say which other visit of the patient overlaps."""
    clash = appointments.value_of(read.connection.execute(_BUSY, parameters).one(), ())
    zone = zone_of(read)
    message = (
        f"{name} already has a visit with {clash.doctor} at {clock(clash.start, zone)}. "
        "Book anyway if both are meant."
    )
    facts = {
        "appointment_id": str(clash.id),
        "doctor": clash.doctor,
        "start": clash.start.astimezone(zone).isoformat(),
        "end": clash.end.astimezone(zone).isoformat(),
    }
    return Reason("patient_busy", message, facts)


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
    claimed = transaction.connection.execute(_CLAIM_HEAD, values).rowcount
    if rest:
        claimed += transaction.connection.execute(_CLAIM_REST, values).rowcount
    if claimed != len(run.block_ids):
        message = "Someone else took this time a moment ago. Choose another block."
        raise Refusal(Reason("block_taken", message))


def move(transaction: Transaction, command: MoveAppointment) -> Appointment:
    """Move a visit, its length kept: its old and its new time change in one transaction.

    Raises:
        Refusal: as for booking; ``appointment_changed``, ``not_movable``.

    """
    before = _current(transaction, command.appointment_id, command.version)
    old = before.value
    if not old.holds or old.status not in (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED):
        message = (
            f"Only a visit that is still to come can be moved; this one is {said(old.status)}."
        )
        raise Refusal(Reason("not_movable", message, {"status": old.status.value}))
    doctor_id = command.doctor_id or (None if command.block_id else old.doctor_id)
    place = _place(transaction, command.block_id, doctor_id, command.start)
    transaction.require(Action.MOVE, place.doctor_id)
    wanted = replace(place, end=place.start + (old.end - old.start))
    return _moved(transaction, before, wanted, even_if_busy=command.even_if_busy)


def _moved(
    transaction: Transaction, before: Loaded, wanted: Wanted, *, even_if_busy: bool
) -> Appointment:
    """Carry a move out."""
    old = before.value
    run, reasons = find_run(transaction, wanted, own=old.id)
    span = run.span if run else TimeSpan(wanted.start, _guessed_end(wanted))
    seen = judge_patient(transaction, old.patient_id, span, even_if_busy=even_if_busy, own=old.id)
    if run is None or reasons or seen.reasons:
        raise Refusal(*reasons, *seen.reasons)
    if run.block_ids == old.block_ids:
        return old
    transaction.connection.execute(_RELEASE, {"holder": old.id})
    claim(transaction, run, old.id)
    # The database lets times change only onto blocks that are already claimed.
    return change(transaction, before, **_held(run))


def _current(transaction: Transaction, appointment_id: UUID, version: int | None) -> Loaded:
    """Lock an appointment, and refuse a command that saw an older version of it.

    Raises:
        Refusal: ``unknown_appointment``, ``appointment_changed``.

    """
    found = appointments.load(transaction, appointment_id, lock=True)
    if version is not None and version != found.value.version:
        message = (
            "This appointment was changed by someone else meanwhile. Nothing was saved; look at "
            "it as it is now, then decide again."
        )
        facts = {
            "seen": version,
            "version": found.value.version,
            "status": found.value.status.value,
            "start": found.value.start.astimezone(zone_of(transaction)).isoformat(),
            "doctor": found.value.doctor,
        }
        raise Refusal(Reason("appointment_changed", message, facts))
    return found


def change(transaction: Transaction, before: Loaded, **values: object) -> Appointment:
    """Write columns of an appointment, its version one up, and journal it."""
    transaction.connection.execute(
        _CHANGE.values(version=appointment.c.version + 1, **values), {"number": before.value.id}
    )
    after = appointments.load(transaction, before.value.id)
    appointments.record(transaction, before, after)
    return after.value


def cancel(transaction: Transaction, command: CancelAppointment) -> Appointment:
    """Cancel a visit: its blocks are free at once, its times stay on record.

    Raises:
        Refusal: ``appointment_changed``, ``status_not_possible``.

    """
    before = _current(transaction, command.appointment_id, command.version)
    transaction.require(Action.CANCEL, before.value.doctor_id)
    _check_transition(before.value.status, AppointmentStatus.CANCELLED)
    return release(transaction, before, command.reason, command.by)


def release(
    transaction: Transaction, before: Loaded, reason: CancelReason, by: CancelledBy
) -> Appointment:
    """Free the blocks of an appointment and mark it cancelled."""
    transaction.connection.execute(_RELEASE, {"holder": before.value.id})
    return change(
        transaction,
        before,
        holds=0,
        block_id=None,
        status=AppointmentStatus.CANCELLED.value,
        status_at=transaction.now,
        reason=reason.value,
        cancelled_by=by.value,
    )


def revive(transaction: Transaction, before: Loaded, status: AppointmentStatus) -> Appointment:
    """Take a cancellation back: claim the old time again, on whatever blocks lie there now.

    Raises:
        Refusal: ``block_taken``, ``no_block``, ``off_grid``.

    """
    run = claim_again(
        transaction, before.value.id, before.value.doctor_id, appointments.held_span(before.row)
    )
    return change(
        transaction,
        before,
        holds=1,
        block_id=run.block_ids[0],
        status=status.value,
        status_at=transaction.now,
        reason="",
        cancelled_by="",
    )


def claim_again(
    transaction: Transaction, appointment_id: UUID, doctor_id: int, span: TimeSpan
) -> Run:
    """Claim exactly a span for an appointment, its own blocks counting as free; release those."""
    wanted = Wanted(
        doctor_id, doctor_named(transaction, doctor_id), span.start, span.end, covering=False
    )
    run, reasons = find_run(transaction, wanted, own=appointment_id)
    if run is None:
        raise Refusal(*reasons)
    transaction.connection.execute(_RELEASE, {"holder": appointment_id})
    claim(transaction, run, appointment_id)
    return run


def move_back(
    transaction: Transaction, before: Loaded, doctor_id: int, span: TimeSpan
) -> Appointment:
    """Take a move back: claim the time from before it again."""
    return change(
        transaction, before, **_held(claim_again(transaction, before.value.id, doctor_id, span))
    )


def set_status(transaction: Transaction, command: SetStatus) -> Appointment:
    """Say where a visit stands; its time stays held.

    Raises:
        Refusal: ``reason_needed``, ``status_not_possible``, ``appointment_changed``.

    """
    before = _current(transaction, command.appointment_id, command.version)
    transaction.require(Action.SET_STATUS, before.value.doctor_id)
    if command.status is AppointmentStatus.CANCELLED:
        message = "Cancelling needs a reason. Use cancel, and say why."
        raise Refusal(Reason("reason_needed", message))
    if command.status is before.value.status:
        return before.value
    _check_transition(before.value.status, command.status)
    if not before.value.holds and command.status not in (
        AppointmentStatus.FULFILLED,
        AppointmentStatus.NOSHOW,
    ):
        message = (
            "This visit holds no time any more, so it can't be put back to be seen. Book anew."
        )
        raise Refusal(Reason("status_not_possible", message, {"holds": False}))
    return put_status(transaction, before, command.status)


def put_status(transaction: Transaction, before: Loaded, status: AppointmentStatus) -> Appointment:
    """Write a status and its instant."""
    return change(transaction, before, status=status.value, status_at=transaction.now)


def said(status: AppointmentStatus) -> str:
    """Write a status as a sentence says it."""
    return {"noshow": "missed", "in_progress": "in progress"}.get(status.value, status.value)


def _check_transition(now: AppointmentStatus, then: AppointmentStatus) -> None:
    """Refuse a step that a visit can't take."""
    possible = TRANSITIONS[now]
    if then in possible:
        return
    names = ", ".join(said(status) for status in possible)
    way = f"From here it can become: {names}." if names else "Only undo leads back."
    message = f"A visit that is {said(now)} can't become {said(then)}. {way}"
    facts = {"status": now.value, "possible": [status.value for status in possible]}
    raise Refusal(Reason("status_not_possible", message, facts))
