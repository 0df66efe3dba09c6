"""Changing a visit that is there: moving, cancelling, saying where it stands, and taking it back.

Each locks the visit first, and refuses a command that saw an older version of it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

from sqlalchemy import bindparam, select, update

from clinic_desktop.domain.booking import (
    STATUS_WORDS,
    TRANSITIONS,
    Appointment,
    AppointmentStatus,
    CancelAppointment,
    CancelledBy,
    CancelReason,
    MoveAppointment,
    SetStatus,
)
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.time import TimeSpan, day_start, local_date, time_words
from clinic_desktop.scheduling import appointments, runs
from clinic_desktop.scheduling.appointments import Loaded
from clinic_desktop.scheduling.booking import held_columns, judge_patient, passing
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.scheduling.runs import claim, claim_again, find_run, place
from clinic_desktop.scheduling.wanted import Wanted, ending, guessed_end
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.tables import appointment, appointment_type

_NEEDS = select(
    appointment_type.c.buffer_before, appointment_type.c.buffer_after, appointment_type.c.purposes
).where(appointment_type.c.id == bindparam("number"))
_CHANGE = update(appointment).where(appointment.c.id == bindparam("number"))


def move(transaction: Transaction, command: MoveAppointment) -> Appointment:
    """Move a visit, its length kept or a new one: old and new time change in one transaction.

    Raises:
        Refusal: as for booking; ``appointment_changed``, ``not_movable``.
        Misuse: ``bad_span``, ``bad_length``: it would end before it begins, or a day later.

    """
    before = _current(transaction, command.appointment_id, command.version)
    old = before.value
    if not old.holds or old.status not in (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED):
        message = (
            "Only a visit that is still to come can be moved; "
            f"this one is marked “{STATUS_WORDS[old.status]}”."
        )
        raise Refusal(Reason("not_movable", message, {"status": old.status.value}))
    doctor_id = command.doctor_id or (None if command.block_id else old.doctor_id)
    stays = command.start is None and command.end is not None
    there = place(transaction, command.block_id, doctor_id, old.start if stays else command.start)
    transaction.require(Action.MOVE, there.doctor_id)
    if command.end is None:
        wanted = replace(there, end=there.start + (old.end - old.start))
    else:
        wanted = ending(there, command.end)
    if old.type_id is not None:
        row = transaction.connection.execute(_NEEDS, {"number": old.type_id}).one()
        before_, after = (dt.timedelta(minutes=one) for one in row[:2])
        wanted = replace(
            wanted, type=old.type, before=before_, after=after, purposes=tuple(row.purposes)
        )
    wanted = passing(transaction, wanted, even_if_reserved=command.even_if_reserved)
    return _moved(transaction, before, wanted, even_if_busy=command.even_if_busy)


def _moved(
    transaction: Transaction, before: Loaded, wanted: Wanted, *, even_if_busy: bool
) -> Appointment:
    """Carry a move out."""
    old = before.value
    run, reasons = find_run(transaction, wanted, own=old.id)
    span = run.told if run else TimeSpan(wanted.start, guessed_end(wanted))
    seen = judge_patient(transaction, old.patient_id, span, even_if_busy=even_if_busy, own=old.id)
    if run is None or reasons or seen.reasons:
        raise Refusal(*reasons, *seen.reasons)
    # Where the new blocks are longer, more is held, but the visit is as long as was wished.
    told = TimeSpan(run.told.start, wanted.end or run.told.end)
    if (run.block_ids, told) == (old.block_ids, old.span):
        return old
    runs.release(transaction, old.id)
    claim(transaction, run, old.id)
    # The database lets times change only onto blocks that are already claimed.
    moved = change(transaction, before, **held_columns(run, told))
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
    moved = change(transaction, before, **held_columns(run, told))
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
    _refuse_too_early(transaction, before.value, command.status)
    return put_status(transaction, before, command.status)


def _refuse_too_early(read: Read, visit: Appointment, status: AppointmentStatus) -> None:
    """Refuse to say that somebody came, or not, for a visit that is still to come.

    Who comes or is seen earlier on the day than agreed is there all the same; who may still come is
    not missed.
    """
    zone = zone_of(read)
    day = day_start(local_date(visit.start, zone), zone)
    earliest = {
        AppointmentStatus.ARRIVED: day,
        AppointmentStatus.IN_PROGRESS: day,
        AppointmentStatus.FULFILLED: day,
        AppointmentStatus.NOSHOW: visit.start,
    }.get(status)
    if earliest is None or read.now >= earliest:
        return
    message = (
        f"This visit is still to come ({time_words(visit.start, zone)}), so it can't be marked as "
        f"“{STATUS_WORDS[status]}” yet. If the patient will not come, cancel it; if the visit is "
        "or was at another time, move it."
    )
    raise Refusal(Reason("not_yet", message, {"start": visit.start.astimezone(zone).isoformat()}))


def put_status(transaction: Transaction, before: Loaded, status: AppointmentStatus) -> Appointment:
    """Write a status and its instant."""
    return change(transaction, before, status=status.value, status_at=transaction.now)


def _check_transition(now: AppointmentStatus, then: AppointmentStatus) -> None:
    """Refuse a step that a visit can't take."""
    possible = TRANSITIONS[now]
    if then in possible:
        return
    names = ", ".join(f"“{STATUS_WORDS[status]}”" for status in possible)
    way = f"From here it can become: {names}." if names else "Only undo leads back."
    message = f"A visit marked “{STATUS_WORDS[now]}” can't become “{STATUS_WORDS[then]}”. {way}"
    facts = {"status": now.value, "possible": [status.value for status in possible]}
    raise Refusal(Reason("status_not_possible", message, facts))
