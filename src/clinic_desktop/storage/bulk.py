"""What the journal keeps of a command that writes many rows at once (import, demo).

Such a command is one journal row. Every row that it inserts carries the command's id in the column
``bulk``, and for every table that has this column and got rows the command calls, after its last
write to them::

    bulk.record(transaction, patient)

That puts ``"bulk:patient": {"count", "first", "last", "digest"}`` into the journal's ``after``
(``before`` has null under the same key) and touches ``patient`` with the id ``*``: many of them.
Single rows of a bulk command are neither touched nor recorded. Where a calendar shows them may be
told beside it: ``transaction.entry.touch("appointment", bulk.MANY, doctor_id, span)``.

``count`` is how many rows there are, ``first`` and ``last`` are the lowest and the highest id as
text, and ``digest`` is the SHA-256 of the rows' documents (``documents.row_document``: every stored
column, without ``block_ids`` and later schemas' columns that say nothing) in the order of their
ids, each as canonical JSON and a line feed. A row that a later command changed enters ``verify`` as
that command's ``before`` tells it, so the digest holds as long as nobody changes a row past the
program.

Tables without the column (blocks, words, users) are not recorded: blocks follow from the rules.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection, Table

from clinic_desktop.storage.columns import canonical, silent_of
from clinic_desktop.storage.documents import Document, read_documents, select_documents

if TYPE_CHECKING:
    from clinic_desktop.storage.database import Transaction

MANY = "*"
"""The id under which a bulk command touches a table's rows."""


def record(transaction: Transaction, table: Table) -> None:
    """Journal the rows that the command of this transaction inserted into a table, if any."""
    document = bulk_document(transaction.connection, table, transaction.command.command_id)
    if document["count"]:
        transaction.entry.touch(table.name, MANY)
        transaction.entry.record("bulk", table.name, None, document)


def bulk_document(connection: Connection, table: Table, command_id: UUID) -> Document:
    """Answer what the journal keeps of a command's rows in a table that has the column ``bulk``."""
    statement = select_documents(table).where(table.c.bulk == command_id).order_by(table.c.id)
    gathered = RowDigest(table)
    for document, _ in read_documents(connection, statement, table):
        gathered.add(document)
    return gathered.document


class RowDigest:
    """Gathers documents, one by one in the order of their ids, into what the journal keeps."""

    def __init__(self, table: Table) -> None:
        """Begin with no document of a table."""
        self._silent = silent_of(table)
        self._digest = hashlib.sha256()
        self._count = 0
        self._first = self._last = ""

    def add(self, document: Document) -> None:
        """Add the next document."""
        # What an appointment's document says of its blocks is left out: the row itself names them.
        # So is a column of a later schema that says nothing: older rows were told without it.
        told = {
            name: value
            for name, value in document.items()
            if name != "block_ids" and not (name in self._silent and value == self._silent[name])
        }
        self._digest.update(canonical(told).encode() + b"\n")
        self._last = str(document["id"])
        self._first = self._first if self._count else self._last
        self._count += 1

    @property
    def document(self) -> Document:
        """What the journal keeps."""
        return {
            "count": self._count,
            "first": self._first,
            "last": self._last,
            "digest": self._digest.hexdigest(),
        }
