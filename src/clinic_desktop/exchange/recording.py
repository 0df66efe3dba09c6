"""Writes what a history tells: visits, and the patients, doctors and types that the clinic lacks.

Rows are gathered and loaded a few thousand at once, all in the one transaction of the import. With
``preview`` the same is reckoned and nothing written.
"""

from __future__ import annotations

import hashlib
import heapq
import json
from collections import Counter, defaultdict
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import Table, bindparam, select, text, update

from clinic_desktop.domain.booking import AppointmentStatus
from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.time import TimeSpan, from_seconds, local_date, to_seconds, zone_named
from clinic_desktop.exchange.fields import RowRefusedError
from clinic_desktop.exchange.visits import Person, Visit
from clinic_desktop.scheduling import runs
from clinic_desktop.scheduling.finding import region_of, words_of_patient
from clinic_desktop.scheduling.picture import the_site
from clinic_desktop.scheduling.visit_types import IN_TURN
from clinic_desktop.scheduling.wanted import Run, Wanted
from clinic_desktop.storage import bulk
from clinic_desktop.storage import tables as t
from clinic_desktop.storage.database import Transaction
from clinic_desktop.storage.loading import AT_ONCE, load, numbers

NAMESPACE = UUID("6d0c1c5e-3b5c-5d0a-9d55-2f6a5b1f4f0e")
"""Under it lie the ids of imported visits: UUIDv5 of ``mapping:visit``."""
HOLDING = frozenset(
    map(str, (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED, AppointmentStatus.IN_PROGRESS))
)
"""Statuses that need time held: blocks are claimed for them, as for any booking."""
_NO_TIME = frozenset(map(str, (AppointmentStatus.FULFILLED, AppointmentStatus.NOSHOW)))
_VISIT = (
    "id", "patient_id", "type_id", "status", "status_at", "note", "reason", "cancelled_by",
    "origin", "time_unknown", "wish", "bulk", "holds", "block_id", "resource_id", "held_from",
    "starts_at", "ends_at", "held_until",
)  # fmt: skip
_PATIENT = (
    "id", "given", "family", "name", "born_year", "born_month", "born_day", "sex", "phones",
    "email", "language", "note", "file_number", "bulk",
)  # fmt: skip


def visit_id(mapping: str, key: str) -> str:
    """Answer the id of an imported visit: the same file gives the same ids, wherever it is read."""
    told = hashlib.sha1(NAMESPACE.bytes + f"{mapping}:{key}".encode(), usedforsecurity=False)
    # What uuid.uuid5 answers, without making an object for each of a hundred thousand rows.
    digits = told.hexdigest()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


class Recorder:
    """Takes visits one by one, and knows those that the clinic has from earlier imports."""

    def __init__(self, transaction: Transaction, mapping: str, *, preview: bool) -> None:
        """Read what the clinic has under this mapping's name."""
        self._transaction = transaction
        self._connection = transaction.connection
        self._mapping = mapping
        self._origin = f"import:{mapping}"
        self._preview = preview
        self._bulk = str(transaction.command.command_id)
        self._now = to_seconds(transaction.now)
        if transaction.dialect == "postgresql" and not preview:
            # Two imports at once would each create the doctors and patients that both lack.
            self._connection.execute(_ONE_AT_A_TIME)
        self._site = the_site(transaction, TheSite())
        self._today = local_date(transaction.now, zone_named(self._site.zone))
        self._known: dict[str, str] = {
            str(row[0]): row[1] for row in self._connection.execute(_KNOWN, {"of": self._origin})
        }
        external = self._connection.execute(_EXTERNAL, {"system": mapping})
        self._patients: dict[str, int] = {row.value: row.patient_id for row in external}
        self._doctors = self._called(t.resource, t.resource.c.kind == "doctor")
        self._types = self._called(t.appointment_type)
        self._numbers = {
            # Nothing real has a number below 0: what is only reckoned must never be taken for it.
            table: count(-1, -1) if preview else numbers(self._connection, table)
            for table in (t.patient, t.resource, t.appointment_type)
        }
        self._rows: dict[Table, list[tuple[Any, ...]]] = defaultdict(list)
        self._links: list[tuple[str, str]] = []
        self._spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._reach: dict[int, tuple[int, int]] = {}
        self._claimed: set[int] = set()
        self._last = "", ""
        self.notes: Counter[str] = Counter()

    def _called(self, table: Table, *which: Any) -> dict[str, list[int]]:  # noqa: ANN401 - conditions
        """Answer the ids of a table by name, those in use before archived ones."""
        found: dict[str, list[int]] = defaultdict(list)
        statement = select(table.c.name, table.c.id, table.c.archived_at).where(*which)
        rows = self._connection.execute(statement.order_by(table.c.id)).all()
        for row in rows:
            if row.archived_at is None:
                found[row.name].append(row.id)
        for row in rows:
            if row.name not in found:
                found[row.name].append(row.id)
        return dict(found)

    def _id(self, key: str) -> str:
        """Answer a visit's id; each row asks twice."""
        if self._last[0] != key:
            self._last = key, visit_id(self._mapping, key)
        return self._last[1]

    def is_known(self, visit: Visit) -> bool:
        """Tell whether the very same row was imported before.

        Raises:
            RowRefusedError: the visit was imported from a row that said something else.

        """
        known = self._known.get(self._id(visit.key))
        if known is None:
            return False
        if known != visit.digest:
            told = (
                f"visit {visit.key} was imported before, from a row that said something else; "
                "nothing was overwritten"
            )
            raise RowRefusedError(told)
        return True

    def patient_is_known(self, key: str) -> bool:
        """Tell whether the patient is there, from this file or an earlier one."""
        return key in self._patients

    def add(self, visit: Visit, person: Person | None, specialty: str) -> None:
        """Import a visit; ``person`` is needed when its patient is not known yet.

        Raises:
            RowRefusedError: the visit needs time that is not free, or can't be true.

        """
        if visit.start > self._now and visit.status in _NO_TIME:
            told = f"it lies in the future and can't be “{visit.status}” yet"
            raise RowRefusedError(told)
        name = self._id(visit.key)
        run = self._run(visit) if visit.status in HOLDING else None
        doctor = self._doctor(visit.doctor, specialty)
        patient = self._patient(visit.patient, person)
        row = (
            name, patient, self._type(visit), visit.status,
            visit.end if visit.status_at is None else visit.status_at, visit.note, visit.reason,
            visit.cancelled_by, self._origin, int("time_unknown" in visit.remarks), visit.digest,
            self._bulk, int(run is not None), run.block_ids[0] if run else None, doctor,
            to_seconds(run.span.start) if run else visit.start, visit.start, visit.end,
            to_seconds(run.span.end) if run else visit.end,
        )  # fmt: skip
        self._known[name] = visit.digest
        self._rows[t.appointment].append(row)
        if len(self._rows[t.appointment]) >= AT_ONCE or (run and not self._preview):
            self._flush()
        if run and not self._preview:
            runs.claim(self._transaction, run, UUID(name))
        self._remember(visit, name, doctor)

    def _remember(self, visit: Visit, name: str, doctor: int) -> None:
        """Keep what is told at the end: remarks, links, overlaps, and where calendars must look."""
        for remark in visit.remarks:
            self.notes[remark] += 1
        if visit.replaces:
            self._links.append((name, visit_id(self._mapping, visit.replaces)))
        if visit.status in _NO_TIME and "time_unknown" not in visit.remarks:
            self._spans[visit.doctor].append((visit.start, visit.end))
        first, last = self._reach.get(doctor, (visit.start, visit.end))
        self._reach[doctor] = min(first, visit.start), max(last, visit.end)

    def _run(self, visit: Visit) -> Run:
        """Find the free blocks of a visit that holds time: one still to come, as a rule."""
        ids = self._doctors.get(visit.doctor, [])
        if not ids:
            told = f"“{visit.status}” needs free time of {visit.doctor}, whom this clinic lacks"
            raise RowRefusedError(told)
        wanted = Wanted(
            self._one(visit.doctor, ids), visit.doctor, from_seconds(visit.start),
            from_seconds(visit.end),
        )  # fmt: skip
        run, reasons = runs.find_run(self._transaction, wanted)
        if run is None:
            # The way out that a message ends with is meant for someone at a calendar.
            told, _, _ = reasons[0].message.partition(" Choose ")
            raise RowRefusedError(f"“{visit.status}” needs free time: {told}")
        if self._claimed & set(run.block_ids):
            raise RowRefusedError(f"“{visit.status}” needs free time: another row has it already")
        self._claimed |= set(run.block_ids)
        return run

    @staticmethod
    def _one(name: str, ids: list[int]) -> int:
        if len(ids) > 1:
            raise RowRefusedError(f"{len(ids)} in this clinic are called “{name}”")
        return ids[0]

    def _doctor(self, name: str, specialty: str) -> int:
        """Answer the doctor of that name, taken on if the clinic has none."""
        if name in self._doctors:
            return self._one(name, self._doctors[name])
        number = next(self._numbers[t.resource])
        columns = ("id", "kind", "site_id", "name", "specialty", "bulk")
        self._load(
            t.resource, columns, number, "doctor", self._site.id, name, specialty, self._bulk
        )
        self._doctors[name] = [number]
        self.notes["doctors_added"] += 1
        return number

    def _type(self, visit: Visit) -> int | None:
        """Answer the type of that name, made with this visit's length if the clinic has none."""
        if not visit.type:
            return None
        if visit.type not in self._types:
            number = next(self._numbers[t.appointment_type])
            columns = ("id", "name", "minutes", "colour", "bulk")
            minutes = max(1, (visit.end - visit.start) // 60)
            colour = IN_TURN[len(self._types) % len(IN_TURN)]
            self._load(t.appointment_type, columns, number, visit.type, minutes, colour, self._bulk)
            self._types[visit.type] = [number]
            self.notes["types_added"] += 1
        return self._types[visit.type][0]

    def _load(self, table: Table, columns: tuple[str, ...], *values: object) -> None:
        if not self._preview:
            load(self._connection, table, columns, [values])

    def _patient(self, key: str, person: Person | None) -> int:
        """Answer the patient that the file calls ``key``, registered at the first visit."""
        if key in self._patients:
            return self._patients[key]
        assert person is not None  # noqa: S101 - the caller asked patient_is_known
        number = next(self._numbers[t.patient])
        self._patients[key] = number
        born = person.born
        if born is not None and born.is_after(self._today):
            born = None
            self.notes["birth_dates_emptied"] += 1
        row = (
            number, person.given, person.family, person.name, born and born.year,
            born and born.month, born and born.day, person.sex,
            json.dumps(list(person.phones), separators=(",", ":"), ensure_ascii=False),
            person.email, person.language, person.note, person.file_number, self._bulk,
        )  # fmt: skip
        self._rows[t.patient].append(row)
        self._rows[t.patient_external].append((self._mapping, key, number))
        region = region_of(self._site.zone)
        words = words_of_patient(person.name, person.phones, person.file_number, region)
        self._rows[t.patient_word] += [(word, number) for word in words]
        self.notes["patients_added"] += 1
        self.notes["birth_years_from_age"] += person.by_age
        self.notes["birth_dates_emptied"] += person.born_lost
        return number

    def _flush(self) -> None:
        """Load what was gathered; whatever is referred to comes first."""
        orders = {
            t.patient: _PATIENT,
            t.patient_external: ("system", "value", "patient_id"),
            t.patient_word: ("word", "patient_id"),
            t.appointment: _VISIT,
        }
        if not self._preview:
            for table, columns in orders.items():
                load(self._connection, table, columns, self._rows[table])
        self._rows.clear()

    def finish(self, *, placeholder: bool) -> None:
        """Load the rest, tie successors to what they replace, and journal it all."""
        if placeholder:
            self.notes["placeholder_names"] = self.notes["patients_added"]
        self._flush()
        links = [(old, new) for new, old in self._links if old in self._known and old != new]
        self.notes["replaced"] = len(links)
        self.notes["replaced_visit_missing"] = len(self._links) - len(links)
        for pairs, same in map(_overlaps, self._spans.values()):
            self.notes["overlapping_pairs"] += pairs
            self.notes["overlapping_same_start"] += same
        if self._preview:
            return
        if links:
            self._connection.execute(
                _LINK, [{"old": UUID(old), "new": UUID(new)} for old, new in links]
            )
        for table in (t.resource, t.patient, t.appointment_type, t.appointment):
            bulk.record(self._transaction, table)
        for doctor, (first, last) in self._reach.items():
            span = TimeSpan(from_seconds(first), from_seconds(last))
            self._transaction.entry.touch("appointment", bulk.MANY, doctor, span)


_KNOWN = text("SELECT id, wish FROM appointment WHERE origin = :of")
_EXTERNAL = select(t.patient_external.c.value, t.patient_external.c.patient_id).where(
    t.patient_external.c.system == bindparam("system")
)
_ONE_AT_A_TIME = text("LOCK TABLE patient_external IN SHARE ROW EXCLUSIVE MODE")
_LINK = (
    update(t.appointment)
    .where(t.appointment.c.id == bindparam("new"))
    .values(replaces=bindparam("old"))
)


def _overlaps(spans: list[tuple[int, int]]) -> tuple[int, int]:
    """Count the pairs of one doctor's visits that overlap, and those of them that begin at once."""
    ends: list[int] = []
    pairs = 0
    for start, end in sorted(spans):
        while ends and ends[0] <= start:
            heapq.heappop(ends)
        pairs += len(ends)
        heapq.heappush(ends, end)
    starts = Counter(start for start, _ in spans)
    return pairs, sum(many * (many - 1) // 2 for many in starts.values())
