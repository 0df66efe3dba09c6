"""What follows from a doctor's rules and time off: the blocks of a day, and when there are hours.

Blocks are laid from the start of each window, one behind the other; one that touches time off is
left out, and the others do not move.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from clinic_desktop.domain.availability import Availability, blocks_of
from clinic_desktop.domain.time import (
    TimeSpan,
    from_seconds,
    local_date,
    merged,
    to_seconds,
    without,
)
from clinic_desktop.domain.timeoff import TimeOff
from clinic_desktop.domain.values import dataclass

_DAY = dt.timedelta(days=1)
_SEVERAL = 2
Travel = Mapping[frozenset[int], int]
"""How many minutes the way between two sites takes; one that is not named takes none."""


class Timetable:
    """A doctor's rules and time off, the clinic's included, in the clinic's zone."""

    def __init__(
        self,
        rules: Iterable[Availability],
        time_off: Iterable[TimeOff],
        zone: zoneinfo.ZoneInfo,
        travel: Travel | None = None,
        booked: Iterable[tuple[TimeSpan, int]] = (),
    ) -> None:
        """Tell the rules of single dates from the weekly ones.

        ``booked`` is time that visits hold, each with the site where it is: the doctor goes there,
        whatever the rules say.
        """
        self.travel = travel or {}
        self.booked = tuple(sorted(booked))
        self._booked_from = [span.start for span, _ in self.booked]
        self.rules = tuple(rules)
        self.time_off = tuple(time_off)
        self.zone = zone
        self._weekly = [rule for rule in self.rules if not rule.overrides]
        self._of_day: dict[dt.date, list[Availability]] = {}
        for rule in self.rules:
            if rule.overrides:
                self._of_day.setdefault(rule.start, []).append(rule)
        self._hours: dict[dt.date, list[TimeSpan]] = {}
        self._opened: dict[dt.date, list[TimeSpan]] = {}
        self._ways: dict[dt.date, dict[int, list[TimeSpan]]] = {}
        sites = {rule.site_id for rule in self.rules} | {site_id for _, site_id in self.booked}
        self.is_at_one = len(sites) < _SEVERAL

    def having(
        self,
        *,
        rules: Iterable[Availability] | None = None,
        time_off: Iterable[TimeOff] | None = None,
        travel: Travel | None = None,
    ) -> Timetable:
        """Answer the same with other rules, time off or ways."""
        return Timetable(
            self.rules if rules is None else rules,
            self.time_off if time_off is None else time_off,
            self.zone,
            self.travel if travel is None else travel,
            self.booked,
        )

    def on_the_way(self, day: dt.date) -> dict[int, list[TimeSpan]]:
        """Answer by rule when on a local day the doctor can't be there yet, coming from elsewhere.

        Of hours at several sites those that begin first are kept, of equal ones those at the first
        site; who comes from there is at the next site so long after their end as the way takes.
        A visit that stays booked elsewhere, in time off or where hours ended, has the way to and
        from it.
        """
        if self.is_at_one:
            return {}
        known = self._ways.get(day)
        if known is not None:
            return known
        found: dict[int, list[TimeSpan]] = {}
        # Where the doctor is, as far as that has an end: what began before this day is kept.
        there = [(piece.end, rule.site_id) for piece, rule in self._pieces(day - _DAY)]
        for piece, rule in sorted(self._pieces(day), key=_first_there):
            ways = (
                end + dt.timedelta(minutes=self.travel.get(frozenset((site, rule.site_id)), 0))
                for end, site in there
                if site != rule.site_id
            )
            arrival = max(ways, default=piece.start)
            if arrival > piece.start:
                until = min(arrival, piece.end)
                found.setdefault(rule.id, []).append(TimeSpan(piece.start, until))
            if arrival < piece.end:
                there.append((piece.end, rule.site_id))
            found.setdefault(rule.id, []).extend(self._ways_to_booked(piece, rule.site_id))
        self._ways[day] = {rule_id: merged(spans) for rule_id, spans in found.items() if spans}
        return self._ways[day]

    def _ways_to_booked(self, piece: TimeSpan, site_id: int) -> Iterator[TimeSpan]:
        """Answer when of a piece of hours a visit elsewhere keeps the doctor away.

        One that lies in the hours of its own site does so only where the way was kept anyway.
        """
        longest = dt.timedelta(minutes=max(self.travel.values(), default=0))
        # No block is longer than a day.
        first = bisect_right(self._booked_from, piece.start - longest - _DAY)
        last = bisect_left(self._booked_from, piece.end + longest)
        for span, site in self.booked[first:last]:
            way = dt.timedelta(minutes=self.travel.get(frozenset((site, site_id)), 0))
            start, end = max(piece.start, span.start - way), min(piece.end, span.end + way)
            if site != site_id and start < end:
                yield TimeSpan(start, end)

    def _pieces(self, day: dt.date) -> list[tuple[TimeSpan, Availability]]:
        """Answer the working time of a day by its rules, time off taken out."""
        return [
            (piece, rule)
            for rule in self.rules_on(day)
            for piece in without(
                rule.spans(day, self.zone), self.away(day - _DAY, day + _DAY, rule.site_id)
            )
        ]

    def site_at(self, at: dt.datetime) -> int | None:
        """Answer at which site the doctor works at an instant; None where at none."""
        rule = self._rule_at(at)
        return None if rule is None else rule.site_id

    def seats_at(self, at: dt.datetime) -> int:
        """Answer how many seats there are at an instant; 0 where there are no hours."""
        rule = self._rule_at(at)
        return 0 if rule is None else rule.seats

    def _rule_at(self, at: dt.datetime) -> Availability | None:
        """Answer the rule by which the doctor works at an instant."""
        for piece, rule in self._pieces(local_date(at, self.zone)):
            late = self.on_the_way(local_date(at, self.zone)).get(rule.id, ())
            if piece.contains(at) and not any(span.contains(at) for span in late):
                return rule
        return None

    def rules_on(self, day: dt.date) -> list[Availability]:
        """Answer the rules that count on a local day."""
        if day in self._of_day:
            # Of a date at several sites each has its own.
            return list(self._of_day[day])
        return [rule for rule in self._weekly if rule.covers(day)]

    def away(self, first: dt.date, last: dt.date, site_id: int) -> list[TimeSpan]:
        """Answer the time off of the local days first to last that concerns a site, merged."""
        return merged(
            span
            for one in self.time_off
            if one.is_of(site_id)
            for span in one.when.spans(first, last, self.zone)
        )

    def is_away(self, span: TimeSpan, site_id: int | None) -> bool:
        """Tell whether time off touches a span; the clinic's does where it is of that site.

        None: of any site.
        """
        days = (local_date(at, self.zone) for at in (span.start, span.end))
        first, last = (day + by for day, by in zip(days, (-_DAY, _DAY), strict=True))
        return any(
            away.overlaps(span)
            for one in self.time_off
            if site_id is None or one.is_of(site_id)
            for away in one.when.spans(first, last, self.zone)
        )

    def away_over(self, span: TimeSpan) -> Iterator[tuple[TimeOff, TimeSpan]]:
        """Answer the time off that a span touches, each with the part that it touches.

        Of one site alone it counts where the doctor would be there then.
        """
        day = local_date(span.start, self.zone)
        of_day = self.rules_on(day)
        then = [
            rule
            for rule in of_day
            if any(piece.overlaps(span) for piece in rule.spans(day, self.zone))
        ]
        sites = {rule.site_id for rule in then or of_day or self.rules}
        for one in self.time_off:
            if one.site_id is None or one.site_id in sites:
                for piece in one.when.spans(day, local_date(span.end, self.zone), self.zone):
                    if piece.overlaps(span):
                        yield one, piece

    def blocks(self, first: dt.date, last: dt.date) -> Iterator[tuple[TimeSpan, int, str]]:
        """Lay the blocks of the local days first to last, each with its rule's id and its purpose.

        A rule is laid no further than it says.
        """
        for start, end, rule_id, purpose in self.laid(first, last):
            yield TimeSpan(from_seconds(start), from_seconds(end)), rule_id, purpose

    def laid(self, first: dt.date, last: dt.date) -> Iterator[tuple[int, int, int, str]]:
        """Lay the same, from start to end in UTC seconds: of 18 months they are thousands."""
        away: dict[int, _Away] = {}
        day = first
        while day <= last:
            for rule in self.rules_on(day):
                if rule.laid_until is not None and rule.laid_until < day:
                    continue
                if rule.site_id not in away:
                    # What of a day comes again after midnight reaches into the next.
                    spans = self.away(first - _DAY, last + _DAY, rule.site_id)
                    away[rule.site_id] = _Away(spans)
                free = away[rule.site_id]
                late = _Away(self.on_the_way(day).get(rule.id, ()))
                for span, purpose in rule.spans_by_purpose(day, self.zone):
                    ends = to_seconds(span.start), to_seconds(span.end)
                    for start, end in blocks_of(*ends, rule.block_minutes, rule.grid_minutes):
                        if not free.touches(start, end) and not late.touches(start, end):
                            yield start, end, rule.id, purpose
            day += _DAY

    def hours(self, day: dt.date) -> list[TimeSpan]:
        """Answer the working spans of a local day, time off taken out."""
        known = self._hours.get(day)
        if known is not None:
            return known
        found: list[TimeSpan] = []
        for rule in self.rules_on(day):
            away = self.away(day - _DAY, day + _DAY, rule.site_id)
            late = self.on_the_way(day).get(rule.id, [])
            found += without(rule.spans(day, self.zone), merged([*away, *late]))
        self._hours[day] = merged(found)
        return self._hours[day]

    def is_on_grid(self, at: dt.datetime, grid: dt.timedelta) -> bool:
        """Tell whether an instant lies so many steps of a grid behind the start of the hours."""
        day = local_date(at, self.zone)
        opened = next((one.start for one in self._opened_on(day) if one.contains(at)), at)
        return not (at - opened) % grid

    def on_grid(self, span: TimeSpan, grid: dt.timedelta) -> Iterator[dt.datetime]:
        """Answer the instants of a span at which a grid's steps lie, each behind the last."""
        day = local_date(span.start, self.zone)
        while day <= local_date(span.end, self.zone):
            for opened in self._opened_on(day):
                skipped = max(0, -((opened.start - span.start) // grid))
                at = opened.start + skipped * grid
                while at < min(opened.end, span.end):
                    yield at
                    at += grid
            day += _DAY

    def _opened_on(self, day: dt.date) -> list[TimeSpan]:
        """Answer the hours of a local day whatever time off there is: grids begin with them."""
        known = self._opened.get(day)
        if known is None:
            rules = self.rules_on(day)
            known = merged(span for rule in rules for span in rule.spans(day, self.zone))
            self._opened[day] = known
        return known

    def holds(self, span: TimeSpan) -> bool:
        """Tell whether the whole of a span lies in the hours."""
        first, last = local_date(span.start, self.zone), local_date(span.end, self.zone)
        days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
        hours = merged(piece for day in days for piece in self.hours(day))
        return any(piece.start <= span.start and span.end <= piece.end for piece in hours)


def _first_there(one: tuple[TimeSpan, Availability]) -> tuple[dt.datetime, int]:
    """Order hours by their begin; a rule's own id is another before and after it is saved."""
    return one[0].start, one[1].site_id


class _Away:
    """Time off in order, to be asked again and again."""

    def __init__(self, spans: Sequence[TimeSpan]) -> None:
        self._starts = [to_seconds(span.start) for span in spans]
        self._ends = [to_seconds(span.end) for span in spans]

    def touches(self, start: int, end: int) -> bool:
        """Tell whether a block (UTC seconds) shares time with it."""
        if not self._starts:
            return False
        at = bisect_right(self._starts, start)
        return (at > 0 and self._ends[at - 1] > start) or (
            at < len(self._starts) and self._starts[at] < end
        )


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What becomes of a rule: ``before`` None is a new one, ``after`` None one that ends.

    A new one has an id below 0 until it is written.
    """

    before: Availability | None
    after: Availability | None


def replacing(rules: Iterable[Availability], made: Availability) -> list[RuleChange]:
    """Make room for new hours: cut their dates out of the older rules of the same kind and site.

    An older rule is shortened, parted, or ends; the last change is the new rule itself. Its id is
    below 0, and second parts get those below it.
    """
    changes: list[RuleChange] = []
    for rule in sorted(rules, key=attrgetter("start")):
        if rule.overrides == made.overrides and rule.site_id == made.site_id:
            changes += _cut(rule, made.start, made.until, made.id - 1 - len(changes))
    return [*changes, RuleChange(None, made)]


def _cut(
    rule: Availability, start: dt.date, until: dt.date | None, number: int
) -> list[RuleChange]:
    """Cut the dates start to until (None: open) out of a rule; a second part gets the number."""
    ends_before = rule.until is not None and rule.until < start
    begins_after = until is not None and rule.start > until
    if ends_before or begins_after:
        return []
    tail = None
    if until is not None and (rule.until is None or rule.until > until):
        tail = replace(rule, start=until + _DAY)
    if rule.start < start:
        changes = [RuleChange(rule, replace(rule, until=start - _DAY))]
        if tail is not None:
            changes.append(RuleChange(None, replace(tail, id=number, version=1)))
        return changes
    return [RuleChange(rule, tail)]


def changed(rules: Iterable[Availability], changes: Iterable[RuleChange]) -> list[Availability]:
    """Answer the rules as they are after the changes."""
    after = {rule.id: rule for rule in rules}
    for change in changes:
        if change.before is not None:
            del after[change.before.id]
        if change.after is not None:
            after[change.after.id] = change.after
    return list(after.values())
