"""What calendars and lists show: blocks, appointments, the next free times, how full days are."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import chain, starmap
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, null, select, type_coerce

from clinic_desktop.domain.booking import (
    Appointment,
    Block,
    Blocks,
    BlockState,
    History,
    NextFree,
    TheAppointment,
    listed,
)
from clinic_desktop.domain.changes import Change
from clinic_desktop.domain.time import TimeSpan, to_seconds
from clinic_desktop.scheduling import appointments, laying
from clinic_desktop.scheduling.picture import free_block, free_blocks, in_span, instant
from clinic_desktop.scheduling.reserved import Reservations, purposes_of_type
from clinic_desktop.scheduling.standing import rows_left, stands
from clinic_desktop.scheduling.whereabouts import SITE_OF_BLOCK
from clinic_desktop.storage.columns import Big
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.journal_tables import journal, journal_detail, journal_touch
from clinic_desktop.storage.prepared import Prepared
from clinic_desktop.storage.tables import availability, block, resource, user

NEAR = 400
"""How many free blocks on each side of an instant may be the nearest."""
PAGES = (120, 1000)
"""How many free blocks a search for the next free time reads at first, and then at once."""

# Plain integers: converting here is several times cheaper than in the type, and this is the
# program's most frequent read.
_STARTS = type_coerce(block.c.starts_at, Big).label("starts")
_ENDS = type_coerce(block.c.ends_at, Big).label("ends")
_BLOCK: Select[Any] = (
    select(
        block.c.id, block.c.resource_id, resource.c.name, _STARTS, _ENDS, block.c.purpose,
        block.c.appointment_id,
    )
    .join(resource, resource.c.id == block.c.resource_id)
    .where(block.c.lane >= 0)
    .order_by(block.c.starts_at, block.c.resource_id)
)  # fmt: skip
# What is not claimed lies in no lane below 0, so a free block need not be asked for it.
_FREE: Select[Any] = (
    select(block.c.id, block.c.resource_id, resource.c.name, _STARTS, _ENDS, block.c.purpose)
    .join(resource, resource.c.id == block.c.resource_id)
    .where(block.c.appointment_id.is_(None))
    .order_by(block.c.starts_at, block.c.resource_id)
)
# No block is longer than a day, so one that overlaps [from, to) starts less than a day before it.
_IN_SPAN = and_(
    type_coerce(block.c.starts_at, Big) > bindparam("after"),
    type_coerce(block.c.starts_at, Big) < bindparam("to"),
    type_coerce(block.c.ends_at, Big) > bindparam("from_"),
)
_FROM_ON = type_coerce(block.c.starts_at, Big) >= bindparam("after")
_BEFORE = type_coerce(block.c.starts_at, Big) < bindparam("before")


class Whose(Enum):
    """Whose time a question is about: one doctor's, several named ones', or all doctors'."""

    ONE = "one"
    SOME = "some"
    ALL = "all"


_WHOSE: dict[Whose, ColumnElement[bool]] = {
    Whose.ONE: block.c.resource_id == bindparam("doctor"),
    Whose.SOME: block.c.resource_id.in_(bindparam("doctors", expanding=True)),
    Whose.ALL: and_(resource.c.kind == "doctor", resource.c.archived_at.is_(None)),
}


def _of(doctor_ids: Collection[int] | None) -> tuple[Whose, dict[str, Any]]:
    """Answer whose time is meant, and the parameters that name them."""
    if doctor_ids is None:
        return Whose.ALL, {}
    if len(doctor_ids) == 1:
        return Whose.ONE, {"doctor": next(iter(doctor_ids))}
    return Whose.SOME, {"doctors": list(doctor_ids)}


Ready = Select[Any] | Prepared
"""A statement to be sent; one with several doctors' ids is written anew for each number of them."""


def _free(whose: Whose, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Build a question about free blocks, on the index that has their order.

    Without the hint SQLite takes the unique index on ``appointment_id`` and reads every free block
    that there is: 180 ms instead of 1 among a million.
    """
    index = "block_free_of" if whose is Whose.ONE else "block_free_at"
    return _FREE.where(*conditions, _WHOSE[whose]).with_hint(block, f"INDEXED BY {index}", "sqlite")


def _ready(whose: Whose, statement: Select[Any]) -> Ready:
    return statement if whose is Whose.SOME else Prepared(statement)


def _sent(read: Read, statement: Ready, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Answer rows as the driver has them."""
    if isinstance(statement, Prepared):
        return statement.plain(read.connection, parameters)
    return read.plain(statement, parameters)


_ALL_IN_SPAN = {whose: _BLOCK.where(_IN_SPAN, _WHOSE[whose]) for whose in Whose}
_BOOKED_IN_SPAN = {
    whose: statement.where(block.c.appointment_id.is_not(None))
    for whose, statement in _ALL_IN_SPAN.items()
}
_IN_STATE = {
    BlockState.BOOKED: _BOOKED_IN_SPAN,
    BlockState.ALL: _ALL_IN_SPAN,
}
_NEXT = {whose: _free(whose, _FROM_ON).limit(bindparam("most")) for whose in Whose}
_NEXT_READY = {whose: _ready(whose, statement) for whose, statement in _NEXT.items()}
# The rest of a block that somebody holds a part of is as free, but no block that anybody asked for.
_IS_WHOLE = block.c.ends_at - block.c.starts_at >= func.coalesce(
    select(availability.c.block_minutes * 60)
    .where(availability.c.id == block.c.availability_id)
    .correlate(block)
    .scalar_subquery(),
    0,
)
_NEXT_WHOLE = {
    whose: _ready(whose, statement.where(_IS_WHOLE)) for whose, statement in _NEXT.items()
}
_RESTS = {whose: _free(whose, _IN_SPAN, ~_IS_WHOLE) for whose in Whose}
_SITES = select(block.c.id, SITE_OF_BLOCK).where(block.c.id.in_(bindparam("ids", expanding=True)))
_EARLIER = (
    _free(Whose.ONE, _BEFORE)
    .order_by(None)
    .order_by(block.c.starts_at.desc())
    .limit(bindparam("most"))
)
_HISTORY = (
    select(
        journal.c.sequence, journal.c.at, user.c.name.label("actor"), journal.c.station,
        journal.c.command, journal_detail.c.before, journal_detail.c.after,
    )
    .join(journal_touch, journal_touch.c.sequence == journal.c.sequence)
    .join(user, user.c.id == journal.c.actor_id)
    .outerjoin(journal_detail, journal_detail.c.sequence == journal.c.sequence)
    .where(journal_touch.c.kind == "appointment", journal_touch.c.row_id == bindparam("id"))
    .order_by(journal.c.sequence)
    .distinct()
)  # fmt: skip
# What a command wrote in bulk it tells as a whole: of one row there is no before and after.
_MADE_IN_BULK = (
    select(
        journal.c.sequence, journal.c.at, user.c.name.label("actor"), journal.c.station,
        journal.c.command, null().label("before"), null().label("after"),
    )
    .join(user, user.c.id == journal.c.actor_id)
    .where(journal.c.command_id == bindparam("bulk"))
)  # fmt: skip

_NAMES = select(resource.c.id, resource.c.name).where(
    resource.c.id.in_(bindparam("ids", expanding=True))
)


def _block(
    number: int, doctor_id: int, doctor: str, starts: int, ends: int, purpose: str,
    holder: UUID | None,
) -> Block:  # fmt: skip
    """Make the value of a row of ``_BLOCK``."""
    start, end = instant(starts), instant(ends)
    return Block(
        number, doctor_id, doctor, start, end, holder, purpose, 1, 1 if holder is None else 0
    )


def blocks(read: Read, query: Blocks) -> tuple[Block, ...]:
    """Answer the blocks of a state that overlap a span, by start, then doctor."""
    if query.state is BlockState.FREE:
        return free_blocks(read, query.span, query.doctor_ids)
    whose, named = _of(query.doctor_ids)
    rows = read.connection.execute(_IN_STATE[query.state][whose], in_span(query.span) | named)
    return tuple(Reservations(read).told(starmap(_block, rows.all())))


def free_starts(
    read: Read, doctor_ids: Collection[int] | None, after: dt.datetime
) -> Iterator[int]:
    """Answer when free blocks begin, from an instant on, in order, as seconds; read as wanted."""
    whose, parameters = _of(doctor_ids)
    parameters |= {"after": to_seconds(after)}
    for page in _pages(read, _NEXT_READY[whose], parameters):
        yield from dict.fromkeys(row[_START] for row in page)


def rests(read: Read, span: TimeSpan, doctor_ids: Collection[int] | None) -> set[int]:
    """Answer which free blocks that overlap a span are shorter than their rule makes them.

    They are what is left beside a visit that was cut out: time for a visit that is as short, but
    not offered to who wants just any block.
    """
    whose, named = _of(doctor_ids)
    return {row.id for row in read.connection.execute(_RESTS[whose], in_span(span) | named)}


def next_free(read: Read, query: NextFree) -> tuple[Block, ...]:
    """Answer the first free blocks that begin a free run of the wanted length.

    Of no length a whole block is wanted.
    """
    whose, parameters = _of(query.doctor_ids)
    parameters |= {"after": to_seconds(query.after)}
    kept = Reservations(read, purposes_of_type(read, query.type_id))
    statement = (_NEXT_READY if query.minutes else _NEXT_WHOLE)[whose]
    sites = _Sites(read)
    pages = map(sites.of, _pages(read, statement, parameters))
    rows = chain.from_iterable(_open(page, kept) for page in pages)
    wanted = max(query.minutes * 60, 1)
    # By start and doctor: of several seats of a time one is answered.
    found: dict[tuple[int, int], Any] = {}
    for row, seen_to in _runs(rows, wanted, sites.known):
        if row is not None:
            found.setdefault((row[_START], row[1]), row)
        # Whoever starts no later than the last one wanted has its whole run behind the eye by now.
        elif len(found) >= query.limit and seen_to >= sorted(found)[query.limit - 1][0] + wanted:
            break
    return tuple(kept.told(free_block(*found[key]) for key in sorted(found)[: query.limit]))


_START, _END, _PURPOSE = 3, 4, 5
"""Where a row of ``_FREE`` has its start and its purpose."""
_purpose_of = itemgetter(_PURPOSE)


def _open(rows: list[Any], kept: Reservations) -> list[Any]:
    """Answer the rows of ``_FREE`` that are not kept from who asks; mostly that is all of them."""
    if not any(map(_purpose_of, rows)):
        return rows
    return [
        row for row in rows
        if not row[_PURPOSE] or not kept.bars(row[_PURPOSE], instant(row[_START]))
    ]  # fmt: skip


def _by_start(row: Any) -> tuple[int, int]:  # noqa: ANN401 - a row of _FREE
    return row[_START], row[1]


def _pages(
    read: Read, statement: Ready, parameters: dict[str, Any]
) -> Iterator[list[tuple[Any, ...]]]:
    """Answer free rows from an instant on, page by page, as long as someone goes on reading."""
    most = PAGES[0]
    edge: set[int] = set()
    while True:
        page = _sent(read, statement, {**parameters, "most": most})
        yield [row for row in page if row[0] not in edge] if edge else page
        if len(page) < most:
            return
        # The next page begins where this one ends: there may be more blocks with the same start.
        last = page[-1][_START]
        edge = {row[0] for row in page if row[_START] == last}
        most = PAGES[1] if last > parameters["after"] else 4 * most
        parameters = {**parameters, "after": last}


class _Sites:
    """At which site free blocks are, as they are read; nothing is asked where there is one."""

    def __init__(self, read: Read) -> None:
        self._read, self._has_several = read, laying.has_sites(read)
        self.known: dict[int, int] = {}

    def of(self, page: list[Any]) -> list[Any]:
        """Look a page's blocks up, and answer it."""
        if self._has_several and page:
            ids = {"ids": [row[0] for row in page]}
            self.known.update(map(tuple, self._read.connection.execute(_SITES, ids)))
        return page


def _runs(rows: Iterable[Any], wanted: int, sites: Mapping[int, int]) -> Iterator[tuple[Any, int]]:
    """Answer the free rows (by start) from which free blocks follow for so many seconds.

    A run is at one site: ``sites`` names that of each block, where there are several.

    Each comes with the start of the block that made its run long enough; None comes with every
    start before its blocks are looked at.
    """
    # By doctor (and site) and instant, the rows whose runs go up to there and are still too short.
    open_: dict[tuple[Any, int], list[Any]] = {}
    told: set[int] = set()
    at = -1
    for row in rows:
        number, doctor, _, start, end, _ = row
        whose = (doctor, sites.get(number)) if sites else doctor
        if start != at:
            at = start
            yield None, at
        short = []
        if end - start >= wanted:
            yield row, at
        else:
            short.append(row)
        for begun in open_.get((whose, start), ()):
            if end - begun[_START] < wanted:
                short.append(begun)
            # Two seats of one time may end the same run.
            elif begun[0] not in told:
                told.add(begun[0])
                yield begun, at
        if short:
            there = open_.setdefault((whose, end), short)
            if there is not short:
                there += [each for each in short if each not in there]


def nearest(
    read: Read, doctor_id: int, at: dt.datetime, minutes: int, most: int = 5,
    purposes: Collection[str] = (),
) -> list[Block]:  # fmt: skip
    """Answer the doctor's free blocks nearest to an instant that begin a run of ``minutes``.

    Times that have begun already are near only to one that is over itself. Of blocks that are
    kept for a purpose only those of ``purposes`` are.
    """
    kept = Reservations(read, purposes)
    seconds, of = to_seconds(at), {"doctor": doctor_id, "most": NEAR}
    earlier = read.plain(_EARLIER, {"before": seconds, **of})
    now = to_seconds(read.now)
    if seconds + minutes * 60 > now:
        earlier = [row for row in earlier if row[_START] >= now]
    later = _sent(read, _NEXT_READY[Whose.ONE], {"after": seconds, **of})
    sites = _Sites(read)
    near_by = [*reversed(earlier), *later]
    if near_by:
        around = TimeSpan(instant(near_by[0][_START]), instant(near_by[-1][_END]))
        near_by = rows_left(near_by, stands(read, (doctor_id,), around), _START, _END)
    rows_ = _open(sites.of(near_by), kept)
    found = _runs(rows_, max(minutes * 60, 1), sites.known)
    rows = {_by_start(row): row for row, _ in found if row is not None}.values()
    near = sorted(rows, key=lambda row: (abs(row[_START] - seconds), row[_START]))[:most]
    return list(kept.told(starmap(free_block, sorted(near, key=_by_start))))


def the_appointment(read: Read, query: TheAppointment) -> Appointment:
    """Answer one appointment as it is now."""
    return appointments.load(read, query.appointment_id).value


def history(read: Read, query: History) -> tuple[Change, ...]:
    """Answer who changed an appointment, what and when; erased details are None."""
    found = appointments.load(read, query.appointment_id)
    key = f"appointment:{query.appointment_id}"
    rows = list(read.connection.execute(_HISTORY, {"id": str(query.appointment_id)}))
    if found.row.bulk is not None:
        rows = [*read.connection.execute(_MADE_IN_BULK, {"bulk": found.row.bulk}), *rows]
    states = [
        tuple(json.loads(state).get(key) if state else None for state in (row.before, row.after))
        for row in rows
    ]
    whose = {number for pair in states for state in pair for number in _held_by(state)}
    named = read.connection.execute(_NAMES, {"ids": sorted(whose)})
    names: dict[int, str] = {row.id: row.name for row in named}
    return tuple(
        Change(
            row.sequence, row.at, row.actor, row.station, row.command, before, after,
            *(listed(names[one] for one in _held_by(state) or ()) if state else ""
              for state in (before, after)),
        )
        for row, (before, after) in zip(rows, states, strict=True)
    )  # fmt: skip


def _held_by(state: Mapping[str, Any] | None) -> Sequence[int]:
    """Answer whose time a journalled appointment held: its doctor's, then that of its parts."""
    return [] if state is None else state.get("resource_ids") or [state["resource_id"]]
