"""Small files that keep what one person has set: written whole or not at all."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)


class DamagedError(ValueError):
    """A file is there, and holds nothing that can be read; the message says which file."""


def read_kept(file: Path) -> dict[str, Any]:
    """Answer what was kept; nothing when nothing ever was.

    Raises:
        DamagedError: what lies there is no JSON object, or can't be read at all.

    """
    try:
        text = file.read_text(encoding="utf-8")
        # Late: most people have changed nothing, and their windows start without it.
        import json

        kept = json.loads(text)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise DamagedError(f"{file} can\N{RIGHT SINGLE QUOTATION MARK}t be read.") from error
    if not isinstance(kept, dict):
        raise DamagedError(f"{file} is damaged.")
    return kept


def write_kept(file: Path, content: dict[str, Any]) -> None:
    """Replace a file by this content, as one step: whoever reads sees the old or the new one.

    What can't be read is set aside under another name: it may hold more than the new one.

    Raises:
        OSError: it could not be written, which the log tells, too; the old one stands.

    """
    try:
        _write(file, content)
    except OSError as error:
        # Whoever gets it tells it on the screen, where nobody sees it of a window that closes.
        log.warning("%s was not kept: %s", file.name, error.strerror or type(error).__name__)
        raise


def _write(file: Path, content: dict[str, Any]) -> None:
    # Late: no start needs them.
    import json
    import tempfile

    file.parent.mkdir(0o700, parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as writing:
            json.dump(content, writing, ensure_ascii=False, indent=2)
            writing.write("\n")
            writing.flush()
            os.fsync(writing.fileno())
        _set_aside_damaged(file)
        Path(part).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(part).unlink()
        raise


def _set_aside_damaged(file: Path) -> None:
    try:
        read_kept(file)
    except DamagedError:
        file.replace(file.with_name(f"{file.name}.damaged"))
