"""Many rows at once: the engine's fastest way to insert them, and their ids beforehand.

Values go to the driver as they are stored: instants as whole seconds, UUIDs and dates as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import DBAPIError

AT_ONCE = 5000
"""How many rows callers gather before they load them: enough to be fast, little to hold."""
_IDS_AT_ONCE = 500
_ROOM_KIB = 64 * 1024


def load(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert plain tuples of these columns: executemany on SQLite, COPY on PostgreSQL."""
    if not rows:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        # Names come from the schema, values are bound.
        insert = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 - names of our own tables and columns
        connection.exec_driver_sql(insert, list(rows))
        return
    driver: Any = connection.connection.driver_connection
    copy_from = f'COPY "{table.name}" ({names}) FROM STDIN'
    try:
        with driver.cursor() as cursor, cursor.copy(copy_from) as copy:
            for row in rows:
                copy.write_row(row)
    except connection.dialect.loaded_dbapi.Error as error:
        # COPY goes past SQLAlchemy; its errors must not, or nobody would know them again.
        raise DBAPIError.instance(
            copy_from,
            None,
            error,
            connection.dialect.loaded_dbapi.Error,
            dialect=connection.dialect,
        ) from error


def numbers(connection: Connection, table: Table) -> Iterator[int]:
    """Answer ids for new rows of a numbered table, one after the other, never given before.

    On SQLite they hold while the caller's transaction has the write lock; PostgreSQL's sequence
    gives each to one caller alone.
    """
    if connection.dialect.name == "sqlite":
        given = connection.execute(_GIVEN, {"name": table.name}).scalar() or 0
        while True:
            given += 1
            yield given
    taken = {"sequence": f'"{table.name}"', "most": _IDS_AT_ONCE}
    while True:
        yield from connection.execute(_TAKE, taken).scalars().all()


def last_number(connection: Connection, table: Table) -> int:
    """Answer the highest id that a numbered table ever gave, also to rows that are gone."""
    statement = _GIVEN if connection.dialect.name == "sqlite" else _LAST
    found = connection.execute(statement, {"name": table.name}).scalar()
    return int(found or 0)


_LAST = text(
    "SELECT last_value FROM pg_sequences"
    " WHERE pg_get_serial_sequence(quote_ident(:name), 'id') = schemaname || '.' || sequencename"
)
_GIVEN = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
_TAKE = text(
    "SELECT nextval(pg_get_serial_sequence(:sequence, 'id')) FROM generate_series(1, :most)"
)


@contextmanager
def roomy(connection: Connection) -> Iterator[None]:
    """Give SQLite memory for the pages that a large load touches again and again."""
    if connection.dialect.name != "sqlite":
        yield
        return
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar()
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_ROOM_KIB}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {usual}")
