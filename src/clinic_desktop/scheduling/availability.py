"""Weekly hours and the blocks that are laid from them.

Laying touches free blocks only, and only those that differ. Whoever changes a doctor's hours locks
the doctor's row first and then reads the rules.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from clinic_desktop.domain.availability import (
    DAY_MINUTES,
    DEFAULT_BLOCK_MINUTES,
    Availability,
    HoursSet,
    SetWeeklyHours,
    WeeklyHours,
)
from clinic_desktop.domain.booking import Appointment, AppointmentStatus
from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.people import BOOKABLE
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.time import (
    TimeSpan,
    day_span,
    local_date,
    merged,
    spans_of_local_window,
    to_seconds,
)
from clinic_desktop.domain.timetable import Timetable
from clinic_desktop.scheduling.picture import the_site, visits, zone_of
from clinic_desktop.storage import loading
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import Document, row_document
from clinic_desktop.storage.tables import availability, block, resource

HORIZON_DAYS = 549
"""Blocks are laid 18 months ahead of today (or of a rule's start, if that is later)."""
_FIRST_DAY, _LAST_DAY = dt.date(1970, 1, 2), dt.date(2200, 1, 1)
_BLOCK_MINUTES = range(5, 24 * 60 + 1)
TO_COME = (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED)
"""The statuses of visits that a change of hours can still hit."""

_DOCTOR = (
    select(resource.c.id, resource.c.name)
    .where(
        resource.c.id == bindparam("id"),
        resource.c.kind.in_(BOOKABLE),
        resource.c.archived_at.is_(None),
    )
    .with_for_update(of=resource, key_share=True)
)
_RULES = (
    select(availability)
    .where(availability.c.resource_id == bindparam("doctor"), availability.c.archived_at.is_(None))
    .order_by(availability.c.valid_from)
)
_LAID = (
    select(
        block.c.id,
        block.c.availability_id,
        block.c.starts_at,
        block.c.ends_at,
        block.c.appointment_id,
    )
    .where(
        block.c.resource_id == bindparam("doctor"),
        block.c.lane >= 0,
        block.c.starts_at >= bindparam("from_"),
        block.c.starts_at < bindparam("to"),
    )
    .order_by(block.c.id)
)
_CLAIMED = (
    select(block.c.id)
    .where(
        block.c.resource_id == bindparam("doctor"),
        block.c.starts_at >= bindparam("from_"),
        block.c.starts_at < bindparam("to"),
        block.c.appointment_id.is_not(None),
    )
    .order_by(block.c.id)
    .with_for_update()
)
_REMOVE = delete(block).where(block.c.id == bindparam("number"), block.c.appointment_id.is_(None))
_HAND_OVER = (
    update(block)
    .where(block.c.id == bindparam("number"), block.c.appointment_id.is_(None))
    .values(availability_id=bindparam("rule"))
)


@dataclass(frozen=True, slots=True)
class Laid:
    """What laying changed."""

    added: int
    removed: int


def set_weekly_hours(transaction: Transaction, command: SetWeeklyHours) -> HoursSet:
    """Replace a doctor's weekly hours over a range of dates and lay the blocks anew.

    Raises:
        Refusal: ``unknown_doctor``.
        Misuse: ``bad_dates``, ``bad_block_length``.

    """
    zone = zone_of(transaction)
    start = command.start or local_date(transaction.now, zone)
    _check(command, start)
    transaction.require(Action.MANAGE_HOURS, command.doctor_id)
    lock_doctor(transaction, command.doctor_id)
    last = command.until or _LAST_DAY
    for rule in _rules(transaction, command.doctor_id):
        _make_room(transaction, rule, start, command.until)
    made = _add_rule(transaction, command, start)
    laid = lay(transaction, command.doctor_id, start, last)
    until_laid = laid_until(transaction, zone, start, command.until)
    span = _days(start, until_laid, zone)
    # The older rules that made room are touched too: undoing what made them must see this change.
    for key in transaction.entry.after:
        kind, _, rule_id = key.partition(":")
        if kind == "availability":
            transaction.entry.touch(kind, rule_id, command.doctor_id, span)
    outside = _outside(transaction, made, span, zone)
    return HoursSet(made, laid.added, laid.removed, outside)


def _check(command: SetWeeklyHours, start: dt.date) -> None:
    """Refuse dates and lengths that make no sense."""
    until = command.until
    if not _FIRST_DAY <= start <= _LAST_DAY or (until and not start <= until <= _LAST_DAY):
        message = "The hours must begin before they end, between 1970 and 2200."
        raise Misuse("bad_dates", message, {"from": str(start), "until": until and str(until)})
    if command.block_minutes not in _BLOCK_MINUTES:
        message = "A block is 5 minutes to 24 hours long."
        raise Misuse("bad_block_length", message, {"minutes": command.block_minutes})


def lock_doctor(transaction: Transaction, doctor_id: int) -> None:
    """Lock the doctor's row, so that two never lay the same doctor's blocks at once."""
    if transaction.connection.execute(_DOCTOR, {"id": doctor_id}).one_or_none() is None:
        message = f"There is no doctor {doctor_id} here, or not any more."
        raise Refusal(Reason("unknown_doctor", message, {"doctor": str(doctor_id)}))


def _rules(read: Read, doctor_id: int) -> Sequence[Any]:
    return read.connection.execute(_RULES, {"doctor": doctor_id}).all()


def not_laid_yet(read: Read, doctor_id: int, at: dt.datetime) -> Availability | None:
    """Answer the rule by which a doctor works at an instant that its blocks do not reach yet."""
    zone = zone_of(read)
    day = local_date(at, zone)
    for rule in map(value_of, _rules(read, doctor_id)):
        beyond = rule.laid_until is not None and rule.laid_until < day
        if beyond and rule.covers(day):
            return rule if any(span.contains(at) for span in rule.hours.spans(day, zone)) else None
    return None


def command_to_lay_on(rule: Availability) -> str:
    """Write the command that lays a rule's blocks on from where they end."""
    start = (rule.laid_until or rule.start) + dt.timedelta(days=1)
    words = ["clinic hours", str(rule.doctor_id), f'"{rule.hours}"', f"--from {start}"]
    if rule.until is not None:
        words.append(f"--until {rule.until}")
    if rule.block_minutes != DEFAULT_BLOCK_MINUTES:
        words.append(f"--block {rule.block_minutes}")
    return " ".join(words)


def value_of(row: Row[Any]) -> Availability:
    """Make the value of a row."""
    return Availability(
        row.id, row.resource_id, WeeklyHours.parse(row.hours), row.block_minutes,
        row.valid_from, row.valid_until, row.version, row.laid_until,
    )  # fmt: skip


def _make_room(
    transaction: Transaction,
    rule: Row[Any],
    start: dt.date,
    until: dt.date | None,
) -> None:
    """Cut the dates [start, until] out of an older rule: shorten it, split it, or retire it."""
    ends_before = rule.valid_until is not None and rule.valid_until < start
    begins_after = until is not None and rule.valid_from > until
    if ends_before or begins_after:
        return
    day = dt.timedelta(days=1)
    keeps_tail = until is not None and (rule.valid_until is None or rule.valid_until > until)
    if rule.valid_from < start:
        _change_rule(transaction, rule, valid_until=start - day)
        if keeps_tail and until is not None:
            copied = {
                c.name: getattr(rule, c.name)
                for c in availability.c
                # The copy is this command's, not the bulk command's that wrote the rule.
                if c.name not in ("id", "version", "bulk")
            }
            _insert_rule(transaction, {**copied, "valid_from": until + day})
    elif keeps_tail and until is not None:
        _change_rule(transaction, rule, valid_from=until + day)
    else:
        _change_rule(transaction, rule, archived_at=transaction.now)


def _change_rule(transaction: Transaction, rule: Row[Any], **values: object) -> None:
    """Write columns of a rule and record them; whoever calls knows the span to touch it with."""
    statement = (
        update(availability)
        .where(availability.c.id == rule.id)
        .values(version=availability.c.version + 1, **values)
        .returning(*availability.c)
    )
    after = transaction.connection.execute(statement).one()
    transaction.entry.record("availability", rule.id, row_document(rule), row_document(after))


def _insert_rule(transaction: Transaction, values: dict[str, Any]) -> Row[Any]:
    """Add a rule and record it."""
    row = transaction.connection.execute(
        insert(availability).values(values).returning(*availability.c)
    ).one()
    transaction.entry.record("availability", row.id, None, row_document(row))
    return row


def _add_rule(transaction: Transaction, command: SetWeeklyHours, start: dt.date) -> Availability:
    """Write the new rule."""
    row = _insert_rule(
        transaction,
        {
            "resource_id": command.doctor_id,
            "site_id": the_site(transaction, TheSite()).id,
            "hours": str(command.hours),
            "block_minutes": command.block_minutes,
            "valid_from": start,
            "valid_until": command.until,
            "laid_until": laid_until(transaction, zone_of(transaction), start, command.until),
        },
    )
    return value_of(row)


def laid_until(
    transaction: Transaction, zone: zoneinfo.ZoneInfo, start: dt.date, until: dt.date | None
) -> dt.date:
    """Answer the last local day that blocks are laid for."""
    horizon = max(local_date(transaction.now, zone), start) + dt.timedelta(days=HORIZON_DAYS)
    return horizon if until is None else min(until, horizon)


def lay(transaction: Transaction, doctor_id: int, first: dt.date, last: dt.date) -> Laid:
    """Make a doctor's free blocks of the local days first to last (included) what the rules say.

    Claimed blocks stay; a block that the rules want is left out where it would overlap one.
    """
    zone = zone_of(transaction)
    rules = [value_of(row) for row in _rules(transaction, doctor_id)]
    furthest = max((rule.laid_until for rule in rules if rule.laid_until), default=first)
    wanted = {
        (to_seconds(span.start), to_seconds(span.end)): rule_id
        for span, rule_id in Timetable(rules, (), zone).blocks(first, min(last, furthest))
    }
    removed, claimed = _clear(transaction, doctor_id, _days(first, last, zone), wanted)
    rows = [(doctor_id, rule_id, start, end) for (start, end), rule_id in _beside(wanted, claimed)]
    columns = ("resource_id", "availability_id", "starts_at", "ends_at")
    loading.load(transaction.connection, block, columns, rows)
    return Laid(len(rows), removed)


def _days(first: dt.date, last: dt.date, zone: zoneinfo.ZoneInfo) -> TimeSpan:
    """Answer the span of the days, with what of the last one comes again after midnight."""
    days = day_span(first, zone, (last - first).days + 1)
    again = [span.end for span in spans_of_local_window(last, 0, DAY_MINUTES, zone)]
    return TimeSpan(days.start, max([days.end, *again]))


def _clear(
    transaction: Transaction,
    doctor_id: int,
    span: TimeSpan,
    wanted: dict[tuple[int, int], int],
) -> tuple[int, list[tuple[int, int]]]:
    """Remove free blocks that nobody wants; take those that stay out of ``wanted``.

    Answers how many were removed, and the spans (seconds) of the claimed ones.
    """
    place = {"doctor": doctor_id, "from_": span.start, "to": span.end}
    # Who is just freeing a block ends first: it is then free, and judged as such.
    transaction.connection.execute(_CLAIMED, place)
    gone, handed, claimed = [], [], []
    for row in transaction.connection.execute(_LAID, place):
        key = (to_seconds(row.starts_at), to_seconds(row.ends_at))
        if row.appointment_id is not None:
            claimed.append(key)
            wanted.pop(key, None)
        elif key not in wanted:
            gone.append({"number": row.id})
        else:
            rule_id = wanted.pop(key)
            if rule_id != row.availability_id:
                handed.append({"number": row.id, "rule": rule_id})
    removed = 0
    if gone:
        removed = transaction.connection.execute(_REMOVE, gone).rowcount
    if handed:
        transaction.connection.execute(_HAND_OVER, handed)
    return removed, claimed


def _beside(
    wanted: dict[tuple[int, int], int], claimed: list[tuple[int, int]]
) -> Iterable[tuple[tuple[int, int], int]]:
    """Answer the wanted blocks that overlap no claimed one; both are in order."""
    held = iter(sorted(claimed))
    current = next(held, None)
    for span, rule_id in sorted(wanted.items()):
        while current and current[1] <= span[0]:
            current = next(held, None)
        if current is None or current[0] >= span[1]:
            yield span, rule_id


def _outside(
    transaction: Transaction, rule: Availability, span: TimeSpan, zone: zoneinfo.ZoneInfo
) -> tuple[Appointment, ...]:
    """Answer the appointments that hold time outside the rule's hours; they stay as they are."""
    held = visits(transaction, span, [rule.doctor_id], cancelled=False)
    found = []
    for visit in held:
        first, last = local_date(visit.start, zone), local_date(visit.end, zone)
        days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
        hours = merged(piece for day in days for piece in rule.hours.spans(day, zone))
        inside = any(piece.start <= visit.start and visit.end <= piece.end for piece in hours)
        if visit.holds and visit.status in TO_COME and not inside:
            found.append(visit)
    return tuple(found)


def restore(
    transaction: Transaction,
    before: dict[str, Document | None],
    doctor_id: int,
    first: dt.date,
    until: dt.date | None,
) -> None:
    """Take a change of hours for the dates first to until (None: open) back.

    The rules become what they were, and the blocks of those dates are laid by them.
    """
    for key, document in before.items():
        rule_id = int(key.removeprefix("availability:"))
        row = transaction.connection.execute(
            select(availability).where(availability.c.id == rule_id)
        ).one()
        values: dict[str, Any] = {"archived_at": transaction.now}
        if document is not None:
            valid_until = document["valid_until"]
            values = {
                "valid_from": dt.date.fromisoformat(document["valid_from"]),
                "valid_until": valid_until and dt.date.fromisoformat(valid_until),
                "archived_at": None,
            }
        _change_rule(transaction, row, **values)
    lay(transaction, doctor_id, first, until or _LAST_DAY)
    zone = zone_of(transaction)
    span = _days(first, laid_until(transaction, zone, first, until), zone)
    for key in before:
        transaction.entry.touch("availability", key.removeprefix("availability:"), doctor_id, span)
