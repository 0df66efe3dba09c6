"""The fields that a clinic asks of its patients; what they say stands with each patient."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Table, Text

from clinic_desktop.storage.columns import NUMBERED, Instant, Json, Small, bulk, own_id, version
from clinic_desktop.storage.tables import metadata

custom_field = Table(
    "custom_field",
    metadata,
    own_id(),
    Column("name", Text, nullable=False),
    # The words of which it says one; none: any text.
    Column("allowed", Json, nullable=False, server_default="[]"),
    # Whether it stands wherever somebody is booked.
    Column("alert", Small, nullable=False, server_default="0"),
    Column("archived_at", Instant),
    version(),
    bulk(),
    CheckConstraint("length(name) > 0", name="custom_field_named"),
    CheckConstraint("alert IN (0, 1)", name="custom_field_alert"),
    **NUMBERED,
)
