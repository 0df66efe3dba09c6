"""What a line of any log may say, and the window's log, with Qt's messages in it."""

from __future__ import annotations

import contextlib
import logging
import sys
import time
import traceback
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from clinic_desktop.private import make_folder, open_to_append

FILE = "window.log"
LONGEST = 1_000_000
"""Bytes of one file."""
KEPT = 5
"""Full files beside it."""
_ODD = "backslashreplace"

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


class Rotating(logging.FileHandler):
    """A file that is set aside when it is full: the newest under 1, the oldest goes.

    The standard library's own is loaded with sockets and pickles, for other handlers' sake; a
    window's first data would wait for them.
    """

    def __init__(self, path: Path) -> None:
        """Open it; what has no letters in UTF-8, as a file's name may, is written by its codes."""
        super().__init__(path)

    def _open(self) -> TextIOWrapper:
        """Open the file, whether it is the first or a new one, for its owner alone."""
        return open_to_append(Path(self.baseFilename), _ODD)

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, into a new file where this one has no room for it.

        What a line tells of is done already: that it can't be written fails nobody.
        """
        try:
            try:
                if self._is_gone():
                    self._begin_anew()
                elif self._has_no_room(record):
                    self._set_aside()
            finally:
                super().emit(record)
        except Exception:  # noqa: BLE001 - a folder that is gone, a full disk, a text of no encoding
            self.handleError(record)

    def handleError(self, _record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say that a line is missing; the library's own words repeat it, and what came before."""
        if logging.raiseExceptions and sys.stderr is not None:
            kind = type(sys.exception()).__name__
            with contextlib.suppress(OSError, ValueError):
                sys.stderr.write(f"{kind}: a line could not be written to {self.baseFilename}\n")

    def close(self) -> None:
        """Close the file; what is lost by a full disk was said when it was to be written."""
        with contextlib.suppress(OSError):
            super().close()

    def _is_gone(self) -> bool:
        """Tell whether file or folder was removed: it would be written all the same, unseen."""
        return self.stream is not None and not Path(self.baseFilename).exists()

    def _begin_anew(self) -> None:
        """Make the folder again; the file is opened by whoever writes next."""
        stream, self.stream = self.stream, None
        if stream is not None:
            stream.close()
        make_folder(Path(self.baseFilename).parent)

    def _has_no_room(self, record: logging.LogRecord) -> bool:
        written = self.stream.tell() if self.stream else 0
        return written > 0 and written + len(self.format(record).encode(errors=_ODD)) >= LONGEST

    def _set_aside(self) -> None:
        # Opened anew by whoever writes next, also if closing fails.
        stream, self.stream = self.stream, None
        if stream is not None:
            stream.close()
        files = [Path(self.baseFilename)]
        files += [files[0].with_name(f"{files[0].name}.{n}") for n in range(1, KEPT + 1)]
        for older, newer in zip(files[:0:-1], files[-2::-1], strict=True):
            if newer.exists():
                newer.replace(older)


class WindowLog:
    """The open log; ``close`` gives every handler back."""

    def __init__(self, folder: Path) -> None:
        """Open it; a folder that can't be written leaves the program without a log, not closed."""
        self.path = folder / FILE
        handler: logging.Handler
        try:
            make_folder(folder)
            handler = Rotating(self.path)
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
