"""The zones in which the sites keep their time: known ones, and all the same."""

from __future__ import annotations

from sqlalchemy import select

from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.time import zone_named
from clinic_desktop.scheduling.verify.findings import Check, Findings
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import site

_ZONES = select(site.c.id, site.c.zone).order_by(site.c.id)


def check_zones(read: Read, findings: Findings) -> None:
    """Look for sites whose zone nobody knows, or is not that of the first, the clinic's own."""
    rows = read.connection.execute(_ZONES).all()
    for row in rows:
        findings.count("sites")
        if not _is_known(row.zone):
            message = (
                f"Site {row.id} keeps the time of “{row.zone}”, which is no time zone: nothing can "
                "be shown or booked in local time. It was changed by hand; restore a backup."
            )
            findings.add("unknown_zone", message, site=row.id, zone=row.zone)
        elif row.zone != rows[0].zone:
            message = (
                f"Site {row.id} is said to keep the time of {row.zone}, but all sites keep that of "
                f"the first one, {rows[0].zone}."
            )
            findings.add("other_zone", message, site=row.id, zone=row.zone)


def where_known(check: Check) -> Check:
    """Answer a check that is made only if the clinic's zone is known: without, no day is."""

    def checked(read: Read, findings: Findings) -> None:
        row = read.connection.execute(_ZONES).first()
        if row is not None and _is_known(row.zone):
            check(read, findings)

    return checked


def _is_known(name: str) -> bool:
    try:
        zone_named(name)
    except Refusal:
        return False
    return True
