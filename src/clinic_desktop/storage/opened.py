"""Whether a database is still the one that was opened: its file, and its schema."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.storage import schema
from clinic_desktop.storage.files import Identity, identity


class Opened:
    """What was found at opening; every write holds on to it."""

    def __init__(self, place: str, file: Path | None) -> None:
        """Name the database, and its SQLite file (None on a server); nothing is known yet."""
        self._place, self._file = place, file
        self.identity: Identity | None = None
        self._schema_mark: object = None

    def stands(self, identity: Identity | None, schema_mark: object) -> None:
        """Remember the file and the schema that were found."""
        self.identity = identity
        self._schema_mark = schema_mark

    def check_file(self, known: Identity | None) -> None:
        """Compare the SQLite file with the one that is known: a deleted one still takes writes.

        Raises:
            Unavailable: ``file_gone`` or ``file_replaced``.

        """
        if known is None or self._file is None:
            return
        found = identity(self._file)
        if found is None:
            message = (
                f"{self._place} is gone: it was deleted, moved or its drive was taken away. Nothing"
                " was changed. Put the file back where it was."
            )
            raise Unavailable("file_gone", message, {"place": self._place})
        if found != known:
            message = (
                f"Another file was put in the place of {self._place}. Nothing was changed. "
                "Close the program and open it again to work with the new file."
            )
            raise Unavailable("file_replaced", message, {"place": self._place})

    def check_schema(self, connection: Connection, mark: object) -> None:
        """Write nothing into a schema that changed since this program opened it.

        On SQLite VACUUM and ANALYZE move the mark as well: if the schema itself is as it should
        be, the new mark is taken over.

        Raises:
            Unavailable: ``newer_schema``.

        """
        if self._schema_mark not in (None, mark) and not (
            self._file is not None
            and schema.fingerprint(connection) == schema.FINGERPRINTS["sqlite"]
        ):
            message = (
                "The database was changed by another version of the program. Nothing was saved. "
                "Close this program, bring it up to date, and open it again."
            )
            raise Unavailable("newer_schema", message)
        self._schema_mark = mark
