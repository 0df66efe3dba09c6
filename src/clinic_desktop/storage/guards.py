"""What a database must be before it is opened; whatever is refused stays as it was, to the byte.

A file is examined before SQLAlchemy is loaded.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.private import make_folder
from clinic_desktop.storage import schema
from clinic_desktop.storage.files import (
    HEADER_BYTES,
    MAGIC,
    Header,
    Identity,
    has_log,
    header_in_log,
    identity,
    is_on_network,
    log_of,
)

if TYPE_CHECKING:
    from clinic_desktop.storage.database import Database


def examine(database: Database, *, any_fingerprint: bool = False) -> None:
    """Let the database be opened if it is a whole clinic of this program's schema.

    Raises:
        Unavailable: it is not; the message says why and what to do. Nothing was written.

    """
    if database.file is not None:
        database.opened.stands(*examine_file(database.file, any_fingerprint=any_fingerprint))
    else:
        from clinic_desktop.storage import servers

        servers.examine(database, any_fingerprint=any_fingerprint)


def examine_new(database: Database) -> None:
    """Let a clinic be created or upgraded here if nothing foreign would be touched.

    A missing SQLite file's folder is made.

    Raises:
        Unavailable: something else is here, or it can't be written. Nothing was written.

    """
    file = database.file
    if file is None:
        from clinic_desktop.storage import servers

        servers.examine_new(database)
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
        raise schema.newer(database.place)
    if header is not None and header.user_version == schema.USER_VERSION:
        schema.refuse_unknown(database.place, "sqlite", _file_fingerprint(file)[0])


def examine_file(file: Path, *, any_fingerprint: bool = False) -> tuple[Identity | None, object]:
    """Examine a SQLite file; the cheapest and least intrusive questions come first.

    Answer which file it is, and its schema's version.

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
        raise schema.newer(str(file))
    if header.user_version < schema.USER_VERSION:
        raise schema.older(str(file))
    _refuse_network(file)
    if not any_fingerprint:
        _refuse_read_only(file)
    known = identity(file)
    found, mark = _file_fingerprint(file)
    if not any_fingerprint:
        schema.refuse_unknown(str(file), "sqlite", found)
    return known, mark


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
        from sqlalchemy.exc import DBAPIError

        from clinic_desktop.storage import faults

        raise faults.unavailable(DBAPIError("", {}, error), str(file)) from error
    return schema.digest(rows), mark


def _make_folder(file: Path) -> None:
    """Make the folder of a new database.

    Raises:
        Unavailable: ``cannot_open``.

    """
    try:
        make_folder(file.parent)
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
