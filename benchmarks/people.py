"""A keystroke of the search among a million patients, of the names and phones of 21 locales."""

from __future__ import annotations

import contextlib
import csv
import itertools
import json
import random
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import phonenumbers

from benchmarks.bench import Bench, answer
from benchmarks.figure import Figure, interleaved, not_measured, percentile
from benchmarks.reading import filled
from benchmarks.replay import Replay, recorded
from clinic_desktop.domain.people import FindPatients, words_of
from clinic_desktop.scheduling.finding import words_of_patient

PATIENTS = 1_000_000
SHOWN = 12
"""How many the window asks for."""
GOAL, PERCENT = 3, 99
KEYSTROKE_MS = 50.0
"""What nobody notices between two letters."""
BLOCKS = 100_000
_PEOPLE = Path(__file__).parents[2] / "shared" / "data" / "people"
_DIGITS = 6
"""How many digits at the end of a phone differ from patient to patient of a locale."""
_NAME = "a keystroke of the search among 1,000,000 patients"
_ROUNDS = 2
_MADE = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name IN"


@dataclass(frozen=True, slots=True)
class Locale:
    """The names of a locale, and the words of its phones, their last digits cut off."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    phone: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A patient as the table has one, and what finds it."""

    given: str
    family: str
    born: tuple[int, int, int]
    phone: str
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """The shown name."""
        return f"{self.given} {self.family}"


def figures(bench: Bench) -> Iterator[Figure]:
    """Type names, phones and birth dates letter by letter, on both engines."""
    if not _PEOPLE.exists():
        yield not_measured(_NAME, "ms", GOAL, "the set of people is not beside the checkout")
        return
    locales = _locales()
    for engine in ("sqlite", "postgresql"):
        place = filled(bench, engine, BLOCKS)
        (_fill_server if engine == "postgresql" else _fill_file)(bench, place, locales)
        typed = [text for text in _typed(locales) for _ in range(_ROUNDS)]
        yield from _keystrokes(bench, engine, place, typed)


def _keystrokes(bench: Bench, engine: str, place: str, typed: list[str]) -> Iterator[Figure]:
    """Compare with the same look-up by the bare driver, and with what nobody notices."""
    ours: list[float] = []
    floors: list[float] = []
    with bench.office(place) as office, contextlib.closing(Replay(place)) as floor:
        for text in typed:
            query = FindPatients(text=text, limit=SHOWN)
            sent = recorded(office, lambda query=query: answer(office, query))  # type: ignore[misc] # bound at once
            taken = interleaved(
                lambda query=query: answer(office, query),  # type: ignore[misc]
                lambda sent=sent: floor.run(sent),  # type: ignore[misc]
                rounds=1,
                warm=0,
            )
            ours += taken[0]
            floors += taken[1]
    own, bare = percentile(ours, PERCENT), percentile(floors, PERCENT)
    yield Figure(f"{_NAME}, {engine}", "ms", own, bare, GOAL)
    yield Figure(f"{_NAME}, unnoticed, {engine}", "ms", own, KEYSTROKE_MS, 1)


def _locales() -> list[Locale]:
    """Read the locales; each has the phones of its region's example."""
    examples = {
        one["region"]: one
        for one in json.loads((_PEOPLE / "phones_by_region.json").read_text(encoding="utf-8"))
    }
    names: dict[str, tuple[list[str], list[str]]] = {}
    with (_PEOPLE / "people_21_locales.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            given, family = names.setdefault(row["locale"], ([], []))
            given.append(row["first_name"])
            family.append(row["last_name"])
    found = []
    for locale, (given, family) in names.items():
        example = examples.get(locale[-2:]) or examples["AE"]
        phone = (example.get("mobile") or example["fixed"])["international"]
        found.append(_locale(tuple(dict.fromkeys(given)), tuple(dict.fromkeys(family)), phone))
    return found


def _locale(given: tuple[str, ...], family: tuple[str, ...], phone: str) -> Locale:
    """Cut the last digits off the words of a phone, and see that others' words are made so."""
    number = phonenumbers.format_number(
        phonenumbers.parse(phone), phonenumbers.PhoneNumberFormat.E164
    )
    stem = number[:-_DIGITS]
    tail = number[-_DIGITS:]
    stems = tuple(_cut(word, tail) for word in words_of_patient("", [number], "", "US"))
    made = Locale(given, family, stem, stems)
    for other in ("204617", "982533"):
        if set(_phone_words(made, other)) != words_of_patient("", [stem + other], "", "US"):
            raise ValueError(phone)
    return made


def _cut(word: str, tail: str) -> str:
    """Cut a phone's last digits off one of its words; that by the end keeps its mark."""
    return "*" + word[1 + len(tail) :] if word.startswith("*") else word[: -len(tail)]


def _phone_words(locale: Locale, tail: str) -> list[str]:
    """Answer the words of a phone with these last digits."""
    return [
        "*" + tail[::-1] + stem[1:] if stem.startswith("*") else stem + tail
        for stem in locale.stems
    ]


def _people(locales: list[Locale]) -> Iterator[Person]:
    """Make everybody, always the same."""
    rng = random.Random(20251102)
    words: dict[str, frozenset[str]] = {}
    for number in range(PATIENTS):
        locale = locales[number % len(locales)]
        given, family = rng.choice(locale.given), rng.choice(locale.family)
        for name in (given, family):
            if name not in words:
                words[name] = words_of(name)
        tail = f"{rng.randrange(10**_DIGITS):06}"
        born = (rng.randrange(1930, 2025), rng.randrange(1, 13), rng.randrange(1, 29))
        found = {*words[given], *words[family], *_phone_words(locale, tail)}
        yield Person(given, family, born, locale.phone + tail, tuple(found))


def _typed(locales: list[Locale]) -> list[str]:
    """Answer what is in the field after each keystroke for somebody of every locale."""
    found: list[str] = []
    for person in itertools.islice(_people(locales), len(locales)):
        year, month, day = person.born
        for text in (
            person.name,
            f"{person.family[:3]} {person.given[:3]}",
            person.phone[-7:],
            f"{person.family[:4]} {person.phone[-5:]}",
            f"{day:02}.{month:02}.{year}",
        ):
            found += [text[:length] for length in range(1, len(text) + 1)]
    return [text for text in dict.fromkeys(found) if text.strip()]


def _fill_file(_bench: Bench, place: str, locales: list[Locale]) -> None:
    """Insert everybody; indexes and triggers are made again behind them, which is faster."""
    with contextlib.closing(sqlite3.connect(place, isolation_level=None)) as connection:
        execute = connection.execute
        made = execute(
            f"{_MADE} ('patient', 'patient_word', 'appointment') AND type IN ('index', 'trigger')"
        ).fetchall()
        execute("PRAGMA synchronous = OFF")
        execute("PRAGMA cache_size = -400000")
        execute("PRAGMA temp_store = MEMORY")
        execute("BEGIN")
        for kind, name, _ in made:
            execute(f"DROP {kind} {name}")
        execute("CREATE TEMP TABLE found (word TEXT, patient_id INTEGER)")
        for some in _parts(_numbered(locales)):
            connection.executemany(f"{_INTO} VALUES ({', '.join('?' * 8)})", map(_row, some))
            connection.executemany("INSERT INTO found VALUES (?, ?)", _words(some))
        execute("INSERT INTO patient_word SELECT word, patient_id FROM found ORDER BY 1, 2")
        execute("DROP TABLE found")
        execute(f"UPDATE appointment SET patient_id = 2 + (rowid * 7919) % {PATIENTS}")
        for _, _, sql in made:
            execute(sql)
        execute("COMMIT")
        execute("ANALYZE patient_word")


def _fill_server(bench: Bench, place: str, locales: list[Locale]) -> None:
    """Copy everybody in; keys and indexes of the words are made again behind them."""
    name = place.split("/")[3].partition("?")[0]
    with bench.server.connect(name) as connection, connection.cursor() as cursor:
        cursor.execute("ALTER TABLE patient_word DROP CONSTRAINT patient_word_pkey")
        cursor.execute("DROP INDEX patient_word_of")
        with cursor.copy(f"COPY {_INTO.removeprefix('INSERT INTO ')} FROM STDIN") as copy:
            for one in _numbered(locales):
                copy.write_row(_row(one))
        with cursor.copy("COPY patient_word (word, patient_id) FROM STDIN") as copy:
            for one in _numbered(locales):
                for row in _words([one]):
                    copy.write_row(row)
        cursor.execute("ALTER TABLE patient_word ADD PRIMARY KEY (word, patient_id)")
        cursor.execute("CREATE INDEX patient_word_of ON patient_word (patient_id)")
        cursor.execute(
            "UPDATE appointment SET patient_id ="
            f" 2 + (('x' || substr(md5(id::text), 1, 7))::bit(28)::int) % {PATIENTS}".encode()
        )
        connection.commit()
        connection.autocommit = True
        cursor.execute("VACUUM ANALYZE")


_INTO = "INSERT INTO patient (id, given, family, name, born_year, born_month, born_day, phones)"


def _numbered(locales: list[Locale]) -> Iterator[tuple[int, Person]]:
    """Number everybody, behind the patient who is there already."""
    return enumerate(_people(locales), 2)


def _parts(everybody: Iterator[tuple[int, Person]]) -> Iterator[list[tuple[int, Person]]]:
    while part := list(itertools.islice(everybody, 20_000)):
        yield part


def _row(numbered: tuple[int, Person]) -> tuple[object, ...]:
    number, one = numbered
    return (number, one.given, one.family, one.name, *one.born, json.dumps([one.phone]))


def _words(some: Iterable[tuple[int, Person]]) -> Iterator[tuple[str, int]]:
    return ((word, number) for number, person in some for word in person.words)
