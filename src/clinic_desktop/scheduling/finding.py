"""Patients as they are found: the words they are found under, and one patient's record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select

from clinic_desktop.domain.custom import CustomValue, values_of
from clinic_desktop.domain.people import (
    PartialDate,
    Patient,
    PatientFound,
    PatientInBrief,
    PatientRecord,
    ThePatient,
    digits_of,
    plain,
    words_of,
)
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.search_text import END
from clinic_desktop.scheduling import appointments
from clinic_desktop.scheduling.picture import custom_fields
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import appointment, patient


def words_of_patient(
    name: str, phones: Sequence[str], file_number: str, region: str | None
) -> frozenset[str]:
    """Answer every word under which a patient is found: exactly the rows of ``patient_word``.

    ``region`` is the country whose phone numbers the clinic writes (``region_of`` its zone).
    """
    return words_of(name) | phone_words(phones, region) | file_words(file_number)


def phone_words(phones: Sequence[str], region: str | None) -> frozenset[str]:
    """Answer the digits under which phones are found.

    They are found as typed, national, with country code, and, written backwards, by their end.
    """
    if not phones:
        return frozenset()
    # The numbering plans take a while to load, and only whoever writes a patient needs them.
    import phonenumbers

    found = set()
    for phone in phones:
        typed = digits_of(phone)
        found.add(typed)
        try:
            number = phonenumbers.parse(phone, region)
        except phonenumbers.NumberParseException:
            found.add(END + typed[::-1])
            continue
        for form in (
            phonenumbers.PhoneNumberFormat.NATIONAL,
            phonenumbers.PhoneNumberFormat.E164,
        ):
            found.add(digits_of(phonenumbers.format_number(number, form)))
        national = phonenumbers.national_significant_number(number)
        found |= {national, END + national[::-1]}
    return frozenset(word for word in found if word)


def file_words(number: str) -> frozenset[str]:
    """Answer the words under which a file number is found: its parts, and all of it as one."""
    joined = "".join(char for char in plain(number) if char.isalnum())
    return words_of(number) | frozenset({joined} - {""})


@lru_cache(maxsize=16)
def region_of(zone: str) -> str | None:
    """Answer the country (ISO 3166) whose phone numbers a clinic in this zone writes, if known."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if not line.startswith("#"):
            country, _place, name, *_ = line.split("\t")
            if name == zone:
                return country
    return None


def patient_of(read: Read, row: Any) -> Patient:  # noqa: ANN401 - a row of patient
    """Make the value of a row."""
    return patients_of(read, (row,))[0]


def patients_of(read: Read, rows: Iterable[Any]) -> list[Patient]:
    """Make the values of rows, in their order."""
    every = list(rows)
    fields = custom_fields(read) if any(row.custom for row in every) else ()
    return [_patient(row, values_of(fields, row.custom)) for row in every]


def _patient(row: Any, custom: tuple[CustomValue, ...]) -> Patient:  # noqa: ANN401 - a row of patient
    born = PartialDate(row.born_year, row.born_month, row.born_day) if row.born_year else None
    return Patient(
        row.id, row.name, row.given, row.family, born, row.sex, tuple(row.phones), row.email,
        row.language, row.note, row.file_number, row.do_not_book, row.archived_at is not None,
        row.version, custom,
    )  # fmt: skip


def the_patient(read: Read, query: ThePatient) -> PatientRecord:
    """Answer a patient with all appointments, the newest first."""
    found = _patient_numbered(read, query.patient_id)
    visits = read.connection.execute(_VISITS, {"patient": query.patient_id}).all()
    return PatientRecord(found, appointments.values_of(read, visits))


def patient_in_brief(read: Read, query: PatientInBrief) -> PatientFound:
    """Answer a patient with the last and the next visit."""
    return with_visits(read, [_patient_numbered(read, query.patient_id)])[0]


def _patient_numbered(read: Read, number: int) -> Patient:
    row = read.connection.execute(select(patient).where(patient.c.id == number)).one_or_none()
    if row is None:
        message = f"There is no patient {number}."
        raise Refusal(Reason("unknown_patient", message, {"patient": str(number)}))
    return patient_of(read, row)


# A booking that was taken back never was one to tell of.
_VISITS = appointments.SELECT.where(
    appointment.c.patient_id == bindparam("patient"), appointment.c.reason != "undone"
).order_by(appointment.c.starts_at.desc(), appointment.c.id)
_NOT_CANCELLED = appointment.c.status != "cancelled"


def with_visits(read: Read, found: Sequence[Patient]) -> tuple[PatientFound, ...]:
    """Add each patient's last and next visit."""
    ids = [one.id for one in found]
    last = _edge_visits(
        read, ids, func.max(appointment.c.starts_at), appointment.c.starts_at < read.now
    )
    after = _edge_visits(
        read, ids, func.min(appointment.c.starts_at), appointment.c.starts_at >= read.now
    )
    return tuple(PatientFound(one, last.get(one.id), after.get(one.id)) for one in found)


def _edge_visits(
    read: Read,
    ids: list[int],
    edge: ColumnElement[Any],
    which: ColumnElement[bool],
) -> dict[int, dt.datetime]:
    statement = (
        select(appointment.c.patient_id, edge)
        .where(appointment.c.patient_id.in_(ids), _NOT_CANCELLED, which)
        .group_by(appointment.c.patient_id)
    )
    return {row[0]: row[1] for row in read.connection.execute(statement)}
