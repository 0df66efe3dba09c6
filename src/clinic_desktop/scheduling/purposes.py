"""Purposes that hours name: adding them, changing when their blocks are let go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import insert, select, update

from clinic_desktop.domain import purposes as p
from clinic_desktop.domain.availability import WeeklyHours
from clinic_desktop.domain.refusals import Mistakes, Misuse, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.scheduling import laying, reserved
from clinic_desktop.scheduling.people import clean_name
from clinic_desktop.scheduling.reserved import known_name, known_names
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import row_document
from clinic_desktop.storage.tables import appointment_type, availability, purpose


def add_purpose(transaction: Transaction, command: p.AddPurpose) -> p.Purpose:
    """Add a purpose.

    Raises:
        Refusal: ``purpose_exists``.
        Misuse: ``bad_name``, ``bad_length``.

    """
    transaction.require(Action.MANAGE_HOURS)
    mistakes = Mistakes()
    name = mistakes.told_by(clean_name, command.name, "purpose") or ""
    check = partial(p.check_purpose, bookable=command.bookable)
    mistakes.told_by(check, name, command.release_hours)
    mistakes.refuse()
    known = {p.called(one.name) for one in reserved.purposes(transaction)}
    if p.called(name) in known:
        message = f"There is a purpose “{name}” already."
        raise Refusal(Reason("purpose_exists", message, {"purpose": name}))
    values: dict[str, Any] = {
        "release_hours": command.release_hours,
        "bookable": int(command.bookable),
        "archived_at": None,
    }
    # One of that name which was taken back is there again: names are told apart for good.
    gone = select(purpose).where(purpose.c.name == name)
    before = transaction.connection.execute(gone.with_for_update()).one_or_none()
    was = None if before is None else row_document(before)
    if before is None:
        added = insert(purpose).values(name=name, **values).returning(*purpose.c)
        row = transaction.connection.execute(added).one()
    else:
        again = update(purpose).where(purpose.c.id == before.id).returning(*purpose.c)
        values["version"] = purpose.c.version + 1
        row = transaction.connection.execute(again.values(values)).one()
    transaction.entry.touch("purpose", row.id)
    transaction.entry.record("purpose", row.id, was, row_document(row))
    return _purpose_of(row)


def take_away_again(transaction: Transaction, number: int) -> None:
    """Take a purpose away that nothing has ever named.

    Raises:
        Refusal: ``in_use``.

    """
    # Whoever gives hours waits, and so does who lets a type use it; both find it gone then.
    laying.lock_clinic(transaction)
    locked = select(purpose).where(purpose.c.id == number).with_for_update()
    before = transaction.connection.execute(locked).one()
    ruled = transaction.connection.execute(select(availability.c.hours).distinct()).scalars()
    kinds = select(appointment_type.c.purposes).where(appointment_type.c.archived_at.is_(None))
    allowed = transaction.connection.execute(kinds).scalars()
    uses = []
    if any(before.name in WeeklyHours.parse(text, stored=True).purposes for text in ruled if text):
        uses.append("hours")
    if any(before.name in names for names in allowed):
        uses.append("visit types that may use it")
    if uses:
        # Blocks of hours that are gone by now may still be kept for it.
        message = (
            f"{before.name} has or had {' and '.join(uses)}, and so stays. Nothing was changed."
        )
        raise Refusal(Reason("in_use", message, {"name": before.name, "uses": uses}))
    gone = update(purpose).where(purpose.c.id == number)
    values = {"archived_at": transaction.now, "version": purpose.c.version + 1}
    after = transaction.connection.execute(gone.values(values).returning(*purpose.c)).one()
    transaction.entry.touch("purpose", number)
    transaction.entry.record("purpose", number, row_document(before), row_document(after))


def allowed(transaction: Transaction, names: Iterable[str]) -> list[str]:
    """Answer purposes that a type is to use, as they are written; they stay until it is stored.

    Raises:
        Refusal: ``unknown_purpose``.

    """
    named = list(names)
    if named:
        kept = select(purpose.c.id).order_by(purpose.c.id).with_for_update(read=True)
        transaction.connection.execute(kept)
    return known_names(transaction, named)


def change_purpose(transaction: Transaction, command: p.ChangePurpose) -> p.Purpose:
    """Change when blocks of a purpose are let go.

    Raises:
        Refusal: ``unknown_purpose``.
        Misuse: ``bad_length``.

    """
    transaction.require(Action.MANAGE_HOURS)
    p.check_release(command.release_hours)
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


def purposes(read: Read, _query: p.Purposes) -> tuple[p.Purpose, ...]:
    """Answer all purposes, by name."""
    return reserved.purposes(read)


def with_known(read: Read, hours: WeeklyHours) -> WeeklyHours:
    """Answer hours with the names of their purposes as they are written.

    Raises:
        Refusal: ``unknown_purpose``, of each that is.

    """
    if not hours.purposes:
        return hours
    known_names(read, sorted(hours.purposes))
    turns = (
        replace(turn, purpose=known_name(read, turn.purpose)) if turn.purpose else turn
        for turn in hours.turns
    )
    return replace(hours, turns=tuple(turns))


def _purpose_of(row: Any) -> p.Purpose:  # noqa: ANN401 - a row of purpose
    return p.Purpose(row.id, row.name, row.release_hours, bool(row.bookable), row.version)
