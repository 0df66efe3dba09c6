"""Doctors, rooms and equipment: taking them on, and calling them or patients by name."""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, Table, insert, select, update

from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.people import (
    AddDoctor,
    AddEquipment,
    AddRoom,
    ChangeEquipment,
    ChangeRoom,
    Doctor,
    DoctorCalled,
    Equipment,
    Patient,
    PatientCalled,
    Room,
    is_seen,
    plain,
)
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.scheduling.finding import patient_of
from clinic_desktop.scheduling.picture import the_site
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import row_document
from clinic_desktop.storage.tables import (
    patient,
    resource,
    site,
)

_LONGEST_NAME = 200
_UNITS = range(1, 101)


def clean_name(text: str, what: str) -> str:
    """Answer a name without outer or doubled spaces.

    Raises:
        Misuse: ``bad_name``: nothing is seen of it, it is overlong, or holds control characters.

    """
    name = collapsed(text)
    if not is_seen(name):
        message = f"The {what} needs a name."
        raise Misuse("bad_name", message)
    # Of the text as it came: a line break inside is refused, not made a space.
    if len(name) > _LONGEST_NAME or any(
        unicodedata.category(char) in ("Cc", "Cs") for char in text.strip()
    ):
        message = (
            f"This name can't be used for the {what}: it may have {_LONGEST_NAME} letters at most, "
            "and no line breaks or control characters."
        )
        raise Misuse("bad_name", message)
    return name


def collapsed(text: str) -> str:
    """Make every stretch of white space, of whatever kind, one space; none outside."""
    return " ".join(text.split())


def _add(transaction: Transaction, table: Table, kind: str, values: dict[str, Any]) -> Any:  # noqa: ANN401 - a row
    """Insert a row and journal it."""
    row = transaction.connection.execute(insert(table).values(values).returning(*table.c)).one()
    transaction.entry.touch(kind, row.id)
    transaction.entry.record(kind, row.id, None, row_document(row))
    return row


def add_doctor(transaction: Transaction, command: AddDoctor) -> Doctor:
    """Take a doctor on.

    Raises:
        Refusal: ``doctor_known``.
        Misuse: ``bad_name``.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    if not command.even_if_known:
        _refuse_known(transaction, clean_name(command.name, "doctor"))
    row = _add_resource(transaction, "doctor", command.name, command.specialty.strip())
    return Doctor(row.id, row.name, row.specialty)


def _refuse_known(read: Read, name: str) -> None:
    """Refuse a doctor whose name is that of another one, however it is written."""
    here = select(resource.c.id, resource.c.name, resource.c.specialty).where(
        resource.c.kind == "doctor", resource.c.archived_at.is_(None)
    )
    same = [one for one in read.connection.execute(here) if plain(one.name) == plain(name)]
    if same:
        named = " and ".join(
            f"{one.name}{f', {one.specialty}' if one.specialty else ''} ({one.id})" for one in same
        )
        message = (
            f"There is a doctor of that name already: {named}. Nobody was added. If this is "
            "somebody else, say so and add both."
        )
        facts = {"name": name, "ids": [str(one.id) for one in same]}
        raise Refusal(Reason("doctor_known", message, facts))


def refuse_same(
    read: Read, named: Table, name: str, what: str, *where: ColumnElement[bool]
) -> None:
    """Refuse a name that another one has, however it is written: neither could be called by it.

    Raises:
        Refusal: ``room_known``, ``equipment_known`` or ``type_known``, as ``what`` is.

    """
    here = select(named.c.id, named.c.name).where(named.c.archived_at.is_(None), *where)
    same = [one for one in read.connection.execute(here) if plain(one.name) == plain(name)]
    if same:
        known = " and ".join(f"{one.name} ({one.id})" for one in same)
        message = (
            f"That name is taken already: {what} {known}. Nothing was changed. Choose another one, "
            "so that each can be called by its own."
        )
        facts = {"name": name, "ids": [str(one.id) for one in same]}
        raise Refusal(Reason(f"{what}_known", message, facts))


def add_room(transaction: Transaction, command: AddRoom) -> Room:
    """Add a room.

    Raises:
        Refusal: ``room_known``, ``unknown_site``.
        Misuse: ``bad_name``.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    row = _add_resource(transaction, "room", command.name, "", site_id=command.site_id)
    return Room(row.id, row.name, site_id=row.site_id)


def add_equipment(transaction: Transaction, command: AddEquipment) -> Equipment:
    """Add a kind of device.

    Raises:
        Refusal: ``equipment_known``, ``unknown_site``.
        Misuse: ``bad_count``, ``bad_name``.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    if command.units not in _UNITS:
        message = f"Of a device there are 1 to {_UNITS[-1]}."
        raise Misuse("bad_count", message, {"count": command.units})
    row = _add_resource(transaction, "equipment", command.name, "", command.units, command.site_id)
    return Equipment(row.id, row.name, row.units, site_id=row.site_id)


def change_room(transaction: Transaction, command: ChangeRoom) -> Room:
    """Call a room otherwise.

    Raises:
        Refusal: ``unknown_room``, ``room_known``.
        Misuse: ``bad_name``.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    row = change_resource(transaction, "room", command.room_id, command.name, None)
    return Room(row.id, row.name, site_id=row.site_id)


def change_equipment(transaction: Transaction, command: ChangeEquipment) -> Equipment:
    """Call a kind of device otherwise, or say that there are more of it.

    Raises:
        Refusal: ``unknown_equipment``, ``equipment_known``, ``units_kept``.
        Misuse: ``bad_count``, ``bad_name``.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    if command.units is not None and command.units not in _UNITS:
        message = f"Of a device there are 1 to {_UNITS[-1]}."
        raise Misuse("bad_count", message, {"count": command.units})
    row = change_resource(
        transaction, "equipment", command.equipment_id, command.name, command.units
    )
    return Equipment(row.id, row.name, row.units, site_id=row.site_id)


def change_resource(
    transaction: Transaction, kind: str, number: int, name: str | None, units: int | None
) -> Any:  # noqa: ANN401 - a row
    """Write another name or number of units of a room or device, and record it; None stays."""
    this = select(resource).where(
        resource.c.id == number, resource.c.kind == kind, resource.c.archived_at.is_(None)
    )
    before = transaction.connection.execute(this.with_for_update()).one_or_none()
    if before is None:
        message = f"There is no {kind} {number} here, or not any more."
        raise Refusal(Reason(f"unknown_{kind}", message, {kind: str(number)}))
    values: dict[str, Any] = {}
    if name is not None and clean_name(name, kind) != before.name:
        values["name"] = clean_name(name, kind)
        there = (resource.c.kind == kind, resource.c.site_id == before.site_id)
        refuse_same(transaction, resource, values["name"], kind, *there, resource.c.id != number)
    if units is not None and units != before.units:
        values["units"] = units
        if units < before.units:
            message = (
                f"There are {before.units} of {before.name}, and so there are no fewer later: what "
                "was ever held of one stays there. Nothing was changed. Take such a device out of "
                "use with time off."
            )
            raise Refusal(
                Reason("units_kept", message, {"units": before.units, "name": before.name})
            )
    if not values:
        return before
    changed = update(resource).where(resource.c.id == number)
    after = transaction.connection.execute(
        changed.values(version=resource.c.version + 1, **values).returning(*resource.c)
    ).one()
    transaction.entry.touch(kind, number)
    transaction.entry.record(kind, number, row_document(before), row_document(after))
    return after


def _add_resource(
    transaction: Transaction,
    kind: str,
    name: str,
    specialty: str,
    units: int = 1,
    site_id: int | None = None,
) -> Any:  # noqa: ANN401 - a row
    if site_id is not None:
        # Who takes the site back waits, and then finds somebody there.
        known = select(site.c.id).where(site.c.id == site_id, site.c.archived_at.is_(None))
        if transaction.connection.execute(known.with_for_update(read=True)).scalar() is None:
            message = f"There is no site {site_id}."
            raise Refusal(Reason("unknown_site", message, {"site": str(site_id)}))
    values: dict[str, Any] = {
        "kind": kind,
        "units": units,
        "name": clean_name(name, kind),
        "specialty": specialty,
        "site_id": site_id or the_site(transaction, TheSite()).id,
    }
    if kind != "doctor":
        # Each site may have its own Room 1.
        there = (resource.c.kind == kind, resource.c.site_id == values["site_id"])
        refuse_same(transaction, resource, values["name"], kind, *there)
    return _add(transaction, resource, kind, values)


def doctor_called(read: Read, query: DoctorCalled) -> Doctor:
    """Answer the doctor with this id or exact name, else the room, else the equipment."""
    for kind in ("doctor", "room", "equipment"):
        try:
            row = called(read, resource, query.text, kind, resource.c.kind == kind)
        except Refusal as refusal:
            if refusal.code != f"unknown_{kind}":
                raise
            continue
        return _doctor_of(row)
    raise Refusal(_nothing_called("doctor", "doctor, room or equipment", query.text.strip()))


def patient_called(read: Read, query: PatientCalled) -> Patient:
    """Answer the patient with this id or exact name."""
    return patient_of(read, called(read, patient, query.text, "patient"))


def called(read: Read, table: Table, text: str, what: str, *which: ColumnElement[bool]) -> Any:  # noqa: ANN401 - a row
    """Answer the one row with this id or exact name.

    Raises:
        Refusal: ``unknown_…`` or ``ambiguous_name``.

    """
    text = text.strip()
    here = select(table).where(table.c.archived_at.is_(None), *which)
    # A letter with its mark is one character here and two there, by who typed it.
    forms = {text, *(unicodedata.normalize(form, text) for form in ("NFC", "NFD"))}
    named = read.connection.execute(here.where(table.c.name.in_(forms)).order_by(table.c.id)).all()
    if text.isascii() and text.isdigit() and len(text) < 19:  # noqa: PLR2004 - what 64 bits hold
        numbered = read.connection.execute(here.where(table.c.id == int(text))).one_or_none()
        if numbered is not None:
            return numbered
    if len(named) == 1:
        return named[0]
    if named:
        ids = [str(row.id) for row in named]
        message = f"Several are called “{text}”: use the id, one of {', '.join(ids)}."
        raise Refusal(Reason("ambiguous_name", message, {"text": text, "ids": ids}))
    raise Refusal(_nothing_called(what, what, text))


def _nothing_called(kind: str, what: str, text: str) -> Reason:
    """Say that nothing has a name or id; ``what`` is all that it could be."""
    message = f"There is no {what} “{text}”. Check the spelling, or use the id."
    return Reason(f"unknown_{kind}", message, {"text": text})


def _doctor_of(row: Any) -> Doctor:  # noqa: ANN401 - a row of resource
    archived = row.archived_at is not None
    if row.kind == "room":
        return Room(row.id, row.name, archived).as_doctor
    if row.kind == "equipment":
        return Equipment(row.id, row.name, row.units, archived).as_doctor
    return Doctor(row.id, row.name, row.specialty, archived)
