"""What a window's first picture asks: the site, the doctors, an agenda, how full days are.

Also the program's most frequent reads. Their SQL stands here once, for both engines, and knows
nothing of SQLAlchemy: it is answered before that is loaded, and without its work a row.
"""

from __future__ import annotations

import datetime as dt
import json
import zoneinfo
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import starmap
from typing import Any
from uuid import UUID

from clinic_desktop.domain.booking import (
    Agenda,
    AgendaOf,
    Appointment,
    AppointmentStatus,
    Block,
    DayLoad,
    DoctorLoad,
    Fullness,
    Part,
)
from clinic_desktop.domain.custom import CustomField, CustomValue
from clinic_desktop.domain.office import Query, Site, TheSite
from clinic_desktop.domain.people import AllEquipment, Doctor, Doctors, Equipment, Room, Rooms
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.time import (
    LONGEST_SECONDS,
    TimeSpan,
    day_span,
    from_seconds,
    local_date,
    to_seconds,
    zone_named,
)
from clinic_desktop.scheduling.reserved import Reservations
from clinic_desktop.storage import schema
from clinic_desktop.storage.texts import Snapshot

SITE = "SELECT id, name, zone FROM site ORDER BY id LIMIT 1"
_ROOMS = (
    "SELECT id, name, site_id FROM resource WHERE kind = 'room' AND archived_at IS NULL ORDER BY id"
)
_EQUIPMENT = (
    "SELECT id, name, units, site_id FROM resource"
    " WHERE kind = 'equipment' AND archived_at IS NULL ORDER BY id"
)
_DOCTORS = "SELECT id, name, specialty, archived_at FROM resource WHERE kind = 'doctor' ORDER BY id"
LANES = 128
"""Seats of one time are lanes 0 to 127; below 0 lies what was booked over."""
# No block is longer than a day, so one that overlaps [from, to) starts less than a day before it.
_IN_SPAN = "b.starts_at > :after AND b.starts_at < :to AND b.ends_at > :from_"
# What is not claimed lies in no lane below 0, so a free block need not be asked for it. Without
# the hint SQLite takes the unique index on ``appointment_id`` and reads every free block that
# there is: 180 ms instead of 1 among a million.
_FREE = f"""
SELECT b.id, b.resource_id, r.name, b.starts_at, b.ends_at, b.purpose,
       (SELECT max(seats) FROM availability WHERE seats > 1)
FROM block AS b INDEXED BY {{index}} JOIN resource AS r ON r.id = b.resource_id
WHERE b.appointment_id IS NULL AND {_IN_SPAN} AND {{whose}}
ORDER BY b.starts_at, b.resource_id"""  # noqa: S608 - made of constants
# Where anybody has blocks for several at once, how many seats there are of each time.
_SEATS = f"""
SELECT b.resource_id, b.starts_at, b.ends_at, count(*)
FROM block AS b JOIN resource AS r ON r.id = b.resource_id
WHERE b.lane >= 0 AND {_IN_SPAN} AND {{whose}}
GROUP BY b.resource_id, b.starts_at, b.ends_at HAVING count(*) > 1"""  # noqa: S608 - made of constants
_VISIT_IN_SPAN = "a.starts_at > :after AND a.starts_at < :to AND a.ends_at > :from_"
# A visit has a row for each of its blocks; one that holds none for each of its parts, or one.
_VISIT = """
SELECT a.id, a.patient_id, p.name, a.resource_id, r.name, a.starts_at, a.ends_at, a.status, a.holds,
       a.version, a.type_id, t.name, t.colour, a.note, a.reason, a.cancelled_by, a.origin,
       a.time_unknown, a.replaces, {{phones}}, a.overbooked, a.held_from, a.held_until,
       a.series_id, a.site_id,
       coalesce(a.block_id, 0) + CASE a.overbooked WHEN '' THEN 0 ELSE {over} END, b.starts_at,
       b.id, coalesce(b.resource_id, o.resource_id)
FROM {table} JOIN patient AS p ON p.id = a.patient_id
JOIN resource AS r ON r.id = a.resource_id
LEFT JOIN appointment_type AS t ON t.id = a.type_id
LEFT JOIN block AS b ON b.appointment_id = a.id
LEFT JOIN appointment_part AS o ON o.appointment_id = a.id AND a.holds = 0
WHERE {span} AND {{whose}} AND {{which}}"""
_OVER = 2**62
"""More than any block's id: what is over others comes behind them."""
# Of a doctor's visits at one time first the one that was there, then those over it as they came.
_IN_ORDER = "\nORDER BY 6, 4, 26, 1, 27, 28"
_VISITS = _VISIT.format(table="appointment AS a", span=_VISIT_IN_SPAN, over=_OVER)
# It stands in the calendars of its parts, too; what it holds is no longer than a day.
_AS_PART = _VISIT.format(
    table="appointment_part AS q JOIN appointment AS a ON a.id = q.appointment_id",
    span=f"q.held_from > :after AND q.held_from < :to AND {_VISIT_IN_SPAN}",
    over=_OVER,
)
_FIELDS = (
    "SELECT id, name, allowed, alert, version FROM custom_field"
    " WHERE archived_at IS NULL ORDER BY id"
)
_NAMES = "SELECT id, name, kind FROM resource WHERE id IN :ids"
_OF_ALL = "b.resource_id IN (SELECT id FROM resource WHERE kind = 'doctor' AND archived_at IS NULL)"
# Every seat by its number: of those from 0 on, engines would read all that was ever laid.
_LOADS = f"""
SELECT b.starts_at, sum(b.ends_at - b.starts_at), b.appointment_id IS NULL{{doctor}}
FROM block AS b INDEXED BY block_time
WHERE {{whose}} AND b.lane IN ({", ".join(map(str, range(LANES)))}) AND {_IN_SPAN}
  AND b.purpose NOT IN (SELECT name FROM purpose WHERE bookable = 0)
GROUP BY b.starts_at, b.appointment_id IS NULL{{doctor}}"""  # noqa: S608 - made of constants


def the_site(read: Snapshot, _query: TheSite) -> Site:
    """Answer the clinic.

    Raises:
        Unavailable: ``no_clinic``, the schema stands but nobody has named the clinic yet.

    """
    for number, name, zone in read.rows(SITE, {}):
        return Site(number, name, zone, schema.HEAD)
    message = "This database holds no clinic yet. Create one with: clinic init"
    raise Unavailable("no_clinic", message)


def zone_of(read: Snapshot) -> zoneinfo.ZoneInfo:
    """Answer the clinic's zone."""
    return zone_named(the_site(read, TheSite()).zone)


def doctors(read: Snapshot, query: Doctors) -> tuple[Doctor, ...]:
    """Answer all doctors, in the order they were taken on."""
    return tuple(
        Doctor(number, name, specialty, archived is not None)
        for number, name, specialty, archived in read.rows(_DOCTORS, {})
        if query.archived or archived is None
    )


def rooms(read: Snapshot, _query: Rooms) -> tuple[Room, ...]:
    """Answer all rooms."""
    return tuple(
        Room(number, name, site_id=site_id) for number, name, site_id in read.rows(_ROOMS, {})
    )


def equipment(read: Snapshot, _query: AllEquipment) -> tuple[Equipment, ...]:
    """Answer all equipment."""
    return tuple(
        Equipment(number, name, units, site_id=site_id)
        for number, name, units, site_id in read.rows(_EQUIPMENT, {})
    )


def custom_fields(read: Snapshot) -> tuple[CustomField, ...]:
    """Answer the fields that the clinic asks of its patients, as they were added."""
    return tuple(
        CustomField(number, name, tuple(json.loads(allowed)), bool(alert), version)
        for number, name, allowed, alert, version in read.rows(_FIELDS, {})
    )


# Doctors share their starts and ends.
instant = lru_cache(maxsize=10_000)(from_seconds)


# A calendar is read again after every commit that touches it, and most of its blocks are as before.
@lru_cache(maxsize=10_000)
def free_block(
    number: int, doctor_id: int, doctor: str, starts: int, ends: int, purpose: str,
    _most: int | None = None,
) -> Block:  # fmt: skip
    """Make the value of a free block's row."""
    return Block(number, doctor_id, doctor, instant(starts), instant(ends), None, purpose)


def in_span(span: TimeSpan) -> dict[str, Any]:
    """Answer the parameters for what overlaps a span."""
    first = to_seconds(span.start)
    return {"after": first - LONGEST_SECONDS, "from_": first, "to": to_seconds(span.end)}


def _whose(doctor_ids: Iterable[int] | None) -> tuple[str, dict[str, Any]]:
    """Answer the condition that a block is of these doctors (None: all), and its parameters."""
    if doctor_ids is None:
        return "r.kind = 'doctor' AND r.archived_at IS NULL", {}
    ids = tuple(doctor_ids)
    if len(ids) == 1:
        return "b.resource_id = :doctor", {"doctor": ids[0]}
    return "b.resource_id IN :doctors", {"doctors": ids}


def free_blocks(
    read: Snapshot, span: TimeSpan, doctor_ids: Iterable[int] | None
) -> tuple[Block, ...]:
    """Answer the free blocks that overlap a span, by start, then doctor."""
    whose, named = _whose(doctor_ids)
    index = "block_free_of" if "doctor" in named else "block_free_at"
    text = _FREE.format(index=index, whose=whose)
    rows = read.rows(text, in_span(span) | named)
    found: Iterable[Block]
    if not rows or rows[0][-1] is None:
        found = starmap(free_block, rows)
    else:
        found = _with_seats(rows, read.rows(_SEATS.format(whose=whose), in_span(span) | named))
    return tuple(Reservations(read).told(found) if any(row[5] for row in rows) else found)


def _with_seats(rows: Iterable[Sequence[Any]], counted: Iterable[Sequence[Any]]) -> Iterator[Block]:
    """Make one block of the free seats of each time, and tell how many there are of it."""
    seats = {(doctor, starts, ends): count for doctor, starts, ends, count in counted}
    free: dict[tuple[int, int, int], list[Sequence[Any]]] = {}
    for row in rows:
        free.setdefault((row[1], row[3], row[4]), []).append(row)
    for time, several in free.items():
        block = free_block(*min(several, key=lambda row: row[0]))
        count = seats.get(time)
        yield replace(block, seats=count, free_seats=len(several)) if count else block


def agenda(read: Snapshot, query: AgendaOf) -> Agenda:
    """Answer what a calendar shows for some doctors and a span."""
    free = free_blocks(read, query.span, query.doctor_ids)
    found = visits(
        read, query.span, query.doctor_ids, cancelled=query.cancelled, phones=query.phones
    )
    return Agenda(query.span, query.doctor_ids, _left_by(found, free), found)


def _left_by(found: Iterable[Appointment], free: tuple[Block, ...]) -> tuple[Block, ...]:
    """Answer what of free blocks is left by visits that are booked over others.

    Where those over whom they are have gone, or never reached, the time is theirs.
    """
    over = [visit for visit in found if visit.overbooked and visit.holds]
    if not over:
        return free
    left = []
    for one in free:
        seats = one.free_seats - sum(
            visit.doctor_id == one.doctor_id and visit.start < one.end and one.start < visit.end
            for visit in over
        )
        if seats == one.free_seats:
            left.append(one)
        elif seats > 0:
            left.append(replace(one, free_seats=seats))
    return tuple(left)


def visits(
    read: Snapshot,
    span: TimeSpan,
    doctor_ids: Iterable[int] | None,
    *,
    cancelled: bool,
    phones: bool = False,
) -> tuple[Appointment, ...]:
    """Answer the appointments whose told time overlaps the span, by start."""
    values = in_span(span)
    # A booking that was taken back never was one; lists of cancellations leave it out.
    which = "a.reason <> 'undone'" if cancelled else "a.status <> 'cancelled'"
    column = "'[' || p.phones || ',' || p.custom || ']'" if phones else "NULL"
    fields = custom_fields(read) if phones else ()
    text = _VISITS.format(whose="1 = 1", which=which, phones=column)
    if doctor_ids is not None:
        values["doctors"] = tuple(doctor_ids)
        own = _VISITS.format(whose="a.resource_id IN :doctors", which=which, phones=column)
        whose = "q.resource_id IN :doctors AND a.resource_id NOT IN :doctors"
        text = own + "\nUNION ALL" + _AS_PART.format(whose=whose, which=which, phones=column)
    found: list[Sequence[Any]] = []
    # What each holds: by resource its blocks, each with when it begins.
    held: list[dict[int, dict[int, int]]] = []
    joint: set[int] = set()
    for row in read.rows(text + _IN_ORDER, values):
        if not found or found[-1][0] != row[0]:
            found.append(row)
            held.append({row[3]: {}})
        number, whose_ = row[-2:]
        if whose_ is not None:
            run = held[-1].setdefault(whose_, {})
            if number is not None:
                # A visit of two parts that are asked for comes twice.
                run[number] = row[-3]
            if whose_ != row[3]:
                joint.add(whose_)
    names: dict[int, Sequence[Any]] = {}
    if joint:
        names = {row[0]: row for row in read.rows(_NAMES, {"ids": tuple(sorted(joint))})}
    return tuple(
        _visit(row, of_row, names, fields) for row, of_row in zip(found, held, strict=True)
    )


def _visit(
    row: Sequence[Any],
    held: Mapping[int, Mapping[int, int]],
    names: Mapping[int, Sequence[Any]],
    fields: Sequence[CustomField],
) -> Appointment:
    """Make the value of the first of a visit's rows of ``_VISIT``."""
    (
        number, patient_id, patient, doctor_id, doctor, starts, ends, status, holds, version,
        type_id, type_, colour, note, reason, cancelled_by, origin, time_unknown, replaces,
        told, overbooked, held_from, held_until, series_id, site_id, *_,
    ) = row  # fmt: skip
    phones, said = json.loads(told) if told else ((), {})
    custom = tuple(
        CustomValue(one.id, one.name, said.get(str(one.id), ""), one.alert) for one in fields
    )
    parts: tuple[Part, ...] = ()
    if len(held) > 1:
        others = sorted(one for one in held if one != doctor_id)
        parts = tuple(Part(one, names[one][1], names[one][2], tuple(held[one])) for one in others)
    return Appointment(
        _uuid(number), patient_id, patient, doctor_id, doctor, instant(starts), instant(ends),
        AppointmentStatus(status), bool(holds), version, tuple(held[doctor_id]), type_id,
        type_ or "", colour or "", note, reason, cancelled_by,
        series_id and _uuid(series_id), origin, bool(time_unknown), replaces and _uuid(replaces),
        phones=tuple(phones), custom=custom, parts=parts, overbooked=overbooked,
        held_from=instant(held_from) if holds else None,
        held_until=instant(held_until) if holds else None,
        site_id=site_id,
        block_starts=tuple(map(instant, held[doctor_id].values())),
    )  # fmt: skip


def _uuid(value: UUID | str) -> UUID:
    """Answer the id: native on PostgreSQL, its 36 characters on SQLite."""
    return UUID(value) if isinstance(value, str) else value


def fullness(read: Snapshot, query: Fullness) -> tuple[DayLoad, ...]:
    """Answer each local day's free and booked minutes; days without blocks have none of either."""
    whose, named = (_OF_ALL, {}) if query.doctor_ids is None else _whose(query.doctor_ids)
    zone = zone_of(read)
    count = (query.last - query.first).days + 1
    span = day_span(query.first, zone, count)
    text = _LOADS.format(whose=whose, doctor=", b.resource_id" if query.by_doctor else "")
    rows = read.rows(text, in_span(span) | named)
    # By day, and by doctor (None: not told apart), the seconds that are free and that are booked.
    loads: dict[dt.date, dict[int | None, list[int]]] = defaultdict(
        lambda: defaultdict(lambda: [0, 0])
    )
    days: dict[int, dt.date] = {}
    for starts, seconds, free, *doctor in rows:
        day = days.get(starts)
        if day is None:
            day = days[starts] = local_date(from_seconds(starts), zone)
        loads[day][doctor[0] if doctor else None][0 if free else 1] += int(seconds)
    return tuple(
        _day_load(day, loads[day])
        for day in (query.first + dt.timedelta(days=n) for n in range(count))
    )


def _day_load(day: dt.date, shares: Mapping[int | None, Sequence[int]]) -> DayLoad:
    """Make a day's load of the free and booked seconds of its doctors."""
    free, booked = (sum(share[at] for share in shares.values()) // 60 for at in (0, 1))
    told = tuple(
        DoctorLoad(doctor, share[0] // 60, share[1] // 60)
        for doctor, share in sorted(shares.items(), key=lambda each: each[0] or 0)
        if doctor is not None
    )
    return DayLoad(day, free, booked, told)


ANSWERS: Mapping[type[Query[Any]], Callable[[Snapshot, Any], Any]] = {
    TheSite: the_site,
    Doctors: doctors,
    Rooms: rooms,
    AllEquipment: equipment,
    AgendaOf: agenda,
    Fullness: fullness,
}
"""The questions that are answered here."""
