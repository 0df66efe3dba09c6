"""Odd texts in every field of every wish and question: refused whole, or stored as they came.

The fields are found by walking the types themselves, so that a new one is tried by itself; a new
wish or question with a text must bring an example, or the first test fails.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from clinic_desktop import compose
from clinic_desktop.domain import availability as a
from clinic_desktop.domain import backup, booking, bulk, offers, people, series
from clinic_desktop.domain import custom as f
from clinic_desktop.domain import doctors as d
from clinic_desktop.domain import patients as c
from clinic_desktop.domain import purposes as u
from clinic_desktop.domain import sites as s
from clinic_desktop.domain import timeoff as o
from clinic_desktop.domain.contacts import AddContact
from clinic_desktop.domain.effect import EffectOf, TimeChange
from clinic_desktop.domain.office import Command, Query
from clinic_desktop.domain.parking import PlanVisit
from clinic_desktop.domain.recurrence import Recurrence
from clinic_desktop.domain.refusals import Misuse, Refusal, Unavailable
from clinic_desktop.domain.together import BookTogether, TogetherBooked
from clinic_desktop.domain.together import Place as TogetherPlace
from tests.engines import ZONE, Place
from tests.naughty import HARD, OF_ENGINES, forms
from tests.scheduling.desk import MONDAY, Desk, at

Steps = tuple[str | int, ...]
DAY = dt.timedelta(days=1)
WEEKLY = Recurrence.parse("FREQ=WEEKLY;COUNT=2")


class Examples:
    """Wishes and questions that are carried out as they stand, under names of their own."""

    def __init__(self, folder: Path, visit: UUID) -> None:
        """Begin; files are read from and written to a folder, and a visit is moved."""
        self._folder, self._visit = folder, visit
        self._count = 0

    def wishes(self) -> list[Command[Any]]:
        """One of each kind that has a text."""
        self._count += 1
        number = self._count
        newcomer = people.AddPatient(
            name=people.Name("G", f"F{number}"), phones=("+1 212 555 0100",), email="e@f", note="n"
        )
        hours = a.WeeklyHours.parse("Mon 9-10; Mon 10-11 for urgent")
        early = o.Stretch(MONDAY, MONDAY, 0, 5, WEEKLY)
        return [
            people.AddDoctor(name=f"Dr A{number}", specialty="GP"),
            d.TakeOnDoctor(name=f"Dr T{number}", specialty="GP", hours=hours),
            d.RemoveDoctor(doctor_id=2),
            people.AddRoom(name=f"Room {number}"),
            people.ChangeRoom(room_id=3, name=f"Room C{number}"),
            people.AddEquipment(name=f"Laser {number}"),
            people.ChangeEquipment(equipment_id=4, name=f"Laser C{number}"),
            s.AddSite(name=f"Site {number}", zone=ZONE),
            s.ChangeSite(site_id=1, name=f"Site C{number}"),
            s.SetTravel(first_id=1, second_id=2, minutes=30),
            people.AddAppointmentType(
                name=f"Type {number}", minutes=30, colour="#112233", purposes=("urgent",),
                rules=("first visit",),
            ),
            people.ChangeAppointmentType(
                type_id=1, name=f"Type C{number}", colour="#445566", purposes=("urgent",),
                rules=("first visit",),
            ),
            newcomer,
            c.ChangePatient(
                patient_id=1, name=people.Name("G", f"C{number}"), phones=("+1 212 555 0101",),
                email="m@n.example", note="o", file_number="f", do_not_book="no",
                custom=((1, "s"),),
            ),
            f.AddField(name=f"Field {number}", allowed=("a", "b")),
            f.ChangeField(field_id=2, name=f"Field C{number}", allowed=("c", "d")),
            u.AddPurpose(name=f"Purpose {number}"),
            u.ChangePurpose(name="urgent", release_hours=number % 8000),
            PlanVisit(patient_id=1, minutes=30, note="p"),
            AddContact(
                patient_id=1, name=f"Contact {number}", phone="+1 212 555 0102", relation="aunt"
            ),
            BookTogether(
                places=(TogetherPlace(3, 2, at(90)),), note="t", even_if_busy=True
            ),
            people.AllowRight(user=f"user {number}", right="overbook"),
            people.DisallowRight(user="other", right="overbook"),
            a.SetWeeklyHours(doctor_id=2, hours=hours, start=MONDAY, until=MONDAY),
            a.SetDays(
                doctor_id=2, days=(MONDAY,), windows=((540, 600, "urgent"),), block_minutes=30
            ),
            a.SetDays(doctor_id=2, days=(MONDAY,), windows=hours, block_minutes=30),
            a.CopyDays(doctor_id=2, of=(MONDAY,), to=(MONDAY + DAY,)),
            o.AddTimeOff(doctor_id=2, when=early, note="n"),
            o.RemoveTimeOff(time_off_id=1),
            o.CloseClinic(closings=(o.Closing(early, "n"),)),
            booking.BookBlock(newcomer=newcomer, doctor_id=1, start=at(30), note="n"),
            booking.BookBlock(
                patient_id=2, doctor_id=1, start=at(0), end=at(15), overbook=True, note="n",
                reason="r", even_if_busy=True,
            ),
            booking.MoveAppointment(
                appointment_id=self._visit, doctor_id=2, start=at(15), reason="r", overbook=True
            ),
            series.BookSeries(
                doctor_id=1, visits=(series.Planned(at(60)),), newcomer=newcomer,
                rule="FREQ=WEEKLY;COUNT=1;WKST=MO", first=MONDAY, note="n", asked="a",
            ),
            bulk.ImportHistory(file=self._folder / "none.csv", mapping="dental-synthetic"),
        ]  # fmt: skip

    def questions(self) -> list[Query[Any]]:
        """One of each kind that has a text."""
        return [
            people.DoctorCalled(text="Dr Lee"),
            people.PatientCalled(text="Cem Smith"),
            people.TypeCalled(text="Check-up"),
            people.FindPatients(text="smith"),
            c.LikelySame(name=people.Name("Cem", "Smith"), phones=("+1 212 555 0100",)),
            o.HolidaysOf(country="US", year=2025, region="NY"),
            offers.Say(line="smith 30m next", language="en"),
            backup.BackUp(file=self._folder / "backup.db"),
            TogetherBooked(command=BookTogether(places=(TogetherPlace(3, 2, at(90)),), note="t")),
            *(EffectOf(change=wish) for wish in self.wishes() if isinstance(wish, TimeChange)),
        ]


def leaves(value: object) -> Iterator[Steps]:
    """Answer the way to each text inside a value."""
    if isinstance(value, str | Path) and not isinstance(value, Enum):
        yield ()
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            for way in leaves(getattr(value, field.name)):
                yield (field.name, *way)
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            for way in leaves(item):
                yield (place, *way)


def put(value: Any, way: Steps, text: str) -> Any:  # noqa: ANN401 - any value
    """Answer a value with another text at that place."""
    if not way:
        return value.parent / text if isinstance(value, Path) else text
    first, *rest = way
    if isinstance(first, int):
        return (*value[:first], put(value[first], tuple(rest), text), *value[first + 1 :])
    return replace(value, **{first: put(getattr(value, first), tuple(rest), text)})


def texts_of(hint: object, seen: tuple[type, ...] = ()) -> Iterator[Steps]:
    """Answer the way to each text that a type can hold, whatever a value of it holds."""
    if isinstance(hint, type) and issubclass(hint, str | Path):
        if not issubclass(hint, Enum):
            yield ()
    elif isinstance(hint, type) and is_dataclass(hint):
        if hint not in seen:
            for name, inner in typing.get_type_hints(hint, localns=NAMES).items():
                for way in texts_of(inner, (*seen, hint)):
                    yield (name, *way)
    elif typing.get_origin(hint) is not Mapping:
        for inner in typing.get_args(hint):
            yield from texts_of(inner, seen)


NAMES = {"AddPatient": people.AddPatient}
"""What modules of the domain name only for the type checker."""


def is_stored(wish: Command[Any], way: Steps) -> bool:
    """Tell whether a text of a wish that is carried out is to be found in the database."""
    if isinstance(wish, booking.BookBlock) and way == ("reason",):
        # Why somebody is booked over others.
        return wish.overbook
    # The one names who is there; by the other, two wishes are told apart.
    return not isinstance(wish, people.DisallowRight) and way != ("asked",)


def without_places(way: Steps) -> Steps:
    """Answer a way as types know it: without the places in tuples."""
    return tuple(step for step in way if isinstance(step, str))


class Cells:
    """Every text that a database holds, beside its journal; read past the program."""

    def __init__(self, place: Place) -> None:
        """Open it."""
        self._lite = place.engine == "sqlite"
        self._link: Any = (
            sqlite3.connect(place.url)
            if self._lite
            else psycopg.connect(place.url, autocommit=True)
        )
        listed = (
            "SELECT name FROM sqlite_master WHERE type = 'table'" if self._lite
            else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )  # fmt: skip
        names = [name for (name,) in self._link.execute(listed)]
        self._tables = sorted(name for name in names if not name.startswith("journal"))

    def rows(self) -> set[tuple[str, Any]]:
        """All rows of all tables, and the journal's last."""
        found = {
            (name, row)
            for name in self._tables
            for row in self._link.execute(f'SELECT * FROM "{name}"')
        }
        last = self._link.execute("SELECT max(sequence) FROM journal").fetchone()
        return {*found, ("journal", last)}

    def close(self) -> None:
        """Close it."""
        self._link.close()


def texts_in(rows: set[tuple[str, Any]]) -> set[str]:
    """Answer every text that stands in a cell of some rows, or in a list or a table in one."""
    cells = {cell for _, row in rows for cell in row if isinstance(cell, str)}
    read = [json.loads(cell) for cell in cells if cell.startswith(("[", '{"'))]
    lists = (list(one.values()) if isinstance(one, dict) else one for one in read)
    return cells | {item for one in lists for item in one if isinstance(item, str)}


@pytest.fixture
def examples(desk: Desk, tmp_path: Path) -> Examples:
    """Examples that fit a clinic: a room, a device, a kind of visit, a purpose, a visit, rights."""
    for wish in (
        people.AddRoom(name="First room"),
        people.AddEquipment(name="Laser"),
        f.AddField(name="Interpreter"),
        f.AddField(name="Consent"),
        u.AddPurpose(name="urgent"),
        people.AddAppointmentType(name="Check-up", minutes=30),
        s.AddSite(name="North"),
        o.AddTimeOff(doctor_id=2, when=o.Stretch(MONDAY + DAY, MONDAY + DAY)),
        people.AllowRight(user="tester", right="overbook"),
        people.AllowRight(user="tester", right="pass_do_not_book"),
        people.AllowRight(user="other", right="overbook"),
    ):
        desk.do(wish)
    folder = tmp_path / "files"
    folder.mkdir()
    return Examples(folder, desk.book(0, 30).id)


@pytest.fixture
def cells(place: Place, desk: Desk) -> Iterator[Cells]:
    """What the database of the clinic holds."""
    made = Cells(place)
    yield made
    made.close()


def carried_out(desk: Desk, wish: Command[Any]) -> bool:
    """Carry a wish out; answer whether that changed anything, which could be taken back."""
    return desk.office.do(wish).result(60).changes is not None


def outcome(step: Callable[[], object]) -> tuple[tuple[str, str], ...]:
    """Carry something out; answer the codes and sentences with which it was refused, if it was."""
    try:
        step()
    except Refusal as refusal:
        return tuple((one.code, one.message) for one in refusal.reasons)
    except Misuse as misuse:
        return tuple((one.code, one.message) for one in misuse.every)
    except Unavailable as error:
        return ((error.code, error.message),)
    return ()


def test_every_wish_and_question_with_a_text_is_tried(tmp_path: Path) -> None:
    examples = Examples(tmp_path, uuid4())
    tried: dict[type, set[Steps]] = {}
    for one in (*examples.wishes(), *examples.questions()):
        tried.setdefault(type(one), set()).update(without_places(way) for way in leaves(one))
    for kind in (*compose.COMMANDS, *compose.QUERIES):
        assert set(texts_of(kind)) <= tried.get(kind, set()), kind


def test_the_examples_are_carried_out_as_they_stand(
    desk: Desk, examples: Examples, place: Place
) -> None:
    for wish in examples.wishes():
        refused = outcome(lambda wish=wish: desk.do(wish))  # type: ignore[misc] # of this turn
        # There is no such file, and no other example is refused: what is below, is for its text.
        assert bool(refused) == isinstance(wish, bulk.ImportHistory), (wish, refused)
        if not refused:
            desk.undo()
    for question in examples.questions():
        refused = outcome(lambda question=question: desk.ask(question))  # type: ignore[misc] # the same
        # A server makes its backups by itself.
        of_file = isinstance(question, backup.BackUp) and place.engine != "sqlite"
        assert bool(refused) == of_file, (question, refused)


def test_a_text_is_stored_as_it_came_or_refused_and_nothing_changed(
    desk: Desk, examples: Examples, cells: Cells, place: Place
) -> None:
    faults: dict[object, object] = {}
    texts = HARD if place.engine == "sqlite" else {name: HARD[name] for name in OF_ENGINES}
    before = cells.rows()
    for number, example in enumerate(examples.wishes()):
        for way in leaves(example):
            for name, text in texts.items():
                at_hand = (type(example).__name__, way, name)
                fresh = examples.wishes()[number]
                done = []
                try:
                    refused = outcome(
                        lambda: done.append(carried_out(desk, put(fresh, way, text)))  # noqa: B023 - done at once
                    )
                except Exception as error:  # noqa: BLE001 - all are told
                    faults.setdefault(at_hand[:2], (name, repr(error)))
                    continue
                after = cells.rows()
                if refused:
                    if after != before or not all(code and words for code, words in refused):
                        faults.setdefault(at_hand[:2], (name, refused))
                    continue
                if (
                    text.strip()
                    and is_stored(fresh, way)
                    and not forms(text) & texts_in(after - before)
                ):
                    faults.setdefault(at_hand[:2], (name, "not stored as it came"))
                if any(done):
                    outcome(desk.undo)
                    before = cells.rows()
    assert not faults, "\n".join(f"{at}: {what}" for at, what in faults.items())


def test_no_question_fails(desk: Desk, examples: Examples, place: Place) -> None:
    faults: dict[object, object] = {}
    texts = HARD if place.engine == "sqlite" else {name: HARD[name] for name in OF_ENGINES}
    for example in examples.questions():
        for way in leaves(example):
            for name, text in texts.items():
                try:
                    outcome(lambda: desk.ask(put(example, way, text)))  # noqa: B023 - done at once
                except Exception as error:  # noqa: BLE001 - all are told
                    faults.setdefault((type(example).__name__, way), (name, repr(error)))
    assert not faults, "\n".join(f"{at}: {what}" for at, what in faults.items())


LATER = {"effect_changed", "file_unreadable"}
"""What is told of a wish that is sound: the world is another one than was seen."""


def test_everything_wrong_is_told_at_once(desk: Desk, examples: Examples) -> None:
    faults: dict[object, object] = {}
    for number, example in enumerate(examples.wishes()):
        ways = list(leaves(example))
        for name in ("half a pair", "control", "blank"):
            alone: set[tuple[str, str]] = set()
            together = examples.wishes()[number]
            for way in ways:
                fresh, text = examples.wishes()[number], HARD[name]
                told = outcome(lambda: _refused(desk, put(fresh, way, text)))  # noqa: B023 - done at once
                if told and not _is_unmade(fresh, way, text):
                    alone |= {one for one in told if one[0] not in LATER}
                    together = put(together, way, text)
            told = outcome(lambda: _refused(desk, together))  # noqa: B023 - the same
            if not alone <= set(told):
                faults.setdefault(type(example).__name__, (name, alone - set(told)))
    assert not faults, "\n".join(f"{at}: {what}" for at, what in faults.items())


def _is_unmade(wish: Command[Any], way: Steps, text: str) -> bool:
    """Tell whether a text is refused before there is any wish with it."""
    return bool(outcome(lambda: put(wish, way, text)))


def _refused(desk: Desk, wish: Command[Any]) -> None:
    """Carry a wish out; what is done is taken back."""
    if carried_out(desk, wish):
        outcome(desk.undo)
