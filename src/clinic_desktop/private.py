"""Files that nobody but their owner can read, also where the system would let others.

It is loaded before Qt, so it imports next to nothing.
"""

from __future__ import annotations

import os
from io import TextIOWrapper
from pathlib import Path

_FOLDER, _FILE = 0o700, 0o600


def make_folder(folder: Path) -> None:
    """Make a folder, and what it lies in, for their owner alone; what is there stays as it is.

    Raises:
        OSError: it can't be made.

    """
    # With `parents=True` only the last one would be so.
    for missing in [one for one in (folder, *folder.parents) if not one.exists()][::-1]:
        missing.mkdir(_FOLDER, exist_ok=True)
    folder.mkdir(_FOLDER, exist_ok=True)


def open_to_append(path: Path, errors: str = "strict") -> TextIOWrapper:
    """Open a text file in UTF-8 for more lines, made if need be, and for its owner alone.

    Raises:
        OSError: it can't be opened.

    """
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _FILE)
    if os.name == "posix" and path.is_file() and path.stat().st_uid == os.geteuid():
        # An earlier version let others read it.
        os.fchmod(handle, _FILE)
    return os.fdopen(handle, "a", encoding="utf-8", errors=errors)
