"""What a copy of a visit that somebody saw lacks: who changed it since, when, and what."""

from __future__ import annotations

import json

from sqlalchemy import bindparam, select

from clinic_desktop.domain.booking import STATUS_WORDS, AppointmentStatus
from clinic_desktop.domain.refusals import Reason
from clinic_desktop.domain.time import clock_words, from_seconds, time_words
from clinic_desktop.scheduling import since
from clinic_desktop.scheduling.appointments import Loaded
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.documents import Document
from clinic_desktop.storage.journal_tables import journal, journal_detail, journal_touch
from clinic_desktop.storage.tables import resource, user

_CHANGES = (
    select(
        journal.c.sequence, journal.c.at, journal.c.command, user.c.name.label("actor"),
        journal_detail.c.before,
    )
    .join(journal_touch, journal_touch.c.sequence == journal.c.sequence)
    .join(user, user.c.id == journal.c.actor_id)
    .outerjoin(journal_detail, journal_detail.c.sequence == journal.c.sequence)
    .where(journal_touch.c.kind == "appointment", journal_touch.c.row_id == bindparam("id"))
    .distinct()
    .order_by(journal.c.sequence.desc())
)  # fmt: skip
_DOCTOR = select(resource.c.name).where(resource.c.id == bindparam("number"))


def changed(read: Read, found: Loaded, seen: int) -> Reason:
    """Say who changed a visit since the version that was seen, and what differs now."""
    now, zone = found.value, zone_of(read)
    key = f"appointment:{now.id}"
    rows = read.connection.execute(_CHANGES, {"id": str(now.id)}).all()
    befores = (json.loads(row.before).get(key) for row in rows if row.before is not None)
    was = next((one for one in befores if one is not None and one["version"] == seen), None)
    changes = _differences(read, was, found.document) if was is not None else {}
    told = "; ".join(f"{name} was {one['was']}, is {one['now']}" for name, one in changes.items())
    by = f", with {since.told(read, rows[0])}" if rows else ""
    message = (
        f"This appointment was changed meanwhile{by}{f': {told}' if told else ''}. Nothing was "
        "saved; look at it as it is now, then decide again."
    )
    facts = {
        "seen": seen,
        "version": now.version,
        "status": now.status.value,
        "start": now.start.astimezone(zone).isoformat(),
        "doctor": now.doctor,
        "changes": changes,
        "since": since.facts(rows[0]) if rows else None,
    }
    return Reason("appointment_changed", message, facts)


def _differences(read: Read, was: Document, now: Document) -> dict[str, dict[str, str]]:
    """Answer by name what differs between two documents, each value as people read it."""
    before, after = _words(read, was), _words(read, now)
    return {
        name: {"was": text, "now": after[name]}
        for name, text in before.items()
        if text != after[name]
    }


def _words(read: Read, visit: Document) -> dict[str, str]:
    zone = zone_of(read)
    start, end = from_seconds(visit["starts_at"]), from_seconds(visit["ends_at"])
    return {
        "the time": f"{time_words(start, zone)} to {clock_words(end, zone)}",
        "the doctor": str(
            read.connection.execute(_DOCTOR, {"number": visit["resource_id"]}).scalar()
        ),
        "it": f"“{STATUS_WORDS[AppointmentStatus(visit['status'])]}”",
    }
