"""Patients as they are found: their words, the search, and one patient's record."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, intersect, or_, select, union_all

from clinic_desktop.domain.people import (
    FindPatients,
    PartialDate,
    Patient,
    PatientFound,
    PatientInBrief,
    PatientRecord,
    ThePatient,
    digits_of,
    plain,
    readings_of,
    words_of,
)
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.scheduling import appointments
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import appointment, patient, patient_word

_LONGEST = 200
"""Nobody's name is longer, and each word of a search costs a look-up."""
_END = "*"
"""Marks the word that a phone is found by from its end; no name and no number begins so."""
_SHORTEST_END = 4


def words_of_patient(
    name: str, phones: Sequence[str], file_number: str, region: str | None
) -> frozenset[str]:
    """Answer every word under which a patient is found: exactly the rows of ``patient_word``.

    ``region`` is the country whose phone numbers the clinic writes (``region_of`` its zone).
    """
    return words_of(name) | _phone_words(phones, region) | _file_words(file_number)


def _phone_words(phones: Sequence[str], region: str | None) -> frozenset[str]:
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
            found.add(_END + typed[::-1])
            continue
        for form in (
            phonenumbers.PhoneNumberFormat.NATIONAL,
            phonenumbers.PhoneNumberFormat.E164,
        ):
            found.add(digits_of(phonenumbers.format_number(number, form)))
        national = phonenumbers.national_significant_number(number)
        found |= {national, _END + national[::-1]}
    return frozenset(word for word in found if word)


def _file_words(number: str) -> frozenset[str]:
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


def patient_of(row: Any) -> Patient:  # noqa: ANN401 - a row of patient
    """Make the value of a row."""
    born = PartialDate(row.born_year, row.born_month, row.born_day) if row.born_year else None
    return Patient(
        row.id, row.name, row.given, row.family, born, row.sex, tuple(row.phones), row.email,
        row.language, row.note, row.file_number, row.do_not_book, row.archived_at is not None,
        row.version,
    )  # fmt: skip


def the_patient(read: Read, query: ThePatient) -> PatientRecord:
    """Answer a patient with all appointments, the newest first."""
    found = _patient_numbered(read, query.patient_id)
    visits = read.connection.execute(_VISITS, {"patient": query.patient_id}).all()
    return PatientRecord(found, appointments.values_of(read, visits))


def patient_in_brief(read: Read, query: PatientInBrief) -> PatientFound:
    """Answer a patient with the last and the next visit."""
    return _with_visits(read, [_patient_numbered(read, query.patient_id)])[0]


def _patient_numbered(read: Read, number: int) -> Patient:
    row = read.connection.execute(select(patient).where(patient.c.id == number)).one_or_none()
    if row is None:
        message = f"There is no patient {number}."
        raise Refusal(Reason("unknown_patient", message, {"patient": str(number)}))
    return patient_of(row)


# A booking that was taken back never was one to tell of.
_VISITS = appointments.SELECT.where(
    appointment.c.patient_id == bindparam("patient"), appointment.c.reason != "undone"
).order_by(appointment.c.starts_at.desc(), appointment.c.id)
_NOT_CANCELLED = appointment.c.status != "cancelled"


def find_patients(read: Read, query: FindPatients) -> tuple[PatientFound, ...]:
    """Answer patients by parts of names, a phone or its end, a birth date or a file number.

    Every word of the text must be found; a name is found by its plain letters, a phone by any
    spelling of its digits, a birth date also by its year, or by year and month.
    """
    conditions = _conditions(query.text) if len(query.text) <= _LONGEST else []
    if not conditions:
        return ()
    statement = (
        select(patient)
        .where(patient.c.archived_at.is_(None), *conditions)
        .order_by(patient.c.family, patient.c.given, patient.c.id)
        .limit(query.limit)
    )
    found = [patient_of(row) for row in read.connection.execute(statement)]
    return _with_visits(read, found)


def _conditions(text: str) -> list[ColumnElement[bool]]:
    """Turn what was typed into conditions that must all hold."""
    dates, rest = _birth_dates(text)
    made: list[ColumnElement[bool]] = []
    if dates:
        made.append(or_(*(_born_on(date) for date in dates)))
    # Without letters it is one phone or file number, however it is spaced.
    pieces = rest.split() if any(char.isalpha() for char in rest) else [rest]
    for piece in pieces:
        found = _named(piece) if any(char.isalpha() for char in piece) else _numbered(piece)
        if found:
            # As one list of ids, so that both engines look them up instead of reading everybody.
            made.append(patient.c.id.in_(union_all(*found)))
    return made


def _named(piece: str) -> list[Select[Any]]:
    """Answer the patients whose names, or file numbers, have a piece with letters."""
    found = []
    for reading in readings_of(piece):
        every = [_whose_word(word) for word in reading]
        found.append(every[0] if len(every) == 1 else select(intersect(*every).subquery()))
    return found


def _numbered(piece: str) -> list[Select[Any]]:
    """Answer the patients with a number, the end of a phone, or a year or month of birth."""
    digits = digits_of(piece)
    found = [_whose_word(digits)] if digits else []
    if len(digits) >= _SHORTEST_END:
        found.append(_whose_word(_END + digits[::-1]))
    year, month = _birth_month(piece.strip())
    if year:
        born = select(patient.c.id).where(patient.c.born_year == year)
        found.append(born.where(patient.c.born_month == month) if month else born)
    return found


def _whose_word(prefix: str) -> Select[Any]:
    """Answer whose words begin so: a range that the indexes of both engines serve."""
    word = patient_word.c.word
    return select(patient_word.c.patient_id).where(word >= prefix, word < prefix + "\U0010ffff")


_DATE = re.compile(r"\b(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})([./])(\d{1,2})\5(\d{4}|\d{2}))\b")
_HYPHENED = re.compile(r"(?<!\S)(\d{1,2})-(\d{1,2})-((?:19|20)\d\d)(?!\S)")
"""A date as it is written with hyphens too; some phone numbers are, but for the year."""
_YEAR_MONTH = re.compile(r"^(\d{4})(?:[-./](\d{1,2}))?$")
_MONTH_YEAR = re.compile(r"^(\d{1,2})[-./](\d{4})$")
_CENTURY = 100


def _birth_dates(text: str) -> tuple[list[dt.date], str]:
    """Find a birth date in what was typed: the days it could mean, and the rest of the text."""
    text = _HYPHENED.sub(r"\1/\2/\3", text)
    match = _DATE.search(text)
    if match is None:
        return [], text
    if match[1]:
        forms = [(match[1], match[2], match[3])]
    elif match[5] == ".":
        forms = [(match[7], match[6], match[4])]
    else:
        forms = [(match[7], match[4], match[6]), (match[7], match[6], match[4])]
    found = []
    for form in forms:
        year, month, day = map(int, form)
        for full in (year,) if year >= _CENTURY else (1900 + year, 2000 + year):
            try:
                found.append(dt.date(full, month, day))
            except ValueError:
                continue
    return found, f"{text[: match.start()]} {text[match.end() :]}" if found else text


def _birth_month(text: str) -> tuple[int | None, int | None]:
    """Read a birth date of which only the year, or month and year, were typed."""
    if match := _YEAR_MONTH.match(text):
        return int(match[1]), int(match[2]) if match[2] else None
    if match := _MONTH_YEAR.match(text):
        return int(match[2]), int(match[1])
    return None, None


def _born_on(day: dt.date) -> ColumnElement[bool]:
    return (
        (patient.c.born_year == day.year)
        & (patient.c.born_month == day.month)
        & (patient.c.born_day == day.day)
    )


def _with_visits(read: Read, found: Sequence[Patient]) -> tuple[PatientFound, ...]:
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
