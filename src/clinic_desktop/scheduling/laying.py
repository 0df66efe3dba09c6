"""From rules and time off to blocks: reading both, seeing what differs, and laying just that.

Laying touches free blocks only; of a booked one it says which rule wants it, if any. Of a block
that somebody holds a part of the rests are laid (see ``cutting``). Whoever changes a doctor's rules
or lays their blocks locks the doctor's row first and then reads the rules.
"""

from __future__ import annotations

import datetime as dt
import math
import zoneinfo
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ARRAY,
    BindParameter,
    Row,
    bindparam,
    delete,
    func,
    or_,
    select,
    type_coerce,
    update,
)

from clinic_desktop.domain.availability import (
    DAY_MINUTES,
    DEFAULT_BLOCK_MINUTES,
    Availability,
    WeeklyHours,
    week_of,
)
from clinic_desktop.domain.people import BOOKABLE
from clinic_desktop.domain.recurrence import Recurrence
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.time import (
    TimeSpan,
    day_span,
    local_date,
    spans_of_local_window,
)
from clinic_desktop.domain.timeoff import FIRST_DAY, LAST_DAY, Stretch, TimeOff, TimeOffKind
from clinic_desktop.domain.timetable import Timetable
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.scheduling.whereabouts import SITE_OF_BLOCK
from clinic_desktop.storage import loading
from clinic_desktop.storage.columns import Big, Json
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.joint_tables import appointment_part
from clinic_desktop.storage.prepared import Prepared
from clinic_desktop.storage.site_tables import site_travel
from clinic_desktop.storage.tables import appointment, availability, block, resource, site, time_off

HORIZON_DAYS = 549
"""Blocks are laid 18 months ahead of today (or of a rule's start, if that is later)."""
Days = tuple[dt.date, dt.date]
"""A range of local days, both included."""

_DAY = dt.timedelta(days=1)
_DOCTOR: BindParameter[int] = bindparam("doctor")
# Who closes the clinic waits for those who lay, and they for him.
_SITE = select(site.c.id).order_by(site.c.id).limit(1)
_LAYING_THERE = _SITE.with_for_update(read=True)
_CLOSING_IT = _SITE.with_for_update(key_share=True)
_BOOKABLE = (
    select(resource.c.id, resource.c.name)
    .where(resource.c.kind.in_(BOOKABLE), resource.c.archived_at.is_(None))
    .order_by(resource.c.id)
)
# A device has no hours, but time off.
_RESOURCE = (
    select(resource.c.kind)
    .where(resource.c.id == bindparam("id"), resource.c.archived_at.is_(None))
    .with_for_update(key_share=True)
)
_EVER_NAMED = select(resource.c.name).where(
    resource.c.id == bindparam("id"), resource.c.archived_at.is_not(None)
)
_WITH_HOURS = _BOOKABLE.where(
    resource.c.id.in_(
        select(availability.c.resource_id).where(availability.c.archived_at.is_(None))
    )
)
_RULES = (
    select(availability)
    .where(availability.c.resource_id == bindparam("doctor"), availability.c.archived_at.is_(None))
    .order_by(availability.c.valid_from, availability.c.id)
)
_SITES_OF_RULES = select(availability.c.id, availability.c.site_id).where(
    availability.c.resource_id == _DOCTOR
)
_TIME_OFF = (
    select(time_off)
    .where(
        or_(time_off.c.resource_id == bindparam("doctor"), time_off.c.resource_id.is_(None)),
        time_off.c.archived_at.is_(None),
    )
    .order_by(time_off.c.first_day, time_off.c.id)
)
_SITES = Prepared(select(site.c.id).where(site.c.archived_at.is_(None)).limit(2))
_TRAVEL = select(site_travel.c.first_id, site_travel.c.second_id, site_travel.c.minutes)
_LAST = select(
    *(
        select(func.max(starts)).where(*which).scalar_subquery()
        for starts, *which in (
            (block.c.starts_at, block.c.resource_id == _DOCTOR, block.c.appointment_id.is_(None)),
            (appointment.c.starts_at, appointment.c.resource_id == _DOCTOR),
            (appointment_part.c.held_from, appointment_part.c.resource_id == _DOCTOR),
        )
    )
)
_IN_DAYS = (
    block.c.resource_id == bindparam("doctor"),
    block.c.starts_at >= bindparam("from_"),
    block.c.starts_at < bindparam("to"),
)
# Plain integers, as the wanted ones are reckoned: a change looks at 18 months of them.
_LAID = (
    select(
        block.c.id,
        block.c.availability_id,
        type_coerce(block.c.starts_at, Big),
        type_coerce(block.c.ends_at, Big),
        block.c.lane,
        block.c.purpose,
        block.c.appointment_id.is_not(None),
    )
    .where(*_IN_DAYS, block.c.lane >= 0)
    .order_by(block.c.id)
)
_BOOKED = select(block.c.starts_at, block.c.ends_at, SITE_OF_BLOCK).where(
    block.c.resource_id == _DOCTOR, block.c.appointment_id.is_not(None)
)
_BOOKED_IN_DAYS = _BOOKED.where(*_IN_DAYS)
# Blocks that begin the day before, and the ways of the days beside.
_REACH = 3 * _DAY
_CLAIMED = (
    select(block.c.id)
    .where(*_IN_DAYS, block.c.appointment_id.is_not(None))
    .order_by(block.c.id)
    .with_for_update()
)
_STILL_FREE = (
    select(block.c.id)
    .where(
        block.c.id == func.any(bindparam("ids", type_=ARRAY(Big))), block.c.appointment_id.is_(None)
    )
    .order_by(block.c.id)
    .with_for_update()
)
# Thousands at once: a statement a block would take a server seconds.
_THESE = {
    "sqlite": block.c.id.in_(
        select(func.json_each(bindparam("ids", type_=Json)).table_valued("value").c.value)
    ),
    "postgresql": block.c.id == func.any(bindparam("ids", type_=ARRAY(Big))),
}
_REMOVE = {
    engine: delete(block).where(these, block.c.appointment_id.is_(None))
    for engine, these in _THESE.items()
}
_HAND_OVER = {
    engine: update(block).where(these).values(availability_id=bindparam("rule"))
    for engine, these in _THESE.items()
}

Seat = tuple[int, int, int, str]
"""A block's start and end in UTC seconds, its lane (which of the seats of that time it is), and
its purpose."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What must change for a doctor's free blocks to be what the rules say.

    ``handed`` names for a block the rule that wants it now, or None for a booked one that none
    does: when it is free again, its day is laid anew. ``elsewhere`` are the free ones whose new
    rule is at another site.
    """

    added: list[tuple[int, Seat]] = field(default_factory=list)
    removed: list[tuple[int, Seat]] = field(default_factory=list)
    handed: list[tuple[int, int | None]] = field(default_factory=list)
    elsewhere: list[Seat] = field(default_factory=list)


def keep_open(transaction: Transaction) -> None:
    """Keep everybody from closing the clinic: locked before any doctor, and those before blocks."""
    transaction.connection.execute(_LAYING_THERE)


def keep_doctor(transaction: Transaction, doctor_id: int) -> str | None:
    """Lock the doctor's row, so that two never lay the same doctor's blocks at once.

    Answers of which kind it is; None where there is no such doctor, or not any more.
    """
    keep_open(transaction)
    return transaction.connection.execute(_RESOURCE, {"id": doctor_id}).scalar()


def lock_doctor(transaction: Transaction, doctor_id: int, *, or_device: bool = False) -> None:
    """Lock the doctor's row; a device only has time off.

    Raises:
        Refusal: ``unknown_doctor``.

    """
    kind = keep_doctor(transaction, doctor_id)
    if kind not in BOOKABLE and not (or_device and kind == "equipment"):
        raise Refusal(no_doctor(transaction, doctor_id))


def no_doctor(read: Read, doctor_id: int) -> Reason:
    """Say that there is no such doctor, or who is not there any more."""
    name = read.connection.execute(_EVER_NAMED, {"id": doctor_id}).scalar()
    message = f"There is no doctor {doctor_id} here, or not any more."
    if name is not None:
        message = f"{name} is not here any more. Choose somebody else."
    return Reason("unknown_doctor", message, {"doctor": str(doctor_id)})


def lock_clinic(transaction: Transaction) -> None:
    """Keep everybody else from laying, and from taking on doctors' first hours."""
    transaction.connection.execute(_CLOSING_IT)
    transaction.connection.execute(_WITH_HOURS.with_for_update(of=resource, key_share=True))


def doctors_with_hours(read: Read) -> list[int]:
    """Answer the doctors and rooms that have rules, in the order in which they are locked."""
    return [row.id for row in read.connection.execute(_WITH_HOURS)]


def ways_from(read: Read, site_id: int | None) -> dict[int, dt.timedelta]:
    """Answer how long it takes from a site to each other one that takes time."""
    return {
        first if second == site_id else second: dt.timedelta(minutes=minutes)
        for first, second, minutes in read.connection.execute(_TRAVEL)
        if site_id in (first, second) and minutes
    }


def timetable(read: Read, doctor_id: int, days: Days | None = None) -> Timetable:
    """Answer a doctor's rules and time off, the clinic's closed days included.

    Whoever asks it of some ``days`` alone, and of those beside, says so: then who was ever booked
    is not read.
    """
    zone = zone_of(read)
    rows = read.connection.execute(_RULES, {"doctor": doctor_id})
    off = read.connection.execute(_TIME_OFF, {"doctor": doctor_id})
    ways = {
        frozenset((first, second)): minutes
        for first, second, minutes in read.connection.execute(_TRAVEL)
    }
    # Only where there are several sites does anything depend on who is booked.
    booked = _booked(read, doctor_id, days, zone) if has_sites(read) else ()
    at = ((TimeSpan(starts, ends), site_id) for starts, ends, site_id in booked)
    return Timetable(map(rule_of, rows), map(time_off_of, off), zone, ways, at)


def timetable_at(read: Read, doctor_id: int, span: TimeSpan) -> Timetable:
    """Answer the same, to be asked of the days of a span alone."""
    zone = zone_of(read)
    return timetable(read, doctor_id, (local_date(span.start, zone), local_date(span.end, zone)))


def _booked(
    read: Read, doctor_id: int, days: Days | None, zone: zoneinfo.ZoneInfo
) -> Iterable[Any]:
    """Read when and where a doctor is booked, on some days or ever."""
    place: dict[str, object] = {"doctor": doctor_id}
    if days is None:
        return read.connection.execute(_BOOKED, place)
    first, last = (
        max(days[0], FIRST_DAY + _REACH) - _REACH,
        min(days[1], LAST_DAY - _REACH) + _REACH,
    )
    span = TimeSpan(day_span(first, zone).start, day_span(last, zone).end)
    place |= {"from_": span.start, "to": span.end}
    return read.connection.execute(_BOOKED_IN_DAYS, place)


def rule_of(row: Row[Any]) -> Availability:
    """Make the value of a rule's row."""
    return Availability(
        row.id, row.resource_id, WeeklyHours.parse(row.hours, stored=True), row.block_minutes,
        row.valid_from, row.valid_until, row.version, row.laid_until, row.site_id,
        row.grid_minutes, row.anchor, bool(row.overrides), row.seats,
    )  # fmt: skip


def time_off_of(row: Row[Any]) -> TimeOff:
    """Make the value of a row of time off."""
    repeat = Recurrence(row.recurrence) if row.recurrence else None
    when = Stretch(row.first_day, row.last_day, row.start_minute, row.end_minute, repeat)
    kind = TimeOffKind(row.kind)
    site_id = row.site_id if row.one_site else None
    return TimeOff(row.id, row.resource_id, site_id, kind, when, row.note, row.version)


def not_laid_yet(read: Read, doctor_id: int, at: dt.datetime) -> Availability | None:
    """Answer the rule by which a doctor works at an instant that its blocks do not reach yet."""
    table = timetable_at(read, doctor_id, TimeSpan(at, at + dt.timedelta(seconds=1)))
    day = local_date(at, table.zone)
    for rule in table.rules_on(day):
        beyond = rule.laid_until is not None and rule.laid_until < day
        if beyond and any(span.contains(at) for span in table.hours(day)):
            return rule
    return None


def has_sites(read: Read) -> bool:
    """Tell whether the clinic has more than one site."""
    return len(_SITES.plain(read.connection, {})) > 1


def on_the_way(read: Read, doctor_id: int, at: dt.datetime) -> TimeSpan | None:
    """Answer when a doctor is on the way between two sites, if that is so at an instant."""
    table = timetable_at(read, doctor_id, TimeSpan(at, at + dt.timedelta(seconds=1)))
    spans = (
        span for late in table.on_the_way(local_date(at, table.zone)).values() for span in late
    )
    return next((span for span in spans if span.contains(at)), None)


def command_to_lay_on(read: Read, rule: Availability) -> str:
    """Write the command that lays a rule's blocks on from where they end.

    Weeks that alternate are counted from the day that it names: there it is their first turn.
    """
    start = (rule.laid_until or rule.start) + dt.timedelta(days=1)
    if rule.anchor is not None:
        weeks = [week_of(day) for day in (start, rule.anchor)]
        turns = math.lcm(*(turn.every for turn in rule.hours.turns))
        start -= (weeks[0] - weeks[1]) % (turns * dt.timedelta(weeks=1))
    words = ["clinic hours", str(rule.doctor_id), f'"{rule.hours}"', f"--from {start}"]
    if rule.until is not None:
        words.append(f"--until {rule.until}")
    if rule.block_minutes != DEFAULT_BLOCK_MINUTES:
        words.append(f"--block {rule.block_minutes}")
    if rule.grid_minutes is not None:
        words.append(f"--grid {rule.grid_minutes}")
    if rule.seats != 1:
        words.append(f"--seats {rule.seats}")
    if has_sites(read):
        words.append(f"--site {rule.site_id}")
    return " ".join(words)


def laid_until(
    read: Read, zone: zoneinfo.ZoneInfo, start: dt.date, until: dt.date | None
) -> dt.date:
    """Answer the last local day that blocks of new hours are laid for."""
    horizon = max(local_date(read.now, zone), start) + dt.timedelta(days=HORIZON_DAYS)
    return horizon if until is None else min(until, horizon)


def furthest(table: Timetable) -> dt.date | None:
    """Answer the last local day that any rule is laid for; None where there is none."""
    return max((rule.laid_until or rule.start for rule in table.rules), default=None)


def reach(read: Read, doctor_id: int, table: Timetable) -> dt.date | None:
    """Answer the last local day on which a change can do anything: of rules, blocks and visits.

    A rule that made room for another may have been laid further than that one is.
    """
    row = read.connection.execute(_LAST, {"doctor": doctor_id}).one()
    days = [local_date(at, table.zone) for at in row if at is not None]
    laid = furthest(table)
    return max([*days, *([laid] if laid else [])], default=None)


def span_of_days(first: dt.date, last: dt.date, zone: zoneinfo.ZoneInfo) -> TimeSpan:
    """Answer the span of the days, with what of the last one comes again after midnight."""
    days = day_span(first, zone, (last - first).days + 1)
    again = [span.end for span in spans_of_local_window(last, 0, DAY_MINUTES, zone)]
    return TimeSpan(days.start, max([days.end, *again]))


def differences(
    read: Read, doctor_id: int, table: Timetable, ranges: Iterable[Days]
) -> Differences:
    """Compare a doctor's blocks of some days with what a timetable says."""
    found = Differences()
    reach = furthest(table)
    lanes = {rule.id: range(rule.seats) for rule in table.rules}
    sites = dict(map(tuple, read.connection.execute(_SITES_OF_RULES, {"doctor": doctor_id})))
    sites |= {rule.id: rule.site_id for rule in table.rules}
    for first, last in ranges if table.is_at_one else _with_neighbours(ranges):
        wanted: dict[Seat, int] = {}
        if reach is not None:
            for start, end, rule_id, purpose in table.laid(first, min(last, reach)):
                for lane in lanes[rule_id]:
                    wanted[start, end, lane, purpose] = rule_id
        place = {"doctor": doctor_id}
        days = span_of_days(first, last, table.zone)
        place |= {"from_": days.start, "to": days.end}  # type: ignore[dict-item] # parameters
        if isinstance(read, Transaction):
            # Who is just freeing a block ends first: it is then free, and judged as such.
            read.connection.execute(_CLAIMED, place)
        _compare(found, read.connection.execute(_LAID, place).all(), wanted, sites)
    return found


def ways(table: Timetable, ranges: Iterable[Days]) -> Iterator[TimeSpan]:
    """Answer when a doctor of several sites is on the way on some days, and the ones beside."""
    for _, late in ways_by_rule(table, ranges):
        yield from late


def ways_by_rule(
    table: Timetable, ranges: Iterable[Days]
) -> Iterator[tuple[Availability, list[TimeSpan]]]:
    """Answer the same, day by day, with the rule whose hours are left out."""
    last = furthest(table)
    if table.is_at_one or last is None:
        return
    rules = {rule.id: rule for rule in table.rules}
    for first, until in _with_neighbours(ranges):
        day = first
        while day <= min(until, last):
            for number, late in table.on_the_way(day).items():
                yield rules[number], late
            day += _DAY


def _with_neighbours(ranges: Iterable[Days]) -> list[Days]:
    """Add the days beside each range.

    Who comes from an evening elsewhere is there later, and who is booked elsewhere in the morning
    is on the way to there before midnight.
    """
    found: list[Days] = []
    for first, last in sorted(ranges):
        begin, until = max(first, FIRST_DAY + _DAY) - _DAY, min(last, LAST_DAY - _DAY) + _DAY
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], until)
        else:
            found.append((begin, until))
    return found


def hold(transaction: Transaction, found: Iterable[Differences]) -> bool:
    """Keep everybody from booking what is about to go; tell whether nobody has, meanwhile.

    Who is just booking is waited for. On SQLite nobody else writes.
    """
    if transaction.dialect == "sqlite":
        return True
    ids = sorted(number for one in found for number, _ in one.removed)
    held = transaction.connection.execute(_STILL_FREE, {"ids": ids}).all() if ids else []
    return len(held) == len(ids)


def _compare(
    found: Differences, rows: Sequence[Any], wanted: dict[Seat, int], sites: Mapping[int, int]
) -> None:
    """Add what differs between blocks that are there and those that are wanted.

    ``sites`` are those of rules, also of former ones. Of a block that is wanted and partly held the
    rests are wanted.
    """
    held: dict[int, list[Seat]] = defaultdict(list)
    others: list[tuple[int, int | None, Seat]] = []
    for number, of_rule, starts, ends, lane, purpose, is_claimed in rows:
        key = (starts, ends, lane, purpose)
        rule_id = wanted.pop(key, None)
        if is_claimed:
            held[lane].append(key)
            if rule_id != of_rule:
                found.handed.append((number, rule_id))
        elif rule_id is None:
            others.append((number, of_rule, key))
        elif rule_id != of_rule:
            _hand_over(found, number, key, (of_rule, rule_id), sites)
    # What is left are mostly few: blocks that are there as they are wanted overlap nobody's.
    if held:
        wanted = dict(_beside(wanted, held))
    for number, of_rule, key in others:
        rule_id = wanted.pop(key, None)
        if rule_id is None:
            found.removed.append((number, key))
        elif rule_id != of_rule:
            _hand_over(found, number, key, (of_rule, rule_id), sites)
    found.added.extend((rule_id, seat) for seat, rule_id in sorted(wanted.items()))


def _hand_over(
    found: Differences, number: int, seat: Seat, rules: tuple[int | None, int],
    sites: Mapping[int, int],
) -> None:  # fmt: skip
    """Say that a free block is another rule's from now on, and whether it changes its site."""
    was, now = rules
    found.handed.append((number, now))
    if was is not None and sites[was] != sites[now]:
        found.elsewhere.append(seat)


def _beside(wanted: dict[Seat, int], held: dict[int, list[Seat]]) -> Iterator[tuple[Seat, int]]:
    """Answer what of each wanted block nobody holds: mostly the whole of it."""
    for several in held.values():
        several.sort()
    for seat, rule_id in wanted.items():
        start, end, lane, purpose = seat
        there = held.get(lane, [])
        # Claimed blocks of a lane overlap nobody, so their ends are in order, too.
        for begins, ends, _, _ in there[bisect_right(there, start, key=_ending) :]:
            if begins >= end:
                break
            if start < begins:
                yield (start, begins, lane, purpose), rule_id
            start = ends
        if start < end:
            yield (start, end, lane, purpose), rule_id


def _ending(seat: Seat) -> int:
    return seat[1]


def put(
    transaction: Transaction,
    doctor_id: int,
    found: Differences,
    numbers: Mapping[int, int] | None = None,
) -> None:
    """Write what differs; ``numbers`` are the ids that new rules got when they were written."""
    known = numbers or {}
    connection = transaction.connection
    if found.removed:
        gone = {"ids": [number for number, _ in found.removed]}
        connection.execute(_REMOVE[transaction.dialect], gone)
    given: dict[int | None, list[int]] = defaultdict(list)
    for number, rule in found.handed:
        given[rule and known.get(rule, rule)].append(number)
    for rule, ids in given.items():
        connection.execute(_HAND_OVER[transaction.dialect], {"rule": rule, "ids": ids})
    columns = ["resource_id", "availability_id", "starts_at", "ends_at"]
    # Where each time has one seat and is for any visit, neither need be said.
    if any(lane or purpose for _, (_, _, lane, purpose) in found.added):
        columns += ["lane", "purpose"]
    told = len(columns) - 2
    rows = [(doctor_id, known.get(rule, rule), *seat[:told]) for rule, seat in found.added]
    loading.load(connection, block, columns, rows)


def lay(transaction: Transaction, doctor_id: int, first: dt.date, last: dt.date | None) -> None:
    """Make a doctor's free blocks of the local days first to last what the rules say."""
    days = (first, last or LAST_DAY)
    table = timetable(transaction, doctor_id, days)
    found = differences(transaction, doctor_id, table, [days])
    put(transaction, doctor_id, found)
