"""When a visit of a type could begin: free blocks, buffers, the type's own grid, and notice."""

from __future__ import annotations

import dataclasses
import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from clinic_desktop.domain.booking import Block, Blocks, BlockState
from clinic_desktop.domain.openings import Opening, Openings
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.time import TimeSpan, local_date, merged, to_seconds
from clinic_desktop.domain.timetable import Timetable
from clinic_desktop.scheduling import laying, needs
from clinic_desktop.scheduling.agenda import blocks
from clinic_desktop.scheduling.beside import Beside
from clinic_desktop.scheduling.needs import NOTHING, Needs
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import MAX_SECONDS, appointment_type

_TYPE = select(appointment_type).where(
    appointment_type.c.id == bindparam("id"), appointment_type.c.archived_at.is_(None)
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a visit needs: length, buffers, how far apart it may begin, whose blocks it may use."""

    length: dt.timedelta
    before: dt.timedelta = dt.timedelta()
    after: dt.timedelta = dt.timedelta()
    grid: dt.timedelta | None = None
    purposes: tuple[str, ...] = ()
    needs: Needs = NOTHING

    def can_use(self, block: Block) -> bool:
        """Tell whether a block is free for it."""
        kept = block.purpose and not (block.bookable and block.purpose in self.purposes)
        return block.appointment_id is None and not kept


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
    for doctor_id, several in by_doctor.items():
        if kind.needs.doctors and doctor_id not in kind.needs.doctors:
            continue
        if doctor_id in query.with_ids:
            continue
        table = laying.timetable(read, doctor_id) if kind.grid else None
        span = TimeSpan(query.span.start, query.span.end)
        for opening in _of_doctor(several, kind, span, table):
            if not kind.needs.each:
                found.append(opening)
                continue
            chosen = beside.chosen(doctor_id, held_span(several, opening, kind))
            if chosen is not None:
                found.append(dataclasses.replace(opening, beside=chosen))
    return tuple(sorted(one for one in found if one.start >= earliest))


def held_span(several: Sequence[Block], one: Opening, kind: Kind) -> TimeSpan:
    """Answer what an opening would hold: whole free blocks, those of its buffers with them."""
    free = [each.span for each in several if kind.can_use(each)]
    beginning = {span.start: span.end for span in free}
    ending = {span.end: span.start for span in free}
    start = end = one.start
    while end < one.end:
        end = beginning.get(end, one.end)
    while end < one.end + kind.after and end in beginning:
        end = beginning[end]
    while start > one.start - kind.before and start in ending:
        start = ending[start]
    return TimeSpan(start, end)


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


def _of_doctor(
    several: Sequence[Block], kind: Kind, span: TimeSpan, table: Timetable | None
) -> list[Opening]:
    """Answer the openings of one doctor, whose blocks these are, by start."""
    can_use = [one for one in several if kind.can_use(one)]
    free = _Stretches(one.span for one in can_use)
    # What nobody is ever booked for needs the doctor for nobody.
    held = _Stretches(
        one.span for one in several
        if one.appointment_id is not None or (one.bookable and not kind.can_use(one))
    )  # fmt: skip
    found = []
    starts: set[dt.datetime] = set()
    for one in can_use:
        if not span.contains(one.start):
            continue
        end = one.start + kind.length if kind.length else one.end
        if not free.hold(TimeSpan(one.start, end)) or one.start in starts:
            continue
        buffers = ((one.start - kind.before, one.start), (end, end + kind.after))
        if any(low < high and held.touch(TimeSpan(low, high)) for low, high in buffers):
            continue
        # Of several seats of a time one is offered.
        starts.add(one.start)
        if table is None or on_grid(one.start, kind, table):
            found.append(Opening(one.start, one.doctor_id, one.doctor, end, one.id))
    return found


def on_grid(at: dt.datetime, kind: Kind, table: Timetable) -> bool:
    """Tell whether a type may begin at an instant: so many of its steps behind an opening."""
    day = local_date(at, table.zone)
    spans = merged(span for rule in table.rules_on(day) for span in rule.spans(day, table.zone))
    opened = next((span.start for span in spans if span.contains(at)), at)
    return kind.grid is None or not (at - opened) % kind.grid


class _Stretches:
    """Spans in order, those that touch made one, to be asked again and again."""

    def __init__(self, spans: Iterable[TimeSpan]) -> None:
        self._spans = merged(spans)
        self._starts = [to_seconds(span.start) for span in self._spans]

    def hold(self, span: TimeSpan) -> bool:
        """Tell whether the whole of a span lies in one of them."""
        at = bisect_right(self._starts, to_seconds(span.start)) - 1
        return at >= 0 and span.end <= self._spans[at].end

    def touch(self, span: TimeSpan) -> bool:
        """Tell whether a span shares time with any of them."""
        at = bisect_right(self._starts, to_seconds(span.end) - 1) - 1
        return at >= 0 and span.start < self._spans[at].end
