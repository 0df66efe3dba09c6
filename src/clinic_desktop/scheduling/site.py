"""The clinic itself: its one site, name and zone."""

from __future__ import annotations

import zoneinfo

from sqlalchemy import select

from clinic_desktop.domain.office import Site, TheSite
from clinic_desktop.domain.refusals import Misuse, Unavailable
from clinic_desktop.domain.time import zone_named
from clinic_desktop.storage import schema
from clinic_desktop.storage.database import Database, Read, plain_transaction
from clinic_desktop.storage.tables import site

DEFAULT_NAME = "My clinic"
_SITE = select(site.c.id, site.c.name, site.c.zone).order_by(site.c.id).limit(1)


def the_site(read: Read, _query: TheSite) -> Site:
    """Answer the clinic.

    Raises:
        Unavailable: ``no_clinic``, the schema stands but nobody has named the clinic yet.

    """
    row = read.connection.execute(_SITE).one_or_none()
    if row is None:
        message = "This database holds no clinic yet. Create one with: clinic init"
        raise Unavailable("no_clinic", message)
    return Site(row.id, row.name, row.zone, schema.HEAD)


def zone_of(read: Read) -> zoneinfo.ZoneInfo:
    """Answer the clinic's zone."""
    return zone_named(the_site(read, TheSite()).zone)


def create(database: Database, *, name: str | None, zone: str | None) -> Site:
    """Create or upgrade the schema, and name the clinic; a clinic that exists keeps what it has.

    Raises:
        Refusal: ``unknown_zone``.
        Misuse: ``bad_name``.

    """
    zone_named(zone or "UTC")
    if name is not None and not name.strip():
        message = "The clinic needs a name."
        raise Misuse("bad_name", message)
    schema.upgrade(database.engine)
    with plain_transaction(database.engine) as connection:
        row = connection.execute(_SITE).one_or_none()
        if row is None:
            named, placed = (name or DEFAULT_NAME).strip(), zone or "UTC"
            connection.execute(
                site.insert().values(name=named, zone=placed, created_at=database.clock())
            )
        else:
            named, placed = row.name, row.zone
            if (name and name.strip() != named) or (zone and zone != placed):
                message = (
                    f"This database already is “{named}” in {placed}; it was brought up to date "
                    "and keeps its name and zone. Leave --name and --zone out."
                )
                raise Misuse("already_a_clinic", message, {"name": named, "zone": placed})
        site_id = connection.execute(_SITE).one().id
    return Site(site_id, named, placed, schema.HEAD)


def is_new(database: Database) -> bool:
    """Tell whether nothing was ever done in this clinic."""
    return not database.read(lambda read: read.sequence).answer
