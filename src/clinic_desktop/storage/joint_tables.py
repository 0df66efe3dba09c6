"""What a visit holds beside its doctor's time, and what a kind of visit may have and needs.

A part is another doctor, a room or a device of one appointment. Deferred foreign keys tie it to the
appointment and to a run of blocks: it holds exactly as long as the appointment does, and ends with
it. Parts stay when the visit is cancelled, so that undo claims them again.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Table,
)

from clinic_desktop.storage.columns import STRICT, Instant, Key, Small
from clinic_desktop.storage.tables import metadata

appointment_part = Table(
    "appointment_part",
    metadata,
    Column("appointment_id", Key, primary_key=True),
    Column("resource_id", ForeignKey("resource.id"), primary_key=True),
    # As the appointment: whether it holds time, and from when.
    Column("holds", Small, nullable=False),
    Column("held_from", Instant, nullable=False),
    # While it holds, where its run of blocks ends, which is where the appointment's does.
    Column("until", Instant),
    CheckConstraint(
        "holds IN (0, 1) AND (holds = 1) = (until IS NOT NULL)", name="appointment_part_holds"
    ),
    *(
        ForeignKeyConstraint(
            ["appointment_id", *own],
            [f"{table}.{column}" for column in columns],
            name=f"appointment_part_{name}",
            deferrable=True,
            initially="DEFERRED",
        )
        for name, own, table, columns in (
            ("as_visit", ["holds"], "appointment", ["id", "holds"]),
            ("from_visit", ["held_from"], "appointment", ["id", "held_from"]),
            (
                "tail",
                ["resource_id", "until"],
                "block",
                ["appointment_id", "resource_id", "ends_at"],
            ),
        )
    ),
    sqlite_with_rowid=False,
    **STRICT,
)
Index("appointment_part_time", appointment_part.c.resource_id, appointment_part.c.held_from)

# The doctors that a kind of visit may be with and the rooms it may be in, all where none is named;
# and the equipment that it needs.
type_resource = Table(
    "type_resource",
    metadata,
    Column("type_id", ForeignKey("appointment_type.id"), primary_key=True),
    Column("resource_id", ForeignKey("resource.id"), primary_key=True),
    sqlite_with_rowid=False,
    **STRICT,
)
