"""Who the demo clinic is made of: its doctors and their hours, its rooms, types and patients.

Nobody in it exists: phones lie in ranges kept for fiction (555-01xx), e-mails at example.org.
"""

from __future__ import annotations

import datetime as dt
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from clinic_desktop.domain.people import plain
from clinic_desktop.settings import resources
from clinic_desktop.storage.columns import canonical


@dataclass(frozen=True, slots=True)
class DemoDoctor:
    """A doctor's weekly hours, and the Saturday hours of the quarters in which it is their turn."""

    name: str
    specialty: str
    hours: str
    saturday: str = ""


DOCTORS = (
    DemoDoctor("Dr Haddad", "General practice", "Mon-Fri 8-12, 13-17", "Sat 9-12"),
    DemoDoctor("Dr Okafor", "Cardiology", "Mon-Thu 8-12, 13-17; Fri 8-12"),
    DemoDoctor("Dr Moreau", "Pediatrics", "Mon-Fri 8-12:30, 13:30-16:30", "Sat 9-13"),
    DemoDoctor("Dr Tanaka", "General practice", "Mon-Wed 8-12, 12:30-16:30; Fri 8-12"),
    DemoDoctor("Dr Silva", "Dermatology", "Mon,Tue,Thu,Fri 9-13, 14-18"),
    DemoDoctor("Dr Weber", "Orthopedics", "Mon-Fri 8-11:30, 12:30-17"),
    DemoDoctor("Dr Novak", "General practice", "Mon,Wed,Thu 8-12, 13-17; Tue 13-20", "Sat 9-12"),
    DemoDoctor("Dr Khalil", "Gynecology", "Mon-Thu 8:30-12:30, 13:30-17; Fri 8:30-13"),
    DemoDoctor("Dr Jensen", "ENT", "Mon-Wed,Fri 8-12, 13-16; Thu 14-20"),
    DemoDoctor("Dr Rossi", "Neurology", "Mon,Wed,Fri 8:30-12:30, 14-17"),
    DemoDoctor("Dr Brandt", "General practice", "Mon-Fri 8-12:30, 13:15-17", "Sat 9-12"),
    DemoDoctor("Dr Costa", "Dental", "Mon-Fri 8-12, 13-17:30"),
)
"""Lunch at different hours, part-timers, two evening surgeries, a Saturday rota of four."""
MORE_DOCTORS = (
    "Lindqvist", "Mbeki", "Kowalski", "Farahani", "Nguyen", "Petrov", "Garcia", "Yamada", "Cohen",
    "Sharma", "Dubois", "Papadakis", "Öztürk", "Larsen", "Kim", "Fernandes", "Horvat", "Adeyemi",
)  # fmt: skip
ROOMS = ("Room 1", "Room 2", "Treatment room")


@dataclass(frozen=True, slots=True)
class DemoType:
    """A kind of visit; ``share`` is how often it comes up."""

    name: str
    minutes: int
    colour: str
    share: int


TYPES = (
    DemoType("Check-up", 30, "#3b6fe8", 34),
    DemoType("Follow-up", 15, "#8a57d6", 22),
    DemoType("First visit", 45, "#d9772b", 12),
    DemoType("Procedure", 60, "#a0522d", 10),
    DemoType("Vaccination", 15, "#b1479b", 6),
    DemoType("Telehealth", 30, "#1590b0", 11),
    DemoType("Urgent", 15, "#d64550", 5),
)
"""Their hues lie far apart, and none is near the green that free time may be shown in."""

NOTES = (
    "Brings X-rays", "Needs an interpreter", "Comes by wheelchair: ground floor",
    "Bring vaccination card",
    "Call before: may be late", "Results are in", "Fasting blood sample first", "Prefers mornings",
    "Accompanied by daughter", "Repeat prescription", "New insurance card", "Hard of hearing",
)  # fmt: skip
_AREAS = (
    201, 202, 206, 212, 213, 214, 215, 216, 301, 303, 305, 312, 313, 314, 404, 408, 410, 412,
    415, 503, 504, 512, 513, 602, 612, 614, 617, 619, 702, 713, 718, 801, 804, 808, 901, 919,
)  # fmt: skip


def doctors(count: int) -> list[DemoDoctor]:
    """Answer that many doctors; behind the first dozen they share hours with those before."""
    made = list(DOCTORS[:count])
    for number in range(len(DOCTORS), count):
        model = DOCTORS[number % len(DOCTORS)]
        turn, place = divmod(number - len(DOCTORS), len(MORE_DOCTORS))
        name = f"Dr {MORE_DOCTORS[place]}" + (f" {turn + 1}" if turn else "")
        made.append(DemoDoctor(name, model.specialty, model.hours, model.saturday))
    return made


class DemoPatient(NamedTuple):
    """A patient, as the columns have it; ``phones`` is JSON."""

    given: str
    family: str
    name: str
    born_year: int
    born_month: int | None
    born_day: int | None
    sex: str
    phones: str
    email: str
    language: str
    note: str
    file_number: str


def patients(rng: random.Random, count: int, today: dt.date) -> Iterator[DemoPatient]:
    """Answer that many patients of every age and many scripts."""
    languages = _languages()
    shares = [language["share"] for language in languages]
    for number in range(1, count + 1):
        language = rng.choices(languages, shares)[0]
        sex = rng.choice(("female", "male"))
        given, family = rng.choice(language[sex]), rng.choice(language["family"])
        joint = "" if language.get("joined") else " "
        shown = (family, given) if language.get("family_first") else (given, family)
        born = today - dt.timedelta(days=int(rng.triangular(20, 34_000, 15_000)))
        # Of some people only the year is known, as in any real file.
        exact = rng.random() < 0.97  # noqa: PLR2004 - a share
        yield DemoPatient(
            given, family, joint.join(shown), born.year, born.month if exact else None,
            born.day if exact else None, sex, canonical(_phones(rng)),
            _email(rng, given, family, number), language["code"],
            rng.choice(NOTES) if rng.random() < 0.03 else "", f"D{number:05}",  # noqa: PLR2004 - a share
        )  # fmt: skip


def _languages() -> list[dict[str, Any]]:
    content = (resources() / "demo" / "names.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(content)["language"]
    for language in found:
        for part in ("female", "male", "family"):
            language[part] = language[part].split()
    return found


def _phones(rng: random.Random) -> list[str]:
    """Answer one number, now and then none or two."""
    count = rng.choices((0, 1, 2), (2, 88, 10))[0]
    return [f"+1 {rng.choice(_AREAS)}-555-01{rng.randrange(100):02}" for _ in range(count)]


def _email(rng: random.Random, given: str, family: str, number: int) -> str:
    """Answer an address for two in three; a name in another script gives a number instead."""
    if rng.random() > 0.65:  # noqa: PLR2004 - a share
        return ""
    letters = ["".join(char for char in plain(name) if char.isascii() and char.isalnum())
               for name in (given, family)]  # fmt: skip
    return f"{'.'.join(letters) if all(letters) else 'patient'}.{number}@example.org"
