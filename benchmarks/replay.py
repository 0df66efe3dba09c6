"""The same SQL by the bare driver: the program's statements, recorded and sent again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any
from unittest import mock

import psycopg
from sqlalchemy import event

from benchmarks.bench import database_of
from clinic_desktop.scheduling.office import ClinicOffice
from clinic_desktop.storage import loading

Statement = tuple[str, Any]
"""SQL with its parameters, or with ``Many``: those of executemany, or the rows of a COPY."""


class Many(list[Any]):
    """Parameters for many executions of one statement."""


def recorded(office: ClinicOffice, work: Callable[[], object]) -> list[Statement]:
    """Answer the SQL that some work sends to the database, in order, with its parameters."""
    found: list[Statement] = []

    def keep(
        _connection: object,
        _cursor: object,
        sql: str,
        parameters: Any,  # noqa: ANN401 - as the driver takes them
        _context: object,
        many: bool,  # noqa: FBT001 - SQLAlchemy's signature
    ) -> None:
        found.append((sql, Many(parameters) if many else parameters))

    load = loading.load

    def loaded(
        connection: Any,  # noqa: ANN401 - as it is called
        table: Any,  # noqa: ANN401
        columns: Sequence[str],
        rows: Sequence[tuple[Any, ...]],
    ) -> None:
        if rows and connection.dialect.name == "postgresql":
            # A COPY goes past SQLAlchemy, which would have told of it.
            found.append((f"COPY {table.name} ({', '.join(columns)}) FROM STDIN", Many(rows)))
        load(connection, table, columns, rows)

    engine = database_of(office).engine
    event.listen(engine, "before_cursor_execute", keep)
    try:
        with mock.patch.object(loading, "load", loaded):
            work()
    finally:
        event.remove(engine, "before_cursor_execute", keep)
    return found


class Replay:
    """The recorded statements by ``sqlite3`` or ``psycopg`` alone, every row fetched."""

    def __init__(self, place: str, statements: Sequence[Statement] = ()) -> None:
        """Connect as the program does; what is sent may also be told each time."""
        self._connection: Any
        self._statements = statements
        if place.startswith("postgresql:"):
            self._connection = psycopg.connect(place, autocommit=True)
        else:
            self._connection = sqlite3.connect(place, isolation_level=None)
            for pragma in ("synchronous = FULL", "foreign_keys = ON"):
                self._connection.execute(f"PRAGMA {pragma}")

    def run(self, statements: Sequence[Statement] = ()) -> int:
        """Send them in one transaction, and answer how many rows came."""
        sent = statements or self._statements
        if not sent[0][0].startswith("BEGIN"):
            raise ValueError(sent)
        cursor = self._connection.cursor()
        rows = 0
        for sql, parameters in sent:
            if sql.startswith("COPY"):
                with cursor.copy(sql) as copy:
                    for row in parameters:
                        copy.write_row(row)
            elif isinstance(parameters, Many):
                cursor.executemany(sql, parameters)
            elif parameters:
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
