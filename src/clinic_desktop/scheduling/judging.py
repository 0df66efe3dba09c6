"""What speaks against seeing a patient at some time: do not book, another visit, the way there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, case, func, select, tuple_, type_coerce

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.domain.refusals import Reason
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.sites import LONGEST_WAY
from clinic_desktop.domain.time import TimeSpan, time_words
from clinic_desktop.scheduling import appointments, laying, patients
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.scheduling.whereabouts import site_names
from clinic_desktop.storage.columns import Big, Instant
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.prepared import Prepared
from clinic_desktop.storage.site_tables import site_travel
from clinic_desktop.storage.tables import MAX_SECONDS, appointment, patient

_MINUTE = dt.timedelta(minutes=1)
# It locks and no more: a statement that waited for a lock sees other tables as they were before.
_PATIENT = Prepared(
    select(patient.c.name, patient.c.do_not_book, patient.c.archived_at, patient.c.merged_into)
    .where(patient.c.id == bindparam("id"))
    .with_for_update(key_share=True)
)
_MARKED = select(patient.c.name, patient.c.do_not_book).where(patient.c.id == bindparam("id"))
# In pairs: else a server may take the index of all starts, and read what everybody has that day.
_VISIT = tuple_(appointment.c.patient_id, appointment.c.starts_at)
_EARLIEST = tuple_(bindparam("id", type_=Big), bindparam("before", type_=Instant))
_LATEST = tuple_(bindparam("id", type_=Big), bindparam("after", type_=Instant))
_HERE: BindParameter[int | None] = bindparam("site", type_=Big)
_FIRST, _SECOND = site_travel.c.first_id, site_travel.c.second_id
_WAY = func.coalesce(site_travel.c.minutes, 0) * 60
_BEGINS, _ENDS = (type_coerce(at, Big) for at in (appointment.c.starts_at, appointment.c.ends_at))
_FROM, _TO = bindparam("from_", type_=Instant), bindparam("to", type_=Instant)
# Overlapping, or so near at another site that nobody gets from one to the other.
_OVERLAPPING = (
    select(appointment.c.id)
    .select_from(appointment)
    .outerjoin(
        site_travel,
        ((_FIRST == _HERE) & (appointment.c.site_id == _SECOND))
        | ((appointment.c.site_id == _FIRST) & (_SECOND == _HERE)),
    )
    .where(
        _VISIT > _EARLIEST,
        _VISIT < _LATEST,
        _ENDS + _WAY > _FROM,
        _BEGINS - _WAY < _TO,
        # By a sum, not the column: else a server may take the index of all who hold time.
        appointment.c.holds + 0 == 1,
        appointment.c.id != bindparam("own"),
    )
    .order_by(case(((_ENDS > _FROM) & (_BEGINS < _TO), 0), else_=1), appointment.c.starts_at)
)
_LONGEST_WAY = dt.timedelta(minutes=LONGEST_WAY)
_BUSY, _BUSY_EVER = Prepared(_OVERLAPPING.limit(1)), Prepared(_OVERLAPPING)
ANYWAY = " Book anyway if both are meant."


@dataclass(frozen=True, slots=True)
class Stay:
    """When a patient would be seen, and at which site (None: nobody knows)."""

    span: TimeSpan
    site_id: int | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of a patient, and all that speaks against seeing them at some time."""

    name: str
    reasons: list[Reason]


def judge_patient(
    transaction: Transaction,
    patient_id: int | None,
    stay: Stay,
    *,
    even_if_busy: bool,
    own: UUID | None = None,
    by_patient: bool = False,
    even_if_do_not_book: bool = True,
    passed: Callable[[UUID], bool] | None = None,
) -> Judged:
    """Lock the patient, and answer all that speaks against seeing them then and there.

    A patient is busy in another visit, and on the way to or from it where that is at another site.
    ``by_patient``: no right of whoever
    runs the program is the patient's. Whoever books says ``even_if_do_not_book`` deliberately; what
    is booked is moved by right alone. ``passed`` tells of another visit at that time whether it is
    known and meant.
    """
    parameters = _place(patient_id, stay, own)
    row = _PATIENT.row(transaction.connection, parameters)
    if row is None or row.archived_at is not None:
        merged_into = row.merged_into if row is not None else None
        return Judged("", [patients.no_patient(patient_id or 0, merged_into)])
    judged = Judged(row.name, [])
    if row.do_not_book:
        may = not by_patient and transaction.may(Action.PASS_DO_NOT_BOOK)
        if not (may and even_if_do_not_book):
            judged.reasons.append(_marked(row.name, row.do_not_book, may=may))
    if not even_if_busy:
        if passed is None:
            clash = _BUSY.row(transaction.connection, parameters)
        else:
            every = _BUSY_EVER.rows(transaction.connection, parameters)
            clash = next((one for one in every if not passed(one.id)), None)
        if clash is not None:
            other = appointments.load(transaction, clash.id).value
            judged.reasons.append(_busy(transaction, row.name, other, stay))
    return judged


def told_of_patient(read: Read, patient_id: int, stay: Stay) -> list[Reason]:
    """Answer what a booking would tell of the patient then and there; nothing is locked."""
    row = read.connection.execute(_MARKED, {"id": patient_id}).one_or_none()
    if row is None:
        return []
    reasons = []
    if row.do_not_book:
        facts = {"patient": row.name, "why": row.do_not_book}
        reasons.append(Reason("do_not_book", _mark_words(row.name, row.do_not_book), facts))
    other = clash_of(read, patient_id, stay)
    if other is not None:
        busy = _busy(read, row.name, other, stay)
        reasons.append(Reason(busy.code, busy.message.removesuffix(ANYWAY), busy.facts))
    return reasons


def clash_of(read: Read, patient_id: int, stay: Stay) -> Appointment | None:
    """Answer a visit of the patient that overlaps, or is out of reach, if there is one."""
    found = _BUSY.row(read.connection, _place(patient_id, stay, None))
    return None if found is None else appointments.load(read, found.id).value


def _place(patient_id: int | None, stay: Stay, own: UUID | None) -> dict[str, object]:
    """Answer what to look for: visits of the patient around a time, but for their ``own``."""
    span = stay.span
    return {
        "id": patient_id,
        "site": stay.site_id,
        "before": span.start - dt.timedelta(seconds=MAX_SECONDS) - _LONGEST_WAY,
        "from_": span.start,
        "to": span.end,
        "after": span.end + _LONGEST_WAY,
        "own": own or UUID(int=0),
    }


def _mark_words(name: str, why: str) -> str:
    return f"{name} is marked “do not book”: {why.rstrip('.')}."


def _marked(name: str, why: str, *, may: bool) -> Reason:
    """Say why nobody books for a patient, and who may all the same."""
    way = (
        "Book anyway if it is meant."
        if may
        else f"Only who has the right “{Action.PASS_DO_NOT_BOOK}” may."
    )
    message = f"{_mark_words(name, why)} {way}"
    return Reason("do_not_book", message, {"patient": name, "why": why, "can_pass": may})


def _busy(read: Read, name: str, clash: Appointment, stay: Stay) -> Reason:
    """Say which other visit of the patient overlaps, or is out of reach."""
    zone = zone_of(read)
    message = f"{name} already has a visit with {clash.doctor} on {time_words(clash.start, zone)}."
    facts = {
        "patient": name,
        "appointment_id": str(clash.id),
        "doctor": clash.doctor,
        "start": clash.start.astimezone(zone).isoformat(),
        "end": clash.end.astimezone(zone).isoformat(),
    }
    if not clash.span.overlaps(stay.span):
        message = f"{name} {way_words(read, clash, stay)}."
    return Reason("patient_busy", message + ANYWAY, facts)


def way_words(read: Read, clash: Appointment, stay: Stay) -> str:
    """Say that a patient can't get from a visit to another site in time, or from there to it."""
    zone, names = zone_of(read), site_names(read)
    minutes = int(laying.ways_from(read, stay.site_id)[clash.site_id or 0] / _MINUTE)
    here, there = (names.get(one or 0, "another site") for one in (stay.site_id, clash.site_id))
    if clash.start < stay.span.start:
        at = f"until {time_words(clash.end, zone)}, and the way from there to {here}"
    else:
        at = f"from {time_words(clash.start, zone)} on, and the way there from {here}"
    return f"has a visit with {clash.doctor} at {there} {at} takes {minutes} minutes"
