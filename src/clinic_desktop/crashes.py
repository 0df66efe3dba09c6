"""Where every thread stood when the program crashed, in a file beside the log.

It watches before Qt is loaded, so it imports next to nothing.
"""

from __future__ import annotations

import contextlib
import faulthandler
from collections.abc import Iterator
from pathlib import Path

from clinic_desktop.private import make_folder, open_to_append

FILE = "crashes.log"


@contextlib.contextmanager
def told_in(folder: Path) -> Iterator[None]:
    """Write a crash into the folder; one that can't be written leaves crashes to the terminal."""
    try:
        make_folder(folder)
        file = open_to_append(folder / FILE)
    except OSError:
        yield
        return
    with file:
        faulthandler.enable(file)
        try:
            yield
        finally:
            faulthandler.disable()
