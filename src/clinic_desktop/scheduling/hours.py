"""Weekly hours, and hours of single dates: what they replace, what they lay, whom they hit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, insert, select, update

from clinic_desktop.domain.availability import (
    DEFAULT_BLOCK_MINUTES,
    Availability,
    CopyDays,
    DaysSet,
    HoursOf,
    HoursSet,
    Part,
    SetDays,
    SetWeeklyHours,
    WeeklyHours,
    check_block_length,
    check_weekly,
)
from clinic_desktop.domain.hours_text import Window
from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.time import TimeSpan, day_words, local_date
from clinic_desktop.domain.timeoff import FIRST_DAY, LAST_DAY
from clinic_desktop.domain.timetable import RuleChange, Timetable, changed, replacing
from clinic_desktop.scheduling import effects, laying, sites
from clinic_desktop.scheduling.effects import Plan
from clinic_desktop.scheduling.picture import the_site, zone_of
from clinic_desktop.scheduling.purposes import with_known
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import row_document
from clinic_desktop.storage.tables import availability

_MOST_DAYS = 400
_BY_ID = select(availability).where(availability.c.id == bindparam("number"))
_CHANGE = update(availability).where(availability.c.id == bindparam("number"))


@dataclass(frozen=True, slots=True)
class HoursPlan:
    """A plan, and the changes of rules that it comes from; ``span`` is where they are seen."""

    plan: Plan
    changes: list[RuleChange]
    span: TimeSpan


def set_weekly_hours(transaction: Transaction, command: SetWeeklyHours) -> HoursSet:
    """Replace a doctor's weekly hours over a range of dates and lay the blocks anew.

    Raises:
        Refusal: ``unknown_doctor``, ``appointments_affected``, ``effect_changed``.
        Misuse: ``bad_dates``, ``bad_block_length``.

    """
    transaction.require(Action.MANAGE_HOURS, command.doctor_id)
    laying.lock_doctor(transaction, command.doctor_id)
    plan = plan_weekly(transaction, command)
    found = effects.settle(transaction, plan.plan)
    effects.judge(transaction, command, found.effect)
    numbers = _write(transaction, command.doctor_id, plan)
    effects.save(transaction, found, numbers)
    made = replace(_made(plan), id=numbers[-1])
    effect = found.effect
    return HoursSet(
        made, effect.blocks_added, effect.blocks_removed, effect.affected, effect.left_out,
        effect.too_short, effect.blocks_elsewhere,
    )  # fmt: skip


def plan_weekly(read: Read, command: SetWeeklyHours) -> HoursPlan:
    """Plan new weekly hours."""
    zone = zone_of(read)
    start = command.start or local_date(read.now, zone)
    check_weekly(
        block_minutes=command.block_minutes, grid_minutes=command.grid_minutes,
        seats=command.seats, start=start, until=command.until,
    )  # fmt: skip
    hours = with_known(read, command.hours)
    made = Availability(
        -1, command.doctor_id, hours, command.block_minutes, start, command.until,
        laid_until=laying.laid_until(read, zone, start, command.until),
        site_id=_site_of(read, command),
        grid_minutes=command.grid_minutes,
        anchor=start if hours.turns else None,
        seats=command.seats,
    )  # fmt: skip
    table = laying.timetable(read, command.doctor_id)
    changes = replacing(table.rules, made)
    # What older rules laid further goes as well.
    last = max(made.laid_until or start, laying.reach(read, command.doctor_id, table) or start)
    last = min(last, command.until or LAST_DAY)
    span = laying.span_of_days(start, last, zone)
    ranges = ((start, command.until or LAST_DAY),)
    return _planned(table, command.doctor_id, changes, ranges, span)


def _site_of(read: Read, command: SetWeeklyHours) -> int:
    """Answer where the hours are: at the site named, else at the doctor's or room's own.

    Raises:
        Refusal: ``unknown_site``.

    """
    if command.site_id is not None:
        return sites.branch(read, command.site_id).id
    return sites.own_site(read, command.doctor_id)


def _planned(
    table: Timetable, doctor_id: int, changes: list[RuleChange], ranges: tuple[laying.Days, ...],
    *looks: TimeSpan,
) -> HoursPlan:  # fmt: skip
    after = table.having(rules=changed(table.rules, changes))
    made = tuple(one.after for one in changes if one.before is None and one.after is not None)
    plan = Plan(
        {doctor_id: after}, ranges, {doctor_id: list(looks)}, tells_ways=True, made=made,
        before={doctor_id: table},
    )  # fmt: skip
    return HoursPlan(
        plan, changes, TimeSpan(min(one.start for one in looks), max(one.end for one in looks))
    )


def _made(plan: HoursPlan) -> Availability:
    """Answer the new rule, which is the last change."""
    made = plan.changes[-1].after
    if made is None:
        raise AssertionError  # pragma: no cover - new hours are always there
    return made


def _write(transaction: Transaction, doctor_id: int, plan: HoursPlan) -> dict[int, int]:
    """Write changes of rules; answer the ids of the new ones by those that they had before."""
    numbers: dict[int, int] = {}
    for change in plan.changes:
        if change.before is None and change.after is not None:
            row_id = _insert(transaction, change.after)
            numbers[change.after.id] = row_id
        elif change.before is not None and change.after is not None:
            dates = {"valid_from": change.after.start, "valid_until": change.after.until}
            row_id = change_rule(transaction, change.before.id, dates)
        elif change.before is not None:
            row_id = change_rule(transaction, change.before.id, {"archived_at": transaction.now})
        else:
            raise AssertionError  # pragma: no cover - a change has two sides
        # Older rules that made room are touched too: undoing what made them must see this change.
        transaction.entry.touch("availability", row_id, doctor_id, plan.span)
    return numbers


def change_rule(transaction: Transaction, rule_id: int, values: dict[str, Any]) -> int:
    """Write columns of a rule and record them; whoever calls knows the span to touch it with."""
    before = transaction.connection.execute(_BY_ID, {"number": rule_id}).one()
    transaction.connection.execute(
        _CHANGE.values(version=availability.c.version + 1, **values), {"number": rule_id}
    )
    after = transaction.connection.execute(_BY_ID, {"number": rule_id}).one()
    transaction.entry.record("availability", rule_id, row_document(before), row_document(after))
    return rule_id


def _insert(transaction: Transaction, made: Availability) -> int:
    """Add a rule and record it."""
    values = {
        "resource_id": made.doctor_id,
        "site_id": made.site_id,
        "hours": str(made.hours),
        "block_minutes": made.block_minutes,
        "grid_minutes": made.grid_minutes,
        "valid_from": made.start,
        "valid_until": made.until,
        "laid_until": made.laid_until,
        "anchor": made.anchor,
        "overrides": int(made.overrides),
        "seats": made.seats,
    }
    row: Row[Any] = transaction.connection.execute(
        insert(availability).values(values).returning(*availability.c)
    ).one()
    transaction.entry.record("availability", row.id, None, row_document(row))
    return int(row.id)


def set_days(transaction: Transaction, command: SetDays) -> DaysSet:
    """Give dates hours of their own, or take them away again, and lay the blocks anew.

    Raises:
        Refusal: ``unknown_doctor``, ``unknown_site``, ``appointments_affected``,
            ``effect_changed``.
        Misuse: ``bad_dates``, ``bad_block_length``, ``which_site``, ``which_days``.

    """
    return _days_set(transaction, command, plan_days)


def copy_days(transaction: Transaction, command: CopyDays) -> DaysSet:
    """Give dates the hours of others, and lay the blocks anew.

    Raises:
        Refusal: ``unknown_doctor``, ``appointments_affected``, ``effect_changed``.
        Misuse: ``bad_dates``.

    """
    return _days_set(transaction, command, plan_copy)


def _days_set(transaction: Transaction, command: Any, planned: Any) -> DaysSet:  # noqa: ANN401 - a command and its plan
    """Carry out what changes single dates."""
    transaction.require(Action.MANAGE_HOURS, command.doctor_id)
    laying.lock_doctor(transaction, command.doctor_id)
    plan: HoursPlan = planned(transaction, command)
    found = effects.settle(transaction, plan.plan)
    effects.judge(transaction, command, found.effect)
    effects.save(transaction, found, _write(transaction, command.doctor_id, plan))
    days = tuple(first for first, _ in plan.plan.ranges)
    effect = found.effect
    made = [one.after for one in plan.changes if one.before is None and one.after is not None]
    return DaysSet(
        command.doctor_id, days, effect.blocks_added, effect.blocks_removed, effect.affected,
        effect.left_out, tuple(sorted({rule.site_id for rule in made})), effect.too_short,
        effect.blocks_elsewhere,
    )  # fmt: skip


def plan_days(read: Read, command: SetDays) -> HoursPlan:
    """Plan hours of single dates."""
    days = _days_of(command.days)
    if command.block_minutes is not None:
        check_block_length(command.block_minutes)
    table = laying.timetable(read, command.doctor_id)
    if command.windows is None:
        if command.site_id is not None:
            message = "The usual hours come back for the whole date: name no site."
            raise Misuse("bad_dates", message)
        gone = [rule for rule in table.rules if rule.overrides and rule.start in days]
        changes = [RuleChange(rule, None) for rule in gone]
    else:
        days = _worked(table, command, days)
        wanted = [one for day in days for one in _wanted(read, table, command, day)]
        changes = _own_hours(read, table, command.doctor_id, wanted)
    return _plan_of_days(table, command.doctor_id, changes, days)


def plan_copy(read: Read, command: CopyDays) -> HoursPlan:
    """Plan the copy of hours from some dates to others."""
    days = _days_of(command.to)
    if len(command.of) != len(command.to) or len(days) != len(command.to):
        message = (
            "Each date that gets hours needs one that they are copied from, and gets them once."
        )
        raise Misuse("bad_dates", message)
    _days_of(command.of)
    table = laying.timetable(read, command.doctor_id)
    wanted = []
    for of, to in zip(command.of, command.to, strict=True):
        rules = _working(table, of)
        wanted += [
            Wanted(to, rule.hours.parts(of, rule.anchor), rule.site_id, rule) for rule in rules
        ]
        if not rules:
            wanted.append(_nothing(read, table, to, of))
    changes = _own_hours(read, table, command.doctor_id, wanted)
    return _plan_of_days(table, command.doctor_id, changes, days)


def _worked(table: Timetable, command: SetDays, days: list[dt.date]) -> list[dt.date]:
    """Leave out the dates that get hours only if they have some, and have none.

    Raises:
        Misuse: ``which_days``, none is left.

    """
    found = [day for day in days if day not in command.where_worked or _working(table, day)]
    if not found:
        message = (
            "Nobody works on any of these days, so times alone do not say which of them are meant. "
            "Write the weekdays, too: “Mon-Fri 9-12”."
        )
        raise Misuse("which_days", message, {"on": [day.isoformat() for day in days]})
    return found


def _windows_on(command: SetDays, day: dt.date) -> tuple[Window | Part, ...]:
    """Answer the windows that a date gets."""
    if isinstance(command.windows, WeeklyHours):
        return command.windows.parts(day)
    return command.windows or ()


def _working(table: Timetable, day: dt.date) -> list[Availability]:
    """Answer the rules that give hours to a date."""
    return [rule for rule in table.rules_on(day) if rule.hours.parts(day, rule.anchor)]


class Wanted(NamedTuple):
    """A date's own hours at a site; blocks are as those of ``like``, or ``minutes`` long."""

    day: dt.date
    windows: tuple[Window | Part, ...]
    site_id: int
    like: Availability | None
    minutes: int | None = None


def _days_of(days: Iterable[dt.date]) -> list[dt.date]:
    """Answer dates in order, each once.

    Raises:
        Misuse: ``bad_dates``, there are none, too many, or some that no rule can have.

    """
    found = sorted(set(days))
    if not 0 < len(found) <= _MOST_DAYS or not FIRST_DAY <= found[0] <= found[-1] <= LAST_DAY:
        message = f"Name 1 to {_MOST_DAYS} dates between 1970 and 2200."
        raise Misuse("bad_dates", message)
    return found


def _wanted(read: Read, table: Timetable, command: SetDays, day: dt.date) -> list[Wanted]:
    """Answer what a date's own hours become at each site.

    Raises:
        Refusal: ``unknown_site``.
        Misuse: ``which_site``, there are hours at several, and none is named.

    """
    windows, minutes = _windows_on(command, day), command.block_minutes
    there = _working(table, day)
    weekly = table.having(rules=[one for one in table.rules if not one.overrides], time_off=())
    usual = _working(weekly, day)
    if command.site_id is None:
        at = list(dict.fromkeys(rule.site_id for rule in there or usual))
        if not windows:
            return [_nothing(read, table, day, day)]
        if len(at) > 1:
            names = " and ".join(sites.branch(read, one).name for one in sorted(at))
            message = (
                f"On {day_words(day)} there are hours at {names}. Say at which site these are: "
                "those at the others stay as they are."
            )
            raise Misuse("which_site", message, {"on": day.isoformat(), "sites": sorted(at)})
        site_id = at[0] if at else _nothing(read, table, day, day).site_id
    else:
        site_id = sites.branch(read, command.site_id).id
    here = [rule for rule in (*usual, *there, *weekly.rules_on(day)) if rule.site_id == site_id]
    # At a site that is new to the doctor blocks are as long as elsewhere.
    pattern = next(iter((*here, *usual, *there)), None)
    found = [Wanted(day, windows, site_id, pattern, minutes)]
    if command.site_id is not None:
        found += [
            Wanted(day, rule.hours.parts(day, rule.anchor), rule.site_id, rule)
            for rule in there
            if rule.site_id != site_id
        ]
    return found


def _nothing(read: Read, table: Timetable, day: dt.date, like: dt.date) -> Wanted:
    """Answer that a date has no hours, kept where there may be some."""
    rules = table.rules_on(like)
    pattern = rules[0] if rules else None
    site_id = pattern.site_id if pattern else the_site(read, TheSite()).id
    return Wanted(day, (), site_id, pattern)


def _own_hours(
    read: Read, table: Timetable, doctor_id: int, wanted: Sequence[Wanted]
) -> list[RuleChange]:
    """Make the rules of dates; those that there are end."""
    days = {one.day for one in wanted}
    gone = [rule for rule in table.rules if rule.overrides and rule.start in days]
    changes = [RuleChange(rule, None) for rule in gone]
    for number, one in enumerate(wanted):
        like = one.like
        length = one.minutes or (like.block_minutes if like else DEFAULT_BLOCK_MINUTES)
        grid = like.grid_minutes if like else None
        made = Availability(
            -1 - number, doctor_id, with_known(read, WeeklyHours.on(one.day, one.windows)), length,
            one.day, one.day,
            laid_until=one.day, site_id=one.site_id,
            grid_minutes=grid if grid and grid >= length else None, overrides=True,
            seats=like.seats if like else 1,
        )  # fmt: skip
        changes.append(RuleChange(None, made))
    return changes


def _plan_of_days(
    table: Timetable, doctor_id: int, changes: list[RuleChange], days: list[dt.date]
) -> HoursPlan:
    spans = [laying.span_of_days(day, day, table.zone) for day in days]
    return _planned(table, doctor_id, changes, tuple((day, day) for day in days), *spans)


def hours_of(read: Read, query: HoursOf) -> tuple[Availability, ...]:
    """Answer a doctor's rules that are valid on any of some dates."""
    return tuple(
        rule
        for rule in laying.timetable(read, query.doctor_id).rules
        if (query.last is None or rule.start <= query.last)
        and (rule.until is None or query.first <= rule.until)
    )
