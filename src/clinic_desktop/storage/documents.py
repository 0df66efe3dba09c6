"""Rows as documents: what the journal keeps of them before and after a command.

A document is a row's stored columns as JSON knows them: instants as UTC seconds, dates and ids as
text. A column that the database derives itself is left out.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Row, Select, Table, Text, select, type_coerce

from clinic_desktop.domain.time import to_seconds
from clinic_desktop.storage.columns import Big, Instant, Json, Key, LocalDay

Document = dict[str, Any]
PAGE = 1000
"""How many rows are fetched at once: what is read stays small, however large the clinic."""


def stored(table: Table) -> tuple[Column[Any], ...]:
    """Answer the columns that a document holds."""
    return tuple(column for column in table.c if column.computed is None)


def row_document(row: Row[Any]) -> Document:
    """Write any row's columns as JSON knows them."""
    return {name: plain(value) for name, value in row._mapping.items()}  # noqa: SLF001 - SQLAlchemy's public name for it


def plain(value: object) -> object:
    """Write a column's value as JSON knows it: instants as seconds, dates as ISO, ids as text."""
    if isinstance(value, dt.datetime):
        return to_seconds(value)
    if isinstance(value, dt.date | UUID):
        return str(value)
    return value


def select_documents(table: Table) -> Select[Any]:
    """Select a table's stored columns as they lie in the database, for ``read_documents``.

    Skipping the way over datetimes and back makes a large table's documents three times cheaper.
    """
    return select(*(_as_stored(column) for column in stored(table)))


def _as_stored(column: Column[Any]) -> Any:  # noqa: ANN401 - a column or its cast
    raw = Big if isinstance(column.type, Instant) else Text()
    if isinstance(column.type, Instant | LocalDay | Json | Key):
        return type_coerce(column, raw).label(column.name)
    return column


def read_documents(
    connection: Connection, statement: Select[Any], table: Table, **parameters: object
) -> Iterator[tuple[Document, tuple[Any, ...]]]:
    """Stream the rows of a statement made from ``select_documents``.

    Each is its document, and the values of the columns that were added behind the table's own.
    """
    columns = stored(table)
    names = [column.name for column in columns]
    lists = [column.name for column in columns if isinstance(column.type, Json)]
    keys = [column.name for column in columns if isinstance(column.type, Key)]
    rows = connection.execute(statement.execution_options(yield_per=PAGE), parameters)
    for row in rows:
        document: Document = dict(zip(names, row, strict=False))
        for name in keys:
            value = document[name]
            # The server's driver makes objects of them, whatever is asked for.
            document[name] = str(value) if isinstance(value, UUID) else value
        for name in lists:
            document[name] = _listed(document[name])
        yield document, tuple(row[len(names) :])


def _listed(content: str | None) -> object:
    """Read a JSON value; what is none stays the text it is, and so equals no document."""
    try:
        return None if content is None else json.loads(content)
    except ValueError:
        return content
