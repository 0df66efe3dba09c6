"""The same SQL by the bare driver: the program's statements, recorded once and sent again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import event

from benchmarks.bench import database_of
from clinic_desktop.scheduling.office import ClinicOffice

Statement = tuple[str, Any]


def recorded(office: ClinicOffice, work: Callable[[], object]) -> list[Statement]:
    """Answer the SQL that some work sends to the database, in order, with its parameters."""
    found: list[Statement] = []

    def keep(
        _connection: object,
        _cursor: object,
        sql: str,
        parameters: Any,  # noqa: ANN401 - as the driver takes them
        _context: object,
        _many: bool,  # noqa: FBT001 - SQLAlchemy's signature
    ) -> None:
        found.append((sql, parameters))

    engine = database_of(office).engine
    event.listen(engine, "before_cursor_execute", keep)
    try:
        work()
    finally:
        event.remove(engine, "before_cursor_execute", keep)
    return found


class Replay:
    """The recorded statements by ``sqlite3`` or ``psycopg`` alone, every row fetched."""

    def __init__(self, place: str, statements: list[Statement]) -> None:
        """Connect as the program does."""
        self._connection: Any
        if place.startswith("postgresql:"):
            self._connection = psycopg.connect(place, autocommit=True)
            self._begin = "BEGIN"
        else:
            self._connection = sqlite3.connect(place, isolation_level=None)
            self._begin = ""
        self._statements = [(sql, parameters or ()) for sql, parameters in statements]
        if self._statements and self._statements[0][0].startswith("BEGIN"):
            self._begin = ""

    def run(self) -> int:
        """Send them in one transaction, and answer how many rows came."""
        cursor = self._connection.cursor()
        rows = 0
        if self._begin:
            cursor.execute(self._begin)
        for sql, parameters in self._statements:
            cursor.execute(sql, parameters or None) if self._begin else cursor.execute(
                sql, parameters
            )
            if cursor.description:
                rows += len(cursor.fetchall())
        cursor.execute("COMMIT")
        return rows

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
