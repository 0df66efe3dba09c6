"""What the database's own errors mean to a person: what happened, what is safe, what to do."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator

from sqlalchemy.exc import DBAPIError

from clinic_desktop.domain.refusals import Unavailable

SERIALIZATION_FAILURES = ("40001", "40P01")

_STOPPED = (
    "interrupted",
    (
        "This was stopped before it ended: it took longer than {place} allows, or someone ended "
        "it there. Nothing was changed. Try again; if it is stopped again, ask the administrator."
    ),
)
_SQLITE = {
    sqlite3.SQLITE_INTERRUPT: _STOPPED,
    sqlite3.SQLITE_BUSY: (
        "database_locked",
        "Another program keeps {place} locked. Nothing was changed. Try again in a moment.",
    ),
    sqlite3.SQLITE_FULL: (
        "disk_full",
        "The disk that holds {place} is full. Nothing was changed. Make room, then try again.",
    ),
    sqlite3.SQLITE_READONLY: (
        "read_only",
        "{place} may only be read by this user. Nothing was changed. Ask for write access to it.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "corrupt",
        "{place} is damaged. Nothing was changed. Close the program and restore a backup.",
    ),
    sqlite3.SQLITE_NOTADB: (
        "not_a_clinic",
        "{place} is no database of this program. Nothing was changed. Choose another file.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "cannot_open",
        "{place} can't be opened. Nothing was changed. Check the folder and its permissions.",
    ),
    sqlite3.SQLITE_IOERR: (
        "disk_error",
        "Reading or writing {place} failed. Nothing was changed. Check the disk, then try again.",
    ),
}
_RACED = (
    "database_locked",
    "Others were changing the same things in {place}. Nothing was changed. Try again in a moment.",
)
_POSTGRESQL = {
    **dict.fromkeys(SERIALIZATION_FAILURES, _RACED),
    "57014": _STOPPED,
    "55P03": (
        "database_locked",
        "Another program keeps a lock on {place}. Nothing was changed. Try again in a moment.",
    ),
    "53100": (
        "disk_full",
        "The server's disk is full. Nothing was changed. Tell the administrator, then try again.",
    ),
    "42501": (
        "read_only",
        "This role may not write to {place}. Nothing was changed. Ask the administrator.",
    ),
    "25006": (
        "read_only",
        "{place} takes no changes at present. Nothing was changed. Ask the administrator.",
    ),
    "42P01": (
        "not_a_clinic",
        "{place} holds no clinic yet. Create one with: clinic init",
    ),
}


def sqlstate(error: DBAPIError) -> str:
    """Answer the error's SQLSTATE, empty on SQLite."""
    return getattr(error.orig, "sqlstate", None) or ""


def is_lost(error: BaseException) -> bool:
    """Tell whether the connection itself is gone."""
    if not isinstance(error, DBAPIError):
        return False
    state = sqlstate(error)
    no_answer = not isinstance(error.orig, sqlite3.Error) and not state
    return error.connection_invalidated or no_answer or state.startswith(("08", "57P"))


def worth_retrying(error: DBAPIError) -> bool:
    """Tell whether the engine only lost a race with another transaction."""
    return sqlstate(error) in SERIALIZATION_FAILURES


def unavailable(error: DBAPIError, place: str) -> Exception:
    """Turn a driver's error into ``Unavailable``; what names no trouble outside is a bug, as is."""
    if isinstance(error.orig, sqlite3.Error):
        number = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        known = _SQLITE.get(number)
    else:
        known = _POSTGRESQL.get(sqlstate(error))
        if known is None and is_lost(error):
            known = (
                "database_unreachable",
                "{place} can't be reached. Nothing was changed. Try again when it is back.",
            )
    if known is None:
        return error
    code, message = known
    return Unavailable(code, message.format(place=place), {"place": place})


@contextlib.contextmanager
def told(
    place: str,
    only: type[DBAPIError] = DBAPIError,
    when: Callable[[BaseException], bool] = lambda _: True,
) -> Iterator[None]:
    """Turn the driver's errors inside into ``Unavailable``, each with its sentence."""
    try:
        yield
    except only as error:
        if not when(error):
            raise
        told_so = unavailable(error, place)
        if told_so is error:
            raise
        raise told_so from error
