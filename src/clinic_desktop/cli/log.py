"""The log: one line a command with what it was, how it ended and how long it took.

Nothing here may name a patient: no argument, no message and no fact of an error gets in, and of a
fault only the places in the code are written, since the texts of database errors quote values.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path

from clinic_desktop.domain.changes import Changes
from clinic_desktop.log import Line, Rotating
from clinic_desktop.private import make_folder

_NAME = "clinic_desktop"
_LINES = "clinic_desktop.cli"
_FILE = "clinic.log"
_IDS = 12
_FORMAT = "%(asctime)s %(levelname)s %(process)d %(message)s"


def open_log(folder: Path) -> None:
    """Open the log in that folder; where the folder can't be written, nothing is kept."""
    close_log()
    log = logging.getLogger(_NAME)
    log.setLevel(logging.INFO)
    log.propagate = False
    handler: logging.Handler
    try:
        make_folder(folder)
        handler = Rotating(folder / _FILE)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(Line(_FORMAT))
    handler.addFilter(_worth_keeping)
    log.addHandler(handler)


def _worth_keeping(record: logging.LogRecord) -> bool:
    """Keep the command's own line and every trouble; the office's lines would say it twice."""
    return record.levelno > logging.INFO or record.name == _LINES


def close_log() -> None:
    """Close the log's file."""
    log = logging.getLogger(_NAME)
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()
    log.setLevel(logging.NOTSET)
    log.propagate = True


def log_path(folder: Path) -> str:
    """Name the log's file for a person."""
    return str(folder / _FILE)


def log_command(command: str, outcome: str, started: float, changes: Changes | None = None) -> None:
    """Write the one line of a command; ``started`` is of ``time.perf_counter``."""
    parts = [command.replace(" ", "_")]
    if changes is not None:
        ids = list(dict.fromkeys(f"{one.kind}:{one.id}" for one in changes.touched))
        rest = f",+{len(ids) - _IDS}" if len(ids) > _IDS else ""
        parts += [f"sequence={changes.sequence}", f"ids={','.join(ids[:_IDS])}{rest}"]
    milliseconds = round((time.perf_counter() - started) * 1000)
    parts += [f"outcome={outcome}", f"ms={milliseconds}"]
    logging.getLogger(_LINES).info("%s", " ".join(parts))


def log_bug(error: BaseException) -> None:
    """Write where a fault happened, and of what kind it is."""
    logging.getLogger(_LINES).error("a fault of the program", exc_info=error)
