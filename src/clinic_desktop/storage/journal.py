"""The journal: one row a command, in its own transaction, chained by digests.

It is written last in a transaction, in separate statements: lock, read the tail, insert and notify.
One record, many readings: live refresh elsewhere, catching up, audit, history, undo.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, fields
from enum import Enum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError

from clinic_desktop.domain.availability import WeeklyHours
from clinic_desktop.domain.changes import Changes, Touched
from clinic_desktop.domain.time import TimeSpan, to_seconds
from clinic_desktop.storage import messages
from clinic_desktop.storage.columns import Big, canonical
from clinic_desktop.storage.journal_tables import journal, journal_detail, journal_touch
from clinic_desktop.storage.prepared import Prepared
from clinic_desktop.storage.tables import user

if TYPE_CHECKING:
    from clinic_desktop.storage.database import Transaction

CHANNEL = "clinic_journal"
_LOCK_NUMBER = 4_202_511_021
Document = dict[str, Any]

LAST_SEQUENCE = select(func.max(journal.c.sequence))
_TAIL = Prepared(
    select(
        journal.c.sequence,
        journal.c.digest,
        select(user.c.id)
        .where(user.c.name == bindparam("actor"))
        .scalar_subquery()
        .label("actor_id"),
    )
    .order_by(journal.c.sequence.desc())
    .limit(1)
)
_LOCK = f"SELECT pg_advisory_xact_lock({_LOCK_NUMBER})"
# The deferred constraints are checked first, so that a refusal comes before the lock.
_SETTLE_AND_LOCK = f"SET CONSTRAINTS ALL IMMEDIATE; {_LOCK}"
_BY_COMMAND = select(journal.c.sequence).where(journal.c.command_id == bindparam("command_id"))
PAGE = 1000
"""How many commits are read at once."""
_AFTER = Prepared(
    select(journal, user.c.name.label("actor"))
    .join(user, user.c.id == journal.c.actor_id)
    .where(journal.c.sequence > bindparam("sequence"))
    .order_by(journal.c.sequence)
    .limit(bindparam("most"))
)
_TOUCHES = Prepared(
    select(journal_touch)
    .where(journal_touch.c.sequence.between(bindparam("first"), bindparam("last")))
    .order_by(journal_touch.c.sequence, journal_touch.c.position)
)


@dataclass(slots=True)
class Entry:
    """What a command changed so far: the things touched, and their documents before and after.

    A document is a row's columns as JSON knows them, under the key ``kind:id``.
    """

    touched: list[Touched] = field(default_factory=list)
    before: dict[str, Document | None] = field(default_factory=dict)
    after: dict[str, Document | None] = field(default_factory=dict)
    undoes: int | None = None

    @property
    def changed(self) -> bool:
        """Whether there is anything to journal."""
        return bool(self.touched)

    def touch(
        self, kind: str, row_id: object, doctor_id: int | None = None, span: TimeSpan | None = None
    ) -> None:
        """Say that a row changed, and where a calendar shows it."""
        start, end = (span.start, span.end) if span else (None, None)
        touched = Touched(kind, str(row_id), doctor_id, start, end)
        if touched not in self.touched:
            self.touched.append(touched)

    def record(
        self, kind: str, row_id: object, before: Document | None, after: Document | None
    ) -> None:
        """Keep a row's document before the command (the first told) and after it (the last)."""
        key = f"{kind}:{row_id}"
        self.before.setdefault(key, before)
        self.after[key] = after


def append(transaction: Transaction) -> Changes:
    """Write the command's row, touches and details as the last act of its transaction."""
    connection, entry = transaction.connection, transaction.entry
    on_server = connection.dialect.name == "postgresql"
    before, after = canonical(entry.before), canonical(entry.after)
    if on_server:
        messages.ask(connection, _SETTLE_AND_LOCK)
    tail = _TAIL.row(connection, {"actor": transaction.actor})
    sequence, previous = (tail.sequence + 1, tail.digest) if tail else (1, "")
    actor_id = (tail.actor_id if tail else None) or transaction.actor_id()
    command = type(transaction.command).__name__
    row: Document = {
        "sequence": sequence,
        "command_id": transaction.command.command_id,
        "at": transaction.now,
        "actor_id": actor_id,
        "station": transaction.station,
        "run": transaction.run,
        "command": command,
        "request": canonical(request_of(transaction.command)),
        "undoes": entry.undoes,
        "before_digest": sha256(before),
        "after_digest": sha256(after),
        "previous": previous,
    }
    row["digest"] = link(row, transaction.actor, entry.touched)
    detail: Document = {"sequence": sequence, "before": before, "after": after}
    touches = [_touch_row(sequence, at, touched) for at, touched in enumerate(entry.touched)]
    if on_server:
        _INSERT_TOGETHER.count(connection, {**row, **detail, **touches.pop(0)})
    else:
        _INSERT.count(connection, row)
        _INSERT_DETAIL.count(connection, detail)
    for touch in touches:
        _INSERT_TOUCH.count(connection, touch)
    return Changes(
        sequence, transaction.now, transaction.actor, transaction.station, transaction.run,
        command, transaction.command.command_id, tuple(entry.touched), entry.undoes,
    )  # fmt: skip


_INSERT = Prepared(insert(journal))
_INSERT_TOUCH = Prepared(insert(journal_touch))
_INSERT_DETAIL = Prepared(insert(journal_detail))


def _insert_together() -> Insert:
    """Write a statement for the row, its first touch and its detail, that tells of them as well.

    On a server every message costs more than what it carries. The triggers of touches and details
    look for the row: so these take its number from the insert of the row, and come behind it.
    """

    def row(table: Table, sequence: ColumnElement[int]) -> Insert:
        columns = [column for column in table.c if column.name != "sequence"]
        given = select(sequence, *(bindparam(one.name, type_=one.type) for one in columns))
        return insert(table).from_select(["sequence", *(one.name for one in columns)], given)

    number = bindparam("sequence", type_=Big)
    entry = row(journal, number).returning(journal.c.sequence).cte("entry")
    touch = row(journal_touch, entry.c.sequence).cte("touch")
    detail = row(journal_detail, entry.c.sequence).add_cte(touch)
    return detail.returning(func.pg_notify(CHANNEL, cast(journal_detail.c.sequence, Text)))


_INSERT_TOGETHER = Prepared(_insert_together())


def _touch_row(sequence: int, position: int, touched: Touched) -> Document:
    return {
        "sequence": sequence,
        "position": position,
        "kind": touched.kind,
        "row_id": touched.id,
        "resource_id": touched.doctor_id,
        "starts_at": touched.start,
        "ends_at": touched.end,
    }


def sha256(content: str) -> str:
    """Answer the hexadecimal SHA-256 of a text's UTF-8 bytes."""
    return hashlib.sha256(content.encode()).hexdigest()


def link(row: Document, actor: str, touched: list[Touched]) -> str:
    """Answer the digest that chains a journal row (its columns, touches) to the one before.

    ``row`` holds the columns of ``journal`` but ``digest``; details enter by their digests alone,
    so that a patient can be erased without breaking the chain.
    """
    content = {
        "sequence": row["sequence"],
        "command_id": str(row["command_id"]),
        "at": to_seconds(row["at"]),
        "actor": actor,
        "station": row["station"],
        "run": str(row["run"]),
        "command": row["command"],
        "request": row["request"],
        "undoes": row["undoes"],
        "before": row["before_digest"],
        "after": row["after_digest"],
        "touched": [
            [x.kind, x.id, x.doctor_id, _seconds(x.start), _seconds(x.end)] for x in touched
        ],
    }
    return sha256(row["previous"] + canonical(content))


def _seconds(instant: dt.datetime | None) -> int | None:
    return None if instant is None else to_seconds(instant)


def request_of(command: object) -> Document:
    """Answer a command's arguments without free text: ids, times, numbers and choices only.

    What a person typed (names, notes, phones) is told by its type, text, and left out; it stands
    in the details, which can be erased.
    """
    request = {}
    for item in fields(command):  # type: ignore[arg-type] # every command is a dataclass
        value = getattr(command, item.name)
        if item.name != "command_id" and _is_plain(value):
            request[item.name] = _json(value)
    return request


def _is_plain(value: object) -> bool:
    """Tell whether a value can't be free text."""
    return isinstance(value, Enum | int | UUID | dt.date | WeeklyHours) and value is not None


def _json(value: Any) -> object:  # noqa: ANN401 - any plain value
    """Write a plain value as JSON knows it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)


def lock(connection: Connection) -> None:
    """Wait until nobody else is writing the journal; on SQLite a write transaction has done so."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_LOCK)


def sequence_of(connection: Connection, command_id: UUID) -> int | None:
    """Answer the sequence under which a command was carried out, or None."""
    found: int | None = connection.execute(_BY_COMMAND, {"command_id": command_id}).scalar()
    return found


def is_repetition(error: IntegrityError) -> bool:
    """Tell whether the journal refused a command id that it already has."""
    told = str(error.orig)
    return "journal.command_id" in told or "journal_command_id_key" in told


def read_after(connection: Connection, sequence: int) -> list[Changes]:
    """Answer the commits after a sequence, in order, at most ``PAGE`` of them at once."""
    rows = _AFTER.rows(connection, {"sequence": sequence, "most": PAGE})
    if not rows:
        return []
    touched = touches_between(connection, rows[0].sequence, rows[-1].sequence)
    return [
        Changes(
            row.sequence, row.at, row.actor, row.station, row.run, row.command, row.command_id,
            tuple(touched[row.sequence]), row.undoes,
        )
        for row in rows
    ]  # fmt: skip


def touches_between(connection: Connection, first: int, last: int) -> dict[int, list[Touched]]:
    """Answer what each of the commits first to last (included) touched."""
    touched: dict[int, list[Touched]] = defaultdict(list)
    for row in _TOUCHES.rows(connection, {"first": first, "last": last}):
        touched[row.sequence].append(
            Touched(row.kind, row.row_id, row.resource_id, row.starts_at, row.ends_at)
        )
    return touched
