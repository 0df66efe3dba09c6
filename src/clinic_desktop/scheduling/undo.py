"""Taking a command back, and doing it again: new commands with journal rows of their own.

An undo names the row that it takes back, a redo the undo that it takes back in turn. So a command,
its undo, its redo are a chain in which each row takes back the one before it; what counts is its
end, and that is taken back or done again next.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Select, bindparam, exists, select

from clinic_desktop.domain.booking import Redo, Undo, Undone
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.scheduling import since, told, ways_back
from clinic_desktop.scheduling.judging import ANYWAY
from clinic_desktop.scheduling.wanted import OTHER_TIME, WAY_OUT
from clinic_desktop.scheduling.ways_back import Past
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import Document
from clinic_desktop.storage.journal_tables import journal, journal_detail
from clinic_desktop.storage.tables import user

_WAYS_OUT = {
    WAY_OUT: " Book a free time instead.",
    OTHER_TIME: " Book a free time instead.",
    ANYWAY: " If both are meant, book it anew.",
}
_UNDO, _REDO = Undo.__name__, Redo.__name__
_later = journal.alias("later")
_IS_TAKEN_BACK = exists().where(_later.c.undoes == journal.c.sequence)
_ROW = (
    select(journal, user.c.name.label("actor"), journal_detail.c.before, journal_detail.c.after)
    .join(user, user.c.id == journal.c.actor_id)
    .outerjoin(journal_detail, journal_detail.c.sequence == journal.c.sequence)
)
_BY_SEQUENCE = _ROW.where(journal.c.sequence == bindparam("sequence"))
_TAKEN_BACK_BY = select(journal.c.sequence).where(journal.c.undoes == bindparam("sequence"))
_LAST = _ROW.where(since.BY_SOMEBODY).order_by(journal.c.sequence.desc()).limit(1)
_LAST_DONE = _LAST.where(journal.c.command != _UNDO, ~_IS_TAKEN_BACK)
# Whatever else was done after an undo makes it part of the past; redos only lead back to it.
_LAST_BUT_REDONE = _LAST.where(
    journal.c.command != _REDO, (journal.c.command != _UNDO) | ~_IS_TAKEN_BACK
)


def undo(transaction: Transaction, command: Undo) -> Undone:
    """Take back the command named, else the last one of this run or of this actor and station.

    Raises:
        Refusal: ``nothing_to_undo``, ``already_undone``, ``not_undoable``, ``changed_since``, or
            what speaks against claiming a time again.

    """
    transaction.require(Action.UNDO)
    if command.sequence is not None:
        row = _end_of_chain(transaction, command.sequence)
    else:
        row = _last(transaction, _LAST_DONE, of_station=command.of_station)
    if row is None:
        message = "There is nothing to take back."
        raise Refusal(Reason("nothing_to_undo", message))
    first = _first_of_chain(transaction, row)
    if row.command == _UNDO or not _has_way_back(row, first):
        raise _not_undoable(transaction, command, row)
    about, patient = _about(transaction, row, first)
    past = _locked(transaction, row, first)
    if past is None:
        return undo(transaction, command)
    try:
        visit = _put_back(transaction, past)
    except Refusal as refusal:
        raise _with_older(transaction, command, row, refusal) from refusal
    return Undone(row.sequence, first.command, visit, about, patient)


def _with_older(transaction: Transaction, command: Undo, row: Any, refusal: Refusal) -> Refusal:  # noqa: ANN401 - a journal row
    """Name, with why the last command can't be taken back, the last one before it that could be.

    Else it would stand before all older ones for good.
    """
    if command.sequence is not None:
        return refusal
    older = _last_that_could(transaction, command, row)
    if older is None:
        return refusal
    first, *others = refusal.reasons
    facts = {**first.facts, "undoable": since.facts(older)}
    return Refusal(Reason(first.code, first.message, facts), *others)


def _last_that_could(transaction: Transaction, command: Undo, row: Any) -> Any:  # noqa: ANN401 - rows of the journal
    """Find the last command before a row for which there is a way back."""
    known = journal.c.command.in_((*ways_back.KNOWN, _REDO))
    before = journal.c.sequence < row.sequence
    undoable = _LAST_DONE.where(known, before, journal_detail.c.before.is_not(None))
    return _last(transaction, undoable, of_station=command.of_station)


def _has_way_back(row: Any, first: Any) -> bool:  # noqa: ANN401 - rows of the journal
    """Tell whether a row can be put back: there is a way, and nobody was erased from it."""
    known = first.command in ways_back.KNOWN
    return known and row.before is not None and row.after is not None


def _not_undoable(transaction: Transaction, command: Undo, row: Any) -> Refusal:  # noqa: ANN401 - a journal row
    """Say that a command stays, and name the last one before it that does not have to."""
    message = f"{since.told(transaction, row)} can't be taken back. Nothing was changed."
    facts: Document = since.facts(row)
    if command.sequence is None:
        last = _last_that_could(transaction, command, row)
        if last is not None:
            message += f" The last change before it that can be is {since.told(transaction, last)}."
            facts["undoable"] = since.facts(last)
    return Refusal(Reason("not_undoable", message, facts))


def _about(transaction: Transaction, row: Any, first: Any) -> tuple[str, str]:  # noqa: ANN401 - rows of the journal
    """Tell what a command was about, and which patients, where no visit says so."""
    images = row if first.before is None or first.after is None else first
    before, after = json.loads(images.before), json.loads(images.after)
    if first.command in ways_back.OF_PATIENTS:
        return "", told.patients(before, after)
    if first.command in ways_back.OF_PINS:
        return "", told.pins(transaction, after)
    if first.command in ways_back.OF_CONTACTS:
        return "", told.contacts(transaction, after)
    if first.command in ways_back.OF_SEVERAL:
        return told.visits(transaction, after)
    if first.command in ways_back.OF_VISITS:
        return "", ""
    return told.about(transaction, before, after), ""


def redo(transaction: Transaction, command: Redo) -> Undone:
    """Do again what the undo named took back, else the last undo of this run, or of this station.

    Of several undos in a row the last comes first; nothing else was done since.

    Raises:
        Refusal: ``nothing_to_redo``, ``already_redone``, ``changed_since``, or what speaks against
            doing it again.

    """
    transaction.require(Action.UNDO)
    row: Any
    if command.sequence is not None:
        row = transaction.connection.execute(
            _BY_SEQUENCE, {"sequence": command.sequence}
        ).one_or_none()
        by = _taken_back_by(transaction, command.sequence)
        if by is not None:
            message = "This was already done again."
            facts = {"sequence": command.sequence, "by": by}
            raise Refusal(Reason("already_redone", message, facts))
    else:
        row = _last(transaction, _LAST_BUT_REDONE, of_station=command.of_station)
    if row is None or row.command != _UNDO:
        message = "There is nothing to do again: nothing was taken back last."
        raise Refusal(Reason("nothing_to_redo", message))
    first = _first_of_chain(transaction, row)
    if not _has_way_back(row, first):
        message = f"{since.told(transaction, first)} can't be done again. Nothing was changed."
        raise Refusal(Reason("not_undoable", message, since.facts(row)))
    about, patient = _about(transaction, row, first)
    past = _locked(transaction, row, first)
    if past is None:
        return redo(transaction, command)
    visit = _put_back(transaction, past)
    return Undone(first.sequence, first.command, visit, about, patient)


def _locked(transaction: Transaction, row: Any, first: Any) -> Past | None:  # noqa: ANN401 - rows of the journal
    """Lock what a row of the journal did; answer None where somebody was faster with it.

    Whoever waited for the lock must look again: the one who had it may have taken back the same.
    """
    request, before, after = (json.loads(text) for text in (first.request, row.before, row.after))
    past = Past(
        row.sequence, first.command, first.at, request, before, after, again=row.command == _UNDO
    )
    ways_back.lock(transaction, past)
    return past if _taken_back_by(transaction, row.sequence) is None else None


def _put_back(transaction: Transaction, past: Past) -> Any:  # noqa: ANN401 - a visit or None
    """Put back what a row of the journal did, unless it was changed since."""
    _refuse_if_changed_since(transaction, past)
    transaction.entry.undoes = past.sequence
    try:
        return ways_back.put_back(transaction, past)
    except Refusal as refusal:
        plain = Refusal(*map(_plain, refusal.reasons))
        raise since.blaming(transaction, past.sequence, plain) from refusal


def _plain(reason: Reason) -> Reason:
    """Name no way out that only a booking has: neither takes another time, nor passes a warning."""
    message = reason.message
    for way, instead in _WAYS_OUT.items():
        if message.endswith(way):
            message = message.removesuffix(way) + instead
    facts = {name: fact for name, fact in reason.facts.items() if name != "may_overbook"}
    return Reason(reason.code, message, {**facts, "can_pass": False})


def _last(transaction: Transaction, which: Select[Any], *, of_station: bool) -> Any:  # noqa: ANN401 - a journal row
    """Find the last of these rows that this run wrote, or this actor at this station."""
    if of_station:
        mine = which.where(
            user.c.name == transaction.actor, journal.c.station == transaction.station
        )
    else:
        mine = which.where(journal.c.run == transaction.run)
    return transaction.connection.execute(mine).one_or_none()


def _taken_back_by(read: Read, sequence: int) -> int | None:
    found: int | None = read.connection.execute(_TAKEN_BACK_BY, {"sequence": sequence}).scalar()
    return found


def _end_of_chain(transaction: Transaction, sequence: int) -> Any:  # noqa: ANN401 - a journal row
    """Find what stands for a command by now: itself, or what did it again.

    Raises:
        Refusal: ``already_undone``.

    """
    undone = _taken_back_by(transaction, sequence)
    while undone is not None:
        again = _taken_back_by(transaction, undone)
        if again is None:
            message = "This change was already taken back."
            facts = {"sequence": sequence, "by": undone}
            raise Refusal(Reason("already_undone", message, facts))
        sequence, undone = again, _taken_back_by(transaction, again)
    return transaction.connection.execute(_BY_SEQUENCE, {"sequence": sequence}).one_or_none()


def _first_of_chain(read: Read, row: Any) -> Any:  # noqa: ANN401 - a journal row
    """Find what a person did first, which a row took back or did again."""
    while row.undoes is not None:
        row = read.connection.execute(_BY_SEQUENCE, {"sequence": row.undoes}).one()
    return row


def _refuse_if_changed_since(transaction: Transaction, past: Past) -> None:
    """Refuse when a later command touched the same rows."""
    kinds = ways_back.JUDGED_BY.get(past.command)
    later = since.changed_since(transaction, past.sequence, kinds)
    if later is None:
        return
    what = "done again" if past.again else "taken back"
    message = (
        f"This was changed since, with {since.told(transaction, later)}, so it can't simply be "
        f"{what}. Look at it as it is now."
    )
    facts: Document = since.facts(later)
    if later.command in ways_back.KNOWN or later.command == _REDO:
        facts["later"] = later.sequence
    raise Refusal(Reason("changed_since", message, facts))
