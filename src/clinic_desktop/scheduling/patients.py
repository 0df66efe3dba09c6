"""Patients registered and corrected: their columns checked, their words kept in step."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import delete, insert, or_, select, update

from clinic_desktop.domain.booking import CancelReason
from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.patients import TOLD, ChangePatient, checked_text
from clinic_desktop.domain.people import AddPatient, Name, PartialDate, Patient, checked_phones
from clinic_desktop.domain.refusals import Mistakes, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.time import local_date, time_words, zone_named
from clinic_desktop.scheduling.custom import filled
from clinic_desktop.scheduling.finding import patient_of, region_of, words_of_patient
from clinic_desktop.scheduling.people import clean_name, collapsed
from clinic_desktop.scheduling.picture import custom_fields, the_site, zone_of
from clinic_desktop.storage.contact_tables import contact
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import Document, row_document
from clinic_desktop.storage.journal_tables import journal, journal_detail, journal_touch
from clinic_desktop.storage.parked_tables import parked
from clinic_desktop.storage.tables import appointment, patient, patient_word, user


def add_patient(transaction: Transaction, command: AddPatient) -> Patient:
    """Register a patient, findable by every part of the name and every phone.

    Raises:
        Misuse: ``bad_name``, ``bad_phone``, ``bad_text``, ``future_birth_date``; all at once.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    wished: Document = {
        "name": command.name, "phones": command.phones, "email": command.email,
        "note": command.note,
    }  # fmt: skip
    values = _columns(transaction, wished, command.born)
    row = transaction.connection.execute(insert(patient).values(values).returning(*patient.c)).one()
    transaction.entry.touch("patient", row.id)
    transaction.entry.record("patient", row.id, None, row_document(row))
    _write_words(transaction, row)
    return patient_of(transaction, row)


def change_patient(transaction: Transaction, command: ChangePatient) -> Patient:
    """Correct a patient; nothing is written where nothing differs.

    Raises:
        Refusal: ``unknown_patient``, ``patient_changed``, ``unknown_field``.
        Misuse: as ``add_patient``, and ``bad_file_number``, ``bad_field``.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    row = locked(transaction, command.patient_id)
    refuse_stale(transaction, row, command.version)
    names = ("name", "phones", "email", "note", "file_number", "do_not_book")
    wished = {
        name: value
        for name in names
        # What stays as it is was taken once, by whichever rule there was.
        if (value := getattr(command, name)) is not None and value != getattr(row, name)
    }
    mistakes = Mistakes()
    values = mistakes.told_by(_columns, transaction, wished, command.born) or {}
    if command.custom:
        values["custom"] = mistakes.told_by(filled, transaction, row.custom, command.custom)
    mistakes.refuse()
    if command.forget_born:
        values |= _born_columns(None)
    return patient_of(transaction, write(transaction, row, values))


def locked(transaction: Transaction, number: int) -> Any:  # noqa: ANN401 - a row of patient
    """Lock a patient, and answer the row.

    Raises:
        Refusal: ``unknown_patient``.

    """
    one = select(patient).where(patient.c.id == number)
    row = transaction.connection.execute(one.with_for_update()).one_or_none()
    if row is None or row.archived_at is not None:
        raise Refusal(no_patient(number, row.merged_into if row is not None else None))
    return row


def no_patient(number: int, merged_into: int | None) -> Reason:
    """Say that there is no such patient, or whose they are now."""
    facts: Document = {"patient": str(number)}
    if merged_into is None:
        message = f"There is no patient {number} here, or not any more."
        return Reason("unknown_patient", message, facts)
    message = f"Patient {number} was merged into patient {merged_into}, who has all the visits now."
    return Reason("unknown_patient", message, {**facts, "merged_into": str(merged_into)})


def write(
    transaction: Transaction,
    row: Any,  # noqa: ANN401 - a row of patient
    values: Document,
    *,
    always: bool = False,
) -> Any:  # noqa: ANN401 - a row of patient
    """Write columns of a patient, one version up, with their words, and journal it.

    Nothing is written where nothing differs, unless ``always``.
    """
    before = row_document(row)
    if not always and all(before[name] == value for name, value in values.items()):
        return row
    changed = transaction.connection.execute(
        update(patient)
        .where(patient.c.id == row.id)
        .values(version=patient.c.version + 1, **values)
        .returning(*patient.c)
    ).one()
    transaction.entry.touch("patient", row.id)
    transaction.entry.record("patient", row.id, before, row_document(changed))
    _write_words(transaction, changed)
    return changed


def restore(transaction: Transaction, number: int, was: Document) -> None:
    """Make a patient what a document of before says; the version goes on."""
    row = transaction.connection.execute(
        select(patient).where(patient.c.id == number).with_for_update()
    ).one()
    kept = {"id", "version", "bulk"}
    values = {name: value for name, value in was.items() if name not in kept and name in patient.c}
    # Nobody who was archived is brought back by undoing something else.
    values["archived_at"] = None
    write(transaction, row, values)


def retire(transaction: Transaction, number: int) -> None:
    """Take back that a patient was registered: they are found no more."""
    row = locked(transaction, number)
    write(transaction, row, {"archived_at": transaction.now})


def lock(transaction: Transaction, number: int) -> None:
    """Lock a patient, whoever they are by now."""
    one = select(patient.c.id).where(patient.c.id == number)
    transaction.connection.execute(one.with_for_update())


def has_nothing_since(transaction: Transaction, number: int, was: Document | None) -> bool:
    """Tell whether a patient is just as they were registered, without visit, pin or contact."""
    lock(transaction, number)
    row = transaction.connection.execute(select(patient).where(patient.c.id == number)).one()
    visit = select(appointment.c.id).where(
        appointment.c.patient_id == number, appointment.c.reason != CancelReason.UNDONE.value
    )
    planned = select(parked.c.id).where(parked.c.patient_id == number, parked.c.closed_at.is_(None))
    tied = select(contact.c.id).where(
        or_(contact.c.patient_id == number, contact.c.other_id == number),
        contact.c.archived_at.is_(None),
    )
    has_any = any(
        transaction.connection.execute(one.limit(1)).first() is not None
        for one in (visit, planned, tied)
    )
    # What was changed and taken back left nothing but a higher version; there was a time without
    # fields of the clinic's own.
    then: Document = {"custom": {}, **(was or {}), "version": 0}
    return not has_any and {**row_document(row), "version": 0} == then


def refuse_stale(transaction: Transaction, row: Any, version: int | None) -> None:  # noqa: ANN401 - a row of patient
    """Refuse a wish that saw an older version of a patient; say who changed what since.

    Raises:
        Refusal: ``patient_changed``.

    """
    if version is None or version == row.version:
        return
    last, seen = _since(transaction, row.id, version)
    called = {f"custom:{one.id}": one.name for one in custom_fields(transaction)}
    now, then = told(row_document(row)), told(seen) if seen else {}
    changes = {
        name: {"was": then.get(name, ""), "now": now.get(name, "")}
        for name in (now | then if seen else ())
        if then.get(name, "") != now.get(name, "") and (name in TOLD or name in called)
    }
    who, when = (last.actor, time_words(last.at, zone_of(transaction))) if last else ("?", "?")
    parts = [
        f"{TOLD.get(name) or called[name]} was {_shown(each['was'])}, is {_shown(each['now'])}"
        for name, each in changes.items()
    ]
    what = f" ({'; '.join(parts)})" if parts else ""
    message = (
        f"{row.name} was changed meanwhile by {who}, {when}{what}. Nothing was saved. Look at it "
        "as it is now, then decide again."
    )
    facts = {
        "patient": str(row.id), "name": row.name, "seen": version, "version": row.version,
        "actor": who, "at": last.at.isoformat() if last else None, "changes": changes,
    }  # fmt: skip
    raise Refusal(Reason("patient_changed", message, facts))


def told(document: Document) -> Document:
    """Answer what of a patient's document a person may correct."""
    parts = [document[f"born_{part}"] for part in ("year", "month", "day")]
    born = str(PartialDate(*parts)) if parts[0] else ""
    facts = {name: document[name] for name in TOLD if name != "born"}
    own = {f"custom:{number}": said for number, said in document.get("custom", {}).items()}
    return {**facts, "born": born, **own}


def _shown(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return f"“{text}”" if text else "empty"


def _since(read: Read, number: int, version: int) -> tuple[Any, Document | None]:
    """Answer the last change of a patient, and how they were at a version."""
    statement = (
        select(journal.c.at, user.c.name.label("actor"), journal_detail.c.before)
        .join(journal_touch, journal_touch.c.sequence == journal.c.sequence)
        .join(user, user.c.id == journal.c.actor_id)
        .outerjoin(journal_detail, journal_detail.c.sequence == journal.c.sequence)
        .where(journal_touch.c.kind == "patient", journal_touch.c.row_id == str(number))
        .order_by(journal.c.sequence.desc())
    )
    rows = read.connection.execute(statement).all()
    for row in rows:
        was = (json.loads(row.before) if row.before else {}).get(f"patient:{number}")
        if was and was["version"] == version:
            return rows[0], was
    return (rows[0] if rows else None), None


def _columns(transaction: Transaction, wished: Document, born: PartialDate | None) -> Document:
    """Check what is wished of a patient, and write it as columns.

    Raises:
        Misuse: with everything that is wrong.

    """
    mistakes = Mistakes()
    values: Document = {}
    for name, value in wished.items():
        if isinstance(value, Name):
            values |= mistakes.told_by(_name_columns, value) or {}
        elif name == "phones":
            found = mistakes.told_by(checked_phones, *value)
            values["phones"] = list(found or ())
        else:
            text = mistakes.told_by(checked_text, name, value)
            values[name] = text or ""
    if born is not None:
        zone = zone_named(the_site(transaction, TheSite()).zone)
        mistakes.told_by(born.refuse_future, local_date(transaction.now, zone))
        values |= _born_columns(born)
    mistakes.refuse()
    return values


def _name_columns(wished: Name) -> Document:
    name = Name(collapsed(wished.given), collapsed(wished.family))
    shown = clean_name(wished.shown, "patient")
    return {"given": name.given, "family": name.family, "name": collapsed(shown)}


def _born_columns(born: PartialDate | None) -> Document:
    return {
        "born_year": born and born.year,
        "born_month": born and born.month,
        "born_day": born and born.day,
    }


def _write_words(transaction: Transaction, row: Any) -> None:  # noqa: ANN401 - a row of patient
    """Have a patient found by just the words that their columns say."""
    region = region_of(the_site(transaction, TheSite()).zone)
    wanted = words_of_patient(row.name, row.phones, row.file_number, region)
    connection, own = transaction.connection, patient_word.c.patient_id == row.id
    there = set(connection.execute(select(patient_word.c.word).where(own)).scalars())
    for word in sorted(there - wanted):
        connection.execute(delete(patient_word).where(own, patient_word.c.word == word))
    if wanted - there:
        connection.execute(
            insert(patient_word),
            [{"word": word, "patient_id": row.id} for word in sorted(wanted - there)],
        )
