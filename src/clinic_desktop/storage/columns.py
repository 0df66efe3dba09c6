"""What the tables are made of: the types of their columns, and the columns that most of them have.

Instants are whole UTC seconds in integers; local dates and JSON are text; UUIDs are native on
PostgreSQL and text on SQLite.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Identity,
    Integer,
    SmallInteger,
    Table,
    Text,
    TypeDecorator,
    Uuid,
)
from sqlalchemy.types import TypeEngine

from clinic_desktop.domain.time import from_seconds, to_seconds

# STRICT tables of SQLite know INTEGER and TEXT only.
Big = BigInteger().with_variant(Integer, "sqlite")
Small = SmallInteger().with_variant(Integer, "sqlite")
# A prefix range over words must sort by code point on both engines.
Word = Text().with_variant(Text(collation="C"), "postgresql")


class Instant(TypeDecorator[dt.datetime]):
    """An aware datetime as whole UTC seconds; naive values and fractions are refused."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Use the integer type that the engine's strict tables know."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn a datetime into seconds."""
        return None if value is None else to_seconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn seconds into a datetime in UTC."""
        return None if value is None else from_seconds(value)


class LocalDay(TypeDecorator[dt.date]):
    """A local calendar date as ISO text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dt.date | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write the date."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> dt.date | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Read the date."""
        return None if value is None else dt.date.fromisoformat(value)


class Key(TypeDecorator[UUID]):
    """A UUID: native on PostgreSQL, its 36 characters on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Use the native type where there is one."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Uuid())

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> str | UUID | None:
        """Write the UUID."""
        return str(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: str | UUID | None, dialect: Dialect) -> UUID | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Read the UUID."""
        return UUID(value) if isinstance(value, str) else value


class Json(TypeDecorator[Any]):
    """A JSON value in canonical text: the journal's digests are taken over these very bytes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write the value."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002 - any JSON value
        """Read the value."""
        return None if value is None else json.loads(value)


def canonical(value: object) -> str:
    """Write a value as JSON in exactly one way: sorted keys, no spaces, no escapes beyond need."""
    return _ENCODER.encode(value)


# Made once: the journal of an import writes a hundred thousand documents.
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


STRICT: dict[str, Any] = {"sqlite_strict": True}
# AUTOINCREMENT: SQLite would give a deleted row's id again, and an id must never mean two things.
NUMBERED: dict[str, Any] = {**STRICT, "sqlite_autoincrement": True}


def later(silent: int | str | list[str] | dict[str, str] | None = None) -> dict[str, object]:
    """Mark a column that an older schema did not have, and what says nothing in it.

    What the journal has of older rows lacks the column.
    """
    return {"silent": silent}


def silent_of(table: Table) -> dict[str, Any]:
    """Answer what says nothing in each column of a table that an older schema did not have."""
    return {column.name: column.info["silent"] for column in table.c if "silent" in column.info}


def own_id() -> Column[int]:
    """Answer the column that numbers the rows of a table."""
    return Column("id", Big, Identity(), primary_key=True)


def version() -> Column[int]:
    """Answer the column that counts the commands which changed the row."""
    return Column("version", Integer, nullable=False, server_default="1")


def bulk() -> Column[UUID | None]:
    """Answer the column that names the bulk command (import, demo) that wrote the row."""
    return Column("bulk", Key)
