"""A copy of a clinic's file while others write: by SQLite's own means, of one snapshot."""

from __future__ import annotations

import contextlib
import os
import shlex
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from clinic_desktop.domain.files import is_the_clinic
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal, Unavailable
from clinic_desktop.storage import faults
from clinic_desktop.storage.database import Read


@contextlib.contextmanager
def copied(read: Read, file: Path) -> Iterator[Path]:
    """Copy what a question sees into a new file, beside its place: its path is handed out.

    Once what is done with it ends well, the copy takes its place, in one step and over nothing;
    otherwise nothing is left of it.

    Raises:
        Refusal: ``file_exists``, ``not_a_backup``.
        Misuse: ``not_a_file``, the clinic lies on a server.
        Unavailable: it can't be written there; the clinic is as it was.

    """
    if read.file is None:
        raise _on_a_server(read.connection.engine.url)
    file = file.absolute()
    _refuse_taken(file, read.file)
    try:
        number, name = tempfile.mkstemp(
            prefix=f".{file.name[:40]}.", suffix=".part", dir=file.parent
        )
        os.close(number)
        part = Path(name)
        try:
            _copy(read, part, file)
            yield part
            _sync(part)
            _put(part, file)
        finally:
            part.unlink(missing_ok=True)
        _sync(file.parent)
    except OSError as error:
        why = (error.strerror or "it failed").lower()
        message = (
            f"The backup can't be written to {file}: {why}. The clinic is as it was, and nothing "
            "was left there. Name another place."
        )
        raise Unavailable("not_written", message, {"file": str(file)}) from error


def _refuse_taken(file: Path, clinic: Path) -> None:
    if is_the_clinic(file, clinic):
        message = f"{file} is the clinic itself, or lies beside it by its name. Name another file."
        raise Refusal(Reason("not_a_backup", message, {"file": str(file)}))
    if os.path.lexists(file):
        raise _taken(file)


def _taken(file: Path) -> Refusal:
    message = f"{file} is there already, so it is kept. Name a new file for each backup."
    return Refusal(Reason("file_exists", message, {"file": str(file)}))


def _copy(read: Read, part: Path, file: Path) -> None:
    """Copy all pages in one step: in a snapshot that is open, nobody's commit begins it anew."""
    source: Any = read.connection.connection.driver_connection
    target = sqlite3.connect(part, isolation_level=None)
    try:
        # Until it has its name it is nothing: no second file is needed to take it back by.
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target)
    except sqlite3.Error as error:
        raise faults.unavailable(DBAPIError("", {}, error), str(file)) from error
    finally:
        target.close()


def _put(part: Path, file: Path) -> None:
    """Give the copy its name, unless somebody took that meanwhile."""
    try:
        os.link(part, file)
    except FileExistsError:
        raise _taken(file) from None
    except OSError:
        # A drive without links; there the name is looked at once more.
        if os.path.lexists(file):
            raise _taken(file) from None
        part.rename(file)


def _sync(path: Path) -> None:
    """Have the system write a file or a folder to its disk."""
    if path.is_dir() and os.name == "nt":
        return
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _on_a_server(url: URL) -> Misuse:
    """Say what copies a clinic there, as a line to type."""
    line = ["pg_dump", "--format=custom", "--file=clinic.dump"]
    host = url.host or url.query.get("host")
    for name, value in (("host", host), ("port", url.port), ("username", url.username)):
        line += [f"--{name}={value}"] if value else []
    line.append(str(url.database))
    typed = shlex.join(line)
    message = f"This clinic lies on a server, which makes backups by its own means. Type: {typed}"
    return Misuse("not_a_file", message, {"command": typed})
