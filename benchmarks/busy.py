"""Much of a clinic booked at once, in plain SQL; and a clinic that is busy on the present day."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3

import psycopg

from benchmarks.bench import Bench, Sample, done
from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.time import UTC, to_seconds

DOCTORS, PATIENTS = 6, 300
BOOKED_PERCENT = 70
IDS = {
    "sqlite": "printf('00000000-0000-4000-8000-%012d', id)",
    "postgresql": "('00000000-0000-4000-8000-' || lpad(id::text, 12, '0'))::uuid",
}
"""An appointment's id that follows from its block's."""


def book_much(engine: str, until: dt.datetime, patients: int = 1) -> tuple[str, str]:
    """Answer the SQL that books much of the time up to an instant, an appointment a block."""
    number = IDS[engine]
    busy = f"starts_at < {to_seconds(until)} AND (id * 7919) % 100 < {BOOKED_PERCENT}"
    insert = (
        "INSERT INTO appointment (id, patient_id, status, status_at, holds, block_id, resource_id,"
        f" held_from, starts_at, ends_at, held_until) SELECT {number}, id % {patients} + 1,"
        " 'booked', 0, 1, id, resource_id, starts_at, starts_at, ends_at, ends_at"
        f" FROM block WHERE {busy}"
    )
    return insert, f"UPDATE block SET appointment_id = {number}, until = ends_at WHERE {busy}"


def busy_clinic(bench: Bench, engine: str) -> str:
    """Make a clinic whose doctors work every day from last week on, most of it booked."""
    place = bench.clinic(engine, Sample(doctors=DOCTORS, patients=PATIENTS, weeks=0))
    now = dt.datetime.now(UTC).replace(microsecond=0)
    start, until = (now + dt.timedelta(days=days) for days in (-7, 14))
    with bench.office(place) as office:
        for doctor_id in range(1, DOCTORS + 1):
            hours = WeeklyHours.parse("Mon-Sun 8-18")
            command = SetWeeklyHours(
                doctor_id=doctor_id, hours=hours, start=start.date(), until=until.date()
            )
            done(office, command)
    booking = book_much(engine, until, PATIENTS)
    if engine == "postgresql":
        with psycopg.connect(place) as connection:
            for sql in booking:
                connection.execute(sql.encode())
        return place
    with contextlib.closing(sqlite3.connect(place, isolation_level=None)) as file:
        for sql in ("PRAGMA foreign_keys = ON", "BEGIN", *booking, "COMMIT"):
            file.execute(sql)
    return place
