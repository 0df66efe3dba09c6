"""Taking a command back: a new command with its own journal row that names what it undoes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, exists, select

from clinic_desktop.domain.availability import ExtendHorizon
from clinic_desktop.domain.booking import (
    Appointment,
    AppointmentStatus,
    CancelledBy,
    CancelReason,
    Undo,
    Undone,
)
from clinic_desktop.domain.changes import command_words
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.time import TimeSpan, from_seconds, time_words
from clinic_desktop.scheduling import (
    appointments,
    changing,
    merging,
    patients,
    restoring,
    selfbooking,
    told,
    unlisting,
    users,
)
from clinic_desktop.scheduling.appointments import Loaded
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.scheduling.restoring import Change
from clinic_desktop.storage.bulk import MANY
from clinic_desktop.storage.database import Transaction
from clinic_desktop.storage.documents import Document
from clinic_desktop.storage.journal_tables import journal, journal_detail, journal_touch
from clinic_desktop.storage.tables import user

_later = journal.alias("later")
_UNDONE = exists().where(_later.c.undoes == journal.c.sequence)
_ROW = (
    select(journal, user.c.name.label("actor"), journal_detail.c.before, journal_detail.c.after)
    .join(user, user.c.id == journal.c.actor_id)
    .outerjoin(journal_detail, journal_detail.c.sequence == journal.c.sequence)
)
_BY_SEQUENCE = _ROW.where(journal.c.sequence == bindparam("sequence"))
# What is done in the background is nobody's to take back, and changes nothing that anybody did.
_BY_SOMEBODY = journal.c.command != ExtendHorizon.__name__
_LAST = (
    _ROW.where(journal.c.undoes.is_(None), ~_UNDONE, _BY_SOMEBODY)
    .order_by(journal.c.sequence.desc())
    .limit(1)
)
_LAST_OF_RUN = _LAST.where(journal.c.run == bindparam("run"))
_LAST_OF_STATION = _LAST.where(
    user.c.name == bindparam("actor"), journal.c.station == bindparam("station")
)
_IS_UNDONE = select(journal.c.sequence).where(journal.c.undoes == bindparam("sequence"))
_mine = journal_touch.alias("mine")
_OF_KIND = _mine.c.kind.in_(bindparam("kinds", expanding=True))
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
        _mine.c.row_id != MANY,
        journal.c.sequence > bindparam("sequence"),
        ~_UNDONE,
        _BY_SOMEBODY,
        journal.c.undoes.is_(None) | (journal.c.undoes < bindparam("sequence")),
    )
    .order_by(journal.c.sequence.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Past:
    """A command that was carried out: when, with which arguments, and what it changed."""

    sequence: int
    at: dt.datetime
    request: Document
    before: dict[str, Document | None]
    after: dict[str, Document | None]

    @property
    def of_availability(self) -> Change | None:
        """What it changed of rules, time off and ways; None where it changed an appointment."""
        if not next(iter(self.after)).startswith((*restoring.KINDS, restoring.WAY)):
            return None
        return Change(self.sequence, self.at, self.request, self.before, self.after)

    @property
    def appointment_id(self) -> UUID:
        """The one appointment that it changed."""
        (key,) = (key for key in self.after if key.startswith("appointment:"))
        return UUID(key.removeprefix("appointment:"))

    @property
    def patient_ids(self) -> list[int]:
        """The patients that it changed or made."""
        return sorted(
            int(key.removeprefix("patient:")) for key in self.after if key.startswith("patient:")
        )

    @property
    def user_ids(self) -> list[int]:
        """The users whose rights it changed."""
        return [int(key.removeprefix("user:")) for key in self.after]

    @property
    def was(self) -> Document:
        """The appointment's document from before it."""
        return self.before[f"appointment:{self.appointment_id}"] or {}


def undo(transaction: Transaction, command: Undo) -> Undone:
    """Take back the command named, else the last one of this run or of this actor and station.

    Raises:
        Refusal: ``nothing_to_undo``, ``already_undone``, ``not_undoable``, ``changed_since``, or
            what speaks against claiming a time again.

    """
    transaction.require(Action.UNDO)
    row = _chosen(transaction, command)
    way_back = _WAYS_BACK.get(row.command)
    erased = row.before is None or row.after is None
    if way_back is None or erased or row.undoes is not None:
        raise _not_undoable(transaction, command, row)
    past = Past(
        row.sequence, row.at, *(json.loads(text) for text in (row.request, row.before, row.after))
    )
    _lock(transaction, past, row.command)
    _refuse_if_changed_since(transaction, row)
    transaction.entry.undoes = row.sequence
    about = patient = ""
    if row.command in _OF_PATIENTS:
        patient = told.patients(past.before, past.after)
    elif row.command in _OF_SERIES:
        about, patient = told.visits(transaction, past.after)
    elif row.command not in _OF_VISITS:
        about = told.about(transaction, past.before, past.after)
    return Undone(row.sequence, row.command, way_back(transaction, past), about, patient)


def _not_undoable(transaction: Transaction, command: Undo, row: Any) -> Refusal:  # noqa: ANN401 - a journal row
    """Say that a command stays, and name the last one before it that does not have to."""
    message = f"{_told(transaction, row)} can't be taken back. Nothing was changed."
    facts: Document = _facts(row)
    if command.sequence is None:
        statement, names = _mine_last(transaction, command)
        before = statement.where(
            journal.c.command.in_(_WAYS_BACK), journal_detail.c.before.is_not(None)
        )
        last = transaction.connection.execute(before, names).one_or_none()
        if last is not None:
            message += f" The last change before it that can be is {_told(transaction, last)}."
            facts["undoable"] = _facts(last)
    return Refusal(Reason("not_undoable", message, facts))


def _lock(transaction: Transaction, past: Past, command: str) -> None:
    """Lock what the command changed, so that nobody changes it while it is being judged."""
    if _WAYS_BACK[command] is _unlist:
        unlisting.lock(transaction, past.after)
        return
    if _WAYS_BACK[command] is _take_rights_back:
        for number in past.user_ids:
            users.lock(transaction, number)
        return
    if _WAYS_BACK[command] is _unset_self_booking:
        selfbooking.lock(transaction)
        return
    if command in (*_OF_PATIENTS, *_OF_SERIES):
        # Appointments first, as who moves one does.
        for key in sorted(past.after):
            if key.startswith("appointment:"):
                appointments.load(transaction, UUID(key.removeprefix("appointment:")), lock=True)
        for number in past.patient_ids:
            patients.lock(transaction, number)
        return
    change = past.of_availability
    if change is not None:
        restoring.lock(transaction, change)
    else:
        appointments.load(transaction, past.appointment_id, lock=True)


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
    else:
        row = connection.execute(*_mine_last(transaction, command)).one_or_none()
    if row is None:
        message = "There is nothing to take back."
        raise Refusal(Reason("nothing_to_undo", message))
    return row


def _mine_last(transaction: Transaction, command: Undo) -> tuple[Select[Any], Document]:
    """Answer how to find the last command of this actor and station, or of this run."""
    if command.of_station:
        return _LAST_OF_STATION, {"actor": transaction.actor, "station": transaction.station}
    return _LAST_OF_RUN, {"run": transaction.run}


def _refuse_if_changed_since(transaction: Transaction, row: Any) -> None:  # noqa: ANN401 - a journal row
    """Refuse when a later command touched the same rows."""
    kinds = _JUDGED_BY.get(row.command)
    statement = _CHANGED_SINCE if kinds is None else _CHANGED_SINCE.where(_OF_KIND)
    values = {"sequence": row.sequence, **({} if kinds is None else {"kinds": kinds})}
    later = transaction.connection.execute(statement, values).one_or_none()
    if later is None:
        return
    message = (
        f"This was changed since, with {_told(transaction, later)}, so it can't simply be taken "
        "back. Look at it as it is now."
    )
    raise Refusal(Reason("changed_since", message, _facts(later)))


def _told(transaction: Transaction, row: Any) -> str:  # noqa: ANN401 - a journal row
    """Name a command that was carried out, whose it was, and when."""
    at = time_words(row.at, zone_of(transaction))
    return f"“{command_words(row.command)}” by {row.actor} ({at})"


def _facts(row: Any) -> Document:  # noqa: ANN401 - a journal row
    """Answer the same for programs."""
    return {
        "sequence": row.sequence,
        "actor": row.actor,
        "at": row.at.isoformat(),
        "command": row.command,
    }


def _visit(transaction: Transaction, past: Past) -> Loaded:
    return appointments.load(transaction, past.appointment_id)


def _unbook(transaction: Transaction, past: Past) -> Appointment:
    visit = _visit(transaction, past)
    freed = changing.release(transaction, visit, CancelReason.UNDONE, CancelledBy.CLINIC)
    _retire_newcomers(transaction, past)
    return freed


def _unregister(transaction: Transaction, past: Past) -> None:
    for number in past.patient_ids:
        if not patients.has_nothing_since(transaction, number, past.after[f"patient:{number}"]):
            message = "This patient has visits by now, and so stays registered."
            raise Refusal(Reason("patient_has_visits", message, {"patient": str(number)}))
        patients.retire(transaction, number)


def _uncorrect(transaction: Transaction, past: Past) -> None:
    for number in past.patient_ids:
        patients.restore(transaction, number, past.before[f"patient:{number}"] or {})


def _take_apart(transaction: Transaction, past: Past) -> None:
    merging.take_apart(transaction, past.before, past.after)


def _each(
    way_back: Callable[[Transaction, Past], Appointment],
) -> Callable[[Transaction, Past], Appointment]:
    """Answer the way back of several visits that went together: as they came, one by one."""

    def back(transaction: Transaction, past: Past) -> Appointment:
        keys = [key for key in past.after if key.startswith("appointment:")]
        # Who was moved on goes back first in front, and last behind: one's place was another's.
        was = {key: (past.before[key] or {}).get("starts_at", 0) for key in keys}
        now = {key: (past.after[key] or {}).get("starts_at", 0) for key in keys}
        keys.sort(key=lambda key: was[key], reverse=any(was[key] > now[key] for key in keys))
        done = [
            way_back(transaction, replace(past, before={key: past.before[key]}, after={key: None}))
            for key in keys
        ]
        _retire_newcomers(transaction, past)
        return min(done, key=lambda visit: visit.start)

    return back


def _retire_newcomers(transaction: Transaction, past: Past) -> None:
    """Let whoever was registered with a booking go with it."""
    for number in past.patient_ids:
        # Whoever has something else meanwhile stays.
        if patients.has_nothing_since(transaction, number, past.after[f"patient:{number}"]):
            patients.retire(transaction, number)


def _uncancel(transaction: Transaction, past: Past) -> Appointment:
    status = AppointmentStatus(past.was["status"])
    return changing.revive(transaction, _visit(transaction, past), status)


def _unmove(transaction: Transaction, past: Past) -> Appointment:
    was = past.was
    held = TimeSpan(from_seconds(was["held_from"]), from_seconds(was["held_until"]))
    told = TimeSpan(from_seconds(was["starts_at"]), from_seconds(was["ends_at"]))
    visit = _visit(transaction, past)
    ids, over = was.get("resource_ids", [was["resource_id"]]), was.get("overbooked", "")
    return changing.move_back(transaction, visit, ids, held, told, over)


def _unset_status(transaction: Transaction, past: Past) -> Appointment:
    status = AppointmentStatus(past.was["status"])
    return changing.put_status(transaction, _visit(transaction, past), status)


def _restore(transaction: Transaction, past: Past) -> None:
    change = past.of_availability
    if change is None:
        raise AssertionError  # pragma: no cover - these commands change rules and time off
    restoring.restore(transaction, change)


def _take_rights_back(transaction: Transaction, past: Past) -> None:
    for number in past.user_ids:
        was = past.before[f"user:{number}"] or {"rights": []}
        users.put_rights(transaction, number, was["rights"])


def _unlist(transaction: Transaction, past: Past) -> None:
    unlisting.take_back(transaction, past.before)


def _unset_self_booking(transaction: Transaction, past: Past) -> None:
    selfbooking.put_back(transaction, past.before)


_WAYS_BACK: dict[str, Callable[[Transaction, Past], Appointment | None]] = {
    "BookBlock": _unbook,
    "CancelAppointment": _uncancel,
    "MoveAppointment": _unmove,
    "SetStatus": _unset_status,
    "BookSeries": _each(_unbook),
    "CancelSeries": _each(_uncancel),
    "MoveSeries": _each(_unmove),
    "AddPatient": _unregister,
    "ChangePatient": _uncorrect,
    "MergePatients": _take_apart,
    "SetWeeklyHours": _restore,
    "SetDays": _restore,
    "CopyDays": _restore,
    "AddTimeOff": _restore,
    "RemoveTimeOff": _restore,
    "CloseClinic": _restore,
    "SetTravel": _restore,
    "AddDoctor": _unlist,
    "TakeOnDoctor": _unlist,
    "RemoveDoctor": _unlist,
    "AddRoom": _unlist,
    "AddSite": _unlist,
    "AddEquipment": _unlist,
    "AddAppointmentType": _unlist,
    "ChangeAppointmentType": _unlist,
    "AddPurpose": _unlist,
    "ChangePurpose": _unlist,
    "AllowRight": _take_rights_back,
    "DisallowRight": _take_rights_back,
    "SetSelfBooking": _unset_self_booking,
}
_OF_SERIES = ("BookSeries", "CancelSeries", "MoveSeries")
_OF_VISITS = ("BookBlock", "CancelAppointment", "MoveAppointment", "SetStatus")
_OF_PATIENTS = ("AddPatient", "ChangePatient", "MergePatients")
_JUDGED_BY = {
    # A newcomer who was corrected since stays; the booking itself can be taken back all the same.
    "BookBlock": ("appointment",),
    "BookSeries": ("appointment",),
    # Visits that were moved since go back to whose they were.
    **dict.fromkeys(_OF_PATIENTS, ("patient",)),
}
"""Of which kinds a later change stands in the way; of any where nothing is said."""
