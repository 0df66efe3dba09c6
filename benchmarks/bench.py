"""What one run needs: a folder, sample clinics on both engines, one PostgreSQL server."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import uuid4

from benchmarks.server import Server
from clinic_desktop.compose import create_clinic, open_office
from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import Block, Blocks
from clinic_desktop.domain.office import Command, Office, Query
from clinic_desktop.domain.people import AddDoctor, AddPatient, Name
from clinic_desktop.domain.time import UTC, TimeSpan
from clinic_desktop.scheduling.office import ClinicOffice
from clinic_desktop.settings import Settings
from clinic_desktop.storage.database import Database

A = TypeVar("A")

ZONE = "America/New_York"
NOW = dt.datetime(2026, 1, 5, 13, tzinfo=UTC)
"""A Monday morning in the clinic; every sample begins that day."""
FIRST_DAY = dt.date(2026, 1, 5)
EVER = TimeSpan(dt.datetime(2000, 1, 1, tzinfo=UTC), dt.datetime(2200, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Sample:
    """How large a sample clinic is."""

    doctors: int
    patients: int
    weeks: int
    hours: str = "Mon-Fri 8-18"


SMALL = Sample(doctors=6, patients=300, weeks=12)
"""A small practice: 14,400 blocks of a quarter of an hour."""


class Bench:
    """The run's folder, and what was made in it so far; everything goes at its end."""

    def __init__(self, *, large: bool) -> None:
        """Make the folder where the system keeps passing things."""
        self.large = large
        self._closing = ExitStack()
        self.folder = Path(self._closing.enter_context(tempfile.TemporaryDirectory(prefix="bench")))
        self._templates: dict[tuple[str, Sample], str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.close()

    @cached_property
    def server(self) -> Server:
        """The PostgreSQL server, started when first needed."""
        server = Server(self.folder)
        self._closing.callback(server.stop)
        return server

    def settings(self, database: str) -> Settings:
        """Name a database, and folders of the run's own."""
        return Settings(database, "bench", "desk", *(self.folder,) * 4)

    def clinic(self, engine: str, sample: Sample) -> str:
        """Make a clinic like the sample's, and answer where it is; each call makes another."""
        template = self._template(engine, sample)
        name = f"c{uuid4().hex[:12]}"
        if engine == "postgresql":
            return self.server.create(name, template)
        file = self.folder / f"{name}.db"
        shutil.copy(template, file)
        return str(file)

    def _template(self, engine: str, sample: Sample) -> str:
        """Make the sample once an engine: by the program's own commands."""
        made = self._templates.get((engine, sample))
        if made is not None:
            return made
        name = f"t{uuid4().hex[:12]}"
        on_server = engine == "postgresql"
        place = self.server.create(name) if on_server else str(self.folder / f"{name}.db")
        create_clinic(self.settings(place), name="Elm Street", zone=ZONE, clock=lambda: NOW)
        with self.office(place) as office:
            fill(office, sample)
        if not on_server:
            with contextlib.closing(sqlite3.connect(place)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._templates[engine, sample] = name if on_server else place
        return self._templates[engine, sample]

    @contextlib.contextmanager
    def office(self, place: str) -> Iterator[ClinicOffice]:
        """Open the program's office on a database."""
        office = open_office(self.settings(place), clock=lambda: NOW, feed=False)
        try:
            if not isinstance(office, ClinicOffice):
                raise TypeError(office)
            yield office
        finally:
            office.close()


def fill(office: Office, sample: Sample) -> None:
    """Add the sample's doctors, patients and blocks."""
    for number in range(sample.patients):
        done(office, AddPatient(name=Name(given=f"Ann {number}", family=f"Smith {number % 97}")))
    for number in range(sample.doctors):
        doctor = done(office, AddDoctor(name=f"Dr Lee {number}"))
        if not sample.weeks:
            continue
        done(
            office,
            SetWeeklyHours(
                doctor_id=doctor.id,
                hours=WeeklyHours.parse(sample.hours),
                start=FIRST_DAY,
                until=FIRST_DAY + dt.timedelta(weeks=sample.weeks, days=-1),
            ),
        )


def done(office: Office, command: Command[A]) -> A:
    """Carry a command out and wait for its answer."""
    return office.do(command).result(timeout=120).answer


def answer(office: Office, query: Query[A]) -> A:
    """Ask and wait for the answer."""
    return office.ask(query).result(timeout=120).answer


def free_blocks(office: Office) -> list[Block]:
    """Answer every free block of a clinic, by start, then doctor."""
    return list(answer(office, Blocks(span=EVER)))


def database_of(office: ClinicOffice) -> Database:
    """Answer the database under an office, to look at its live connections."""
    database = vars(office)["_database"]
    if not isinstance(database, Database):
        raise TypeError(database)
    return database


def rows_in(connection: Any, tables: tuple[str, ...]) -> dict[str, int]:  # noqa: ANN401 - of either driver
    """Count rows by a bare connection; ``where`` conditions may follow a table's name."""
    found = {}
    for table in tables:
        cursor = connection.execute(f"SELECT count(*) FROM {table}")
        found[table] = int(cursor.fetchone()[0])
    return found
