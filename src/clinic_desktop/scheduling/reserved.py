"""Which free blocks are kept for a purpose at this moment: a rule, asked with the clock.

Nobody lets blocks go: they are kept until an instant, and whoever asks later finds them open.
Written as ``picture`` is: it is asked before SQLAlchemy is loaded.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from clinic_desktop.domain.booking import Block
from clinic_desktop.domain.purposes import Purpose, purpose_named
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.storage.texts import Snapshot

_PURPOSES = (
    "SELECT id, name, release_hours, bookable, version FROM purpose"
    " WHERE archived_at IS NULL ORDER BY name"
)
_OF_TYPE = "SELECT purposes FROM appointment_type WHERE id = :id"


def purposes(read: Snapshot) -> tuple[Purpose, ...]:
    """Answer all purposes, by name."""
    return tuple(
        Purpose(number, name, hours, bool(bookable), version)
        for number, name, hours, bookable, version in read.rows(_PURPOSES, {})
    )


def purposes_of_type(read: Snapshot, type_id: int | None) -> frozenset[str]:
    """Answer the purposes whose blocks a type may use; without a type it is none."""
    rows = [] if type_id is None else read.rows(_OF_TYPE, {"id": type_id})
    return frozenset(name for (told,) in rows for name in json.loads(told))


def known_names(read: Snapshot, names: Iterable[str]) -> list[str]:
    """Answer names of purposes as they are written, each once, in order.

    Raises:
        Refusal: ``unknown_purpose``, of each that is.

    """
    found: set[str] = set()
    unknown: list[Reason] = []
    for name in names:
        try:
            found.add(known_name(read, name))
        except Refusal as refusal:
            unknown += refusal.reasons
    if unknown:
        raise Refusal(*unknown)
    return sorted(found)


def known_name(read: Snapshot, name: str) -> str:
    """Answer the name of a purpose as it is written.

    Raises:
        Refusal: ``unknown_purpose``.

    """
    return purpose_named(purposes(read), name).name


class Reservations:
    """What blocks are kept for now, as someone who may use some purposes' blocks sees it."""

    def __init__(self, read: Snapshot, own: Collection[str] = ()) -> None:
        """``own`` are the purposes that may be used; nothing is read before it is needed."""
        self._read, self._own = read, own
        self._known: dict[str, Purpose] | None = None

    def keeping(self, purpose: str, start: dt.datetime) -> Purpose | None:
        """Answer for what a block that begins then is kept, whoever asks; None: for nothing."""
        if not purpose:
            return None
        if self._known is None:
            self._known = {one.name: one for one in purposes(self._read)}
        found = self._known[purpose]
        return found if found.keeps(start, self._read.now) else None

    def bars(self, purpose: str, start: dt.datetime) -> Purpose | None:
        """Answer for what a block is kept from whoever asks; None: it may be used."""
        found = self.keeping(purpose, start)
        return None if found is None or (found.bookable and found.name in self._own) else found

    def told(self, found: Iterable[Block]) -> Iterator[Block]:
        """Tell of free blocks what they are kept for, and until when."""
        for block in found:
            if not block.purpose or block.appointment_id is not None:
                yield block
                continue
            keeper = self.keeping(block.purpose, block.start)
            yield replace(
                block,
                purpose=keeper.name if keeper else "",
                reserved_until=keeper.reserved_until(block.start) if keeper else None,
                bookable=keeper is None or keeper.bookable,
            )
