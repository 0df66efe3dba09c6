"""What this user's program last saw of a database's journal, kept outside the database.

A chain of digests can't show that its tail was cut off. So every program remembers the last row it
saw, in a small file of its user's state folder, one a database. The mark only moves forward along
the same chain: a journal that was cut or rewritten leaves it where it was, for ``verify`` and the
window to find, until somebody accepts what is there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import DBAPIError

from clinic_desktop.domain.journal import Lost
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.private import make_folder
from clinic_desktop.storage.journal_tables import journal
from clinic_desktop.storage.lanes import Link

log = logging.getLogger(__name__)

LONGEST_SECONDS = 1.0
"""How long the end of a program waits for its anchor."""
_TAIL = (
    select(journal.c.sequence, journal.c.digest, journal.c.at)
    .order_by(journal.c.sequence.desc())
    .limit(1)
)
_DIGEST = select(journal.c.digest).where(journal.c.sequence == bindparam("sequence"))


@dataclass(frozen=True, slots=True)
class Anchor:
    """A journal row that was seen: its sequence and its digest."""

    sequence: int
    digest: str


class AnchorFile:
    """The file that keeps the anchor of one database."""

    def __init__(self, folder: Path, place: str) -> None:
        """Name the file; ``place`` is the database as people name it, without a password."""
        name = hashlib.sha256(place.encode()).hexdigest()[:32]
        self.path = folder / "anchors" / f"{name}.json"
        self._place = place

    def read(self) -> Anchor | None:
        """Answer the anchor, or None: none was written yet, or the file can't be read."""
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            return Anchor(int(kept["sequence"]), str(kept["digest"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, link: Link) -> None:
        """Move the anchor to the journal's end as a program ends, if it has a connection.

        An anchor that stays behind is only of less use: a silent server is not waited for.
        """
        connection = link.opened
        if connection is None:
            return
        limit = threading.Timer(LONGEST_SECONDS, link.cut)
        limit.start()
        try:
            with connection.begin():
                self._advance(connection)
        except (DBAPIError, OSError) as error:
            log.info("anchor not kept: %s", type(error).__name__)
        finally:
            limit.cancel()
            limit.join()

    def lost(self, connection: Connection) -> Lost | None:
        """Answer what was seen and the journal does not hold, or None."""
        kept = self.read()
        if kept is None:
            return None
        there = connection.execute(_DIGEST, {"sequence": kept.sequence}).scalar()
        if there == kept.digest:
            return None
        tail = connection.execute(_TAIL).one_or_none()
        return Lost(tail.sequence if tail else 0, tail.at if tail else None, kept.sequence)

    def accept(self, connection: Connection) -> Lost | None:
        """Take the journal as it is for what was seen; answer what is given up by that.

        Raises:
            Unavailable: ``anchor_not_kept``, the file can't be written; the old one stands.

        """
        lost = self.lost(connection)
        tail = connection.execute(_TAIL).one_or_none()
        try:
            if tail is None:
                self.forget()
            else:
                self._write(Anchor(tail.sequence, tail.digest))
        except OSError as error:
            message = (
                f"That this copy was put back on purpose can\N{RIGHT SINGLE QUOTATION MARK}t be "
                f"kept in {self.path.parent} ({error.strerror or error}). The clinic is as it was. "
                "Make room or get the right to write there, then try again."
            )
            raise Unavailable("anchor_not_kept", message) from error
        if lost is not None:
            log.info("a copy was accepted: it ends at %d, seen was %d", lost.last, lost.seen)
        return lost

    def _advance(self, connection: Connection) -> None:
        """Move the anchor to the journal's end, if the journal still holds what it says."""
        tail = connection.execute(_TAIL).one_or_none()
        if tail is None:
            return
        kept = self.read()
        if kept is not None:
            if kept == Anchor(tail.sequence, tail.digest):
                return
            there = connection.execute(_DIGEST, {"sequence": kept.sequence}).scalar()
            if there != kept.digest:
                return
        self._write(Anchor(tail.sequence, tail.digest))

    def forget(self) -> None:
        """Remove the anchor: a new clinic begins at this place."""
        self.path.unlink(missing_ok=True)

    def _write(self, anchor: Anchor) -> None:
        """Write the file beside its place and put it there in one step."""
        make_folder(self.path.parent)
        content = {"place": self._place, "sequence": anchor.sequence, "digest": anchor.digest}
        handle, name = tempfile.mkstemp(dir=self.path.parent, suffix=".new")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file)
            Path(name).replace(self.path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
