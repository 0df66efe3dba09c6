"""What a database must be before it is opened; whatever is refused stays as it was, to the byte."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, OperationalError

from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.storage import faults, schema
from clinic_desktop.storage.database import Database
from clinic_desktop.storage.engines import identity, make_engine
from clinic_desktop.storage.files import (
    HEADER_BYTES,
    MAGIC,
    Header,
    has_log,
    header_in_log,
    is_on_network,
    log_of,
)
from clinic_desktop.storage.lanes import Link

OLDEST_SERVER = 15
_WHAT_IS_THERE = text(
    "SELECT to_regclass('public.alembic_version') IS NOT NULL"
    " AND to_regclass('public.journal_touch') IS NOT NULL AS ours,"
    " EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    " AND relkind IN ('r', 'v', 'm', 'p', 'f', 'S')) AS anything"
)
_WHO_ASKS = text(
    "SELECT rolsuper AS superuser, current_user AS name,"
    " has_schema_privilege('public', 'CREATE') AS creates"
    " FROM pg_roles WHERE rolname = current_user"
)
_DATABASE_EXISTS = text("SELECT EXISTS (SELECT FROM pg_database WHERE datname = :name)")


def examine(database: Database, *, any_fingerprint: bool = False) -> None:
    """Let the database be opened if it is a whole clinic of this program's schema.

    Raises:
        Unavailable: it is not; the message says why and what to do. Nothing was written.

    """
    if database.file is not None:
        _examine_file(database, database.file, any_fingerprint=any_fingerprint)
    else:
        _examine_server(database, any_fingerprint=any_fingerprint)


def examine_new(database: Database) -> None:
    """Let a clinic be created or upgraded here if nothing foreign would be touched.

    A missing SQLite file's folder is made.

    Raises:
        Unavailable: something else is here, or it can't be written. Nothing was written.

    """
    file = database.file
    if file is None:
        _examine_new_server(database)
        return
    if not file.exists():
        _make_folder(file)
        _refuse_network(file)
        _refuse_read_only(file)
        return
    header = _read_header(file)
    _refuse_network(file)
    _refuse_read_only(file)
    if header is not None and header.user_version > schema.USER_VERSION:
        raise _newer(database)
    if header is not None and header.user_version == schema.USER_VERSION:
        _refuse_unknown(database, _file_fingerprint(file)[0])


def _examine_file(database: Database, file: Path, *, any_fingerprint: bool) -> None:
    """Examine a SQLite file; the cheapest and least intrusive questions come first.

    Raises:
        Unavailable: it is not a clinic's, or not as it should be.

    """
    if not file.exists():
        message = f"There is no database at {file}. Create a clinic with: clinic init"
        raise Unavailable("no_database", message, {"place": str(file)})
    header = _read_header(file)
    if header is None:
        message = f"{file} is empty: it holds no clinic yet. Create one there with: clinic init"
        raise Unavailable("empty", message, {"place": str(file)})
    if header.user_version > schema.USER_VERSION:
        raise _newer(database)
    if header.user_version < schema.USER_VERSION:
        raise _older(database)
    _refuse_network(file)
    if not any_fingerprint:
        _refuse_read_only(file)
    known = identity(file)
    found, mark = _file_fingerprint(file)
    if not any_fingerprint:
        _refuse_unknown(database, found)
    database.stands(known, mark)


def _is_empty(file: Path) -> bool:
    """Tell whether the file has no bytes.

    Raises:
        Unavailable: ``not_a_clinic``, it is a folder or a device.

    """
    if not file.is_file():
        message = f"{file} is not a file. Nothing was changed. Name the database's file."
        raise Unavailable("not_a_clinic", message, {"place": str(file)})
    return file.stat().st_size == 0


def _read_header(file: Path) -> Header | None:
    """Read a clinic's header as its last commit left it, or answer None when nothing is there yet.

    Raises:
        Unavailable: ``not_a_clinic``, ``corrupt`` or ``not_readable``.

    """
    if _is_empty(file):
        return None
    try:
        with file.open("rb") as opened:
            raw = opened.read(HEADER_BYTES)
        size, log = file.stat().st_size, log_of(file)
        logged = header_in_log(log)
    except OSError as error:
        message = (
            f"{file} can't be read. Nothing was changed. Ask for the right to read and write it."
        )
        raise Unavailable("not_readable", message, {"place": str(file)}) from error
    if not raw.startswith(MAGIC):
        message = (
            f"{file} is no database of this program. Nothing was changed. Choose another file."
        )
        raise Unavailable("not_a_clinic", message, {"place": str(file)})
    header = Header.of(logged or raw)
    on_disk = Header.of(raw).page_size
    sound = 512 <= on_disk <= 65536 and on_disk & (on_disk - 1) == 0 and len(raw) == HEADER_BYTES  # noqa: PLR2004 - SQLite's page sizes
    # With a log, pages may still be on their way into the file.
    if not sound or (logged is None and (size % on_disk or size < header.pages * on_disk)):
        message = (
            f"{file} is damaged: it is cut short or its beginning was overwritten. Nothing was "
            "changed. Keep the file, and restore a backup."
        )
        raise Unavailable("corrupt", message, {"place": str(file)})
    if header.is_blank:
        return None
    if header.application_id != schema.APPLICATION_ID:
        message = f"{file} belongs to another program. Nothing was changed. Choose another file."
        raise Unavailable("not_a_clinic", message, {"place": str(file)})
    return header


def _file_fingerprint(file: Path) -> tuple[str, object]:
    """Answer the schema's fingerprint and its version, and leave no trace.

    Without a log the file alone is the whole truth, and SQLite reads it as if nobody could write:
    no lock, no file beside it. If somebody began to write just then, it is read again with locks.
    """
    if not has_log(file):
        found = _fingerprint_in(file, "immutable=1")
        if found[0] == schema.FINGERPRINTS["sqlite"] or not has_log(file):
            return found
    return _fingerprint_in(file, "mode=ro")


def _fingerprint_in(file: Path, how: str) -> tuple[str, object]:
    """Answer the fingerprint and the schema's version of a file opened in that way.

    Raises:
        Unavailable: it can't be read.

    """
    try:
        connection = sqlite3.connect(f"{file.as_uri()}?{how}", uri=True, isolation_level=None)
        try:
            connection.execute("BEGIN")
            rows = connection.execute(schema.SQLITE_PARTS).fetchall()
            mark = connection.execute("PRAGMA schema_version").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise faults.unavailable(DBAPIError("", {}, error), str(file)) from error
    return schema.digest(rows), mark


def _refuse_unknown(database: Database, found: str) -> None:
    """Refuse a schema that is not what this version of the program makes.

    Raises:
        Unavailable: ``unknown_fingerprint``.

    """
    if found != schema.FINGERPRINTS[database.dialect]:
        message = (
            f"The rules inside {database.place} were changed by something other than this "
            "program, so it can't keep its promises there. Nothing was changed. "
            "Look what is wrong with: clinic verify. Then restore a backup."
        )
        raise Unavailable("unknown_fingerprint", message, {"place": database.place})


def _newer(database: Database) -> Unavailable:
    message = (
        f"The database {database.place} was made by a newer version of the program. "
        "Nothing was changed. Bring this program up to date."
    )
    return Unavailable("newer_schema", message, {"place": database.place})


def _older(database: Database) -> Unavailable:
    message = (
        f"The database {database.place} was made by an older version of the program. "
        "Nothing was changed. Make a backup, then bring it up to date with: clinic init"
    )
    return Unavailable("older_schema", message, {"place": database.place})


def _make_folder(file: Path) -> None:
    """Make the folder of a new database.

    Raises:
        Unavailable: ``cannot_open``.

    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = (
            f"The folder {file.parent} can't be made. Nothing was changed. Choose a place where "
            "you may write."
        )
        raise Unavailable("cannot_open", message, {"place": str(file)}) from error


def _refuse_read_only(file: Path) -> None:
    """Refuse a file or folder that this user may not write; SQLite needs both.

    Raises:
        Unavailable: ``read_only``.

    """
    for path in (file, file.parent):
        if path.exists() and not os.access(path, os.W_OK):
            message = (
                f"{path} may only be read by this user. Nothing was changed. "
                "Ask for write access to the file and its folder."
            )
            raise Unavailable("read_only", message, {"place": str(file)})


def _refuse_network(file: Path) -> None:
    """Refuse a network drive: several PCs on one SQLite file there lose bookings.

    Raises:
        Unavailable: ``network_drive``.

    """
    if is_on_network(file.parent):
        message = (
            f"{file} lies on a network drive, where a database file is not safe. Nothing was "
            "changed. Keep it on this computer, or use a PostgreSQL server for several PCs."
        )
        raise Unavailable("network_drive", message, {"place": str(file)})


def _examine_server(database: Database, *, any_fingerprint: bool) -> None:
    """Examine a PostgreSQL database.

    Raises:
        Unavailable: it is not a clinic's, or not as it should be.

    """
    with _asked(database) as connection:
        revision = _revision(connection, database)
        if revision is None:
            message = (
                f"The database {database.place} holds no clinic yet. "
                "Create one there with: clinic init"
            )
            raise Unavailable("no_clinic", message, {"place": database.place})
        if revision < schema.USER_VERSION:
            raise _older(database)
        if not any_fingerprint:
            _refuse_unknown(database, schema.fingerprint(connection))
        database.stands(None, schema.mark(connection))


def _examine_new_server(database: Database) -> None:
    """Examine a PostgreSQL database that is to hold a clinic, and the role that is to own it.

    Raises:
        Unavailable: a clinic can't be created or upgraded here.

    """
    with _asked(database) as connection:
        role = connection.execute(_WHO_ASKS).one()
        if role.superuser:
            message = (
                f"The role {role.name} is a superuser, which may switch the database's rules off. "
                "Nothing was changed. Use a role of the clinic's own that owns the database."
            )
            raise Unavailable("superuser_role", message, {"role": role.name})
        if not role.creates:
            message = (
                f"The role {role.name} does not own {database.place}. Nothing was changed. "
                f"Ask the administrator: ALTER DATABASE … OWNER TO {role.name}"
            )
            raise Unavailable("not_owner", message, {"role": role.name})
        if _revision(connection, database) == schema.USER_VERSION:
            _refuse_unknown(database, schema.fingerprint(connection))


def _revision(connection: Connection, database: Database) -> int | None:
    """Answer the schema's number, or None in an empty database.

    Raises:
        Unavailable: ``old_server``, ``not_a_clinic`` or ``newer_schema``.

    """
    version = int((connection.dialect.server_version_info or (0,))[0])
    if version < OLDEST_SERVER:
        message = (
            f"The server of {database.place} is PostgreSQL {version}; the program needs "
            f"{OLDEST_SERVER} or later. Nothing was changed. Ask the administrator."
        )
        raise Unavailable("old_server", message, {"version": version})
    there = connection.execute(_WHAT_IS_THERE).one()
    if not there.anything:
        return None
    if not there.ours:
        message = (
            f"The database {database.place} belongs to another program. Nothing was changed. "
            "A clinic needs an empty database of its own."
        )
        raise Unavailable("not_a_clinic", message, {"place": database.place})
    told = schema.revision(connection) or ""
    if not told.isdecimal() or int(told) > schema.USER_VERSION:
        raise _newer(database)
    return int(told)


@contextlib.contextmanager
def _asked(database: Database) -> Iterator[Connection]:
    """Ask a server in one transaction, on the connection that the first query will use.

    Raises:
        Unavailable: the server, the database or the role is not to be had.

    """
    try:
        connection = database.reader.connection()
    except OperationalError as error:
        raise _no_connection(database, error) from error
    except DBAPIError as error:
        message = (
            "The database's name is not understood. Name a server as "
            "postgresql://user@host/database"
        )
        raise Unavailable("bad_database", message) from error
    with faults.told(database.place), connection.begin():
        yield connection


def _no_connection(database: Database, error: OperationalError) -> Unavailable:
    """Say why a server gave no connection; whether the database is missing can be asked."""
    host, name = database.place.partition(" on ")[2], database.url.database
    if type(error.orig).__name__ != "ConnectionTimeout" and _is_missing(database):
        message = (
            f"The server {host} has no database “{name}”. Nothing was changed. Ask the "
            "administrator to create an empty one, owned by the clinic's role."
        )
        return Unavailable("no_database", message, {"place": database.place})
    message = (
        f"The database {database.place} can't be reached: the server does not answer, or refuses "
        "the login. Nothing was changed. Check the network, the server, the role and its password "
        "(pgpass or PGPASSWORD)."
    )
    return Unavailable("database_unreachable", message, {"place": database.place})


def _is_missing(database: Database) -> bool:
    """Ask the server's own database whether it knows the one that gave no connection."""
    link = Link(make_engine(database.url.set(database="postgres"), "read"))
    try:
        with link.connection().begin():
            found = link.connection().execute(_DATABASE_EXISTS, {"name": database.url.database})
            return not found.scalar()
    except DBAPIError:
        return False
    finally:
        link.drop()
