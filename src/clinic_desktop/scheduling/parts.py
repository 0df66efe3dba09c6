"""What a visit holds beside its doctor's time: finding it free, holding it, giving it back.

Another doctor, and a room with hours, have blocks: those are claimed, cut where they do not begin
or end as the visit does. A room without hours and a device are free whenever nobody holds them: for
them a block is made that lasts as long as it is held, in the lane of the first unit that is free.

Whoever wants more than one doctor's time locks all whom it may concern, in the order of their ids.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from clinic_desktop.domain.booking import Part
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.time import TimeSpan, clock_words, local_date, time_words
from clinic_desktop.domain.timeoff import TimeOff
from clinic_desktop.domain.timetable import Timetable
from clinic_desktop.scheduling import appointments, cutting, laying, runs
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.scheduling.reserved import Reservations
from clinic_desktop.scheduling.wanted import OTHER_TIME, PASS_ALL, Run, Wanted, clashing
from clinic_desktop.scheduling.whereabouts import closed_words
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.joint_tables import appointment_part as part_row
from clinic_desktop.storage.tables import resource

_OTHERS = (
    select(resource.c.id, resource.c.kind, resource.c.name, resource.c.units, resource.c.site_id)
    .where(resource.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(resource.c.id)
)
_NOW = _OTHERS.where(resource.c.archived_at.is_(None))
# Who changes hours or takes time off waits, and so do others who want the same.
_EVER_LOCKED = _OTHERS.with_for_update(key_share=True)
_NOW_LOCKED = _NOW.with_for_update(key_share=True)
_ADD = insert(part_row)
_IN_PLACE = update(part_row).where(
    part_row.c.appointment_id == bindparam("holder"), part_row.c.resource_id == bindparam("was")
)


@dataclass(frozen=True, slots=True)
class Other:
    """Another doctor, a room, or a kind of device of which there are ``units``."""

    id: int
    kind: str
    name: str
    units: int
    site_id: int

    def is_elsewhere(self, table: Timetable, site_id: int | None, span: TimeSpan) -> bool:
        """Tell whether it is at another site than that one then (None: there is only one)."""
        if site_id is None:
            return False
        there = table.site_at(span.start) if self.kind == "doctor" else self.site_id
        return there not in (None, site_id)

    def is_off(self, table: Timetable, span: TimeSpan) -> bool:
        """Tell whether a span touches time off."""
        return next(self.away(table, span), None) is not None

    def away(self, table: Timetable, span: TimeSpan) -> Iterator[tuple[TimeOff, TimeSpan]]:
        """Answer the time off that a span touches: its own, and that of its site.

        Where a doctor's site is closed there are no blocks.
        """
        first, last = local_date(span.start, table.zone), local_date(span.end, table.zone)
        for one in table.time_off:
            own = one.doctor_id is not None
            if own or (self.kind != "doctor" and one.is_of(self.site_id)):
                for away in one.when.spans(first, last, table.zone):
                    if away.overlaps(span):
                        yield one, away

    @property
    def taken(self) -> str:
        """The code of a refusal that says it is held by somebody else."""
        return {"room": "room_taken", "equipment": "equipment_taken"}.get(self.kind, "block_taken")


@dataclass(frozen=True, slots=True)
class Hold:
    """Time that was found free, and how it is held.

    ``chain`` are the free blocks that cover it, cut where they reach beyond it; without any a block
    is made in ``lane``, and what of the free blocks ``in_the_way`` lies in it goes.
    """

    other: Other
    span: TimeSpan
    chain: tuple[Any, ...] = ()
    lane: int = 0
    in_the_way: tuple[int, ...] = ()


def lock(transaction: Transaction, ids: Collection[int], *, ever: bool = False) -> dict[int, Other]:
    """Lock doctors, rooms and equipment, and answer them by their ids.

    With ``ever`` also those who left: what they hold can be given back.

    Raises:
        Refusal: ``unknown_doctor``, one is not there any more.

    """
    # What they give back may have to be laid anew.
    laying.keep_open(transaction)
    return _by_id(transaction, ids, _EVER_LOCKED if ever else _NOW_LOCKED)


def named(read: Read, ids: Collection[int]) -> dict[int, Other]:
    """Answer the same without locking.

    Raises:
        Refusal: ``unknown_doctor``.

    """
    return _by_id(read, ids, _NOW)


def _by_id(read: Read, ids: Collection[int], statement: Any) -> dict[int, Other]:  # noqa: ANN401 - one of two
    rows = read.connection.execute(statement, {"ids": sorted(ids)})
    found = {row.id: Other(row.id, row.kind, row.name, row.units, row.site_id) for row in rows}
    for number in ids:
        if number not in found:
            raise Refusal(laying.no_doctor(read, number))
    return found


def find(
    transaction: Transaction,
    other: Other,
    span: TimeSpan,
    own: UUID | None = None,
    beside: Wanted | None = None,
    site_id: int | None = None,
) -> Hold | Reason:
    """Find and lock a span of somebody's time, blocks of ``own`` counting as free.

    Answers how it is held, or why it can't be. ``beside`` is the doctor's time that is wanted with
    it; without it is for what was held before and is taken back: then nobody asks for hours, time
    off, and what time is kept for.
    """
    table = laying.timetable_at(transaction, other.id, span)
    off = None if beside is None else next(other.away(table, span), None)
    if off is not None:
        at = time_words(span.start, table.zone)
        message = f"{other.name} is off at {at}."
        if off[0].doctor_id is None:
            message = f"{closed_words(transaction, off[0])}, and so is {other.name} at {at}."
        return Reason("time_off", message, {"resource": str(other.id), "name": other.name})
    if other.is_elsewhere(table, site_id, span):
        message = f"{other.name} is at another site at {time_words(span.start, table.zone)}."
        return Reason("other_site", message, {"resource": str(other.id), "name": other.name})
    wanted = Wanted(other.id, other.name, span.start, span.end, passes=PASS_ALL)
    if beside is not None:
        wanted = dataclasses.replace(
            wanted, purposes=beside.purposes, passes=beside.passes, type=beside.type
        )
    rows = runs.candidates(transaction, wanted, own)
    others = [row for row in rows if row.appointment_id not in (None, own)]
    free = [row for row in rows if row not in others]
    if not table.rules and other.kind != "doctor":
        return _unit(transaction, other, span, free, others)
    return _blocks(transaction, wanted, free, others, _Asked(other, span, again=beside is None))


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose time is looked for, and whether it is held again."""

    other: Other
    span: TimeSpan
    again: bool


def _blocks(
    transaction: Transaction,
    wanted: Wanted,
    free: Sequence[Any],
    others: Sequence[Any],
    asked: _Asked,
) -> Hold | Reason:
    """Find free blocks that cover a span."""
    kept = Reservations(transaction, wanted.purposes)
    open_ = [row for row in free if not runs.barred(transaction, wanted, [row], kept)]
    chain = _covering(open_, asked.span)
    if chain:
        return Hold(asked.other, asked.span, tuple(chain))
    if others:
        return _taken(transaction, asked.other, wanted, others)
    if asked.again:
        seat = tuple(row.id for row in free if row.lane == 0)
        return Hold(asked.other, asked.span, in_the_way=seat)
    if len(open_) < len(free):
        return runs.barred(transaction, wanted, free, kept)[0]
    message = f"{wanted.doctor} has no hours at {time_words(wanted.start, zone_of(transaction))}."
    facts = {"resource": str(wanted.doctor_id), "doctor": wanted.doctor}
    return Reason("no_block", message, facts)


def _unit(
    transaction: Transaction,
    other: Other,
    span: TimeSpan,
    free: Sequence[Any],
    others: Sequence[Any],
) -> Hold | Reason:
    """Find a unit that nobody holds."""
    held = {row.lane for row in others}
    lane = next((lane for lane in range(other.units) if lane not in held), None)
    if lane is None:
        return _taken(transaction, other, Wanted(other.id, other.name, span.start, None), others)
    return Hold(other, span, (), lane, tuple(row.id for row in free))


def _covering(free: Sequence[Any], span: TimeSpan) -> list[Any]:
    """Answer free blocks, one behind the other, that hold the whole of a span; else none."""
    chain: list[Any] = []
    at = span.start
    while at < span.end:
        here = [
            row
            for row in free
            if (row.starts_at == at if chain else row.starts_at <= at < row.ends_at)
        ]
        if not here:
            return []
        chain.append(min(here, key=lambda row: row.lane))
        at = chain[-1].ends_at
    return chain


def _taken(
    transaction: Transaction, other: Other, wanted: Wanted, holders: Sequence[Any]
) -> Reason:
    """Say who holds it."""
    if other.kind == "doctor":
        rows = [row for row in holders if row.starts_at == holders[0].starts_at]
        return clashing(transaction, wanted, holders[0], rows, for_another=True)
    zone = zone_of(transaction)
    at = time_words(wanted.start, zone)
    facts: dict[str, object] = {
        "resource": str(other.id), "name": other.name, "units": other.units
    }  # fmt: skip
    if other.units > 1:
        # Whoever has one of them has it by chance.
        message = f"All {other.units} of {other.name} are taken at {at}.{OTHER_TIME}"
        return Reason(other.taken, message, facts)
    held = appointments.load(transaction, holders[0].appointment_id).value
    message = (
        f"{other.name} is taken at {at}, by the visit of {held.patient} with "
        f"{held.doctor}, {clock_words(held.start, zone)} to {clock_words(held.end, zone)}."
        f"{OTHER_TIME}"
    )
    holder = {
        "appointment_id": str(held.id),
        "patient": held.patient,
        "start": held.start.astimezone(zone).isoformat(),
        "end": held.end.astimezone(zone).isoformat(),
    }
    return Reason(other.taken, message, facts | {"holder": holder})


def add(transaction: Transaction, holder: UUID, holds: Iterable[Hold]) -> None:
    """Say what a new visit holds; its appointment stands already."""
    for hold in holds:
        values = {"appointment_id": holder, "resource_id": hold.other.id, "holds": 1}
        times = {"held_from": hold.span.start, "until": hold.span.end}
        transaction.connection.execute(_ADD, values | times)


def replace(
    transaction: Transaction, holder: UUID, parts: Iterable[Part], holds: Iterable[Hold]
) -> None:
    """Say what a visit holds now in the place of what it held; its blocks are released.

    What it holds still keeps its row: of two rooms one may be what the other was.
    """
    wanted = {hold.other.id: hold for hold in holds}
    held = [part.resource_id for part in parts]
    new = iter([hold for number, hold in wanted.items() if number not in held])
    for number in held:
        hold = wanted[number] if number in wanted else next(new)
        changed = _IN_PLACE.values(
            resource_id=hold.other.id, held_from=hold.span.start, until=hold.span.end
        )
        transaction.connection.execute(changed, {"holder": holder, "was": number})


def take(transaction: Transaction, holder: UUID, holds: Iterable[Hold]) -> None:
    """Claim what was found."""
    for hold in holds:
        number = hold.other.id
        if hold.chain:
            ids = tuple(
                cutting.fit(transaction, row.id, TimeSpan(row.starts_at, row.ends_at), hold.span)
                for row in hold.chain
            )
        else:
            cutting.make_way(transaction, hold.in_the_way, hold.span)
            ids = (cutting.make(transaction, number, hold.lane, hold.span),)
        runs.claim(transaction, Run(number, ids, hold.span, hold.span), holder)


def let_go(transaction: Transaction, holder: UUID, parts: Iterable[Part]) -> None:
    """Say that a visit holds nothing any more; its blocks are released."""
    for part in parts:
        changed = _IN_PLACE.values(holds=0, until=None)
        transaction.connection.execute(changed, {"holder": holder, "was": part.resource_id})


def hold_again(transaction: Transaction, holder: UUID, holds: Iterable[Hold]) -> None:
    """Say that a visit holds its parts again; their blocks are claimed."""
    for hold in holds:
        changed = _IN_PLACE.values(holds=1, until=hold.span.end)
        transaction.connection.execute(changed, {"holder": holder, "was": hold.other.id})


def tidy(
    transaction: Transaction, parts: Iterable[Part], kept: Collection[int], held: TimeSpan
) -> None:
    """Make the days of what was given back what the rules say; ``kept`` blocks are held still."""
    for part in parts:
        left = [number for number in part.block_ids if number not in kept]
        runs.tidy(transaction, part.resource_id, left, held)
