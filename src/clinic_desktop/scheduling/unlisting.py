"""Taking back what was added to, changed in or taken from the clinic's own lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BindParameter,
    Row,
    Table,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.scheduling import doctors, laying, parts, people, purposes
from clinic_desktop.storage.custom_tables import custom_field
from clinic_desktop.storage.database import Transaction
from clinic_desktop.storage.documents import Document, row_document
from clinic_desktop.storage.joint_tables import appointment_part, type_resource
from clinic_desktop.storage.parked_tables import parked
from clinic_desktop.storage.site_tables import site_travel
from clinic_desktop.storage.tables import (
    appointment,
    appointment_type,
    availability,
    purpose,
    resource,
    site,
    time_off,
)

_TABLES = {
    "appointment_type": appointment_type,
    "custom_field": custom_field,
    "purpose": purpose,
    "site": site,
}
_THINGS = ("room", "equipment")
_OWN = frozenset({"id", "version", "bulk", "created_at"})
_IT: BindParameter[int] = bindparam("id")
_USES = {
    "hours": exists().where(
        availability.c.resource_id == _IT, availability.c.archived_at.is_(None)
    ),
    "time off": exists().where(time_off.c.resource_id == _IT, time_off.c.archived_at.is_(None)),
    "visits": exists().where(appointment_part.c.resource_id == _IT)
    | exists().where(appointment.c.resource_id == _IT),
    "visit types that name it": exists()
    .where(type_resource.c.resource_id == _IT)
    .where(type_resource.c.type_id == appointment_type.c.id)
    .where(appointment_type.c.archived_at.is_(None)),
    "parked visits": exists().where(parked.c.resource_id == _IT, parked.c.closed_at.is_(None)),
}
"""What a room or a device may have by now."""
_OF_TYPE = {
    # Those that were booked already stay what they are.
    "parked visits": exists()
    .select_from(parked.outerjoin(appointment, appointment.c.id == parked.c.appointment_id))
    .where(func.coalesce(parked.c.type_id, appointment.c.type_id) == _IT)
    .where(parked.c.closed_at.is_(None)),
}
"""What may wait for a time as a visit of a type."""
_AT_SITE = {
    "doctors, rooms or equipment": exists().where(
        resource.c.site_id == _IT, resource.c.archived_at.is_(None)
    ),
    "hours": exists().where(availability.c.site_id == _IT, availability.c.archived_at.is_(None)),
    "closed days": exists().where(
        time_off.c.site_id == _IT, time_off.c.one_site == 1, time_off.c.archived_at.is_(None)
    ),
    "ways to it": exists()
    .where((site_travel.c.first_id == _IT) | (site_travel.c.second_id == _IT))
    .where(site_travel.c.minutes > 0),
    # Also those that were cancelled: undo brings one back to where it was.
    "visits": exists().where(appointment.c.site_id == _IT),
}
"""What may be at a site by now."""


def lock(transaction: Transaction, after: Mapping[str, Document | None]) -> None:
    """Lock the rows that a command changed, so that nobody changes them while it is judged."""
    for key in sorted(after):
        kind, _, number = key.partition(":")
        if kind == "doctor":
            # Also one who left.
            parts.lock(transaction, {int(number)}, ever=True)
        elif kind == "site":
            # Whoever gives hours there waits, too.
            laying.lock_clinic(transaction)
            _locked(transaction, kind, int(number))
        elif kind in _TABLES or kind in _THINGS:
            # Whoever is about to name or book a thing waits, and then finds it gone.
            _locked(transaction, kind, int(number))


def _locked(transaction: Transaction, kind: str, number: int) -> Row[Any]:
    table = _TABLES.get(kind, resource)
    this = select(table).where(table.c.id == number)
    return transaction.connection.execute(this.with_for_update()).one()


def take_back(transaction: Transaction, before: Mapping[str, Document | None]) -> None:
    """Make rows what they were before a command; what was not there then is put away.

    Raises:
        Refusal: ``doctor_booked``, ``in_use``, ``unknown_purpose``; ``type_known`` and the like,
            another one has the name by now; ``units_kept``.

    """
    for key, document in before.items():
        kind, _, number = key.partition(":")
        was_there = document is not None and document.get("archived_at") is None
        if kind == "doctor":
            (doctors.bring_back if was_there else doctors.take_away_again)(transaction, int(number))
        elif kind == "purpose" and not was_there:
            purposes.take_away_again(transaction, int(number))
        elif kind in _TABLES:
            if kind == "site" and not was_there:
                _refuse_used(transaction, _AT_SITE, site, int(number))
            if kind == "appointment_type" and not was_there:
                _refuse_used(transaction, _OF_TYPE, appointment_type, int(number))
            _take_row_back(transaction, kind, int(number), document if was_there else None)
        elif kind in _THINGS:
            # What else came with it, as a doctor's first hours, stays with whom it came with.
            if document is not None and was_there:
                _bring_thing_back(transaction, int(number), document)
            else:
                _take_thing_away(transaction, int(number))


def _bring_thing_back(transaction: Transaction, number: int, document: Document) -> None:
    """Let a room or a device be there again, or be called as it was, unless another one is."""
    row = _locked(transaction, "room", number)
    if row.archived_at is None:
        name, units = document["name"], document["units"]
        people.change_resource(transaction, row.kind, number, name, units)
        return
    there = (resource.c.kind == row.kind, resource.c.site_id == row.site_id)
    people.refuse_same(transaction, resource, row.name, row.kind, *there)
    doctors.put_away(transaction, number, None)


def _take_thing_away(transaction: Transaction, number: int) -> None:
    """Put a room or a device away that nothing has used yet; whoever calls has it locked."""
    _refuse_used(transaction, _USES, resource, number)
    doctors.put_away(transaction, number, transaction.now)


def _refuse_used(
    transaction: Transaction, every: Mapping[str, Any], table: Table, number: int
) -> None:
    """Refuse to put away what has any of these uses, and tell each."""
    this = select(table.c.name).where(table.c.id == number)
    name = transaction.connection.execute(this).scalar_one()
    asked = select(*(use.label(words) for words, use in every.items()))
    row = transaction.connection.execute(asked, {"id": number}).one()
    uses = [words for words, is_so in zip(every, row, strict=True) if is_so]
    if uses:
        message = f"{name} has {' and '.join(uses)} by now, and so stays. Nothing was changed."
        raise Refusal(Reason("in_use", message, {"name": name, "uses": uses}))


def _take_row_back(
    transaction: Transaction, kind: str, number: int, document: Document | None
) -> None:
    table = _TABLES[kind]
    row = _locked(transaction, kind, number)
    was = _named(transaction, kind, number)
    values: dict[str, Any] = {"archived_at": transaction.now}
    if document is not None:
        values = {
            name: value for name, value in document.items() if name in table.c and name not in _OWN
        }
        if kind != "purpose":
            what = {"appointment_type": "type", "custom_field": "field"}.get(kind, kind)
            others = (table.c.id != number,)
            people.refuse_same(transaction, table, document["name"], what, *others)
        if kind == "appointment_type":
            purposes.allowed(transaction, document.get("purposes", ()))
        _name_again(transaction, kind, number, document.get("resource_ids", []))
    changed = update(table).where(table.c.id == number)
    after = transaction.connection.execute(
        changed.values(version=table.c.version + 1, **values).returning(*table.c)
    ).one()
    transaction.entry.touch(kind, number)
    now = _named(transaction, kind, number)
    transaction.entry.record(kind, number, row_document(row) | was, row_document(after) | now)


def _named(transaction: Transaction, kind: str, number: int) -> Document:
    """Answer whom a type names, as its document tells it."""
    if kind != "appointment_type":
        return {}
    whom = select(type_resource.c.resource_id).where(type_resource.c.type_id == number)
    ids = sorted(transaction.connection.execute(whom).scalars())
    return {"resource_ids": ids} if ids else {}


def _name_again(transaction: Transaction, kind: str, number: int, ids: list[int]) -> None:
    if kind != "appointment_type":
        return
    gone = delete(type_resource).where(type_resource.c.type_id == number)
    transaction.connection.execute(gone)
    if ids:
        rows = [{"type_id": number, "resource_id": one} for one in ids]
        transaction.connection.execute(insert(type_resource), rows)
