"""When a visit of a type could begin: free blocks, buffers, the type's own grid, and notice."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from clinic_desktop.domain.booking import Block, Blocks, BlockState
from clinic_desktop.domain.openings import NextOpenings, Opening, Openings
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.sites import SitesOfBlocks
from clinic_desktop.domain.time import LATEST, TimeSpan
from clinic_desktop.domain.timetable import Timetable
from clinic_desktop.scheduling import needs, standing
from clinic_desktop.scheduling.agenda import blocks, rests
from clinic_desktop.scheduling.beside import Beside
from clinic_desktop.scheduling.free_time import FreeTime, Kind
from clinic_desktop.scheduling.gaps import Gaps
from clinic_desktop.scheduling.needs import NOTHING, Needs
from clinic_desktop.scheduling.sites import sites_of_blocks
from clinic_desktop.scheduling.whereabouts import site_names
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import MAX_SECONDS, appointment_type, block

_TYPE = select(appointment_type).where(
    appointment_type.c.id == bindparam("id"), appointment_type.c.archived_at.is_(None)
)
_DAY = dt.timedelta(seconds=MAX_SECONDS)
_STEPS = (_DAY, 7 * _DAY, 28 * _DAY)
"""How far a search for the next times looks at first, and then at once."""
_TYPES = select(appointment_type).where(appointment_type.c.archived_at.is_(None))


def openings(read: Read, query: Openings) -> tuple[Opening, ...]:
    """Answer when a visit could begin.

    Raises:
        Refusal: ``unknown_type``.

    """
    kind = kind_of(read, query.type_id, query.minutes, query.with_ids)
    return openings_of(read, query, kind)


def openings_of(read: Read, query: Openings, kind: Kind) -> tuple[Opening, ...]:
    """Answer when a visit of some kind could begin, whatever type or length the question names."""
    reach = dt.timedelta(seconds=MAX_SECONDS)
    around = TimeSpan(
        query.span.start - kind.before - reach, query.span.end + kind.length + kind.after + reach
    )
    asked = Blocks(span=around, doctor_ids=query.doctor_ids, state=BlockState.ALL)
    earliest = query.span.start
    if query.notice_minutes is not None:
        earliest = max(earliest, read.now + dt.timedelta(minutes=query.notice_minutes))
    found: list[Opening] = []
    beside = Beside(read, kind.needs, kind.purposes, around)
    names = site_names(read)
    sites = _sites(read, asked) if names else {}
    where = {number: names.get(site_id, "") for number, site_id in sites.items()}
    span = TimeSpan(query.span.start, query.span.end)
    for doctor_id, several in _by_doctor(read, asked, kind).items():
        if kind.needs.doctors and doctor_id not in kind.needs.doctors:
            continue
        if doctor_id in query.with_ids:
            continue
        table = beside.table(doctor_id) if kind.grid or kind.no_gaps else None
        time = FreeTime(several, kind, table, sites)
        gaps = gaps_of(read, doctor_id, several, table) if table and kind.no_gaps else None
        for opening in _of_doctor(time, span, where):
            if gaps is not None and any(gaps.left(time, opening.start, opening.end)):
                continue
            if not kind.needs.each:
                found.append(opening)
                continue
            chosen = beside.chosen(doctor_id, time.held(opening.start, opening.end))
            if chosen is not None:
                found.append(dataclasses.replace(opening, beside=chosen))
    return tuple(sorted(one for one in found if one.start >= earliest))


def _by_doctor(read: Read, asked: Blocks, kind: Kind) -> dict[int, list[Block]]:
    """Answer each doctor's blocks; what lies under who is booked over others is theirs."""
    found: dict[int, list[Block]] = defaultdict(list)
    for one in _blocks(read, asked, kind):
        found[one.doctor_id].append(one)
    over = standing.stands(read, found, asked.span) if found else []
    for doctor_id in {one.doctor_id for one in over}:
        found[doctor_id] = standing.held_by(found[doctor_id], over)
    return found


def _blocks(read: Read, asked: Blocks, kind: Kind) -> Iterable[Block]:
    """Answer the blocks that a kind of visit could have; of no length it wants a whole one."""
    there = blocks(read, asked)
    if kind.length:
        return there
    cut = rests(read, asked.span, asked.doctor_ids)
    return (one for one in there if one.id not in cut)


def _sites(read: Read, of: Blocks) -> dict[int, int]:
    """Answer at which site each block is."""
    return dict(sites_of_blocks(read, SitesOfBlocks(span=of.span, doctor_ids=of.doctor_ids)))


def next_openings(read: Read, query: NextOpenings) -> tuple[Opening, ...]:
    """Answer the first times at which a visit could begin.

    Raises:
        Refusal: ``unknown_type``, ``unknown_doctor``.

    """
    found: list[Opening] = []
    at = query.after or read.now
    last = _free_from(read, query.doctor_ids, at - _DAY, last=True)
    until = min(query.until or LATEST, (last or at) + _DAY)
    steps = iter(_STEPS)
    step = next(steps)
    while at < until and len(found) < query.limit:
        end = min(at + step, until)
        wish = Openings(
            span=TimeSpan(at, end), doctor_ids=query.doctor_ids, type_id=query.type_id,
            minutes=query.minutes, with_ids=query.with_ids,
        )  # fmt: skip
        found += openings(read, wish)
        step = next(steps, step)
        # Where nothing at all is free nothing need be read.
        at = max(end, _free_from(read, query.doctor_ids, end - _DAY) or until)
    return tuple(found[: query.limit])


def _free_from(
    read: Read, doctor_ids: Sequence[int] | None, at: dt.datetime, *, last: bool = False
) -> dt.datetime | None:
    """Answer when the first free block from an instant on begins, or the last one."""
    ids = None if doctor_ids is None else list(doctor_ids)
    order = block.c.starts_at.desc() if last else block.c.starts_at
    statement = select(block.c.starts_at).where(
        block.c.appointment_id.is_(None), block.c.starts_at >= at
    )
    if ids is not None:
        statement = statement.where(block.c.resource_id.in_(ids))
    # As in ``agenda``: without the hint SQLite reads every free block that there is.
    statement = statement.with_hint(block, "INDEXED BY block_free_at", "sqlite")
    found: dt.datetime | None = read.connection.execute(statement.order_by(order).limit(1)).scalar()
    return found


def gaps_of(read: Read, doctor_id: int, several: Sequence[Block], table: Timetable) -> Gaps:
    """Answer what could be booked in the rests of a doctor's time, whose blocks these are."""
    kinds = _kinds_by_doctors(read)
    return Gaps(several, (kind for kind, ids in kinds if not ids or doctor_id in ids), table)


def kind_of(read: Read, type_id: int | None, minutes: int, with_ids: Sequence[int] = ()) -> Kind:
    """Answer what a visit of a type, or of some minutes, needs; of both: that type, so long.

    Raises:
        Refusal: ``unknown_type``.

    """
    if type_id is None:
        joint = needs.of_type(read, None, "", with_ids) if with_ids else NOTHING
        return Kind(dt.timedelta(minutes=minutes), needs=joint)
    row = read.connection.execute(_TYPE, {"id": type_id}).one_or_none()
    if row is None:
        message = "There is no such appointment type any more. Choose another."
        raise Refusal(Reason("unknown_type", message, {"type": type_id}))
    kind = _kind(row, needs.of_type(read, type_id, row.name, with_ids))
    if not minutes:
        return kind
    return dataclasses.replace(kind, length=dt.timedelta(minutes=minutes), own_length=True)


def _kind(row: Any, needs: Needs) -> Kind:  # noqa: ANN401 - a row of appointment_type
    return Kind(
        dt.timedelta(minutes=row.minutes),
        dt.timedelta(minutes=row.buffer_before),
        dt.timedelta(minutes=row.buffer_after),
        dt.timedelta(minutes=row.grid_minutes) if row.grid_minutes else None,
        tuple(row.purposes),
        needs,
        bool(row.no_gaps),
    )


def _kinds_by_doctors(read: Read) -> tuple[tuple[Kind, tuple[int, ...]], ...]:
    """Answer all kinds of visit, each with the doctors who may have it (none: all)."""
    named = needs.named_by_types(read)
    return tuple(
        (_kind(row, NOTHING), named.get(row.id, {}).get("doctor", ()))
        for row in read.connection.execute(_TYPES)
    )


def _of_doctor(time: FreeTime, span: TimeSpan, where: Mapping[int, str]) -> Iterator[Opening]:
    """Answer the openings of one doctor, by start; of several seats of a time one is offered.

    ``where`` are the names of the sites of blocks.
    """
    told: set[dt.datetime] = set()
    for start, one in time.starts(span):
        if start in told:
            continue
        end = time.told(start).end
        if time.has(start, end):
            told.add(start)
            yield Opening(
                start, one.doctor_id, one.doctor, end, one.id, purpose=one.purpose,
                site=where.get(one.id, ""),
            )  # fmt: skip
