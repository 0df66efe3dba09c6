"""Time off of doctors and closed days of the clinic: what they take away, and whom they hit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from clinic_desktop.domain.effect import Hit, TimeChange
from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.time import instant_of, local_date
from clinic_desktop.domain.timeoff import (
    LAST_DAY,
    OF_DOCTORS,
    AddTimeOff,
    CloseClinic,
    RemoveTimeOff,
    Stretch,
    TheTimeOff,
    TimeOff,
    TimeOffChanged,
    TimeOffOf,
    VisitsIn,
    check_note,
)
from clinic_desktop.scheduling import effects, laying, sites
from clinic_desktop.scheduling.effects import Plan
from clinic_desktop.scheduling.picture import the_site, zone_of
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import row_document
from clinic_desktop.storage.tables import time_off

_STANDING = select(time_off).where(time_off.c.archived_at.is_(None))
_BY_ID = _STANDING.where(time_off.c.id == bindparam("number"))
_EVER_BY_ID = select(time_off).where(time_off.c.id == bindparam("number"))
_CHANGE = update(time_off).where(time_off.c.id == bindparam("number"))
_OF = _STANDING.where(time_off.c.resource_id == bindparam("doctor")).order_by(
    time_off.c.first_day, time_off.c.id
)
_CLOSED = _STANDING.where(time_off.c.resource_id.is_(None)).order_by(
    time_off.c.first_day, time_off.c.id
)
_MOST_CLOSINGS = 400


@dataclass(frozen=True, slots=True)
class OffPlan:
    """A plan, and the time off that comes (``added``) or goes; where each is seen."""

    plan: Plan
    added: tuple[TimeOff, ...] = ()
    removed: tuple[TimeOff, ...] = ()
    skipped: tuple[dt.date, ...] = ()


def add_time_off(transaction: Transaction, command: AddTimeOff) -> TimeOffChanged:
    """Take a doctor out of the calendar for a stretch of time.

    Raises:
        Refusal: ``unknown_doctor``, ``time_skipped``, ``appointments_affected``,
            ``effect_changed``.
        Misuse: ``bad_kind``, ``too_long``.

    """
    transaction.require(Action.MANAGE_HOURS, command.doctor_id)
    laying.lock_doctor(transaction, command.doctor_id, or_device=True)
    return _carried_out(transaction, command, plan_add(transaction, command))


def plan_add(read: Read, command: AddTimeOff) -> OffPlan:
    """Plan time off of a doctor."""
    check_note(command.note)
    if command.kind not in OF_DOCTORS:
        message = f"A doctor's time off is one of {', '.join(OF_DOCTORS)}."
        raise Misuse("bad_kind", message, {"kind": command.kind.value})
    _refuse_skipped(read, command.when)
    made = TimeOff(-1, command.doctor_id, None, command.kind, command.when, command.note)
    return _planned(read, [command.doctor_id], added=(made,))


def close_clinic(transaction: Transaction, command: CloseClinic) -> TimeOffChanged:
    """Close the clinic for stretches of time.

    Raises:
        Refusal: ``time_skipped``, ``appointments_affected``, ``effect_changed``.
        Misuse: ``bad_kind``, ``bad_dates``, ``too_long``.

    """
    transaction.require(Action.MANAGE_HOURS)
    laying.lock_clinic(transaction)
    return _carried_out(transaction, command, plan_close(transaction, command))


def plan_close(read: Read, command: CloseClinic) -> OffPlan:
    """Plan closed days; what is closed already for the same time is left as it is."""
    if not 0 < len(command.closings) <= _MOST_CLOSINGS:
        message = f"Close the clinic for 1 to {_MOST_CLOSINGS} stretches of time at once."
        raise Misuse("bad_dates", message)
    if command.kind in OF_DOCTORS:
        message = "The clinic is closed, or has a holiday."
        raise Misuse("bad_kind", message, {"kind": command.kind.value})
    closed = map(laying.time_off_of, read.connection.execute(_CLOSED))
    site_id = None if command.site_id is None else sites.branch(read, command.site_id).id
    known = {one.when for one in closed if one.site_id in (None, site_id)}
    added: list[TimeOff] = []
    skipped = []
    for closing in command.closings:
        check_note(closing.note)
        _refuse_skipped(read, closing.when)
        if closing.when in known:
            length = (closing.when.last - closing.when.first).days + 1
            skipped += [closing.when.first + dt.timedelta(days=n) for n in range(length)]
            continue
        known.add(closing.when)
        number = -1 - len(added)
        added.append(TimeOff(number, None, site_id, command.kind, closing.when, closing.note))
    plan = _planned(read, laying.doctors_with_hours(read), added=tuple(added))
    return replace(plan, skipped=tuple(dict.fromkeys(skipped)))


def _refuse_skipped(read: Read, when: Stretch) -> None:
    """Refuse what the clocks go forward over: it would keep nobody away, and nobody would see why.

    Raises:
        Refusal: ``time_skipped``.
        Misuse: ``bad_dates``, it comes again on no date.

    """
    zone = zone_of(read)
    if when.repeat is not None and next(when.starts(when.first, LAST_DAY), None) is None:
        message = "No date is like that before it ends, so nobody would be off at any time."
        raise Misuse("bad_dates", message, {"repeat": when.repeat.rule})
    if when.repeat is None and not when.spans(when.first, when.last, zone):
        midnight = dt.datetime.combine(when.first, dt.time())
        instant_of(midnight + dt.timedelta(minutes=when.start_minute), zone)


def remove_time_off(transaction: Transaction, command: RemoveTimeOff) -> TimeOffChanged:
    """Take time off away again.

    Raises:
        Refusal: ``unknown_time_off``, ``effect_changed``.

    """
    known = _known(transaction, command.time_off_id)
    transaction.require(Action.MANAGE_HOURS, known.doctor_id)
    lock(transaction, known.doctor_id)
    return _carried_out(transaction, command, plan_remove(transaction, command))


def lock(transaction: Transaction, doctor_id: int | None) -> None:
    """Lock whose time off it is: a doctor's, or (None) everybody's."""
    if doctor_id is None:
        laying.lock_clinic(transaction)
    else:
        laying.lock_doctor(transaction, doctor_id, or_device=True)


def plan_remove(read: Read, command: RemoveTimeOff) -> OffPlan:
    """Plan that time off goes."""
    known = _known(read, command.time_off_id)
    return _planned(read, _whom(read, known), removed=(known,))


def _whom(read: Read, of: TimeOff) -> Sequence[int]:
    """Answer the doctors whose time off it is: one, or all who have hours."""
    return laying.doctors_with_hours(read) if of.doctor_id is None else [of.doctor_id]


def _known(read: Read, number: int) -> TimeOff:
    row = read.connection.execute(_BY_ID, {"number": number}).one_or_none()
    if row is None:
        message = f"There is no time off {number}, or not any more."
        raise Refusal(Reason("unknown_time_off", message, {"time_off": str(number)}))
    return laying.time_off_of(row)


def _planned(
    read: Read,
    doctor_ids: Sequence[int],
    *,
    added: tuple[TimeOff, ...] = (),
    removed: tuple[TimeOff, ...] = (),
) -> OffPlan:
    """Plan what comes and goes, for every doctor whom it concerns."""
    gone = {one.id for one in removed}
    before, tables, looks = {}, {}, {}
    ranges: set[laying.Days] = set()
    for doctor_id in doctor_ids:
        before[doctor_id] = table = laying.timetable(read, doctor_id)
        kept = [one for one in table.time_off if one.id not in gone]
        tables[doctor_id] = table.having(time_off=[*kept, *added])
        reach = laying.reach(read, doctor_id, table)
        if reach is not None:
            for one in (*added, *removed):
                ranges.update(one.when.days(one.when.first, reach))
        elif len(doctor_ids) == 1:
            # A room without hours has no blocks, and yet visits in it.
            begin = min((one.when.first for one in added), default=local_date(read.now, table.zone))
            reach = laying.laid_until(read, table.zone, begin, None)
        else:
            continue
        looks[doctor_id] = [
            span for one in added for span in one.when.spans(one.when.first, reach, table.zone)
        ]
    plan = Plan(tables, tuple(apart(ranges)), looks, tells_kept=bool(added), before=before)
    return OffPlan(plan, added, removed)


def apart(ranges: set[laying.Days]) -> list[laying.Days]:
    """Make ranges of days that share some one."""
    found: list[laying.Days] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found


def _carried_out(
    transaction: Transaction, command: TimeChange[Any], plan: OffPlan
) -> TimeOffChanged:
    """Save a plan if its effect is the one that was shown."""
    found = effects.settle(transaction, plan.plan)
    effects.judge(transaction, command, found.effect)
    written = tuple(_insert(transaction, one) for one in plan.added)
    for one in plan.removed:
        change_row(transaction, one.id, {"archived_at": transaction.now})
    for one in (*written, *plan.removed):
        touch(transaction, one, plan.plan.tables)
    effects.save(transaction, found)
    effect = found.effect
    return TimeOffChanged(
        written or plan.removed, effect.blocks_added, effect.blocks_removed, effect.affected,
        plan.skipped, effect.kept, effect.blocks_elsewhere,
    )  # fmt: skip


def touch(transaction: Transaction, one: TimeOff, doctor_ids: Any) -> None:  # noqa: ANN401 - their ids
    """Say in whose calendars time off is seen, and when."""
    if not doctor_ids:
        transaction.entry.touch("time_off", one.id)
    zone = zone_of(transaction)
    # What comes again without end is seen as far as blocks are laid.
    horizon = laying.laid_until(transaction, zone, one.when.first, None)
    last = max(one.when.last, horizon) if one.when.repeat else one.when.last
    span = laying.span_of_days(one.when.first, min(last, LAST_DAY), zone)
    for doctor_id in doctor_ids:
        transaction.entry.touch("time_off", one.id, doctor_id, span)


def _insert(transaction: Transaction, made: TimeOff) -> TimeOff:
    """Add time off and record it."""
    when = made.when
    values = {
        "site_id": made.site_id or the_site(transaction, TheSite()).id,
        "one_site": int(made.site_id is not None),
        "resource_id": made.doctor_id,
        "kind": made.kind.value,
        "note": made.note,
        "first_day": when.first,
        "last_day": when.last,
        "start_minute": when.start_minute,
        "end_minute": when.end_minute,
        "recurrence": when.repeat.rule if when.repeat else "",
    }
    row = transaction.connection.execute(
        insert(time_off).values(values).returning(*time_off.c)
    ).one()
    transaction.entry.record("time_off", row.id, None, row_document(row))
    return laying.time_off_of(row)


def change_row(transaction: Transaction, number: int, values: dict[str, Any]) -> TimeOff:
    """Write columns of time off and record them; answer it as it is then."""
    before = transaction.connection.execute(_EVER_BY_ID, {"number": number}).one()
    transaction.connection.execute(
        _CHANGE.values(version=time_off.c.version + 1, **values), {"number": number}
    )
    after = transaction.connection.execute(_EVER_BY_ID, {"number": number}).one()
    transaction.entry.record("time_off", number, row_document(before), row_document(after))
    return laying.time_off_of(after)


def time_off_list(read: Read, query: TimeOffOf) -> tuple[TimeOff, ...]:
    """Answer the time off that touches some dates."""
    last = query.last or LAST_DAY
    rows: list[Any] = []
    if query.doctor_id is not None:
        rows += read.connection.execute(_OF, {"doctor": query.doctor_id}).all()
    if query.doctor_id is None or query.closed:
        rows += read.connection.execute(_CLOSED).all()
    found = map(laying.time_off_of, rows)
    return tuple(one for one in found if _touches(one.when, query.first, last))


def the_time_off(read: Read, query: TheTimeOff) -> TimeOff:
    """Answer one stretch of time off; refused ``unknown_time_off``."""
    return _known(read, query.time_off_id)


def visits_in(read: Read, query: VisitsIn) -> tuple[Hit, ...]:
    """Answer who is still booked in time off: whom it would hit if it were added now."""
    known = _known(read, query.time_off_id)
    as_new = _planned(read, _whom(read, known), added=(known,), removed=(known,))
    return effects.hits(read, replace(as_new.plan, before={}))


def _touches(when: Stretch, first: dt.date, last: dt.date) -> bool:
    """Tell whether a stretch has any date of a range."""
    return next(iter(when.starts(first, last)), None) is not None
