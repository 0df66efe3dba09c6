"""The tables of what receptionists say, read into lines and what they mean."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, fields
from pathlib import Path

from clinic_desktop.domain.forms import Forms
from clinic_desktop.domain.saying.meaning import Meaning, Named, Reading, Vocabulary

TODAY = dt.date(2025, 11, 3)
LANGUAGES = {"english": "en", "german": "de", "french": "fr", "spanish": "es"}
_FOLDER = Path(__file__).parent.parent / "data" / "say"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _named(*names: str) -> tuple[Named, ...]:
    return tuple(Named(number, name) for number, name in enumerate(names, 1))


CLINIC = Vocabulary(
    _named(
        "Dr Anna Lee", "Dr Ben Kay", "Dr Clara Weber", "Dr Tom Weber", "Dr. Jürgen Müller",
        "Dr Jean Dupont", "Dra. Lucía García",
    ),
    _named(
        "Check-up", "Follow-up", "Vaccination", "First visit", "Kontrolle", "Impfung",
        "Erstgespräch", "Contrôle", "Vaccin", "Première consultation", "Revisión", "Vacuna",
        "Primera visita",
    ),
    _named("Room 2"),
    _named("Harbour", "Main Street"),
)  # fmt: skip


SUNDAY = dt.date(2025, 11, 2)
OTHER_CLINIC = Vocabulary(
    _named("Dr Lee", "Dr Cole", "Dr Nowak"),
    _named("Check-up", "First visit", "Vaccination", "Blood test"),
    _named("Room 1", "Room 2"),
)


@dataclass(frozen=True)
class Said:
    """A line of a table, in the forms of its place, and what it means: words as the table has."""

    language: str
    line: str
    forms: Forms
    means: frozenset[str]
    clinic: Vocabulary = CLINIC
    today: dt.date = TODAY

    @property
    def asks(self) -> bool:
        """Whether it can't be known."""
        return any(part.startswith("?") for part in self.means)


def table(name: str) -> list[Said]:
    """Answer the lines of one table."""
    found, forms = [], Forms()
    for row in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if row.startswith("# forms:"):
            forms = _forms(row)
            continue
        line, _, meaning = row.partition("|")
        means = frozenset(part.strip() for part in meaning.split(";"))
        found.append(Said(LANGUAGES[name], line.strip(), forms, means))
    return found


def of_others(name: str) -> list[Said]:
    """Answer the lines of a table by somebody who had not read the grammar: another clinic's."""
    found, language, forms = [], "", Forms()
    for row in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if row.startswith("# language:"):
            language = LANGUAGES[row.split()[-1]]
        elif row.startswith("# forms:"):
            forms = _forms(row)
        else:
            line, _, meaning = row.partition("|")
            means = frozenset(part.strip() for part in meaning.split(";"))
            found.append(Said(language, line.strip(), forms, means, OTHER_CLINIC, SUNDAY))
    return found


def _forms(row: str) -> Forms:
    match = re.fullmatch(r"# forms: (dmy|mdy|ymd) ([/.-]) (12|24)", row)
    assert match, row
    return Forms(match[1], match[2], match[3] == "12")  # type: ignore[arg-type] # one of the three


def written(reading: Reading) -> frozenset[str]:
    """Write a reading as the tables do."""
    if reading.questions:
        return frozenset(f"? {question.topic}" for question in reading.questions)
    meaning = reading.meaning
    parts = {_part(field.name, meaning) for field in fields(meaning)} - {""}
    if meaning.first is not None and meaning.first == meaning.last:
        parts -= {f"from={meaning.first}", f"until={meaning.last}"}
        parts.add(f"on={meaning.first}")
    return frozenset(parts)


_WORDS = {
    "first": "from",
    "last": "until",
    "minutes": "min",
    "doctors": "doctor",
    "weekdays": "days",
}


def _part(name: str, meaning: Meaning) -> str:
    value = getattr(meaning, name)
    word = _WORDS.get(name, name)
    if value in (None, "", (), False):
        return ""
    if name in ("soonest", "any_doctor"):
        return "soonest" if name == "soonest" else "doctor=any"
    if name == "weekdays":
        value = ",".join(_DAYS[day] for day in value)
    elif name in ("at", "after", "before"):
        value = f"{value // 60:02}:{value % 60:02}"
    elif name == "doctors":
        value = ",".join(one.name for one in value)
    return f"{word}={value.name if isinstance(value, Named) else value}"
