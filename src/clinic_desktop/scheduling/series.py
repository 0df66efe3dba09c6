"""Series: every visit of one booked, moved or cancelled in one transaction, or none.

Each visit goes the way of a single one, and whatever speaks against any of them is told at once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from sqlalchemy import bindparam, insert, select

from clinic_desktop.domain.booking import (
    Appointment,
    AppointmentStatus,
    BookBlock,
    CancelReason,
    MoveAppointment,
)
from clinic_desktop.domain.refusals import Mistakes, Misuse, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.series import (
    MOST,
    BookSeries,
    CancelSeries,
    MoveSeries,
    Planned,
    Repeat,
    Series,
    SeriesBooked,
    SeriesChanged,
    TheSeries,
    of_scope,
    visit_words,
)
from clinic_desktop.domain.time import instant_of, time_words
from clinic_desktop.scheduling import appointments, booking, changing, parts
from clinic_desktop.scheduling.appointments import Loaded
from clinic_desktop.scheduling.nearest import without_way
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.storage.columns import canonical
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import row_document
from clinic_desktop.storage.series_tables import series
from clinic_desktop.storage.tables import appointment

_BY_ID = select(series).where(series.c.id == bindparam("id"))
_OF_SERIES = appointment.c.series_id == bindparam("id")
# A booking that was taken back never was one.
_VISITS = appointments.SELECT.where(
    _OF_SERIES, appointment.c.reason != CancelReason.UNDONE.value
).order_by(appointment.c.starts_at, appointment.c.id)
_LOCK = select(appointment.c.id).where(_OF_SERIES).order_by(appointment.c.id).with_for_update()
_FOR_ONE = frozenset({"nearest", "may_overbook"})
"""Facts that would lead on from a single visit: of several each has its own."""


def the_series(read: Read, query: TheSeries) -> Series:
    """Answer a series as it is now.

    Raises:
        Refusal: ``unknown_series``, ``unknown_appointment``, ``no_series``.

    """
    number = query.series_id
    if number is None and query.appointment_id is not None:
        number = _series_of(appointments.load(read, query.appointment_id).value)
    if number is None:
        message = "Name a series, or a visit of it."
        raise Misuse("usage", message)
    row = read.connection.execute(_BY_ID, {"id": number}).one_or_none()
    if row is None:
        message = f"There is no series {number}."
        raise Refusal(Reason("unknown_series", message, {"series": str(number)}))
    rows = read.connection.execute(_VISITS, {"id": number}).all()
    return Series(row.id, row.rule, row.first_day, appointments.values_of(read, rows))


def _series_of(visit: Appointment) -> UUID:
    if visit.series_id is None:
        message = "This visit is not one of a series. Move or cancel it by itself."
        raise Refusal(Reason("no_series", message, {"appointment": str(visit.id)}))
    return visit.series_id


def book_series(transaction: Transaction, command: BookSeries) -> SeriesBooked:
    """Book every visit of a series, or none.

    Raises:
        Refusal: with all that speaks against any of the visits, each reason with its visit;
            ``id_conflict``, ``series_undone``.
        Misuse: ``usage``, ``bad_repeat``: there are no visits, or more than a series may have; or
            the rule is none.

    """
    wish = _wish_of(command)
    known = transaction.connection.execute(_BY_ID, {"id": command.series_id}).one_or_none()
    if known is not None:
        return _repeated(transaction, command, same=known.wish == wish)
    wrong = Mistakes()
    wrong.told_by(lambda: Repeat.of_rule(command.rule).rule(command.first))
    if not 1 <= len(command.visits) <= MOST:
        wrong.add("bad_repeat", f"A series has 1 to {MOST} visits.")
    elif wrong:
        wrong.told_by(booking.with_patient, transaction, _wish(command, 0, command.visits[0]))
    wrong.refuse()
    transaction.require(Action.BOOK, command.doctor_id)
    _lock_all(transaction, [(command.doctor_id, *command.with_ids), *_doctors_of(command)])
    template = booking.with_patient(transaction, _wish(command, 0, command.visits[0]))
    _keep(transaction, command, wish)
    against = Against(transaction, len(command.visits), len(command.visits))
    for number, planned in enumerate(sorted(command.visits, key=lambda one: one.start), 1):
        one = _wish(command, number, planned)
        one = replace(one, patient_id=template.patient_id, newcomer=None)
        try:
            booking.book(transaction, one, command.series_id)
        except Refusal as refusal:
            against.add(number, planned.start, refusal.reasons)
    against.refuse()
    return SeriesBooked(the_series(transaction, TheSeries(series_id=command.series_id)))


def _doctors_of(command: BookSeries) -> Iterable[tuple[int, ...]]:
    return ((one.doctor_id,) for one in command.visits if one.doctor_id is not None)


def _lock_all(transaction: Transaction, ids: Iterable[Sequence[int]]) -> None:
    """Lock all whose time is touched, before any block: as whoever lays blocks does."""
    parts.lock(transaction, {number for several in ids for number in several}, ever=True)


def _wish(command: BookSeries, number: int, planned: Planned) -> BookBlock:
    """Answer the booking of one visit; its id follows from the series', so it is booked once."""
    return BookBlock(
        appointment_id=uuid5(command.series_id, str(number)),
        patient_id=command.patient_id,
        newcomer=command.newcomer,
        doctor_id=planned.doctor_id or command.doctor_id,
        start=planned.start,
        end=planned.end,
        type_id=command.type_id,
        note=command.note,
        with_ids=command.with_ids,
        even_if_busy=command.even_if_busy or planned.even_if_busy,
        even_if_reserved=command.even_if_reserved or planned.even_if_reserved,
        even_if_do_not_book=command.even_if_do_not_book,
    )


def _keep(transaction: Transaction, command: BookSeries, wish: str) -> None:
    """Store what was said of the series."""
    values = {
        "id": command.series_id, "rule": command.rule, "first_day": command.first, "wish": wish,
    }  # fmt: skip
    row = transaction.connection.execute(insert(series).values(values).returning(series)).one()
    transaction.entry.touch("series", command.series_id)
    transaction.entry.record("series", command.series_id, None, row_document(row))


def _repeated(transaction: Transaction, command: BookSeries, *, same: bool) -> SeriesBooked:
    """Answer a booking whose id is known: the same wish was carried out, another is refused."""
    if same:
        booked = the_series(transaction, TheSeries(series_id=command.series_id))
        if booked.visits:
            return SeriesBooked(booked, True)
        message = (
            "This series was booked, and its booking was taken back. Nothing was changed; do that "
            "again with redo, or book anew with a new id."
        )
        raise Refusal(Reason("series_undone", message, {"series": str(command.series_id)}))
    message = (
        "This booking's id was already used for another series. Nothing was changed; book again "
        "with a new id."
    )
    raise Refusal(Reason("id_conflict", message, {"series": str(command.series_id)}))


def _wish_of(command: BookSeries) -> str:
    """Answer a digest of what was wished for: the same wish under the same id books once."""
    visits = () if command.asked else sorted(command.visits, key=lambda one: one.start)
    wishes = [booking.wish_of(_wish(command, number, one)) for number, one in enumerate(visits)]
    wish: dict[str, object] = {
        "rule": command.rule, "first": command.first.isoformat(), "visits": wishes,
    }  # fmt: skip
    if command.asked:
        wish["asked"] = command.asked
    return hashlib.sha256(canonical(wish).encode()).hexdigest()


class Against:
    """Gathers what speaks against the visits of a series, each reason with the visit it is of."""

    def __init__(self, read: Read, total: int, hit: int) -> None:
        """Know how many visits the series has, and how many of them are booked or changed."""
        self._zone, self._total, self._hit = zone_of(read), total, hit
        self._found: list[tuple[int, dt.datetime, Reason]] = []

    def add(self, number: int, start: dt.datetime, reasons: Iterable[Reason]) -> None:
        """Keep what speaks against a visit."""
        self._found += [(number, start, reason) for reason in reasons]

    def leave_out(self, stuck: Mapping[int, UUID]) -> None:
        """Do not tell that a visit stands in the way which itself could not go, for other reasons.

        Where they stand in each other's way alone, that is what is told.
        """
        ids = {str(one) for one in stuck.values()}
        others = [one for one in self._found if _holder(one[2]) not in ids]
        self._found = others or self._found

    def refuse(self) -> None:
        """Refuse if anything speaks against any of them.

        Raises:
            Refusal: what is the same for all of them is told once.

        """
        if not self._found:
            return
        often: dict[tuple[str, str], int] = {}
        for _, _, one in self._found:
            often[one.code, one.message] = often.get((one.code, one.message), 0) + 1
        told: list[Reason] = []
        for number, start, one in self._found:
            count = often[one.code, one.message]
            if count == self._hit and count > 1:
                # Not a matter of the time.
                if one not in told:
                    told.append(one)
                continue
            when = time_words(start, self._zone)
            facts = {name: fact for name, fact in one.facts.items() if name not in _FOR_ONE}
            facts |= {
                "visit": number,
                "of": self._total,
                "wanted": start.astimezone(self._zone).isoformat(),
                "nearest_of_visit": one.facts.get("nearest", []),
            }
            message = visit_words(number, self._total, when, self._with_way(one, start))
            told.append(Reason(one.code, message, facts))
        raise Refusal(*told)

    def _with_way(self, reason: Reason, start: dt.datetime) -> str:
        """Let a message name the time itself that is nearest: no list of them goes with it."""
        near = [dt.datetime.fromisoformat(one["start"]) for one in reason.facts.get("nearest", [])]
        if not near:
            return reason.message
        nearest = time_words(min(near, key=lambda one: abs(one - start)), self._zone)
        return f"{without_way(reason.message)} The nearest free time is {nearest}."


def _holder(reason: Reason) -> object:
    """Answer the id of the visit that has the time, as text, where a reason names one."""
    holder = reason.facts.get("holder") or reason.facts
    return holder.get("appointment_id")


def numbers(read: Read, visits: Sequence[Appointment]) -> dict[UUID, int]:
    """Answer every visit's number in the series that these are of; these count if taken back."""
    known = the_series(read, TheSeries(series_id=_series_of(visits[0]))).visits
    every = {one.id: one for one in (*known, *visits)}
    in_time = sorted(every.values(), key=lambda one: (one.start, str(one.id)))
    return {one.id: number for number, one in enumerate(in_time, 1)}


def cancel_series(transaction: Transaction, command: CancelSeries) -> SeriesChanged:
    """Cancel one or more visits of a series, all or none.

    Raises:
        Refusal: ``no_series``, ``appointment_changed``, ``series_changed``,
            ``status_not_possible``: with all that speaks against any of them.
        Misuse: ``bad_reason``.

    """
    changing.refuse_no_reason(command.reason)
    every, hit = _locked(transaction, command)
    against = Against(transaction, len(every), len(hit))
    for number, one in hit.items():
        transaction.require(Action.CANCEL, one.value.doctor_id)
        try:
            changing.check_transition(one.value, AppointmentStatus.CANCELLED)
        except Refusal as refusal:
            against.add(number, one.value.start, refusal.reasons)
    against.refuse()
    _lock_all(transaction, (one.value.resource_ids for one in hit.values()))
    freed = [changing.release(transaction, one, command.reason, command.by) for one in hit.values()]
    return SeriesChanged(_series_of(freed[0]), tuple(freed))


def move_series(transaction: Transaction, command: MoveSeries) -> SeriesChanged:
    """Move one or more visits of a series as far in local time, all or none.

    Raises:
        Refusal: ``no_series``, ``appointment_changed``, ``series_changed``, ``time_skipped``,
            ``time_ambiguous``; as for a move: with all that speaks against any of them.

    """
    every, hit = _locked(transaction, command)
    _lock_all(
        transaction,
        [
            *(one.value.resource_ids for one in hit.values()),
            *([(command.doctor_id,)] if command.doctor_id else []),
        ],
    )
    zone = zone_of(transaction)
    named = next(one.value for one in hit.values() if one.value.id == command.appointment_id)
    shift = _local(command.start, zone) - _local(named.start, zone)
    against = Against(transaction, len(every), len(hit))
    moved: dict[int, Appointment] = {}
    stuck: dict[int, UUID] = {}
    # Whoever goes furthest goes first: a visit may come where another one of them was. What is in
    # the way of a later one has its new time by then, or could not go itself.
    for number in sorted(hit, reverse=shift > dt.timedelta()):
        old = hit[number].value
        wanted = old.start + shift
        try:
            is_named = old.id == named.id
            wanted = command.start if is_named else _shifted(old.start, shift, zone)
            moved[number] = changing.move(transaction, _move_of(command, old, wanted))
        except Refusal as refusal:
            stuck[number] = old.id
            against.add(number, wanted, refusal.reasons)
    against.leave_out(stuck)
    against.refuse()
    return SeriesChanged(_series_of(named), tuple(moved[number] for number in sorted(moved)))


def _local(at: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """Answer an instant's local time, naive: what is the same number of days and hours away."""
    return at.astimezone(zone).replace(tzinfo=None)


def _shifted(at: dt.datetime, shift: dt.timedelta, zone: dt.tzinfo) -> dt.datetime:
    """Answer the instant so far from another one in local time.

    Raises:
        Refusal: ``time_skipped``, ``time_ambiguous``.

    """
    return instant_of(_local(at, zone) + shift, zone)


def _move_of(command: MoveSeries, old: Appointment, start: dt.datetime) -> MoveAppointment:
    return MoveAppointment(
        appointment_id=old.id,
        doctor_id=command.doctor_id or old.doctor_id,
        start=start,
        even_if_busy=command.even_if_busy,
        even_if_reserved=command.even_if_reserved,
    )


def _locked(
    transaction: Transaction, command: CancelSeries | MoveSeries
) -> tuple[Sequence[Appointment], dict[int, Loaded]]:
    """Lock a series, and answer all its visits and, by their numbers, those that are meant.

    Raises:
        Refusal: ``no_series``, ``appointment_changed``, ``series_changed``.

    """
    number = _series_of(appointments.load(transaction, command.appointment_id).value)
    transaction.connection.execute(_LOCK, {"id": number})
    changing.current(transaction, command.appointment_id, command.version)
    every = the_series(transaction, TheSeries(series_id=number)).visits
    if all(one.id != command.appointment_id for one in every):
        message = "This visit is none of its series any more: that was taken back. Nothing changed."
        raise Refusal(Reason("no_series", message, {"appointment": str(command.appointment_id)}))
    meant = {
        one.id for one in of_scope(every, command.appointment_id, command.scope, transaction.now)
    }
    if command.number is not None and command.number != len(meant):
        message = (
            f"This series was changed meanwhile: it would be {len(meant)} visits, not "
            f"{command.number}. Nothing was changed; look at it as it is now."
        )
        facts = {"seen": command.number, "number": len(meant)}
        raise Refusal(Reason("series_changed", message, facts))
    return every, {
        number: appointments.load(transaction, one.id)
        for number, one in enumerate(every, 1)
        if one.id in meant
    }
