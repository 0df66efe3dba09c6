"""Patients are found by plain letters and by any spelling of a phone number, in many locales."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
from sqlalchemy import event, insert

from clinic_desktop.domain.bulk import FillDemo
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AddDoctor,
    AddPatient,
    AddRoom,
    FindPatients,
    Name,
    PartialDate,
    PatientFound,
    ThePatient,
    plain,
)
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.scheduling import finding, patients, searching
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.tables import patient_word
from tests.engines import Place
from tests.scheduling.desk import Desk

PEOPLE = Path(__file__).parents[3] / "shared" / "data" / "people"
NAMES = PEOPLE / "people_21_locales.csv"
PHONES = PEOPLE / "phones_by_region.json"
have_names = pytest.mark.skipif(not NAMES.exists(), reason=f"{NAMES.name} is not there")
have_phones = pytest.mark.skipif(not PHONES.exists(), reason=f"{PHONES.name} is not there")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Jürgen Müller", "muller"), ("Jürgen Müller", "MUELLER jur"), ("Ann O'Brien", "obrien"),
        ("Ann O'Brien", "brien"), ("Anna-Lena Weiß", "weiss anna"), ("Søren Ærø", "soren"),
        ("İpek Y\N{LATIN SMALL LETTER DOTLESS I}ldiz", "yildiz ipek"),
        ("José Núñez", "nunez jose"), ("Łukasz Wójcik", "lukasz"),
    ],
)  # fmt: skip
def test_found_by_plain_letters(desk: Desk, name: str, typed: str) -> None:
    made = desk.do(AddPatient(name=Name.parse(name)))
    found: tuple[PatientFound, ...] = desk.ask(FindPatients(text=typed))
    assert [one.patient.id for one in found] == [made.id]


@pytest.mark.slow
@pytest.mark.shared_data
@have_names
def test_every_name_of_21_locales_is_found(place: Place) -> None:
    with NAMES.open(encoding="utf-8", newline="") as file:
        # The engines share the words: all of them on one, each seventh on the other, is enough.
        rows = list(csv.DictReader(file))[:: 1 if place.engine == "sqlite" else 7]

    def check(read: Read) -> list[str]:
        return [name for number, name in made if number not in _found(read, plain(name))]

    with place.database() as database:
        made: list[tuple[int, str]] = database.write(*_adding(rows)).answer
        assert len(made) > 0.99 * len(rows)
        assert database.read(check).answer == []


def _adding(rows: list[dict[str, str]]) -> Any:  # noqa: ANN401 - a command and its work
    """Add every person in one transaction."""
    from clinic_desktop.domain.office import Command

    def work(transaction: Transaction) -> list[tuple[int, str]]:
        made = []
        for row in rows:
            try:
                name = Name.parse(row["full_name"])
            except Misuse:
                continue
            made.append((patients.add_patient(transaction, AddPatient(name=name)).id, name.shown))
        return made

    command: Command[Any] = Command()
    return command, work


def _found(read: Read, text: str) -> set[int]:
    found = searching.find_patients(read, FindPatients(text=text, limit=1000))
    return {one.patient.id for one in found}


@pytest.mark.slow
@pytest.mark.shared_data
@have_phones
def test_every_spelling_of_a_phone_finds_it() -> None:
    for region in json.loads(PHONES.read_text(encoding="utf-8")):
        for kind in ("fixed", "mobile"):
            spelled = region.get(kind)
            if not spelled:
                continue
            for written in ("national", "international", "e164"):
                words = finding.words_of_patient("", [spelled[written]], "", region["region"])
                for typed in spelled.values():
                    digits = "".join(char for char in typed if char.isdigit())
                    assert any(word.startswith(digits) for word in words), (region, written, typed)


def _ids(desk: Desk, typed: str) -> list[int]:
    return [one.patient.id for one in desk.ask(FindPatients(text=typed))]


def test_a_name_with_a_mark_inside_is_found_as_it_is_spelled_and_joined(desk: Desk) -> None:
    brien, obrien, lena, _other = (
        desk.do(AddPatient(name=Name.parse(name))).id
        for name in ("Ann O'Brien", "Bea Obrien", "Lena-Marie Weiß", "Olga Oster")
    )
    assert _ids(desk, "O'Brien") == [brien, obrien]
    assert _ids(desk, "weiss,lena") == [lena]
    assert _ids(desk, "O'Bri ann") == [brien]


def test_phones_are_found_as_people_type_them(desk: Desk) -> None:
    made = desk.do(AddPatient(name=Name("Dia", "Poe"), phones=("(212) 555-0142",)))
    number = phonenumbers.parse("+12125550142")
    for form in (0, 1, 2):
        typed = phonenumbers.format_number(number, form)
        assert _ids(desk, typed) == [made.id], typed
    assert _ids(desk, "0049 30") == []


@pytest.mark.parametrize(
    ("phone", "typed"),
    [
        ("(212) 555-0142", "0142"), ("(212) 555-0142", "50142"), ("(212) 555-0142", "555-0142"),
        ("(212) 555-0142", "555 0142"), ("+44 20 7946 0958", "0958"), ("0958", "0958"),
        ("(212) 555-0142", "poe 0142"), ("(212) 555-0142", "0142 poe"), ("12", "0012"),
    ],
)  # fmt: skip
def test_the_end_of_a_phone_finds_its_patient(desk: Desk, phone: str, typed: str) -> None:
    phones = (phone,) if phone != "12" else ("555 0012",)
    made = desk.do(AddPatient(name=Name("Dia", "Poe"), phones=phones))
    desk.do(AddPatient(name=Name("Eva", "Poe"), phones=("212 410 5553",)))
    assert _ids(desk, typed) == [made.id]


@pytest.mark.parametrize(
    ("phone", "typed"),
    [
        ("030 555 0100", "Ann Smith 030 555 0100"), ("030 555 0100", "smith 030-555 0100"),
        ("030 555 0100", "030 555 0100 ann smith"), ("030 555 0100", "ann 030 5550100 smith"),
        ("+49 30 5550100", "+49 (0)30 555 0100"), ("+49 30 5550100", "0049 30 5550100"),
        ("+49 30 5550100", "smith 0049 (0)30 / 555 01 00"), ("+49 30 5550100", "030 5550100"),
        ("(212) 555-0142x17", "(212) 555-0142x17"), ("(212) 555-0142 ext. 17", "212 555 0142 #17"),
        ("+49 30 5550100", "Smith 0100 1984"), ("+49 30 5550100", "1984-05-12 smith 555 0100"),
    ],
)  # fmt: skip
def test_name_and_phone_together_find_their_patient(desk: Desk, phone: str, typed: str) -> None:
    born = PartialDate(1984, 5, 12)
    made = desk.do(AddPatient(name=Name("Ann", "Smith"), phones=(phone,), born=born))
    desk.do(AddPatient(name=Name("Ann", "Smith"), phones=("212 410 5553",)))
    desk.do(AddPatient(name=Name("Bea", "Poe"), phones=(phone,)))
    assert made.id in _ids(desk, typed)
    alone = any(char.isalpha() for char in typed.replace("x", "").replace("ext", ""))
    assert _ids(desk, typed) == [made.id] if alone else len(_ids(desk, typed)) == 2


def test_whole_words_come_before_beginnings_and_family_names_before_given_ones(desk: Desk) -> None:
    prefix, given, family, both = (
        desk.do(AddPatient(name=name)).id
        for name in (
            Name("Abe", "Leeds"), Name("Lee", "Abel"), Name("Zoe", "Lee"), Name("Lee", "Lee"),
        )
    )  # fmt: skip
    assert _ids(desk, "lee") == [both, family, given, prefix]
    assert _ids(desk, "lee lee")[0] == both


@pytest.mark.parametrize(
    "typed",
    [
        "12 May 1984", "May 12, 1984", "1984 may 12", "1984/5/12", "1984.05.12.", "poe 12 may 1984",
    ],
)  # fmt: skip
def test_a_birth_date_is_found_as_it_is_written_anywhere(desk: Desk, typed: str) -> None:
    made = desk.do(AddPatient(name=Name("Dia", "Poe"), born=PartialDate(1984, 5, 12)))
    desk.do(AddPatient(name=Name("May", "Poe"), born=PartialDate(1984, 12, 5)))
    assert _ids(desk, typed) == [made.id]


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "%", "_", "*", "'; DROP TABLE patient; --", "\N{PILE OF POO}", "\u202e",
        "9" * 200, "a" * 10_000, "0/0/0000", "99.99.9999", "1984-13", "0000", "a\nb\tc",
        "1 " * 100, "\u0660\u0663\u0660 \u0665\u0665\u0665",
    ],
)  # fmt: skip
def test_whatever_is_typed_is_answered(desk: Desk, typed: str) -> None:
    assert _ids(desk, typed) == []


@pytest.mark.parametrize("typed", ["\x00", "smith\x00", "\ud800"])
def test_what_no_text_is_made_of_is_refused_in_words(desk: Desk, typed: str) -> None:
    """No engine can be asked for it, and nobody's name has it."""
    with pytest.raises(Misuse, match="bad_text") as refused:
        _ids(desk, typed)
    assert "Take that character out" in refused.value.message


def test_fewer_than_four_figures_are_no_end_of_a_phone(desk: Desk) -> None:
    desk.do(AddPatient(name=Name("Dia", "Poe"), phones=("(212) 555-0142",)))
    assert _ids(desk, "142") == []
    assert _ids(desk, "2410") == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("1984", "day month other year"), ("1984-05", "day month"), ("1984-5", "day month"),
        ("5/1984", "day month"), ("05.1984", "day month"), ("12.05.1984", "day"),
        ("1984-05-12", "day"), ("5/12/1984", "day"), ("12.5.84", "day"), ("3/1984", "other"),
        ("1984/03", "other"), ("1985", ""), ("13/1984", ""), ("poe 1984", "day month year"),
        ("12-5-1984", "day"), ("5/1984 poe", "day month"), ("lee 1984", "other"),
    ],
)  # fmt: skip
def test_a_birth_date_is_found_by_what_is_known_of_it(desk: Desk, typed: str, found: str) -> None:
    for given, family, born in (
        ("day", "Poe", "1984-05-12"), ("month", "Poe", "1984-05"), ("year", "Poe", "1984"),
        ("other", "Lee", "1984-03-01"), ("none", "Poe", ""),
    ):  # fmt: skip
        date = PartialDate.parse(born) if born else None
        desk.do(AddPatient(name=Name(given, family), born=date))
    names = [one.patient.given for one in desk.ask(FindPatients(text=typed))]
    assert sorted(names) == found.split()


@pytest.mark.parametrize(
    ("number", "typed"),
    [
        ("D00012", "d00012"), ("00012", "00012"), ("A-12/7", "A-12/7"), ("12/7", "12/7"),
        ("00 12", "00 12"), ("Ä 12", "ä 12"),
    ],
)  # fmt: skip
def test_a_file_number_of_any_form_is_found(place: Place, number: str, typed: str) -> None:
    def work(transaction: Transaction) -> None:
        connection = transaction.connection
        one = patients.add_patient(transaction, AddPatient(name=Name("Dia", "Poe")))
        patients.add_patient(transaction, AddPatient(name=Name("Zed", "Lee")))
        words = [
            {"word": word, "patient_id": one.id}
            for word in finding.words_of_patient("", (), number, "US")
        ]
        connection.execute(insert(patient_word), words)

    with place.database() as database:
        database.write(AddPatient(name=Name("Dia", "Poe")), work)
        assert database.read(lambda read: _found(read, typed)).answer == {1}


def test_a_file_number_of_the_demo_is_found(sqlite_place: Place) -> None:
    with sqlite_place.office() as office:
        office.do(FillDemo(doctors=1, patients=30, weeks=1)).result(60)
        record = office.ask(ThePatient(patient_id=7)).result(120).answer.patient
        assert record.file_number
        found = office.ask(FindPatients(text=record.file_number.lower())).result(120).answer
        assert [one.patient.id for one in found] == [7]


@pytest.mark.parametrize(
    "text",
    [
        "212555", "00012", "0142", "555-0142", "1980-03-12", "5/12/1984", "1984", "1984-05", "smi",
        "müll", "o'brien", "smi 1980-03-12", "smi 0142",
    ],
)  # fmt: skip
def test_no_search_reads_every_patient(place: Place, text: str) -> None:
    statements: list[tuple[str, Any]] = []

    def keep(_c: object, _k: object, sql: str, parameters: object, *_: object) -> None:
        statements.append((sql, parameters))

    with place.database() as database:
        event.listen(database.engine, "before_cursor_execute", keep)
        database.read(lambda read: _found(read, text))
        event.remove(database.engine, "before_cursor_execute", keep)
        (asked,) = [one for one in statements if "FROM patient" in one[0]][:1]
        with database.engine.connect() as connection:
            if place.engine == "sqlite":
                explained = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0]}", asked[1])
                plan = [row[3] for row in explained]
            else:
                # A table as small as this one is read whole unless that is the last resort.
                connection.exec_driver_sql("SET enable_seqscan = off")
                explained = connection.exec_driver_sql(f"EXPLAIN {asked[0]}", asked[1])
                plan = [row[0].strip().removeprefix("->  ") for row in explained]
    assert not [line for line in plan if line.startswith(("SCAN patient", "Seq Scan"))], plan


def test_names_have_single_spaces(desk: Desk) -> None:
    made = desk.do(AddPatient(name=Name(" Ann\u00a0\u2003Lee", "de  Wit ")))
    assert (made.given, made.family, made.name) == ("Ann Lee", "de Wit", "Ann Lee de Wit")
    assert desk.do(AddRoom(name="Room \u2003 1")).name == "Room 1"
    assert desk.misused(AddRoom(name="Room\n1")) == "bad_name"
    assert desk.misused(AddPatient(name=Name("Ann\t", "Lee"))) == "bad_name"


@pytest.mark.parametrize(
    "text", ["\u200b", "\u200d\u200c", "\ufeff \u2060", "\u00ad", "\u202e", "\u0301", "\u2800"]
)
def test_a_name_of_which_nothing_is_seen_is_refused(desk: Desk, text: str) -> None:
    for command in (
        AddDoctor(name=text),
        AddRoom(name=text),
        AddAppointmentType(name=text, minutes=30),
        AddPatient(name=Name(text, text)),
    ):
        assert desk.misused(command) == "bad_name"


def test_a_name_keeps_what_joins_its_letters(desk: Desk) -> None:
    joined = "\u0646\u200c\u0627 \u0915\u094d\u200d\u0937"
    assert desk.do(AddDoctor(name=joined)).name == joined


def test_a_booking_taken_back_is_not_among_a_patients_visits(desk: Desk) -> None:
    desk.book(0)
    kept = desk.cancel(desk.book(30))
    desk.book(60)
    desk.undo()
    record = desk.ask(ThePatient(patient_id=1))
    assert {visit.id for visit in record.appointments} >= {kept.id}
    assert len(record.appointments) == 2
