"""When a visit of a type could begin: free blocks, buffers, the type's own grid, and notice."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import bindparam, select

from clinic_desktop.domain.booking import Block, Blocks, BlockState
from clinic_desktop.domain.openings import Opening, Openings
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.scheduling import laying, needs
from clinic_desktop.scheduling.agenda import blocks
from clinic_desktop.scheduling.beside import Beside
from clinic_desktop.scheduling.free_time import FreeTime, Kind
from clinic_desktop.scheduling.needs import NOTHING
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import MAX_SECONDS, appointment_type

_TYPE = select(appointment_type).where(
    appointment_type.c.id == bindparam("id"), appointment_type.c.archived_at.is_(None)
)


def openings(read: Read, query: Openings) -> tuple[Opening, ...]:
    """Answer when a visit could begin.

    Raises:
        Refusal: ``unknown_type``.

    """
    kind = kind_of(read, query.type_id, query.minutes, query.with_ids)
    reach = dt.timedelta(seconds=MAX_SECONDS)
    around = TimeSpan(
        query.span.start - kind.before - reach, query.span.end + kind.length + kind.after + reach
    )
    asked = Blocks(span=around, doctor_ids=query.doctor_ids, state=BlockState.ALL)
    by_doctor: dict[int, list[Block]] = defaultdict(list)
    for one in blocks(read, asked):
        by_doctor[one.doctor_id].append(one)
    earliest = query.span.start
    if query.notice_minutes is not None:
        earliest = max(earliest, read.now + dt.timedelta(minutes=query.notice_minutes))
    found: list[Opening] = []
    beside = Beside(read, kind.needs, kind.purposes, around)
    span = TimeSpan(query.span.start, query.span.end)
    for doctor_id, several in by_doctor.items():
        if kind.needs.doctors and doctor_id not in kind.needs.doctors:
            continue
        if doctor_id in query.with_ids:
            continue
        table = laying.timetable(read, doctor_id) if kind.grid else None
        time = FreeTime(several, kind, table)
        for opening in _of_doctor(time, kind, span):
            if not kind.needs.each:
                found.append(opening)
                continue
            chosen = beside.chosen(doctor_id, time.held(opening.start, opening.end))
            if chosen is not None:
                found.append(dataclasses.replace(opening, beside=chosen))
    return tuple(sorted(one for one in found if one.start >= earliest))


def kind_of(read: Read, type_id: int | None, minutes: int, with_ids: Sequence[int] = ()) -> Kind:
    """Answer what a visit of a type, or else of some minutes, needs.

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
    return Kind(
        dt.timedelta(minutes=row.minutes),
        dt.timedelta(minutes=row.buffer_before),
        dt.timedelta(minutes=row.buffer_after),
        dt.timedelta(minutes=row.grid_minutes) if row.grid_minutes else None,
        tuple(row.purposes),
        needs.of_type(read, type_id, row.name, with_ids),
    )


def _of_doctor(time: FreeTime, kind: Kind, span: TimeSpan) -> Iterator[Opening]:
    """Answer the openings of one doctor, by start; of several seats of a time one is offered."""
    told: set[dt.datetime] = set()
    for start, one in time.starts(span):
        end = start + kind.length if kind.length else one.end
        if start not in told and time.has(start, end):
            told.add(start)
            yield Opening(start, one.doctor_id, one.doctor, end, one.id)
