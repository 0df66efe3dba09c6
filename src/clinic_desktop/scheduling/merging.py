"""Two patients that are one person made one, and taken apart again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from clinic_desktop.domain.custom import LONGEST_VALUE
from clinic_desktop.domain.patients import Merged, MergePatients
from clinic_desktop.domain.people import digits_of
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.scheduling import appointments, changing, contacts, parking, patients
from clinic_desktop.scheduling.finding import patient_of
from clinic_desktop.storage.custom_tables import custom_field
from clinic_desktop.storage.database import Transaction
from clinic_desktop.storage.documents import Document
from clinic_desktop.storage.tables import appointment, patient_external

_BESIDE = "; "
"""What stands between two warnings that were of one person each."""


def merge(transaction: Transaction, command: MergePatients) -> Merged:
    """Give everything of one patient to another, in one transaction.

    Raises:
        Refusal: ``unknown_patient``, ``patient_changed``: with all that speaks against it.
        Misuse: ``same_patient``.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    if command.kept_id == command.other_id:
        message = "These are one patient already. Name two."
        raise Misuse("same_patient", message, {"patient": str(command.kept_id)})
    # Appointments before patients, as who moves one does; then those of bookings that were quicker.
    _lock_visits(transaction, command.other_id)
    kept, other = _both(transaction, command)
    visits = _lock_visits(transaction, command.other_id)
    gone = patients.write(
        transaction, other, {"merged_into": kept.id, "archived_at": transaction.now}
    )
    _note_external(transaction, gone.id, _move_external(transaction, other.id, kept.id))
    # Both are told as changed, even where the kept one had everything.
    kept = patients.write(transaction, kept, _gathered(transaction, kept, other), always=True)
    at_once = _at_once(transaction, kept.id, other.id)
    for number in visits:
        _hand_over(transaction, number, kept.id)
    parking.hand_over(transaction, other.id, kept.id)
    contacts.hand_over(transaction, other.id, kept.id)
    return Merged(
        patient_of(transaction, kept), patient_of(transaction, gone), len(visits),
        tuple(
            (appointments.load(transaction, own).value, appointments.load(transaction, came).value)
            for own, came in at_once
        ),
    )  # fmt: skip


def _both(transaction: Transaction, command: MergePatients) -> tuple[Any, Any]:
    """Lock both, in the order of their ids, and look whether they are as they were seen.

    Raises:
        Refusal: with all that speaks against it.

    """
    found: dict[int, Any] = {}
    reasons: list[Reason] = []
    versions = {command.kept_id: command.kept_version, command.other_id: command.other_version}
    for number in sorted(versions):
        try:
            found[number] = patients.locked(transaction, number)
            patients.refuse_stale(transaction, found[number], versions[number])
        except Refusal as refusal:
            reasons += refusal.reasons
    if reasons:
        raise Refusal(*reasons)
    return found[command.kept_id], found[command.other_id]


def _lock_visits(transaction: Transaction, number: int) -> list[UUID]:
    """Lock a patient's appointments, of whatever status, in the order of their ids."""
    own = select(appointment.c.id).where(appointment.c.patient_id == number)
    statement = own.order_by(appointment.c.id).with_for_update()
    return list(transaction.connection.execute(statement).scalars())


def _at_once(transaction: Transaction, kept_id: int, other_id: int) -> list[tuple[UUID, UUID]]:
    """Answer which visits of both that are not over lie at the same time, by their start."""
    own, theirs = appointment.alias(), appointment.alias()
    statement = (
        select(own.c.id, theirs.c.id)
        .where(
            own.c.patient_id == kept_id, theirs.c.patient_id == other_id,
            own.c.holds == 1, theirs.c.holds == 1,
            own.c.starts_at < theirs.c.ends_at, theirs.c.starts_at < own.c.ends_at,
            own.c.ends_at > transaction.now, theirs.c.ends_at > transaction.now,
        )
        .order_by(own.c.starts_at, theirs.c.starts_at, theirs.c.id)
    )  # fmt: skip
    return [(one, other) for one, other in transaction.connection.execute(statement)]


def _hand_over(transaction: Transaction, number: UUID, patient_id: int) -> None:
    """Give an appointment to another patient; its time and blocks stay."""
    changing.change(transaction, appointments.load(transaction, number), patient_id=patient_id)


def _gathered(transaction: Transaction, kept: Any, other: Any) -> Document:  # noqa: ANN401 - rows of patient
    """Answer what the kept patient takes over: what they lack, and no warning is lost."""
    numbers = {digits_of(phone) for phone in kept.phones}
    phones = [phone for phone in other.phones if digits_of(phone) not in numbers]
    values: Document = {"phones": [*kept.phones, *phones]}
    for name in ("sex", "email", "language", "file_number"):
        values[name] = getattr(kept, name) or getattr(other, name)
    for name, mark in (("note", "\n"), ("do_not_book", _BESIDE)):
        own, theirs = getattr(kept, name), getattr(other, name)
        values[name] = mark.join(filter(None, (own, theirs if theirs not in own else "")))
    born = [(row.born_year, row.born_month, row.born_day) for row in (kept, other)]
    # The one that tells more, unless they tell different days.
    theirs_tell_more = all(own in (None, their) for own, their in zip(*born, strict=True))
    year, month, day = born[1] if theirs_tell_more else born[0]
    values["custom"], left = _said_of_both(transaction, kept, other)
    values["note"] = "\n".join(filter(None, (values["note"], left)))
    return {**values, "born_year": year, "born_month": month, "born_day": day}


def _said_of_both(transaction: Transaction, kept: Any, other: Any) -> tuple[Document, str]:  # noqa: ANN401 - rows of patient
    """Answer what the clinic's own fields say of both, and the lines that only a note can hold.

    A choice says one word, and a text has an end: what does not fit is told beside it.
    """
    said: Document = {**other.custom, **kept.custom}
    differ = {key: said[key] for key, theirs in other.custom.items() if said[key] != theirs}
    if not differ:
        return said, ""
    lines = []
    asked = select(custom_field).where(custom_field.c.id.in_(map(int, differ)))
    for field in transaction.connection.execute(asked.order_by(custom_field.c.id)):
        own = differ[str(field.id)].split(_BESIDE)
        rest = [one for one in other.custom[str(field.id)].split(_BESIDE) if one not in own]
        joined = _BESIDE.join((*own, *rest))
        if len(joined) <= LONGEST_VALUE and (not field.allowed or not rest):
            said[str(field.id)] = joined
        else:
            lines.append(f"{field.name}: {_BESIDE.join(rest)}")
    return said, "\n".join(lines)


def _move_external(transaction: Transaction, from_id: int, to_id: int) -> list[list[str]]:
    """Let what other programs call a patient lead to another one; answer what was moved."""
    external = patient_external
    statement = (
        update(external)
        .where(external.c.patient_id == from_id)
        .values(patient_id=to_id)
        .returning(external.c.system, external.c.value)
    )
    return sorted([row.system, row.value] for row in transaction.connection.execute(statement))


def _note_external(transaction: Transaction, number: int, moved: list[list[str]]) -> None:
    """Keep with the patient who is gone what other programs called them, for the way back."""
    after = transaction.entry.after[f"patient:{number}"]
    if moved and after is not None:
        after["external"] = moved


def take_apart(
    transaction: Transaction, before: dict[str, Document | None], after: dict[str, Document | None]
) -> None:
    """Take a merge back: each has again what they had; what was booked since stays with the kept.

    ``before`` and ``after`` are the documents that the merge left.
    """
    visits = {key: was for key, was in before.items() if key.startswith("appointment:") and was}
    rows = {key: was for key, was in before.items() if key.startswith("patient:") and was}
    gone = next(
        key for key in rows if (after[key] or {}).get("merged_into") != rows[key]["merged_into"]
    )
    gone_id = int(gone.partition(":")[2])
    kept_id = int((after[gone] or {})["merged_into"])
    for key, was in sorted(rows.items()):
        patients.restore(transaction, int(key.partition(":")[2]), was)
    for key in sorted(visits):
        number = UUID(key.partition(":")[2])
        found = appointments.load(transaction, number, lock=True)
        if found.value.patient_id == kept_id:
            changing.change(transaction, found, patient_id=gone_id)
    for key in sorted(one for one in before if one.startswith(f"{parking.KIND}:")):
        parking.hand_back(transaction, int(key.partition(":")[2]), kept_id, gone_id)
    for key in sorted(one for one in before if one.startswith(f"{contacts.KIND}:")):
        tie, was, left = int(key.partition(":")[2]), before[key] or {}, after[key] or {}
        contacts.hand_back(transaction, tie, was, left)
    for system, value in (after[gone] or {}).get("external", ()):
        external = patient_external
        transaction.connection.execute(
            update(external)
            .where(external.c.system == system, external.c.value == value)
            .values(patient_id=gone_id)
        )
