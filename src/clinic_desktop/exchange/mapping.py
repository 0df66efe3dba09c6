"""Mappings: TOML files that say what the columns of another program's file mean.

``docs/import.md`` tells the whole form. A mapping is read here into plain values, and everything
that is wrong with it is told at once; ``fields`` then binds it to the columns of one file.
"""

from __future__ import annotations

import codecs
import datetime as dt
import tomllib
import zoneinfo
from collections.abc import Mapping as Words
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.time import zone_named
from clinic_desktop.settings import resources

DATES = ("ymd", "dmy", "mdy")
OFFSETS = ("keep", "ignore")
CLINIC_ZONE = "clinic"
"""A mapping's zone that stands for the clinic's own."""
MINUTES_OF_DAY = 24 * 60
OLDEST = 110
"""Above this age (and below 0) a file is not believed, unless its mapping says otherwise."""
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Source:
    """Where one value comes from: a column, a constant, or a template with columns in braces.

    ``words`` turns what the file says into what is meant; a word it lacks becomes ``otherwise``, or
    refuses the row when that is None. ``tidy`` makes ``follow_up`` into ``Follow up``.
    """

    column: str = ""
    constant: str = ""
    template: str = ""
    words: Words[str, str] | None = None
    otherwise: str | None = None
    tidy: bool = False


Sources = tuple[Source, ...]
"""The first that has a value counts."""


@dataclass(frozen=True, slots=True)
class Companion:
    """A CSV beside the file: its rows are looked up by ``key``, with the file's column ``of``."""

    name: str
    file: str
    key: str
    of: str


@dataclass(frozen=True, slots=True)
class Form:
    """How the file and its companions are written."""

    encoding: str = "utf-8"
    separator: str = ","
    zone: str = CLINIC_ZONE
    dates: str = "ymd"
    ignore_offsets: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """For a file that knows days only: each doctor's day in its order, minutes of the day."""

    begin: int
    end: int
    every: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping as read: the sources of every field, by ``visit``, ``patient`` and ``doctor``."""

    name: str
    form: Form
    companions: tuple[Companion, ...]
    visit: Words[str, Sources]
    patient: Words[str, Sources]
    doctor: Words[str, Sources]
    sequence: Sequence | None
    placeholder: bool
    oldest: int


FIELDS: dict[str, tuple[str, ...]] = {
    "visit": (
        "id", "start", "end", "date", "minutes", "status", "status_at", "booked_at", "type", "note",
        "reason", "cancelled_by", "replaces",
    ),
    "patient": (
        "id", "name", "given", "family", "born", "age", "sex", "phone", "email", "language", "note",
        "file_number",
    ),
    "doctor": ("name", "specialty"),
}  # fmt: skip
"""Every field that a mapping may fill."""
_SETTINGS = {
    "visit": ("from", "until", "every"),
    "patient": ("placeholder", "oldest"),
    "doctor": (),
}
_TOP = ("name", "file", "companions", "visit", "patient", "doctor")
_FILE = ("encoding", "separator", "zone", "dates", "offsets")
_SOURCE = ("column", "constant", "template", "map", "otherwise", "tidy")
_COMPANION = ("file", "key", "of")


def shipped() -> dict[str, Path]:
    """Answer the mappings that come with the program, by name."""
    return {path.stem: path for path in sorted((resources() / "mappings").glob("*.toml"))}


def read_mapping(named: str) -> Mapping:
    """Read a mapping: the name of one that ships with the program, or a TOML file's path.

    Raises:
        Refusal: ``unknown_mapping``, or ``bad_mapping`` for everything that is wrong in it.

    """
    path = shipped().get(named) or Path(named).expanduser()
    try:
        content = path.read_bytes()
    except OSError as error:
        message = (
            f"There is no mapping “{named}”. Use one of {', '.join(shipped())}, or the path of a "
            "TOML file that you wrote."
        )
        facts = {"mapping": named, "mappings": list(shipped())}
        raise Refusal(Reason("unknown_mapping", message, facts)) from error
    try:
        document = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"The mapping {path.name} can't be read as TOML: {error}."
        raise Refusal(Reason("bad_mapping", message, {"mapping": named})) from error
    return _Reader(document, path).mapping()


class _Reader:
    """Reads one mapping and gathers what is wrong with it."""

    def __init__(self, document: dict[str, Any], path: Path) -> None:
        self._document = document
        self._path = path
        self._wrong: list[str] = []

    def mapping(self) -> Mapping:
        """Answer the mapping, or refuse it with every reason."""
        self._known(self._document, _TOP, "the mapping")
        name = self._text(self._document.get("name", self._path.stem), "name")
        if not 0 < len(name) <= LONGEST_NAME:
            self._wrong.append(f"The name must have 1 to {LONGEST_NAME} letters")
        form = self._form(self._table(self._document, "file"))
        companions = self._companions(self._table(self._document, "companions"))
        sections = {section: self._fields(section) for section in FIELDS}
        visit, patient = (self._table(self._document, key) for key in ("visit", "patient"))
        made = Mapping(
            name, form, companions, sections["visit"], sections["patient"], sections["doctor"],
            self._sequence(visit), self._flag(patient.get("placeholder", False), "placeholder"),
            self._number(patient.get("oldest", OLDEST), "oldest", 1, 200),
        )  # fmt: skip
        self._check_whole(made)
        if self._wrong:
            where = {"mapping": self._path.name}
            reasons = [
                Reason("bad_mapping", f"{self._path.name}: {wrong}.", where)
                for wrong in self._wrong
            ]
            raise Refusal(*reasons)
        return made

    def _check_whole(self, mapping: Mapping) -> None:
        """Say which fields are missing, and which exclude each other."""
        visit, patient = mapping.visit, mapping.patient
        needed = {
            "[visit] needs id: what the file calls a visit": "id" in visit,
            "[visit] needs status": "status" in visit,
            "[visit] needs start, or date with from and every": ("start" in visit)
            != ("date" in visit),
            "[visit] needs from and every beside date, and only there": ("date" in visit)
            == (mapping.sequence is not None),
            "[visit] needs minutes or end": bool(
                {"minutes", "end"} & set(visit) or mapping.sequence
            ),
            "[patient] needs id: what the file calls a patient": "id" in patient,
            "[patient] needs name, or given and family": bool(
                {"name", "given", "family"} & set(patient)
            ),
            "[patient] takes born or age, not both": not {"born", "age"} <= set(patient),
            "[doctor] needs name": "name" in mapping.doctor,
        }
        self._wrong += [told for told, holds in needed.items() if not holds]

    def _form(self, table: dict[str, Any]) -> Form:
        """Read ``[file]``."""
        self._known(table, _FILE, "[file]")
        form = Form(
            encoding=self._text(table.get("encoding", "utf-8"), "encoding"),
            separator=self._text(table.get("separator", ","), "separator"),
            zone=self._text(table.get("zone", CLINIC_ZONE), "zone"),
            dates=self._one_of(table.get("dates", "ymd"), "dates", DATES),
            ignore_offsets=self._one_of(table.get("offsets", "keep"), "offsets", OFFSETS)
            == "ignore",
        )
        try:
            codecs.lookup(form.encoding)
        except LookupError:
            self._wrong.append(f"There is no encoding “{form.encoding}”")
        if len(form.separator) != 1 or form.separator in '"\r\n':
            self._wrong.append("The separator must be one character")
        if form.zone != CLINIC_ZONE:
            try:
                zone_named(form.zone)
            except Refusal as refusal:
                self._wrong.append(refusal.message.rstrip("."))
        return form

    def _companions(self, table: dict[str, Any]) -> tuple[Companion, ...]:
        """Read ``[companions.…]``."""
        made = []
        for name in table:
            about, where = self._table(table, name), f"[companions.{name}]"
            self._known(about, _COMPANION, where)
            file, key = (
                self._text(about.get(part, ""), f"{where} {part}") for part in _COMPANION[:2]
            )
            if not file or not key:
                self._wrong.append(f"{where} needs file and key")
            if Path(file).name != file:
                self._wrong.append(f"{where} file must be a bare name, without a folder")
            made.append(Companion(name, file, key, self._text(about.get("of", key), f"{where} of")))
        return tuple(made)

    def _fields(self, section: str) -> dict[str, Sources]:
        """Read the fields of a section."""
        table = self._table(self._document, section)
        self._known(table, FIELDS[section] + _SETTINGS[section], f"[{section}]")
        return {
            name: self._sources(value, f"[{section}] {name}")
            for name, value in table.items()
            if name in FIELDS[section]
        }

    def _sources(self, value: object, where: str) -> Sources:
        """Read a field: a column's name, a template, a number, a table, or a list of these."""
        if isinstance(value, list):
            return tuple(self._source(one, where) for one in value)
        return (self._source(value, where),)

    def _source(self, value: object, where: str) -> Source:
        if isinstance(value, bool) or not isinstance(value, str | int | dict):
            self._wrong.append(f"{where} is neither a column nor a table")
            return Source()
        if isinstance(value, int):
            return Source(constant=str(value))
        if isinstance(value, str):
            return Source(template=value) if "{" in value else Source(column=value)
        self._known(value, _SOURCE, where)
        if sum(key in value for key in _SOURCE[:3]) != 1:
            self._wrong.append(f"{where} needs exactly one of column, constant and template")
        words = value.get("map")
        if words is not None and not isinstance(words, dict):
            self._wrong.append(f"{where} map is no table")
            words = None
        otherwise = value.get("otherwise")
        column, constant, template = (
            self._text(value.get(key, ""), f"{where} {key}") for key in _SOURCE[:3]
        )
        if words is not None:
            words = {key: self._text(word, f"{where} map") for key, word in words.items()}
        return Source(
            column, constant, template, words,
            None if otherwise is None else self._text(otherwise, f"{where} otherwise"),
            self._flag(value.get("tidy", False), f"{where} tidy"),
        )  # fmt: skip

    def _sequence(self, visit: dict[str, Any]) -> Sequence | None:
        """Read ``from``, ``until`` and ``every``."""
        if "from" not in visit and "every" not in visit:
            return None
        begin = self._time(visit.get("from", ""), "from")
        end = self._time(visit.get("until", "24:00"), "until")
        every = self._number(visit.get("every", 0), "every", 1, MINUTES_OF_DAY)
        if begin + every > end:
            self._wrong.append("[visit] from and until leave no time for a visit")
        return Sequence(begin, end, every)

    def _time(self, value: object, where: str) -> int:
        """Read a time of day as minutes; TOML's own times are taken as well."""
        if isinstance(value, dt.time):
            return value.hour * 60 + value.minute
        hour, _, minute = str(value).partition(":")
        if hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit():
            minutes = int(hour) * 60 + int(minute)
            if int(minute) < 60 and minutes <= MINUTES_OF_DAY:  # noqa: PLR2004 - minutes of an hour
                return minutes
        self._wrong.append(f"[visit] {where} must be a time such as 08:00")
        return 0

    def _known(self, table: dict[str, Any], known: tuple[str, ...], where: str) -> None:
        """Say which words nobody knows; a misspelt one must not be passed over."""
        self._wrong += [
            f"{where} has “{word}”, which nothing reads; it may have {', '.join(known)}"
            for word in table
            if word not in known
        ]

    def _table(self, table: dict[str, Any], key: str) -> dict[str, Any]:
        found = table.get(key, {})
        if isinstance(found, dict):
            return found
        self._wrong.append(f"“{key}” must be a table")
        return {}

    def _text(self, value: object, where: str) -> str:
        if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value)
        self._wrong.append(f"{where} must be text")
        return ""

    def _flag(self, value: object, where: str) -> bool:
        if not isinstance(value, bool):
            self._wrong.append(f"{where} must be true or false")
        return value is True

    def _number(self, value: object, where: str, least: int, most: int) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self._wrong.append(f"“{where}” must be a whole number, {least} to {most}")
        return least

    def _one_of(self, value: object, where: str, choices: tuple[str, ...]) -> str:
        if value not in choices:
            self._wrong.append(f"“{where}” must be one of {', '.join(choices)}")
            return choices[0]
        return str(value)


def zone_of_form(form: Form, clinic: zoneinfo.ZoneInfo) -> zoneinfo.ZoneInfo:
    """Answer the zone in which a file's times are meant."""
    return clinic if form.zone == CLINIC_ZONE else zone_named(form.zone)
