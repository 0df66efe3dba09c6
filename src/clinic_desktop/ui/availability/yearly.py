"""What each day of a year is to a doctor: hours, time off, closed, a holiday; without Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from clinic_desktop.domain.availability import Availability, Part
from clinic_desktop.domain.hours_text import window_words
from clinic_desktop.domain.sites import SitesSeen
from clinic_desktop.domain.timeoff import KIND_WORDS, TimeOff, TimeOffKind, hours_of, stretch_words
from clinic_desktop.domain.values import dataclass

_DAY = dt.timedelta(days=1)


class DayKind(StrEnum):
    """What a day is, as it is coloured and marked; the weightiest wins."""

    NONE = "none"
    HOURS = "hours"
    OWN = "own"
    PARTLY = "partly"
    LEAVE = "leave"
    CLOSED = "closed"
    HOLIDAY = "holiday"


KIND_NAMES = {
    DayKind.HOURS: "Hours",
    DayKind.OWN: "Hours of its own",
    DayKind.PARTLY: "Partly off",
    DayKind.LEAVE: "Time off",
    DayKind.CLOSED: "Closed",
    DayKind.HOLIDAY: "Public holiday",
}
"""What each mark means; a day without hours has none."""


@dataclass(frozen=True, slots=True)
class DayMark:
    """What a day is, and the same in words."""

    kind: DayKind
    words: str


def year_of(
    year: int,
    rules: Iterable[Availability],
    time_off: Iterable[TimeOff],
    sites: Mapping[int, str] | None = None,
) -> dict[dt.date, DayMark]:
    """Answer what each day of a year is by a doctor's rules and time off, the clinic's included.

    ``sites`` are the names of several; without them none is told.
    """
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    off: dict[dt.date, list[TimeOff]] = {}
    for one in time_off:
        for begin, end in one.when.days(first, last):
            for number in range((end - begin).days + 1):
                off.setdefault(begin + number * _DAY, []).append(one)
    kept = tuple(rules)
    weekly = [rule for rule in kept if not rule.overrides]
    own: dict[dt.date, list[Availability]] = {}
    for rule in kept:
        if rule.overrides:
            own.setdefault(rule.start, []).append(rule)
    names = sites or {}
    days = (first + number * _DAY for number in range((last - first).days + 1))
    return {day: _mark(day, weekly, own.get(day), off.get(day, ()), names) for day in days}


def _mark(
    day: dt.date,
    weekly: list[Availability],
    own: list[Availability] | None,
    off: Iterable[TimeOff],
    sites: Mapping[int, str],
) -> DayMark:
    counting = own if own is not None else [rule for rule in weekly if rule.covers(day)]
    by_site: dict[str, list[Part]] = {}
    for rule in counting:
        parts = rule.hours.parts(day, rule.anchor)
        if parts:
            by_site.setdefault(sites.get(rule.site_id, ""), []).extend(parts)
    kind = DayKind.OWN if own is not None else DayKind.HOURS if by_site else DayKind.NONE
    pieces = [
        hours_words(sorted(parts)) + (f" at {site}" if site else "")
        for site, parts in sorted(by_site.items(), key=lambda one: min(one[1]))
    ]
    hours = ", ".join(pieces) or hours_words(())
    told = [hours + (", hours of its own" if own is not None else "")]
    there = {rule.site_id for rule in counting or weekly}
    for one in off:
        if one.site_id is not None and one.site_id not in there:
            # Closed is where this doctor is not.
            continue
        told.append(off_words(one))
        kind = max(kind, _kind_of(one), key=_WEIGHT.index)
    return DayMark(kind, "; ".join(told))


_WEIGHT = tuple(DayKind)


def _kind_of(one: TimeOff) -> DayKind:
    if not one.when.whole_days:
        return DayKind.PARTLY
    kinds = {TimeOffKind.CLOSED: DayKind.CLOSED, TimeOffKind.HOLIDAY: DayKind.HOLIDAY}
    return kinds.get(one.kind, DayKind.LEAVE)


def site_names(sites: SitesSeen | None) -> dict[int, str]:
    """Answer the names of the sites, if there are several: of a single one nobody speaks."""
    known = sites.all if sites is not None else ()
    return {one.id: one.name for one in known} if len(known) > 1 else {}


def hours_words(parts: Iterable[Part]) -> str:
    """Write a day's hours as people here do, with what they are for; none: no hours."""
    told = (
        window_words((start, end)) + (f" for {purpose}" if purpose else "")
        for start, end, purpose in parts
    )
    return ", ".join(told) or "no hours"


def off_entries(
    several: Iterable[TimeOff], sites: Mapping[int, str]
) -> Iterator[tuple[str, str, TimeOff]]:
    """Write time off for a list: when it is, of the clinic's also where, what it is, and itself."""
    for one in several:
        where = sites.get(one.site_id or 0, "all sites") if sites else ""
        at = f" at {where}" if where and one.doctor_id is None else ""
        yield f"{stretch_words(one.when)}{at}", off_words(one), one


def off_words(one: TimeOff) -> str:
    """Write what time off is, and its hours where it has some: Leave, 13:00 to 17:00 (note)."""
    note = f" ({one.note})" if one.note else ""
    hours = "" if one.when.whole_days else f", {hours_of(one.when)}"
    return f"{KIND_WORDS[one.kind]}{hours}{note}"
