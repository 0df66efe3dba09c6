"""Dates that come again: “first Monday of the month”, or a recurrence rule of RFC 5545.

Walking a rule ends at the last date that is asked for, whatever the rule says: one that never comes
true (30 February) can hold nobody up.
"""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator

from clinic_desktop.domain.booking import listed
from clinic_desktop.domain.forms import MONTHS, WEEKDAYS
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.values import dataclass

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""The weekdays as RFC 5545 names them, from Monday on."""
_NAMES = tuple(name.casefold() for name in calendar.day_name)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_UNITS = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_WORKDAYS = ",".join(CODES[:5])
# Compiled when first asked for: no start needs them.
_EVERY = (
    r"^every\s+(?:(?P<count>\d{1,3}|other)\s+)?(?P<unit>day|week|month|year|weekday)s?"
    r"(?:\s+on\s+(?P<days>[a-z, ]+))?$"
)
_NTH = (
    r"^(?P<nth>(?:first|second|third|fourth|last)(?:(?:,\s*|\s+and\s+)"
    r"(?:first|second|third|fourth|last))*)\s+(?P<day>[a-z]+)\s+of\s+(?:the|every)\s+month$"
)
_UNTIL = r"\s+until\s+(\d{4}-\d{2}-\d{2})$"
_PART = r"^([A-Z]+)=([0-9A-Z,+-]+)$"
_BYDAY = r"^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)$"
_MOMENT = r"^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}Z?)?$"
_NUMBERS = {"BYMONTH": range(1, 13), "BYMONTHDAY": range(-31, 32)}
_EXAMPLES = (
    "Write for example “every week”, “every 2 weeks on Mon, Wed”, “first Monday of the month”, "
    "“every month until 2026-12-31”, or a rule such as FREQ=MONTHLY;BYDAY=1MO."
)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """On which dates something comes again; ``rule`` is the RFC 5545 text.

    Known are FREQ (daily to yearly), INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH and WKST.
    What stands in UNTIL is local; a date there is included.

    Raises:
        Misuse: ``bad_recurrence``, the rule is none.

    """

    rule: str

    def __post_init__(self) -> None:
        """Check the rule, wherever it came from."""
        try:
            _Parts(self.rule)
        except ValueError:
            raise _bad_recurrence(self.rule) from None

    @classmethod
    def parse(cls, text: str) -> Recurrence:
        """Read words or an RFC 5545 rule.

        Raises:
            Misuse: ``bad_recurrence``.

        """
        given = text.strip()
        rule = given.upper().removeprefix("RRULE:")
        if "=" not in rule:
            rule = _rule_of(given.casefold()) or ""
        if not rule:
            raise _bad_recurrence(text)
        try:
            return cls(rule)
        except Misuse:
            # Told as it was written, not as it was read.
            raise _bad_recurrence(text) from None

    @property
    def words(self) -> str:
        """Write it as people say it: ``every 2 weeks on Mon, Wed``, ``first Monday of the month``.

        What ``parse`` reads as words it reads back as the same rule.
        """
        return _words(_Parts(self.rule))

    def dates(self, start: dt.datetime, low: dt.date, high: dt.date) -> Iterator[dt.date]:
        """Answer the dates from low to high (included) that it has, in order.

        ``start`` is the local time (naive) at which it begins; a start that it does not fit is
        none of its dates.
        """
        parts = _Parts(self.rule)
        for number, day in enumerate(parts.walk(start.date(), high)):
            late = parts.until is not None and dt.datetime.combine(day, start.time()) > parts.until
            if late or (parts.count is not None and number >= parts.count):
                return
            if day >= low:
                yield day


def _bad_recurrence(text: str) -> Misuse:
    message = f"“{text}” was not understood as a repetition. {_EXAMPLES}"
    return Misuse("bad_recurrence", message, {"text": text})


class _Parts:
    """The parts of a rule.

    Raises:
        ValueError: it is none, or one that is not known here.

    """

    def __init__(self, rule: str) -> None:
        found: dict[str, str] = {}
        for part in rule.split(";"):
            match = re.match(_PART, part)
            if match is None or match[1] in found:
                raise ValueError(rule)
            found[match[1]] = match[2]
        self.frequency = found.pop("FREQ", "")
        self.interval = _number(found.pop("INTERVAL", "1"))
        self.count = _number(found.pop("COUNT")) if "COUNT" in found else None
        self.until = _moment(found.pop("UNTIL")) if "UNTIL" in found else None
        self.months = _numbers("BYMONTH", found)
        self.month_days = _numbers("BYMONTHDAY", found)
        self.days = [_weekday(one) for one in found.pop("BYDAY", "").split(",") if one]
        # The day that weeks are counted from: with an interval it says which weeks are meant.
        self.week_begins = CODES.index(found.pop("WKST", "MO"))
        if found or self.frequency not in _UNITS.values():
            raise ValueError(rule)
        counted = any(nth for nth, _ in self.days)
        if counted and (self.frequency in ("DAILY", "WEEKLY") or self.month_days):
            raise ValueError(rule)
        if self.frequency == "WEEKLY" and self.month_days:
            raise ValueError(rule)
        if self.frequency == "YEARLY" and not self.months and (self.days or self.month_days):
            raise ValueError(rule)

    def walk(self, start: dt.date, high: dt.date) -> Iterator[dt.date]:
        """Answer every date from the start to ``high`` that fits, in order."""
        for period in self._periods(start, high):
            for day in sorted(set(period)):
                if start <= day <= high and self._fits(day):
                    yield day

    def _fits(self, day: dt.date) -> bool:
        """Tell whether the limits let a date through."""
        last = calendar.monthrange(day.year, day.month)[1]
        return (
            (not self.months or day.month in self.months)
            and (not self.month_days or bool({day.day, day.day - last - 1} & self.month_days))
            and (
                not self.days
                or any(
                    weekday == day.weekday()
                    and nth in (0, (day.day + 6) // 7, -((last - day.day) // 7 + 1))
                    for nth, weekday in self.days
                )
            )
        )

    def _periods(self, start: dt.date, high: dt.date) -> Iterator[Iterable[dt.date]]:
        """Answer the candidates of each day, week, month or year whose turn it is."""
        step = self.interval
        if self.frequency in ("DAILY", "WEEKLY"):
            weekly = self.frequency == "WEEKLY"
            into = (start.weekday() - self.week_begins) % 7
            first = start - dt.timedelta(days=into) if weekly else start
            for number in itertools.count(0, step):
                try:
                    day = first + dt.timedelta(days=number * (7 if weekly else 1))
                except OverflowError:
                    return
                if day > high:
                    return
                week = (day + dt.timedelta(days=n) for n in range(7))
                if not weekly:
                    yield (day,)
                elif self.days:
                    yield week
                else:
                    yield (one for one in week if one.weekday() == start.weekday())
            return
        yearly = self.frequency == "YEARLY"
        for number in itertools.count(0, step):
            year, month = start.year + number, start.month
            if not yearly:
                year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
                month += 1
            if (year, month) > (high.year, high.month) and (not yearly or year > high.year):
                return
            months = sorted(self.months or {month}) if yearly else [month]
            yield (day for one in months for day in self._month(year, one, start.day))

    def _month(self, year: int, month: int, usual: int) -> Iterator[dt.date]:
        """Answer the candidates of a month: all its days, or the one of the start."""
        last = calendar.monthrange(year, month)[1]
        if self.days or self.month_days:
            yield from (dt.date(year, month, day) for day in range(1, last + 1))
        elif usual <= last:
            yield dt.date(year, month, usual)


def _words(of: _Parts) -> str:
    """Say a rule."""
    units = {name: unit for unit, name in _UNITS.items()}
    unit = units[of.frequency]
    told = f"every {of.interval} {unit}s" if of.interval > 1 else f"every {unit}"
    several = {weekday for _, weekday in of.days}
    names = ", ".join(WEEKDAYS[day][:3] for _, day in of.days)
    if of.frequency == "WEEKLY" and of.interval == 1 and names == "Mon, Tue, Wed, Thu, Fri":
        told = "every weekday"
    elif of.days and all(nth for nth, _ in of.days) and len(several) == 1:
        which = listed([_ordinal(nth) for nth, _ in of.days])
        day = f"{which} {WEEKDAYS[several.pop()]}"
        plain = of.frequency == "MONTHLY" and of.interval == 1
        told = f"{day} of the month" if plain else f"{told} on the {day}"
    elif of.days:
        told += f" on {', '.join(_numbered(nth, day) for nth, day in of.days)}"
    if of.month_days:
        days = [f"the {_ordinal(one)} day" for one in sorted(of.month_days)]
        told += f" on {listed(days)}"
    if of.months:
        told += f" in {listed([MONTHS[one - 1][:3] for one in sorted(of.months)])}"
    if of.count is not None:
        told += f", {'once' if of.count == 1 else f'{of.count} times'}"
    return told + (f" until {of.until.date()}" if of.until is not None else "")


def _numbered(nth: int, day: int) -> str:
    """Name a weekday, or which one of its month."""
    return f"{_ordinal(nth)} {WEEKDAYS[day]}" if nth else WEEKDAYS[day][:3]


def _ordinal(nth: int) -> str:
    """Say which one, counted from the end below zero."""
    names = {number: name for name, number in _ORDINALS.items()}
    if nth in names:
        return names[nth]
    if nth < 0:
        return f"{_ordinal(-nth)} last"
    ending = "th" if nth % 100 in range(11, 14) else {1: "st", 2: "nd", 3: "rd"}.get(nth % 10, "th")
    return f"{nth}{ending}"


def _number(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 9999:  # noqa: PLR2004 - more than any calendar has
        raise ValueError(text)
    return number


def _numbers(name: str, found: dict[str, str]) -> set[int]:
    numbers = {int(one) for one in found.pop(name, "").split(",") if one}
    if not numbers <= set(_NUMBERS[name]) or 0 in numbers:
        raise ValueError(name)
    return numbers


def _weekday(text: str) -> tuple[int, int]:
    """Read ``MO`` or ``-1MO`` as which one of the month (0: each), and the weekday."""
    match = re.match(_BYDAY, text)
    if match is None:
        raise ValueError(text)
    return int(match[1] or 0), CODES.index(match[2])


def _moment(text: str) -> dt.datetime:
    """Read ``20261231`` (the whole day) or ``20261231T120000Z``; either is local."""
    match = re.match(_MOMENT, text)
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute = (int(one) if one else None for one in match.groups())
    date = dt.date(year or 0, month or 0, day or 0)
    return dt.datetime.combine(date, dt.time.max if hour is None else dt.time(hour, minute or 0))


def _rule_of(words: str) -> str | None:
    """Turn words into a rule; None where they are not understood."""
    until = re.search(_UNTIL, words)
    ending = f";UNTIL={until[1].replace('-', '')}" if until else ""
    words = words[: until.start()] if until else words
    if match := re.match(_EVERY, words):
        count = {"other": "2", None: "1"}.get(match["count"], match["count"])
        days = _codes(match["days"]) if match["days"] else ""
        if match["unit"] == "weekday" and not days and count == "1":
            return f"FREQ=WEEKLY;BYDAY={_WORKDAYS}{ending}"
        if match["unit"] in _UNITS and (not match["days"] or (days and match["unit"] == "week")):
            rule = f"FREQ={_UNITS[match['unit']]}" + (f";INTERVAL={count}" if count != "1" else "")
            return rule + (f";BYDAY={days}" if days else "") + ending
    elif match := re.match(_NTH, words):
        code = _codes(match["day"])
        which = [_ORDINALS[one] for one in re.split(r",\s*|\s+and\s+", match["nth"])]
        if code and "," not in code:
            return "FREQ=MONTHLY;BYDAY=" + ",".join(f"{nth}{code}" for nth in which) + ending
    return None


def _codes(names: str) -> str:
    """Turn ``mon, wednesday`` into ``MO,WE``; empty where a name is none."""
    found = []
    for name in names.replace(" and ", ",").split(","):
        named = [n for n, full in enumerate(_NAMES) if name.strip() in (full, full[:3])]
        if not named:
            return ""
        found.append(CODES[named[0]])
    return ",".join(found)
