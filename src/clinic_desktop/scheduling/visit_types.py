"""Kinds of visit: their lengths, whom they may be with, and what they need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from clinic_desktop.domain.people import (
    COLOURS,
    AddAppointmentType,
    AppointmentType,
    AppointmentTypes,
    ChangeAppointmentType,
    TypeCalled,
    check_type,
)
from clinic_desktop.domain.refusals import Mistakes, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.scheduling import needs, purposes, spacing
from clinic_desktop.scheduling.people import called, clean_name, refuse_same
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import Document, row_document
from clinic_desktop.storage.joint_tables import type_resource
from clinic_desktop.storage.tables import appointment_type, resource

IN_TURN = tuple(COLOURS.values())
"""Colours for new types, in turn."""
# Whoever takes one of them away waits until it is named, and then says so.
_OF_KIND = (
    select(resource.c.id)
    .where(
        resource.c.id.in_(bindparam("ids", expanding=True)),
        resource.c.kind == bindparam("kind"),
        resource.c.archived_at.is_(None),
    )
    .with_for_update(read=True, key_share=True)
)
_UNNAMED = delete(type_resource).where(
    type_resource.c.type_id == bindparam("type"),
    type_resource.c.resource_id.in_(bindparam("ids", expanding=True)),
)
Named = Mapping[str, tuple[int, ...]]
"""Whom a type names, by their kind."""


def add_appointment_type(transaction: Transaction, command: AddAppointmentType) -> AppointmentType:
    """Add a kind of visit; without a colour it gets the next of the row.

    Raises:
        Refusal: ``type_known``, ``unknown_doctor``, ``unknown_room``, ``unknown_equipment``.
        Misuse: ``bad_name``, ``bad_length``, ``bad_colour``, ``bad_rule``.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    wrong = Mistakes()
    name = wrong.told_by(clean_name, command.name, "appointment type")
    if name is not None:
        wrong.told_by(refuse_same, transaction, appointment_type, name, "type")
    lengths = wrong.told_by(_lengths, command) or {}
    allowed = wrong.told_by(purposes.allowed, transaction, command.purposes)
    rules = wrong.told_by(spacing.stored, transaction, command.rules)
    wrong.refuse()
    count = transaction.connection.execute(
        select(func.count()).select_from(appointment_type)
    ).scalar()
    values = {
        "name": name,
        "colour": command.colour or IN_TURN[(count or 0) % len(IN_TURN)],
        "purposes": allowed,
        "needs_room": int(command.needs_room),
        "no_gaps": int(command.no_gaps),
        "rules": rules,
        **lengths,
    }
    row = transaction.connection.execute(
        insert(appointment_type).values(values).returning(*appointment_type.c)
    ).one()
    named = _name(transaction, row.id, command, {})
    transaction.entry.touch("appointment_type", row.id)
    transaction.entry.record("appointment_type", row.id, None, _type_document(row, named))
    return _type_of(transaction, row, named)


def change_appointment_type(
    transaction: Transaction, command: ChangeAppointmentType
) -> AppointmentType:
    """Change a kind of visit for visits to come.

    Raises:
        Refusal: ``unknown_type``, ``unknown_doctor``, ``unknown_room``, ``unknown_equipment``.
        Misuse: ``bad_name``, ``bad_length``, ``bad_colour``, ``bad_rule``.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    this = appointment_type.c.id == command.type_id
    locked = select(appointment_type).where(this, appointment_type.c.archived_at.is_(None))
    before = transaction.connection.execute(locked.with_for_update()).one_or_none()
    if before is None:
        message = f"There is no appointment type {command.type_id} here, or not any more."
        raise Refusal(Reason("unknown_type", message, {"type": str(command.type_id)}))
    values = _changed(transaction, command, before)
    was = needs.named_by(transaction, before.id)
    named = _name(transaction, before.id, command, was)
    if named == was and all(getattr(before, name) == value for name, value in values.items()):
        return _type_of(transaction, before, was)
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
    return _type_of(transaction, after, named)


def _changed(
    transaction: Transaction,
    command: ChangeAppointmentType,
    before: Any,  # noqa: ANN401 - a row of appointment_type
) -> dict[str, Any]:
    """Answer the columns that a change names.

    Raises:
        Misuse, Refusal: with everything that speaks against any of them.

    """
    wrong = Mistakes()
    values: dict[str, Any] = wrong.told_by(_lengths, command) or {}
    if command.name is not None:
        name = wrong.told_by(clean_name, command.name, "appointment type")
        if name is not None and name != before.name:
            others = appointment_type.c.id != command.type_id
            wrong.told_by(refuse_same, transaction, appointment_type, name, "type", others)
        values["name"] = name
    if command.colour is not None:
        values["colour"] = command.colour
    if command.purposes is not None:
        values["purposes"] = wrong.told_by(purposes.allowed, transaction, command.purposes)
    if command.needs_room is not None:
        values["needs_room"] = int(command.needs_room)
    if command.no_gaps is not None:
        values["no_gaps"] = int(command.no_gaps)
    if command.rules is not None:
        values["rules"] = wrong.told_by(spacing.stored, transaction, command.rules)
    wrong.refuse()
    return values


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
        Misuse: ``bad_length``, ``bad_colour``.

    """
    told = {
        name: getattr(command, name)
        for name in ("minutes", "buffer_before", "buffer_after", "grid_minutes")
        if getattr(command, name) is not None
    }
    # A new one without a colour gets the next of the row.
    colour = command.colour or None if isinstance(command, AddAppointmentType) else command.colour
    check_type(
        minutes=command.minutes, before=command.buffer_before, after=command.buffer_after,
        grid=command.grid_minutes, colour=colour,
    )  # fmt: skip
    grid = told.get("grid_minutes")
    return {**told, **({"grid_minutes": grid or None} if grid is not None else {})}


def appointment_types(read: Read, _query: AppointmentTypes) -> tuple[AppointmentType, ...]:
    """Answer the kinds of visit that can be booked."""
    named = needs.named_by_types(read)
    statement = (
        select(appointment_type)
        .where(appointment_type.c.archived_at.is_(None))
        .order_by(appointment_type.c.id)
    )
    rows = read.connection.execute(statement).all()
    names = {row.id: row.name for row in rows}
    if any(row.rules for row in rows):
        # A rule may name one that is gone.
        names = spacing.names_of(read)
    return tuple(_type(row, named.get(row.id, {}), names) for row in rows)


def type_called(read: Read, query: TypeCalled) -> AppointmentType:
    """Answer the type with this id or exact name."""
    row = called(read, appointment_type, query.text, "type")
    return _type_of(read, row, needs.named_by(read, row.id))


def _type_of(read: Read, row: Any, named: Named) -> AppointmentType:  # noqa: ANN401 - a row of appointment_type
    return _type(row, named, spacing.names_of(read) if row.rules else {})


def _type(row: Any, named: Named, names: dict[int, str]) -> AppointmentType:  # noqa: ANN401 - a row of appointment_type
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
        bool(row.no_gaps),
        spacing.written(row.rules, names),
    )


def _type_document(row: Any, named: Named) -> Document:  # noqa: ANN401 - a row of appointment_type
    """Write a type, with whom it names, for the journal."""
    ids = sorted(one for ids in named.values() for one in ids)
    return row_document(row) | ({"resource_ids": ids} if ids else {})
