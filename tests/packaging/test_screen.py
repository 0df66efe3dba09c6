"""The launcher on a screen: real keys in, real pixels out, and another user's desk."""

from __future__ import annotations

import datetime as dt
import os
import pwd
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_desktop.ui.palette import LIGHT
from tests.packaging.conftest import Checkout, Person, Program
from tests.packaging.screen import Screen, wait_for

FIRST_PAGE, OPEN = "^Clinic Desktop", "\N{EM DASH} Clinic Desktop"
BUTTONS = 10_000
"""The first page has two wide buttons in the accent's colour; the other pages have small marks."""
FREE_LINES = 10_000
"""A day that is all free has so many pixels of dashes; one with visits has fewer."""
BUSY_DAY = 3_000
"""A day of many kinds of visits has more colours than this; a page of words has fewer."""
NEW = "Zora Quentin"

pytestmark = pytest.mark.slow


def quit_by_key(program: Program, screen: Screen) -> None:
    """See it alive, leave by its own key, and see nothing said."""
    assert program.is_alive
    screen.press("ctrl+q")
    assert program.ended() == (0, "", "")


def see_first_page(screen: Screen) -> None:
    """Wait for the window and the two choices in it."""
    screen.window(FIRST_PAGE)
    wait_for(lambda: screen.shows(LIGHT.accent, BUTTONS), "the first page")
    assert screen.windows() == ["Clinic Desktop"]
    assert screen.picture().colours() > 200, "words have soft edges, in many shades"


def book_by_keys(person: Person, database: Path, day: dt.date) -> list[str]:
    """Go to a day that has only free blocks, book one, and answer whose it is then."""
    screen = person.screen
    screen.press("ctrl+g")
    screen.type(day.isoformat())
    screen.press("Return")
    wait_for(lambda: screen.shows(LIGHT.free_line, FREE_LINES), "free blocks")
    screen.press("Down", "Return")
    screen.type(NEW)

    def booked() -> list[str]:
        # Once to take the typed name, once to book; a slow computer may still be looking for it.
        screen.press("Return")
        until = day + dt.timedelta(days=1)
        found = person.clinic(database, "agenda", "--from", str(day), "--to", str(until))
        return [visit["patient"] for visit in found["appointments"]]

    return wait_for(booked, "the booking")


def first_empty_day(person: Person, database: Path) -> dt.date:
    """Answer the day ahead with the most free blocks among those without visits."""
    today = dt.datetime.now(tz=dt.UTC).date()
    span = (
        "--from",
        str(today + dt.timedelta(days=2)),
        "--to",
        str(today + dt.timedelta(days=200)),
    )
    blocks = person.clinic(database, "blocks", *span, "--state", "all")["blocks"]
    busy = {block["start"][:10] for block in blocks if block["state"] == "booked"}
    free = Counter(block["start"][:10] for block in blocks if block["start"][:10] not in busy)
    return dt.date.fromisoformat(max(free, key=lambda day: free[day]))


def test_the_first_page_shows_and_quits(person: Person) -> None:
    with person.program() as program:
        see_first_page(person.screen)
        quit_by_key(program, person.screen)
    assert not list(person.home.rglob("*.db")), "nobody asked for a clinic yet"


def test_a_clinic_is_set_up_filled_and_booked_by_keys(person: Person) -> None:
    database, screen = person.database("clinic.db"), person.screen
    with person.program() as program:
        see_first_page(screen)
        screen.press("Tab")
        screen.type("Elm Street")
        screen.press("Return")
        screen.window(f"Elm Street {OPEN}")
        # While the window is open, another program gives it a doctor and hours.
        person.clinic(database, "doctor", "add", "Dr Lee")
        person.clinic(database, "hours", "Dr Lee", "Mon-Sun 9-17")
        day = first_empty_day(person, database)
        assert book_by_keys(person, database, day) == [NEW]
        quit_by_key(program, screen)
    assert person.clinic(database, "verify")["ok"]


def test_the_demo_shows_its_day_and_takes_a_booking(person: Person) -> None:
    database, screen = person.database("demo.db"), person.screen
    with person.program("--demo") as program:
        wait_for(lambda: any(OPEN in title for title in screen.windows()), "the demo")
        screen.window(OPEN)
        wait_for(lambda: screen.picture().colours() > BUSY_DAY, "today's visits")
        assert book_by_keys(person, database, first_empty_day(person, database)) == [NEW]
        quit_by_key(program, screen)
    with person.program("--demo") as program:
        screen.window(OPEN)
        wait_for(lambda: screen.picture().colours() > BUSY_DAY, "the same demo again")
        quit_by_key(program, screen)


@pytest.fixture
def nobody(clone: Checkout, shown: Screen, open_folder: Path) -> Iterator[Person]:
    """A user who owns nothing here: neither the checkout nor its environment."""
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("only root, with setpriv, can act as another user")
    user = pwd.getpwnam("nobody")
    become = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    try_python = [*become, clone.python, "-c", ""]
    if subprocess.run(try_python, check=False, capture_output=True).returncode:
        pytest.skip("the user nobody may not run this computer's Python")
    home = open_folder / "nobody"
    home.mkdir()
    os.chown(home, user.pw_uid, user.pw_gid)
    yield Person(home, shown, clone, become)
    shutil.rmtree(home)


def test_another_user_works_with_a_checkout_that_is_not_theirs(nobody: Person) -> None:
    database = nobody.database("clinic.db")
    with nobody.program() as program:
        see_first_page(nobody.screen)
        nobody.screen.press("Tab")
        nobody.screen.type("Elm Street")
        nobody.screen.press("Return")
        nobody.screen.window(f"Elm Street {OPEN}")
        quit_by_key(program, nobody.screen)
    assert database.stat().st_uid == pwd.getpwnam("nobody").pw_uid
    assert nobody.clinic(database, "verify")["ok"]
