"""Booking, moving, cancelling, and saying where a visit stands.

Every use case checks first, for the good message, and then writes by compare-and-set; what the
database refuses all the same is checked again in a fresh transaction.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import and_, bindparam, insert, select, update

from clinic_desktop.domain.booking import (
    TRANSITIONS,
    Appointment,
    AppointmentStatus,
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
from clinic_desktop.domain.time import TimeSpan, day_start, local_date, time_words
from clinic_desktop.scheduling import appointments, runs
from clinic_desktop.scheduling.appointments import Loaded
from clinic_desktop.scheduling.runs import (
    Run,
    Wanted,
    claim,
    claim_again,
    find_run,
    guessed_end,
    place,
)
from clinic_desktop.scheduling.site import zone_of
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.prepared import Prepared
from clinic_desktop.storage.tables import (
    MAX_SECONDS,
    appointment,
    appointment_type,
    canonical,
    patient,
)

_WISH = Prepared(select(appointment.c.wish).where(appointment.c.id == bindparam("id")))
_OVERLAPS = and_(
    appointment.c.holds == 1,
    appointment.c.starts_at > bindparam("before"),
    appointment.c.starts_at < bindparam("to"),
    appointment.c.ends_at > bindparam("from_"),
    appointment.c.id != bindparam("own"),
)
# It locks and no more: a statement that waited for a lock sees other tables as they were before.
_PATIENT = Prepared(
    select(patient.c.name, patient.c.do_not_book, patient.c.archived_at)
    .where(patient.c.id == bindparam("id"))
    .with_for_update(key_share=True)
)
_BUSY = Prepared(
    select(appointment.c.id)
    .where(appointment.c.patient_id == bindparam("id"), _OVERLAPS)
    .order_by(appointment.c.starts_at)
    .limit(1)
)
_TYPE = select(
    appointment_type.c.minutes, appointment_type.c.name, appointment_type.c.colour
).where(appointment_type.c.id == bindparam("id"), appointment_type.c.archived_at.is_(None))
_INSERT = Prepared(
    insert(appointment).returning(*appointments.STORED),
    "id", "patient_id", "type_id", "status", "status_at", "note", "wish", "holds", "block_id",
    "resource_id", "held_from", "starts_at", "ends_at", "held_until",
)  # fmt: skip


_CHANGE = update(appointment).where(appointment.c.id == bindparam("number"))


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of a patient, and all that speaks against seeing them at some time."""

    name: str
    reasons: list[Reason]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a booking will claim, and what is shown of it."""

    run: Run
    names: appointments.Names


def book(transaction: Transaction, command: BookBlock) -> Booked:
    """Book a patient into one block or several consecutive ones.

    Raises:
        Refusal: ``block_taken``, ``block_withdrawn``, ``no_block``, ``off_grid``, ``patient_busy``,
            ``do_not_book``, ``id_conflict``, ``unknown_…``: with all that speaks against it.
        Misuse: neither a block nor a doctor and a start is named.

    """
    wish = wish_of(command)
    known = _WISH.row(transaction.connection, {"id": command.appointment_id})
    if known is not None:
        return _repeated(transaction, command, same=known.wish == wish)
    try:
        plan = _plan(transaction, command)
    except Refusal:
        # Of two equal wishes at once the slower one is refused by its own twin: it reads again.
        known = _WISH.row(transaction.connection, {"id": command.appointment_id})
        if known is None:
            raise
        return _repeated(transaction, command, same=known.wish == wish)
    return _booked_anew(transaction, command, wish, plan)


def _plan(transaction: Transaction, command: BookBlock) -> Plan:
    """Find and lock what a booking wants; nothing is written yet.

    Raises:
        Refusal: with all that speaks against it.

    """
    wanted = _wanted(transaction, command)
    transaction.require(Action.BOOK, wanted.doctor_id)
    run, reasons = find_run(transaction, wanted)
    span = run.span if run else TimeSpan(wanted.start, guessed_end(wanted))
    seen = judge_patient(transaction, command.patient_id, span, even_if_busy=command.even_if_busy)
    if run is None or reasons or seen.reasons:
        raise Refusal(*reasons, *seen.reasons)
    return Plan(run, appointments.Names(seen.name, wanted.doctor, wanted.type, wanted.colour))


def _booked_anew(transaction: Transaction, command: BookBlock, wish: str, plan: Plan) -> Booked:
    """Book what was never booked before."""
    row = _INSERT.row(transaction.connection, _new_row(transaction, command, plan.run, wish))
    claim(transaction, plan.run, command.appointment_id)
    booked = appointments.written(row, plan.names, plan.run.block_ids)
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


def _held(run: Run, told: TimeSpan | None = None) -> dict[str, object]:
    """Write the columns that say which time an appointment holds, and which one it is told."""
    told = told or run.span
    return {
        "block_id": run.block_ids[0],
        "resource_id": run.doctor_id,
        "held_from": run.span.start,
        "starts_at": told.start,
        "ends_at": told.end,
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
    wanted = place(
        transaction,
        command.block_id,
        command.doctor_id,
        command.start,
        lock=command.end is None and command.type_id is None,
    )
    if command.type_id is not None:
        row = transaction.connection.execute(_TYPE, {"id": command.type_id}).one_or_none()
        if row is None:
            message = "There is no such appointment type any more. Choose another."
            raise Refusal(Reason("unknown_type", message, {"type": command.type_id}))
        end = wanted.start + dt.timedelta(minutes=row.minutes)
        wanted = replace(wanted, end=end, type=row.name, colour=row.colour)
    if command.end is None:
        return wanted
    if command.end <= wanted.start:
        message = "The end must lie behind the start."
        raise Misuse("bad_span", message)
    return replace(wanted, end=command.end, covering=False)


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
    row = _PATIENT.row(transaction.connection, parameters)
    if row is None or row.archived_at is not None:
        message = f"There is no patient {patient_id} here, or not any more."
        return Judged("", [Reason("unknown_patient", message, {"patient": str(patient_id)})])
    judged = Judged(row.name, [])
    if row.do_not_book and not transaction.may(Action.PASS_DO_NOT_BOOK):
        message = f"{row.name} is marked “do not book”: {row.do_not_book}."
        judged.reasons.append(Reason("do_not_book", message, {"why": row.do_not_book}))
    if not even_if_busy:
        clash = _BUSY.row(transaction.connection, parameters)
        if clash is not None:
            other = appointments.load(transaction, clash.id).value
            judged.reasons.append(_busy(transaction, row.name, other))
    return judged


def _busy(read: Read, name: str, clash: Appointment) -> Reason:
    """Say which other visit of the patient overlaps."""
    zone = zone_of(read)
    message = (
        f"{name} already has a visit with {clash.doctor} at {time_words(clash.start, zone)}. "
        "Book anyway if both are meant."
    )
    facts = {
        "appointment_id": str(clash.id),
        "doctor": clash.doctor,
        "start": clash.start.astimezone(zone).isoformat(),
        "end": clash.end.astimezone(zone).isoformat(),
    }
    return Reason("patient_busy", message, facts)


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
    there = place(transaction, command.block_id, doctor_id, command.start)
    transaction.require(Action.MOVE, there.doctor_id)
    wanted = replace(there, end=there.start + (old.end - old.start))
    return _moved(transaction, before, wanted, even_if_busy=command.even_if_busy)


def _moved(
    transaction: Transaction, before: Loaded, wanted: Wanted, *, even_if_busy: bool
) -> Appointment:
    """Carry a move out."""
    old = before.value
    run, reasons = find_run(transaction, wanted, own=old.id)
    span = run.span if run else TimeSpan(wanted.start, guessed_end(wanted))
    seen = judge_patient(transaction, old.patient_id, span, even_if_busy=even_if_busy, own=old.id)
    if run is None or reasons or seen.reasons:
        raise Refusal(*reasons, *seen.reasons)
    if run.block_ids == old.block_ids:
        return old
    runs.release(transaction, old.id)
    claim(transaction, run, old.id)
    # Where the new blocks are longer, more is held, but the visit is as long as it was.
    told = TimeSpan(run.span.start, run.span.start + (old.end - old.start))
    # The database lets times change only onto blocks that are already claimed.
    moved = change(transaction, before, **_held(run, told))
    left = [number for number in old.block_ids if number not in run.block_ids]
    runs.tidy(transaction, old.doctor_id, left, appointments.held_span(before.row))
    return moved


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
    runs.release(transaction, before.value.id)
    freed = change(
        transaction,
        before,
        holds=0,
        block_id=None,
        status=AppointmentStatus.CANCELLED.value,
        status_at=transaction.now,
        reason=reason.value,
        cancelled_by=by.value,
    )
    held = appointments.held_span(before.row)
    runs.tidy(transaction, before.value.doctor_id, before.value.block_ids, held)
    return freed


def revive(transaction: Transaction, before: Loaded, status: AppointmentStatus) -> Appointment:
    """Take a cancellation back: claim the old time again, on whatever blocks lie there now.

    Raises:
        Refusal: ``block_taken``.

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


def move_back(
    transaction: Transaction, before: Loaded, doctor_id: int, held: TimeSpan, told: TimeSpan
) -> Appointment:
    """Take a move back: claim the time from before it again."""
    value = before.value
    run = claim_again(transaction, value.id, doctor_id, held)
    moved = change(transaction, before, **_held(run, told))
    left = [number for number in value.block_ids if number not in run.block_ids]
    runs.tidy(transaction, value.doctor_id, left, appointments.held_span(before.row))
    return moved


def set_status(transaction: Transaction, command: SetStatus) -> Appointment:
    """Say where a visit stands; its time stays held.

    Raises:
        Refusal: ``reason_needed``, ``status_not_possible``, ``not_yet``, ``appointment_changed``.

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
    _refuse_early_end(transaction, before.value, command.status)
    return put_status(transaction, before, command.status)


def _refuse_early_end(read: Read, visit: Appointment, status: AppointmentStatus) -> None:
    """Refuse to say how a visit ended that is still to come.

    Who was seen earlier on its day than agreed is done all the same; who may still come is not
    missed.
    """
    zone = zone_of(read)
    earliest = {
        AppointmentStatus.FULFILLED: day_start(local_date(visit.start, zone), zone),
        AppointmentStatus.NOSHOW: visit.start,
    }.get(status)
    if earliest is None or read.now >= earliest:
        return
    message = (
        f"This visit is still to come ({time_words(visit.start, zone)}), so it can't be "
        f"{said(status)} yet. If the patient will not come, cancel it; if it took place at another "
        "time, move it."
    )
    raise Refusal(Reason("not_yet", message, {"start": visit.start.astimezone(zone).isoformat()}))


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
