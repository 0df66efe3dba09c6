"""Doctors, rooms, types, users and patients: taking them on, and finding them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, bindparam, func, insert, or_, select

from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AddDoctor,
    AddPatient,
    AddRoom,
    AllowRight,
    AppointmentType,
    AppointmentTypes,
    Doctor,
    DoctorCalled,
    Doctors,
    FindPatients,
    Name,
    PartialDate,
    Patient,
    PatientCalled,
    PatientFound,
    PatientRecord,
    Room,
    Rooms,
    ThePatient,
    TypeCalled,
    User,
    plain,
    words_of,
)
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.rights import GRANTABLE, Action
from clinic_desktop.scheduling import appointments
from clinic_desktop.scheduling.site import the_site
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import row_document
from clinic_desktop.storage.tables import (
    appointment,
    appointment_type,
    patient,
    patient_word,
    resource,
    user,
    user_right,
)

V = TypeVar("V")
COLOURS = ("#3B6FE8", "#8A57D6", "#D9772B", "#1590B0", "#D64550", "#0F9D7A", "#7C6A2E", "#B4508A")
"""Colours for new types, in turn."""
_COLOUR = re.compile(r"^#[0-9A-Fa-f]{6}$")
_LONGEST_NAME = 200
_SHORTEST_PHONE = 3


def clean_name(text: str, what: str) -> str:
    """Answer a name without outer or doubled spaces.

    Raises:
        Misuse: ``bad_name``: nothing is left, it is overlong, or holds control characters.

    """
    name = collapsed(text)
    if not name:
        message = f"The {what} needs a name."
        raise Misuse("bad_name", message)
    # Of the text as it came: a line break inside is refused, not made a space.
    if len(name) > _LONGEST_NAME or any(
        unicodedata.category(char) in ("Cc", "Cs") for char in text.strip()
    ):
        message = (
            f"This name can't be used for the {what}: it may have {_LONGEST_NAME} letters at most, "
            "and no line breaks or control characters."
        )
        raise Misuse("bad_name", message)
    return name


def collapsed(text: str) -> str:
    """Make every stretch of white space, of whatever kind, one space; none outside."""
    return " ".join(text.split())


def _add(transaction: Transaction, table: Table, kind: str, values: dict[str, Any]) -> Any:  # noqa: ANN401 - a row
    """Insert a row and journal it."""
    row = transaction.connection.execute(insert(table).values(values).returning(*table.c)).one()
    transaction.entry.touch(kind, row.id)
    transaction.entry.record(kind, row.id, None, row_document(row))
    return row


def add_doctor(transaction: Transaction, command: AddDoctor) -> Doctor:
    """Take a doctor on."""
    transaction.require(Action.MANAGE_PEOPLE)
    row = _add_resource(transaction, "doctor", command.name, command.specialty.strip())
    return Doctor(row.id, row.name, row.specialty)


def add_room(transaction: Transaction, command: AddRoom) -> Room:
    """Add a room."""
    transaction.require(Action.MANAGE_PEOPLE)
    row = _add_resource(transaction, "room", command.name, "")
    return Room(row.id, row.name)


def _add_resource(transaction: Transaction, kind: str, name: str, specialty: str) -> Any:  # noqa: ANN401 - a row
    values = {
        "kind": kind,
        "name": clean_name(name, kind),
        "specialty": specialty,
        "site_id": the_site(transaction, TheSite()).id,
    }
    return _add(transaction, resource, kind, values)


def add_appointment_type(transaction: Transaction, command: AddAppointmentType) -> AppointmentType:
    """Add a kind of visit; without a colour it gets the next of the row."""
    transaction.require(Action.MANAGE_PEOPLE)
    if not 1 <= command.minutes <= 24 * 60:
        message = "A visit is 1 minute to 24 hours long."
        raise Misuse("bad_length", message, {"minutes": command.minutes})
    if command.colour and not _COLOUR.match(command.colour):
        message = f"“{command.colour}” is no colour. Write it as #3B6FE8."
        raise Misuse("bad_colour", message, {"colour": command.colour})
    count = transaction.connection.execute(
        select(func.count()).select_from(appointment_type)
    ).scalar()
    values = {
        "name": clean_name(command.name, "appointment type"),
        "minutes": command.minutes,
        "colour": command.colour or COLOURS[(count or 0) % len(COLOURS)],
    }
    return _type_of(_add(transaction, appointment_type, "appointment_type", values))


def add_patient(transaction: Transaction, command: AddPatient) -> Patient:
    """Register a patient, findable by every part of the name and every phone."""
    transaction.require(Action.MANAGE_PEOPLE)
    name = Name(collapsed(command.name.given), collapsed(command.name.family))
    shown = clean_name(command.name.shown, "patient")
    phones = [phone.strip() for phone in command.phones if phone.strip()]
    wrong = [phone for phone in phones if len(_digits(phone)) < _SHORTEST_PHONE]
    if wrong:
        message = f"“{wrong[0]}” is not a phone number."
        raise Misuse("bad_phone", message, {"phone": wrong[0]})
    born = command.born
    values = {
        "given": name.given,
        "family": name.family,
        "name": shown,
        "born_year": born.year if born else None,
        "born_month": born.month if born else None,
        "born_day": born.day if born else None,
        "phones": phones,
        "email": command.email.strip(),
        "note": command.note,
    }
    row = _add(transaction, patient, "patient", values)
    region = region_of(the_site(transaction, TheSite()).zone)
    words = sorted(words_of(shown) | phone_words(phones, region))
    if words:
        transaction.connection.execute(
            insert(patient_word), [{"word": word, "patient_id": row.id} for word in words]
        )
    return patient_of(row)


def allow_right(transaction: Transaction, command: AllowRight) -> User:
    """Grant a user a right; the user need not have acted yet."""
    transaction.require(Action.MANAGE_USERS)
    if command.right not in GRANTABLE:
        message = f"“{command.right}” can't be granted. Choose one of: {', '.join(GRANTABLE)}."
        raise Misuse("unknown_right", message, {"right": command.right, "rights": list(GRANTABLE)})
    name = clean_name(command.user, "user")
    connection = transaction.connection
    user_id = connection.execute(select(user.c.id).where(user.c.name == name)).scalar()
    if user_id is None:
        user_id = connection.execute(
            insert(user).values(name=name).returning(user.c.id)
        ).scalar_one()
    granted = select(user_right.c.name).where(user_right.c.user_id == user_id)
    before = sorted(connection.execute(granted).scalars())
    after = sorted({*before, command.right})
    if after != before:
        connection.execute(insert(user_right).values(user_id=user_id, name=command.right))
        transaction.entry.touch("user", user_id)
        transaction.entry.record("user", user_id, {"rights": before}, {"rights": after})
    return User(user_id, name, tuple(after))


def doctors(read: Read, query: Doctors) -> tuple[Doctor, ...]:
    """Answer all doctors, in the order they were taken on."""
    statement = select(resource).where(resource.c.kind == "doctor").order_by(resource.c.id)
    if not query.archived:
        statement = statement.where(resource.c.archived_at.is_(None))
    return tuple(_doctor_of(row) for row in read.connection.execute(statement))


def rooms(read: Read, _query: Rooms) -> tuple[Room, ...]:
    """Answer all rooms."""
    statement = select(resource).where(resource.c.kind == "room").order_by(resource.c.id)
    return tuple(
        Room(row.id, row.name, row.archived_at is not None)
        for row in read.connection.execute(statement)
    )


def appointment_types(read: Read, _query: AppointmentTypes) -> tuple[AppointmentType, ...]:
    """Answer the kinds of visit that can be booked."""
    statement = (
        select(appointment_type)
        .where(appointment_type.c.archived_at.is_(None))
        .order_by(appointment_type.c.id)
    )
    return tuple(_type_of(row) for row in read.connection.execute(statement))


def doctor_called(read: Read, query: DoctorCalled) -> Doctor:
    """Answer the doctor with this id or exact name."""
    row = _called(read, resource, query.text, "doctor", resource.c.kind == "doctor")
    return _doctor_of(row)


def type_called(read: Read, query: TypeCalled) -> AppointmentType:
    """Answer the type with this id or exact name."""
    return _type_of(_called(read, appointment_type, query.text, "type"))


def patient_called(read: Read, query: PatientCalled) -> Patient:
    """Answer the patient with this id or exact name."""
    return patient_of(_called(read, patient, query.text, "patient"))


def _called(read: Read, table: Table, text: str, what: str, *which: ColumnElement[bool]) -> Any:  # noqa: ANN401 - a row
    """Answer the one row with this id or exact name.

    Raises:
        Refusal: ``unknown_…`` or ``ambiguous_name``.

    """
    text = text.strip()
    here = select(table).where(table.c.archived_at.is_(None), *which)
    named = read.connection.execute(here.where(table.c.name == text).order_by(table.c.id)).all()
    if text.isascii() and text.isdigit() and len(text) < 19:  # noqa: PLR2004 - what 64 bits hold
        numbered = read.connection.execute(here.where(table.c.id == int(text))).one_or_none()
        if numbered is not None:
            return numbered
    if len(named) == 1:
        return named[0]
    if named:
        ids = [str(row.id) for row in named]
        message = f"Several are called “{text}”: use the id, one of {', '.join(ids)}."
        raise Refusal(Reason("ambiguous_name", message, {"text": text, "ids": ids}))
    message = f"There is no {what} “{text}”. Check the spelling, or use the id."
    raise Refusal(Reason(f"unknown_{what}", message, {"text": text}))


def _doctor_of(row: Any) -> Doctor:  # noqa: ANN401 - a row of resource
    return Doctor(row.id, row.name, row.specialty, row.archived_at is not None)


def _type_of(row: Any) -> AppointmentType:  # noqa: ANN401 - a row of appointment_type
    return AppointmentType(
        row.id,
        row.name,
        row.minutes,
        row.colour,
        row.icon,
        row.archived_at is not None,
        row.version,
    )


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
    row = read.connection.execute(
        select(patient).where(patient.c.id == query.patient_id)
    ).one_or_none()
    if row is None:
        message = f"There is no patient {query.patient_id}."
        raise Refusal(Reason("unknown_patient", message, {"patient": str(query.patient_id)}))
    visits = read.connection.execute(_VISITS, {"patient": query.patient_id}).all()
    return PatientRecord(patient_of(row), appointments.values_of(read, visits))


# A booking that was taken back never was one to tell of.
_VISITS = appointments.SELECT.where(
    appointment.c.patient_id == bindparam("patient"), appointment.c.reason != "undone"
).order_by(appointment.c.starts_at.desc(), appointment.c.id)
_NOT_CANCELLED = appointment.c.status != "cancelled"


def find_patients(read: Read, query: FindPatients) -> tuple[PatientFound, ...]:
    """Answer patients by parts of names, a phone, a birth date or a file number.

    Every word of the text must be found; a name is found by its plain letters, a phone by any
    spelling of its digits.
    """
    # Nobody's name is longer, and each word of a search costs a look-up.
    conditions = _conditions(query.text) if len(query.text) <= _LONGEST_NAME else []
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
    digits = _digits(rest)
    if digits and not any(char.isalpha() for char in rest):
        # One phone or file number, however it is spaced.
        return [*made, _has_word(digits)]
    made += [
        or_(*(_has_word(form) for form in sorted(words_of(word))))
        for word in rest.split()
        if words_of(word)
    ]
    return made


def _has_word(prefix: str) -> ColumnElement[bool]:
    """Say that one of the patient's words begins so: a range that both engines' indexes serve."""
    return patient.c.id.in_(
        select(patient_word.c.patient_id).where(
            patient_word.c.word >= prefix, patient_word.c.word < prefix + "\U0010ffff"
        )
    )


_DATE = re.compile(r"\b(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})([./])(\d{1,2})\5(\d{4}|\d{2}))\b")
_CENTURY = 100


def _birth_dates(text: str) -> tuple[list[dt.date], str]:
    """Find a birth date in what was typed: the days it could mean, and the rest of the text."""
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


def _digits(text: str) -> str:
    """Answer the digits of any script as ASCII digits."""
    return "".join(
        str(unicodedata.digit(char))
        for char in text
        if char.isdigit() and unicodedata.digit(char, None) is not None
    )


def phone_words(phones: Sequence[str], region: str | None) -> frozenset[str]:
    """Answer the digits under which phones are found: as typed, national, and with country code."""
    # The numbering plans take a while to load, and only whoever writes a patient needs them.
    import phonenumbers

    found = set()
    for phone in phones:
        found.add(_digits(phone))
        try:
            number = phonenumbers.parse(phone, region)
        except phonenumbers.NumberParseException:
            continue
        for form in (
            phonenumbers.PhoneNumberFormat.NATIONAL,
            phonenumbers.PhoneNumberFormat.E164,
        ):
            found.add(_digits(phonenumbers.format_number(number, form)))
        found.add(phonenumbers.national_significant_number(number))
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
