"""Finding every rule that speaks against a time; each is looked at, whatever the others say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import bindparam, select

from clinic_desktop.domain import cutting
from clinic_desktop.domain.availability import DEFAULT_BLOCK_MINUTES
from clinic_desktop.domain.booking import Block, Blocks, BlockState
from clinic_desktop.domain.explaining import Explained, Obstacle, Why
from clinic_desktop.domain.openings import Opening, Openings
from clinic_desktop.domain.selfbooking import TheSelfBooking
from clinic_desktop.domain.time import (
    TimeSpan,
    clock_words,
    day_start,
    day_words,
    local_date,
    merged,
    time_words,
)
from clinic_desktop.domain.timeoff import KIND_WORDS
from clinic_desktop.domain.timetable import Timetable
from clinic_desktop.scheduling import (
    appointments,
    judging,
    laying,
    selfbooking,
    spacing,
    standing,
)
from clinic_desktop.scheduling.agenda import blocks
from clinic_desktop.scheduling.beside import Beside
from clinic_desktop.scheduling.free_time import FreeTime, Kind
from clinic_desktop.scheduling.judging import Stay
from clinic_desktop.scheduling.needs import not_allowed
from clinic_desktop.scheduling.openings import gaps_of, kind_of, openings
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.scheduling.wanted import booked_over, doctor_named, full_words
from clinic_desktop.scheduling.whereabouts import closed_words, site_names
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import appointment_type

_WEEK = dt.timedelta(days=7)
_WEEKS = 13
_LONGEST = dt.timedelta(days=1)
_FROM_START = ("off_grid", "leaves_gap")
"""What speaks against a start alone: the next one may lie before the end of what is in the way."""
_TYPE_NAME = select(appointment_type.c.name).where(appointment_type.c.id == bindparam("id"))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A time that is asked about, and all that is known around it."""

    read: Read
    doctor_id: int
    doctor: str
    named: str
    span: TimeSpan
    kind: Kind
    table: Timetable
    around: tuple[Block, ...]

    @property
    def day(self) -> dt.date:
        return local_date(self.span.start, self.table.zone)

    @property
    def type(self) -> str:
        """The kind of visit, as a sentence begins with it."""
        return self.named or "A visit"

    @property
    def needed(self) -> TimeSpan:
        """The time with its buffers."""
        return TimeSpan(self.span.start - self.kind.before, self.span.end + self.kind.after)

    def words(self, span: TimeSpan) -> str:
        """Write a span as sentences say it."""
        zone = self.table.zone
        first, last = local_date(span.start, zone), local_date(span.end, zone)
        end = clock_words(span.end, zone) if first == last else time_words(span.end, zone)
        return f"{time_words(span.start, zone)} to {end}"


def why(read: Read, query: Why) -> Explained:
    """Answer every rule that speaks against a time, with the nearest time behind each.

    Raises:
        Refusal: ``unknown_doctor``, ``unknown_type``.

    """
    found = explained(read, query)
    of_patient = tuple(_patient(read, query, found))
    near = tuple(_with_nearest(read, query, one) for one in (*found.obstacles, *of_patient))
    return replace(found, offered=found.offered and not of_patient, obstacles=near)


def explained(read: Read, query: Why) -> Explained:
    """Answer the same without times: for who looks for others, weeks are not searched in vain.

    Raises:
        Refusal: ``unknown_doctor``, ``unknown_type``.

    """
    doctor = doctor_named(read, query.doctor_id)
    kind = kind_of(read, query.type_id, query.minutes, query.with_ids)
    # No visit and no buffer reaches further.
    days = TimeSpan(query.start - _LONGEST, query.start + 2 * _LONGEST)
    table = laying.timetable_at(read, query.doctor_id, days)
    length = kind.length or _block_length(table, query.start)
    reach = dt.timedelta(days=1)
    end = query.start + length + kind.after
    around = TimeSpan(query.start - kind.before - reach, end + reach)
    laid = blocks(read, Blocks(span=around, doctor_ids=(query.doctor_id,), state=BlockState.ALL))
    over = standing.stands(read, (query.doctor_id,), around)
    there = tuple(standing.held_by(laid, over))
    told = FreeTime(there, replace(kind, length=length), table).told(query.start)
    named = read.connection.execute(_TYPE_NAME, {"id": query.type_id}).scalar()
    asked = _Asked(read, query.doctor_id, doctor, named or "", told, kind, table, there)
    wish = Openings(
        span=TimeSpan(told.start, told.start + dt.timedelta(seconds=1)),
        doctor_ids=(query.doctor_id,), type_id=query.type_id, minutes=query.minutes,
        with_ids=query.with_ids,
    )  # fmt: skip
    there_are = openings(read, wish)
    offered = bool(there_are)
    obstacles = [] if offered else [one for look in _LOOKS for one in look(asked)]
    if not offered and not obstacles:
        message = f"No block of {doctor} covers the whole of that time."
        obstacles.append(Obstacle("no_block", message))
    obstacles += _elsewhere(asked, query.site_id)
    obstacles += _rules(read, query)
    offered = offered and not obstacles
    if query.for_patients:
        obstacles += _limits(read, query)
        offered = not obstacles
    return Explained(
        query.doctor_id, doctor, told.start, told.end, offered,
        tuple(obstacles),
        there_are[0].beside if there_are else (),
    )  # fmt: skip


def _block_length(table: Timetable, start: dt.datetime) -> dt.timedelta:
    rules = table.rules_on(local_date(start, table.zone))
    return dt.timedelta(minutes=rules[0].block_minutes if rules else DEFAULT_BLOCK_MINUTES)


def _limits(read: Read, query: Why) -> Iterator[Obstacle]:
    """It is sooner, or further ahead, than patients may book by themselves."""
    rules = selfbooking.the_self_booking(read, TheSelfBooking())
    for one in selfbooking.limits(rules, query.start, read.now, zone_of(read)):
        soon = TimeSpan(query.start, rules.earliest(read.now)) if one.code == "too_soon" else None
        yield Obstacle(one.code, one.message, soon)


def _rules(read: Read, query: Why) -> Iterator[Obstacle]:
    """The patient's other visits stand in the way of one of that type."""
    zone = zone_of(read)
    for one in spacing.spoken_against(read, query.type_id, query.patient_id, query.start):
        until = None if one.since is None else TimeSpan(query.start, day_start(one.since, zone))
        yield Obstacle(one.code, one.message, until)


def _patient(read: Read, query: Why, of: Explained) -> Iterator[Obstacle]:
    """The patient is marked, has another visit then, or can't get there from one in time."""
    if query.patient_id is None:
        return
    span = TimeSpan(of.start, of.end)
    site_id = None
    if laying.has_sites(read):
        site_id = laying.timetable_at(read, query.doctor_id, span).site_at(of.start)
    for one in judging.told_of_patient(read, query.patient_id, Stay(span, site_id)):
        yield Obstacle(one.code, one.message)


def _elsewhere(asked: _Asked, site_id: int | None) -> Iterator[Obstacle]:
    """The doctor is not at the site that is asked about."""
    if site_id is None:
        return
    names, here = site_names(asked.read), asked.table.site_at(asked.span.start)
    if not names or here == site_id:
        return
    there = names.get(site_id, "another site")
    if here is not None:
        message = f"{asked.doctor} is at {names.get(here, 'another site')} then, not at {there}."
        yield Obstacle("other_site", message)
    elif all(rule.site_id != site_id for rule in asked.table.rules_on(asked.day)):
        message = f"{asked.doctor} has no hours at {there} on {day_words(asked.day)}."
        yield Obstacle("other_site", message)


def _time_off(asked: _Asked) -> Iterator[Obstacle]:
    """The clinic is closed, or the doctor is off."""
    last = local_date(asked.span.end, asked.table.zone)
    for one, span in asked.table.away_over(asked.span):
        whole = _whole(one.when.spans(one.when.first, last + _WEEK, asked.table.zone), span)
        if one.doctor_id is None:
            closed = closed_words(asked.read, one)
            yield Obstacle("closed", f"{closed}: {asked.words(whole)}.", whole)
        else:
            why_ = KIND_WORDS[one.kind] + (f", {one.note}" if one.note else "")
            message = f"{asked.doctor} is off ({why_}): {asked.words(whole)}."
            yield Obstacle("time_off", message, whole, note=one.note)


def _whole(spans: list[TimeSpan], part: TimeSpan) -> TimeSpan:
    """Answer the span that a part belongs to, over all of its days."""
    return next((span for span in merged(spans) if span.overlaps(part)), part)


def _hours(asked: _Asked) -> Iterator[Obstacle]:
    """The time lies outside the hours, or they are not laid that far."""
    table = asked.table
    bare = Timetable(table.rules, (), table.zone)
    if bare.holds(asked.span):
        for rule in table.rules_on(asked.day):
            if rule.laid_until is not None and rule.laid_until < asked.day:
                until = day_words(rule.laid_until)
                message = f"{asked.doctor}'s times are laid only up to {until}."
                yield Obstacle("not_laid", message)
        return
    hours = ", ".join(
        f"{clock_words(one.start, table.zone)} to {clock_words(one.end, table.zone)}"
        for one in bare.hours(asked.day)
    )
    works = f"works {hours}" if hours else "has no hours"
    yield Obstacle("no_hours", f"{asked.doctor} {works} on {day_words(asked.day)}.")


def _travel(asked: _Asked) -> Iterator[Obstacle]:
    """The doctor is on the way from another site."""
    for late in asked.table.on_the_way(asked.day).values():
        for span in late:
            if span.overlaps(asked.span):
                until = clock_words(span.end, asked.table.zone)
                message = f"{asked.doctor} comes from another site and is not there before {until}."
                yield Obstacle("travel", message, span)


def _taken(asked: _Asked) -> Iterator[Obstacle]:
    """Somebody is booked then, or in a buffer."""
    seen: set[UUID | None] = set()
    for one in asked.around:
        if one.appointment_id in seen or one.appointment_id is None:
            continue
        within = one.span.overlaps(asked.span)
        if within or one.span.overlaps(asked.needed):
            seen.add(one.appointment_id)
            over = booked_over(asked.read, asked.doctor_id, one.span)
            seats = [each for each in asked.around if each.span == one.span and each.id not in over]
            if within and len(seats) > 1:
                seen.update(each.appointment_id for each in seats)
                if all(each.appointment_id for each in seats):
                    message = f"{asked.doctor} is full {asked.words(one.span)}: "
                    full = full_words(len(seats), len(over))
                    yield Obstacle("block_taken", f"{message}{full}.", one.span)
                continue
            held = appointments.load(asked.read, one.appointment_id).value
            booked = f"{asked.doctor} is booked {asked.words(held.span)}"
            kept = next((one for one in held.kept_free if one and one.overlaps(asked.span)), None)
            if within and kept is not None and not held.span.overlaps(asked.span):
                # Not the visit: what is kept free around it is in the way.
                side = "before" if kept.end == held.start else "after"
                booked = f"{asked.doctor} is kept free {asked.words(kept)}, {side} a visit"
                yield Obstacle("block_taken", f"{booked}.", kept)
                continue
            if held.parts:
                booked += f" in a visit with {held.with_whom}"
            if within:
                yield Obstacle("block_taken", f"{booked}.", held.span)
            else:
                before, after = (
                    int(buffer.total_seconds()) // 60
                    for buffer in (asked.kind.before, asked.kind.after)
                )
                message = f"{asked.type} needs {before} minutes before and {after} after; {booked}."
                yield Obstacle("buffer_taken", message, held.span)


def _kept(asked: _Asked) -> Iterator[Obstacle]:
    """The time is kept for a purpose that the visit does not have, or is nobody's."""
    spans: dict[tuple[str, bool], list[Block]] = {}
    for one in asked.around:
        free = one.appointment_id is None and not asked.kind.can_use(one)
        if free and one.span.overlaps(asked.needed if one.bookable else asked.span):
            spans.setdefault((one.purpose, one.bookable), []).append(one)
    for (purpose, bookable), several in spans.items():
        span = TimeSpan(several[0].start, several[-1].end)
        if not bookable:
            message = f"{asked.doctor} has {purpose} {asked.words(span)}: nobody is booked then."
            yield Obstacle("never_booked", message, span)
            continue
        until = several[0].reserved_until
        kept = f"{purpose} until {time_words(until, asked.table.zone)}" if until else purpose
        message = f"{asked.words(span)} is kept for {kept}; {asked.named or 'a visit'} is not."
        yield Obstacle("block_reserved", message, span)


def _starts(asked: _Asked) -> Iterator[Obstacle]:
    """No block begins then, or none that the type may begin with."""
    zone, at, grid = asked.table.zone, asked.span.start, asked.kind.grid
    if grid is not None and not asked.table.is_on_grid(at, grid):
        minutes = int(grid.total_seconds()) // 60
        message = f"{asked.type} begins only every {minutes} minutes from the start of the hours."
        yield Obstacle("type_grid", message)
    elif grid is not None and cutting.is_cuttable(at):
        return
    for one in asked.around:
        if one.start < at < one.end:
            edges = f"{clock_words(one.start, zone)} and {clock_words(one.end, zone)}"
            message = f"No block begins at {clock_words(at, zone)}; near are {edges}."
            yield Obstacle("off_grid", message, one.span)


def _gaps(asked: _Asked) -> Iterator[Obstacle]:
    """The type is one without gaps, and would leave one."""
    time = FreeTime(asked.around, asked.kind, asked.table)
    start, end = asked.span.start, asked.span.end
    if not asked.kind.no_gaps or not time.has(start, end):
        return
    gaps = gaps_of(asked.read, asked.doctor_id, asked.around, asked.table)
    for rest in gaps.left(time, start, end):
        message = (
            f"{asked.type} would leave {rest.minutes} minutes in which nothing fits, "
            f"{asked.words(rest)}. It can be booked then by naming the time."
        )
        yield Obstacle("leaves_gap", message, rest)


def _others(asked: _Asked) -> Iterator[Obstacle]:
    """The type is not for the doctor, or somebody who is needed beside is not free."""
    joint = asked.kind.needs
    if joint.doctors and asked.doctor_id not in joint.doctors:
        reason = not_allowed(joint.type, asked.doctor)
        yield Obstacle(reason.code, reason.message, beside=True)
    held = FreeTime(asked.around, asked.kind, asked.table).held(asked.span.start, asked.span.end)
    yield from Beside(asked.read, joint, asked.kind.purposes, held).obstacles(asked.doctor_id, held)


_LOOKS: tuple[Callable[[_Asked], Iterator[Obstacle]], ...] = (
    _time_off,
    _hours,
    _travel,
    _taken,
    _kept,
    _starts,
    _gaps,
    _others,
)


def _with_nearest(read: Read, query: Why, one: Obstacle) -> Obstacle:
    """Add the first time behind an obstacle that is offered; behind a mark there is none."""
    if one.code == "do_not_book":
        return one
    begin = one.span.end if one.span is not None and one.code not in _FROM_START else query.start
    return replace(one, nearest=_first_offered(read, query, begin))


def _first_offered(read: Read, query: Why, begin: dt.datetime) -> Opening | None:
    """Answer the first time from an instant on that is offered, within some weeks."""
    suits = _suiting(read, query)
    for number in range(_WEEKS):
        span = TimeSpan(begin + number * _WEEK, begin + (number + 1) * _WEEK)
        wish = Openings(
            span=span, doctor_ids=(query.doctor_id,), type_id=query.type_id, minutes=query.minutes,
            with_ids=query.with_ids,
        )  # fmt: skip
        # By start.
        found = next(filter(suits, openings(read, wish)), None)
        if found is not None:
            return found
    return None


def _suiting(read: Read, query: Why) -> Callable[[Opening], bool]:
    """Make what tells whether an opening is one for whoever is asked about, and there."""
    zone, sites = zone_of(read), {name: number for number, name in site_names(read).items()}
    rules = spacing.asked_by_day(read, query.type_id, query.patient_id)

    def suits(one: Opening) -> bool:
        site_id = sites.get(one.site)
        if query.site_id is not None and site_id not in (None, query.site_id):
            return False
        if query.for_patients and any(_limits(read, replace(query, start=one.start))):
            return False
        if rules(local_date(one.start, zone)):
            return False
        stay = Stay(TimeSpan(one.start, one.end), site_id)
        return query.patient_id is None or not judging.clash_of(read, query.patient_id, stay)

    return suits
