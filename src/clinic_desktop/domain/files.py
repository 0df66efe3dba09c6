"""Files that people name: told from the clinic's own, and written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

_BESIDE = ("", "-wal", "-shm", "-journal", ".tick")
"""What the clinic's files are called: the database, and what lies beside it."""


def is_the_clinic(file: Path, database: Path | None) -> bool:
    """Tell whether a file is the clinic's database (None on a server) or lies beside it.

    It is known by its name and by its device and inode, and never opened: POSIX ends all locks of a
    process on a file when it closes one opening of it, and another program then deletes the log
    that this one still writes.
    """
    if database is None:
        return False
    database = database.resolve()
    own = [database.with_name(f"{database.name}{end}") for end in _BESIDE]
    if file.resolve() in own:
        return True
    # A name that no file can have, one too long for instance, is not there either.
    there = os.path.exists(file)  # noqa: PTH110 - where Path's own raises
    return there and any(each.exists() and each.samefile(file) for each in own)


def write_whole(file: Path, content: bytes) -> None:
    """Write beside the file, then take its place at once: nobody ever reads half of it.

    A new file is its owner's alone, since it names patients; one that is replaced keeps its mode.
    A link stays one.

    Raises:
        OSError: it can't be written; what stood there is as it was.

    """
    import contextlib
    import shutil
    import tempfile

    file = file.resolve()
    number, name = tempfile.mkstemp(prefix=f".{file.name[:40]}.", suffix=".part", dir=file.parent)
    part = Path(name)
    try:
        with os.fdopen(number, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        if file.exists():
            shutil.copymode(file, part)
        part.replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
