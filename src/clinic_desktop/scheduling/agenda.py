"""What calendars and lists show: blocks, appointments, the next free times, how full days are."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, func, select, type_coerce

from clinic_desktop.domain.booking import (
    Agenda,
    AgendaOf,
    Appointment,
    Block,
    Blocks,
    BlockState,
    DayLoad,
    Fullness,
    History,
    NextFree,
    TheAppointment,
)
from clinic_desktop.domain.changes import Change
from clinic_desktop.domain.time import (
    TimeSpan,
    day_start,
    from_seconds,
    local_date,
    to_seconds,
)
from clinic_desktop.scheduling import appointments
from clinic_desktop.scheduling.site import zone_of
from clinic_desktop.storage.database import Read
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

PAGE = 400
"""How many free blocks a search for the next free time reads at once."""

# Plain integers: converting here is several times cheaper than in the type, and this is the
# program's most frequent read.
_STARTS = type_coerce(block.c.starts_at, Big).label("starts")
_ENDS = type_coerce(block.c.ends_at, Big).label("ends")
_BLOCK: Select[Any] = (
    select(
        block.c.id, block.c.resource_id, resource.c.name, _STARTS, _ENDS,
        block.c.appointment_id, block.c.purpose,
    )
    .join(resource, resource.c.id == block.c.resource_id)
    .where(block.c.lane >= 0)
    .order_by(block.c.starts_at, block.c.resource_id)
)  # fmt: skip
# No block is longer than a day, so one that overlaps [from, to) starts less than a day before it.
_IN_SPAN = and_(
    type_coerce(block.c.starts_at, Big) > bindparam("from_") - MAX_SECONDS,
    type_coerce(block.c.starts_at, Big) < bindparam("to"),
    type_coerce(block.c.ends_at, Big) > bindparam("from_"),
)
_OF_DOCTORS = block.c.resource_id.in_(bindparam("doctors", expanding=True))
_OF_ALL = and_(resource.c.kind == "doctor", resource.c.archived_at.is_(None))
_STATES = {
    BlockState.FREE: block.c.appointment_id.is_(None),
    BlockState.BOOKED: block.c.appointment_id.is_not(None),
    BlockState.ALL: None,
}


def _block_statements() -> dict[tuple[BlockState, bool], Select[Any]]:
    """Build the statements once: by state, and for named doctors or all."""
    made = {}
    for state, condition in _STATES.items():
        for named in (True, False):
            statement = _BLOCK.where(_IN_SPAN, _OF_DOCTORS if named else _OF_ALL)
            made[state, named] = statement if condition is None else statement.where(condition)
    return made


_BLOCKS = _block_statements()
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
_NEXT = {
    named: _BLOCK.where(
        block.c.appointment_id.is_(None),
        type_coerce(block.c.starts_at, Big) >= bindparam("after"),
        _OF_DOCTORS if named else _OF_ALL,
    ).limit(PAGE)
    for named in (True, False)
}
_BEFORE = (
    _BLOCK.where(
        block.c.appointment_id.is_(None),
        type_coerce(block.c.starts_at, Big) < bindparam("before"),
        _OF_DOCTORS,
    )
    .order_by(None)
    .order_by(block.c.starts_at.desc())
    .limit(PAGE)
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


def _block_of(row: Any) -> Block:  # noqa: ANN401 - a row of _BLOCK
    number, doctor_id, doctor, starts, ends, holder, purpose = row
    return Block(
        number, doctor_id, doctor, from_seconds(starts), from_seconds(ends), holder, purpose,
        1, 1 if holder is None else 0,
    )  # fmt: skip


def _span(span: TimeSpan, doctor_ids: Iterable[int] | None) -> dict[str, Any]:
    parameters: dict[str, Any] = {"from_": to_seconds(span.start), "to": to_seconds(span.end)}
    if doctor_ids is not None:
        parameters["doctors"] = list(doctor_ids)
    return parameters


def blocks(read: Read, query: Blocks) -> tuple[Block, ...]:
    """Answer the blocks of a state that overlap a span, by start, then doctor."""
    statement = _BLOCKS[query.state, query.doctor_ids is not None]
    rows = read.connection.execute(statement, _span(query.span, query.doctor_ids))
    return tuple(map(_block_of, rows))


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
    statement = _NEXT[query.doctor_ids is not None]
    parameters: dict[str, Any] = {"after": to_seconds(query.after)}
    if query.doctor_ids is not None:
        parameters["doctors"] = list(query.doctor_ids)
    found: list[Block] = []
    window: dict[int, Block] = {}
    while len(found) < query.limit:
        page = [_block_of(row) for row in read.connection.execute(statement, parameters)]
        window |= {block_.id: block_ for block_ in page}
        starts = _run_starts(list(window.values()), query.minutes)
        if len(page) < PAGE:
            found += starts
            break
        # A run that may go on behind the page's end is judged with the next page.
        edge = page[-1].start - dt.timedelta(minutes=query.minutes)
        found += [block_ for block_ in starts if block_.start <= edge]
        window = {number: block_ for number, block_ in window.items() if block_.start > edge}
        same = to_seconds(page[-1].start)
        parameters["after"] = same if same > parameters["after"] else same + 60
    return tuple(found[: query.limit])


def _run_starts(page: list[Block], minutes: int) -> list[Block]:
    """Answer the blocks of a page (by start) from which free blocks follow without a gap."""
    ends: dict[tuple[int, dt.datetime], dt.datetime] = {}
    for block_ in reversed(page):
        # Reading backwards, the run behind a block is known when the block is reached.
        key = (block_.doctor_id, block_.start)
        behind = ends.get((block_.doctor_id, block_.end), block_.end)
        ends[key] = max(behind, ends.get(key, behind))
    wanted = dt.timedelta(minutes=minutes)
    return [b for b in page if ends[b.doctor_id, b.start] - b.start >= wanted]


def nearest(
    read: Read, doctor_id: int, at: dt.datetime, minutes: int, most: int = 5
) -> list[Block]:
    """Answer the doctor's free blocks nearest to an instant that begin a run of ``minutes``."""
    seconds = to_seconds(at)
    later = read.connection.execute(_NEXT[True], {"after": seconds, "doctors": [doctor_id]})
    earlier = read.connection.execute(_BEFORE, {"before": seconds, "doctors": [doctor_id]})
    page = sorted(
        {_block_of(row) for rows in (earlier, later) for row in rows}, key=lambda b: b.start
    )
    found = sorted(_run_starts(page, minutes), key=lambda b: (abs(b.start - at), b.start))
    return sorted(found[:most], key=lambda b: b.start)


def fullness(read: Read, query: Fullness) -> tuple[DayLoad, ...]:
    """Answer each local day's free and booked minutes; days without blocks have none of either."""
    zone = zone_of(read)
    span = TimeSpan(
        day_start(query.first, zone), day_start(query.last + dt.timedelta(days=1), zone)
    )
    named = query.doctor_ids is not None
    statement = (
        select(
            _STARTS,
            func.sum(_ENDS - _STARTS),
            block.c.appointment_id.is_(None).label("free"),
        )
        .join(resource, resource.c.id == block.c.resource_id)
        .where(block.c.lane >= 0, _IN_SPAN, _OF_DOCTORS if named else _OF_ALL)
        .group_by(_STARTS, block.c.appointment_id.is_(None))
    )
    loads: dict[dt.date, list[int]] = defaultdict(lambda: [0, 0])
    for starts, seconds, free in read.connection.execute(statement, _span(span, query.doctor_ids)):
        loads[local_date(from_seconds(starts), zone)][0 if free else 1] += int(seconds)
    count = (query.last - query.first).days + 1
    return tuple(
        DayLoad(day, loads[day][0] // 60, loads[day][1] // 60)
        for day in (query.first + dt.timedelta(days=n) for n in range(count))
    )


def the_appointment(read: Read, query: TheAppointment) -> Appointment:
    """Answer one appointment as it is now."""
    return appointments.load(read, query.appointment_id).value


def history(read: Read, query: History) -> tuple[Change, ...]:
    """Answer who changed an appointment, what and when; erased details are None."""
    appointments.load(read, query.appointment_id)
    key = f"appointment:{query.appointment_id}"
    rows = read.connection.execute(_HISTORY, {"id": str(query.appointment_id)})
    return tuple(
        Change(
            row.sequence, row.at, row.actor, row.station, row.command,
            json.loads(row.before).get(key) if row.before else None,
            json.loads(row.after).get(key) if row.after else None,
        )
        for row in rows
    )  # fmt: skip
