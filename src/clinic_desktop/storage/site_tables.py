"""The ways between the sites of a clinic, each once, the site of the lower id first."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, UniqueConstraint

from clinic_desktop.storage.columns import NUMBERED, bulk, own_id, version
from clinic_desktop.storage.tables import metadata

site_travel = Table(
    "site_travel",
    metadata,
    own_id(),
    Column("first_id", ForeignKey("site.id"), nullable=False),
    Column("second_id", ForeignKey("site.id"), nullable=False),
    Column("minutes", Integer, nullable=False),
    version(),
    bulk(),
    UniqueConstraint("first_id", "second_id", name="site_travel_once"),
    CheckConstraint("first_id < second_id", name="site_travel_in_order"),
    CheckConstraint("minutes BETWEEN 0 AND 1440", name="site_travel_minutes"),
    **NUMBERED,
)
