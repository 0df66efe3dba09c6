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
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.time import TimeSpan, day_start, local_date, time_words
from clinic_desktop.scheduling import (
    appointments,
    cutting,
    laying,
    nearest,
    needs,
    overbooking,
    parts,
    runs,
    spacing,
    stale,
)
from clinic_desktop.scheduling.appointments import Loaded
from clinic_desktop.scheduling.booking import held_columns, passing
from clinic_desktop.scheduling.judging import Stay, judge_patient
from clinic_desktop.scheduling.needs import Needs
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.scheduling.regaining import Place, TakenBack, keep_ways, regain
from clinic_desktop.scheduling.runs import claim, find_run, place, still_against
from clinic_desktop.scheduling.wanted import Wanted, ending, guessed_end
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.tables import appointment, appointment_type

_NEEDS = select(
    appointment_type.c.buffer_before,
    appointment_type.c.buffer_after,
    appointment_type.c.purposes,
    appointment_type.c.grid_minutes,
    appointment_type.c.rules,
).where(appointment_type.c.id == bindparam("number"))
_CHANGE = update(appointment).where(appointment.c.id == bindparam("number"))


def move(transaction: Transaction, command: MoveAppointment) -> Appointment:
    """Move a visit, its length kept or a new one: old and new time change in one transaction.

    Raises:
        Refusal: as for booking; ``appointment_changed``, ``not_movable``.
        Misuse: ``bad_span``, ``bad_length``: it would end before it begins, or a day later.

    """
    before = current(transaction, command.appointment_id, command.version)
    refuse_unmovable(before.value)
    wanted = wanted_for(transaction, before.value, command)
    return moved(transaction, before, wanted, command)


def is_movable(visit: Appointment) -> bool:
    """Tell whether a visit is still to come."""
    return visit.holds and visit.status in (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED)


def refuse_unmovable(visit: Appointment) -> None:
    """Refuse to move what is not to come any more.

    Raises:
        Refusal: ``not_movable``.

    """
    if not is_movable(visit):
        message = (
            f"Only a visit that is still to come can be moved; this one is marked “{visit.stands}”."
        )
        raise Refusal(Reason("not_movable", message, {"status": visit.status.value}))


def wanted_for(transaction: Transaction, old: Appointment, command: MoveAppointment) -> Wanted:
    """Turn a move's words into the stretch that is wanted, as the visit's type needs it.

    Raises:
        Refusal: ``unknown_block`` and the like, ``not_allowed``.
        Misuse: ``bad_span``, ``bad_length``.

    """
    doctor_id = command.doctor_id or (None if command.block_id else old.doctor_id)
    stays = command.start is None and command.end is not None and command.block_id is None
    there = place(transaction, command.block_id, doctor_id, old.start if stays else command.start)
    transaction.require(Action.MOVE, there.doctor_id)
    if command.end is None:
        wanted = replace(there, end=there.start + (old.end - old.start), as_told=True)
    else:
        wanted = ending(there, command.end)
    if old.type_id is not None:
        row = transaction.connection.execute(_NEEDS, {"number": old.type_id}).one()
        before_, after = (dt.timedelta(minutes=one) for one in row[:2])
        wanted = replace(
            wanted, type=old.type, before=before_, after=after, purposes=tuple(row.purposes),
            grid=dt.timedelta(minutes=row.grid_minutes) if row.grid_minutes else None,
            ruled=bool(row.rules),
        )  # fmt: skip
    return passing(transaction, wanted, even_if_reserved=command.even_if_reserved)


def moved(
    transaction: Transaction, before: Loaded, wanted: Wanted, command: MoveAppointment
) -> Appointment:
    """Carry a move out; whoever moves several may have given its old time back already.

    Raises:
        Refusal: with all that speaks against it.

    """
    old = before.value
    joint = _needs_of(transaction, old, wanted)
    others = (
        parts.lock(transaction, {*joint.ids, *old.resource_ids, wanted.doctor_id})
        if old.parts
        else {}
    )
    if (wanted.grid or wanted.buffered) and not old.parts:
        # As who books does.
        parts.lock(transaction, {old.doctor_id, wanted.doctor_id}, ever=True)
    keep_stale(transaction, before)
    if command.overbook:
        wanted = overbooking.begin(transaction, wanted, command.reason)
    run, reasons = find_run(transaction, wanted, own=old.id)
    if command.overbook:
        reasons = still_against(transaction, wanted, reasons)
    else:
        reasons += overbooking.against(transaction, wanted, run, old.id)
    span = run.told if run else TimeSpan(wanted.start, guessed_end(wanted))
    holds, missing = needs.choose(transaction, joint.each, others, wanted, run, old.id)
    if joint.doctors and wanted.doctor_id not in joint.doctors:
        missing.append(needs.not_allowed(joint.type, wanted.doctor))
    if old.parts and (reasons or missing):
        # As who books is told: times of the doctor at which others are not free help nobody.
        reasons, missing = (
            nearest.of_all(
                transaction, wanted, several,
                until=wanted.end, type_id=old.type_id, with_ids=beside_type(transaction, old),
            )
            for several in (reasons, missing)
        )  # fmt: skip
    stay = Stay(span, overbooking.site_for(transaction, wanted, run, span))
    seen = judge_patient(
        transaction, old.patient_id, stay, even_if_busy=command.even_if_busy, own=old.id
    )
    if wanted.ruled and _changes_day(transaction, old.start, span.start):
        missing += spacing.reasons(
            transaction, old.type_id, old.patient_id, wanted.doctor_id, span.start, old.id
        )
    if reasons or missing or seen.reasons:
        raise Refusal(*reasons, *missing, *seen.reasons)
    # Where the new blocks are longer, more is held, but the visit is as long as was wished.
    told = TimeSpan(span.start, wanted.end or span.end)
    if run is not None and (run.block_ids, told) == (old.block_ids, old.span):
        return old
    runs.release(transaction, old.id, overbooked=old.overbooked)
    over = ""
    if run is None:
        over = command.reason.strip()
        run = overbooking.take(transaction, wanted.doctor_id, told, old.id, over)
    else:
        run = cutting.cut(transaction, run)
        claim(transaction, run, old.id)
    parts.replace(transaction, old.id, old.parts, holds)
    parts.take(transaction, old.id, holds)
    # The database lets times change only onto blocks that are already claimed.
    moved = change(transaction, before, overbooked=over, **held_columns(run, told))
    _tidy(transaction, before, moved)
    return moved


def _changes_day(read: Read, old: dt.datetime, new: dt.datetime) -> bool:
    """Tell whether a move goes to another day: on its own no rule of its type is asked again."""
    zone = zone_of(read)
    return local_date(old, zone) != local_date(new, zone)


def _needs_of(transaction: Transaction, old: Appointment, wanted: Wanted) -> Needs:
    """Answer what a visit that is moved needs: what it holds, or another room if any will do.

    Raises:
        Refusal: ``already_there``, it would be with a doctor who is there beside another one.

    """
    if wanted.doctor_id in old.resource_ids[1:]:
        message = f"{wanted.doctor} is in this visit already. Move it to a time of {old.doctor}."
        raise Refusal(Reason("already_there", message, {"doctor": wanted.doctor}))
    of_type = Needs()
    if old.type_id is not None and (old.parts or wanted.doctor_id != old.doctor_id):
        of_type = needs.of_type(transaction, old.type_id, old.type)
    # A room that was chosen goes first; any other that the type takes will do.
    rooms = {number for need in of_type.each if len(need) > 1 for number in need}
    each = tuple(
        (part.resource_id, *sorted(rooms - {part.resource_id, wanted.doctor_id}))
        if part.kind == "room" and part.resource_id in rooms
        else (part.resource_id,)
        for part in old.parts
    )
    return Needs(each, of_type.doctors, of_type.type)


def beside_type(read: Read, old: Appointment) -> tuple[int, ...]:
    """Answer whom a visit holds beside what its type needs anyway."""
    needed = needs.of_type(read, old.type_id, old.type).ids if old.type_id is not None else set()
    return tuple(one.resource_id for one in old.parts if one.resource_id not in needed)


def keep_stale(transaction: Transaction, before: Loaded) -> None:
    """Lock the doctor of a visit first if its day must be laid anew when it gives its time back."""
    value = before.value
    # Who books several has them locked.
    if not value.parts and (not value.overbooked or laying.has_sites(transaction)):
        held = appointments.held_span(before.row)
        runs.keep_stale(transaction, value.doctor_id, value.block_ids, held)


def _tidy(transaction: Transaction, before: Loaded, now: Appointment) -> None:
    """Make the days of what a visit gave back what the rules say."""
    old, held = before.value, appointments.held_span(before.row)
    kept = {*now.block_ids, *(number for part in now.parts for number in part.block_ids)}
    left = [one for one in old.block_ids if one not in kept]
    if old.overbooked and not laying.has_sites(transaction):
        # What was over others is laid by nobody; but the way to it may have been kept free.
        left = []
    runs.tidy(transaction, old.doctor_id, left, held)
    parts.tidy(transaction, old.parts, kept, held)


def current(transaction: Transaction, appointment_id: UUID, version: int | None) -> Loaded:
    """Lock an appointment, and refuse a command that saw an older version of it.

    Raises:
        Refusal: ``unknown_appointment``, ``appointment_changed``.

    """
    found = appointments.load(transaction, appointment_id, lock=True)
    if version is not None and version != found.value.version:
        raise Refusal(stale.changed(transaction, found, version))
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
        Misuse: ``bad_reason``.

    """
    refuse_no_reason(command.reason)
    before = current(transaction, command.appointment_id, command.version)
    transaction.require(Action.CANCEL, before.value.doctor_id)
    check_transition(before.value, AppointmentStatus.CANCELLED)
    return release(transaction, before, command.reason, command.by)


def refuse_no_reason(reason: CancelReason) -> None:
    """Refuse what is no reason to cancel: whoever is parked is not given up.

    Raises:
        Misuse: ``bad_reason``.

    """
    if reason is CancelReason.PARKED:
        message = (
            "“parked” is no reason to cancel: the visit would wait nowhere. Park it instead, with: "
            "clinic park"
        )
        raise Misuse("bad_reason", message, {"reason": reason.value})


def release(
    transaction: Transaction, before: Loaded, reason: CancelReason, by: CancelledBy
) -> Appointment:
    """Free the blocks of an appointment and mark it cancelled."""
    value = before.value
    if value.parts:
        # As who books them together does.
        parts.lock(transaction, value.resource_ids, ever=True)
    keep_stale(transaction, before)
    runs.release(transaction, value.id, overbooked=value.overbooked)
    parts.let_go(transaction, value.id, value.parts)
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
    _tidy(transaction, before, freed)
    return freed


def revive(
    transaction: Transaction, before: Loaded, status: AppointmentStatus, back: TakenBack
) -> Appointment:
    """Take a cancellation back: claim the old time again, on whatever blocks lie there now.

    Raises:
        Refusal: as ``regaining.regain``.

    """
    value, held = before.value, appointments.held_span(before.row)
    place = Place(value.resource_ids, held, value.span, value.overbooked, value.site_id)
    others = parts.lock(transaction, value.resource_ids, ever=True)
    run, holds = regain(transaction, value, place, others, back)
    parts.take(transaction, value.id, holds)
    parts.hold_again(transaction, value.id, holds)
    revived = change(
        transaction,
        before,
        holds=1,
        block_id=run.block_ids[0],
        site_id=run.site_id,
        status=status.value,
        status_at=transaction.now,
        reason="",
        cancelled_by="",
    )
    keep_ways(transaction, revived, place, back)
    return revived


def move_back(
    transaction: Transaction, before: Loaded, place: Place, back: TakenBack
) -> Appointment:
    """Take a move back: claim the time from before it again, the doctor's and that of the parts.

    It is booked over others again if it was so then.

    Raises:
        Refusal: as ``regaining.regain``.

    """
    value = before.value
    others = parts.lock(transaction, {*value.resource_ids, *place.resource_ids}, ever=True)
    keep_stale(transaction, before)
    run, holds = regain(transaction, value, place, others, back)
    parts.replace(transaction, value.id, value.parts, holds)
    parts.take(transaction, value.id, holds)
    over, columns = place.overbooked, held_columns(run, place.told)
    moved = change(transaction, before, overbooked=over, **columns)
    _tidy(transaction, before, moved)
    keep_ways(transaction, moved, place, back)
    return moved


def set_status(transaction: Transaction, command: SetStatus) -> Appointment:
    """Say where a visit stands; its time stays held.

    Raises:
        Refusal: ``reason_needed``, ``status_not_possible``, ``not_yet``, ``appointment_changed``.

    """
    before = current(transaction, command.appointment_id, command.version)
    transaction.require(Action.SET_STATUS, before.value.doctor_id)
    if command.status is AppointmentStatus.CANCELLED:
        message = "Cancelling needs a reason. Use cancel, and say why."
        raise Refusal(Reason("reason_needed", message))
    if command.status is before.value.status:
        return before.value
    check_transition(before.value, command.status)
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


def give_reason(
    transaction: Transaction, before: Loaded, reason: CancelReason, by: CancelledBy
) -> Appointment:
    """Write another reason for which a visit holds no time."""
    return change(transaction, before, reason=reason.value, cancelled_by=by.value)


def put_status(transaction: Transaction, before: Loaded, status: AppointmentStatus) -> Appointment:
    """Write a status and its instant."""
    return change(transaction, before, status=status.value, status_at=transaction.now)


def check_transition(visit: Appointment, then: AppointmentStatus) -> None:
    """Refuse a step that a visit can't take."""
    now = visit.status
    possible = TRANSITIONS[now]
    if then in possible:
        return
    names = ", ".join(f"“{STATUS_WORDS[status]}”" for status in possible)
    way = f"From here it can become: {names}." if names else "Only undo leads back."
    message = f"A visit marked “{STATUS_WORDS[now]}” can't become “{STATUS_WORDS[then]}”. {way}"
    if then is now:
        message = f"This visit is marked “{STATUS_WORDS[now]}” already. {way}"
    if visit.is_parked:
        message = (
            "This visit waits on the pinboard and holds no time. Book it from there, or take it "
            "down."
        )
    facts = {"status": now.value, "possible": [status.value for status in possible]}
    raise Refusal(Reason("status_not_possible", message, facts))
