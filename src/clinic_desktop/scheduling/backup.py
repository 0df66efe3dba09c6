"""A backup: a copy of the clinic that has shown what it holds before it gets its name."""

from __future__ import annotations

from sqlalchemy import select

from clinic_desktop.domain.backup import BackedUp, BackUp
from clinic_desktop.domain.booking import Verify
from clinic_desktop.scheduling.verify import verify
from clinic_desktop.storage.anchor import Anchor
from clinic_desktop.storage.backup import copied
from clinic_desktop.storage.database import Database, Read
from clinic_desktop.storage.journal_tables import journal


def back_up(read: Read, query: BackUp) -> BackedUp:
    """Copy what this question sees, and verify the copy as a clinic of its own.

    Its journal must end with the very row that the question saw last.
    """
    with copied(read, query.file) as part:
        digest = read.connection.scalar(
            select(journal.c.digest).where(journal.c.sequence == read.sequence)
        )
        last = Anchor(read.sequence, digest) if digest is not None else None
        copy = Database(str(part), actor="", station="", access="still")
        try:
            seen = copy.read(lambda opened: verify(opened, Verify(), last))
        finally:
            copy.close()
        return BackedUp(query.file, seen.sequence, part.stat().st_size, seen.answer)
