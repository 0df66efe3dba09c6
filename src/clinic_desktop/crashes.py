"""Where every thread stood when the program crashed, in a file beside the log.

It watches before Qt is loaded, so it imports next to nothing.
"""

from __future__ import annotations

import contextlib
import faulthandler
from collections.abc import Iterator
from pathlib import Path

FILE = "crashes.log"


@contextlib.contextmanager
def told_in(folder: Path) -> Iterator[None]:
    """Write a crash into the folder; one that can't be written leaves crashes to the terminal."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / FILE).open("a", encoding="utf-8")
    except OSError:
        yield
        return
    with file:
        faulthandler.enable(file)
        try:
            yield
        finally:
            faulthandler.disable()
