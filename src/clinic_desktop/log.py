"""What a line of any log may say, and the window's log, with Qt's messages in it."""

from __future__ import annotations

import logging
import logging.handlers
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FILE = "window.log"
LONGEST = 1_000_000
KEPT = 5

log = logging.getLogger("clinic_desktop")


class Line(logging.Formatter):
    """A record in UTC; of an error only kinds and places, since texts may quote a patient."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%SZ"
    default_msec_format = ""

    def formatException(self, ei: Any) -> str:  # noqa: ANN401, N802 - logging's name and type
        """Write where an error and what it came from arose."""
        return "".join(_places(ei[1]))


def _places(error: BaseException | None) -> Iterator[str]:
    """Walk the fault and what it came from, without their texts."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield f"{type(error).__module__}.{type(error).__qualname__}\n"
        yield from traceback.format_tb(error.__traceback__)
        error = error.__cause__ or error.__context__


class WindowLog:
    """The open log; ``close`` gives every handler back."""

    def __init__(self, folder: Path) -> None:
        """Open it; a folder that can't be written leaves the program without a log, not closed."""
        self.path = folder / FILE
        handler: logging.Handler
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handler = logging.handlers.RotatingFileHandler(
                self.path, maxBytes=LONGEST, backupCount=KEPT, encoding="utf-8"
            )
        except OSError:
            handler = logging.NullHandler()
        handler.setFormatter(Line("%(asctime)s %(levelname)s %(process)d %(name)s %(message)s"))
        self._handler = handler
        log.addHandler(handler)
        log.setLevel(logging.INFO)

    def close(self) -> None:
        """Close the file."""
        log.removeHandler(self._handler)
        self._handler.close()
