"""Finding the next times for a visit, ranking them, and saying why there are none."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import func, select

from clinic_desktop.domain.booking import Block, Blocks, BlockState
from clinic_desktop.domain.explaining import Why
from clinic_desktop.domain.forms import WEEKDAYS, present
from clinic_desktop.domain.offers import Limit, NextTimes, Offer, Offers
from clinic_desktop.domain.openings import Opening, Openings
from clinic_desktop.domain.people import Doctors
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.time import (
    TimeSpan,
    day_start,
    from_seconds,
    instant_of,
    instants_of,
    local_date,
)
from clinic_desktop.domain.timetable import Timetable
from clinic_desktop.scheduling import agenda, explaining, laying
from clinic_desktop.scheduling.free_time import FreeTime, Kind
from clinic_desktop.scheduling.openings import kind_of, openings_of
from clinic_desktop.scheduling.picture import doctors, zone_of
from clinic_desktop.scheduling.whereabouts import site_names
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import appointment_type

_WEEK, _DAY, _MINUTE = dt.timedelta(days=7), dt.timedelta(days=1), dt.timedelta(minutes=1)
_REACH = dt.timedelta(days=366)
"""How far ahead is looked, from today or the first day that is wished."""
_LAST_DAY = dt.date(2240, 1, 1)
"""Behind it no day is looked at: time that can be stored ends soon."""
_NOON = 12 * 60
_PROBED = 28
"""Within so many days a time is looked for to explain."""
_EXPLAINED = 5
"""Of so many doctors it is told why they have no time."""
_SHORTEST = select(func.min(appointment_type.c.minutes)).where(
    appointment_type.c.archived_at.is_(None)
)


def next_times(read: Read, query: NextTimes) -> Offers:
    """Answer the first times, the best in front, or what stands against them.

    Raises:
        Refusal: ``unknown_type``, ``unknown_doctor``, ``type_not_allowed``.
        Misuse: ``usage``, somebody is named twice.

    """
    search = _Search(read, query)
    found = search.ranked()
    return Offers(found) if found else Offers((), tuple(_limits(search)))


def by_day(read: Read, query: NextTimes) -> Iterator[Day]:
    """Answer all times that are wished, those of a day together, day after day.

    Raises:
        Refusal, Misuse: as ``next_times``.

    """
    return _Search(read, query).by_day()


@dataclass(frozen=True, slots=True)
class Day:
    """One day's times of a kind of visit, in the free time of those who have them, by their ids.

    What lasts fewer than ``shortest`` minutes nobody can be booked for.
    """

    openings: Sequence[Opening]
    times: Mapping[int, FreeTime]
    shortest: int

    @property
    def offers(self) -> list[Offer]:
        """The times, each with what it would leave unusable."""
        return [Offer(one, self.rest((one,))) for one in self.openings]

    def held(self, one: Opening) -> TimeSpan:
        """Answer what a visit would hold."""
        return self.times[one.doctor_id].held(one.start, one.end)

    def rest(self, row: Sequence[Opening]) -> int:
        """Answer the minutes that visits of one doctor, by start, would leave unusable.

        Beside them and between them.
        """
        time = self.times[row[0].doctor_id]
        spans = [self.held(one) for one in row]
        first, last = (
            time.around(one.start, one.end) or held
            for one, held in ((row[0], spans[0]), (row[-1], spans[-1]))
        )
        gaps = [(first.start, spans[0].start), (spans[-1].end, last.end)]
        gaps += [
            (one.end, behind.start)
            for one, behind in pairwise(spans)
            if one.end < behind.start and time.around(one.end, behind.start) is not None
        ]
        rests = [int((high - low) / _MINUTE) for low, high in gaps]
        return sum(rest for rest in rests if 0 < rest < self.shortest)


class _Search:
    """One search; all that does not change while days are looked at."""

    def __init__(self, read: Read, query: NextTimes) -> None:
        self.read, self.query = read, query
        self.zone = zone_of(read)
        self.kind: Kind = kind_of(read, query.type_id, query.minutes, query.with_ids)
        self._shortest = read.connection.execute(_SHORTEST).scalar() or 0
        self._site = site_names(read).get(query.site_id or 0, "")
        self._tables: dict[int, Timetable] = {}
        today = local_date(read.now, self.zone)
        self.first = min(max(query.first or today, today), _LAST_DAY)

    def ranked(self) -> tuple[Offer, ...]:
        """Answer the first offers, whole days of them looked at, the best in front."""
        found: list[Offer] = []
        for day in self.by_day():
            found += day.offers
            if len(found) >= self.query.limit:
                break
        return tuple(sorted(found, key=self._rank)[: self.query.limit])

    def nearest(self, wish: NextTimes) -> Offer | None:
        """Answer of the first day's offers the one that begins nearest to the time of a wish."""
        low = wish.after if wish.at is None else wish.at
        high = wish.before if wish.at is None else wish.at

        def apart(one: Offer) -> tuple[int, dt.datetime]:
            local = one.opening.start.astimezone(self.zone)
            minute = local.hour * 60 + local.minute
            early, late = (low or 0) - minute, 0 if high is None else minute - high
            return max(0, early, late), one.opening.start

        day = next(self.by_day(), None)
        return min(day.offers, key=apart) if day else None

    def by_day(self) -> Iterator[Day]:
        """Answer the times of each day that has some."""
        for _, day in groupby(self._openings(), lambda one: local_date(one.start, self.zone)):
            yield self._of_day(list(day))

    def _rank(self, one: Offer) -> tuple[Any, ...]:
        opening = one.opening
        if self.query.soonest:
            return opening.start, one.rest, opening.doctor_id
        day = local_date(opening.start, self.zone)
        return day, one.rest, opening.start, opening.doctor_id

    def _openings(self) -> Iterator[Opening]:
        """Answer all openings that are wished, by start, as long as someone goes on reading."""
        for span in self._days():
            query = Openings(
                span=span, doctor_ids=self.query.doctor_ids, with_ids=self.query.with_ids
            )
            yield from filter(self._is_wished, openings_of(self.read, query, self.kind))

    def _days(self) -> Iterator[TimeSpan]:
        """Answer the days to look at, those left out on which nobody has such a time."""
        start = max(day_start(self.first, self.zone), self.read.now)
        last = min(self.first + _REACH, self.query.last or dt.date.max - _DAY)
        until = day_start(last + _DAY, self.zone)
        step = _DAY
        while start < until:
            start = self._next_free(start, until)
            # Up to a midnight, so that no day is seen in two pieces.
            end = min(day_start(local_date(start, self.zone) + step, self.zone), until)
            if start < end:
                yield TimeSpan(start, end)
            start = end
            # Where every day is wished a week takes fewer questions.
            step = _DAY if self.query.weekdays else _WEEK

    def _next_free(self, start: dt.datetime, until: dt.datetime) -> dt.datetime:
        """Answer from when on there is a free block that a visit as wished could begin with."""
        inside = self.kind.grid is not None
        # With its own grid it may begin inside a block that begins before.
        after = start - _DAY if inside else start
        for seconds in agenda.free_starts(self.read, self.query.doctor_ids, after):
            at = from_seconds(seconds)
            if at >= until:
                break
            if self._suits(at.astimezone(self.zone), whole_day=inside):
                return max(start, at)
        return until

    def _suits(self, local: dt.datetime, *, whole_day: bool = False) -> bool:
        """Tell whether a local time is on a day, and unless ``whole_day`` at a time, as wished."""
        query, minute = self.query, local.hour * 60 + local.minute
        if query.weekdays and local.weekday() not in query.weekdays:
            return False
        if whole_day:
            return True
        if query.at is not None and (minute, local.second) != (query.at, 0):
            return False
        if minute < (query.after or 0):
            return False
        return query.before is None or minute < query.before

    def _is_wished(self, one: Opening) -> bool:
        """Tell whether an opening is on a day, at a time and at a site that are wished."""
        if not self._suits(one.start.astimezone(self.zone)):
            return False
        return self._site in ("", one.site)

    def table(self, doctor_id: int) -> Timetable:
        """Answer a doctor's hours; read once, whoever is booked."""
        if doctor_id not in self._tables:
            self._tables[doctor_id] = laying.timetable(
                self.read, doctor_id, (self.first, self.first)
            )
        return self._tables[doctor_id]

    def _of_day(self, found: Sequence[Opening]) -> Day:
        """Put one day's openings into the free time that they are in."""
        span = TimeSpan(found[0].start - _DAY, max(one.end for one in found) + _DAY)
        ids = tuple(sorted({one.doctor_id for one in found}))
        asked = Blocks(span=span, doctor_ids=ids, state=BlockState.ALL)
        by_doctor: dict[int, list[Block]] = defaultdict(list)
        for one in agenda.blocks(self.read, asked):
            by_doctor[one.doctor_id].append(one)
        tables = {number: self.table(number) if self.kind.grid else None for number in by_doctor}
        times = {
            number: FreeTime(several, self.kind, tables[number])
            for number, several in by_doctor.items()
        }
        return Day(found, times, self._shortest)


def _limits(search: _Search) -> Iterator[Limit]:
    """Tell each rule without which something is found, and what stands against whom."""
    query = search.query
    skipped = _skipped(search)
    yield from skipped
    found_wider = False
    for code, message, wider in _wider(search):
        found = _Search(search.read, replace(wider, limit=1, soonest=True))
        near = found.nearest(query) if code == "times" else next(iter(found.ranked()), None)
        if near is not None:
            found_wider = True
            yield Limit(code, message, near)
    if skipped:
        # Nobody has hours then, and nothing else stands in the way.
        return
    known = tuple(one.id for one in doctors(search.read, Doctors()))
    told: set[tuple[str, str]] = set()
    # Of whoever it may be with, nobody stands in the way while a rule of the wish does.
    whose = query.doctor_ids or (() if found_wider else known)
    for doctor_id in whose[:_EXPLAINED]:
        asked = Why(
            doctor_id=doctor_id, start=_probe(search, doctor_id), type_id=query.type_id,
            minutes=query.minutes, with_ids=query.with_ids,
        )  # fmt: skip
        for one in explaining.why(search.read, asked).obstacles:
            if (one.code, one.message) not in told:
                told.add((one.code, one.message))
                behind = None if one.nearest is None else Offer(one.nearest)
                yield Limit(one.code, one.message, behind, one.note)


def _skipped(search: _Search) -> list[Limit]:
    """Tell that the clocks skip the time that is wished on a single day."""
    query = search.query
    if query.at is None or query.first is None or query.first != query.last:
        return []
    local = dt.datetime.combine(query.first, dt.time()) + query.at * _MINUTE
    try:
        instant_of(local, search.zone)
    except Refusal as refusal:
        skipped = [one for one in refusal.reasons if one.code == "time_skipped"]
        return [Limit(one.code, one.message) for one in skipped]
    return []


def _wider(search: _Search) -> Iterator[tuple[str, str, NextTimes]]:
    """Answer the search without each of its rules, with the rule's code and sentence.

    A sentence tells the whole wish, the rule in front: by itself it may well be kept.
    """
    rules = list(_rules(search))
    for at, (code, words, wider) in enumerate(rules):
        rest = [told for _, told, _ in (*rules[:at], *rules[at + 1 :])]
        yield code, f"There is nothing {' '.join(dict.fromkeys((words, *rest)))}.", wider


def _rules(search: _Search) -> Iterator[tuple[str, str, NextTimes]]:
    """Answer each rule's code and words, and the search without it."""
    query, forms = search.query, present()
    if query.weekdays:
        days = " or ".join(WEEKDAYS[day] for day in query.weekdays)
        yield "weekdays", f"on {days}", replace(query, weekdays=())
    if (query.at, query.after, query.before) != (None, None, None):
        told = " ".join(
            f"{word} {forms.mark(minute)}"
            for word, minute in (("at", query.at), ("from", query.after), ("before", query.before))
            if minute is not None
        )
        wider = replace(query, at=None, after=None, before=None)
        yield "times", f"that begins {told}", wider
    yield from _dates(query)
    if query.doctor_ids is not None:
        named = {one.id: one.name for one in doctors(search.read, Doctors(archived=True))}
        names = " or ".join(named.get(one, "that room") for one in query.doctor_ids)
        yield "doctor", f"with {names}", replace(query, doctor_ids=None)
    if query.with_ids:
        wider = replace(query, with_ids=())
        yield "room", "while all whom it is to hold are free", wider
    if query.site_id is not None:
        yield "site", "at that site", replace(query, site_id=None)
    if query.minutes:
        yield "length", f"that lasts {query.minutes} minutes", replace(query, minutes=0)


def _dates(query: NextTimes) -> Iterator[tuple[str, str, NextTimes]]:
    """Answer the same of the dates: what is later, and what is earlier, than a single one."""
    forms = present()
    until = from_ = ""
    if query.last is not None:
        until = f"until {forms.date(query.last, weekday=True)}"
    if query.first is not None:
        from_ = f"from {forms.date(query.first, weekday=True)} on"
        if query.first == query.last:
            until = from_ = f"on {forms.date(query.first, weekday=True)}"
    if until:
        yield "dates", until, replace(query, last=None)
    if from_:
        yield "dates", from_, replace(query, first=None)


def _probe(search: _Search, doctor_id: int) -> dt.datetime:
    """Answer the first time that is wished and within a doctor's hours, whatever stands there.

    Where there are no such hours, it is that time, or noon, of the first day that is wished.
    """
    query, zone, now = search.query, search.zone, search.read.now
    table = search.table(doctor_id)
    bare = Timetable(table.rules, (), table.zone)
    first = search.first
    days = [
        day
        for day in (first + n * _DAY for n in range(_PROBED))
        if not query.weekdays or day.weekday() in query.weekdays
        if query.last is None or day <= query.last
    ] or [first]
    wished = query.at if query.at is not None else query.after
    for day in days:
        for span in bare.hours(day):
            at = span.start if wished is None else max(span.start, _local(day, wished, zone))
            if span.contains(at) and at >= now:
                return at
    return _local(days[0], _NOON if wished is None else wished, zone)


def _local(day: dt.date, minute: int, zone: dt.tzinfo) -> dt.datetime:
    """Answer the instant of a minute of a local day; of a skipped one the day's begin."""
    local = dt.datetime.combine(day, dt.time()) + minute * _MINUTE
    return next(iter(instants_of(local, zone)), day_start(day, zone))
