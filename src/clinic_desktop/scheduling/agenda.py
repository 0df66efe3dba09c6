"""What calendars and lists show: blocks, appointments, the next free times, how full days are."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from itertools import chain, starmap
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, null, select, type_coerce

from clinic_desktop.domain.booking import (
    Agenda,
    AgendaOf,
    Appointment,
    Block,
    Blocks,
    BlockState,
    DayLoad,
    DoctorLoad,
    Fullness,
    History,
    NextFree,
    TheAppointment,
)
from clinic_desktop.domain.changes import Change
from clinic_desktop.domain.time import (
    TimeSpan,
    day_span,
    from_seconds,
    local_date,
    to_seconds,
)
from clinic_desktop.scheduling import appointments
from clinic_desktop.scheduling.site import zone_of
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.prepared import Prepared
from clinic_desktop.storage.tables import (
    MAX_SECONDS,
    Big,
    appointment,
    block,
    journal,
    journal_detail,
    journal_touch,
    resource,
    user,
)

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


_FREE_IN_SPAN = {whose: _free(whose, _IN_SPAN) for whose in Whose}
_FREE_READY = {whose: _ready(whose, statement) for whose, statement in _FREE_IN_SPAN.items()}
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
_EARLIER = (
    _free(Whose.ONE, _BEFORE)
    .order_by(None)
    .order_by(block.c.starts_at.desc())
    .limit(bindparam("most"))
)
_AGENDA_SPAN = and_(
    appointment.c.starts_at > bindparam("before"),
    appointment.c.starts_at < bindparam("to"),
    appointment.c.ends_at > bindparam("from_"),
)
_NAMED = appointment.c.resource_id.in_(bindparam("doctors", expanding=True))
_NOT_CANCELLED = appointment.c.status != "cancelled"
# A booking that was taken back never was one; lists of cancellations leave it out.
_NOT_UNDONE = appointment.c.reason != "undone"
_VISITS = {
    (named, cancelled): appointments.SELECT.where(
        _AGENDA_SPAN, *([_NAMED] if named else []), _NOT_UNDONE if cancelled else _NOT_CANCELLED
    ).order_by(appointment.c.starts_at, appointment.c.resource_id, appointment.c.id)
    for named in (True, False)
    for cancelled in (True, False)
}
_RUNS = {
    named: select(block.c.appointment_id, block.c.id)
    .join(appointment, appointment.c.id == block.c.appointment_id)
    .where(_AGENDA_SPAN, *([_NAMED] if named else []))
    .order_by(block.c.appointment_id, block.c.starts_at)
    for named in (True, False)
}
_LOADS = {
    whose: select(
        _STARTS, func.sum(_ENDS - _STARTS), block.c.appointment_id.is_(None).label("free")
    )
    .join(resource, resource.c.id == block.c.resource_id)
    .where(block.c.lane >= 0, _IN_SPAN, condition)
    .group_by(_STARTS, block.c.appointment_id.is_(None))
    for whose, condition in _WHOSE.items()
}
_LOADS_BY_DOCTOR = {
    whose: statement.add_columns(block.c.resource_id).group_by(block.c.resource_id)
    for whose, statement in _LOADS.items()
}
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


# Doctors share their starts and ends.
_instant = lru_cache(maxsize=10_000)(from_seconds)


# A calendar is read again after every commit that touches it, and most of its blocks are as before.
@lru_cache(maxsize=10_000)
def _free_block(
    number: int, doctor_id: int, doctor: str, starts: int, ends: int, purpose: str
) -> Block:
    """Make the value of a row of ``_FREE``."""
    return Block(number, doctor_id, doctor, _instant(starts), _instant(ends), None, purpose)


def _block(
    number: int, doctor_id: int, doctor: str, starts: int, ends: int, purpose: str,
    holder: UUID | None,
) -> Block:  # fmt: skip
    """Make the value of a row of ``_BLOCK``."""
    start, end = _instant(starts), _instant(ends)
    return Block(
        number, doctor_id, doctor, start, end, holder, purpose, 1, 1 if holder is None else 0
    )


def _in_span(span: TimeSpan) -> dict[str, Any]:
    """Answer the parameters of ``_IN_SPAN``."""
    first = to_seconds(span.start)
    return {"after": first - MAX_SECONDS, "from_": first, "to": to_seconds(span.end)}


def blocks(read: Read, query: Blocks) -> tuple[Block, ...]:
    """Answer the blocks of a state that overlap a span, by start, then doctor."""
    whose, named = _of(query.doctor_ids)
    parameters = _in_span(query.span) | named
    if query.state is BlockState.FREE:
        return tuple(starmap(_free_block, _sent(read, _FREE_READY[whose], parameters)))
    rows = read.connection.execute(_IN_STATE[query.state][whose], parameters)
    return tuple(starmap(_block, rows.all()))


def agenda(read: Read, query: AgendaOf) -> Agenda:
    """Answer what a calendar shows for some doctors and a span."""
    named = query.doctor_ids is not None
    free = blocks(read, Blocks(span=query.span, doctor_ids=query.doctor_ids))
    found = visits(read, query.span, query.doctor_ids, cancelled=query.cancelled)
    return Agenda(query.span, query.doctor_ids if named else None, free, found)


def visits(
    read: Read, span: TimeSpan, doctor_ids: Iterable[int] | None, *, cancelled: bool
) -> tuple[Appointment, ...]:
    """Answer the appointments whose told time overlaps the span, by start."""
    parameters: dict[str, Any] = {
        "before": span.start - dt.timedelta(seconds=MAX_SECONDS),
        "from_": span.start,
        "to": span.end,
    }
    if doctor_ids is not None:
        parameters["doctors"] = list(doctor_ids)
    named = doctor_ids is not None
    runs: dict[UUID, list[int]] = defaultdict(list)
    for holder, number in read.connection.execute(_RUNS[named], parameters):
        runs[holder].append(number)
    rows = read.connection.execute(_VISITS[named, cancelled], parameters)
    return tuple(appointments.value_of(row, runs.get(row.id, ())) for row in rows)


def next_free(read: Read, query: NextFree) -> tuple[Block, ...]:
    """Answer the first free blocks that begin a free run of the wanted length."""
    whose, parameters = _of(query.doctor_ids)
    parameters |= {"after": to_seconds(query.after)}
    rows = chain.from_iterable(_pages(read, _NEXT_READY[whose], parameters))
    wanted = max(query.minutes * 60, 1)
    found: list[Any] = []
    for row, seen_to in _runs(rows, wanted):
        if row is not None:
            found.append(row)
        elif len(found) >= query.limit:
            found.sort(key=_by_start)
            # Whoever starts no later has its whole run behind the eye by now.
            if seen_to >= found[query.limit - 1][_START] + wanted:
                break
    found.sort(key=_by_start)
    return tuple(starmap(_free_block, found[: query.limit]))


_START = 3
"""Where a row of ``_FREE`` has its start."""


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
        yield [row for row in page if row[0] not in edge]
        if len(page) < most:
            return
        # The next page begins where this one ends: there may be more blocks with the same start.
        last = page[-1][_START]
        edge = {row[0] for row in page if row[_START] == last}
        most = PAGES[1] if last > parameters["after"] else 4 * most
        parameters = {**parameters, "after": last}


def _runs(rows: Iterable[Any], wanted: int) -> Iterator[tuple[Any, int]]:
    """Answer the free rows (by start) from which free blocks follow for so many seconds.

    Each comes with the start of the block that made its run long enough; None comes with every
    start before its blocks are looked at.
    """
    # By doctor and instant, the rows whose runs go up to there and are still too short.
    open_: dict[tuple[int, int], dict[int, Any]] = {}
    told: set[int] = set()
    at = -1
    for row in rows:
        number, doctor, _, start, end, _ = row
        if start != at:
            at = start
            yield None, at
        if end - start >= wanted:
            yield row, at
        else:
            open_.setdefault((doctor, end), {})[number] = row
        for other, begun in open_.get((doctor, start), _NOBODY).items():
            if end - begun[_START] < wanted:
                open_.setdefault((doctor, end), {})[other] = begun
            # Two seats of one time may end the same run.
            elif other not in told:
                told.add(other)
                yield begun, at


_NOBODY: dict[int, Any] = {}


def nearest(
    read: Read, doctor_id: int, at: dt.datetime, minutes: int, most: int = 5
) -> list[Block]:
    """Answer the doctor's free blocks nearest to an instant that begin a run of ``minutes``."""
    seconds, of = to_seconds(at), {"doctor": doctor_id, "most": NEAR}
    earlier = read.plain(_EARLIER, {"before": seconds, **of})
    later = _sent(read, _NEXT_READY[Whose.ONE], {"after": seconds, **of})
    found = _runs([*reversed(earlier), *later], max(minutes * 60, 1))
    rows = (row for row, _ in found if row is not None)
    near = sorted(rows, key=lambda row: (abs(row[_START] - seconds), row[_START]))[:most]
    return list(starmap(_free_block, sorted(near, key=_by_start)))


def fullness(read: Read, query: Fullness) -> tuple[DayLoad, ...]:
    """Answer each local day's free and booked minutes; days without blocks have none of either."""
    whose, named = _of(query.doctor_ids)
    zone = zone_of(read)
    count = (query.last - query.first).days + 1
    statements = _LOADS_BY_DOCTOR if query.by_doctor else _LOADS
    span = day_span(query.first, zone, count)
    rows = read.connection.execute(statements[whose], _in_span(span) | named)
    # By day, and by doctor (None: not told apart), the seconds that are free and that are booked.
    loads: dict[dt.date, dict[int | None, list[int]]] = defaultdict(
        lambda: defaultdict(lambda: [0, 0])
    )
    days: dict[int, dt.date] = {}
    for starts, seconds, free, *doctor in rows:
        day = days.get(starts)
        if day is None:
            day = days[starts] = local_date(from_seconds(starts), zone)
        loads[day][doctor[0] if doctor else None][0 if free else 1] += int(seconds)
    return tuple(
        _day_load(day, loads[day])
        for day in (query.first + dt.timedelta(days=n) for n in range(count))
    )


def _day_load(day: dt.date, shares: Mapping[int | None, Sequence[int]]) -> DayLoad:
    """Make a day's load of the free and booked seconds of its doctors."""
    free, booked = (sum(share[at] for share in shares.values()) // 60 for at in (0, 1))
    doctors = tuple(
        DoctorLoad(doctor, share[0] // 60, share[1] // 60)
        for doctor, share in sorted(shares.items(), key=lambda each: each[0] or 0)
        if doctor is not None
    )
    return DayLoad(day, free, booked, doctors)


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
    return tuple(
        Change(
            row.sequence, row.at, row.actor, row.station, row.command,
            json.loads(row.before).get(key) if row.before else None,
            json.loads(row.after).get(key) if row.after else None,
        )
        for row in rows
    )  # fmt: skip
