"""Claiming exactly the time again that a visit held before: what undo and redo bring back.

It is judged as a booking is, but for what was passed already. What stood beside the visit while it
held that time (another visit of its patient, the mark “do not book”, those over whom it was booked)
stood there with somebody's consent, who may have needed a right for it: an undo asks for none of
that again, so that whoever cancelled such a visit by mistake has it back. What came since nobody
has consented to, and it is refused: also time off, and hours that ended or are kept for others,
whose effect was seen without this visit. A redo is no mistake that is mended but the deed again:
what needs a right needs it of whoever does it again, on that day; only another visit of the patient
that was known then, which needs none, is not asked for again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.time import TimeSpan, merged, time_words, to_seconds
from clinic_desktop.scheduling import (
    appointments,
    cutting,
    hours_since,
    laying,
    overbooking,
    parts,
    seats,
    since,
)
from clinic_desktop.scheduling.judging import Stay, judge_patient
from clinic_desktop.scheduling.parts import Hold, Other
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.scheduling.runs import candidates, claim, find_run, lay_around, release
from clinic_desktop.scheduling.wanted import PASS_ALL, Run, Wanted, doctor_named, taken
from clinic_desktop.scheduling.whereabouts import SITE_OF_BLOCK
from clinic_desktop.storage.database import Transaction
from clinic_desktop.storage.tables import block

_NEAR = (
    select(block.c.appointment_id, block.c.starts_at, block.c.ends_at, SITE_OF_BLOCK)
    .where(
        block.c.resource_id == bindparam("doctor"),
        block.c.appointment_id.is_not(None),
        block.c.appointment_id != bindparam("own"),
        block.c.starts_at < bindparam("to"),
        block.c.ends_at > bindparam("from_"),
    )
    .order_by(block.c.starts_at)
)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The row of the journal that is taken back; ``again``: it is an undo, so this is a redo."""

    sequence: int
    again: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visit was: its doctor and who else, what it held, what was told, why over others.

    ``site_id`` is the site (None: nobody wrote it down).
    """

    resource_ids: Sequence[int]
    held: TimeSpan
    told: TimeSpan
    overbooked: str
    site_id: int | None = None


def regain(
    transaction: Transaction, visit: Appointment, place: Place, others: Mapping[int, Other],
    back: TakenBack,
) -> tuple[Run, list[Hold]]:  # fmt: skip
    """Claim the time again that a visit held, and find what it held beside; ``others`` are locked.

    Raises:
        Refusal: ``block_taken``, ``seat_withdrawn``, ``unknown_doctor``, ``room_taken``,
            ``equipment_taken``, ``not_allowed``, ``patient_busy``, ``do_not_book``,
            ``unknown_patient``, ``travel``, ``time_off``, ``closed``, ``no_hours``,
            ``block_reserved``, ``never_booked``: with all that speaks against it.

    """
    doctor_id, *ids = place.resource_ids
    reasons = _against_over(transaction, visit.id, place, back) if place.overbooked else []
    run = None
    try:
        run = _claim(
            transaction, visit.id, doctor_id, place.held, was_over=place.overbooked,
            is_over=visit.overbooked if visit.holds else "",
        )  # fmt: skip
    except Refusal as refusal:
        reasons += refusal.reasons
    found = [parts.find(transaction, others[one], place.held, visit.id) for one in ids]
    reasons += [one for one in found if isinstance(one, Reason)]
    reasons += _against_ways(transaction, visit.id, place, back)
    for whose in place.resource_ids:
        reasons += hours_since.against(
            transaction, back.sequence, whose, place.told, place.site_id,
            visit.type_id if whose == doctor_id else None,
        )  # fmt: skip
    reasons += _against_patient(transaction, visit, place, back)
    if run is None or reasons:
        # Who is closed on is told it once, not for the doctor, the room and the device.
        raise Refusal(*{(one.code, one.message): one for one in reasons}.values())
    stays = (visit.doctor_id, visit.held_from) == (doctor_id, place.held.start)
    # Of a time that it holds already the visit itself says where, whatever was written down.
    site_id = (visit.site_id if stays else None) or place.site_id or run.site_id
    run = replace(run, site_id=site_id)
    return run, [one for one in found if isinstance(one, Hold)]


def _came(
    transaction: Transaction, number: UUID, doctor_id: int, span: TimeSpan, back: TakenBack
) -> bool:
    """Tell whether a visit came to a doctor's time after what is taken back."""
    left = since.left_as(transaction, back.sequence, "appointment", number)
    return left is not None and not seats.is_there(left or None, doctor_id, span)


def _against_over(
    transaction: Transaction, own: UUID, place: Place, back: TakenBack
) -> list[Reason]:
    """Answer that a visit may not be over others again, and who of them came since."""
    doctor_id, held = place.resource_ids[0], place.held

    there = sorted(overbooking.holders(transaction, doctor_id, held) - {own})
    newcomers = [one for one in there if _came(transaction, one, doctor_id, held, back)]
    if not (back.again or newcomers) or transaction.may(Action.OVERBOOK, doctor_id):
        return []
    name = doctor_named(transaction, doctor_id)
    wanted = Wanted(doctor_id, name, held.start, held.end, covering=False, passes=PASS_ALL)
    reasons = [taken(transaction, wanted, one) for one in newcomers]
    try:
        transaction.require(Action.OVERBOOK, doctor_id)
    except Refusal as refusal:
        reasons += refusal.reasons
    return reasons


def _against_ways(
    transaction: Transaction, own: UUID, place: Place, back: TakenBack
) -> Iterator[Reason]:
    """Answer who came since to another site, from or to which there would be no time."""
    ways = laying.ways_from(transaction, place.site_id)
    if not ways:
        return
    longest = max(ways.values())
    for whose in place.resource_ids:
        near = {"doctor": whose, "own": own, "to": place.held.end + longest}
        near |= {"from_": place.held.start - longest}
        for row in transaction.connection.execute(_NEAR, near):
            way = ways.get(row.site_id, dt.timedelta())
            reached = TimeSpan(place.held.start - way, place.held.end + way)
            span = TimeSpan(row.starts_at, row.ends_at)
            if (
                way
                and reached.overlaps(span)
                and _came(transaction, row.appointment_id, whose, span, back)
            ):
                yield _out_of_reach(transaction, row.appointment_id)


def _out_of_reach(transaction: Transaction, number: UUID) -> Reason:
    """Say who is booked so near to a time, at another site, that nobody gets there from it."""
    other, zone = appointments.load(transaction, number).value, zone_of(transaction)
    message = (
        f"{other.doctor} would be on the way between two sites: {other.patient} is booked at "
        f"another one on {time_words(other.start, zone)}."
    )
    holder = {
        "appointment_id": str(other.id),
        "patient": other.patient,
        "start": other.start.astimezone(zone).isoformat(),
        "end": other.end.astimezone(zone).isoformat(),
    }
    return Reason("travel", message, {"doctor": other.doctor, "holder": holder})


def keep_ways(transaction: Transaction, visit: Appointment, place: Place, back: TakenBack) -> None:
    """Keep the way free to a visit that came back to where its doctor may not work any more.

    All whom it holds are locked. Who books one of their blocks locks that alone: only once the way
    has no free blocks any more is it seen whether somebody was faster.

    Raises:
        Refusal: ``travel``, somebody was.

    """
    if not laying.has_sites(transaction):
        return
    span = TimeSpan(visit.held_from or visit.start, visit.held_until or visit.end)
    runs = {
        visit.doctor_id: visit.block_ids,
        **{one.resource_id: one.block_ids for one in visit.parts},
    }
    for whose, (first, *_) in runs.items():
        lay_around(transaction, whose, first, span)
    reasons = list(
        _against_ways(transaction, visit.id, replace(place, site_id=visit.site_id), back)
    )
    if reasons:
        raise Refusal(*reasons)


def _against_patient(
    transaction: Transaction, visit: Appointment, place: Place, back: TakenBack
) -> list[Reason]:
    """Answer what came since that speaks against seeing the patient then."""
    told, ways = place.told, laying.ways_from(transaction, place.site_id)

    def stood(visit_id: UUID) -> bool:
        left = since.left_as(transaction, back.sequence, "appointment", visit_id)
        if not left:
            return left is None
        way = int(ways.get(left.get("site_id") or 0, dt.timedelta()).total_seconds())
        return bool(
            left["holds"]
            and left["patient_id"] == visit.patient_id
            and left["starts_at"] - way < to_seconds(told.end)
            and to_seconds(told.start) < left["ends_at"] + way
        )

    seen = judge_patient(
        transaction, visit.patient_id, Stay(told, place.site_id),
        even_if_busy=False, own=visit.id, passed=stood,
    )  # fmt: skip
    reasons: list[Reason] = []
    for one in seen.reasons:
        if one.code == "do_not_book":
            left = since.left_as(transaction, back.sequence, "patient", visit.patient_id)
            if not back.again and (left is None or left.get("do_not_book")):
                continue
            facts = {**one.facts, "patient_id": str(visit.patient_id)}
            reasons.append(Reason(one.code, one.message, facts))
        else:
            reasons.append(one)
    return reasons


def _claim(
    transaction: Transaction, appointment_id: UUID, doctor_id: int, span: TimeSpan,
    *, was_over: str = "", is_over: str = "",
) -> Run:  # fmt: skip
    """Claim exactly a span for an appointment, its own blocks counting as free; release those.

    Where the blocks of that time were withdrawn or cut anew meanwhile, the stretch is cut for it.
    What it holds beside that doctor is released as well. What ``was_over`` others is laid over them
    again; what ``is_over`` them now goes. Whoever calls has the doctor locked: nobody lays or cuts
    their blocks meanwhile, or takes them away.

    Raises:
        Refusal: ``block_taken``, ``seat_withdrawn``, ``unknown_doctor``.

    """
    wanted = Wanted(
        doctor_id, doctor_named(transaction, doctor_id), span.start, span.end, covering=False,
        passes=PASS_ALL,
    )  # fmt: skip
    if was_over:
        release(transaction, appointment_id, overbooked=is_over)
        return overbooking.take(transaction, doctor_id, span, appointment_id, was_over)
    run, _ = find_run(transaction, wanted, own=appointment_id)
    rows = [] if run else candidates(transaction, wanted, appointment_id)
    others = [row for row in rows if row.appointment_id not in (None, appointment_id)]
    lane = _seat(rows, others, span)
    if lane is None:
        raise Refusal(seats.lost(transaction, wanted, span, others))
    release(transaction, appointment_id, overbooked=is_over)
    if run is None:
        run = _cut(transaction, doctor_id, span, lane, [row for row in rows if row.lane == lane])
    claim(transaction, run, appointment_id)
    return run


def _seat(rows: Sequence[Any], others: Sequence[Any], span: TimeSpan) -> int | None:
    """Answer which seat is cut for a span: the first, or where others are one that is free."""
    if not others:
        return 0
    for lane in sorted({row.lane for row in rows} - {row.lane for row in others}):
        free = merged(TimeSpan(row.starts_at, row.ends_at) for row in rows if row.lane == lane)
        if any(one.start <= span.start and span.end <= one.end for one in free):
            return int(lane)
    return None


def _cut(
    transaction: Transaction, doctor_id: int, span: TimeSpan, lane: int, in_the_way: Sequence[Any]
) -> Run:
    """Make a block that is exactly the span, where free blocks lie in the way; their rests stay."""
    _, around = cutting.make_way(transaction, [row.id for row in in_the_way], span)
    number = cutting.make(transaction, doctor_id, lane, span)
    transaction.entry.touch("block", number, doctor_id, around)
    return Run(doctor_id, (number,), span, span)
