"""The journal's chain: every digest computed anew, from the first row to the last.

On its way it notes what replaying the journal needs to know, so that it is read only once.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from clinic_desktop.domain.changes import Touched
from clinic_desktop.scheduling.verify.findings import Findings
from clinic_desktop.storage import journal as chained
from clinic_desktop.storage.anchor import Anchor
from clinic_desktop.storage.bulk import MANY
from clinic_desktop.storage.contact_tables import contact
from clinic_desktop.storage.custom_tables import custom_field
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.documents import PAGE, Document
from clinic_desktop.storage.journal_tables import journal, journal_detail, journal_touch
from clinic_desktop.storage.parked_tables import parked
from clinic_desktop.storage.series_tables import series
from clinic_desktop.storage.site_tables import site_travel
from clinic_desktop.storage.tables import (
    appointment,
    appointment_type,
    availability,
    patient,
    purpose,
    resource,
    site,
    time_off,
    user,
)

TABLES = {
    "appointment": appointment,
    "appointment_type": appointment_type,
    "availability": availability,
    "contact": contact,
    "custom_field": custom_field,
    "doctor": resource,
    "equipment": resource,
    "parked": parked,
    "patient": patient,
    "purpose": purpose,
    "room": resource,
    "series": series,
    "site": site,
    "site_travel": site_travel,
    "time_off": time_off,
    "user": user,
}
"""The journal's word for each table whose rows it tells."""
_BATCH = 500

_ROWS = (
    select(
        journal,
        user.c.name.label("actor"),
        journal_detail.c.sequence.label("detailed"),
        journal_detail.c.before,
        journal_detail.c.after,
    )
    .outerjoin(user, user.c.id == journal.c.actor_id)
    .outerjoin(journal_detail, journal_detail.c.sequence == journal.c.sequence)
    .where(journal.c.sequence > bindparam("sequence"))
    .order_by(journal.c.sequence)
    .limit(PAGE)
)


@dataclass(slots=True)
class Told:
    """What the journal tells of rows that were written in bulk, by command and table."""

    bulk: dict[str, dict[str, Document]] = field(default_factory=dict)


def check_chain(read: Read, findings: Findings, told: Told, anchor: Anchor | None) -> None:
    """Follow the chain, compare it with the anchor, and look for the rows that it tells."""
    last, digest = 0, ""
    existing = _Existing(read.connection, findings)
    for row, touched in _rows(read.connection):
        findings.count("journal")
        _check_link(findings, row, touched, last, digest)
        _check_details(findings, row)
        if row.after is not None:
            _note(findings, row, touched, told, existing)
        if anchor is not None and row.sequence == anchor.sequence and row.digest != anchor.digest:
            _rewritten(findings, row.sequence)
        last, digest = row.sequence, row.digest
    existing.look()
    if anchor is not None and last < anchor.sequence:
        message = (
            f"The journal ends at change {last}, but this program has seen change "
            f"{anchor.sequence}. Its end was cut off, or an old copy was put back."
        )
        findings.add("journal_cut", message, last=last, seen=anchor.sequence)
    _check_strays(read.connection, findings)


def _rows(connection: Connection) -> Iterator[tuple[Row[Any], list[Touched]]]:
    """Read the journal page by page, each row with what it touched."""
    last = 0
    while page := connection.execute(_ROWS, {"sequence": last}).all():
        touched = chained.touches_between(connection, page[0].sequence, page[-1].sequence)
        for row in page:
            yield row, touched[row.sequence]
        last = page[-1].sequence


def _rewritten(findings: Findings, sequence: int) -> None:
    message = f"Change {sequence} of the journal is not the one that this program has seen."
    findings.add("journal_rewritten", message, sequence=sequence)


def _check_link(
    findings: Findings, row: Row[Any], touched: list[Touched], last: int, digest: str
) -> None:
    """Check one row against its digest and against the row before."""
    sequence = row.sequence
    if sequence != last + 1:
        message = f"The journal lacks the changes {last + 1} to {sequence - 1}."
        findings.add("journal_gap", message, first=last + 1, last=sequence - 1)
    if row.previous != digest:
        message = f"Change {sequence} of the journal does not follow the one before it."
        findings.add("journal_chain", message, sequence=sequence)
    if chained.link(dict(row._mapping), row.actor, touched) != row.digest:  # noqa: SLF001 - SQLAlchemy's public name for it
        message = f"Change {sequence} of the journal was altered after it was written."
        findings.add("journal_altered", message, sequence=sequence)


def _check_details(findings: Findings, row: Row[Any]) -> None:
    """Check the details against their digests; those of an erased patient may be gone."""
    if row.detailed is None:
        message = f"Change {row.sequence} of the journal has lost its details."
        findings.add("journal_detail_missing", message, sequence=row.sequence)
        return
    for name in ("before", "after"):
        content = getattr(row, name)
        if content is None:
            findings.count("erased")
        elif chained.sha256(content) != getattr(row, f"{name}_digest"):
            message = f"The details of change {row.sequence} were altered after it was written."
            findings.add("journal_detail_altered", message, sequence=row.sequence, part=name)


def _note(
    findings: Findings, row: Row[Any], touched: list[Touched], told: Told, existing: _Existing
) -> None:
    """Note the rows that a command wrote."""
    named = {f"{one.kind}:{one.id}" for one in touched if one.id != MANY}
    for key, document in json.loads(row.after).items():
        kind, _, row_id = key.partition(":")
        if kind == "bulk":
            told.bulk.setdefault(str(row.command_id), {})[row_id] = document
            continue
        if key not in named:
            message = f"Change {row.sequence} of the journal tells {key} without touching it."
            findings.add("journal_untouched", message, sequence=row.sequence, key=key)
        if document is not None:
            existing.expect(kind, row_id, row.sequence)


class _Existing:
    """Looks, in batches, whether rows that the journal tells are there."""

    def __init__(self, connection: Connection, findings: Findings) -> None:
        """Begin with nothing expected."""
        self._connection = connection
        self._findings = findings
        self._expected: dict[str, dict[str, int]] = defaultdict(dict)

    def expect(self, kind: str, row_id: str, sequence: int) -> None:
        """Expect a row."""
        waiting = self._expected[kind]
        waiting[row_id] = sequence
        if len(waiting) >= _BATCH:
            self._look_for(kind)

    def look(self) -> None:
        """Look for what is still expected."""
        for kind in list(self._expected):
            self._look_for(kind)

    def _look_for(self, kind: str) -> None:
        waiting = self._expected.pop(kind, {})
        table = TABLES.get(kind)
        if table is None or not waiting:
            return
        make = UUID if kind in ("appointment", "series") else int
        ids = [make(row_id) for row_id in waiting]
        found = self._connection.execute(select(table.c.id).where(table.c.id.in_(ids)))
        for row_id in waiting.keys() - {str(number) for number in found.scalars()}:
            message = f"The journal tells {kind} {row_id}, but it is gone."
            self._findings.add(
                "missing_row", message, kind=kind, id=row_id, sequence=waiting[row_id]
            )


def _check_strays(connection: Connection, findings: Findings) -> None:
    """Look for touches and details that belong to no journal row."""
    for table in (journal_touch, journal_detail):
        lost = select(table.c.sequence).where(table.c.sequence.not_in(select(journal.c.sequence)))
        for sequence in connection.execute(lost.distinct()).scalars():
            message = f"The journal lacks change {sequence}, of which a part is left."
            findings.add("journal_gap", message, first=sequence, last=sequence)
