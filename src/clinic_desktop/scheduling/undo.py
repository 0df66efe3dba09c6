"""Taking a command back: a new command with its own journal row that names what it undoes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, exists, select

from clinic_desktop.domain.booking import (
    Appointment,
    AppointmentStatus,
    CancelledBy,
    CancelReason,
    Undo,
    Undone,
)
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.time import TimeSpan, from_seconds
from clinic_desktop.scheduling import appointments, availability, booking
from clinic_desktop.scheduling.appointments import Loaded
from clinic_desktop.storage.database import Transaction
from clinic_desktop.storage.documents import Document
from clinic_desktop.storage.tables import journal, journal_detail, journal_touch, user

_later = journal.alias("later")
_UNDONE = exists().where(_later.c.undoes == journal.c.sequence)
_ROW = (
    select(journal, user.c.name.label("actor"), journal_detail.c.before, journal_detail.c.after)
    .join(user, user.c.id == journal.c.actor_id)
    .outerjoin(journal_detail, journal_detail.c.sequence == journal.c.sequence)
)
_BY_SEQUENCE = _ROW.where(journal.c.sequence == bindparam("sequence"))
_LAST = (
    _ROW.where(journal.c.undoes.is_(None), ~_UNDONE).order_by(journal.c.sequence.desc()).limit(1)
)
_LAST_OF_RUN = _LAST.where(journal.c.run == bindparam("run"))
_LAST_OF_STATION = _LAST.where(
    user.c.name == bindparam("actor"), journal.c.station == bindparam("station")
)
_IS_UNDONE = select(journal.c.sequence).where(journal.c.undoes == bindparam("sequence"))
_mine = journal_touch.alias("mine")
# A later change and its own undo cancel each other out.
_CHANGED_SINCE = (
    select(journal.c.sequence, journal.c.at, journal.c.command, user.c.name.label("actor"))
    .join(user, user.c.id == journal.c.actor_id)
    .join(journal_touch, journal_touch.c.sequence == journal.c.sequence)
    .join(
        _mine,
        (_mine.c.kind == journal_touch.c.kind) & (_mine.c.row_id == journal_touch.c.row_id),
    )
    .where(
        _mine.c.sequence == bindparam("sequence"),
        journal.c.sequence > bindparam("sequence"),
        ~_UNDONE,
        journal.c.undoes.is_(None) | (journal.c.undoes < bindparam("sequence")),
    )
    .order_by(journal.c.sequence.desc())
    .limit(1)
)


def undo(transaction: Transaction, command: Undo) -> Undone:
    """Take back the command named, else the last one of this run or of this actor and station.

    Raises:
        Refusal: ``nothing_to_undo``, ``already_undone``, ``not_undoable``, ``changed_since``, or
            what speaks against claiming a time again.

    """
    transaction.require(Action.UNDO)
    row = _chosen(transaction, command)
    way_back = _WAYS_BACK.get(row.command)
    if way_back is None or row.before is None or row.undoes is not None:
        message = "This change can't be taken back. Nothing was changed."
        raise Refusal(
            Reason("not_undoable", message, {"sequence": row.sequence, "command": row.command})
        )
    _refuse_if_changed_since(transaction, row)
    transaction.entry.undoes = row.sequence
    visit = way_back(transaction, json.loads(row.before), json.loads(row.after))
    return Undone(row.sequence, row.command, visit)


def _chosen(transaction: Transaction, command: Undo) -> Any:  # noqa: ANN401 - a journal row
    """Find the command that is to be taken back."""
    connection = transaction.connection
    if command.sequence is not None:
        row = connection.execute(_BY_SEQUENCE, {"sequence": command.sequence}).one_or_none()
        undone = connection.execute(_IS_UNDONE, {"sequence": command.sequence}).scalar()
        if undone is not None:
            message = "This change was already taken back."
            raise Refusal(
                Reason("already_undone", message, {"sequence": command.sequence, "by": undone})
            )
    elif command.of_station:
        names = {"actor": transaction.actor, "station": transaction.station}
        row = connection.execute(_LAST_OF_STATION, names).one_or_none()
    else:
        row = connection.execute(_LAST_OF_RUN, {"run": transaction.run}).one_or_none()
    if row is None:
        message = "There is nothing to take back."
        raise Refusal(Reason("nothing_to_undo", message))
    return row


def _refuse_if_changed_since(transaction: Transaction, row: Any) -> None:  # noqa: ANN401 - a journal row
    """Refuse when a later command touched the same rows."""
    later = transaction.connection.execute(_CHANGED_SINCE, {"sequence": row.sequence}).one_or_none()
    if later is None:
        return
    message = (
        f"{later.actor} has changed this since ({later.command}, {later.at:%Y-%m-%d %H:%M} UTC), "
        "so it can't simply be taken back. Look at it as it is now."
    )
    facts = {
        "sequence": later.sequence,
        "actor": later.actor,
        "at": later.at.isoformat(),
        "command": later.command,
    }
    raise Refusal(Reason("changed_since", message, facts))


Documents = dict[str, Document | None]


def _visit(transaction: Transaction, after: Documents) -> Loaded:
    """Lock the one appointment that a command changed."""
    (key,) = after
    return appointments.load(transaction, UUID(key.removeprefix("appointment:")), lock=True)


def _was(before: Documents) -> Document:
    """Answer the appointment's document from before the command."""
    (document,) = before.values()
    return document or {}


def _unbook(transaction: Transaction, _before: Documents, after: Documents) -> Appointment:
    visit = _visit(transaction, after)
    return booking.release(transaction, visit, CancelReason.UNDONE, CancelledBy.CLINIC)


def _uncancel(transaction: Transaction, before: Documents, after: Documents) -> Appointment:
    status = AppointmentStatus(_was(before)["status"])
    return booking.revive(transaction, _visit(transaction, after), status)


def _unmove(transaction: Transaction, before: Documents, after: Documents) -> Appointment:
    was = _was(before)
    span = TimeSpan(from_seconds(was["held_from"]), from_seconds(was["held_until"]))
    return booking.move_back(transaction, _visit(transaction, after), was["resource_id"], span)


def _unset_status(transaction: Transaction, before: Documents, after: Documents) -> Appointment:
    status = AppointmentStatus(_was(before)["status"])
    return booking.put_status(transaction, _visit(transaction, after), status)


def _unset_hours(transaction: Transaction, before: Documents, after: Documents) -> None:
    doctor_id = next(document["resource_id"] for document in after.values() if document)
    availability.restore(transaction, before, doctor_id)


_WAYS_BACK: dict[str, Callable[[Transaction, Documents, Documents], Appointment | None]] = {
    "BookBlock": _unbook,
    "CancelAppointment": _uncancel,
    "MoveAppointment": _unmove,
    "SetStatus": _unset_status,
    "SetWeeklyHours": _unset_hours,
}
