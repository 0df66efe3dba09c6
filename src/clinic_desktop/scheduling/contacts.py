"""Family and contact persons: who is to be called for a patient, and who belongs to whom."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, insert, or_, select, update

from clinic_desktop.domain.contacts import LONGEST, AddContact, Contact, ContactsOf, RemoveContact
from clinic_desktop.domain.people import checked_phones
from clinic_desktop.domain.refusals import Mistakes, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.scheduling import patients
from clinic_desktop.scheduling.people import clean_name
from clinic_desktop.storage.contact_tables import contact
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import Document, row_document
from clinic_desktop.storage.tables import patient

KIND = contact.name


class _Ends(NamedTuple):
    """Whose contact somebody is, and which patient they are themselves, if any."""

    patient_id: int
    other_id: int | None


_OTHER = patient.alias("other")
_OF = (
    select(contact, _OTHER.c.name.label("their_name"), _OTHER.c.phones)
    .outerjoin(
        _OTHER,
        _OTHER.c.id
        == func.coalesce(
            func.nullif(contact.c.other_id, bindparam("patient")),
            func.nullif(contact.c.patient_id, bindparam("patient")),
        ),
    )
    .where(
        or_(
            contact.c.patient_id == bindparam("patient"), contact.c.other_id == bindparam("patient")
        ),
        contact.c.archived_at.is_(None),
    )
    .order_by(contact.c.other_id.is_(None), contact.c.id)
)
_LOCKED = select(contact).where(contact.c.id == bindparam("id")).with_for_update()
_TIED = (
    select(contact)
    .where(
        or_(
            contact.c.patient_id.in_((bindparam("one"), bindparam("other"))),
            contact.c.other_id.in_((bindparam("one"), bindparam("other"))),
        )
    )
    .order_by(contact.c.id)
    .with_for_update()
)


def contacts_of(read: Read, query: ContactsOf) -> tuple[Contact, ...]:
    """Answer whom to call for a patient, and their family."""
    rows = read.connection.execute(_OF, {"patient": query.patient_id})
    return tuple(_value(row, query.patient_id) for row in rows)


def _value(row: Any, patient_id: int) -> Contact:  # noqa: ANN401 - a row of _OF
    of_other = row.other_id == patient_id
    known = row.other_id is not None
    return Contact(
        id=row.id,
        patient_id=patient_id,
        who=row.their_name if known else row.name,
        phones=tuple(row.phones) if known else tuple(filter(None, (row.phone,))),
        relation=row.relation,
        other_id=(row.patient_id if of_other else row.other_id) if known else None,
        of_other=of_other,
    )


def add_contact(transaction: Transaction, command: AddContact) -> Contact:
    """Note somebody to call for a patient.

    Raises:
        Refusal: ``unknown_patient``, ``contact_known``.
        Misuse: with all that is wrong: ``usage``, ``bad_name``, ``bad_phone``, ``too_long``.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    relation, name, phone = _read(command)
    numbers = sorted(filter(None, {command.patient_id, command.other_id}))
    reasons: list[Reason] = []
    for number in numbers:
        try:
            patients.locked(transaction, number)
        except Refusal as refusal:
            reasons += refusal.reasons
    known = contacts_of(transaction, ContactsOf(patient_id=command.patient_id))
    twin = next((one for one in known if _is_same(one, command.other_id, name, phone)), None)
    if twin is not None:
        message = f"{twin.who} is noted there already. Nothing was changed."
        reasons.append(Reason("contact_known", message, {"contact": str(twin.id)}))
    if reasons:
        raise Refusal(*reasons)
    values = {
        "patient_id": command.patient_id, "other_id": command.other_id, "name": name,
        "phone": phone, "relation": relation,
    }  # fmt: skip
    row = transaction.connection.execute(insert(contact).values(values).returning(contact)).one()
    _journal(transaction, None, row)
    return _found(transaction, command.patient_id, row.id)


def _read(command: AddContact) -> tuple[str, str, str]:
    """Answer what they are to the patient, their name and their phone, as they are stored.

    Raises:
        Misuse: with all that is wrong.

    """
    wrong = Mistakes()
    relation, name, phone = command.relation.strip(), command.name.strip(), command.phone.strip()
    if relation:
        relation = wrong.told_by(clean_name, relation, "relation") or ""
    if len(relation) > LONGEST:
        message = f"What they are to the patient may have {LONGEST} letters at most."
        wrong.add("too_long", message)
    if (command.other_id is None) == (not name):
        wrong.add("usage", "Name another patient, or somebody by name; not both.")
    elif command.other_id is None:
        name = wrong.told_by(clean_name, name, "contact") or ""
    elif command.other_id == command.patient_id:
        wrong.add("same_patient", "Nobody is a contact of their own. Name somebody else.")
    if phone and command.other_id is not None:
        wrong.add("usage", "Who is registered has phones of their own: correct those.")
    elif phone:
        (phone,) = wrong.told_by(checked_phones, phone) or ("",)
    wrong.refuse()
    return relation, name, phone


def _is_same(one: Contact, other_id: int | None, name: str, phone: str) -> bool:
    if other_id is not None:
        return one.other_id == other_id
    return one.other_id is None and one.who == name and one.phones == tuple(filter(None, (phone,)))


def _found(read: Read, patient_id: int, number: int) -> Contact:
    every = contacts_of(read, ContactsOf(patient_id=patient_id))
    return next(one for one in every if one.id == number)


def remove_contact(transaction: Transaction, command: RemoveContact) -> Contact:
    """Take a contact away.

    Raises:
        Refusal: ``unknown_contact``.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    row = transaction.connection.execute(_LOCKED, {"id": command.contact_id}).one_or_none()
    if row is None or row.archived_at is not None:
        message = f"There is no contact {command.contact_id} here, or not any more."
        raise Refusal(Reason("unknown_contact", message, {"contact": str(command.contact_id)}))
    gone = _found(transaction, row.patient_id, row.id)
    _write(transaction, row, {"archived_at": transaction.now})
    return gone


def _write(transaction: Transaction, row: Any, values: Document) -> None:  # noqa: ANN401 - a row
    changed = update(contact).where(contact.c.id == row.id)
    after = transaction.connection.execute(
        changed.values(version=contact.c.version + 1, **values).returning(contact)
    ).one()
    _journal(transaction, row, after)


def _journal(transaction: Transaction, before: Any, after: Any) -> None:  # noqa: ANN401 - rows
    transaction.entry.touch(KIND, after.id)
    was = None if before is None else row_document(before)
    transaction.entry.record(KIND, after.id, was, row_document(after))


def lock(transaction: Transaction, numbers: list[int]) -> None:
    """Lock contacts, so that nobody changes them while they are judged."""
    for number in sorted(numbers):
        transaction.connection.execute(_LOCKED, {"id": number})


def restore(transaction: Transaction, number: int, was: Document | None) -> None:
    """Let a contact be there again, or not any more, as it was before."""
    row = transaction.connection.execute(_LOCKED, {"id": number}).one()
    there = was is not None and was["archived_at"] is None
    _write(transaction, row, {"archived_at": None if there else transaction.now})


def hand_over(transaction: Transaction, from_id: int, to_id: int) -> None:
    """Give the contacts of one patient to another; what ties the two, or is told twice, goes."""
    rows = transaction.connection.execute(_TIED, {"one": from_id, "other": to_id}).all()
    own = [row for row in rows if row.archived_at is None and from_id not in _ends(row)]
    for row in rows:
        values: Document = {
            name: to_id for name in ("patient_id", "other_id") if getattr(row, name) == from_id
        }
        if not values:
            continue
        ends = _Ends(*(values.get(name, getattr(row, name)) for name in _Ends._fields))
        if ends.patient_id == ends.other_id:
            if row.archived_at is None:
                _write(transaction, row, {"archived_at": transaction.now})
            continue
        if row.archived_at is None and any(_tells(one, row, ends) for one in own):
            values["archived_at"] = transaction.now
        _write(transaction, row, values)


def _ends(row: Any) -> _Ends:  # noqa: ANN401 - a row
    return _Ends(row.patient_id, row.other_id)


def _tells(one: Any, row: Any, ends: _Ends) -> bool:  # noqa: ANN401 - rows
    """Tell whether a contact says all that another one would say between these ends."""
    if set(_ends(one)) != set(ends) or (one.name, one.phone) != (row.name, row.phone):
        return False
    return not row.relation or (one.relation == row.relation and _ends(one) == ends)


def hand_back(transaction: Transaction, number: int, was: Document, left: Document) -> None:
    """Give one contact back to whom it was of before a merge, which left it as ``left``.

    Who was taken away since stays so.
    """
    row = transaction.connection.execute(_LOCKED, {"id": number}).one()
    values: Document = {name: was[name] for name in _Ends._fields}
    if was["archived_at"] is None and left["archived_at"] is not None:
        values["archived_at"] = None
    _write(transaction, row, values)
