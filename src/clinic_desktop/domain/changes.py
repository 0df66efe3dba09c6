"""What a commit touched, as every open view learns of it."""

from __future__ import annotations

import datetime as dt
import re
from uuid import UUID

from clinic_desktop.domain.values import dataclass


def command_words(command: str) -> str:
    """Write a command's name in the journal as words: ``BookBlock`` is “book block”."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", command).lower()


@dataclass(frozen=True, slots=True)
class Touched:
    """One thing that a command changed.

    ``kind`` is the table's word (appointment, patient, availability, doctor, …), ``id`` its id as
    text. ``doctor_id``, ``start`` and ``end`` (UTC) say where a calendar shows it; all three are
    None for what no calendar shows, and a move touches its old and its new place.
    """

    kind: str
    id: str
    doctor_id: int | None = None
    start: dt.datetime | None = None
    end: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """One committed command: a row of the journal."""

    sequence: int
    at: dt.datetime
    actor: str
    station: str
    run: UUID
    command: str
    command_id: UUID
    touched: tuple[Touched, ...]
    undoes: int | None = None

    def touches(
        self, doctor_ids: frozenset[int] | None, start: dt.datetime, end: dt.datetime
    ) -> bool:
        """Tell whether a calendar of these doctors (None: all) and [start, end) must look again."""
        return any(
            touched.start is not None
            and touched.end is not None
            and touched.start < end
            and start < touched.end
            and (doctor_ids is None or touched.doctor_id in doctor_ids)
            for touched in self.touched
        )

    def touches_kind(self, *kinds: str) -> bool:
        """Tell whether anything of these kinds was changed."""
        return any(touched.kind in kinds for touched in self.touched)


@dataclass(frozen=True, slots=True)
class Committed:
    """News: these commands were committed, in order, by anyone."""

    changes: tuple[Changes, ...]


@dataclass(frozen=True, slots=True)
class WrittenByHand:
    """News: the database changed without a journal row; whatever is shown must be read anew."""

    sequence: int


@dataclass(frozen=True, slots=True)
class ConnectionChanged:
    """News: the database is reachable again, or not any more, with the code of what happened."""

    online: bool
    message: str = ""
    code: str = ""


News = Committed | WrittenByHand | ConnectionChanged


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an appointment's history: who changed what, when.

    ``with_before`` and ``with_after`` name all whose time it held then: doctors, room, devices.
    """

    sequence: int
    at: dt.datetime
    actor: str
    station: str
    command: str
    before: dict[str, object] | None
    after: dict[str, object] | None
    with_before: str = ""
    with_after: str = ""
