"""How each engine is connected to: pragmas, isolation, limits, on which every promise rests."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, FromClause, create_engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.storage import messages

Access = Literal["create", "write", "read", "still"]
"""Whether a missing SQLite file is made, the database is written, or only read; or whether it is a
file that nobody writes, which is then read without a lock and without a file beside it."""

BUSY_SECONDS = 30


def url_of(place: str) -> URL:
    """Turn a file path or a ``postgresql://`` URL into SQLAlchemy's URL.

    Raises:
        Unavailable: ``bad_database``, it is neither.

    """
    if place.startswith(("postgresql://", "postgres://")):
        try:
            return make_url(place).set(drivername="postgresql+psycopg")
        except (ArgumentError, ValueError):
            # The text may hold a password: it is not told again.
            pass
    elif "://" not in place and "\0" not in place:
        return URL.create("sqlite", database=str(Path(place).expanduser().absolute()))
    message = (
        "The database's name is not understood. Name a file, or a server as "
        "postgresql://user@host/database"
    )
    raise Unavailable("bad_database", message)


class _Compiler(SQLiteCompiler):
    """Writes ``with_hint(table, "INDEXED BY …", "sqlite")`` behind the table's name."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        return text


def make_engine(url: URL, access: Access = "write") -> Engine:
    """Make the engine; nothing is opened yet."""
    if url.drivername == "sqlite":
        # Unless told so, SQLite makes an empty file where the database was deleted. A reader may
        # write as far as SQLite goes: else it would leave its two files beside the database.
        how = {"create": "mode=rwc", "still": "immutable=1"}.get(access, "mode=rw")
        name = f"{Path(url.database or '').as_uri()}?{how}"
        engine = create_engine(
            url,
            poolclass=NullPool,
            creator=lambda: sqlite3.connect(
                name, uri=True, timeout=BUSY_SECONDS, check_same_thread=False
            ),
        )
        engine.dialect.statement_compiler = _Compiler
        event.listen(
            engine, "connect", _prepare_reader if access in ("read", "still") else _prepare_sqlite
        )
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    read_only = " -c default_transaction_read_only=on" if access == "read" else ""
    engine = create_engine(
        url,
        poolclass=NullPool,
        connect_args={
            "connect_timeout": 5,
            "application_name": "clinic-desktop",
            "options": f"-c search_path=public -c timezone=UTC -c lock_timeout=30s{read_only}",
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": 8000,
            "cursor_factory": messages.cursor_class(),
        },
        # The driver would send BEGIN in a message of its own; here it goes with a first question.
        isolation_level="AUTOCOMMIT",
    )
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's
    """Set up a connection that writes."""
    _prepare(connection)
    # It answers the mode that it has, which is another one where the disk can't do this.
    if connection.execute("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
        message = "Readers and writers would lock each other out here (journal_mode is not WAL)."
        raise Unavailable("not_durable", message)
    connection.execute("PRAGMA synchronous = FULL")
    if connection.execute("PRAGMA synchronous").fetchone() != (2,):
        message = "This SQLite does not keep commits durable (synchronous is not FULL)."
        raise Unavailable("not_durable", message)


def _prepare_reader(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's
    """Set up a connection that never writes."""
    _prepare(connection)
    connection.execute("PRAGMA query_only = ON")


def _prepare(connection: Any) -> None:  # noqa: ANN401 - the driver's
    """Set up any connection; the driver's own transaction handling is off."""
    connection.isolation_level = None
    for pragma in (
        "foreign_keys = ON",
        "recursive_triggers = ON",
        "cell_size_check = ON",
        "trusted_schema = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Writers take the lock at once; a read that later writes would fail without waiting."""
    writes = connection.get_execution_options().get("write")
    messages.send_begin(connection, "BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    """Give reads one snapshot, and no way to write; who asked for no transaction gets none."""
    options = connection.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return
    writes = "BEGIN ISOLATION LEVEL READ COMMITTED"
    reads = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
    messages.send_begin(connection, writes if options.get("write") else reads)
