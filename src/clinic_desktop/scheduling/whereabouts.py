"""At which site a block is: where its visit was booked, else where the rule is that laid it.

A visit keeps its site when the hours that it was booked in end; of older visits nobody wrote it
down. What no rule laid is where its doctor is.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from clinic_desktop.storage.tables import appointment, availability, block, resource

_OF_VISIT, _OF_RULE, _OF_DOCTOR = (
    select(table.c.site_id).where(table.c.id == names).correlate(block).scalar_subquery()
    for table, names in (
        (appointment, block.c.appointment_id),
        (availability, block.c.availability_id),
        (resource, block.c.resource_id),
    )
)
SITE_OF_BLOCK: ColumnElement[int] = func.coalesce(_OF_VISIT, _OF_RULE, _OF_DOCTOR).label("site_id")
"""Its site's id, for any statement that selects from ``block``."""
KNOWN_SITE_OF_BLOCK: ColumnElement[int | None] = func.coalesce(_OF_VISIT, _OF_RULE)
"""The same, NULL where neither a visit nor a rule says it."""
