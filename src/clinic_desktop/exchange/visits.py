"""One row of another program's file, read as a visit: what, when, with whom and how it ended."""

from __future__ import annotations

import datetime as dt
import hashlib
import zoneinfo
from collections import Counter
from collections.abc import Mapping as Words
from operator import itemgetter
from typing import NamedTuple

from clinic_desktop.domain.booking import AppointmentStatus, CancelledBy, CancelReason
from clinic_desktop.domain.people import PartialDate
from clinic_desktop.domain.refusals import Misuse, Refusal
from clinic_desktop.exchange.fields import Binder, Get, Moments, RowRefusedError
from clinic_desktop.exchange.files import Beside, Row, Table
from clinic_desktop.exchange.mapping import FIELDS, MINUTES_OF_DAY, Mapping, zone_of_form

_STATUSES = frozenset(map(str, AppointmentStatus))
# Nothing that was imported waits on the pinboard.
_REASONS = frozenset(map(str, CancelReason)) - {CancelReason.PARKED.value}
_ACTORS = frozenset(map(str, CancelledBy))
_CANCELLED = str(AppointmentStatus.CANCELLED)
_LONGEST_NAME = 200


class Visit(NamedTuple):
    """A row as it is meant; times are UTC seconds. ``digest`` tells the row from a changed one."""

    key: str
    digest: str
    patient: str
    doctor: str
    start: int
    end: int
    status: str
    status_at: int | None
    type: str
    note: str
    reason: str
    cancelled_by: str
    replaces: str
    remarks: tuple[str, ...]


class Person(NamedTuple):
    """A patient as a row tells of one."""

    name: str
    given: str
    family: str
    born: PartialDate | None
    by_age: bool
    born_lost: bool
    sex: str
    phones: tuple[str, ...]
    email: str
    language: str
    note: str
    file_number: str


class VisitReader:
    """Reads rows by a mapping bound to one file; the order of the rows matters to a sequence."""

    def __init__(
        self,
        mapping: Mapping,
        table: Table,
        companions: Words[str, Beside],
        clinic: zoneinfo.ZoneInfo,
    ) -> None:
        """Bind every field to its columns.

        Raises:
            Refusal: ``missing_column``, for every one that is.

        """
        binder = Binder(table, companions)
        bound = {
            section: {name: binder.get(sources) for name, sources in fields.items()}
            for section, fields in zip(
                FIELDS, (mapping.visit, mapping.patient, mapping.doctor), strict=True
            )
        }
        if binder.missing:
            raise Refusal(*binder.missing)
        self._mapping = mapping
        self._width = len(table.columns)
        self._visit, self._patient, self._doctor = bound.values()
        nothing: Get = lambda _row: ""  # noqa: E731 - the column that a mapping leaves out
        self._person = {name: self._patient.get(name, nothing) for name in FIELDS["patient"]}
        self._moments = Moments(mapping.form, zone_of_form(mapping.form, clinic))
        # Only what the mapping reads: a new export with one column more is still the same visits.
        places = sorted(binder.used)
        self._told = itemgetter(*places) if len(places) > 1 else lambda row: (row[places[0]],)
        self._days: dict[dt.date, tuple[int, int]] = {}
        self._taken: Counter[tuple[str, dt.date]] = Counter()

    def visit(self, row: Row) -> Visit:
        """Read a row.

        Raises:
            RowRefusedError: with the reason.

        """
        if len(row) != self._width:
            told = f"it has {len(row)} columns where the header has {self._width}"
            raise RowRefusedError(told)
        get = self._visit
        key, patient = get["id"](row), self._patient["id"](row)
        doctor = self._doctor["name"](row).strip()
        self._check_names(key, patient, doctor)
        status = get["status"](row)
        if status not in _STATUSES:
            told = f"the status “{status}” is none of {', '.join(sorted(_STATUSES))}"
            raise RowRefusedError(told)
        remarks: list[str] = []
        start, end, day = self._times(row, doctor, remarks)
        self._remark(row, day, start, remarks)
        told_at = self._optional("status_at", row)
        reason, by = self._cancelled(row) if status == _CANCELLED else ("", "")
        return Visit(
            key, self._digest(row), patient, doctor, start, end, status,
            self._moments.seconds(self._moments.read(told_at)) if told_at else None,
            self._optional("type", row), self._optional("note", row), reason, by,
            self._optional("replaces", row), tuple(remarks),
        )  # fmt: skip

    def _check_names(self, key: str, patient: str, doctor: str) -> None:
        """Refuse a row that does not say which visit, which patient or which doctor."""
        if not (key and patient and doctor):
            missing = "visit" if not key else "patient" if not patient else "doctor"
            told = f"it does not say which {missing}"
            raise RowRefusedError(told)
        if len(doctor) > _LONGEST_NAME or not doctor.isprintable():
            told = f"its doctor's name is longer than {_LONGEST_NAME} letters, or has line breaks"
            raise RowRefusedError(told)

    def _digest(self, row: Row) -> str:
        told = "\x1f".join(self._told(row))
        return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()

    def _optional(self, name: str, row: Row) -> str:
        get = self._visit.get(name)
        return get(row) if get else ""

    def _times(self, row: Row, doctor: str, remarks: list[str]) -> tuple[int, int, dt.date]:
        """Answer start, end, and the day as the file has it."""
        if self._mapping.sequence:
            return self._in_sequence(row, doctor, remarks)
        text = self._visit["start"](row)
        if len(text) <= len("2000-01-01"):
            told = f"“{text}” has no time of day" if text else "it has no start"
            raise RowRefusedError(told)
        local = self._moments.read(text)
        start = self._moments.seconds(local)
        if "end" in self._visit:
            end = self._moments.seconds(self._moments.read(self._visit["end"](row)))
        else:
            end = start + 60 * self._minutes(row, 0)
        if not 0 < end - start <= MINUTES_OF_DAY * 60:
            raise RowRefusedError("it must end behind its start, within a day")
        return start, end, local.date()

    def _in_sequence(self, row: Row, doctor: str, remarks: list[str]) -> tuple[int, int, dt.date]:
        """Give a visit of which only the day is known the next time of its doctor's day."""
        sequence = self._mapping.sequence
        assert sequence is not None  # noqa: S101 - the caller asked
        day = self._moments.read(self._visit["date"](row)).date()
        if day not in self._days:
            self._days[day] = self._moments.window(day, sequence.begin, sequence.end)
        begin, end = self._days[day]
        step = sequence.every * 60
        before = self._taken[doctor, day]
        self._taken[doctor, day] += 1
        turn, place = divmod(before, max(1, (end - begin) // step))
        remarks.append("time_unknown")
        if turn:
            # The day is full: its times begin again, rather than run into the next day.
            remarks.append("times_begun_again")
        start = begin + place * step
        return start, start + 60 * self._minutes(row, sequence.every), day

    def _minutes(self, row: Row, usual: int) -> int:
        get = self._visit.get("minutes")
        if get is None:
            return usual
        text = get(row)
        if text.isascii() and text.isdigit() and 0 < int(text) <= MINUTES_OF_DAY:
            return int(text)
        told = f"“{text}” is no length: whole minutes, 1 to {MINUTES_OF_DAY}"
        raise RowRefusedError(told)

    def _remark(self, row: Row, day: dt.date, start: int, remarks: list[str]) -> None:
        """Note what is odd about a row that is imported all the same."""
        booked_at = self._optional("booked_at", row)
        if booked_at:
            local = self._moments.read(booked_at)
            if self._mapping.sequence:
                late = local.date() > day
            else:
                late = self._moments.seconds(local) > start
            if late:
                remarks.append("before_booking")
        if "age" in self._patient and self._age(row) is None:
            remarks.append("impossible_ages")

    def _age(self, row: Row) -> int | None:
        """Answer the age in years, or None for one that can't be."""
        try:
            age = int(self._patient["age"](row))
        except ValueError:
            return None
        return age if 0 <= age <= self._mapping.oldest else None

    def _cancelled(self, row: Row) -> tuple[str, str]:
        """Answer why and by whom a visit was cancelled."""
        reason = self._optional("reason", row) or str(CancelReason.OTHER)
        by = self._optional("cancelled_by", row) or str(CancelledBy.CLINIC)
        if reason not in _REASONS or by not in _ACTORS:
            told = f"“{reason}” by “{by}” is no reason that a visit is cancelled for"
            raise RowRefusedError(told)
        return reason, by

    def doctor_specialty(self, row: Row) -> str:
        """Answer what the row's doctor does."""
        get = self._doctor.get("specialty")
        return get(row) if get else ""

    def person(self, row: Row, visit: Visit) -> Person:
        """Read the patient of a row.

        Raises:
            RowRefusedError: there is no name that can be kept.

        """
        get = self._person
        given, family = (" ".join(get[part](row).split()) for part in ("given", "family"))
        name = " ".join(get["name"](row).split())
        if name and not (given or family):
            if "," in name:
                family, _, given = (part.strip() for part in name.partition(","))
            else:
                given, _, family = name.rpartition(" ")
        shown = f"{given} {family}".strip()
        if not shown or len(shown) > _LONGEST_NAME or not shown.isprintable():
            raise RowRefusedError("its patient has no name that can be kept")
        born = self._born(row, visit)
        phone = get["phone"](row)
        phones = (phone,) if sum(map(str.isdigit, phone)) > 2 else ()  # noqa: PLR2004 - fewer is no phone
        by_age = born is not None and "age" in self._patient
        return Person(
            shown, given, family, born, by_age, born is None and bool(get["born"](row)),
            get["sex"](row), phones, get["email"](row), get["language"](row), get["note"](row),
            get["file_number"](row),
        )  # fmt: skip

    def _born(self, row: Row, visit: Visit) -> PartialDate | None:
        """Answer the birth date as far as it is known: by age, only about the year."""
        if "age" in self._patient:
            age = self._age(row)
            # A visit's UTC year is its local one, but for a night or two on which nobody visits.
            return None if age is None else PartialDate(_year(visit.start) - age)
        text = self._patient["born"](row) if "born" in self._patient else ""
        try:
            return PartialDate.parse(text)
        except Misuse:
            pass
        try:
            day = self._moments.read(text)
        except RowRefusedError:
            return None
        return PartialDate(day.year, day.month, day.day)


def _year(seconds: int) -> int:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).year
