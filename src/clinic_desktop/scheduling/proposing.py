"""Proposing a series: every visit of it as it would be, what speaks against it, what is near."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import bindparam, select

from clinic_desktop.domain.booking import Blocks, BlockState
from clinic_desktop.domain.explaining import Obstacle, Why
from clinic_desktop.domain.openings import Opening, Openings
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.series import Proposal, Proposed, ProposeSeries
from clinic_desktop.domain.time import (
    TimeSpan,
    clock_words,
    day_span,
    instant_of,
    instants_of,
    is_doubled,
    local_date,
    without_turns,
)
from clinic_desktop.domain.timetable import Timetable
from clinic_desktop.scheduling import agenda, appointments, explaining, laying
from clinic_desktop.scheduling.free_time import Kind
from clinic_desktop.scheduling.judging import Stay, way_words
from clinic_desktop.scheduling.openings import kind_of, openings
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import appointment

_NEAR = (0, 3, 13)
"""Within how many days on either side the nearest time is looked for, one after the other."""
_STAFF_MAY = frozenset({"leaves_gap"})
"""What is not offered, and booked all the same by whoever names it."""
_DAY = dt.timedelta(days=1)
_STRETCH = 14 * _DAY
"""So many days are searched at once, and no day twice for the clashes near it."""
_OF_PATIENT = (
    select(appointment.c.id, appointment.c.starts_at, appointment.c.ends_at, appointment.c.site_id)
    .where(
        appointment.c.patient_id == bindparam("patient"),
        appointment.c.holds == 1,
        appointment.c.starts_at > bindparam("after"),
        appointment.c.starts_at < bindparam("before"),
    )
    .order_by(appointment.c.starts_at)
)


def propose(read: Read, query: ProposeSeries) -> Proposal:
    """Answer a series as a whole, each visit with what speaks against it and the nearest time.

    Raises:
        Refusal: ``unknown_doctor``, ``unknown_type``.
        Misuse: ``bad_repeat``.

    """
    local = query.start.astimezone(zone_of(read)).replace(tzinfo=None)
    days = query.repeat.dates(local.date())
    search = _Search(read, query, days)
    visits = [
        search.visit(number, dt.datetime.combine(day, local.time()))
        for number, day in enumerate(days, 1)
    ]
    # What is free as it is goes first: no clash is offered the time of another visit.
    search.wanted = [search.held(one.start, one.end) for one in visits if one.is_free]
    resolved = tuple(one if one.is_free else search.resolved(one) for one in visits)
    first = local.date()
    return Proposal(resolved, query.repeat.rule(first), query.repeat.words(first), first)


@dataclass(slots=True)
class _Search:
    """One proposal: whose visits they are, and which times they have already.

    ``wanted`` are the times that visits of it would hold, ``found`` the openings of each stretch of
    days from the first one on that was searched.
    """

    read: Read
    query: ProposeSeries
    days: Sequence[dt.date]
    wanted: list[TimeSpan] = field(default_factory=list)
    zone: dt.tzinfo = field(init=False)
    kind: Kind = field(init=False)
    busy: list[tuple[TimeSpan, UUID, int | None]] = field(init=False)
    table: Timetable | None = field(init=False)
    ways: dict[int | None, dict[int, dt.timedelta]] = field(default_factory=dict)
    found: dict[int, tuple[Opening, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.zone = zone_of(self.read)
        query = self.query
        self.kind = kind_of(self.read, query.type_id, query.minutes, query.with_ids)
        self.busy = []
        if self.query.patient_id is not None:
            reach = (_NEAR[-1] + 2) * _DAY
            parameters = {
                "patient": self.query.patient_id,
                "after": day_span(self.days[0], self.zone).start - reach,
                "before": day_span(self.days[-1], self.zone).end + reach,
            }
            rows = self.read.connection.execute(_OF_PATIENT, parameters)
            self.busy = [
                (TimeSpan(row.starts_at, row.ends_at), row.id, row.site_id) for row in rows
            ]
        self.table = None
        if self.busy and laying.has_sites(self.read):
            last = local_date(self.busy[-1][0].end, self.zone)
            days = self.days[0], max(last, self.days[-1])
            self.table = laying.timetable(self.read, query.doctor_id, days)

    def visit(self, number: int, local: dt.datetime) -> Proposed:
        """Answer a visit at a local time, and all that speaks against it."""
        start, against = self._start(local)
        query = self.query
        explained = explaining.explained(
            self.read,
            Why(
                doctor_id=query.doctor_id, start=start, type_id=query.type_id,
                minutes=query.minutes, with_ids=query.with_ids, patient_id=query.patient_id,
            ),
        )  # fmt: skip
        against += [one for one in explained.obstacles if one.code not in _STAFF_MAY]
        span = TimeSpan(explained.start, explained.end)
        against += self._busy(span)
        return Proposed(number, span.start, span.end, tuple(against))

    def _start(self, local: dt.datetime) -> tuple[dt.datetime, list[Obstacle]]:
        """Answer the instant of a local time, and what speaks against it where the clocks change.

        Of an hour that comes twice the turn was said with the first start, if that lies in one.
        """
        found = instants_of(local, self.zone)
        if len(found) > 1 and is_doubled(self.query.start, self.zone):
            return found[local.fold], []
        try:
            return instant_of(local, self.zone), []
        except Refusal as refusal:
            # No other turn than the first one's can be said of a series: its time is chosen.
            against = [Obstacle(one.code, without_turns(one.message)) for one in refusal.reasons]
            return next(iter(found), _beyond(local, self.zone)), against

    def _busy(self, span: TimeSpan) -> Iterable[Obstacle]:
        """Tell what else the patient has then."""
        for other, number, there in self.busy:
            if not other.overlaps(span):
                if self._is_on_the_way(span, other, there):
                    clash = appointments.load(self.read, number).value
                    words = way_words(self.read, clash, Stay(span, self._site_at(span)))
                    yield Obstacle("patient_busy", f"The patient {words}.", other)
            else:
                doctor = appointments.load(self.read, number).value.doctor
                at = f"{clock_words(other.start, self.zone)} to {clock_words(other.end, self.zone)}"
                message = f"The patient has another visit then, with {doctor}: {at}."
                yield Obstacle("patient_busy", message, other)

    def _site_at(self, span: TimeSpan) -> int | None:
        """Answer where a visit would be; None where the clinic has one site."""
        return None if self.table is None else self.table.site_at(span.start)

    def _is_on_the_way(self, span: TimeSpan, other: TimeSpan, there: int | None) -> bool:
        """Tell whether the patient can't get from another visit to a span, or back, in time."""
        here = self._site_at(span)
        if here is None or there in (None, here):
            return False
        if here not in self.ways:
            self.ways[here] = laying.ways_from(self.read, here)
        way = self.ways[here].get(there or 0, dt.timedelta())
        return other.start - way < span.end and span.start < other.end + way

    def resolved(self, one: Proposed) -> Proposed:
        """Add the nearest free time that no other visit of the series has."""
        near = self._nearest(one)
        if near is not None:
            self.wanted.append(self.held(near.start, near.end))
        return replace(one, nearest=near)

    def _nearest(self, one: Proposed) -> Opening | None:
        day = local_date(one.start, self.zone)
        for reach in _NEAR:
            span = day_span(day - reach * _DAY, self.zone, 2 * reach + 1)
            # What is to come is not offered a time that is over.
            low = max(span.start, self.read.now) if one.start > self.read.now else span.start
            if low >= span.end:
                continue
            near = self._first_fitting(TimeSpan(low, span.end), one.start)
            if near is not None:
                return near
        return None

    def _first_fitting(self, span: TimeSpan, at: dt.datetime) -> Opening | None:
        """Answer the opening of a span nearest to an instant that nothing else is wanted at."""
        there = (near for near in self._openings(span) if span.contains(near.start))
        in_order = sorted(there, key=lambda near: (abs(near.start - at), near.start))
        return next(filter(self._fits, in_order), None)

    def _openings(self, span: TimeSpan) -> Iterator[Opening]:
        """Answer the openings of all days that a span touches; none is searched twice."""
        first = (local_date(span.start, self.zone) - self.days[0]) // _STRETCH
        last = (
            local_date(span.end - dt.timedelta.resolution, self.zone) - self.days[0]
        ) // _STRETCH
        for number in range(first, last + 1):
            if number not in self.found:
                query, begin = self.query, self.days[0] + number * _STRETCH
                wish = Openings(
                    span=day_span(begin, self.zone, _STRETCH.days),
                    doctor_ids=(query.doctor_id,), type_id=query.type_id,
                    minutes=query.minutes, with_ids=query.with_ids,
                )  # fmt: skip
                self.found[number] = openings(self.read, wish)
            yield from self.found[number]

    def held(self, start: dt.datetime, end: dt.datetime) -> TimeSpan:
        """Answer what a visit would hold, its buffers included: whole blocks, where none is cut."""
        kind, bare = self.kind, TimeSpan(start, end)
        if not kind.before and not kind.after:
            return bare
        held = TimeSpan(start - kind.before, end + kind.after)
        if kind.grid:
            return held
        asked = Blocks(span=held, doctor_ids=(self.query.doctor_id,), state=BlockState.ALL)
        there = [one.span for one in agenda.blocks(self.read, asked)]
        return TimeSpan(
            min([held.start, *(one.start for one in there)]),
            max([held.end, *(one.end for one in there)]),
        )

    def _fits(self, near: Opening) -> bool:
        span = TimeSpan(near.start, near.end)
        for busy, _, there in self.busy:
            if span.overlaps(busy) or self._is_on_the_way(span, busy, there):
                return False
        held = self.held(near.start, near.end)
        return not any(held.overlaps(other) for other in self.wanted)


def _beyond(local: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """Answer the instant that a skipped local time would be, were the clocks not changed."""
    return local.replace(tzinfo=zone).astimezone(dt.UTC)
