"""Several patients at once: times next to each other for all, found and booked as a whole."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import uuid5

from sqlalchemy import bindparam, select

from clinic_desktop.domain.booking import BookBlock, Booked
from clinic_desktop.domain.offers import Offer
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.together import (
    MOST,
    BookedTogether,
    BookTogether,
    NextTogether,
    Place,
    Seat,
    Together,
    TogetherOffers,
)
from clinic_desktop.scheduling import booking, parts, patients
from clinic_desktop.scheduling.nearest import without_way
from clinic_desktop.scheduling.offers import by_day, next_times
from clinic_desktop.scheduling.openings import kind_of
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.tables import appointment, patient

_NAMES = select(patient.c.id, patient.c.name, patient.c.archived_at, patient.c.merged_into).where(
    patient.c.id.in_(bindparam("ids", expanding=True))
)
_BUSY = select(appointment.c.patient_id, appointment.c.starts_at, appointment.c.ends_at).where(
    appointment.c.patient_id.in_(bindparam("ids", expanding=True)),
    appointment.c.holds == 1,
    appointment.c.starts_at < bindparam("to"),
    appointment.c.ends_at > bindparam("from_"),
)
_FOR_ONE = ("nearest", "may_overbook")
"""Facts that would lead on from a single visit."""
Group = tuple[Offer, ...]


def next_together(read: Read, query: NextTogether) -> TogetherOffers:
    """Answer the first times for all, or why not even one of them could come.

    Raises:
        Refusal: ``unknown_patient``; as ``next_times``.
        Misuse: ``usage``: nobody is named, somebody twice, or too many.

    """
    _refuse_odd(query.patient_ids)
    names = _names(read, query.patient_ids)
    found: list[Together] = []
    own_length = query.wish.type_id is None or query.wish.minutes > 0
    # Only the first of a row begins when all are wished to begin; the others follow.
    at, zone = query.wish.at, zone_of(read)
    wish = query.wish if at is None else replace(query.wish, at=None, after=at)
    for day in by_day(read, wish):
        groups = _at_once(day, len(names)) if query.at_once else _in_a_row(read, query, day)
        busy = _busy(read, query.patient_ids, day)
        for group in groups:
            begins = group[0].opening.start.astimezone(zone)
            if at is not None and begins.hour * 60 + begins.minute != at:
                continue
            seats = tuple(
                Seat(
                    number, names[number], one.opening.doctor_id, one.opening.doctor,
                    one.opening.start, one.end, own_length,
                )
                for number, one in zip(query.patient_ids, group, strict=True)
            )  # fmt: skip
            if not any(_overlaps(seat, busy) for seat in seats):
                found.append(Together(seats, sum(one.rest for one in group)))
        if len(found) >= query.wish.limit:
            break
    if not found:
        return TogetherOffers((), next_times(read, query.wish).limits)
    return TogetherOffers(tuple(found[: query.wish.limit]))


def _refuse_odd(ids: Sequence[int]) -> None:
    if not ids or len(set(ids)) < len(ids) or len(ids) > MOST:
        message = f"Name 1 to {MOST} patients, each once."
        raise Misuse("usage", message)


def _names(read: Read, ids: Sequence[int]) -> dict[int, str]:
    """Answer the names of patients, in the order in which they are named.

    Raises:
        Refusal: ``unknown_patient``, for each who is not there.

    """
    rows = {row.id: row for row in read.connection.execute(_NAMES, {"ids": list(ids)})}
    there = [number for number in ids if number in rows and rows[number].archived_at is None]
    missing = [number for number in ids if number not in there]
    if missing:
        raise Refusal(
            *(
                patients.no_patient(one, rows[one].merged_into if one in rows else None)
                for one in missing
            )
        )
    return {number: str(rows[number].name) for number in ids}


def _in_a_row(read: Read, query: NextTogether, day: Sequence[Offer]) -> Iterator[Group]:
    """Answer the times of a day at which all come one after the other, to one doctor, by start.

    Where a kind of visit keeps time free around it, that much lies between.
    """
    kind = kind_of(read, query.wish.type_id, query.wish.minutes, query.wish.with_ids)
    between = kind.before + kind.after
    by_doctor: dict[int, dict[dt.datetime, Offer]] = defaultdict(dict)
    for one in day:
        by_doctor[one.opening.doctor_id].setdefault(one.opening.start, one)
    for first in sorted(day, key=lambda one: (one.opening.start, one.opening.doctor_id)):
        of_doctor = by_doctor[first.opening.doctor_id]
        group = [first]
        while len(group) < len(query.patient_ids):
            following = of_doctor.get(group[-1].end + between)
            if following is None:
                break
            group.append(following)
        else:
            yield tuple(group)


def _at_once(day: Sequence[Offer], many: int) -> Iterator[Group]:
    """Answer the times of a day at which so many doctors can have one each, by start."""
    by_start: dict[dt.datetime, dict[int, Offer]] = defaultdict(dict)
    for one in day:
        by_start[one.opening.start].setdefault(one.opening.doctor_id, one)
    for start in sorted(by_start):
        several = sorted(
            by_start[start].values(), key=lambda one: (one.rest, one.opening.doctor_id)
        )
        if len(several) >= many:
            yield tuple(sorted(several[:many], key=lambda one: one.opening.doctor_id))


def _busy(
    read: Read, ids: Sequence[int], day: Sequence[Offer]
) -> list[tuple[int, dt.datetime, dt.datetime]]:
    """Answer when these patients have other visits while the day's offers are."""
    values = {
        "ids": list(ids),
        "from_": min(one.opening.start for one in day),
        "to": max(one.end for one in day),
    }
    return [tuple(row) for row in read.connection.execute(_BUSY, values)]


def _overlaps(seat: Seat, busy: Sequence[tuple[int, dt.datetime, dt.datetime]]) -> bool:
    return any(
        number == seat.patient_id and start < seat.end and seat.start < end
        for number, start, end in busy
    )


def book_together(transaction: Transaction, command: BookTogether) -> BookedTogether:
    """Book a visit for each, or none.

    Raises:
        Refusal: as ``booking.book``, with all that speaks against any of them and whose it is.
        Misuse: ``usage``: nobody is named, somebody twice, or too many.

    """
    _refuse_odd([one.patient_id for one in command.places])
    names = _names(transaction, [one.patient_id for one in command.places])
    for place in command.places:
        transaction.require(Action.BOOK, place.doctor_id)
    # All whose time is touched, before any block: as whoever lays blocks does.
    whose = {one.doctor_id for one in command.places} | set(command.with_ids)
    parts.lock(transaction, whose, ever=True)
    booked: list[Booked] = []
    reasons: list[Reason] = []
    for number, place in enumerate(command.places):
        try:
            booked.append(booking.book(transaction, _wish(command, number, place)))
        except Refusal as refusal:
            reasons += _about(place.patient_id, names[place.patient_id], refusal)
    if reasons:
        raise Refusal(*reasons)
    visits = tuple(one.appointment for one in booked)
    return BookedTogether(visits, repeated=all(one.repeated for one in booked))


def _wish(command: BookTogether, number: int, place: Place) -> BookBlock:
    """Answer the booking of one; its id follows from the group's, so it is booked once."""
    return BookBlock(
        appointment_id=uuid5(command.group_id, str(number)),
        patient_id=place.patient_id,
        doctor_id=place.doctor_id,
        start=place.start,
        end=place.end,
        type_id=command.type_id,
        note=command.note,
        with_ids=command.with_ids,
        even_if_busy=command.even_if_busy,
        even_if_reserved=command.even_if_reserved,
        even_if_do_not_book=command.even_if_do_not_book,
    )


def _about(patient_id: int, name: str, refusal: Refusal) -> Iterator[Reason]:
    """Say of each reason whose visit it is; the free times near one are none for all."""
    for one in refusal.reasons:
        facts = {key: fact for key, fact in one.facts.items() if key not in _FOR_ONE}
        facts |= {"patient_id": str(patient_id), "who": name}
        yield Reason(one.code, f"{name}: {without_way(one.message)}", facts)
