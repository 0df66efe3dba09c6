"""A clinic's file, read before SQLAlchemy is loaded: for what a window shows first."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.time import Clock
from clinic_desktop.storage import guards, texts

T = TypeVar("T")
PATIENCE_SECONDS = 1.0
"""How long to wait for a lock: whoever opens the clinic after this one has more patience."""


class _Snapshot:
    """The file during one question."""

    def __init__(self, connection: sqlite3.Connection, now: dt.datetime, sequence: int) -> None:
        self._connection = connection
        self.now = now
        self.sequence = sequence

    def rows(self, text: str, values: texts.Values) -> list[tuple[Any, ...]]:
        sql, parameters = texts.written(text, "sqlite", values)
        return self._connection.execute(sql, parameters or {}).fetchall()


class Glance:
    """One connection that only reads; SQLite lets no other thread use it than the one it is of."""

    def __init__(self, file: Path, clock: Clock) -> None:
        """Examine the file as whoever opens it does, and connect.

        Raises:
            Unavailable, sqlite3.Error: it is not to be opened, or can't be read.

        """
        self._file, self._clock = file, clock
        self.identity, self.schema_mark = guards.examine_file(file)
        # A reader may write as far as SQLite goes: else it would leave two files beside this one.
        self._connection = sqlite3.connect(
            f"{file.as_uri()}?mode=rw", uri=True, timeout=PATIENCE_SECONDS, isolation_level=None
        )
        try:
            self._connection.execute("PRAGMA query_only = ON")
            self._connection.execute("PRAGMA cell_size_check = ON")
            self._version = self._data_version()
            self.sequence = self.read(lambda snapshot: snapshot.sequence).answer
        except BaseException:
            # Whoever opens the file next examines it, which ends the locks of all that is open.
            self.close()
            raise

    def read(self, work: Callable[[texts.Snapshot], T]) -> Seen[T]:
        """Answer a question from one snapshot.

        Raises:
            sqlite3.Error: it can't be read.

        """
        self._connection.execute("BEGIN")
        try:
            sequence = self._connection.execute(texts.LAST_SEQUENCE).fetchone()[0] or 0
            return Seen(work(_Snapshot(self._connection, self._clock(), sequence)), sequence)
        finally:
            self._connection.execute("ROLLBACK")

    def is_outdated(self) -> bool:
        """Tell whether anybody wrote into the file since it was opened here."""
        return self._data_version() != self._version

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
