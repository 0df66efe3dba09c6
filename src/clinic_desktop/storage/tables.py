"""The tables and their constraints, for SQLite and PostgreSQL alike.

Time belongs to ``block``: a stretch of one resource's time that is free while its
``appointment_id`` is NULL, so double booking has no representation. While an appointment holds
time, deferred composite foreign keys tie its times to its run of blocks at head and tail, without
gaps. What foreign keys and checks cannot say stands in ``triggers.py``.

Instants are whole UTC seconds in integers; local dates and JSON are text; UUIDs are native on
PostgreSQL and text on SQLite. The migrations create all this; a test compares the two.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Computed,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.types import TypeEngine

from clinic_desktop.domain.time import LONGEST_SECONDS, from_seconds, to_seconds

# STRICT tables of SQLite know INTEGER and TEXT only.
Big = BigInteger().with_variant(Integer, "sqlite")
Small = SmallInteger().with_variant(Integer, "sqlite")
# A prefix range over words must sort by code point on both engines.
Word = Text().with_variant(Text(collation="C"), "postgresql")

MAX_SECONDS = LONGEST_SECONDS
"""No block and no appointment is longer: so an overlap search starts a day before its span."""


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


metadata = MetaData()
STRICT: dict[str, Any] = {"sqlite_strict": True}
# AUTOINCREMENT: SQLite would give a deleted row's id again, and an id must never mean two things.
NUMBERED: dict[str, Any] = {**STRICT, "sqlite_autoincrement": True}


def _id() -> Column[int]:
    return Column("id", Big, Identity(), primary_key=True)


def _version() -> Column[int]:
    return Column("version", Integer, nullable=False, server_default="1")


def _bulk() -> Column[UUID | None]:
    """Answer the column that names the bulk command (import, demo) that wrote the row."""
    return Column("bulk", Key)


site = Table(
    "site",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    _version(),
    **NUMBERED,
)

user = Table(
    "user",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    CheckConstraint("length(name) > 0", name="user_named"),
    **NUMBERED,
)

user_right = Table(
    "user_right",
    metadata,
    Column("user_id", ForeignKey("user.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    **STRICT,
)

resource = Table(
    "resource",
    metadata,
    _id(),
    Column("kind", Text, nullable=False),
    Column("site_id", ForeignKey("site.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("specialty", Text, nullable=False, server_default=""),
    Column("archived_at", Instant),
    _version(),
    _bulk(),
    CheckConstraint("kind IN ('doctor', 'room', 'equipment')", name="resource_kind"),
    # The overlap constraint of PostgreSQL packs id, lane and time into one number range.
    CheckConstraint("id BETWEEN 1 AND 4194302", name="resource_id_range"),
    CheckConstraint("length(name) > 0", name="resource_named"),
    **NUMBERED,
)

patient = Table(
    "patient",
    metadata,
    _id(),
    Column("given", Text, nullable=False, server_default=""),
    Column("family", Text, nullable=False, server_default=""),
    Column("name", Text, nullable=False),
    Column("born_year", Integer),
    Column("born_month", Integer),
    Column("born_day", Integer),
    Column("sex", Text, nullable=False, server_default=""),
    Column("phones", Json, nullable=False, server_default="[]"),
    Column("email", Text, nullable=False, server_default=""),
    Column("language", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("file_number", Text, nullable=False, server_default=""),
    Column("do_not_book", Text, nullable=False, server_default=""),
    Column("merged_into", ForeignKey("patient.id")),
    Column("archived_at", Instant),
    _version(),
    _bulk(),
    CheckConstraint("length(name) > 0", name="patient_named"),
    CheckConstraint(
        "(born_day IS NULL OR born_month IS NOT NULL)"
        " AND (born_month IS NULL OR born_year IS NOT NULL)",
        name="patient_born_partial",
    ),
    CheckConstraint("born_month BETWEEN 1 AND 12", name="patient_born_month"),
    CheckConstraint("born_day BETWEEN 1 AND 31", name="patient_born_day"),
    **NUMBERED,
)
Index("patient_name", patient.c.name)
Index("patient_born", patient.c.born_year, patient.c.born_month, patient.c.born_day)

patient_external = Table(
    "patient_external",
    metadata,
    Column("system", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("patient_id", ForeignKey("patient.id"), nullable=False),
    **STRICT,
)

patient_word = Table(
    "patient_word",
    metadata,
    Column("word", Word, primary_key=True),
    Column("patient_id", ForeignKey("patient.id"), primary_key=True),
    sqlite_with_rowid=False,
    **STRICT,
)
Index("patient_word_of", patient_word.c.patient_id)

appointment_type = Table(
    "appointment_type",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("colour", Text, nullable=False, server_default=""),
    Column("icon", Text, nullable=False, server_default=""),
    Column("archived_at", Instant),
    _version(),
    _bulk(),
    CheckConstraint("minutes BETWEEN 1 AND 1440", name="appointment_type_length"),
    CheckConstraint("length(name) > 0", name="appointment_type_named"),
    **NUMBERED,
)

availability = Table(
    "availability",
    metadata,
    _id(),
    Column("resource_id", ForeignKey("resource.id"), nullable=False),
    Column("site_id", ForeignKey("site.id"), nullable=False),
    Column("hours", Text, nullable=False),
    Column("block_minutes", Integer, nullable=False),
    Column("valid_from", LocalDay, nullable=False),
    Column("valid_until", LocalDay),
    Column("laid_until", LocalDay),
    Column("archived_at", Instant),
    _version(),
    _bulk(),
    CheckConstraint("block_minutes BETWEEN 5 AND 1440", name="availability_block_length"),
    CheckConstraint("valid_until IS NULL OR valid_from <= valid_until", name="availability_dates"),
    **NUMBERED,
)
Index("availability_of", availability.c.resource_id)

_HEX = "[0-9a-f]"
_UUID_GLOB = "-".join(_HEX * count for count in (8, 4, 4, 4, 12))

appointment = Table(
    "appointment",
    metadata,
    Column("id", Key, primary_key=True),
    Column("patient_id", ForeignKey("patient.id"), nullable=False),
    Column("type_id", ForeignKey("appointment_type.id")),
    Column("status", Text, nullable=False),
    Column("status_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
    Column("note", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("cancelled_by", Text, nullable=False, server_default=""),
    Column("origin", Text, nullable=False, server_default=""),
    Column("time_unknown", Small, nullable=False, server_default="0"),
    Column("replaces", ForeignKey("appointment.id", name="appointment_replaces")),
    Column("wish", Text, nullable=False, server_default=""),
    _version(),
    _bulk(),
    Column("holds", Small, nullable=False),
    Column("block_id", Big),
    Column("resource_id", ForeignKey("resource.id"), nullable=False),
    Column("held_from", Instant, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("held_until", Instant, nullable=False),
    Column(
        "holds_until",
        Instant,
        Computed("CASE holds WHEN 1 THEN held_until END", persisted=True),
    ),
    UniqueConstraint("id", "holds_until", name="appointment_holds_until"),
    UniqueConstraint("id", "held_from", name="appointment_held_from"),
    CheckConstraint(
        "held_from <= starts_at AND starts_at < ends_at AND ends_at <= held_until",
        name="appointment_told_inside_held",
    ),
    CheckConstraint(
        f"held_from >= 0 AND held_until - held_from <= {MAX_SECONDS}",
        name="appointment_within_a_day",
    ),
    CheckConstraint(
        "holds IN (0, 1) AND (holds = 1) = (block_id IS NOT NULL)", name="appointment_holds_block"
    ),
    CheckConstraint(
        "status IN ('booked', 'arrived', 'in_progress', 'fulfilled', 'noshow', 'cancelled')",
        name="appointment_status",
    ),
    CheckConstraint(
        "(status NOT IN ('booked', 'arrived', 'in_progress') OR holds = 1)"
        " AND (status <> 'cancelled' OR holds = 0)",
        name="appointment_status_holds",
    ),
    CheckConstraint(
        "(status = 'cancelled') = (reason <> '') AND (reason = '') = (cancelled_by = '')",
        name="appointment_cancel_reason",
    ),
    CheckConstraint("time_unknown IN (0, 1)", name="appointment_time_unknown"),
    # Written in any other way, an id would be another key here than on PostgreSQL.
    CheckConstraint(f"id GLOB '{_UUID_GLOB}'", name="appointment_id_is_uuid").ddl_if(
        dialect="sqlite"
    ),
    ForeignKeyConstraint(
        ["block_id", "id", "resource_id", "held_from"],
        ["block.id", "block.appointment_id", "block.resource_id", "block.starts_at"],
        name="appointment_head",
        deferrable=True,
        initially="DEFERRED",
        use_alter=True,
    ),
    ForeignKeyConstraint(
        ["id", "resource_id", "holds_until"],
        ["block.appointment_id", "block.resource_id", "block.ends_at"],
        name="appointment_tail",
        deferrable=True,
        initially="DEFERRED",
        use_alter=True,
    ),
    **STRICT,
)
Index("appointment_time", appointment.c.resource_id, appointment.c.starts_at)
Index("appointment_start", appointment.c.starts_at)
Index("appointment_patient", appointment.c.patient_id, appointment.c.starts_at)

_FREE = text("appointment_id IS NULL")
_HEAD = text("appointment_id IS NOT NULL AND joins_at IS NULL")
# Resource, lane and time in one number, so that one range column forbids every overlap without an
# extension: 33 bits of seconds, 8 bits of lane, 22 bits of resource.
_PACKED = "(resource_id::bigint * 256 + lane + 128) * 8589934592"

block = Table(
    "block",
    metadata,
    _id(),
    Column("resource_id", ForeignKey("resource.id"), nullable=False),
    Column("availability_id", ForeignKey("availability.id")),
    Column("purpose", Text, nullable=False, server_default=""),
    Column("lane", Small, nullable=False, server_default="0"),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("appointment_id", Key),
    # On the second and later blocks of a run their own start, NULL on the head.
    Column("joins_at", Instant),
    # On a claimed block the end of its appointment's held span.
    Column("until", Instant),
    # On the head of a run its start: the run begins when its appointment does.
    Column(
        "heads_at",
        Instant,
        Computed(
            "CASE WHEN appointment_id IS NOT NULL AND joins_at IS NULL THEN starts_at END",
            persisted=True,
        ),
    ),
    UniqueConstraint("id", "appointment_id", "resource_id", "starts_at", name="block_head"),
    UniqueConstraint("appointment_id", "resource_id", "ends_at", name="block_tail"),
    CheckConstraint("lane BETWEEN -128 AND 127", name="block_lane_range"),
    CheckConstraint("lane >= 0 OR appointment_id IS NOT NULL", name="block_overbooked_is_claimed"),
    CheckConstraint("starts_at >= 0 AND ends_at <= 8589934592", name="block_time_range"),
    CheckConstraint(
        f"ends_at > starts_at AND ends_at - starts_at <= {MAX_SECONDS}"
        " AND starts_at % 60 = 0 AND ends_at % 60 = 0",
        name="block_whole_minutes",
    ),
    CheckConstraint(
        "(appointment_id IS NULL) = (until IS NULL) AND (until IS NULL OR ends_at <= until)",
        name="block_claim_within",
    ),
    CheckConstraint(
        "joins_at IS NULL OR (joins_at = starts_at AND appointment_id IS NOT NULL)",
        name="block_joins_own_start",
    ),
    ForeignKeyConstraint(
        ["appointment_id", "until"],
        ["appointment.id", "appointment.holds_until"],
        name="block_claimed_by_holder",
        deferrable=True,
        initially="DEFERRED",
    ),
    # Of every resource that an appointment holds, a run lasts the whole of its held span.
    ForeignKeyConstraint(
        ["appointment_id", "heads_at"],
        ["appointment.id", "appointment.held_from"],
        name="block_begins_with_holder",
        deferrable=True,
        initially="DEFERRED",
    ),
    ForeignKeyConstraint(
        ["appointment_id", "resource_id", "until"],
        ["block.appointment_id", "block.resource_id", "block.ends_at"],
        name="block_reaches_end",
        deferrable=True,
        initially="DEFERRED",
    ),
    ForeignKeyConstraint(
        ["appointment_id", "resource_id", "joins_at"],
        ["block.appointment_id", "block.resource_id", "block.ends_at"],
        name="block_joins_previous",
        deferrable=True,
        initially="DEFERRED",
    ),
    ExcludeConstraint(
        (text(f"int8range({_PACKED} + starts_at, {_PACKED} + ends_at)"), "&&"),
        using="gist",
        name="block_no_overlap",
    ).ddl_if(dialect="postgresql"),
    **NUMBERED,
)
# The last column is always NULL there, but without it SQLite looks it up in the table.
Index(
    "block_free_of", block.c.resource_id, block.c.starts_at, block.c.ends_at, block.c.purpose,
    block.c.appointment_id, sqlite_where=_FREE, postgresql_where=_FREE,
)  # fmt: skip
Index(
    "block_free_at", block.c.starts_at, block.c.resource_id, block.c.ends_at, block.c.purpose,
    block.c.appointment_id, sqlite_where=_FREE, postgresql_where=_FREE,
)  # fmt: skip
Index("block_time", block.c.resource_id, block.c.lane, block.c.starts_at)
Index(
    "block_one_head", block.c.appointment_id, block.c.resource_id, unique=True,
    sqlite_where=_HEAD, postgresql_where=_HEAD,
)  # fmt: skip

journal = Table(
    "journal",
    metadata,
    Column("sequence", Big, primary_key=True, autoincrement=False),
    Column("command_id", Key, nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("actor_id", ForeignKey("user.id"), nullable=False),
    Column("station", Text, nullable=False),
    Column("run", Key, nullable=False),
    Column("command", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("undoes", ForeignKey("journal.sequence")),
    Column("before_digest", Text, nullable=False),
    Column("after_digest", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("digest", Text, nullable=False),
    CheckConstraint("sequence >= 1", name="journal_sequence_from_one"),
    CheckConstraint("undoes IS NULL OR undoes < sequence", name="journal_undoes_earlier"),
    **STRICT,
)
Index("journal_of_run", journal.c.run, journal.c.sequence)
Index("journal_of_station", journal.c.actor_id, journal.c.station, journal.c.sequence)
_UNDOES = text("undoes IS NOT NULL")
Index(
    "journal_undone", journal.c.undoes, unique=True, sqlite_where=_UNDOES, postgresql_where=_UNDOES
)

journal_touch = Table(
    "journal_touch",
    metadata,
    Column("sequence", ForeignKey("journal.sequence"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("resource_id", Big),
    Column("starts_at", Instant),
    Column("ends_at", Instant),
    **STRICT,
)
Index("journal_touch_of", journal_touch.c.kind, journal_touch.c.row_id)

journal_detail = Table(
    "journal_detail",
    metadata,
    Column("sequence", ForeignKey("journal.sequence"), primary_key=True),
    Column("before", Text),
    Column("after", Text),
    **STRICT,
)
