"""The pinboard: a visit gives up its time and waits for another one, or is planned without any.

A pin is its owner's until it is shared. It is dropped by booking it as any other visit is; whatever
refuses that leaves it on the board.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select, update

from clinic_desktop.domain.booking import BookBlock, Booked, CancelledBy, CancelReason
from clinic_desktop.domain.parking import (
    DropParked,
    ParkAppointment,
    Parked,
    ParkedVisits,
    PlanVisit,
    RemoveParked,
    ShareParked,
)
from clinic_desktop.domain.refusals import Mistakes, Misuse, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.time import from_seconds, time_words
from clinic_desktop.scheduling import appointments, booking, changing, patients
from clinic_desktop.scheduling.appointments import Loaded
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.scheduling.wanted import doctor_named
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import Document, plain, stored
from clinic_desktop.storage.journal_tables import journal, journal_touch
from clinic_desktop.storage.parked_tables import parked
from clinic_desktop.storage.tables import (
    appointment,
    appointment_type,
    block,
    patient,
    resource,
    user,
)

KIND = parked.name
LONGEST = 1440
"""How many minutes a planned visit may have: a day."""
_PATIENT_ID = func.coalesce(parked.c.patient_id, appointment.c.patient_id)
_TYPE_ID = func.coalesce(parked.c.type_id, appointment.c.type_id)
_DOCTOR_ID = func.coalesce(parked.c.resource_id, appointment.c.resource_id)
_PINS = (
    select(
        *stored(parked),
        user.c.name.label("owner"),
        patient.c.id.label("whose_id"),
        patient.c.name.label("patient"),
        patient.c.phones,
        resource.c.id.label("doctor_id"),
        resource.c.name.label("doctor"),
        appointment_type.c.id.label("kind_id"),
        appointment_type.c.name.label("type"),
        appointment_type.c.colour,
        appointment.c.starts_at,
        appointment.c.ends_at,
        appointment.c.note.label("told"),
    )
    .select_from(parked)
    .join(user, user.c.id == parked.c.owner_id)
    .outerjoin(appointment, appointment.c.id == parked.c.appointment_id)
    .join(patient, patient.c.id == _PATIENT_ID)
    .outerjoin(resource, resource.c.id == _DOCTOR_ID)
    .outerjoin(appointment_type, appointment_type.c.id == _TYPE_ID)
)
_BY_ID = _PINS.where(parked.c.id == bindparam("id"))
_ON_BOARD = _PINS.where(
    parked.c.closed_at.is_(None), (parked.c.shared == 1) | (user.c.name == bindparam("actor"))
).order_by(parked.c.parked_at, parked.c.id)
# It locks and no more: a statement that waited for a lock sees other tables as they were before.
_LOCK = select(parked.c.id).where(parked.c.id == bindparam("id")).with_for_update()
_ROW = select(*stored(parked)).where(parked.c.id == bindparam("id"))
_PLANNED_FOR = (
    select(parked.c.id)
    .where(parked.c.patient_id == bindparam("patient"))
    .order_by(parked.c.id)
    .with_for_update()
)
_WHOSE = select(block.c.resource_id).where(block.c.id == bindparam("id"))
_TYPE = select(appointment_type.c.minutes).where(
    appointment_type.c.id == bindparam("id"), appointment_type.c.archived_at.is_(None)
)
_LAST = (
    select(journal.c.at, user.c.name.label("actor"))
    .join(journal_touch, journal_touch.c.sequence == journal.c.sequence)
    .join(user, user.c.id == journal.c.actor_id)
    .where(journal_touch.c.kind == KIND, journal_touch.c.row_id == bindparam("id"))
    .order_by(journal.c.sequence.desc())
    .limit(1)
)


def parked_visits(read: Read, _query: ParkedVisits, actor: str) -> tuple[Parked, ...]:
    """Answer what waits on the board for this actor, who waits longest first."""
    rows = read.connection.execute(_ON_BOARD, {"actor": actor})
    return tuple(_value_of(row, actor) for row in rows)


def _value_of(row: Any, actor: str) -> Parked:  # noqa: ANN401 - a row of _PINS
    minutes = row.minutes
    if minutes is None:
        minutes = round((row.ends_at - row.starts_at).total_seconds() / 60)
    return Parked(
        id=row.id,
        patient_id=row.whose_id,
        patient=row.patient,
        minutes=minutes,
        owner=row.owner,
        shared=bool(row.shared),
        is_own=row.owner == actor,
        parked_at=row.parked_at,
        version=row.version,
        doctor_id=row.doctor_id,
        doctor=row.doctor or "",
        type_id=row.kind_id,
        type=row.type or "",
        colour=row.colour or "",
        note=row.note if row.appointment_id is None else row.told,
        appointment_id=row.appointment_id,
        was=row.starts_at,
        phones=tuple(row.phones),
    )


def park(transaction: Transaction, command: ParkAppointment) -> Parked:
    """Take a visit off the calendar, and put it on the board.

    Raises:
        Refusal: ``unknown_appointment``, ``appointment_changed``, ``not_parkable``.

    """
    before = changing.current(transaction, command.appointment_id, command.version)
    value = before.value
    transaction.require(Action.MOVE, value.doctor_id)
    if not changing.is_movable(value):
        message = (
            "Only a visit that is still to come can be parked; "
            f"this one is marked “{value.stands}”. Nothing was changed."
        )
        raise Refusal(Reason("not_parkable", message, {"status": value.status.value}))
    changing.release(transaction, before, CancelReason.PARKED, CancelledBy.CLINIC)
    return _put_up(transaction, {"appointment_id": value.id}, shared=command.shared)


def plan(transaction: Transaction, command: PlanVisit) -> Parked:
    """Put a visit on the board that never had a time.

    Raises:
        Refusal: ``unknown_patient``, ``unknown_type``, ``unknown_doctor``: all that speaks against
            it.
        Misuse: ``bad_length``: it has neither a length nor a type, or no such length.

    """
    transaction.require(Action.BOOK, command.doctor_id)
    minutes, reasons = command.minutes, []
    if command.type_id is not None:
        usual = transaction.connection.execute(_TYPE, {"id": command.type_id}).scalar()
        if usual is None:
            message = "There is no such appointment type any more. Choose another."
            reasons.append(Reason("unknown_type", message, {"type": command.type_id}))
        minutes = minutes or usual or LONGEST
    wrong = Mistakes()
    if minutes is None:
        wrong.add("bad_length", "Say how long the visit is to be, or of which type it is.")
    elif not 1 <= minutes <= LONGEST:
        wrong.add("bad_length", "A visit is 1 minute to 24 hours long.")
    wrong.refuse()
    for look, number in ((doctor_named, command.doctor_id), (patients.locked, command.patient_id)):
        try:
            if number is not None:
                look(transaction, number)
        except Refusal as refusal:
            reasons += refusal.reasons
    if reasons:
        raise Refusal(*reasons)
    planned = {
        "patient_id": command.patient_id, "type_id": command.type_id, "minutes": minutes,
        "resource_id": command.doctor_id, "note": command.note,
    }  # fmt: skip
    return _put_up(transaction, planned, shared=command.shared)


def _put_up(transaction: Transaction, what: Mapping[str, object], *, shared: bool) -> Parked:
    """Write a new pin of the actor's, and journal it."""
    values = {
        **what, "owner_id": transaction.actor_id(), "shared": int(shared),
        "parked_at": transaction.now,
    }  # fmt: skip
    added = insert(parked).values(values).returning(*stored(parked))
    row = transaction.connection.execute(added).one()
    transaction.entry.touch(KIND, row.id)
    transaction.entry.record(KIND, row.id, None, _document(row))
    return _the_pin(transaction, row.id)


def drop(transaction: Transaction, command: DropParked) -> Booked:
    """Book what waits on the board; refused, it waits on.

    Raises:
        Refusal: ``unknown_parked``, ``parked_gone``, ``id_conflict``; as ``booking.book``, with all
            that speaks against it.
        Misuse: as ``booking.book``.

    """
    if command.block_id is None and command.start is None:
        message = "Name a free block, or a doctor and a start."
        raise Misuse("usage", message)
    repeated = appointments.find(transaction, command.appointment_id)
    pin, old = _current(transaction, command.parked_id, booked_as=repeated)
    if repeated is not None:
        return Booked(repeated.value, repeated=True)
    doctor_id = command.doctor_id
    if command.block_id is None and doctor_id is None:
        doctor_id = pin.doctor_id
    whose = doctor_id
    if command.block_id is not None:
        whose = transaction.connection.execute(_WHOSE, {"id": command.block_id}).scalar()
    beside = changing.beside_type(transaction, old.value) if old else ()
    wish = BookBlock(
        appointment_id=command.appointment_id,
        patient_id=pin.patient_id,
        block_id=command.block_id,
        doctor_id=doctor_id,
        start=command.start,
        type_id=pin.type_id,
        note=pin.note,
        with_ids=tuple(one for one in beside if one != whose),
        even_if_busy=command.even_if_busy,
        even_if_reserved=command.even_if_reserved,
        even_if_do_not_book=command.even_if_do_not_book,
    )
    series_id = old.value.series_id if old else None
    booked = booking.book(transaction, wish, series_id, pin.minutes)
    if old is not None:
        # It is the new one from now on.
        changing.give_reason(transaction, old, CancelReason.UNDONE, CancelledBy.CLINIC)
    down = {"closed_at": transaction.now, "booked_id": booked.appointment.id}
    _write(transaction, pin.id, down)
    return booked


def share(transaction: Transaction, command: ShareParked) -> Parked:
    """Let everyone see a pin.

    Raises:
        Refusal: ``unknown_parked``, ``parked_gone``.

    """
    transaction.require(Action.MOVE)
    pin, _ = _current(transaction, command.parked_id)
    if not pin.shared:
        _write(transaction, pin.id, {"shared": 1})
    return _the_pin(transaction, pin.id)


def remove(transaction: Transaction, command: RemoveParked) -> Parked:
    """Take a pin down without booking it: its visit, if it has one, is cancelled for a reason.

    Raises:
        Refusal: ``unknown_parked``, ``parked_gone``.
        Misuse: ``bad_reason``.

    """
    changing.refuse_no_reason(command.reason)
    transaction.require(Action.CANCEL)
    pin, old = _current(transaction, command.parked_id)
    if old is not None:
        changing.give_reason(transaction, old, command.reason, command.by)
    _write(transaction, pin.id, {"closed_at": transaction.now})
    return pin


def _the_pin(read: Transaction, number: int) -> Parked:
    return _value_of(read.connection.execute(_BY_ID, {"id": number}).one(), read.actor)


def _current(
    transaction: Transaction, number: int, *, booked_as: Loaded | None = None
) -> tuple[Parked, Loaded | None]:
    """Lock a pin and the visit that it is of, in the order in which all lock them.

    Raises:
        Refusal: ``unknown_parked``: there is none that the actor may see; ``parked_gone``: it is
            not on the board any more, but for what was ``booked_as`` that visit; ``id_conflict``:
            what was ``booked_as`` is another visit.

    """
    found = transaction.connection.execute(_ROW, {"id": number}).one_or_none()
    old = None
    if found is not None and found.appointment_id is not None:
        old = appointments.load(transaction, found.appointment_id, lock=True)
    transaction.connection.execute(_LOCK, {"id": number})
    row = transaction.connection.execute(_BY_ID, {"id": number}).one_or_none()
    if row is None or not (row.shared or row.owner == transaction.actor):
        message = (
            f"There is no parked visit {number} on your pinboard, or nobody shared it with you."
        )
        raise Refusal(Reason("unknown_parked", message, {"parked": str(number)}))
    is_repeated = booked_as is not None and row.booked_id == booked_as.value.id
    if row.closed_at is not None and not is_repeated:
        raise Refusal(_gone(transaction, row))
    if booked_as is not None and not is_repeated:
        raise Refusal(booking.id_conflict(booked_as.value.id))
    return _value_of(row, transaction.actor), old


def _gone(read: Read, row: Any) -> Reason:  # noqa: ANN401 - a row of _PINS
    """Say what became of a pin, by whom and when."""
    last = read.connection.execute(_LAST, {"id": str(row.id)}).one()
    zone = zone_of(read)
    facts: Document = {
        "parked": str(row.id), "patient": row.patient, "actor": last.actor,
        "at": last.at.isoformat(),
    }  # fmt: skip
    by = f"by {last.actor} ({time_words(last.at, zone)})"
    message = f"{row.patient} is not on the pinboard any more: taken down {by}."
    if row.booked_id is not None:
        visit = appointments.load(read, row.booked_id).value
        facts["appointment_id"] = str(visit.id)
        when = f"with {visit.with_whom} on {time_words(visit.start, zone)}"
        message = f"{row.patient} is not on the pinboard any more: booked {when} {by}."
    return Reason("parked_gone", message + " Nothing was changed.", facts)


def _document(row: Any) -> Document:  # noqa: ANN401 - a row of the table
    return {column.name: plain(getattr(row, column.name)) for column in stored(parked)}


def _write(transaction: Transaction, number: int, values: Mapping[str, object]) -> None:
    """Write columns of a pin that is locked, one version up, and journal it."""
    before = transaction.connection.execute(_ROW, {"id": number}).one()
    changed = update(parked).where(parked.c.id == number)
    after = transaction.connection.execute(
        changed.values(version=parked.c.version + 1, **values).returning(*stored(parked))
    ).one()
    transaction.entry.touch(KIND, number)
    transaction.entry.record(KIND, number, _document(before), _document(after))


def lock(transaction: Transaction, numbers: list[int]) -> None:
    """Lock pins, so that nobody changes them while they are judged."""
    for number in sorted(numbers):
        transaction.connection.execute(_LOCK, {"id": number})


def restore(transaction: Transaction, number: int, was: Document | None) -> None:
    """Make a pin what a document of before says; what was not there then is taken down.

    Whose visit it is stays: the patient may have been merged since.
    """
    closed, booked = (was["closed_at"], was["booked_id"]) if was else (None, None)
    values = {
        "closed_at": from_seconds(closed) if closed is not None else None,
        "booked_id": UUID(booked) if booked is not None else None,
    }
    if was is None:
        _write(transaction, number, {**values, "closed_at": transaction.now})
    else:
        _write(transaction, number, {**values, "shared": was["shared"]})


def hand_over(transaction: Transaction, from_id: int, to_id: int) -> None:
    """Give whatever is planned for a patient to another one."""
    found = transaction.connection.execute(_PLANNED_FOR, {"patient": from_id}).scalars().all()
    for number in found:
        _write(transaction, number, {"patient_id": to_id})


def hand_back(transaction: Transaction, number: int, from_id: int, to_id: int) -> None:
    """Give one planned visit back, if the patient still has it."""
    lock(transaction, [number])
    if transaction.connection.execute(_ROW, {"id": number}).one().patient_id == from_id:
        _write(transaction, number, {"patient_id": to_id})
