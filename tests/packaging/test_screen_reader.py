"""A booking made by keys and ears alone: the real program, and a real screen reader's means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_desktop import compose
from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.people import AddDoctor, AddPatient, Name
from clinic_desktop.domain.time import system_clock
from tests.packaging.conftest import Checkout, Person
from tests.packaging.hearing import Ear, listener, session
from tests.packaging.screen import Screen, wait_for
from tests.packaging.test_screen import OPEN, quit_by_key
from tests.ui import clinics

pytestmark = pytest.mark.slow

FOCUS, SAID = "object:state-changed:focused", "object:announcement"


@pytest.fixture
def listening(checkout: Checkout, shown: Screen, tmp_path: Path) -> Iterator[tuple[Person, Ear]]:
    """Somebody at a screen with a small clinic, who hears it."""
    home = tmp_path / "home"
    home.mkdir()
    person = Person(home, shown, checkout)
    make_clinic(person.database("clinic.db"), tmp_path)
    with session(person.environ) as environ, listener(environ) as ear:
        yield Person(home, shown, checkout, also=environ), ear


def make_clinic(database: Path, folder: Path) -> None:
    """Make a clinic of one doctor, two hours a day, and two patients."""
    database.parent.mkdir(parents=True)
    settings = clinics.settings_of(str(database), folder)
    compose.create_clinic(settings, name="Elm Street", zone="UTC", clock=system_clock)
    office = compose.open_office(settings, feed=False)
    try:
        doctor = clinics.done(office, AddDoctor(name="Dr Lee"))
        hours = WeeklyHours.parse("Mon-Sun 9-11")
        clinics.done(office, SetWeeklyHours(doctor_id=doctor.id, hours=hours))
        for given, family in (("Ann", "Smith"), ("Bob", "Stone")):
            clinics.done(office, AddPatient(name=Name(given, family)))
    finally:
        office.close()


def test_a_booking_is_made_by_keys_and_ears_alone(listening: tuple[Person, Ear]) -> None:
    person, ear = listening
    screen, database = person.screen, person.database("clinic.db")
    day = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=7)
    named = f"{day:%A} {day.day} {day:%B}"
    block, other = (f"Dr Lee, {named}, {at}" for at in ("09:15 to 09:30", "10:00 to 10:15"))
    with person.program() as program:
        screen.window(f"Elm Street {OPEN}")
        ear.hears(FOCUS, "Calendar")
        # Keys that come before the day is there go to a window that is still being furnished.
        wait_for(lambda: ear.items("Dr Lee, "), "the blocks of today")
        screen.press("ctrl+g")
        ear.hears(FOCUS, "Go to date")
        screen.type(day.isoformat())
        screen.press("Return")
        ear.hears(SAID, f"{named}, Dr Lee, 8 free")
        screen.press("Down")
        ear.hears(FOCUS, f"Dr Lee, {named}, 09:00 to 09:15, free")
        screen.press("Down")
        ear.hears(FOCUS, f"{block}, free")
        item = ear.finds(block)
        assert (item["name"], item["list"]) == (f"{block}, free", f"Dr Lee, {named}")
        assert {"focused", "selected", "focusable", "showing"} <= set(item["states"])
        assert [act.lower() for act in item["acts"]] == ["press", "setfocus", "showmenu"]
        assert min(item["box"][2:]) > 10
        screen.press("Return")
        ear.hears(FOCUS, "Patient")
        screen.type("smith")
        ear.hears(SAID, "Ann Smith, ")
        screen.press("Return")
        ear.hears(FOCUS, "Book")
        screen.press("Return")
        ear.hears(FOCUS, f"{block}, Ann Smith, booked")
        ear.hears(SAID, "Booked Ann Smith with Dr Lee, ")
        assert ear.finds(block)["name"] == f"{block}, Ann Smith, booked"
        person.clinic(
            database, "book", "--doctor", "Dr Lee", "--patient", "Bob Stone",
            "--start", f"{day}T10:00", "--end", f"{day}T10:15",
        )  # fmt: skip
        ear.hears(SAID, f"{other}, Bob Stone, booked")
        assert ear.finds(other)["name"] == f"{other}, Bob Stone, booked"
        quit_by_key(program, screen)
    assert person.clinic(database, "verify")["ok"]


@pytest.mark.soak
def test_many_questions_while_days_change_and_the_window_closes_hurt_nothing(
    listening: tuple[Person, Ear],
) -> None:
    person, ear = listening
    screen = person.screen
    with person.program() as program:
        screen.window(f"Elm Street {OPEN}")
        ear.hears(FOCUS, "Calendar")
        while ear.met < 10_000:
            screen.press("Next", "Down", "Next", "Prior")
            ear.items("")
        ear.ask("")
        quit_by_key(program, screen)
