"""At which site a block is: where its visit was booked, else where the rule is that laid it.

A visit keeps its site when the hours that it was booked in end; of older visits nobody wrote it
down. What no rule laid is where its doctor is. And what sites are called, for who speaks of one.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from clinic_desktop.domain.timeoff import KIND_WORDS, TimeOff
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import appointment, availability, block, resource, site

_NAMES = select(site.c.id, site.c.name).where(site.c.archived_at.is_(None)).order_by(site.c.id)
_SEVERAL = 2

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


def site_names(read: Read) -> dict[int, str]:
    """Answer the names of sites by their ids; none where there is one, of which nobody speaks."""
    found = dict(map(tuple, read.connection.execute(_NAMES)))
    return found if len(found) >= _SEVERAL else {}


def closed_words(read: Read, one: TimeOff) -> str:
    """Say what is closed, and why: ``The clinic is closed (Public holiday, Christmas Day)``."""
    where = "The clinic" if one.site_id is None else site_names(read).get(one.site_id)
    why = KIND_WORDS[one.kind] + (f", {one.note}" if one.note else "")
    return f"{where or 'The clinic'} is closed ({why})"
