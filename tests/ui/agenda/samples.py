"""Made-up agendas: full days of doctors, without a database."""

from __future__ import annotations

import datetime as dt
import random
import zoneinfo
from collections.abc import Sequence
from uuid import UUID

from clinic_desktop.domain.booking import Agenda, Appointment, AppointmentStatus, Block
from clinic_desktop.domain.people import Doctor
from clinic_desktop.domain.time import UTC, day_span

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
FALL_BACK = dt.date(2025, 11, 2)
SPRING_FORWARD = dt.date(2025, 3, 9)
PLAIN = dt.date(2025, 6, 3)

DOCTORS = tuple(
    Doctor(number, f"Dr {name}", specialty)
    for number, (name, specialty) in enumerate(
        (
            ("Haddad", "General"),
            ("Okafor", "Cardiology"),
            ("Moreau", "Pediatrics"),
            ("Tanaka", "General"),
            ("Silva", "Dermatology"),
            ("Weber", "Orthopedics"),
            ("Novak", "General"),
            ("Khalil", "Gynecology"),
            ("Jensen", "ENT"),
            ("Rossi", "Neurology"),
            ("Brandt", "General"),
            ("Costa", "Dental"),
        ),
        1,
    )
)
TYPES = (
    ("Check-up", "#3b6fe8"),
    ("Follow-up", "#0f9d7a"),
    ("Vaccination", "#8a57d6"),
    ("Procedure", "#d9772b"),
    ("Urgent", "#d64550"),
    ("Telehealth", "#1590b0"),
)
GIVEN = ("Amina", "Liam", "Emma", "Omar", "Yara", "Noah", "Zoe", "Ivan", "Mia", "Bartholomew")
FAMILY = ("Haddad", "Smith", "Moreau", "Novak", "Costa", "Khalil", "Featherstonehaugh", "Weber")


def at(day: dt.date, text: str, zone: zoneinfo.ZoneInfo = NEW_YORK, fold: int = 0) -> dt.datetime:
    """Answer the UTC instant of a local ``HH:MM``; 24:00 is the next midnight."""
    hour, minute = (int(part) for part in text.split(":"))
    local = dt.datetime.combine(day + dt.timedelta(days=hour // 24), dt.time(hour % 24, minute))
    return local.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def block(number: int, doctor: Doctor, day: dt.date, start: str, end: str) -> Block:
    """Answer a free block between two local times."""
    return Block(number, doctor.id, doctor.name, at(day, start), at(day, end))


def visit(  # noqa: PLR0913 - a visit has many sides
    number: int,
    doctor: Doctor,
    day: dt.date,
    start: str,
    end: str,
    *,
    patient: str = "Ann Smith",
    status: AppointmentStatus = AppointmentStatus.BOOKED,
    holds: bool = True,
    block_ids: tuple[int, ...] = (),
    kind: tuple[str, str] = TYPES[0],
) -> Appointment:
    """Answer a visit between two local times, whose blocks are all as long."""
    begin, length = at(day, start), at(day, end) - at(day, start)
    return Appointment(
        id=UUID(int=number),
        patient_id=number,
        patient=patient,
        doctor_id=doctor.id,
        doctor=doctor.name,
        start=at(day, start),
        end=at(day, end),
        status=status,
        holds=holds,
        version=1,
        block_ids=block_ids,
        block_starts=tuple(begin + n * length / len(block_ids) for n in range(len(block_ids))),
        type=kind[0],
        colour=kind[1],
    )


def clock(minute: int) -> str:
    """Answer ``HH:MM`` of minutes from midnight."""
    return f"{minute // 60:02}:{minute % 60:02}"


def full_day(doctors: Sequence[Doctor], day: dt.date, seed: int = 1, rows: int = 42) -> Agenda:
    """Answer a day of ``rows`` quarter hours from 8 o'clock for each doctor, one in four free."""
    dice = random.Random(seed)  # noqa: S311 - made-up patients
    free, visits = [], []
    for doctor in doctors:
        for row in range(rows):
            number = doctor.id * 1000 + row
            minute = 480 + 15 * row
            start, end = clock(minute), clock(minute + 15)
            if dice.random() < 0.25:
                free.append(block(number, doctor, day, start, end))
            else:
                patient = f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}"
                status = dice.choice([s for s in AppointmentStatus if s != "cancelled"])
                kind = dice.choice(TYPES)
                made = visit(
                    number, doctor, day, start, end, patient=patient, status=status, kind=kind,
                    block_ids=(number,),
                )  # fmt: skip
                visits.append(made)
    return Agenda(day_span(day, NEW_YORK), None, tuple(free), tuple(visits))
