"""Booking a patient into blocks.

It checks first, for the good message, and then writes by compare-and-set; what the database
refuses all the same is checked again in a fresh transaction.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import bindparam, insert, select

from clinic_desktop.domain.booking import (
    AppointmentStatus,
    BookBlock,
    Booked,
)
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.selfbooking import BY_PATIENT
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.scheduling import (
    appointments,
    cutting,
    laying,
    nearest,
    needs,
    overbooking,
    parts,
    patients,
    selfbooking,
    spacing,
)
from clinic_desktop.scheduling.judging import Stay, judge_patient
from clinic_desktop.scheduling.needs import Needs
from clinic_desktop.scheduling.parts import Hold
from clinic_desktop.scheduling.runs import claim, find_run, place, still_against
from clinic_desktop.scheduling.wanted import RESERVED, Run, Wanted, ending, guessed_end
from clinic_desktop.storage.columns import canonical
from clinic_desktop.storage.database import Transaction
from clinic_desktop.storage.prepared import Prepared
from clinic_desktop.storage.tables import appointment, appointment_type

_WISH = Prepared(select(appointment.c.wish).where(appointment.c.id == bindparam("id")))
_TYPE = select(
    appointment_type.c.minutes,
    appointment_type.c.name,
    appointment_type.c.colour,
    appointment_type.c.buffer_before,
    appointment_type.c.buffer_after,
    appointment_type.c.purposes,
    appointment_type.c.grid_minutes,
    appointment_type.c.needs_room,
    needs.HAS_NAMED,
    appointment_type.c.rules,
).where(appointment_type.c.id == bindparam("id"), appointment_type.c.archived_at.is_(None))
_INSERT = Prepared(
    insert(appointment).returning(*appointments.STORED),
    "id", "patient_id", "type_id", "status", "status_at", "note", "wish", "holds", "block_id",
    "resource_id", "held_from", "starts_at", "ends_at", "held_until", "overbooked", "origin",
    "series_id", "site_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """What a booking will claim (None: it lays its own over others), and what is shown of it."""

    run: Run | None
    wanted: Wanted
    names: appointments.Names
    holds: tuple[Hold, ...] = ()


def book(
    transaction: Transaction,
    command: BookBlock,
    series_id: UUID | None = None,
    minutes: int | None = None,
    digest: str = "",
) -> Booked:
    """Book a patient into one block or several consecutive ones, as a visit of a series if named.

    With ``minutes`` it takes the blocks that cover so much, however long its type is. The
    ``digest`` is of what it is a part of, where it is: without that wish it is another one.

    Raises:
        Refusal: ``block_taken``, ``block_withdrawn``, ``no_block``, ``off_grid``, ``never_booked``,
            ``block_reserved``, ``patient_busy``, ``do_not_book``, ``id_conflict``,
            ``room_taken``, ``equipment_taken``, ``time_off``, ``type_not_allowed``, ``too_soon``,
            ``too_far``, ``too_many``, ``unknown_…``: with all that speaks against it.
        Misuse: neither a block nor a doctor and a start is named, somebody is named twice; as
            ``ending``.

    """
    wish = digest or wish_of(command)
    known = _WISH.row(transaction.connection, {"id": command.appointment_id})
    if known is not None:
        return _repeated(transaction, command, same=known.wish == wish)
    if command.by_patient:
        selfbooking.check(command)
    command = with_patient(transaction, command)
    try:
        plan = _plan(transaction, command, minutes)
    except Refusal:
        # Of two equal wishes at once the slower one is refused by its own twin: it reads again.
        known = _WISH.row(transaction.connection, {"id": command.appointment_id})
        if known is None:
            raise
        return _repeated(transaction, command, same=known.wish == wish)
    return _booked_anew(transaction, command, {"wish": wish, "series_id": series_id}, plan)


def with_patient(transaction: Transaction, command: BookBlock) -> BookBlock:
    """Register the newcomer that a booking is for.

    Raises:
        Misuse: ``usage``: neither a patient is named nor a newcomer, or both; as ``add_patient``.

    """
    if (command.patient_id is None) == (command.newcomer is None):
        message = "Name the patient to book for: one who is registered, or a new one."
        raise Misuse("usage", message)
    if command.newcomer is None:
        return command
    if command.by_patient:
        known = selfbooking.known(transaction, command.newcomer)
        if known is not None:
            return replace(command, patient_id=known, newcomer=None)
    made = patients.add_patient(transaction, command.newcomer)
    return replace(command, patient_id=made.id, newcomer=None)


def _plan(transaction: Transaction, command: BookBlock, minutes: int | None) -> Plan:
    """Find and lock what a booking wants; nothing is written yet.

    Raises:
        Refusal: with all that speaks against it.

    """
    wanted = _wanted(transaction, command, minutes)
    transaction.require(Action.BOOK, wanted.doctor_id)
    joint = needs.NOTHING
    if command.with_ids or wanted.demands:
        joint = needs.of_type(transaction, command.type_id, wanted.type, command.with_ids)
        joint = beside(wanted.doctor_id, command.with_ids, joint)
    # Before any block: whoever wants some of the same does so, too.
    others = parts.lock(transaction, joint.ids | {wanted.doctor_id}) if joint.each else {}
    if (wanted.grid or wanted.buffered) and not joint.each:
        # Who cuts blocks and who lays them wait for each other here, never at a block; so does who
        # looks beyond the blocks that are wanted, for what is just being cut there.
        laying.keep_doctor(transaction, wanted.doctor_id)
    if command.overbook:
        wanted = overbooking.begin(transaction, wanted, command.reason)
    run, reasons = find_run(transaction, wanted)
    if command.overbook:
        reasons = still_against(transaction, wanted, reasons)
    else:
        reasons += overbooking.against(transaction, wanted, run)
    span = run.told if run else TimeSpan(wanted.start, guessed_end(wanted))
    holds, missing = needs.choose(transaction, joint.each, others, wanted, run)
    if joint.doctors and wanted.doctor_id not in joint.doctors:
        missing.append(needs.not_allowed(joint.type, wanted.doctor))
    stay = Stay(span, overbooking.site_for(transaction, wanted, run, span))
    seen = judge_patient(
        transaction, command.patient_id, stay,
        even_if_busy=command.even_if_busy, by_patient=command.by_patient,
        even_if_do_not_book=command.even_if_do_not_book,
    )  # fmt: skip
    if command.by_patient:
        seen.reasons.extend(selfbooking.against(transaction, span.start, command.patient_id))
    if joint.each and (reasons or missing):
        # Times of the doctor at which a room or another doctor is not free help nobody.
        reasons, missing = (
            nearest.of_all(
                transaction, wanted, several,
                until=command.end, type_id=command.type_id, with_ids=command.with_ids,
            )
            for several in (reasons, missing)
        )  # fmt: skip
    if wanted.ruled:
        seen.reasons.extend(
            spacing.reasons(
                transaction, command.type_id, command.patient_id, wanted.doctor_id, span.start
            )
        )
    if reasons or missing or seen.reasons:
        raise Refusal(*reasons, *missing, *seen.reasons)
    names = appointments.Names(seen.name, wanted.doctor, wanted.type, wanted.colour)
    return Plan(run, wanted, names, tuple(holds))


def beside(doctor_id: int, with_ids: Sequence[int], joint: Needs) -> Needs:
    """Answer what is needed beside this doctor, who may be a room that is needed.

    Raises:
        Misuse: ``usage``, the doctor is named twice.

    """
    if doctor_id in with_ids:
        message = "The doctor is in this visit already. Name somebody else to be there, too."
        raise Misuse("usage", message)
    return replace(joint, each=tuple(need for need in joint.each if doctor_id not in need))


def _booked_anew(
    transaction: Transaction, command: BookBlock, kept: Mapping[str, object], plan: Plan
) -> Booked:
    """Book what was never booked before; ``kept`` are columns beside what is wished."""
    wanted, number = plan.wanted, command.appointment_id
    run, over = plan.run, ""
    if run is None:
        span, over = TimeSpan(wanted.start, guessed_end(wanted)), command.reason.strip()
        run = overbooking.take(transaction, wanted.doctor_id, span, number, over)
    run = cutting.cut(transaction, run)
    values = {**_new_row(transaction, command, run), **kept, "overbooked": over}
    row = _INSERT.row(transaction.connection, values)
    parts.add(transaction, number, plan.holds)
    if not over:
        claim(transaction, run, number)
    parts.take(transaction, number, plan.holds)
    if plan.holds:
        booked = appointments.load(transaction, number)
    else:
        booked = appointments.written(row, plan.names, run.blocks)
    appointments.record(transaction, None, booked)
    return Booked(booked.value)


def _new_row(transaction: Transaction, command: BookBlock, run: Run) -> dict[str, object]:
    """Write the columns of a new appointment."""
    return {
        "id": command.appointment_id,
        "patient_id": command.patient_id,
        "type_id": command.type_id,
        "status": AppointmentStatus.BOOKED.value,
        "status_at": transaction.now,
        "note": command.note,
        "origin": BY_PATIENT if command.by_patient else "",
        "holds": 1,
        **held_columns(run),
    }


def held_columns(run: Run, told: TimeSpan | None = None) -> dict[str, object]:
    """Write the columns that say what an appointment holds, where, and which time it is told."""
    told = told or run.told
    return {
        "block_id": run.block_ids[0],
        "resource_id": run.doctor_id,
        "held_from": run.span.start,
        "starts_at": told.start,
        "ends_at": told.end,
        "held_until": run.span.end,
        "site_id": run.site_id,
    }


def _repeated(transaction: Transaction, command: BookBlock, *, same: bool) -> Booked:
    """Answer a booking whose id is known: the same wish was carried out, another is refused."""
    if same:
        known = appointments.load(transaction, command.appointment_id)
        return Booked(known.value, repeated=True)
    raise Refusal(id_conflict(command.appointment_id))


def id_conflict(number: UUID) -> Reason:
    """Say that the id of a wish is another appointment's."""
    message = (
        "This booking's id was already used for another appointment. Nothing was changed; "
        "book again with a new id."
    )
    return Reason("id_conflict", message, {"appointment": str(number)})


def wish_of(command: BookBlock) -> str:
    """Answer a digest of what was wished for: the same wish under the same id books once."""
    wish: dict[str, object] = {
        "patient": command.patient_id,
        "block": command.block_id,
        "doctor": command.doctor_id,
        "start": command.start and command.start.timestamp(),
        "end": command.end and command.end.timestamp(),
        "type": command.type_id,
        "note": command.note,
    }
    one = command.newcomer
    if one is not None:
        told = (one.name.given, one.name.family, str(one.born), *one.phones, one.email, one.note)
        wish["newcomer"] = told
    if command.with_ids:
        wish["with"] = sorted(command.with_ids)
    if command.overbook:
        wish["overbook"] = command.reason.strip()
    if command.by_patient:
        wish["by_patient"] = True
    return hashlib.sha256(canonical(wish).encode()).hexdigest()


def _wanted(transaction: Transaction, command: BookBlock, minutes: int | None) -> Wanted:
    """Turn a booking's words into the stretch that is wanted."""
    wanted = place(
        transaction,
        command.block_id,
        command.doctor_id,
        command.start,
        lock=minutes is None
        and command.end is None
        and command.type_id is None
        and not command.with_ids,
    )
    if command.type_id is not None:
        row = transaction.connection.execute(_TYPE, {"id": command.type_id}).one_or_none()
        if row is None:
            message = "There is no such appointment type any more. Choose another."
            raise Refusal(Reason("unknown_type", message, {"type": command.type_id}))
        end = wanted.start + dt.timedelta(minutes=row.minutes)
        wanted = replace(
            wanted, end=end, type=row.name, colour=row.colour,
            before=dt.timedelta(minutes=row.buffer_before),
            after=dt.timedelta(minutes=row.buffer_after),
            purposes=tuple(row.purposes),
            grid=dt.timedelta(minutes=row.grid_minutes) if row.grid_minutes else None,
            demands=bool(row.needs_room or row.has_named), ruled=bool(row.rules),
        )  # fmt: skip
    if minutes is not None:
        wanted = replace(wanted, end=wanted.start + dt.timedelta(minutes=minutes))
    wanted = passing(transaction, wanted, even_if_reserved=command.even_if_reserved)
    return wanted if command.end is None else ending(wanted, command.end)


def passing(transaction: Transaction, wanted: Wanted, *, even_if_reserved: bool) -> Wanted:
    """Answer the same, past what is kept for other purposes where that is wished.

    Raises:
        Refusal: ``not_allowed``.

    """
    if not even_if_reserved:
        return wanted
    transaction.require(Action.PASS_RESERVED, wanted.doctor_id)
    return replace(wanted, passes=frozenset({RESERVED}))
