"""The clinic that window tests work in: the day of the origin case, in New York."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TypeVar

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.office import Command, Office
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AddDoctor,
    AddPatient,
    Name,
    PartialDate,
)
from clinic_desktop.domain.time import UTC, Clock
from clinic_desktop.settings import Settings

A = TypeVar("A")

ZONE = "America/New_York"
SUNDAY = dt.date(2025, 11, 2)
"""The clocks go back on this day."""
NOW = dt.datetime(2025, 11, 2, 15, 5, tzinfo=UTC)
"""10:05 in New York."""


def clock() -> dt.datetime:
    """Answer the moment at which all window tests play."""
    return NOW


def settings_of(
    database: str, folder: Path, *, station: str = "desk", actor: str = "ann"
) -> Settings:
    """Name a database as one PC's program does."""
    return Settings(
        database,
        actor,
        station,
        data_folder=folder / "data",
        state_folder=folder / station,
        log_folder=folder / "log",
        config_folder=folder / "config",
        theme="light",
    )


def done(office: Office, command: Command[A]) -> A:
    """Carry a command out, and wait."""
    return office.do(command).result(timeout=120).answer


def make(settings: Settings, now: Clock = clock) -> None:
    """Make the clinic: Dr Lee in blocks of an hour, Dr Cole in quarters, three patients."""
    # Not above: this module is also used where nothing may have loaded the database's libraries.
    from clinic_desktop import compose

    compose.create_clinic(settings, name="Elm Street", zone=ZONE, clock=now)
    office = compose.open_office(settings, clock=now, feed=False)
    try:
        fill(office)
    finally:
        office.close()


def fill(office: Office) -> None:
    """Take doctors on, give them hours, register patients."""
    for name, hours, minutes in (
        ("Dr Lee", "Mon-Fri 9-17; Sun 9-17", 60),
        ("Dr Cole", "Mon-Fri 9-12; Sun 9-12", 15),
    ):
        doctor = done(office, AddDoctor(name=name, specialty="General"))
        done(
            office,
            SetWeeklyHours(
                doctor_id=doctor.id,
                hours=WeeklyHours.parse(hours),
                block_minutes=minutes,
                start=dt.date(2025, 10, 27),
                until=dt.date(2025, 11, 30),
            ),
        )
    done(office, AddAppointmentType(name="Check-up", minutes=30, colour="#3b6fe8"))
    done(office, AddAppointmentType(name="Long talk", minutes=120, colour="#8a57d6"))
    for given, family, year, phone in (
        ("Ann", "Smith", 1980, "+1 212 555 0101"),
        ("Bob", "Stone", 1975, "+1 212 555 0102"),
        ("José", "Müller", 1990, "+1 212 555 0103"),
    ):
        command = AddPatient(
            name=Name(given, family), born=PartialDate(year, 3, 12), phones=(phone,)
        )
        done(office, command)
