"""Dates, birth dates, weekdays and months as a line has them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from clinic_desktop.domain.people import PartialDate, plain
from clinic_desktop.domain.saying.clocks import CLOCKS, HALVES, Read
from clinic_desktop.domain.saying.line import Line
from clinic_desktop.domain.saying.tokens import nearly, spellings
from clinic_desktop.domain.values import dataclass

_NUMERIC = re.compile(r"^(\d{1,4})([./-])(\d{1,2})(?:\2(\d{4}|\d{2}))?\.?$")
_DOTTED = re.compile(r"^\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})?$")
_NTH = re.compile(r"^(\d{1,2})(st|nd|rd|th|er|ere|e|o|º|ª|°|\.)?$", re.IGNORECASE)
_ORDINAL = re.compile(r"^(\d{1,2})(st|nd|rd|th|er|º|ª|°)$", re.IGNORECASE)
_YEAR = re.compile(r"^(?:18|19|20)\d\d$")
_MONTH_YEAR = re.compile(r"^(\d{1,2})[/.-]((?:18|19|20)\d\d)$")
_JOINED = re.compile(r"^(\w+)\s*[-\u2013]\s*(\w+)$")
_MONTHS, _CENTURY, _SOON = 12, 100, 2
_WEEK = 7
_LONGEST_YEAR = 4
_FARTHEST = 100
"""Nobody books so many years ahead."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days that some words could mean (none: there is no such day, several: nobody knows)."""

    could_be: tuple[dt.date, ...]

    @property
    def one(self) -> dt.date | None:
        """The day, if it is known."""
        return self.could_be[0] if len(self.could_be) == 1 else None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from a first to a last one, included; the last may be open."""

    first: dt.date
    last: dt.date
    late: bool = False
    """The end of something longer, which counts as its last day."""


@dataclass(frozen=True, slots=True)
class Typo:
    """What a misspelled word was taken for."""

    value: tuple[int, ...]


Parts = tuple[str, int, int]
"""Year as typed, month and day, unchecked."""


def coming(today: dt.date, weekday: int) -> dt.date:
    """Answer the next such weekday, today included."""
    return today + dt.timedelta(days=(weekday - today.weekday()) % _WEEK)


def day_or_none(year: int, month: int, day: int) -> dt.date | None:
    """Make a date, None if there is none."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _visit_day(line: Line, parts: Parts) -> dt.date | None:
    """Answer the day that a visit may be on, None if it is past or there is none."""
    year, month, day = parts
    if not year:
        return next(
            (
                found
                for ahead in range(9)
                if (found := day_or_none(line.today.year + ahead, month, day)) is not None
                and found >= line.today
            ),
            None,
        )
    full = (
        int(year)
        if len(year) == _LONGEST_YEAR
        else _CENTURY * (line.today.year // _CENTURY) + int(year)
    )
    found = day_or_none(full, month, day)
    if found is None or not line.today <= found <= dt.date(line.today.year + _FARTHEST, 1, 1):
        return None
    if len(year) < _LONGEST_YEAR and found.year > line.today.year + _SOON:
        return None
    return found


def _birth_day(line: Line, parts: Parts) -> dt.date | None:
    """Answer the latest past day that a birth date may mean."""
    year, month, day = parts
    if not year:
        return None
    fulls = [int(year)]
    if len(year) < _LONGEST_YEAR:
        century = line.today.year - line.today.year % _CENTURY
        fulls = [century + int(year), century - _CENTURY + int(year)]
    days = (day_or_none(full, month, day) for full in fulls)
    return next((found for found in days if found is not None and found <= line.today), None)


def _parts(line: Line, at: int) -> Iterator[tuple[tuple[Parts, ...], int]]:
    """Read a date in numbers, or with its month named: what it could be, year, month, day."""
    text = line.tokens[at].text
    if match := _NUMERIC.match(text):
        yield from _numbered(line, match, at)
        return
    day, month = _day_number(line, at), _month(line, at)
    behind = at + 1
    while line.is_in(behind, "of"):
        behind += 1
    parted = line.tokens[at].parted
    if day is not None and not parted and (named := _month(line, behind)) is not None:
        year, end = _year(line, behind + 1)
        yield ((year, named, day),), end
    elif month is not None and (numbered := _day_number(line, at + 1)) is not None:
        year, end = _year(line, at + 2)
        other = _month(line, at + 2)
        several: tuple[Parts, ...] = ((year, month, numbered),)
        if other is not None:
            several = (*several, ("", other, numbered))
            end = at + 3
        yield several, end


def _numbered(line: Line, match: re.Match[str], at: int) -> Iterator[tuple[tuple[Parts, ...], int]]:
    """Order the parts of a date in numbers as people here do, or both ways if that is not known."""
    first, sign, second, third = match[1], match[2], match[3], match[4] or ""
    if len(first) == _LONGEST_YEAR:
        if third:
            yield ((first, int(second), int(third)),), at + 1
        return
    if len(first) == _LONGEST_YEAR - 1:
        return
    one, two = int(first), int(second)
    by_day, by_month = (third, two, one), (third, one, two)
    if sign == ".":
        if third or match[0].endswith(".") or line.forms.separator == ".":
            yield (by_day,), at + 1
        return
    if sign == "-" and not third:
        return
    told = line.forms.separator in ("/", "-") or (line.forms.separator == "." and sign != "/")
    fits = [each for each in (by_day, by_month) if 1 <= each[1] <= _MONTHS]
    if told and line.forms.order != "ymd":
        own = by_month if line.forms.order == "mdy" else by_day
        fits = [own] if own in fits else fits
    yield tuple(dict.fromkeys(fits or [by_day])), at + 1


def _day_number(line: Line, at: int) -> int | None:
    token = line.token(at)
    match = _NTH.match(token.text) if token is not None and token.forms else None
    return int(match[1]) if match is not None else None


def _month(line: Line, at: int) -> int | None:
    token = line.token(at)
    if token is None:
        return None
    return next((line.words.month_of[f] for f in token.forms if f in line.words.month_of), None)


def _year(line: Line, at: int) -> tuple[str, int]:
    """Read a year behind a month."""
    while line.is_in(at, "of"):
        at += 1
    token = line.token(at)
    return (token.text, at + 1) if token is not None and _YEAR.match(token.text) else ("", at)


def read_date(line: Line, at: int) -> Read:
    """Read the day of a visit: 3/12, 3.12., 3 December, 2025-12-03, Wed 3 December, the 12th."""
    for several, end in _parts(line, at):
        if any(_birth_day(line, parts) and not _visit_day(line, parts) for parts in several):
            continue
        days = {_visit_day(line, parts) for parts in several} - {None}
        yield Days(tuple(sorted(day for day in days if day))), end
    token = line.tokens[at]
    match = _ORDINAL.match(token.text)
    if match is not None and _month(line, at + 1) is None:
        yield _nth_day(line, int(match[1])), at + 1


def read_nth(line: Line, at: int) -> Read:
    """Read a day of the month in numbers alone: 12, 12th, 12."""
    number = _day_number(line, at)
    behind = line.form(at + 1)
    counted = behind in line.units or behind in CLOCKS or behind in HALVES
    if number is not None and _month(line, at + 1) is None and not counted:
        yield _nth_day(line, number), at + 1


def read_dotted(line: Line, at: int) -> Read:
    """Read a day of the month that is written as one: 12."""
    if line.tokens[at].text.endswith("."):
        yield from read_nth(line, at)


def _nth_day(line: Line, number: int) -> Days:
    """Answer the next day with that number in its month."""
    for ahead in range(_MONTHS + 1):
        month = line.today.month - 1 + ahead
        found = day_or_none(line.today.year + month // _MONTHS, month % _MONTHS + 1, number)
        if found is not None and found >= line.today:
            return Days((found,))
    return Days(())


def read_past(line: Line, at: int) -> Read:
    """Read a birth date where no visit can be: a whole date that is past."""
    for several, end in _parts(line, at):
        if not any(_visit_day(line, parts) for parts in several):
            days = {_birth_day(line, parts) for parts in several} - {None}
            if days:
                yield Days(tuple(sorted(day for day in days if day))), end


def read_birth(line: Line, at: int) -> Read:
    """Read a birth date behind a word for it: also the month and year, or the year alone."""
    found = False
    for several, end in _parts(line, at):
        days = {_birth_day(line, parts) for parts in several} - {None}
        if any(parts[0] for parts in several):
            found = True
            yield Days(tuple(sorted(day for day in days if day))), end
    if found:
        return
    text, month = line.tokens[at].text, _month(line, at)
    if month is not None:
        year, end = _year(line, at + 1)
        if year and int(year) <= line.today.year:
            yield PartialDate(int(year), month), end
    elif (match := _MONTH_YEAR.match(text)) and 1 <= int(match[1]) <= _MONTHS:
        yield PartialDate(int(match[2]), int(match[1])), at + 1
    elif _YEAR.match(text) and int(text) <= line.today.year:
        yield PartialDate(int(text)), at + 1


def weekday(line: Line, at: int) -> int | None:
    """Answer the weekday that a word is."""
    token = line.token(at)
    if token is None or (token.text.islower() and _is_adverb(line, at)):
        return None
    return next((line.words.day_of[f] for f in token.forms if f in line.words.day_of), None)


def _is_adverb(line: Line, at: int) -> bool:
    """Tell whether a word such as the German “so” goes with the next one: “so ab 17 Uhr”."""
    return line.is_in(at, "adverbs") and line.is_in(at + 1, "telling")


def read_weekday(line: Line, at: int) -> Read:
    """Read one weekday."""
    found = weekday(line, at)
    if found is not None:
        yield (found,), at + 1
    elif (near := _mistyped(line, at)) is not None:
        yield Typo((near,)), at + 1


def read_weekdays(line: Line, at: int) -> Read:
    """Read weekdays in a row, “or” and “and” between them, or from one to another."""
    token = line.tokens[at]
    joined = _JOINED.match(token.text)
    if joined is not None:
        ends = [line.words.day_of.get(spellings(part)[0]) for part in joined.groups()]
        if ends[0] is not None and ends[1] is not None:
            yield days_between(ends[0], ends[1]), at + 1
        return
    first = weekday(line, at)
    if first is None:
        if (near := _mistyped(line, at)) is not None:
            yield Typo((near,)), at + 1
        return
    found, end = [first], at + 1
    while True:
        behind = end
        ranged = line.is_in(behind, "to")
        while any(line.is_in(behind, each) for each in ("or_", "and_", "to")):
            behind += 1
        if line.form(behind) in _ARTICLES and behind > end:
            behind += 1
        next_ = weekday(line, behind)
        if next_ is None:
            break
        found += days_between(found[-1], next_)[1:] if ranged else [next_]
        end = behind + 1
    yield tuple(sorted(set(found))), end


_ARTICLES = frozenset({"le", "el", "on", "am", "the", "los", "les"})


def days_between(first: int, last: int) -> tuple[int, ...]:
    """Answer the weekdays from one to another, over the weekend if need be."""
    return tuple((first + n) % _WEEK for n in range((last - first) % _WEEK + 1))


def _mistyped(line: Line, at: int) -> int | None:
    """Answer the one weekday that a misspelled word can be."""
    token = line.tokens[at]
    return _near(plain(token.text).strip("."), line.words.weekdays) if token.forms else None


@lru_cache(maxsize=1024)
def _near(typed: str, weekdays: tuple[str, ...]) -> int | None:
    """Answer the one weekday whose words are nearly what was typed."""
    near = {
        number
        for number, row in enumerate(weekdays)
        for word in row.split()
        if nearly(typed, plain(word))
    }
    return near.pop() if len(near) == 1 else None


def read_month(line: Line, at: int) -> Read:
    """Read a month as the days of its next coming: from today, if it is this one."""
    number = _month(line, at)
    if number is None:
        return
    typed, end = _year(line, at + 1)
    today = line.today
    year = int(typed) if typed else today.year + (number < today.month)
    if dt.date(year, number, 1) >= today.replace(day=1):
        yield month_of(year, number), end


def month_of(year: int, number: int) -> Stretch:
    """Answer the days of a month; months behind December are those of the next years."""
    year, number = year + (number - 1) // _MONTHS, (number - 1) % _MONTHS + 1
    following = dt.date(year + number // _MONTHS, number % _MONTHS + 1, 1)
    return Stretch(dt.date(year, number, 1), following - dt.timedelta(days=1))


def week_of(day: dt.date, ahead: int = 0) -> Stretch:
    """Answer the week, Monday to Sunday, that lies so many weeks ahead of a day's."""
    first = day - dt.timedelta(days=day.weekday()) + dt.timedelta(weeks=ahead)
    return Stretch(first, first + dt.timedelta(days=_WEEK - 1))
