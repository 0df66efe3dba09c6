"""Purposes that hours name: adding them, changing when their blocks are let go."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import insert, select, update

from clinic_desktop.domain import purposes as p
from clinic_desktop.domain.availability import WeeklyHours
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.scheduling import reserved
from clinic_desktop.scheduling.people import clean_name
from clinic_desktop.scheduling.reserved import known_name
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import row_document
from clinic_desktop.storage.tables import purpose


def add_purpose(transaction: Transaction, command: p.AddPurpose) -> p.Purpose:
    """Add a purpose.

    Raises:
        Refusal: ``purpose_exists``.
        Misuse: ``bad_name``, ``bad_length``.

    """
    transaction.require(Action.MANAGE_HOURS)
    name = clean_name(command.name, "purpose")
    _check_release(command.release_hours)
    if not command.bookable and command.release_hours is not None:
        message = "What nobody is ever booked for is not let go: leave out when."
        raise Misuse("bad_length", message, {"release": command.release_hours})
    if not _is_readable(name):
        message = (
            f"“{name}” can't name a purpose: hours could not be read with it. Use plain words."
        )
        raise Misuse("bad_name", message, {"text": name})
    known = {one.name.casefold() for one in reserved.purposes(transaction)}
    if name.casefold() in known:
        message = f"There is a purpose “{name}” already."
        raise Refusal(Reason("purpose_exists", message, {"purpose": name}))
    values = {
        "name": name,
        "release_hours": command.release_hours,
        "bookable": int(command.bookable),
    }
    added = insert(purpose).values(values).returning(*purpose.c)
    row = transaction.connection.execute(added).one()
    transaction.entry.touch("purpose", row.id)
    transaction.entry.record("purpose", row.id, None, row_document(row))
    return _purpose_of(row)


def _is_readable(name: str) -> bool:
    """Tell whether hours for that purpose are read as they are written."""
    try:
        hours = WeeklyHours.parse(f"Mon 9-10 for {name}")
    except Misuse:
        return False
    return hours.purposes == {name} and all(turn.every == 1 for turn in hours.turns)


def change_purpose(transaction: Transaction, command: p.ChangePurpose) -> p.Purpose:
    """Change when blocks of a purpose are let go.

    Raises:
        Refusal: ``unknown_purpose``.
        Misuse: ``bad_length``.

    """
    transaction.require(Action.MANAGE_HOURS)
    _check_release(command.release_hours)
    named = select(purpose).where(purpose.c.name == known_name(transaction, command.name))
    before = transaction.connection.execute(named.with_for_update()).one()
    if before.release_hours == command.release_hours:
        return _purpose_of(before)
    if not before.bookable:
        message = f"Nobody is ever booked for {before.name}: it is not let go."
        raise Misuse("bad_length", message, {"release": command.release_hours})
    changed = (
        update(purpose)
        .where(purpose.c.id == before.id)
        .values(release_hours=command.release_hours, version=purpose.c.version + 1)
    )
    after = transaction.connection.execute(changed.returning(*purpose.c)).one()
    transaction.entry.touch("purpose", after.id)
    transaction.entry.record("purpose", after.id, row_document(before), row_document(after))
    return _purpose_of(after)


def _check_release(hours: int | None) -> None:
    if hours is not None and not 0 <= hours <= p.LONGEST_RELEASE:
        message = "Blocks are let go 0 hours to a year before their start."
        raise Misuse("bad_length", message, {"release": hours})


def purposes(read: Read, _query: p.Purposes) -> tuple[p.Purpose, ...]:
    """Answer all purposes, by name."""
    return reserved.purposes(read)


def with_known(read: Read, hours: WeeklyHours) -> WeeklyHours:
    """Answer hours with the names of their purposes as they are written.

    Raises:
        Refusal: ``unknown_purpose``.

    """
    if not hours.purposes:
        return hours
    turns = (
        replace(turn, purpose=known_name(read, turn.purpose)) if turn.purpose else turn
        for turn in hours.turns
    )
    return replace(hours, turns=tuple(turns))


def _purpose_of(row: Any) -> p.Purpose:  # noqa: ANN401 - a row of purpose
    return p.Purpose(row.id, row.name, row.release_hours, bool(row.bookable), row.version)
