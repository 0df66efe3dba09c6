"""The window's log: rotating, without patient text, with Qt's messages and crashes in it."""

from __future__ import annotations

import faulthandler
import logging
import logging.handlers
import traceback
from pathlib import Path
from types import TracebackType
from typing import IO

FILE = "window.log"
CRASHES = "crashes.log"
LONGEST = 1_000_000
KEPT = 5

log = logging.getLogger("clinic_desktop")


class _Line(logging.Formatter):
    """One line a record; of an error only its type and places, since texts may quote a patient."""

    def formatException(  # noqa: N802 - logging's own name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """Write where an error came from."""
        return "".join(traceback.format_tb(ei[2])) + (ei[0].__name__ if ei[0] else "")


class WindowLog:
    """The open log; ``close`` gives every handler back."""

    def __init__(self, folder: Path) -> None:
        """Open it; a folder that can't be written leaves the program without a log, not closed."""
        self.path = folder / FILE
        self._crashes: IO[str] | None = None
        handler: logging.Handler
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handler = logging.handlers.RotatingFileHandler(
                self.path, maxBytes=LONGEST, backupCount=KEPT, encoding="utf-8"
            )
            self._crashes = (folder / CRASHES).open("a", encoding="utf-8")
        except OSError:
            handler = logging.NullHandler()
        if self._crashes is not None:
            faulthandler.enable(self._crashes)
        handler.setFormatter(_Line("%(asctime)s %(levelname)s %(process)d %(name)s %(message)s"))
        self._handler = handler
        log.addHandler(handler)
        log.setLevel(logging.INFO)

    def close(self) -> None:
        """Close the files."""
        log.removeHandler(self._handler)
        self._handler.close()
        if self._crashes is not None:
            faulthandler.disable()
            self._crashes.close()
