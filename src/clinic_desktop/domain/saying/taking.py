"""What each turn of phrase adds to the meaning of a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from clinic_desktop.domain.people import PartialDate
from clinic_desktop.domain.saying import days
from clinic_desktop.domain.saying.clocks import HOUR, Clock, Sure, Unsure, spoken
from clinic_desktop.domain.saying.grammar import Item
from clinic_desktop.domain.saying.meaning import Named
from clinic_desktop.domain.saying.names import Doctors
from clinic_desktop.domain.saying.resolving import NOON, Resolved
from clinic_desktop.domain.saying.stretches import stretch_of

_AROUND = 30
_LONGEST_VISIT = 24 * HOUR


def take(into: Resolved, item: Item) -> None:
    """Add what some words say, or ask where it can't be."""
    name = item.key
    if name.startswith("part"):
        _part(into, item)
    elif name in _TAKES:
        _TAKES[name](into, item)
    elif name.startswith("length"):
        into.set("minutes", int(name.split()[1]), item, "length")
    elif name.startswith("weekday in weeks"):
        _weekday_ahead(into, item)
    else:
        stretch = stretch_of(into.line.today, item.key, item.values)
        if stretch is None:
            into.ask("date", "There is no such day to come.", item)
        else:
            into.between(stretch.first, stretch.last, item)


def _at(into: Resolved, item: Item) -> None:
    _keep(into, "at", item.values[0], item)


def _after(into: Resolved, item: Item) -> None:
    _keep(into, "after", item.values[0], item)


def _before(into: Resolved, item: Item) -> None:
    _keep(into, "before", item.values[0], item)


def _keep(into: Resolved, name: str, value: object, item: Item) -> None:
    """Keep a time until the part of the day is known."""
    found = into.clock(value, item)
    if found is None:
        return
    if name in into.clocks and into.clocks[name][0] != found:
        into.ask("time", "Two times are said: which one is meant?", item)
        return
    into.clocks[name] = (found, item)


def _around(into: Resolved, item: Item) -> None:
    found = into.clock(item.values[0], item)
    if found is not None:
        _keep(into, "after", replace(found, minute=max(found.minute - _AROUND, 0)), item)
        _keep(into, "before", replace(found, minute=found.minute + _AROUND), item)


def _between(into: Resolved, item: Item) -> None:
    values = item.values
    if len(values) == 1:
        if isinstance(values[0], Unsure):
            said = into.said(item)
            message = f"“{said}” can be two times or a date."
            into.ask("number", message, item, values[0].readings)
            return
        values = values[0]
    start, end = (into.clock(value, item) for value in values)
    if start is None or end is None:
        return
    if start.minute >= end.minute and end.sure is not Sure.SAID:
        end = end.later
    if start.minute >= end.minute:
        into.ask("time", "The second time must lie behind the first one.", item)
        return
    _keep(into, "after", start, item)
    _keep(into, "before", end, item)


def _fraction(into: Resolved, item: Item) -> None:
    """Half past, quarter past, quarter to, and the German half that comes before."""
    found = spoken(into.line, item.key, item.values)
    if found is not None:
        _keep(into, "at", found, item)


def _part(into: Resolved, item: Item) -> None:
    name = item.key.split()[-1]
    when = item.key.split()[1] if item.key.startswith("part+") else ""
    today = into.line.today
    if when in ("today", "tomorrow"):
        day = today + dt.timedelta(days=when == "tomorrow")
        into.between(day, day, item)
    elif when == "weekday":
        _days(into, item)
    if into.part is not None and into.part[0] != name:
        into.ask("time", "Two parts of the day are said: which one is meant?", item)
        return
    into.part = (name, item)


def _days(into: Resolved, item: Item) -> None:
    value = item.values[0]
    if isinstance(value, days.Typo):
        value = value.value
    found = sorted({*into.meaning.weekdays, *value})
    into.meaning = replace(into.meaning, weekdays=tuple(found))


def _this_weekday(into: Resolved, item: Item) -> None:
    day = days.coming(into.line.today, _weekday_of(item))
    into.between(day, day, item)


def _next_weekday(into: Resolved, item: Item) -> None:
    _soonest(into, item)
    _days(into, item)


def _weekday_ahead(into: Resolved, item: Item) -> None:
    weeks = [value for value in item.values if isinstance(value, int)]
    number = weeks[0] if weeks else int(item.key.split()[-1])
    day = days.coming(into.line.today, _weekday_of(item)) + dt.timedelta(weeks=number)
    into.between(day, day, item)


def _except(into: Resolved, item: Item) -> None:
    for value in item.values:
        into.except_ |= set(value.value if isinstance(value, days.Typo) else value)


def _days_between(into: Resolved, item: Item) -> None:
    first, last = (v.value[0] if isinstance(v, days.Typo) else v[0] for v in item.values)
    _days(into, replace(item, values=(days.days_between(first, last),)))


def _weekday_nth(into: Resolved, item: Item) -> None:
    *day, hour = item.values
    _weekday_on(into, replace(item, values=tuple(day)))
    _keep(into, "at", hour, item)


def _weekday_on(into: Resolved, item: Item) -> None:
    """A weekday with its date: another one's is asked."""
    weekday, day = item.values
    _days(into, replace(item, values=(weekday,)))
    _on(into, replace(item, values=(day,)))


def _vague(into: Resolved, item: Item) -> None:
    into.ask("time", f"“{into.said(item)}”: which day and time is that?", item)


def _on(into: Resolved, item: Item) -> None:
    stretch = into.day(item.values[0], item)
    if stretch is not None:
        into.between(stretch.first, stretch.last, item)


def _from(into: Resolved, item: Item) -> None:
    stretch = into.day(item.values[0], item)
    if stretch is not None:
        into.between(stretch.first, None, item)


def _after_day(into: Resolved, item: Item) -> None:
    stretch = into.day(item.values[0], item)
    if stretch is not None:
        last = stretch.first if stretch.last == dt.date.max else stretch.last
        into.between(last + dt.timedelta(days=1), None, item)


def _until(into: Resolved, item: Item) -> None:
    stretch = into.day(item.values[0], item)
    if stretch is not None:
        open_ = stretch.last == dt.date.max
        into.between(None, stretch.first if open_ else stretch.last, item)


def _before_day(into: Resolved, item: Item) -> None:
    stretch = into.day(item.values[0], item)
    if stretch is not None:
        # “Before the end of the month” lets its last days be.
        day = stretch.last if stretch.late else stretch.first - dt.timedelta(days=1)
        into.between(None, day, item)


def _from_until(into: Resolved, item: Item) -> None:
    low, high = (into.day(value, item) for value in item.values)
    if low is not None and high is not None:
        into.between(low.first, None, item)
        into.between(None, high.last, item)


def _week_of(into: Resolved, item: Item) -> None:
    stretch = into.day(item.values[0], item)
    if stretch is not None:
        week = days.week_of(stretch.first)
        into.between(max(week.first, into.line.today), week.last, item)


def _minutes(into: Resolved, item: Item) -> None:
    number = item.values[0] * (HOUR if item.key == "hours" else 1)
    if not 1 <= number <= _LONGEST_VISIT:
        into.ask("length", "A visit is 1 minute to 24 hours long.", item)
        return
    into.set("minutes", number, item, "length")


def _length(into: Resolved, item: Item) -> None:
    if isinstance(item.values[0], Unsure):
        into.ask_unsure(item)
    else:
        _minutes(into, item)


def _soonest(into: Resolved, _item: Item) -> None:
    into.meaning = replace(into.meaning, soonest=True)


def _any_doctor(into: Resolved, item: Item) -> None:
    if into.meaning.doctors:
        into.ask("doctor", "Any doctor, or that one?", item)
    into.meaning = replace(into.meaning, any_doctor=True)


def _doctor(into: Resolved, item: Item) -> None:
    values = item.values[0] if isinstance(item.values[0], tuple) else item.values
    chosen = []
    for value in values:
        one = _one_doctor(into, value, item)
        if one is None:
            return
        chosen.append(one)
    into.set("doctors", tuple(dict.fromkeys(chosen)), item, "doctor")


def _one_doctor(into: Resolved, value: Doctors, item: Item) -> Named | None:
    """Answer whom the words mean, or ask."""
    if len(value.could_be) == 1:
        return value.could_be[0]
    if value.could_be:
        names = [one.name for one in value.could_be]
        message = f"“{value.said}” can be {' or '.join(names)}."
        into.ask("doctor", message, item, [_titled(name) for name in names])
    else:
        into.ask("doctor", f"Nobody here is called Dr {value.said}.", item)
    return None


def _named(into: Resolved, item: Item) -> None:
    into.set(item.key, item.values[0], item, item.key)


def _room(into: Resolved, item: Item) -> None:
    into.set("room", item.values[0], item, "room")


def _phone(into: Resolved, item: Item) -> None:
    into.set("phone", item.values[0], item, "phone")


def _born(into: Resolved, item: Item) -> None:
    value = item.values[0]
    if isinstance(value, PartialDate):
        into.set("born", value, item, "born")
        return
    stretch = into.day(value, item)
    if stretch is not None:
        day = stretch.first
        into.set("born", PartialDate(day.year, day.month, day.day), item, "born")


def _workdays(into: Resolved, item: Item) -> None:
    _days(into, replace(item, values=((0, 1, 2, 3, 4),)))


def _weekend(into: Resolved, item: Item) -> None:
    _days(into, replace(item, values=((5, 6),)))


def _series(into: Resolved, item: Item) -> None:
    message = (
        f"“{into.said(item)}” is several visits: a line books one. A series is booked from the "
        "first one's form (Repeat…), or by “clinic series book”."
    )
    into.ask("series", message, item)


def _action(into: Resolved, item: Item) -> None:
    message = f"“{into.said(item)}”: a line only books. Open the visit to change it."
    into.ask("action", message, item)


def _not(into: Resolved, item: Item) -> None:
    message = f"“{into.said(item)}”: what is not wanted can only be weekdays."
    into.ask("not", message, item)


def _relative(into: Resolved, item: Item) -> None:
    message = f"“{into.said(item)}”: name the patient alone, not whose relative it is."
    into.ask("name", message, item)


def _nothing(into: Resolved, _item: Item) -> None:
    """Words that add nothing."""


def _noon(into: Resolved, item: Item) -> None:
    _keep(into, "at", Clock(NOON), item)


def _weekday_of(item: Item) -> int:
    """Answer the one weekday among an item's values."""
    value = next(v for v in item.values if isinstance(v, tuple | days.Typo))
    found: tuple[int, ...] = value.value if isinstance(value, days.Typo) else value
    return found[0]


def _titled(name: str) -> str:
    return name if name.lower().startswith(("dr", "prof")) else f"Dr {name}"


_TAKES: Mapping[str, Callable[[Resolved, Item], None]] = {
    "at": _at,
    "around": _around,
    "after": _after,
    "before": _before,
    "between": _between,
    "half past": _fraction,
    "half to": _fraction,
    "quarter past": _fraction,
    "quarter to": _fraction,
    "three quarters past": _fraction,
    "past": _fraction,
    "to": _fraction,
    "minutes past": _fraction,
    "weekday nth at": _weekday_nth,
    "weekday nth": _weekday_on,
    "vague": _vague,
    "not hours": _vague,
    "noon": _noon,
    "days": _days,
    "days between": _days_between,
    "this weekday": _this_weekday,
    "next weekday": _next_weekday,
    "except": _except,
    "workdays": _workdays,
    "weekend": _weekend,
    "on": _on,
    "from": _from,
    "after day": _after_day,
    "until": _until,
    "before day": _before_day,
    "from until": _from_until,
    "week of": _week_of,
    "minutes": _minutes,
    "hours": _minutes,
    "length": _length,
    "soonest": _soonest,
    "any doctor": _any_doctor,
    "with": _doctor,
    "doctor": _doctor,
    "bare doctor": _doctor,
    "type": _named,
    "room": _room,
    "room numbered": _room,
    "site": _named,
    "phone": _phone,
    "tel": _phone,
    "born": _born,
    "series": _series,
    "action": _action,
    "not": _not,
    "relative": _relative,
    "filler": _nothing,
    "title": _nothing,
}
