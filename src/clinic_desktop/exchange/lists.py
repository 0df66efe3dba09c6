"""Lists of visits written into files for spreadsheets."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from clinic_desktop.domain.listing import BYTE_ORDER_MARK, SaveVisits, csv_text
from clinic_desktop.domain.refusals import Reason, Refusal, Unavailable
from clinic_desktop.domain.time import zone_named
from clinic_desktop.storage.database import Read


def save_visits(read: Read, query: SaveVisits) -> int:
    """Write the visits as CSV, whole or not at all; answer how many they are.

    Raises:
        Refusal: ``not_a_list``, what has that name is the clinic itself.
        Unavailable: ``not_written``; whatever the file held before it holds still.

    """
    text = BYTE_ORDER_MARK + csv_text(query.visits, zone_named(query.zone))
    try:
        _refuse_clinic(read, query.file)
        write_whole(query.file, text.encode("utf-8"))
    except OSError as error:
        message = (
            f"The list could not be written to {query.file}: {error.strerror or error}. "
            "What was there before is unchanged. Choose another place."
        )
        raise Unavailable("not_written", message, {"file": str(query.file)}) from error
    return len(query.visits)


def _refuse_clinic(read: Read, file: Path) -> None:
    """Keep the database, and what lies beside it: they are told by their names and never opened.

    To close a file that SQLite has open ends this process' locks on it.
    """
    if read.file is None or not file.exists():
        return
    beside = (
        read.file.with_name(f"{read.file.name}{end}") for end in ("", "-wal", "-shm", ".tick")
    )
    if any(own.exists() and own.samefile(file) for own in beside):
        message = f"{file} is the clinic itself, so it is kept. Name another file."
        raise Refusal(Reason("not_a_list", message, {"file": str(file)}))


def write_whole(file: Path, data: bytes) -> None:
    """Write beside the file, then take its place: nobody ever reads half of it.

    A new file is its owner's alone, since it names patients; one that is replaced keeps its mode.
    """
    file = file.resolve()
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[:40]}.", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        if file.exists():
            shutil.copymode(file, name)
        Path(name).replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
