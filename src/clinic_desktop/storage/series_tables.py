"""What was said of a series: how its visits come again. The visits themselves are the truth.

Each appointment may belong to one (``appointment.series_id``), for as long as there is any.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Table, Text

from clinic_desktop.storage.columns import STRICT, Key, LocalDay, version
from clinic_desktop.storage.tables import UUID_GLOB, metadata

series = Table(
    "series",
    metadata,
    Column("id", Key, primary_key=True),
    # A rule of RFC 5545, and the local day that it is counted from.
    Column("rule", Text, nullable=False),
    Column("first_day", LocalDay, nullable=False),
    # The digest of what was wished: the same wish under the same id books once.
    Column("wish", Text, nullable=False),
    version(),
    CheckConstraint("rule <> '' AND wish <> ''", name="series_told"),
    # As an appointment's: written in any other way, it would be another key than on PostgreSQL.
    CheckConstraint(f"id GLOB '{UUID_GLOB}'", name="series_id_is_uuid").ddl_if(dialect="sqlite"),
    **STRICT,
)
