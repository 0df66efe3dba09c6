"""A stretch of a doctor's time that is wanted, and why it can't be had.

A reason says who holds the time, and which free times are nearest.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from clinic_desktop.domain.booking import Appointment, Block, Blocks, BlockState
from clinic_desktop.domain.people import BOOKABLE
from clinic_desktop.domain.purposes import Purpose
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.time import TimeSpan, clock_words, day_words, time_words
from clinic_desktop.domain.timeoff import KIND_WORDS
from clinic_desktop.scheduling import agenda, appointments, laying
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.scheduling.whereabouts import SITE_OF_BLOCK, closed_words, site_names
from clinic_desktop.storage import loading
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.tables import MAX_SECONDS, block, resource

WAY_OUT, NO_WAY_OUT = " Choose one of the nearest free times.", " No free time is near."
OTHER_TIME = " Choose another time."
"""The way out where no times are looked for."""
_NEAREST = 5
_LOOKED_AT = 40
"""How many of the nearest are tried, where not all of them fit."""
NO_TIME = dt.timedelta()
_MINUTE = dt.timedelta(minutes=1)
_SITES = select(block.c.id, SITE_OF_BLOCK).where(block.c.id.in_(bindparam("ids", expanding=True)))
_OVER = select(block.c.id).where(
    block.c.resource_id == bindparam("doctor"),
    block.c.starts_at > bindparam("before"),
    block.c.starts_at < bindparam("to"),
    block.c.ends_at > bindparam("from_"),
    block.c.lane < 0,
)

_DOCTOR = select(resource.c.id, resource.c.name, resource.c.archived_at).where(
    resource.c.id == bindparam("id"), resource.c.kind.in_(BOOKABLE)
)


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive free blocks of one doctor; ``told`` is what of them the patient is told.

    Where they reach beyond the ``span`` that is to be held, ``wholes`` are the spans of all of them
    as they are: they must be cut first (``runs.cut``). They are all at the site ``site_id`` (None:
    nobody knows, or it is no doctor's).
    """

    doctor_id: int
    block_ids: tuple[int, ...]
    span: TimeSpan
    told: TimeSpan
    wholes: tuple[TimeSpan, ...] = ()
    site_id: int | None = None
    rest_starts: tuple[dt.datetime, ...] = ()
    """When those behind the first begin."""

    @property
    def blocks(self) -> tuple[tuple[int, dt.datetime], ...]:
        """The blocks, each with when it begins, once they are cut."""
        starts = (self.span.start, *self.rest_starts)
        return tuple(zip(self.block_ids, starts, strict=True))


@dataclass(frozen=True, slots=True)
class Wanted:
    """The stretch of a doctor's time that someone wants: [start, end), or one block from start on.

    With ``covering`` the run may end behind ``end``, at the end of the block that covers it.
    ``found`` is the run, if it is locked already. ``before`` and ``after`` are buffers: then the
    doctor must have nobody else. Blocks that are kept for its ``purposes`` may be used; ``passes``
    are codes of ``kept_from`` that do not stand in the way. ``demands``: the type has needs beside
    a doctor. With a ``grid``, that of its type, it may begin there, too, and holds no more than it
    needs: free blocks are cut for it. ``ruled``: the type has rules about a patient's other visits.
    ``as_told``: it is a visit that keeps the length that its patient was told, on whatever blocks.
    """

    doctor_id: int
    doctor: str
    start: dt.datetime
    end: dt.datetime | None
    covering: bool = True
    type: str = ""
    colour: str = ""
    found: Run | None = None
    before: dt.timedelta = NO_TIME
    after: dt.timedelta = NO_TIME
    purposes: tuple[str, ...] = ()
    passes: frozenset[str] = frozenset()
    demands: bool = False
    grid: dt.timedelta | None = None
    ruled: bool = False
    as_told: bool = False

    @property
    def keeps_length(self) -> bool:
        """Whether just its length is told, not all of its blocks: see ``free_time.Kind``."""
        return self.as_told or self.grid is not None or (self.buffered and self.covering)

    @property
    def buffered(self) -> bool:
        """Whether more time is needed than the patient is told."""
        return bool(self.before or self.after)


def ending(wanted: Wanted, end: dt.datetime) -> Wanted:
    """Answer the same up to exactly this end.

    Raises:
        Misuse: ``bad_span``: it lies before the start; ``bad_length``: it is over a day away.

    """
    if end <= wanted.start:
        message = "The end must lie behind the start."
        raise Misuse("bad_span", message)
    if end - wanted.start > dt.timedelta(seconds=MAX_SECONDS):
        message = "A visit is 1 minute to 24 hours long."
        raise Misuse("bad_length", message)
    return replace(wanted, end=end, covering=False)


def guessed_end(wanted: Wanted) -> dt.datetime:
    """Answer the end, or a minute when only a start is wanted, for looking at the patient's day."""
    return wanted.end or wanted.start + dt.timedelta(minutes=1)


def doctor_named(read: Read, doctor_id: int) -> str:
    """Answer the name of a doctor whose time can be booked.

    Raises:
        Refusal: ``unknown_doctor``.

    """
    row = read.connection.execute(_DOCTOR, {"id": doctor_id}).one_or_none()
    if row is None or row.archived_at is not None:
        raise Refusal(laying.no_doctor(read, doctor_id))
    return str(row.name)


def vanished(read: Read, block_id: int, doctor_id: int | None, start: dt.datetime | None) -> Reason:
    """Say that a block is not offered any more, or never was."""
    if block_id > loading.last_number(read.connection, block):
        message = f"There is no block {block_id}."
        return Reason("unknown_block", message, {"block": str(block_id)})
    facts: dict[str, object] = {"block": str(block_id)}
    if doctor_id is not None and start is not None:
        facts["nearest"] = offers(read, agenda.nearest(read, doctor_id, start, 0))
    message = (
        "This time is not offered any more: the doctor's hours were changed meanwhile. "
        "Choose another block."
    )
    return Reason("block_withdrawn", message, facts)


def no_block_at(
    transaction: Transaction, wanted: Wanted, rows: Sequence[Any], at: dt.datetime
) -> Reason:
    """Say why no block begins at ``at``: it lies inside one, or nothing is laid there."""
    zone = zone_of(transaction)
    near = _nearest(transaction, wanted)
    nearest = _told(transaction, wanted, near)
    if any(row.starts_at < at < row.ends_at for row in rows):
        edges = off_grid(transaction, wanted, rows, at)
        told = edges.message + way_out(near)
        return Reason(edges.code, told, {**edges.facts, "nearest": nearest})
    facts: dict[str, object] = {
        "doctor": wanted.doctor,
        "at": at.astimezone(zone).isoformat(),
        "nearest": nearest,
    }
    rule = laying.not_laid_yet(transaction, wanted.doctor_id, at)
    way = laying.on_the_way(transaction, wanted.doctor_id, at)
    if way is not None:
        message = (
            f"{wanted.doctor} comes from another site and is not there before "
            f"{clock_words(way.end, zone)}." + way_out(near)
        )
        return Reason("travel", message, facts)
    if rule is None or rule.laid_until is None:
        off = _off_at(transaction, wanted, at)
        message = off or f"{wanted.doctor} has no hours on {time_words(at, zone)}."
        return Reason("no_block", message + way_out(near), facts)
    message = (
        f"{wanted.doctor}'s times are laid only up to {day_words(rule.laid_until)}."
        f"{way_out(near)} To lay more: {laying.command_to_lay_on(transaction, rule)}"
    )
    return Reason("no_block", message, {**facts, "laid_until": rule.laid_until.isoformat()})


def _off_at(read: Read, wanted: Wanted, at: dt.datetime) -> str:
    """Say that the clinic is closed at an instant, or the doctor off; empty where neither is."""
    span, zone = TimeSpan(at, at + _MINUTE), zone_of(read)
    table = laying.timetable_at(read, wanted.doctor_id, span)
    away = sorted(table.away_over(span), key=lambda one: one[0].doctor_id is not None)
    for one, _ in away:
        # What was typed about a doctor may name a patient.
        whose = f"{wanted.doctor} is off ({KIND_WORDS[one.kind]})"
        if one.doctor_id is None:
            whose = closed_words(read, one)
        return f"{whose} on {time_words(at, zone)}."
    return ""


def off_grid(
    transaction: Transaction, wanted: Wanted, rows: Sequence[Any], at: dt.datetime
) -> Reason:
    """Say that a start or end is no edge of a block, and which edges are nearest."""
    zone = zone_of(transaction)
    edges = sorted({edge for row in rows for edge in (row.starts_at, row.ends_at)})
    around = [
        max((e for e in edges if e < at), default=None),
        min((e for e in edges if e > at), default=None),
    ]
    told = [edge.astimezone(zone) for edge in around if edge is not None]
    message = (
        f"{time_words(at, zone)} is not where a block of {wanted.doctor} begins or ends. "
        f"The nearest edges are {' and '.join(clock_words(edge, zone) for edge in told)}."
    )
    return Reason("off_grid", message, {"edges": [edge.isoformat() for edge in told]})


def clashing(
    transaction: Transaction,
    wanted: Wanted,
    clash: Any,  # noqa: ANN401 - a row
    rows: Sequence[Any],
    *,
    for_another: bool = False,
) -> Reason:
    """Say who holds a block; where ``rows`` have more seats of its time, that it is full.

    Whoever has one of several seats is there by chance.
    """
    seats = sum(row.starts_at == clash.starts_at for row in rows)
    if seats > 1:
        return _full(transaction, wanted, clash.starts_at, seats, for_another=for_another)
    return taken(transaction, wanted, clash.appointment_id, for_another=for_another)


def taken(
    transaction: Transaction, wanted: Wanted, holder_id: UUID, *, for_another: bool = False
) -> Reason:
    """Say who holds the time now, and which free times are nearest.

    Nobody is booked over who is wanted beside the visit's doctor (``for_another``).
    """
    zone = zone_of(transaction)
    held = appointments.load(transaction, holder_id).value
    near = _nearest(transaction, wanted)
    message = (
        f"{wanted.doctor} is booked on {time_words(held.start, zone)}: {held.patient}, "
        f"{clock_words(held.start, zone)} to {clock_words(held.end, zone)}"
        f"{_kept_words(held, zone)}." + way_out(near)
    )
    holder = {
        "appointment_id": str(held.id),
        "patient": held.patient,
        "start": held.start.astimezone(zone).isoformat(),
        "end": held.end.astimezone(zone).isoformat(),
    }
    may = not for_another and transaction.may(Action.OVERBOOK, wanted.doctor_id)
    facts = {"holder": holder, "nearest": _told(transaction, wanted, near), "may_overbook": may}
    return Reason("block_taken", message, facts)


def _kept_words(held: Appointment, zone: dt.tzinfo) -> str:
    """Say how much around a visit is kept free, if anything is."""
    before, after = held.kept_free
    told = f", kept free before it from {clock_words(before.start, zone)}" if before else ""
    return told + (f", kept free after it until {clock_words(after.end, zone)}" if after else "")


def _full(
    transaction: Transaction,
    wanted: Wanted,
    at: dt.datetime,
    seats: int,
    *,
    for_another: bool = False,
) -> Reason:
    """Say that every seat of a time for several is taken: whoever has one is there by chance."""
    near = _nearest(transaction, wanted)
    when = time_words(at, zone_of(transaction))
    over = len(booked_over(transaction, wanted.doctor_id, TimeSpan(at, at + _MINUTE)))
    message = f"{wanted.doctor} is full on {when}: {full_words(seats, over)}." + way_out(near)
    may = not for_another and transaction.may(Action.OVERBOOK, wanted.doctor_id)
    facts = {"seats": seats, "nearest": _told(transaction, wanted, near), "may_overbook": may}
    return Reason("block_taken", message, facts)


def full_words(seats: int, over: int) -> str:
    """Write how full a time is that has no seat left, and how many are booked over those."""
    return f"{seats} of {seats} booked" + (f", and {over} over them" if over else "")


def booked_over(read: Read, doctor_id: int, span: TimeSpan) -> set[int]:
    """Answer the blocks of visits within a span that are booked over others."""
    values = {
        "doctor": doctor_id, "to": span.end, "from_": span.start,
        "before": span.start - dt.timedelta(seconds=MAX_SECONDS),
    }  # fmt: skip
    return set(read.connection.execute(_OVER, values).scalars())


def buffer_taken(transaction: Transaction, wanted: Wanted, holder_id: UUID) -> Reason:
    """Say who needs the doctor too soon before or after the time that is wanted."""
    zone = zone_of(transaction)
    held = appointments.load(transaction, holder_id).value
    minutes = [int(one.total_seconds()) // 60 for one in (wanted.before, wanted.after)]
    near = _nearest(transaction, wanted)
    message = (
        f"{wanted.type or 'This visit'} needs {minutes[0]} minutes before and {minutes[1]} after, "
        f"and {wanted.doctor} is booked from {clock_words(held.start, zone)} to "
        f"{clock_words(held.end, zone)}." + way_out(near)
    )
    facts = {
        "before": minutes[0],
        "after": minutes[1],
        "nearest": _told(transaction, wanted, near),
        "may_overbook": transaction.may(Action.OVERBOOK, wanted.doctor_id),
    }
    return Reason("buffer_taken", message, facts)


NEVER_BOOKED, RESERVED = "never_booked", "block_reserved"
PASS_ALL = frozenset({NEVER_BOOKED, RESERVED})


def kept_from(read: Read, wanted: Wanted, span: TimeSpan, keeper: Purpose) -> Reason:
    """Say that a time is kept for a purpose that the visit does not have, and until when."""
    zone = zone_of(read)
    near = _nearest(read, wanted)
    facts = {"purpose": keeper.name, "nearest": _told(read, wanted, near)}
    when = f"{time_words(span.start, zone)} to {clock_words(span.end, zone)}"
    if not keeper.bookable:
        message = f"{wanted.doctor} has {keeper.name} {when}: nobody is booked then."
        return Reason(NEVER_BOOKED, message + way_out(near), facts)
    until = keeper.reserved_until(span.start)
    kept = f"kept for {keeper.name}" + (f" until {time_words(until, zone)}" if until else "")
    message = f"{wanted.doctor}'s time {when} is {kept}; {wanted.type or 'this visit'} is not."
    told = until and until.astimezone(zone).isoformat()
    return Reason(RESERVED, message + way_out(near), {**facts, "reserved_until": told})


def _nearest(read: Read, wanted: Wanted) -> list[Block]:
    """Answer the free blocks with which as much could begin as is wanted, buffers included."""
    minutes = int((guessed_end(wanted) - wanted.start).total_seconds()) // 60
    if not wanted.buffered and not wanted.grid:
        most = _NEAREST
        return agenda.nearest(read, wanted.doctor_id, wanted.start, minutes, most, wanted.purposes)
    near = agenda.nearest(
        read, wanted.doctor_id, wanted.start, minutes, _LOOKED_AT, wanted.purposes
    )
    near = sorted(near, key=lambda one: (abs(one.start - wanted.start), one.start))
    fits = _fitting(read, wanted, dt.timedelta(minutes=minutes), near)
    return sorted(itertools.islice(fits, _NEAREST), key=lambda one: one.start)


def _fitting(
    read: Read, wanted: Wanted, length: dt.timedelta, near: Sequence[Block]
) -> Iterator[Block]:
    """Answer those on the type's grid in whose buffers nobody else needs the doctor."""
    table = None
    if wanted.grid:
        # A grid begins with the hours, whoever is booked.
        table = laying.timetable_at(
            read, wanted.doctor_id, TimeSpan(wanted.start, wanted.start + length)
        )
    for one in near:
        if table and wanted.grid and not table.is_on_grid(one.start, wanted.grid):
            continue
        held = TimeSpan(one.start - wanted.before, one.start + length + wanted.after)
        asked = Blocks(span=held, doctor_ids=(wanted.doctor_id,), state=BlockState.ALL)
        if not any(_needed_by_others(found, wanted) for found in agenda.blocks(read, asked)):
            yield one


def _needed_by_others(found: Block, wanted: Wanted) -> bool:
    """Tell whether somebody has a block, or it is kept for others: lunch is for nobody."""
    kept = bool(found.purpose) and found.purpose not in wanted.purposes
    return found.appointment_id is not None or (found.bookable and kept)


def nearest_offers(read: Read, wanted: Wanted) -> list[dict[str, str]]:
    """Answer the nearest free times as facts."""
    return _told(read, wanted, _nearest(read, wanted))


def way_out(near: Sequence[object]) -> str:
    """Say what to do next, where these are the nearest free times."""
    return WAY_OUT if near else NO_WAY_OUT


def _told(read: Read, wanted: Wanted, near: Sequence[Block]) -> list[dict[str, str]]:
    """Write them as facts, each with the end that the visit would have there."""
    zone = zone_of(read)
    ends = (_told_end(read, wanted, free) for free in near)
    facts = zip(offers(read, near), ends, strict=True)
    return [fact | {"until": end.astimezone(zone).isoformat()} for fact, end in facts]


def _told_end(read: Read, wanted: Wanted, free: Block) -> dt.datetime:
    """Answer when the visit would end that begins with a block, as its patient would be told."""
    end = free.start + (guessed_end(wanted) - wanted.start)
    if wanted.keeps_length:
        return end
    asked = Blocks(span=TimeSpan(free.start, end), doctor_ids=(wanted.doctor_id,))
    return max([free.end, *(one.end for one in agenda.blocks(read, asked))])


def offers(read: Read, near: Sequence[Block]) -> list[dict[str, str]]:
    """Write free blocks as facts, in the clinic's time; with their site where it has several."""
    zone, names = zone_of(read), site_names(read)
    sites = {}
    if names:
        rows = read.connection.execute(_SITES, {"ids": [free.id for free in near]})
        sites = {number: {"site": names.get(site_id, "")} for number, site_id in rows}
    return [
        {
            "id": str(free.id),
            "doctor_id": str(free.doctor_id),
            "doctor": free.doctor,
            "start": free.start.astimezone(zone).isoformat(),
            "end": free.end.astimezone(zone).isoformat(),
            **sites.get(free.id, {}),
        }
        for free in near
    ]
