"""The journal against the tables: every row as its last change left it, and no row besides."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, Text, cast, func, literal, select
from sqlalchemy.sql import ColumnElement

from clinic_desktop.scheduling.verify.chain import Told
from clinic_desktop.scheduling.verify.findings import Findings
from clinic_desktop.storage.bulk import RowDigest
from clinic_desktop.storage.contact_tables import contact
from clinic_desktop.storage.custom_tables import custom_field
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.documents import PAGE, Document, read_documents, select_documents
from clinic_desktop.storage.joint_tables import appointment_part, type_resource
from clinic_desktop.storage.journal_tables import journal, journal_detail, journal_touch
from clinic_desktop.storage.parked_tables import parked
from clinic_desktop.storage.series_tables import series
from clinic_desktop.storage.site_tables import site_travel
from clinic_desktop.storage.tables import (
    appointment,
    appointment_type,
    availability,
    block,
    patient,
    purpose,
    resource,
    site,
    time_off,
    user,
    user_right,
)

_REPLAYED = (
    resource, patient, purpose, appointment_type, availability, time_off, appointment, site,
    site_travel, series, parked, contact, custom_field,
)  # fmt: skip
Rows = list[tuple[Document, tuple[Any, ...]]]


def check_rows(read: Read, findings: Findings, told: Told) -> None:
    """Compare every row of every table that the journal tells with what it tells."""
    for table in _REPLAYED:
        _Replay(read.connection, findings, told, table).run()
    _check_users(read.connection, findings)


class _Replay:
    """Compares one table."""

    def __init__(
        self, connection: Connection, findings: Findings, told: Told, table: Table
    ) -> None:
        """Take the table, and what the journal tells of bulk commands."""
        self._connection = connection
        self._findings = findings
        self._told = told
        self._table = table
        self._bulk: dict[str, RowDigest] = defaultdict(partial(RowDigest, table))
        self._erased: set[str] = set()
        # Init makes the first site, before there is a journal.
        self._untold = 1 if table is site else 0

    def run(self) -> None:
        """Read the table page by page."""
        for page in self._pages():
            self._findings.count(self._table.name + "_rows", len(page))
            self._compare(page)
        self._compare_bulk()

    def _pages(self) -> Iterator[Rows]:
        """Stream the rows with the first and the last change that touched each."""
        table = self._table
        edges = [
            select(edge(journal_touch.c.sequence))
            .where(
                journal_touch.c.kind == self._kind(),
                journal_touch.c.row_id == cast(table.c.id, Text),
            )
            .scalar_subquery()
            for edge in (func.min, func.max)
        ]
        statement = select_documents(table).add_columns(*edges).order_by(table.c.id)
        rows = read_documents(self._connection, statement, table)
        while page := list(islice(rows, PAGE)):
            yield page

    def _kind(self) -> ColumnElement[str]:
        """Answer the journal's word for a row: a resource goes by what it is."""
        return resource.c.kind if self._table is resource else literal(self._table.name)

    def _compare(self, page: Rows) -> None:
        """Compare a page's rows with their last documents; gather those written in bulk."""
        sequences = {sequence for _, edges in page for sequence in edges} - {None}
        details = _details(self._connection, sequences)
        runs, named = self._runs(page), self._named(page)
        for document, (first, last) in page:
            kind = document["kind"] if self._table is resource else self._table.name
            key = f"{kind}:{document['id']}"
            origin, of_bulk = document, document.get("bulk")
            if last is not None:
                now = {**document, "block_ids": runs.get(document["id"], [])}
                now |= named.get(document["id"], {})
                self._compare_row(key, now, last, details)
                before, _ = details.get(first, (None, None))
                if of_bulk is not None and before is None:
                    self._erased.add(of_bulk)
                origin = (before or {}).get(key) or document
            elif self._untold:
                self._untold -= 1
            elif of_bulk is None:
                self._unexplained(key)
            if of_bulk is not None:
                self._bulk[of_bulk].add(origin)

    def _compare_row(
        self,
        key: str,
        now: Document,
        sequence: int,
        details: dict[int, tuple[Any, Any]],
    ) -> None:
        """Compare a row with what its last change told of it."""
        _, after = details.get(sequence, (None, None))
        if after is None:
            self._findings.count("erased")
            return
        expected = after.get(key)
        if expected is None:
            self._unexplained(key)
            return
        # What names nobody is told without them.
        now, expected = ({"resource_ids": None, **one} for one in (now, expected))
        fields = sorted(name for name in expected.keys() & now if expected[name] != now[name])
        if fields:
            message = f"{key} is not as change {sequence} left it: {', '.join(fields)}."
            kind, _, row_id = key.partition(":")
            self._findings.add(
                "changed_row", message, kind=kind, id=row_id, sequence=sequence, fields=fields
            )

    def _runs(self, page: Rows) -> dict[str, list[int]]:
        """Answer the blocks of a page's appointments, of those that the journal tells singly."""
        runs: dict[str, list[int]] = defaultdict(list)
        ids = [
            UUID(document["id"])
            for document, (_, last) in page
            if document.get("holds") == 1 and last is not None
        ]
        if ids:
            statement = (
                select(block.c.appointment_id, block.c.id)
                .where(block.c.appointment_id.in_(ids))
                .order_by(block.c.starts_at, block.c.resource_id)
            )
            for holder, number in self._connection.execute(statement):
                runs[str(holder)].append(number)
        return runs

    def _named(self, page: Rows) -> dict[Any, Document]:
        """Answer whom each row of a page names in another table: parts of visits, and of types."""
        found: dict[Any, list[int]] = {}
        documents = {document["id"]: document for document, _ in page}
        if self._table is appointment:
            column, keys = appointment_part.c.appointment_id, [UUID(key) for key in documents]
        elif self._table is appointment_type:
            column, keys = type_resource.c.type_id, list(documents)
        else:
            return {}
        whom = column.table.c.resource_id
        statement = select(column, whom).where(column.in_(keys)).order_by(whom)
        for whose, number in self._connection.execute(statement):
            key = str(whose) if self._table is appointment else whose
            doctor = [documents[key]["resource_id"]] if self._table is appointment else []
            found.setdefault(key, doctor).append(number)
        return {key: {"resource_ids": numbers} for key, numbers in found.items()}

    def _unexplained(self, key: str) -> None:
        message = f"No command of the journal explains {key}: it was written past the program."
        kind, _, row_id = key.partition(":")
        self._findings.add("unexplained_row", message, kind=kind, id=row_id)

    def _compare_bulk(self) -> None:
        """Compare the rows that bulk commands wrote with the digests that the journal keeps."""
        name = self._table.name
        told = {number: of[name] for number, of in self._told.bulk.items() if name in of}
        for number in told.keys() | self._bulk.keys():
            found = self._bulk[number].document
            expected = told.get(number)
            if number in self._erased and expected is not None:
                found = {**found, "digest": expected["digest"]}
            if found == expected:
                continue
            message = (
                f"The rows of {name} that the bulk command {number} wrote are not those that the "
                "journal tells."
            )
            self._findings.add(
                "bulk_rows",
                message,
                table=name,
                command=number,
                rows=found["count"],
                told=expected and expected["count"],
            )


def _details(
    connection: Connection, sequences: set[int]
) -> dict[int, tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    """Answer the documents before and after each change; None when they were erased."""
    found = {}
    for part in _parts(sorted(sequences)):
        statement = select(journal_detail).where(journal_detail.c.sequence.in_(part))
        for row in connection.execute(statement):
            found[row.sequence] = (
                None if row.before is None else json.loads(row.before),
                None if row.after is None else json.loads(row.after),
            )
    return found


def _parts(sequences: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(sequences), PAGE):
        yield sequences[start : start + PAGE]


def _check_users(connection: Connection, findings: Findings) -> None:
    """Compare users with the journal: who acted or was told of, each with the rights told."""
    acted = set(connection.execute(select(journal.c.actor_id).distinct()).scalars())
    last = (
        select(journal_touch.c.row_id, func.max(journal_touch.c.sequence))
        .where(journal_touch.c.kind == "user")
        .group_by(journal_touch.c.row_id)
    )
    touched = {int(row_id): sequence for row_id, sequence in connection.execute(last)}
    details = _details(connection, set(touched.values()))
    rights: dict[int, list[str]] = defaultdict(list)
    for user_id, name in connection.execute(select(user_right).order_by(user_right.c.name)):
        rights[user_id].append(name)
    for user_id in connection.execute(select(user.c.id).order_by(user.c.id)).scalars():
        findings.count("user_rows")
        if user_id not in acted and user_id not in touched:
            message = f"No command of the journal explains user:{user_id}."
            findings.add("unexplained_row", message, kind="user", id=str(user_id))
        _, after = details.get(touched.get(user_id, 0), (None, {}))
        told = (after or {}).get(f"user:{user_id}") or {"rights": []}
        if after is not None and told["rights"] != sorted(rights[user_id]):
            message = f"The rights of user:{user_id} are not those that were granted."
            findings.add("changed_row", message, kind="user", id=str(user_id), fields=["rights"])
