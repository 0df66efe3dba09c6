"""The pinboard: visits that wait for a time. Each is somebody's, until it is shared with all.

A pin is of a visit that gave up its time, from which it has its patient, doctor, type and length;
or it is planned, never had a time, and says all that itself. While it is on the board its visit
holds no time: the database says so by a foreign key. Pins that were taken down stay as rows.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from clinic_desktop.storage.columns import NUMBERED, Instant, Key, Small, own_id, version
from clinic_desktop.storage.tables import metadata

parked = Table(
    "parked",
    metadata,
    own_id(),
    Column("owner_id", ForeignKey("user.id"), nullable=False),
    Column("shared", Small, nullable=False),
    Column("parked_at", Instant, nullable=False),
    # When it was taken down, and the visit that was booked from it, if one was.
    Column("closed_at", Instant),
    Column("booked_id", ForeignKey("appointment.id")),
    # The visit that gave up its time; else what is planned.
    Column("appointment_id", Key),
    Column("patient_id", ForeignKey("patient.id")),
    Column("type_id", ForeignKey("appointment_type.id")),
    Column("resource_id", ForeignKey("resource.id")),
    Column("minutes", Integer),
    Column("note", Text, nullable=False, server_default=""),
    version(),
    # On the board it is 0, as its visit's: what waits for a time holds none.
    Column("holds", Small, Computed("CASE WHEN closed_at IS NULL THEN 0 END", persisted=True)),
    CheckConstraint("shared IN (0, 1)", name="parked_shared"),
    CheckConstraint("minutes BETWEEN 1 AND 1440", name="parked_length"),
    CheckConstraint(
        "(appointment_id IS NULL) = (patient_id IS NOT NULL)"
        " AND (patient_id IS NULL) = (minutes IS NULL)"
        " AND (patient_id IS NOT NULL OR (type_id IS NULL AND resource_id IS NULL AND note = ''))",
        name="parked_visit_or_planned",
    ),
    CheckConstraint("booked_id IS NULL OR closed_at IS NOT NULL", name="parked_or_booked"),
    ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name="parked_visit"),
    ForeignKeyConstraint(
        ["appointment_id", "holds"],
        ["appointment.id", "appointment.holds"],
        name="parked_holds_nothing",
        deferrable=True,
        initially="DEFERRED",
    ),
    **NUMBERED,
)
# By it the database finds what waits when a visit is to hold time again.
Index("parked_of", parked.c.appointment_id, parked.c.holds)
_ON_BOARD = text("closed_at IS NULL")
Index(
    "parked_once", parked.c.appointment_id, unique=True,
    sqlite_where=_ON_BOARD, postgresql_where=_ON_BOARD,
)  # fmt: skip
