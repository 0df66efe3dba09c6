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
        self._statements = statements
        if place.startswith("postgresql:"):
            self._connection = psycopg.connect(place, autocommit=True)
        else:
            self._connection = sqlite3.connect(place, isolation_level=None)
        if not statements[0][0].startswith("BEGIN"):
            raise ValueError(statements)

    def run(self) -> int:
        """Send them in one transaction, and answer how many rows came."""
        cursor = self._connection.cursor()
        rows = 0
        for sql, parameters in self._statements:
            if parameters:
                cursor.execute(sql, parameters)
            elif ";" in sql:
                # Several statements in one message, which no server prepares.
                cursor.execute(sql, prepare=False)
            else:
                cursor.execute(sql)
            if cursor.description:
                rows += len(cursor.fetchall())
        cursor.execute("COMMIT")
        return rows

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
