"""Time off and hours of single dates, as calendars show them."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, or_, select

from clinic_desktop.domain.away import Away, AwayOf, AwayTimes, OwnHours
from clinic_desktop.domain.hours_text import Window, joined
from clinic_desktop.domain.time import TimeSpan, common
from clinic_desktop.domain.timeoff import TimeOff
from clinic_desktop.scheduling import laying
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.scheduling.whereabouts import site_names
from clinic_desktop.storage.columns import LocalDay
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import availability, time_off

_DAY = dt.timedelta(days=1)
_FIRST, _LAST = (bindparam(name, type_=LocalDay) for name in ("first", "last"))
_WHOSE: BindParameter[int] = bindparam("doctors", expanding=True)
_OFF = (
    select(time_off)
    .where(
        or_(time_off.c.resource_id.is_(None), time_off.c.resource_id.in_(_WHOSE)),
        time_off.c.archived_at.is_(None),
        time_off.c.first_day <= _LAST,
        or_(time_off.c.last_day >= _FIRST, time_off.c.recurrence != ""),
    )
    .order_by(time_off.c.first_day, time_off.c.start_minute, time_off.c.id)
)
_OWN = (
    select(availability)
    .where(
        availability.c.resource_id.in_(_WHOSE),
        availability.c.archived_at.is_(None),
        availability.c.overrides == 1,
        availability.c.valid_from.between(_FIRST, _LAST),
    )
    .order_by(availability.c.valid_from, availability.c.resource_id)
)


def away_times(read: Read, query: AwayOf) -> AwayTimes:
    """Answer what takes time out of some doctors' days, and which dates have hours of their own."""
    zone = zone_of(read)
    # What of a day comes again after midnight reaches into the next.
    asked = {"first": query.first - _DAY, "last": query.last, "doctors": list(query.doctor_ids)}
    rows = read.connection.execute(_OFF, asked).all()
    several = [laying.time_off_of(row) for row in rows]
    sites = site_names(read) if any(one.site_id for one in several) else {}
    found = [away for one in several for away in _times(one, query, zone, sites)]
    found.sort(key=lambda one: (one.doctor_id is not None, one.span.start, one.time_off_id))
    own = read.connection.execute(_OWN, {**asked, "first": query.first}).all()
    return AwayTimes(tuple(found), tuple(_own_hours(own)))


def _times(
    one: TimeOff, query: AwayOf, zone: zoneinfo.ZoneInfo, sites: Mapping[int, str]
) -> Iterator[Away]:
    """Answer each time of a stretch that touches the days asked for."""
    longest = one.when.last - one.when.first
    day_before = query.first - _DAY
    asked = [laying.span_of_days(query.first, query.last, zone)]
    for start in one.when.starts(day_before, query.last):
        once = replace(one.when, first=start, last=start + longest, repeat=None)
        pieces = common([once.spans(max(day_before, start), query.last, zone), asked])
        begun = once.spans(start, start, zone)
        ended = once.spans(start + longest, start + longest, zone)
        # A time that the clock skips takes nothing.
        if pieces and begun and ended:
            yield Away(
                one.id, one.doctor_id, one.kind, TimeSpan(begun[0].start, ended[-1].end),
                tuple(pieces),
                name=one.note if one.doctor_id is None else "",
                note=one.note if one.doctor_id is not None else "",
                repeats=one.when.repeat is not None,
                site=sites.get(one.site_id or 0, ""),
            )  # fmt: skip


def _own_hours(rows: Iterable[Row[Any]]) -> Iterator[OwnHours]:
    """Answer the own hours of each date, those at several sites together."""
    found: dict[tuple[dt.date, int], list[Window]] = {}
    for row in rows:
        rule = laying.rule_of(row)
        windows = rule.hours.windows(rule.start, rule.anchor)
        found.setdefault((rule.start, rule.doctor_id), []).extend(windows)
    for (day, doctor_id), every in found.items():
        yield OwnHours(doctor_id, day, joined(every))
