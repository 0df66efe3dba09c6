"""What was changed since a command, and still counts: by whom, and when.

An undo that came since takes what it takes back out of the count, whatever came of it; what was
done again counts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, exists, or_, select

from clinic_desktop.domain.availability import ExtendHorizon
from clinic_desktop.domain.changes import command_words
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.time import time_words
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.storage.bulk import MANY
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.documents import Document
from clinic_desktop.storage.journal_tables import journal, journal_detail, journal_touch
from clinic_desktop.storage.tables import appointment, user

# What is done in the background is nobody's to take back, and changes nothing that anybody did.
BY_SOMEBODY = journal.c.command != ExtendHorizon.__name__
_BLOCK = "block"
"""Blocks follow from rules and visits: that they were laid anew changes nothing by itself."""
_THINGS = {
    "not_allowed": ("user", "actor"),
    "do_not_book": ("patient", "patient_id"),
    "patient_busy": ("appointment", "appointment_id"),
}
"""Of which kind what some reasons are about is, and which fact names it."""
_AT = {
    "time_off": "time_off", "closed": "time_off", "no_hours": "availability",
    "block_reserved": "availability", "never_booked": "availability",
}  # fmt: skip
"""Of which kind what was changed at that time is, where some reasons come from that."""
_PART = 500
_DONE = (
    select(
        journal.c.sequence, journal.c.undoes, journal.c.command, journal.c.at,
        user.c.name.label("actor"),
    ).join(user, user.c.id == journal.c.actor_id)
)  # fmt: skip
_LATER = (
    _DONE.add_columns(journal_touch.c.row_id)
    .join(journal_touch, journal_touch.c.sequence == journal.c.sequence)
    .where(
        journal_touch.c.kind == bindparam("kind"),
        journal_touch.c.row_id.in_(bindparam("ids", expanding=True)),
        journal.c.sequence > bindparam("sequence"),
        BY_SOMEBODY,
    )
    .distinct()
)
_LINKS = select(journal.c.sequence, journal.c.undoes).where(
    journal.c.sequence > bindparam("sequence"),
    or_(
        journal.c.undoes.in_(bindparam("ids", expanding=True)),
        journal.c.sequence.in_(bindparam("targets", expanding=True)),
    ),
)
_TOUCHED = (
    select(journal_touch.c.kind, journal_touch.c.row_id)
    .where(
        journal_touch.c.sequence == bindparam("sequence"),
        journal_touch.c.row_id != MANY,
        journal_touch.c.kind != _BLOCK,
    )
    .distinct()
)
_mine = journal_touch.alias("mine")
_touched_there = (
    exists()
    .where(_mine.c.sequence == bindparam("sequence"))
    .where(journal_touch.c.sequence == journal.c.sequence)
    .where(journal_touch.c.resource_id == _mine.c.resource_id)
    .where(journal_touch.c.starts_at < _mine.c.ends_at)
    .where(_mine.c.starts_at < journal_touch.c.ends_at)
)
_SINCE = _DONE.where(journal.c.sequence > bindparam("sequence"), BY_SOMEBODY)
_THERE = _SINCE.where(_touched_there).order_by(journal.c.sequence.desc())
_OF_KIND_THERE = _SINCE.where(
    _touched_there.where(journal_touch.c.kind == bindparam("kind"))
).order_by(journal.c.sequence.desc())
_LEFT = (
    select(journal_detail.c.before)
    .select_from(journal_touch)
    .outerjoin(journal_detail, journal_detail.c.sequence == journal_touch.c.sequence)
    .where(
        journal_touch.c.kind == bindparam("kind"),
        journal_touch.c.row_id == bindparam("id"),
        journal_touch.c.sequence > bindparam("sequence"),
    )
    .order_by(journal_touch.c.sequence)
)
_USER = select(user.c.id).where(user.c.name == bindparam("name"))
_OF_PATIENT = select(appointment.c.id).where(appointment.c.patient_id == bindparam("patient"))


def changes_of(read: Read, sequence: int, kind: str, ids: Iterable[object]) -> list[Any]:
    """Answer the commands after a sequence that changed any of these rows, and still count.

    Each comes with ``sequence``, ``undoes``, ``command``, ``at`` (UTC), ``actor``, and once for
    every ``row_id``; the oldest first.
    """
    rows: list[Any] = []
    names = sorted(map(str, ids))
    for first in range(0, len(names), _PART):
        values = {"kind": kind, "ids": names[first : first + _PART], "sequence": sequence}
        rows += read.connection.execute(_LATER, values).all()
    counting = _in_effect(read, rows, sequence)
    return sorted((row for row in rows if row.sequence in counting), key=lambda row: row.sequence)


def _in_effect(read: Read, rows: Sequence[Any], sequence: int) -> set[int]:
    """Leave out what was taken back since, and what took that back."""
    links: dict[int, int | None] = {row.sequence: row.undoes for row in rows}
    fresh = set(links)
    while fresh:
        named = [links[one] for one in fresh if links[one] is not None]
        values = {"ids": sorted(fresh), "targets": named, "sequence": sequence}
        found = read.connection.execute(_LINKS, values).all()
        fresh = {row.sequence for row in found} - links.keys()
        links |= {row.sequence: row.undoes for row in found}
    counting: set[int] = set()
    for number in sorted(links):
        undone = links[number]
        if undone in counting:
            counting.discard(undone)
        else:
            counting.add(number)
    return counting


def changed_since(read: Read, sequence: int, kinds: tuple[str, ...] | None) -> Any:  # noqa: ANN401 - a row of the journal
    """Answer the last later command that changed what a command did, or None.

    ``kinds`` are those that are judged, None is all.
    """
    things: dict[str, list[str]] = defaultdict(list)
    for row in read.connection.execute(_TOUCHED, {"sequence": sequence}):
        if kinds is None or row.kind in kinds:
            things[row.kind].append(row.row_id)
    found = [
        one for kind, ids in things.items() for one in changes_of(read, sequence, kind, ids)[-1:]
    ]
    return max(found, key=lambda row: row.sequence, default=None)


def left_as(read: Read, sequence: int, kind: str, row_id: object) -> Document | None:
    """Answer what a row was when a command was done, if anything touched it since; None: nothing.

    It is empty where the row was not there then, or where what it was has been erased.
    """
    values = {"kind": kind, "id": str(row_id), "sequence": sequence}
    key = f"{kind}:{row_id}"
    for before in read.connection.execute(_LEFT, values).scalars():
        documents: dict[str, Document | None] = (
            {key: None} if before is None else json.loads(before)
        )
        if key in documents:
            return documents[key] or {}
    return None


def told(read: Read, row: Any) -> str:  # noqa: ANN401 - a row of the journal
    """Name a command that was carried out, whose it was, and when."""
    at = time_words(row.at, zone_of(read))
    return f"“{command_words(row.command)}” by {row.actor} ({at})"


def facts(row: Any) -> Document:  # noqa: ANN401 - a row of the journal
    """Answer the same for programs."""
    return {
        "sequence": row.sequence,
        "actor": row.actor,
        "at": row.at.isoformat(),
        "command": row.command,
    }


def blaming(read: Read, sequence: int, refusal: Refusal) -> Refusal:
    """Answer a refusal whose reasons say who made them so since a command, and when."""
    return Refusal(*(_blaming(read, sequence, reason) for reason in refusal.reasons))


def _blaming(read: Read, sequence: int, reason: Reason) -> Reason:
    row = _who(read, sequence, reason)
    if row is None:
        return reason
    message = f"{reason.message} This is so since {told(read, row)}."
    return Reason(reason.code, message, {**reason.facts, "since": facts(row)})


def _last_of(read: Read, sequence: int, reason: Reason) -> Any:  # noqa: ANN401 - a row of the journal
    """Find the last command that changed the one thing that a reason is about."""
    kind, fact = _THINGS[reason.code]
    thing = reason.facts[fact]
    if kind == "user":
        # Whoever does something for the first time is not known yet.
        thing = read.connection.execute(_USER, {"name": thing}).scalar()
    found = changes_of(read, sequence, kind, [thing])
    return found[-1] if found else None


def _who(read: Read, sequence: int, reason: Reason) -> Any:  # noqa: ANN401 - a row of the journal
    """Find the last command that changed what stands in the way, else the last one at that time."""
    named = reason.facts
    if reason.code in _AT:
        values = {"sequence": sequence, "kind": _AT[reason.code]}
        rows = read.connection.execute(_OF_KIND_THERE, values).all()
        counting = _in_effect(read, rows, sequence)
        last = next((row for row in rows if row.sequence in counting), None)
        if last is not None:
            return last
    if reason.code in _THINGS:
        return _last_of(read, sequence, reason)
    ids: list[object] = [visit.id for visit in named.get("affected", ())]
    if "holder" in named:
        ids.append(UUID(named["holder"]["appointment_id"]))
    if "patient" in named:
        number = int(named["patient"])
        ids += read.connection.execute(_OF_PATIENT, {"patient": number}).scalars()
        found = changes_of(read, sequence, "patient", [number])
        if found:
            return found[-1]
    found = changes_of(read, sequence, "appointment", ids)
    if found:
        return found[-1]
    return read.connection.execute(_THERE.limit(1), {"sequence": sequence}).one_or_none()
