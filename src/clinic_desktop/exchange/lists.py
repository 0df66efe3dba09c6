"""Lists of visits written into files for spreadsheets."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from clinic_desktop.domain.listing import BYTE_ORDER_MARK, SaveVisits, csv_text
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.time import zone_named
from clinic_desktop.storage.database import Read


def save_visits(_read: Read, query: SaveVisits) -> int:
    """Write the visits as CSV, whole or not at all; answer how many they are.

    Raises:
        Unavailable: ``not_written``; whatever the file held before it holds still.

    """
    text = BYTE_ORDER_MARK + csv_text(query.visits, zone_named(query.zone))
    try:
        write_whole(query.file, text.encode("utf-8"))
    except OSError as error:
        message = (
            f"The list could not be written to {query.file}: {error.strerror or error}. "
            "What was there before is unchanged. Choose another place."
        )
        raise Unavailable("not_written", message, {"file": str(query.file)}) from error
    return len(query.visits)


def write_whole(file: Path, data: bytes) -> None:
    """Write beside the file, then take its place: nobody ever reads half of it."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
