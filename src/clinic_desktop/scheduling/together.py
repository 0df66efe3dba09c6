"""Several patients at once: times next to each other for all, found and booked as a whole."""

from __future__ import annotations

import datetime as dt
import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import bindparam, select

from clinic_desktop.domain.booking import BookBlock, Booked
from clinic_desktop.domain.offers import Limit
from clinic_desktop.domain.openings import Opening
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.sites import LONGEST_WAY
from clinic_desktop.domain.time import TimeSpan, local_date
from clinic_desktop.domain.together import (
    MONTHS_AHEAD,
    MOST,
    BookedTogether,
    BookTogether,
    NextTogether,
    Place,
    Seat,
    Together,
    TogetherBooked,
    TogetherOffers,
)
from clinic_desktop.scheduling import appointments, booking, laying, parts, patients, spacing
from clinic_desktop.scheduling.beside import Beside
from clinic_desktop.scheduling.nearest import without_way
from clinic_desktop.scheduling.offers import Day, by_day, next_times
from clinic_desktop.scheduling.openings import kind_of
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.scheduling.whereabouts import site_names
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.tables import appointment, patient

_NAMES = select(patient.c.id, patient.c.name, patient.c.archived_at, patient.c.merged_into).where(
    patient.c.id.in_(bindparam("ids", expanding=True))
)
_BUSY = select(
    appointment.c.patient_id, appointment.c.starts_at, appointment.c.ends_at, appointment.c.site_id
).where(
    appointment.c.patient_id.in_(bindparam("ids", expanding=True)),
    appointment.c.holds == 1,
    appointment.c.starts_at < bindparam("to"),
    appointment.c.ends_at > bindparam("from_"),
)
_WISHES = select(appointment.c.id, appointment.c.wish).where(
    appointment.c.id.in_(bindparam("ids", expanding=True))
)
_AHEAD = dt.timedelta(days=MONTHS_AHEAD * 30)
_LAST = dt.date(2240, 1, 1)
_DAY, _MINUTE, _NONE = dt.timedelta(days=1), dt.timedelta(minutes=1), dt.timedelta()
_LONGEST_WAY = LONGEST_WAY * _MINUTE
_FOR_ONE = ("nearest", "may_overbook")
"""Facts that would lead on from a single visit."""
Group = tuple[Opening, ...]


class _Visit(NamedTuple):
    """When a patient has a visit, and at which site."""

    patient_id: int
    start: dt.datetime
    end: dt.datetime
    site_id: int | None


def next_together(read: Read, query: NextTogether) -> TogetherOffers:
    """Answer the first times for all, or why not even one of them could come.

    Raises:
        Refusal: ``unknown_patient``; as ``next_times``.
        Misuse: ``usage``: nobody is named, somebody twice, or too many.

    """
    _refuse_odd(query.patient_ids)
    search = _Search(read, query, _names(read, query.patient_ids))
    found: list[Together] = []
    for day in by_day(read, search.each):
        found += search.of_day(day)
        if len(found) >= query.wish.limit:
            break
    if not found:
        return TogetherOffers((), next_times(read, search.wish).limits or tuple(search.ruled))
    return TogetherOffers(tuple(found[: query.wish.limit]))


class _Search:
    """One search for several; all that does not change while days are looked at."""

    def __init__(self, read: Read, query: NextTogether, names: Mapping[int, str]) -> None:
        self.read, self.query, self.names = read, query, names
        self.zone = zone_of(read)
        wish = query.wish
        if wish.last is None:
            today = local_date(read.now, self.zone)
            # Who finds nothing for all waits while it is looked: not for a year.
            wish = replace(wish, last=min(max(wish.first or today, today), _LAST) + _AHEAD)
        self.wish = wish
        # Only the first of a row begins when all are wished to begin; the others follow.
        self.each = wish if wish.at is None else replace(wish, at=None, after=wish.at)
        self.kind = kind_of(read, wish.type_id, wish.minutes, wish.with_ids)
        self._rules = [
            spacing.asked_by_day(read, wish.type_id, number) for number in query.patient_ids
        ]
        self.ruled: dict[Limit, None] = {}
        self._own_length = wish.type_id is None or wish.minutes > 0
        self._sites = {name: number for number, name in site_names(read).items()}
        self._ways = {
            number: laying.ways_from(read, number) for number in self._sites.values()
        }  # fmt: skip

    def of_day(self, day: Day) -> list[Together]:
        """Answer the times of one day at which all can come, the best in front."""
        date = local_date(day.openings[0].start, self.zone)
        against = [one for on in self._rules for one in on(date)]
        if against:
            self.ruled |= dict.fromkeys(Limit(one.code, one.message) for one in against)
            return []
        groups = self._at_once(day) if self.query.at_once else self._in_a_row(day)
        busy = self._busy(day)
        offers = [
            offer for group, rest in groups if (offer := self._offer(group, rest, busy)) is not None
        ]
        return sorted(offers, key=self._rank)

    def _rank(self, one: Together) -> tuple[Any, ...]:
        first = one.seats[0]
        # As the times of a single visit are ranked.
        if self.query.wish.soonest:
            return first.start, one.rest, first.doctor_id
        return one.rest, first.start, first.doctor_id

    def _offer(self, group: Group, rest: int, busy: Sequence[_Visit]) -> Together | None:
        """Answer the times of a group, unless one of them can't come to theirs."""
        local = group[0].start.astimezone(self.zone)
        if self.wish.at not in (None, local.hour * 60 + local.minute):
            return None
        pairs = list(zip(self.query.patient_ids, group, strict=True))
        if any(self._is_away(number, one, busy) for number, one in pairs):
            return None
        seats = (
            Seat(
                number, self.names[number], one.doctor_id, one.doctor, one.start, one.end,
                self._own_length, one.site,
            )
            for number, one in pairs
        )  # fmt: skip
        return Together(tuple(seats), rest)

    def _in_a_row(self, day: Day) -> Iterator[tuple[Group, int]]:
        """Answer the times of a day at which all come one after the other, to one doctor.

        What a kind of visit keeps free around it lies between, and no time that anybody could use.
        """
        by_doctor: dict[int, list[Opening]] = defaultdict(list)
        for one in day.openings:
            by_doctor[one.doctor_id].append(one)
        for several in by_doctor.values():
            starts = [one.start for one in several]
            for first in several:
                group = [first]
                while len(group) < len(self.names):
                    following = self._following(day, group[-1], several, starts)
                    if following is None:
                        break
                    group.append(following)
                else:
                    yield tuple(group), day.rest(group)

    def _following(
        self, day: Day, one: Opening, several: Sequence[Opening], starts: Sequence[dt.datetime]
    ) -> Opening | None:
        """Answer the doctor's next time behind a visit, unless something lies between."""
        held = day.held(one)
        at = bisect_left(starts, one.end + self.kind.before + self.kind.after)
        for behind in several[at:]:
            between = day.held(behind).start - held.end
            # A time whose buffer would reach into the visit is none: the next one is looked at.
            if between >= _NONE:
                apart = between > _NONE and between >= day.shortest * _MINUTE
                return None if apart else behind
        return None

    def _at_once(self, day: Day) -> Iterator[tuple[Group, int]]:
        """Answer the times of a day at which so many doctors can have one each.

        So many rooms and devices must be free, too, as they need.
        """
        by_start: dict[dt.datetime, list[Opening]] = defaultdict(list)
        for one in day.openings:
            by_start[one.start].append(one)
        around = TimeSpan(
            day.openings[0].start - _DAY, max(one.end for one in day.openings) + _DAY
        )  # fmt: skip
        beside = Beside(self.read, self.kind.needs, self.kind.purposes, around)
        for several in by_start.values():
            rests = {one: day.rest((one,)) for one in several}
            chosen: list[Opening] = []
            for one in sorted(several, key=lambda one: (rests[one], one.doctor_id)):
                more = sorted((*chosen, one), key=lambda one: one.doctor_id)
                if beside.enough([(each.doctor_id, day.held(each)) for each in more]):
                    chosen = more
                if len(chosen) == len(self.names):
                    yield tuple(chosen), sum(rests[one] for one in chosen)
                    break

    def _busy(self, day: Day) -> list[_Visit]:
        """Answer the visits that these patients have about that day."""
        values = {
            "ids": list(self.names),
            "from_": day.openings[0].start - _LONGEST_WAY,
            "to": max(one.end for one in day.openings) + _LONGEST_WAY,
        }
        return [_Visit(*row) for row in self.read.connection.execute(_BUSY, values)]

    def _is_away(self, patient_id: int, one: Opening, busy: Sequence[_Visit]) -> bool:
        """Tell whether a patient is in another visit, or on the way, as ``judging`` does."""
        ways = self._ways.get(self._sites.get(one.site, 0), {})
        return any(
            visit.patient_id == patient_id
            and visit.start - ways.get(visit.site_id or 0, _NONE) < one.end
            and one.start < visit.end + ways.get(visit.site_id or 0, _NONE)
            for visit in busy
        )


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


def book_together(transaction: Transaction, command: BookTogether) -> BookedTogether:
    """Book a visit for each, or none.

    Raises:
        Refusal: ``id_conflict``; as ``booking.book``, with all that speaks against any of them and
            whose it is.
        Misuse: ``usage``: nobody is named, somebody twice, or too many.

    """
    known = _known(transaction, command)
    if known is not None:
        return known
    _refuse_odd([one.patient_id for one in command.places])
    names = _names(transaction, [one.patient_id for one in command.places])
    for place in command.places:
        transaction.require(Action.BOOK, place.doctor_id)
    # All whose time is touched, before any block: as whoever lays blocks does.
    whose = {one.doctor_id for one in command.places} | set(command.with_ids)
    parts.lock(transaction, whose, ever=True)
    booked: list[Booked] = []
    reasons: list[Reason] = []
    digest = _digest(command)
    for number, place in enumerate(command.places):
        try:
            wish = _wish(command, number, place)
            booked.append(booking.book(transaction, wish, digest=digest))
        except Refusal as refusal:
            reasons += _about(place.patient_id, names[place.patient_id], refusal)
    if reasons:
        raise Refusal(*reasons)
    visits = tuple(one.appointment for one in booked)
    return BookedTogether(visits, repeated=all(one.repeated for one in booked))


def together_booked(read: Read, query: TogetherBooked) -> BookedTogether | None:
    """Answer what a command booked before, None if it never did.

    Raises:
        Refusal: ``id_conflict``.

    """
    return _known(read, query.command)


def _known(read: Read, command: BookTogether) -> BookedTogether | None:
    ids = [_id_of(command, number) for number in range(MOST)]
    rows = read.connection.execute(_WISHES, {"ids": ids}).all()
    if not rows:
        return None
    if any(row.wish != _digest(command) for row in rows):
        raise Refusal(booking.id_conflict(command.group_id))
    there = {row.id for row in rows}
    visits = tuple(appointments.load(read, one).value for one in ids if one in there)
    return BookedTogether(visits, repeated=True)


def _digest(command: BookTogether) -> str:
    """Answer a digest of all that is wished: of what was looked for rather than what was found."""
    places = [
        (one.patient_id, one.doctor_id, one.start.timestamp(), one.end and one.end.timestamp())
        for one in command.places
    ]
    what = command.search or places
    wish = (what, command.type_id, command.note, sorted(command.with_ids))
    return hashlib.sha256(repr(wish).encode()).hexdigest()


def _id_of(command: BookTogether, number: int) -> UUID:
    """Answer the id of one's visit: it follows from the group's, so it is booked once."""
    return uuid5(command.group_id, str(number))


def _wish(command: BookTogether, number: int, place: Place) -> BookBlock:
    """Answer the booking of one."""
    return BookBlock(
        appointment_id=_id_of(command, number),
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
