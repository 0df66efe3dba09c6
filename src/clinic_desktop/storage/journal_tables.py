"""The tables of the journal: its row for every command, what that touched, and what was before.

``journal`` is the chain itself. ``journal_touch`` has a row for each thing that a command changed,
so that history, undo and catching up are indexed look-ups. Free text lies in ``journal_detail``
alone, which may be erased.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text

from clinic_desktop.storage.columns import STRICT, Big, Instant, Key
from clinic_desktop.storage.tables import metadata

journal = Table(
    "journal",
    metadata,
    Column("sequence", Big, primary_key=True, autoincrement=False),
    Column("command_id", Key, nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("actor_id", ForeignKey("user.id"), nullable=False),
    Column("station", Text, nullable=False),
    Column("run", Key, nullable=False),
    Column("command", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("undoes", ForeignKey("journal.sequence")),
    Column("before_digest", Text, nullable=False),
    Column("after_digest", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("digest", Text, nullable=False),
    CheckConstraint("sequence >= 1", name="journal_sequence_from_one"),
    CheckConstraint("undoes IS NULL OR undoes < sequence", name="journal_undoes_earlier"),
    **STRICT,
)
Index("journal_of_run", journal.c.run, journal.c.sequence)
Index("journal_of_station", journal.c.actor_id, journal.c.station, journal.c.sequence)
_UNDOES = text("undoes IS NOT NULL")
Index(
    "journal_undone", journal.c.undoes, unique=True, sqlite_where=_UNDOES, postgresql_where=_UNDOES
)

journal_touch = Table(
    "journal_touch",
    metadata,
    Column("sequence", ForeignKey("journal.sequence"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("resource_id", Big),
    Column("starts_at", Instant),
    Column("ends_at", Instant),
    **STRICT,
)
Index("journal_touch_of", journal_touch.c.kind, journal_touch.c.row_id)

journal_detail = Table(
    "journal_detail",
    metadata,
    Column("sequence", ForeignKey("journal.sequence"), primary_key=True),
    Column("before", Text),
    Column("after", Text),
    **STRICT,
)
