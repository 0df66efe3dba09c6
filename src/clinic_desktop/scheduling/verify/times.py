"""The blocks against time off, hours and ways: nobody can be booked while somebody is away.

Blocks are laid by the zone's rules of that day. A country that changes those later moves the hours
away under its blocks: they lie outside then, and so may who is booked.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, select

from clinic_desktop.domain.time import TimeSpan, local_date, merged, time_words
from clinic_desktop.domain.timeoff import TimeOff
from clinic_desktop.domain.timetable import Timetable
from clinic_desktop.scheduling import laying
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.scheduling.verify.findings import Check, Findings
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import MAX_SECONDS, availability, block, resource

_FREE = block.c.appointment_id.is_(None)
_REACH = (
    select(block.c.resource_id, func.min(block.c.starts_at), func.max(block.c.ends_at))
    .where(_FREE)
    .group_by(block.c.resource_id)
    .order_by(block.c.resource_id)
)
_TO_COME = (
    select(
        block.c.resource_id,
        block.c.starts_at,
        block.c.ends_at,
        block.c.appointment_id,
        resource.c.name,
    )
    .join(resource, resource.c.id == block.c.resource_id)
    # What changed hours left outside, with who is booked, is no rule's any more.
    .where(
        block.c.starts_at >= bindparam("now"),
        block.c.availability_id.is_not(None),
        resource.c.archived_at.is_(None),
    )
    .order_by(block.c.resource_id, block.c.starts_at)
)
_DAY = dt.timedelta(days=1)
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


_FREE_THERE = (
    select(
        block.c.id,
        block.c.starts_at,
        block.c.ends_at,
        block.c.availability_id,
    )
    .where(
        _FREE,
        block.c.availability_id.is_not(None),
        block.c.resource_id == bindparam("doctor"),
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


def check_hours(read: Read, findings: Findings) -> None:
    """Look for blocks to come that a rule laid and that lie in nobody's hours by now."""
    by_doctor: dict[int, list[Any]] = defaultdict(list)
    for row in read.connection.execute(_TO_COME, {"now": read.now}):
        by_doctor[row.resource_id].append(row)
    for doctor_id, rows in by_doctor.items():
        findings.count("blocks_to_come", len(rows))
        outside = _outside(laying.timetable(read, doctor_id), rows)
        if outside:
            visits = sorted({str(row.appointment_id) for row in outside if row.appointment_id})
            zone = zone_of(read)
            booked = f" {len(visits)} appointments are among them." if visits else ""
            message = (
                f"{len(outside)} blocks of {outside[0].name} lie outside the hours, from "
                f"{time_words(outside[0].starts_at, zone)} on: the rules of the time zone "
                f"{zone.key} may have changed since they were laid.{booked} Set the doctor's hours "
                "again, with --preview first: free times follow, and who is booked is listed."
            )
            findings.add(
                "outside_hours", message, doctor=doctor_id, blocks=len(outside),
                first=outside[0].starts_at.isoformat(), appointments=visits,
            )  # fmt: skip


def check_ways(read: Read, findings: Findings) -> None:
    """Look for free blocks at one site while their doctor is at another, or on the way from it."""
    for doctor_id in laying.doctors_with_hours(read):
        table = laying.timetable(read, doctor_id)
        if table.is_at_one:
            continue
        for row in read.connection.execute(_FREE_THERE, {"doctor": doctor_id}).all():
            findings.count("blocks_at_several_sites")
            span, day = TimeSpan(row.starts_at, row.ends_at), local_date(row.starts_at, table.zone)
            # What of a day comes again after midnight lies in the next.
            for one in (day - _DAY, day):
                late = table.on_the_way(one).get(row.availability_id, ())
                if any(span.overlaps(away) for away in late):
                    message = (
                        "A block is free although its doctor is at another site then, or on the "
                        "way from there."
                    )
                    findings.add("free_on_the_way", message, block=row.id)


def _outside(table: Timetable, rows: Sequence[Any]) -> list[Any]:
    """Answer the blocks (by start) that do not lie in the hours, whatever time off there is."""
    bare = Timetable(table.rules, (), table.zone)
    day = local_date(rows[0].starts_at, table.zone) - _DAY
    last = local_date(rows[-1].ends_at, table.zone) + _DAY
    pieces = []
    while day <= last:
        pieces += bare.hours(day)
        day += _DAY
    worked = merged(pieces)
    starts = [one.start for one in worked]
    found = []
    for row in rows:
        at = bisect_right(starts, row.starts_at) - 1
        if at < 0 or worked[at].end < row.ends_at:
            found.append(row)
    return found


def _free_inside(read: Read, doctor_id: int, one: TimeOff, span: TimeSpan) -> list[int]:
    """Answer the free blocks that touch a span of time off and that it concerns."""
    values: dict[str, Any] = {
        "doctor": doctor_id,
        "before": span.start - dt.timedelta(seconds=MAX_SECONDS),
        "from_": span.start,
        "to": span.end,
    }
    rows = read.connection.execute(_INSIDE, values)
    return [row.id for row in rows if row.site_id is None or one.is_of(row.site_id)]


CHECKS: tuple[Check, ...] = (check_time_off, check_hours, check_ways)
