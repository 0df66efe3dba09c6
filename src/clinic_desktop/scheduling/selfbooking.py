"""Patients who book by themselves: what the clinic lets them, who they are, what they may take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select, text, update

from clinic_desktop.domain.booking import AppointmentStatus, Blocks, BookBlock
from clinic_desktop.domain.openings import Opening
from clinic_desktop.domain.people import AddPatient, Doctors, readings_of, words_of
from clinic_desktop.domain.refusals import Mistakes, Misuse, Reason
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.selfbooking import (
    BY_PATIENT,
    FURTHEST,
    LONGEST_NOTICE,
    MOST,
    PassedLimit,
    PatientTimes,
    SelfBooking,
    SetSelfBooking,
    TheSelfBooking,
    TimesForPatients,
)
from clinic_desktop.domain.time import TimeSpan, day_start, day_words, local_date, time_words
from clinic_desktop.scheduling.agenda import blocks
from clinic_desktop.scheduling.finding import phone_words, region_of
from clinic_desktop.scheduling.picture import doctors, zone_of
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import Document, row_document
from clinic_desktop.storage.tables import appointment, patient, patient_word, site

_DAY = dt.timedelta(days=1)
# The first site is the clinic itself.
_RULES = select(site).order_by(site.c.id).limit(1)
_OPEN = select(func.count()).where(
    appointment.c.patient_id == bindparam("patient"),
    appointment.c.starts_at >= bindparam("now"),
    appointment.c.status == AppointmentStatus.BOOKED.value,
    appointment.c.origin == BY_PATIENT,
)
_BY_PHONE = (
    select(patient)
    .where(
        patient.c.id.in_(
            select(patient_word.c.patient_id).where(
                patient_word.c.word.in_(bindparam("words", expanding=True))
            )
        ),
        patient.c.archived_at.is_(None),
        patient.c.born_year == bindparam("year"),
        patient.c.born_month == bindparam("month"),
        patient.c.born_day == bindparam("day"),
    )
    .order_by(patient.c.id)
)
# Kiosks that register people born on one day wait for each other. One lock for each: no two of them
# can wait crosswise.
_LOCK = text("SELECT pg_advisory_xact_lock(20251102, :day)")


def the_self_booking(read: Read, _query: TheSelfBooking) -> SelfBooking:
    """Answer what patients may book by themselves."""
    return _rules_of(read.connection.execute(_RULES).one())


def _rules_of(row: Any) -> SelfBooking:  # noqa: ANN401 - a row of site
    return SelfBooking(row.patients_notice, row.patients_ahead, row.patients_most)


def set_self_booking(transaction: Transaction, command: SetSelfBooking) -> SelfBooking:
    """Say what patients may book by themselves; nothing is written where nothing differs.

    Raises:
        Misuse: ``bad_length``, ``bad_count``; with everything that is wrong.

    """
    transaction.require(Action.MANAGE_HOURS)
    mistakes = Mistakes()
    mistakes.told_by(_check, "notice", command.notice_minutes, 0, LONGEST_NOTICE)
    mistakes.told_by(_check, "ahead", command.days_ahead, 0, FURTHEST)
    mistakes.told_by(_check, "most", command.most, 1, MOST)
    mistakes.refuse()
    before = lock(transaction)
    wished = {
        "patients_notice": command.notice_minutes,
        "patients_ahead": command.days_ahead,
        "patients_most": command.most,
    }
    return _written(transaction, before, {k: v for k, v in wished.items() if v is not None})


_SAID = {
    "notice": "Patients book 0 minutes to 30 days before a visit, or sooner.",
    "ahead": f"Patients book 0 to {FURTHEST} days ahead.",
    "most": f"A patient may have 1 to {MOST} visits that they booked themselves.",
}


def _check(name: str, value: int | None, lowest: int, highest: int) -> None:
    if value is not None and not lowest <= value <= highest:
        code = "bad_count" if name == "most" else "bad_length"
        raise Misuse(code, _SAID[name], {name: value})


def lock(transaction: Transaction) -> Any:  # noqa: ANN401 - a row of site
    """Keep others from changing what patients may book; answer how it is now."""
    return transaction.connection.execute(_RULES.with_for_update()).one()


def _written(transaction: Transaction, before: Any, values: Mapping[str, int]) -> SelfBooking:  # noqa: ANN401 - a row of site
    """Write what patients may book, where it differs."""
    if all(getattr(before, name) == value for name, value in values.items()):
        return _rules_of(before)
    changed = update(site).where(site.c.id == before.id)
    after = transaction.connection.execute(
        changed.values(version=site.c.version + 1, **values).returning(*site.c)
    ).one()
    transaction.entry.touch("site", after.id)
    transaction.entry.record("site", after.id, row_document(before), row_document(after))
    return _rules_of(after)


def put_back(transaction: Transaction, before: Mapping[str, Document | None]) -> None:
    """Let patients book what they might before a command."""
    (document,) = (one for one in before.values() if one is not None)
    names = ("patients_notice", "patients_ahead", "patients_most")
    _written(transaction, lock(transaction), {name: document[name] for name in names})


# -- who books, and what they may take ---------------------------------------------------------


def check(command: BookBlock) -> None:
    """Refuse what nobody books for themselves.

    Raises:
        Misuse: ``usage``.

    """
    one = command.newcomer
    whole = one is not None and one.born is not None and one.born.day is not None
    if one is None or not whole or not any(phone.strip() for phone in one.phones):
        message = "Who books for themselves says who they are: name, whole birth date and phone."
        raise Misuse("usage", message)
    if (
        command.type_id is not None
        or command.end is not None
        or (command.note or one.note or one.email)
    ):
        message = "Patients take one free time as it is laid, and write nothing to it."
        raise Misuse("usage", message)
    passes = command.even_if_busy or command.even_if_reserved or command.even_if_do_not_book
    if passes or command.overbook or command.with_ids:
        message = "Patients pass no rule and bring nobody along when they book for themselves."
        raise Misuse("usage", message)


def known(transaction: Transaction, told: AddPatient) -> int | None:
    """Answer the patient who is just whom somebody says to be, by name, birth date and phone.

    Whoever differs in any of them is somebody else, who is registered and may be merged later.
    Whoever is unknown is registered by one program at a time: the next one finds them.
    """
    region = region_of(zone_of(transaction).key)
    words = _numbers(told.phones, region)
    born = told.born
    if not words or born is None:
        return None
    asked = {"words": sorted(words), "year": born.year, "month": born.month, "day": born.day}

    def found() -> int | None:
        for row in transaction.connection.execute(_BY_PHONE, asked):
            # A file number is found by the same words, and is no phone.
            if words & _numbers(row.phones, region) and _is_same(row.name, told.name.shown):
                return int(row.id)
        return None

    known = found()
    if known is None and transaction.dialect == "postgresql":
        transaction.connection.execute(_LOCK, {"day": int(str(born).replace("-", ""))})
        known = found()
    return known


def _numbers(phones: Sequence[str], region: str | None) -> frozenset[str]:
    """Answer the whole numbers under which phones are found."""
    return frozenset(word for word in phone_words(phones, region) if word.isdigit())


def _is_same(one: str, other: str) -> bool:
    """Tell whether two names have the same parts, in any order, spelling and case."""
    return _is_within(one, other) and _is_within(other, one)


def _is_within(name: str, other: str) -> bool:
    words = words_of(other)
    # What has no letter and no digit, as a dash between spaces, is not looked for.
    pieces = [readings for piece in name.split() if (readings := readings_of(piece))]
    if not pieces:
        return " ".join(name.split()) == " ".join(other.split())
    return all(any(words.issuperset(reading) for reading in readings) for readings in pieces)


def against(read: Read, start: dt.datetime, patient_id: int | None) -> list[Reason]:
    """Answer what speaks against a patient who books a visit that begins then (None: who is new).

    The patient is locked by whoever books: so nobody books one more beside.
    """
    rules, zone = the_self_booking(read, TheSelfBooking()), zone_of(read)
    reasons = limits(rules, start, read.now, zone)
    count = 0
    if patient_id is not None:
        asked = {"patient": patient_id, "now": read.now}
        count = read.connection.execute(_OPEN, asked).scalar() or 0
    if count >= rules.most:
        message = (
            f"This patient booked {count} visits by themselves that are still to come, and may "
            f"have {rules.most}. Book it for them."
        )
        reasons.append(Reason("too_many", message, {"count": count, "most": rules.most}))
    return reasons


def passed_limit(read: Read, query: PassedLimit) -> str:
    """Say which limit of patients a visit passes that begins then."""
    if query.start < read.now:
        return ""
    rules = the_self_booking(read, TheSelfBooking())
    zone = zone_of(read)
    if query.start < rules.earliest(read.now):
        return f"Sooner than patients may book: {_length(rules.notice_minutes)} before a visit."
    if (last := rules.last_day(read.now, zone)) < local_date(query.start, zone):
        return f"Later than patients may book: up to {day_words(last)}."
    return ""


def limits(rules: SelfBooking, start: dt.datetime, now: dt.datetime, zone: Any) -> list[Reason]:  # noqa: ANN401 - a zone
    """Answer whether a start is too soon or too far for patients."""
    earliest, last = rules.earliest(now), rules.last_day(now, zone)
    if start < earliest:
        message = (
            f"Patients book by themselves {_length(rules.notice_minutes)} or more before a visit, "
            f"now from {time_words(earliest.replace(second=0), zone)} on. Staff may book it."
        )
        return [Reason("too_soon", message, {"earliest": earliest.astimezone(zone).isoformat()})]
    if local_date(start, zone) > last:
        until = day_words(last)
        message = f"Patients book by themselves only up to {until} now. Staff may book it."
        return [Reason("too_far", message, {"last": last.isoformat()})]
    return []


def _length(minutes: int) -> str:
    """Write a length of time in its largest whole unit."""
    for unit, size in (("days", 24 * 60), ("hours", 60)):
        if minutes and minutes % size == 0:
            return f"{minutes // size} {unit if minutes > size else unit[:-1]}"
    return f"{minutes} minutes"


def times_for_patients(read: Read, query: TimesForPatients) -> PatientTimes:
    """Answer the times that patients may take; a doctor who is not there has none."""
    rules, zone, now = the_self_booking(read, TheSelfBooking()), zone_of(read), read.now
    everyone = tuple(one.id for one in doctors(read, Doctors()))
    ids = everyone if query.doctor_ids is None else query.doctor_ids
    earliest = rules.earliest(now)
    start = max(day_start(query.first, zone), earliest)
    end = min(day_start(query.last + _DAY, zone), rules.end(now, zone))
    found: dict[tuple[dt.datetime, int], Opening] = {}
    if start < end and ids:
        # One block each, so that no more need be looked at than free ones: a kiosk asks for weeks
        # of all doctors, anew after every commit.
        for one in blocks(read, Blocks(span=TimeSpan(start, end), doctor_ids=ids)):
            if one.start >= start and not one.is_reserved(now):
                opening = Opening(one.start, one.doctor_id, one.doctor, one.end, one.id)
                found.setdefault((one.start, one.doctor_id), opening)
    several = tuple(sorted(found.values()))
    return PatientTimes(several, local_date(earliest, zone), rules.last_day(now, zone))
