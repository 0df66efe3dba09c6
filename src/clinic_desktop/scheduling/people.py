"""Doctors, rooms, types, users and patients: taking them on, and calling them by name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, delete, func, insert, select, update

from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AddDoctor,
    AddEquipment,
    AddPatient,
    AddRoom,
    AllowRight,
    AppointmentType,
    AppointmentTypes,
    ChangeAppointmentType,
    Doctor,
    DoctorCalled,
    Equipment,
    Name,
    Patient,
    PatientCalled,
    Room,
    TypeCalled,
    User,
    checked_phones,
    is_seen,
)
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.rights import GRANTABLE, Action
from clinic_desktop.domain.time import local_date, zone_named
from clinic_desktop.scheduling import needs
from clinic_desktop.scheduling.finding import patient_of, region_of, words_of_patient
from clinic_desktop.scheduling.picture import the_site
from clinic_desktop.scheduling.reserved import known_names
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import Document, row_document
from clinic_desktop.storage.joint_tables import type_resource
from clinic_desktop.storage.tables import (
    appointment_type,
    patient,
    patient_word,
    resource,
    site,
    user,
    user_right,
)

COLOURS = ("#3B6FE8", "#8A57D6", "#D9772B", "#1590B0", "#D64550", "#0F9D7A", "#7C6A2E", "#B4508A")
"""Colours for new types, in turn."""
_COLOUR = re.compile(r"^#[0-9A-Fa-f]{6}$")
_LONGEST_NAME = 200
_LONGEST_BUFFER = 240
_GRIDS = range(5, 24 * 60 + 1)
_UNITS = range(1, 101)
_OF_KIND = select(resource.c.id).where(
    resource.c.id.in_(bindparam("ids", expanding=True)),
    resource.c.kind == bindparam("kind"),
    resource.c.archived_at.is_(None),
)
_UNNAMED = delete(type_resource).where(
    type_resource.c.type_id == bindparam("type"),
    type_resource.c.resource_id.in_(bindparam("ids", expanding=True)),
)
Named = Mapping[str, tuple[int, ...]]
"""Whom a type names, by their kind."""


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
    """Take a doctor on."""
    transaction.require(Action.MANAGE_PEOPLE)
    row = _add_resource(transaction, "doctor", command.name, command.specialty.strip())
    return Doctor(row.id, row.name, row.specialty)


def add_room(transaction: Transaction, command: AddRoom) -> Room:
    """Add a room."""
    transaction.require(Action.MANAGE_PEOPLE)
    row = _add_resource(transaction, "room", command.name, "", site_id=command.site_id)
    return Room(row.id, row.name)


def add_equipment(transaction: Transaction, command: AddEquipment) -> Equipment:
    """Add a kind of device.

    Raises:
        Misuse: ``bad_count``, ``bad_name``.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    if command.units not in _UNITS:
        message = f"Of a device there are 1 to {_UNITS[-1]}."
        raise Misuse("bad_count", message, {"count": command.units})
    row = _add_resource(transaction, "equipment", command.name, "", command.units, command.site_id)
    return Equipment(row.id, row.name, row.units)


def _add_resource(
    transaction: Transaction,
    kind: str,
    name: str,
    specialty: str,
    units: int = 1,
    site_id: int | None = None,
) -> Any:  # noqa: ANN401 - a row
    if site_id is not None:
        known = select(site.c.id).where(site.c.id == site_id)
        if transaction.connection.execute(known).scalar() is None:
            message = f"There is no site {site_id}."
            raise Refusal(Reason("unknown_site", message, {"site": str(site_id)}))
    values = {
        "kind": kind,
        "units": units,
        "name": clean_name(name, kind),
        "specialty": specialty,
        "site_id": site_id or the_site(transaction, TheSite()).id,
    }
    return _add(transaction, resource, kind, values)


def add_appointment_type(transaction: Transaction, command: AddAppointmentType) -> AppointmentType:
    """Add a kind of visit; without a colour it gets the next of the row."""
    transaction.require(Action.MANAGE_PEOPLE)
    lengths = _lengths(command)
    if command.colour:
        _check_colour(command.colour)
    count = transaction.connection.execute(
        select(func.count()).select_from(appointment_type)
    ).scalar()
    values = {
        "name": clean_name(command.name, "appointment type"),
        "colour": command.colour or COLOURS[(count or 0) % len(COLOURS)],
        "purposes": known_names(transaction, command.purposes),
        "needs_room": int(command.needs_room),
        **lengths,
    }
    row = transaction.connection.execute(
        insert(appointment_type).values(values).returning(*appointment_type.c)
    ).one()
    named = _name(transaction, row.id, command, {})
    transaction.entry.touch("appointment_type", row.id)
    transaction.entry.record("appointment_type", row.id, None, _type_document(row, named))
    return _type_of(row, named)


def change_appointment_type(
    transaction: Transaction, command: ChangeAppointmentType
) -> AppointmentType:
    """Change a kind of visit for visits to come.

    Raises:
        Refusal: ``unknown_type``, ``unknown_doctor``, ``unknown_room``, ``unknown_equipment``.
        Misuse: ``bad_length``, ``bad_colour``.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    this = appointment_type.c.id == command.type_id
    locked = select(appointment_type).where(this, appointment_type.c.archived_at.is_(None))
    before = transaction.connection.execute(locked.with_for_update()).one_or_none()
    if before is None:
        message = f"There is no appointment type {command.type_id} here, or not any more."
        raise Refusal(Reason("unknown_type", message, {"type": str(command.type_id)}))
    values: dict[str, Any] = _lengths(command)
    if command.colour is not None:
        _check_colour(command.colour)
        values["colour"] = command.colour
    if command.purposes is not None:
        values["purposes"] = known_names(transaction, command.purposes)
    if command.needs_room is not None:
        values["needs_room"] = int(command.needs_room)
    was = needs.named_by(transaction, before.id)
    named = _name(transaction, before.id, command, was)
    if named == was and all(getattr(before, name) == value for name, value in values.items()):
        return _type_of(before, was)
    changed = update(appointment_type).where(this)
    after = transaction.connection.execute(
        changed.values(version=appointment_type.c.version + 1, **values).returning(
            *appointment_type.c
        )
    ).one()
    transaction.entry.touch("appointment_type", after.id)
    transaction.entry.record(
        "appointment_type", after.id, _type_document(before, was), _type_document(after, named)
    )
    return _type_of(after, named)


def _name(
    transaction: Transaction,
    type_id: int,
    command: AddAppointmentType | ChangeAppointmentType,
    was: Named,
) -> Named:
    """Write whom a type names; what the command says nothing of stays. Answers them by their kind.

    Raises:
        Refusal: ``unknown_doctor``, ``unknown_room``, ``unknown_equipment``.

    """
    named = dict(was)
    for kind in ("doctor", "room", "equipment"):
        given = getattr(command, f"{kind}_ids")
        if given is None:
            continue
        found = transaction.connection.execute(_OF_KIND, {"ids": list(given), "kind": kind})
        unknown = set(given) - set(found.scalars())
        if unknown:
            message = f"There is no {kind} {min(unknown)} here, or not any more."
            raise Refusal(Reason(f"unknown_{kind}", message, {kind: str(min(unknown))}))
        named[kind] = tuple(sorted(set(given)))
        if not given:
            del named[kind]
    before, after = ({one for ids in each.values() for one in ids} for each in (was, named))
    if before - after:
        gone = {"type": type_id, "ids": sorted(before - after)}
        transaction.connection.execute(_UNNAMED, gone)
    if after - before:
        rows = [{"type_id": type_id, "resource_id": one} for one in sorted(after - before)]
        transaction.connection.execute(insert(type_resource), rows)
    return named


def _lengths(command: AddAppointmentType | ChangeAppointmentType) -> dict[str, int | None]:
    """Answer the columns of the lengths that a command names.

    Raises:
        Misuse: ``bad_length``.

    """
    told = {
        name: getattr(command, name)
        for name in ("minutes", "buffer_before", "buffer_after", "grid_minutes")
        if getattr(command, name) is not None
    }
    if not 1 <= told.get("minutes", 1) <= 24 * 60:
        message = "A visit is 1 minute to 24 hours long."
        raise Misuse("bad_length", message, {"minutes": command.minutes})
    for side in ("before", "after"):
        if not 0 <= told.get(f"buffer_{side}", 0) <= _LONGEST_BUFFER:
            message = f"A buffer is 0 to {_LONGEST_BUFFER} minutes long."
            raise Misuse("bad_length", message, {side: told[f"buffer_{side}"]})
    grid = told.get("grid_minutes")
    if grid and grid not in _GRIDS:
        message = "Visits of a type begin 5 minutes to 24 hours apart."
        raise Misuse("bad_length", message, {"grid": grid})
    return {**told, **({"grid_minutes": grid or None} if grid is not None else {})}


def _check_colour(colour: str) -> None:
    if not _COLOUR.match(colour):
        message = f"“{colour}” is no colour. Write it as #3B6FE8."
        raise Misuse("bad_colour", message, {"colour": colour})


def add_patient(transaction: Transaction, command: AddPatient) -> Patient:
    """Register a patient, findable by every part of the name and every phone.

    Raises:
        Misuse: ``bad_name``, ``bad_phone``, ``future_birth_date``.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    name = Name(collapsed(command.name.given), collapsed(command.name.family))
    shown = clean_name(command.name.shown, "patient")
    phones = list(checked_phones(*command.phones))
    zone = the_site(transaction, TheSite()).zone
    born = command.born
    if born:
        born.refuse_future(local_date(transaction.now, zone_named(zone)))
    values = {
        "given": name.given,
        "family": name.family,
        "name": shown,
        "born_year": born.year if born else None,
        "born_month": born.month if born else None,
        "born_day": born.day if born else None,
        "phones": phones,
        "email": command.email.strip(),
        "note": command.note,
    }
    row = _add(transaction, patient, "patient", values)
    words = sorted(words_of_patient(shown, phones, "", region_of(zone)))
    if words:
        transaction.connection.execute(
            insert(patient_word), [{"word": word, "patient_id": row.id} for word in words]
        )
    return patient_of(row)


def allow_right(transaction: Transaction, command: AllowRight) -> User:
    """Grant a user a right; the user need not have acted yet."""
    transaction.require(Action.MANAGE_USERS)
    if command.right not in GRANTABLE:
        message = f"“{command.right}” can't be granted. Choose one of: {', '.join(GRANTABLE)}."
        raise Misuse("unknown_right", message, {"right": command.right, "rights": list(GRANTABLE)})
    name = clean_name(command.user, "user")
    connection = transaction.connection
    user_id = connection.execute(select(user.c.id).where(user.c.name == name)).scalar()
    if user_id is None:
        user_id = connection.execute(
            insert(user).values(name=name).returning(user.c.id)
        ).scalar_one()
    granted = select(user_right.c.name).where(user_right.c.user_id == user_id)
    before = sorted(connection.execute(granted).scalars())
    after = sorted({*before, command.right})
    if after != before:
        connection.execute(insert(user_right).values(user_id=user_id, name=command.right))
        transaction.entry.touch("user", user_id)
        transaction.entry.record("user", user_id, {"rights": before}, {"rights": after})
    return User(user_id, name, tuple(after))


def appointment_types(read: Read, _query: AppointmentTypes) -> tuple[AppointmentType, ...]:
    """Answer the kinds of visit that can be booked."""
    named = needs.named_by_types(read)
    statement = (
        select(appointment_type)
        .where(appointment_type.c.archived_at.is_(None))
        .order_by(appointment_type.c.id)
    )
    return tuple(_type_of(row, named.get(row.id, {})) for row in read.connection.execute(statement))


def doctor_called(read: Read, query: DoctorCalled) -> Doctor:
    """Answer the doctor with this id or exact name, else the room, else the equipment."""
    unknown: Refusal | None = None
    for kind in ("doctor", "room", "equipment"):
        try:
            row = _called(read, resource, query.text, kind, resource.c.kind == kind)
        except Refusal as refusal:
            if refusal.code != f"unknown_{kind}":
                raise
            unknown = unknown or refusal
            continue
        return _doctor_of(row)
    raise unknown or AssertionError


def type_called(read: Read, query: TypeCalled) -> AppointmentType:
    """Answer the type with this id or exact name."""
    row = _called(read, appointment_type, query.text, "type")
    return _type_of(row, needs.named_by(read, row.id))


def patient_called(read: Read, query: PatientCalled) -> Patient:
    """Answer the patient with this id or exact name."""
    return patient_of(_called(read, patient, query.text, "patient"))


def _called(read: Read, table: Table, text: str, what: str, *which: ColumnElement[bool]) -> Any:  # noqa: ANN401 - a row
    """Answer the one row with this id or exact name.

    Raises:
        Refusal: ``unknown_…`` or ``ambiguous_name``.

    """
    text = text.strip()
    here = select(table).where(table.c.archived_at.is_(None), *which)
    named = read.connection.execute(here.where(table.c.name == text).order_by(table.c.id)).all()
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
    message = f"There is no {what} “{text}”. Check the spelling, or use the id."
    raise Refusal(Reason(f"unknown_{what}", message, {"text": text}))


def _doctor_of(row: Any) -> Doctor:  # noqa: ANN401 - a row of resource
    archived = row.archived_at is not None
    if row.kind == "room":
        return Room(row.id, row.name, archived).as_doctor
    if row.kind == "equipment":
        return Equipment(row.id, row.name, row.units, archived).as_doctor
    return Doctor(row.id, row.name, row.specialty, archived)


def _type_of(row: Any, named: Named) -> AppointmentType:  # noqa: ANN401 - a row of appointment_type
    return AppointmentType(
        row.id,
        row.name,
        row.minutes,
        row.colour,
        row.icon,
        row.archived_at is not None,
        row.version,
        row.buffer_before,
        row.buffer_after,
        row.grid_minutes,
        tuple(row.purposes),
        bool(row.needs_room),
        named.get("doctor", ()),
        named.get("room", ()),
        named.get("equipment", ()),
    )


def _type_document(row: Any, named: Named) -> Document:  # noqa: ANN401 - a row of appointment_type
    """Write a type, with whom it names, for the journal."""
    ids = sorted(one for ids in named.values() for one in ids)
    return row_document(row) | ({"resource_ids": ids} if ids else {})
