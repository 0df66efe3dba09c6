"""A small clinic with every kind of appointment in it, quickly made anew on either engine.

Dr Lee (1) and Dr Kay (2) work on Sunday 2 November 2025 from 9 to 17 in blocks of half an hour,
room 3 has no hours. Dr Lee's day: appointment a0 at 9:00; a1 from 10:00 to 11:30, three blocks;
a2 at 12:00, cancelled; a3 at 9:00 as well, over-booked in a lane below zero. Dr Kay's: a4 from
15:00 to 16:00, with room 3 and one of the two devices 4; a5 at 16:00, with room 3, cancelled.
"""

from __future__ import annotations

import datetime as dt
import functools
import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from clinic_desktop import compose
from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import (
    BookBlock,
    CancelAppointment,
    CancelReason,
    Problem,
    Verified,
    Verify,
)
from clinic_desktop.domain.office import Command, Office
from clinic_desktop.domain.people import AddDoctor, AddEquipment, AddPatient, AddRoom, Name
from clinic_desktop.scheduling import appointments
from clinic_desktop.storage.database import Transaction
from clinic_desktop.storage.tables import appointment, block
from tests.engines import Place, settings, sqlite_bytes, the_server

DAY = dt.date(2025, 11, 2)
START = dt.datetime(2025, 11, 2, 14, 0, tzinfo=dt.UTC)
"""Nine o'clock in New York."""
HALF = dt.timedelta(minutes=30)
IDS = tuple(UUID(f"{n}0000000-0000-4000-8000-00000000000{n}") for n in range(10))
WORLD = "world_clinic"
BY_HAND = ("unexplained_row", "changed_row")
"""What verify says of a legal state that someone wrote past the program."""


def answered(future: Future[Any]) -> Any:  # noqa: ANN401 - any answer
    """Wait for a command's or a query's answer."""
    return future.result(60).answer


def fill(office: Office) -> None:
    """Make the doctors, the patients and their appointments."""
    do: Any = lambda command: answered(office.do(command))  # noqa: E731 - short for what follows
    do(AddDoctor(name="Dr Lee"))
    do(AddDoctor(name="Dr Kay"))
    do(AddRoom(name="Room 1"))
    do(AddEquipment(name="Ultrasound", units=2))
    for given in ("Ann", "Ben", "Cem", "Dia"):
        do(AddPatient(name=Name(given, "Smith")))
    hours = WeeklyHours.parse("Sun 9-17")
    for doctor in (1, 2):
        do(SetWeeklyHours(doctor_id=doctor, hours=hours, block_minutes=30, start=DAY, until=DAY))
    for number, patient, first, blocks in ((0, 1, 0, 1), (1, 2, 2, 3), (2, 3, 6, 1)):
        at = START + first * HALF
        do(
            BookBlock(
                patient_id=patient, doctor_id=1, start=at, end=at + blocks * HALF,
                appointment_id=IDS[number],
            )
        )  # fmt: skip
    do(CancelAppointment(appointment_id=IDS[2], reason=CancelReason.CLINIC))
    for number, first, blocks, others in ((4, 12, 2, (3, 4)), (5, 14, 1, (3,))):
        at = START + first * HALF
        do(
            BookBlock(
                patient_id=4, doctor_id=2, start=at, end=at + blocks * HALF,
                appointment_id=IDS[number], with_ids=others,
            )
        )  # fmt: skip
    do(CancelAppointment(appointment_id=IDS[5], reason=CancelReason.CLINIC))


def over_book(place: Place) -> None:
    """Book a3 beside a0, as a deliberate over-booking is stored."""
    command: Command[None] = Command()

    def work(transaction: Transaction) -> None:
        times = {"held_from": START, "starts_at": START, "ends_at": START + HALF}
        made = block.insert().values(
            resource_id=1, lane=-1, starts_at=START, ends_at=START + HALF,
            appointment_id=IDS[3], until=START + HALF,
        )  # fmt: skip
        number = transaction.connection.execute(made.returning(block.c.id)).scalar_one()
        transaction.connection.execute(
            appointment.insert().values(
                id=IDS[3], patient_id=4, status="booked", status_at=transaction.now, holds=1,
                block_id=number, resource_id=1, held_until=START + HALF,
                overbooked="Acute pain", **times,
            )
        )  # fmt: skip
        appointments.record(transaction, None, appointments.load(transaction, IDS[3]))

    with place.database() as database:
        database.write(command, work)


def build(place: Place) -> None:
    """Fill an empty clinic."""
    with place.office() as office:
        fill(office)
    over_book(place)


@functools.cache
def world_bytes() -> bytes:
    """The clinic as a file's bytes."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "clinic.db"
        file.write_bytes(sqlite_bytes())
        build(Place(str(file), "sqlite", Path(folder) / "user"))
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return file.read_bytes()


@functools.cache
def world_template() -> str:
    """The clinic as a template on the server of this run."""
    import tempfile

    server = the_server()
    server.admin(f"CREATE DATABASE {WORLD} TEMPLATE template_clinic OWNER clinic")
    with tempfile.TemporaryDirectory() as folder:
        build(Place(server.url(WORLD), "postgresql", Path(folder)))
    return WORLD


@contextmanager
def world(engine: str, folder: Path) -> Iterator[Place]:
    """Make the clinic anew on an engine."""
    if engine == "sqlite":
        file = folder / "clinic.db"
        for old in folder.glob("clinic.db*"):
            old.unlink()
        file.write_bytes(world_bytes())
        yield Place(str(file), "sqlite", folder / "user")
        return
    with the_server().database(world_template()) as name:
        yield Place(the_server().url(name), "postgresql", folder / "user")


def verified(place: Place) -> Verified:
    """Have everything checked, whatever the schema looks like."""
    office = compose.open_office(
        settings(place.url, place.folder), feed=False, any_fingerprint=True
    )
    try:
        found: Verified = answered(office.ask(Verify()))
    finally:
        office.close()
    return found


def codes(problems: tuple[Problem, ...]) -> set[str]:
    """The codes of problems."""
    return {problem.code for problem in problems}


@contextmanager
def raw(place: Place, *, foreign_keys: bool = True) -> Iterator[Any]:
    """Open the database by the bare driver, without a transaction."""
    if place.engine == "sqlite":
        with closing(sqlite3.connect(place.file, isolation_level=None, timeout=10)) as connection:
            connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
            yield connection
        return
    with closing(psycopg.connect(place.url, autocommit=True)) as connection:
        yield connection


def schedule(place: Place) -> dict[str, tuple[object, ...]]:
    """What must not be lost: each appointment with its times, its patient and its blocks."""
    sql = """
SELECT CAST(a.id AS TEXT), a.patient_id, a.resource_id, a.starts_at, a.ends_at, a.holds,
       (SELECT count(*) FROM block b WHERE b.appointment_id = a.id),
       (SELECT min(b.starts_at) FROM block b WHERE b.appointment_id = a.id)
  FROM appointment a"""
    with raw(place) as connection:
        return {row[0]: tuple(row[1:]) for row in connection.execute(sql).fetchall()}
