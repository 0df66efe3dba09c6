"""The fields that a clinic asks of its patients: added, changed, removed, and filled in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert, select, text, update

from clinic_desktop.domain.custom import (
    LONGEST_NAME,
    MOST_FIELDS,
    AddField,
    ChangeField,
    CustomField,
    CustomFields,
    RemoveField,
    checked_allowed,
    checked_values,
)
from clinic_desktop.domain.refusals import Mistakes, Misuse, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.scheduling.people import clean_name, refuse_same
from clinic_desktop.scheduling.picture import custom_fields
from clinic_desktop.storage.custom_tables import custom_field
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import Document, row_document

# Of two who add a field at once, the second sees the first one's: nothing else tells names apart.
_LOCK = text("SELECT pg_advisory_xact_lock(20251103)")


def fields(read: Read, _query: CustomFields) -> tuple[CustomField, ...]:
    """Answer the fields that there are, in the order in which they were added."""
    return custom_fields(read)


def add_field(transaction: Transaction, command: AddField) -> CustomField:
    """Add a field.

    Raises:
        Refusal: ``field_known``, ``too_many_fields``.
        Misuse: ``bad_name``, ``bad_choice``; all at once.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    mistakes = Mistakes()
    name = mistakes.told_by(_name, command.name) or ""
    allowed = mistakes.told_by(checked_allowed, command.allowed) or ()
    mistakes.refuse()
    _keep_names(transaction)
    refuse_same(transaction, custom_field, name, "field")
    if len(custom_fields(transaction)) >= MOST_FIELDS:
        message = f"There are {MOST_FIELDS} fields already, which is the most. Remove one first."
        raise Refusal(Reason("too_many_fields", message, {"most": MOST_FIELDS}))
    values = {"name": name, "allowed": list(allowed), "alert": int(command.alert)}
    added = insert(custom_field).values(values).returning(*custom_field.c)
    row = transaction.connection.execute(added).one()
    transaction.entry.touch("custom_field", row.id)
    transaction.entry.record("custom_field", row.id, None, row_document(row))
    return _field_of(row)


def change_field(transaction: Transaction, command: ChangeField) -> CustomField:
    """Change a field; nothing is written where nothing differs.

    Raises:
        Refusal: ``unknown_field``, ``field_known``.
        Misuse: ``bad_name``, ``bad_choice``; all at once.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    mistakes = Mistakes()
    values: Document = {}
    if command.name is not None:
        values["name"] = mistakes.told_by(_name, command.name)
    if command.allowed is not None:
        values["allowed"] = list(mistakes.told_by(checked_allowed, command.allowed) or ())
    if command.alert is not None:
        values["alert"] = int(command.alert)
    mistakes.refuse()
    _keep_names(transaction)
    before = _locked(transaction, command.field_id)
    if "name" in values:
        others = custom_field.c.id != before.id
        refuse_same(transaction, custom_field, values["name"], "field", others)
    return _written(transaction, before, values)


def remove_field(transaction: Transaction, command: RemoveField) -> CustomField:
    """Ask for a field no more.

    Raises:
        Refusal: ``unknown_field``.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    before = _locked(transaction, command.field_id)
    return _written(transaction, before, {"archived_at": transaction.now})


def filled(
    transaction: Transaction, stored: Document, wished: Iterable[tuple[int, str]]
) -> Document:
    """Answer what is stored of a patient with what fields are to say; they stay until it is.

    Raises:
        Refusal: ``unknown_field``.
        Misuse: ``bad_field``; with everything that is wrong.

    """
    kept = select(custom_field.c.id).order_by(custom_field.c.id).with_for_update(read=True)
    transaction.connection.execute(kept)
    values = checked_values(custom_fields(transaction), wished)
    changed = {**stored, **{str(number): said for number, said in values.items()}}
    return {number: said for number, said in changed.items() if said}


def _name(text: str) -> str:
    name = clean_name(text, "field")
    if len(name) > LONGEST_NAME or "=" in name:
        message = f"A field's name may have {LONGEST_NAME} letters at most, and no “=”."
        raise Misuse("bad_name", message, {"text": text})
    return name


def _keep_names(transaction: Transaction) -> None:
    if transaction.dialect == "postgresql":
        transaction.connection.execute(_LOCK)


def _locked(transaction: Transaction, number: int) -> Any:  # noqa: ANN401 - a row of custom_field
    one = select(custom_field).where(custom_field.c.id == number)
    row = transaction.connection.execute(one.with_for_update()).one_or_none()
    if row is None or row.archived_at is not None:
        message = f"There is no field {number} here, or not any more."
        raise Refusal(Reason("unknown_field", message, {"field": str(number)}))
    return row


def _written(transaction: Transaction, before: Any, values: Document) -> CustomField:  # noqa: ANN401 - a row of custom_field
    if all(getattr(before, name) == value for name, value in values.items()):
        return _field_of(before)
    changed = update(custom_field).where(custom_field.c.id == before.id)
    values = {**values, "version": custom_field.c.version + 1}
    after = transaction.connection.execute(changed.values(values).returning(*custom_field.c)).one()
    transaction.entry.touch("custom_field", after.id)
    transaction.entry.record("custom_field", after.id, row_document(before), row_document(after))
    return _field_of(after)


def _field_of(row: Any) -> CustomField:  # noqa: ANN401 - a row of custom_field
    return CustomField(row.id, row.name, tuple(row.allowed), bool(row.alert), row.version)
