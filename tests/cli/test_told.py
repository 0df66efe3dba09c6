"""What answers tell in full: of groups, of series, of kept time, of lines in other languages."""

from __future__ import annotations

import datetime as dt
import functools

import pytest

from clinic_desktop import compose
from tests.cli.conftest import Clinic

DAY = ("--from", "2025-11-09", "--until", "2025-11-09")
WHEN = ("--doctor", "Dr Lee", "--start", "2025-11-09T09:00")


@pytest.fixture(autouse=True)
def before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a week before."""
    now = dt.datetime(2025, 11, 1, 12, tzinfo=dt.UTC)
    monkeypatch.setattr(
        compose, "open_office", functools.partial(compose.open_office, clock=lambda: now)
    )


def test_an_over_booked_group_tells_who_is_over_its_seats(clinic: Clinic) -> None:
    clinic("hours", "Dr Lee", "Sun 9-11", "--block", "60", *DAY, "--seats", "2")
    asked = ("blocks", "--doctor", "1", "--from", "2025-11-09", "--to", "2025-11-10")
    assert clinic.run(*asked).out.count("free, 2 of 2 seats") == 2
    for name in ("Bob Stone", "Cid Young"):
        clinic("patient", "add", name)
    clinic("book", *WHEN, "--patient", "Ann Smith")
    assert "free, 1 of 2 seats" in clinic.run(*asked).out
    clinic("book", *WHEN, "--patient", "Bob Stone")
    why = ("why", *WHEN)
    assert "09:00 to 10:00: 2 of 2 booked." in clinic.run(*why).out
    clinic("user", "allow", "tester", "overbook")
    clinic("book", *WHEN, "--patient", "Cid Young", "--overbook", "--reason", "Pain")
    assert "09:00 to 10:00: 2 of 2 booked, and 1 over them." in clinic.run(*why).out
    clinic("patient", "add", "Dan Late")
    told = clinic.run("book", *WHEN, "--patient", "Dan Late").err
    assert "09:00: 2 of 2 booked, and 1 over them." in told


def test_a_series_is_told_whole_in_its_order_and_with_one_way_out(clinic: Clinic) -> None:
    clinic("hours", "Dr Lee", "Sun 9-11", "--from", "2025-11-09", "--until", "2025-11-30")
    clinic("room", "add", "Room 1")
    clinic("patient", "add", "Bob Stone")
    # The second is closed, the third taken: the taken one weighs more.
    third = ("--doctor", "Dr Lee", "--start", "2025-11-23T09:00", "--patient", "Bob Stone")
    clinic("book", *third)
    clinic("closed", "add", "--from", "2025-11-16", "--note", "The whole house is being painted")
    words = (*WHEN, "--times", "3", "--patient", "Ann Smith")
    shown = clinic.run("series", "preview", *words).out
    assert "Public holiday" not in shown
    assert "The clinic is closed (Closed, The whole house is being painted): Sun 16 Nov" in shown
    assert "…" not in shown
    refused, also, *_ = clinic.run("series", "book", *words).err.splitlines()
    assert refused.startswith("Refused: Visit 2 of 3")
    assert also.startswith("Also: Visit 3 of 3")
    # The document has the weightiest first, as ever.
    assert clinic.refused("series", "book", *words)[0] == "block_taken"
    clinic("book", *WHEN, "--patient", "Bob Stone", "--with", "Room 1")
    clinic("doctor", "add", "Dr Kim")
    clinic("hours", "Dr Kim", "Sun 9-11", *DAY)
    kim = ("--doctor", "Dr Kim", *WHEN[2:])
    told = clinic.run("book", *kim, "--patient", "Ann Smith", "--with", "Room 1").err
    assert told.count("Choose") == 1
    assert "Choose one of the nearest free times." in told


def test_times_that_are_kept_say_what_for(clinic: Clinic) -> None:
    clinic("purpose", "add", "urgent")
    clinic("type", "add", "Emergency", "--minutes", "60", "--for", "urgent")
    clinic("hours", "Dr Lee", "Sun 9-11; Sun 10-11 for urgent", "--block", "60", *DAY)
    found = ("next", "--type", "Emergency", *DAY)
    assert [one["purpose"] for one in clinic(*found)["offers"]] == [None, "urgent"]
    heads, *rows = clinic.run(*found).out.splitlines()
    assert "Kept for" in heads
    assert [row.split()[-1] for row in rows][1:] == ["urgent"]
    assert "Kept for" not in clinic.run("next", "--minutes", "60", *DAY).out


def test_a_line_of_another_language_is_echoed_word_by_word(clinic: Clinic) -> None:
    told = clinic.run("say", "smith 30 Minuten bei lee ab 9.11.2025", "--language", "de").out
    assert "“30 Minuten”: 30 min" in told
    assert "“bei lee”: Dr Lee" in told
    english = clinic.run("say", "smith 30 minutes lee", "--language", "en").out
    assert "“" not in english
