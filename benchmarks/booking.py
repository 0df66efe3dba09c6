"""One booking, durable and journalled: the program's, and the same rows by the bare driver."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from itertools import count
from typing import Any, Protocol
from uuid import uuid4

import psycopg

from benchmarks.bench import (
    NOW,
    SMALL,
    Bench,
    database_of,
    done,
    free_blocks,
    rows_in,
)
from benchmarks.figure import Figure, compared, interleaved
from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.domain.time import to_seconds
from clinic_desktop.scheduling.office import ClinicOffice

GOALS = {"sqlite": 3.0, "postgresql": 1.5}
SAMPLE = SMALL
ROUNDS, WARM = 300, 50
WRITTEN = (
    "appointment",
    "block WHERE appointment_id IS NOT NULL",
    "journal",
    "journal_touch",
    "journal_detail",
)
"""Where a booking leaves rows."""

_LOCK = 4_202_511_021
_KNOWN = "SELECT wish FROM appointment WHERE id = :appointment"
_BLOCK = (
    "SELECT b.resource_id, b.starts_at, b.ends_at, b.appointment_id, v.site_id FROM block b"
    " JOIN resource r ON r.id = b.resource_id JOIN availability v ON v.id = b.availability_id"
    " WHERE b.id = :block AND r.archived_at IS NULL"
)
_PATIENT = "SELECT name, do_not_book FROM patient WHERE id = :patient AND archived_at IS NULL"
_BUSY = (
    "SELECT id FROM appointment WHERE patient_id = :patient AND holds = 1"
    " AND starts_at > :start - 86400 AND starts_at < :end AND ends_at > :start"
)
_APPOINTMENT = (
    "INSERT INTO appointment (id, patient_id, status, status_at, wish, holds, block_id,"
    " resource_id, held_from, starts_at, ends_at, held_until, site_id) VALUES (:appointment,"
    " :patient, 'booked', :now, :wish, 1, :block, :doctor, :start, :start, :end, :end, :site)"
)
_CLAIM = (
    "UPDATE block SET appointment_id = :appointment, until = :end"
    " WHERE id = :block AND starts_at = :start AND appointment_id IS NULL"
)
_TAIL = "SELECT sequence, digest FROM journal ORDER BY sequence DESC LIMIT 1"
_JOURNAL = (
    "INSERT INTO journal (sequence, command_id, at, actor_id, station, run, command, request,"
    " before_digest, after_digest, previous, digest) VALUES (:sequence, :command, :now, 1, 'desk',"
    " :run, 'BookBlock', :request, :before, :after, :previous, :digest)"
)
_TOUCH = (
    "INSERT INTO journal_touch (sequence, position, kind, row_id, resource_id, starts_at, ends_at)"
    " VALUES (:sequence, 0, 'appointment', :row, :doctor, :start, :end)"
)
_DETAIL = (
    "INSERT INTO journal_detail (sequence, before, after)"
    " VALUES (:sequence, :before_text, :after_text)"
)


class Floor(Protocol):
    """A booking by the bare driver."""

    connection: Any

    def book(self, block_id: int, patient_id: int) -> None:
        """Write what a booking writes, and commit."""

    def close(self) -> None:
        """Close the connection."""


class SQLiteFloor:
    """The rows of a booking by ``sqlite3`` alone."""

    def __init__(self, place: str) -> None:
        """Open the file with the same durability."""
        self.connection = sqlite3.connect(place, isolation_level=None, timeout=30)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self.connection.execute(f"PRAGMA {pragma}")
        self._run = str(uuid4())

    def book(self, block_id: int, patient_id: int) -> None:
        """Write what a booking writes, and commit."""
        execute = self.connection.execute
        values: dict[str, Any] = {"block": block_id, "patient": patient_id, "run": self._run}
        values |= {"appointment": str(uuid4()), "command": str(uuid4())}
        execute("BEGIN IMMEDIATE")
        checked(values, lambda sql: execute(sql, values).fetchone())
        execute(_APPOINTMENT, values)
        if execute(_CLAIM, values).rowcount != 1:
            raise RuntimeError(block_id)
        chained(values, execute(_TAIL).fetchone())
        execute(_JOURNAL, values)
        execute(_TOUCH, values)
        execute(_DETAIL, values)
        execute("COMMIT")

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


class PostgreSQLFloor:
    """The rows of a booking by ``psycopg`` alone, its statements prepared by the server."""

    def __init__(self, url: str) -> None:
        """Connect as the program does."""
        self.connection = psycopg.connect(url, autocommit=True)
        self._cursor = self.connection.cursor()
        self._run = uuid4()

    def book(self, block_id: int, patient_id: int) -> None:
        """Write what a booking writes, and commit."""
        values: dict[str, Any] = {"block": block_id, "patient": patient_id, "run": self._run}
        values |= {"appointment": uuid4(), "command": uuid4()}
        cursor = self._cursor
        cursor.execute("BEGIN")
        checked(values, lambda sql: cursor.execute(PSYCOPG[sql], values).fetchone())
        cursor.execute(PSYCOPG[_APPOINTMENT], values)
        if cursor.execute(PSYCOPG[_CLAIM], values).rowcount != 1:
            raise RuntimeError(block_id)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        chained(values, cursor.execute(PSYCOPG[_TAIL]).fetchone())
        cursor.execute(PSYCOPG[_JOURNAL], values)
        cursor.execute(PSYCOPG[_TOUCH], values)
        cursor.execute(PSYCOPG[_DETAIL], values)
        cursor.execute("SELECT pg_notify('clinic_journal', %s)", [str(values["sequence"])])
        cursor.execute("COMMIT")

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def _named(sql: str, names: tuple[str, ...]) -> bytes:
    """Write ``:name`` as psycopg reads it."""
    for name in sorted(names, key=len, reverse=True):
        sql = sql.replace(f":{name}", f"%({name})s")
    return sql.encode()


_NAMES = (
    "appointment", "patient", "block", "start", "end", "now", "wish", "doctor", "sequence",
    "command", "run", "request", "before_text", "after_text", "before", "after", "previous",
    "digest", "row", "site",
)  # fmt: skip
_LOCKING = {_BLOCK: " FOR UPDATE OF b", _PATIENT: " FOR NO KEY UPDATE"}
PSYCOPG = {
    sql: _named(sql + _LOCKING.get(sql, ""), _NAMES)
    for sql in (
        _KNOWN, _BLOCK, _PATIENT, _BUSY, _APPOINTMENT, _CLAIM, _TAIL, _JOURNAL, _TOUCH, _DETAIL,
    )
}  # fmt: skip


def checked(values: dict[str, Any], ask: Any) -> None:  # noqa: ANN401 - a call of either driver
    """Ask what a booking must know before it writes, and fill in what follows from it."""
    if ask(_KNOWN) is not None:
        raise RuntimeError(values)
    doctor, start, end, holder, site = ask(_BLOCK)
    values |= {"doctor": doctor, "start": start, "end": end, "site": site, "now": to_seconds(NOW)}
    if holder is not None or ask(_PATIENT)[1] or ask(_BUSY) is not None:
        raise RuntimeError(values)
    values["wish"] = digest(json.dumps([values["patient"], values["block"]]))


def chained(values: dict[str, Any], tail: Any) -> None:  # noqa: ANN401 - a row of either driver
    """Fill in the journal's row: its documents, digests and place in the chain."""
    row = str(values["appointment"])
    plain = {name: value for name, value in values.items() if isinstance(value, int | str)}
    before, after = json.dumps({row: None}), json.dumps({row: plain})
    values |= {"sequence": tail[0] + 1, "previous": tail[1], "row": row}
    values |= {"request": json.dumps({"patient": values["patient"], "block": values["block"]})}
    values |= {"before_text": before, "after_text": after}
    values |= {"before": digest(before), "after": digest(after)}
    values["digest"] = digest(tail[1] + json.dumps([values["request"], values["after"]]))


def digest(text: str) -> str:
    """Answer the hexadecimal SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def open_floor(place: str) -> Floor:
    """Open the bare driver on a clinic."""
    return PostgreSQLFloor(place) if place.startswith("postgresql:") else SQLiteFloor(place)


def figures(bench: Bench) -> Iterator[Figure]:
    """Book one block after the other on both engines, each clinic of its own in turns."""
    for engine, goal in GOALS.items():
        ours_at, floor_at = bench.clinic(engine, SAMPLE), bench.clinic(engine, SAMPLE)
        with bench.office(ours_at) as office, contextlib.closing(open_floor(floor_at)) as floor:
            yield _booking(office, floor, engine, goal)


def _booking(office: ClinicOffice, floor: Floor, engine: str, goal: float) -> Figure:
    """Time both, and see that both left the same rows, as durably."""
    free = free_blocks(office)
    turns = {"ours": count(), "floor": count()}

    def ours() -> None:
        turn = next(turns["ours"])
        done(office, BookBlock(block_id=free[turn].id, patient_id=turn % SAMPLE.patients + 1))

    def bare() -> None:
        turn = next(turns["floor"])
        floor.book(free[turn].id, turn % SAMPLE.patients + 1)

    live = database_of(office).writer.connection().connection.driver_connection
    at_first = rows_in(live, WRITTEN), rows_in(floor.connection, WRITTEN)
    taken = interleaved(ours, bare, rounds=ROUNDS, warm=WARM)
    _same_rows(live, floor.connection, at_first)
    _same_durability(live, floor.connection, engine)
    return compared(f"book one block, {engine}", goal, taken[0], taken[1])


def _same_rows(ours: Any, floor: Any, at_first: tuple[dict[str, int], dict[str, int]]) -> None:  # noqa: ANN401 - of either driver
    """Raise when the two wrote different numbers of rows anywhere."""
    now = rows_in(ours, WRITTEN), rows_in(floor, WRITTEN)
    added = [
        {t: after[t] - before[t] for t in WRITTEN}
        for after, before in zip(now, at_first, strict=True)
    ]
    if added[0] != added[1] or set(added[0].values()) != {ROUNDS + WARM}:
        message = f"the two wrote different rows: {added}"
        raise RuntimeError(message)


def _same_durability(ours: Any, floor: Any, engine: str) -> None:  # noqa: ANN401 - of either driver
    """Raise when a commit of one of the two is less durable."""
    asked = {
        "sqlite": ("PRAGMA synchronous", "PRAGMA journal_mode", "PRAGMA wal_autocheckpoint"),
        "postgresql": ("SHOW fsync", "SHOW synchronous_commit", "SHOW wal_sync_method"),
    }[engine]
    told = [
        [connection.execute(sql).fetchone()[0] for sql in asked] for connection in (ours, floor)
    ]
    if told[0] != told[1] or told[0][0] not in (2, "on") or told[0][1] not in ("wal", "on"):
        message = f"the two do not commit alike: {told}"
        raise RuntimeError(message)
