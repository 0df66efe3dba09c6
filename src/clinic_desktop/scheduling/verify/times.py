"""Time off against the free blocks: nobody can be booked while somebody is away."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import bindparam, func, select

from clinic_desktop.domain.time import TimeSpan, local_date
from clinic_desktop.domain.timeoff import TimeOff
from clinic_desktop.scheduling import laying
from clinic_desktop.scheduling.verify.findings import Findings
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import MAX_SECONDS, availability, block

_FREE = block.c.appointment_id.is_(None)
_REACH = (
    select(block.c.resource_id, func.min(block.c.starts_at), func.max(block.c.ends_at))
    .where(_FREE)
    .group_by(block.c.resource_id)
    .order_by(block.c.resource_id)
)
_INSIDE = (
    select(block.c.id, availability.c.site_id)
    .outerjoin(availability, availability.c.id == block.c.availability_id)
    .where(
        _FREE,
        block.c.resource_id == bindparam("doctor"),
        block.c.starts_at > bindparam("before"),
        block.c.starts_at < bindparam("to"),
        block.c.ends_at > bindparam("from_"),
    )
    .order_by(block.c.starts_at)
)


def check_time_off(read: Read, findings: Findings) -> None:
    """Look for free blocks that lie in time off, or on a closed day of their site."""
    for doctor_id, start, end in read.connection.execute(_REACH).all():
        table = laying.timetable(read, doctor_id)
        days = local_date(start, table.zone), local_date(end, table.zone)
        for one in table.time_off:
            for span in one.when.spans(*days, table.zone):
                findings.count("time_off")
                for number in _free_inside(read, doctor_id, one, span):
                    message = "A block is free although its doctor is away, or the clinic closed."
                    findings.add("free_in_time_off", message, block=number, time_off=one.id)


def _free_inside(read: Read, doctor_id: int, one: TimeOff, span: TimeSpan) -> list[int]:
    """Answer the free blocks that touch a span of time off and that it concerns."""
    values: dict[str, Any] = {
        "doctor": doctor_id,
        "before": span.start - dt.timedelta(seconds=MAX_SECONDS),
        "from_": span.start,
        "to": span.end,
    }
    rows = read.connection.execute(_INSIDE, values)
    own = one.doctor_id is not None
    return [row.id for row in rows if own or row.site_id in (None, one.site_id)]
