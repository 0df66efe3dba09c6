"""Fills an empty database with a believable clinic: same arguments, same clinic.

All of it is one command: one transaction, one journal row.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import zoneinfo
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlalchemy import Table, select

from clinic_desktop.domain.bulk import DemoFilled, FillDemo
from clinic_desktop.domain.office import Site, TheSite
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.time import (
    TimeSpan,
    day_start,
    local_date,
    spans_of_local_window,
    to_seconds,
    zone_named,
)
from clinic_desktop.scheduling import demo_people
from clinic_desktop.scheduling.demo_days import (
    BLOCK_MINUTES,
    Days,
    DemoVisit,
    Rule,
    Span,
    Windows,
    rules_of,
)
from clinic_desktop.scheduling.finding import region_of, words_of_patient
from clinic_desktop.scheduling.picture import the_site
from clinic_desktop.storage import bulk
from clinic_desktop.storage import tables as t
from clinic_desktop.storage.database import Transaction
from clinic_desktop.storage.loading import AT_ONCE, load, numbers, roomy

ORIGIN = "demo"
_MOST = {"doctors": 200, "patients": 200_000, "weeks": 520}
_EARLIEST, _LATEST = dt.date(1970, 1, 2), dt.date(2190, 12, 31)
_TIME_OF_DAY = 11 * 60 + 20
"""When a day is named, it is shown at this minute: the same clinic, whenever it is made."""
_AHEAD = 8
"""One week in so many lies ahead of today."""
_LAID_WEEKS = 8
"""How far free time is laid behind the last bookings: all that a demo will look at."""
_BLOCK = BLOCK_MINUTES * 60
_COLUMNS = {
    t.resource: ("id", "kind", "site_id", "name", "specialty", "bulk"),
    t.appointment_type: ("id", "name", "minutes", "colour", "bulk"),
    t.patient: (
        "id", "given", "family", "name", "born_year", "born_month", "born_day", "sex", "phones",
        "email", "language", "note", "file_number", "bulk",
    ),
    t.patient_word: ("word", "patient_id"),
    t.availability: (
        "id", "resource_id", "site_id", "hours", "block_minutes", "valid_from", "valid_until",
        "laid_until", "bulk",
    ),
    t.block: (
        "id", "resource_id", "availability_id", "starts_at", "ends_at", "appointment_id",
        "joins_at", "until",
    ),
    t.appointment: (
        "id", "patient_id", "type_id", "status", "status_at", "note", "reason", "cancelled_by",
        "origin", "bulk", "holds", "block_id", "resource_id", "held_from", "starts_at", "ends_at",
        "held_until",
    ),
}  # fmt: skip
"""What is written of each table, in the order in which rows refer to each other."""


def fill_demo(
    transaction: Transaction, command: FillDemo, progress: Callable[[float], None] | None = None
) -> DemoFilled:
    """Fill an empty database, telling from time to time which share (0 to 1) is done.

    Raises:
        Refusal: ``not_empty``.
        Misuse: ``bad_demo``, a number that makes no clinic.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    for name, most in _MOST.items():
        if not 1 <= getattr(command, name) <= most:
            message = f"A demo clinic has 1 to {most} {name}."
            raise Misuse("bad_demo", message, {name: getattr(command, name)})
    _refuse_day(command)
    # Of two at once the second waits here, and then finds the clinic filled.
    transaction.connection.execute(select(t.site.c.id).with_for_update())
    for table in (t.resource, t.patient, t.appointment, t.appointment_type):
        if transaction.connection.execute(select(table.c.id).limit(1)).scalar() is not None:
            message = (
                "This database is a clinic already, with people in it. Make the demo in a new one."
            )
            raise Refusal(Reason("not_empty", message))
    with roomy(transaction.connection):
        demo = _Demo(transaction, command, progress or (lambda _share: None))
        demo.fill()
        for table in (t.resource, t.appointment_type, t.patient, t.availability, t.appointment):
            bulk.record(transaction, table)
        demo.touch(transaction)
    return DemoFilled(
        command.doctors, command.patients, demo.written[t.block], demo.written[t.appointment]
    )


def _refuse_day(command: FillDemo) -> None:
    """Refuse a day whose weeks, before and behind it, leave the time that blocks can have.

    Raises:
        Misuse: ``bad_demo``.

    """
    reach = dt.timedelta(weeks=command.weeks + _LAID_WEEKS + 1)
    earliest, latest = _EARLIEST + reach, _LATEST - reach
    if command.today is not None and not earliest <= command.today <= latest:
        message = f"A demo clinic of {command.weeks} weeks has its day from {earliest} to {latest}."
        raise Misuse("bad_demo", message, {"today": command.today.isoformat()})


class _Demo:
    """Makes up one clinic and writes it."""

    def __init__(
        self, transaction: Transaction, command: FillDemo, progress: Callable[[float], None]
    ) -> None:
        self._progress = progress
        self._connection = transaction.connection
        self._command = command
        self._bulk = str(command.command_id)
        self._site: Site = the_site(transaction, TheSite())
        self._zone: zoneinfo.ZoneInfo = zone_named(self._site.zone)
        self._today = command.today or local_date(transaction.now, self._zone)
        if command.today is None:
            self._now = to_seconds(transaction.now) // _BLOCK * _BLOCK
        else:
            shown = spans_of_local_window(self._today, _TIME_OF_DAY, 24 * 60, self._zone)
            self._now = to_seconds(shown[0].start if shown else day_start(self._today, self._zone))
        monday = self._today - dt.timedelta(days=self._today.weekday())
        ahead = max(1, command.weeks // _AHEAD)
        self._first = monday - dt.timedelta(weeks=command.weeks - ahead)
        self._booked_until = self._today + dt.timedelta(weeks=ahead)
        self._laid_until = self._booked_until + dt.timedelta(weeks=_LAID_WEEKS)
        self._numbers = {
            table: numbers(self._connection, table)
            for table in _COLUMNS
            if table not in (t.patient_word, t.appointment)
        }
        self._doctor_ids: list[int] = []
        self._rows: dict[Table, list[tuple[Any, ...]]] = defaultdict(list)
        self.written: dict[Table, int] = defaultdict(int)

    def _rng(self, what: str) -> random.Random:
        """Answer a generator of its own for each part: more patients don't change the hours."""
        return random.Random(f"{self._command.seed}:{what}")  # noqa: S311 - a made-up clinic needs no secrets

    def fill(self) -> None:
        """Write people, rooms, types, hours, blocks and visits."""
        doctors = demo_people.doctors(self._command.doctors)
        self._doctor_ids = [
            self._add_resource("doctor", one.name, one.specialty) for one in doctors
        ]
        for room in demo_people.ROOMS:
            self._add_resource("room", room, "")
        types = [
            self._add(t.appointment_type, kind.name, kind.minutes, kind.colour, self._bulk)
            for kind in demo_people.TYPES
        ]
        patients = self._add_patients()
        self._load()
        rota = iter(range(len(doctors)))
        plans = []
        for doctor_id, doctor in zip(self._doctor_ids, doctors, strict=True):
            turn = next(rota) if doctor.saturday else 0
            rules = rules_of(doctor, turn, self._first, self._today)
            plans.append((doctor_id, [(rule, self._add_rule(doctor_id, rule)) for rule in rules]))
        self._load()
        self._fill_days(plans, types, patients)
        self._load()

    def _add(self, table: Table, *values: object) -> int:
        number = next(self._numbers[table])
        self._rows[table].append((number, *values))
        return number

    def _add_resource(self, kind: str, name: str, specialty: str) -> int:
        return self._add(t.resource, kind, self._site.id, name, specialty, self._bulk)

    def _add_patients(self) -> list[int]:
        """Add patients, with the words under which they are found."""
        region = region_of(self._site.zone)
        ids = []
        made = demo_people.patients(self._rng("patients"), self._command.patients, self._today)
        for patient in made:
            number = self._add(t.patient, *patient, self._bulk)
            phones = json.loads(patient.phones)
            words = words_of_patient(patient.name, phones, patient.file_number, region)
            self._rows[t.patient_word] += [(word, number) for word in sorted(words)]
            ids.append(number)
            if len(self._rows[t.patient]) >= AT_ONCE:
                self._load()
        return ids

    def _add_rule(self, doctor_id: int, rule: Rule) -> int:
        """Add a rule, and say how far it is laid."""
        laid = self._laid_until if rule.until is None else min(rule.until, self._laid_until)
        return self._add(
            t.availability, doctor_id, self._site.id, str(rule.hours), BLOCK_MINUTES,
            rule.start.isoformat(), rule.until and rule.until.isoformat(), laid.isoformat(),
            self._bulk,
        )  # fmt: skip

    def _fill_days(
        self, plans: list[tuple[int, list[tuple[Rule, int]]]], types: list[int], patients: list[int]
    ) -> None:
        """Walk through the days, and through the doctors of each."""
        days = Days(self._rng("visits"), len(patients), self._today, self._now)
        windows = Windows(self._zone)
        day = self._first
        while day <= self._laid_until:
            days.begin(day)
            for doctor_id, rules in plans:
                rule, rule_id = next(pair for pair in rules if pair[0].covers(day))
                for window in windows.of(rule.hours, day):
                    visits = list(days.visits(window)) if day <= self._booked_until else []
                    heads = self._add_blocks(doctor_id, rule_id, window, visits)
                    self._rows[t.appointment] += [
                        (
                            visit.id, patients[visit.patient], types[visit.type], visit.status,
                            visit.status_at, visit.note, visit.reason, visit.cancelled_by, ORIGIN,
                            self._bulk, int(visit.holds), heads.get(visit.id), doctor_id,
                            visit.start, visit.start, visit.end, visit.end,
                        )
                        for visit in visits
                    ]  # fmt: skip
            if len(self._rows[t.block]) >= AT_ONCE:
                self._load()
                # The journal's share of the work comes behind the last day.
                self._progress(0.85 * (day - self._first) / (self._laid_until - self._first))
            day += dt.timedelta(days=1)

    def touch(self, transaction: Transaction) -> None:
        """Say where calendars must look."""
        span = TimeSpan(
            day_start(self._first, self._zone),
            day_start(self._laid_until + dt.timedelta(days=1), self._zone),
        )
        for doctor_id in self._doctor_ids:
            transaction.entry.touch("appointment", bulk.MANY, doctor_id, span)

    def _add_blocks(
        self, doctor_id: int, rule_id: int, window: Span, visits: list[DemoVisit]
    ) -> dict[str, int]:
        """Lay a window's blocks, claimed where a visit holds time; answer each visit's first."""
        holding = {visit.start: visit for visit in visits if visit.holds}
        heads: dict[str, int] = {}
        holder: DemoVisit | None = None
        for start in range(window.start, window.end - _BLOCK + 1, _BLOCK):
            number = next(self._numbers[t.block])
            if holder is not None and start >= holder.end:
                holder = None
            if start in holding:
                holder = holding[start]
                heads[holder.id] = number
            claim = (
                (None, None, None)
                if holder is None
                else (holder.id, None if start == holder.start else start, holder.end)
            )
            self._rows[t.block].append((number, doctor_id, rule_id, start, start + _BLOCK, *claim))
        return heads

    def _load(self) -> None:
        """Load what was gathered; whatever is referred to comes first."""
        for table, columns in _COLUMNS.items():
            rows = self._rows.pop(table, [])
            load(self._connection, table, columns, rows)
            self.written[table] += len(rows)
