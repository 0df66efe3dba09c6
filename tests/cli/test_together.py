"""``clinic contact``, and ``clinic next --for``: a family noted, and booked as a whole."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

import pytest

from clinic_desktop import compose
from tests.cli.conftest import Clinic

NOW = dt.datetime(2025, 11, 2, 12, 0, tzinfo=dt.UTC)
DAY = "2025-12-02"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is early on the day on which the clinic of these tests begins."""
    opened = functools.partial(compose.open_office, clock=lambda: NOW)
    monkeypatch.setattr(compose, "open_office", opened)


def _family(clinic: Clinic) -> str:
    """Register the children, and two doctors who work on a day; answer which."""
    for name in ("Tim Smith", "Tom Smith"):
        clinic("patient", "add", name, "--phone", "+1 212 555 0101")
    clinic("doctor", "add", "Dr Kim")
    for doctor in ("Dr Lee", "Dr Kim"):
        words = ("--from", DAY, "--until", DAY, "--block", "30")
        clinic("hours", doctor, "Mon-Sun 9-12", *words)
    return DAY


def _starts(visits: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(one["patient"], one["doctor"], one["start"][11:16]) for one in visits]


def test_three_children_get_adjacent_times_in_one_change_and_one_undo(clinic: Clinic) -> None:
    day = _family(clinic)
    wish = ("next", "--for", "1,2,3", "--minutes", "30", "--from", day, "--until", day)
    found = clinic(*wish, "--doctor", "Dr Lee")
    assert _starts(found["offers"][0]["visits"]) == [
        ("Ann Smith", "Dr Lee", "09:00"), ("Tim Smith", "Dr Lee", "09:30"),
        ("Tom Smith", "Dr Lee", "10:00"),
    ]  # fmt: skip
    assert len(found["offers"]) == 4
    told = clinic.run(*wish, "--doctor", "Dr Lee", "--limit", "1").out
    assert told.count("Dr Lee") == 3
    group = "6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11"
    booking = (*wish, "--doctor", "Dr Lee", "--at", "10:00", "--book", "--id", group)
    booked = clinic(*booking, "--note", "siblings")
    assert [one["start"][11:16] for one in booked["appointments"]] == ["10:00", "10:30", "11:00"]
    assert {one["note"] for one in booked["appointments"]} == {"siblings"}
    undone = clinic.run("undo").out
    assert undone.startswith(
        "Took back “book together”: Ann Smith, Tim Smith and Tom Smith, 3 visits with Dr Lee from "
    )
    assert clinic("agenda", "--from", day, "--to", f"{day}T23:00")["appointments"] == []
    clinic("redo")
    two = ("next", "--for", "Tim Smith", "--for", "Tom Smith", "--same-time", "--minutes", "30")
    both = clinic(*two, "--from", day)["offers"][0]["visits"]
    assert {(one["doctor"], one["start"][11:16]) for one in both} == {
        ("Dr Kim", "09:00"), ("Dr Lee", "09:00"),
    }  # fmt: skip
    crowded = ("next", "--for", "1,2,3", "--minutes", "120", "--from", day, "--until", day)
    assert clinic(*crowded)["offers"] == []
    assert clinic.refused(*crowded, "--book")[0] == "nothing_free"
    assert clinic.refused("next", "--book", code=2) == ["usage"]
    assert clinic.refused("next", "--for", "1,99") == ["unknown_patient"]
    assert clinic("verify")["ok"] is True


def test_the_same_words_with_the_same_id_book_once_and_tell_what_became_of_it(
    clinic: Clinic,
) -> None:
    day = _family(clinic)
    wish = ("next", "--for", "1,2", "--minutes", "30", "--from", day, "--until", day)
    booking = (*wish, "--book", "--id", "6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11")
    first = clinic(*booking)
    again = clinic(*booking)
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert again["appointments"] == first["appointments"]
    assert clinic.run(*booking).out.startswith("Already booked, all together:\n- Ann Smith")
    for other in (("--note", "x"), ("--after", "10"), ("--for", "3")):
        assert clinic.refused(*booking, *other) == ["id_conflict"]
    clinic("undo")
    told = clinic.run(*booking).out
    assert told.startswith("Already booked, all together, and cancelled since:\n- Ann Smith")
    words = ("book", "--patient", "1", "--doctor", "Dr Lee", "--start", f"{day}T09:00")
    one = (*words, "--id", "6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b12")
    clinic(*one)
    assert clinic.run(*one).out.startswith("Already booked: Ann Smith")
    clinic("undo")
    assert clinic.run(*one).out.startswith("Already booked, and cancelled since: Ann Smith")
    assert clinic("agenda", "--from", day, "--to", f"{day}T23:00")["appointments"] == []


def test_who_is_marked_is_booked_among_several_by_whoever_says_so(clinic: Clinic) -> None:
    day = _family(clinic)
    clinic("user", "allow", "tester", "pass_do_not_book")
    clinic("patient", "change", "2", "--do-not-book", "owes")
    booking = ("next", "--for", "1,2", "--minutes", "30", "--from", day, "--book")
    told = clinic.run(*booking)
    assert told.code == 1
    assert "To do it all the same, add --even-if-do-not-book." in told.err
    assert len(clinic(*booking, "--even-if-do-not-book")["appointments"]) == 2
    wish = ("next", "--for", "1,2", "--minutes", "30")
    assert clinic.refused(*wish, "--note", "x", code=2) == ["usage"]


def test_where_the_clinic_has_several_sites_each_time_for_all_names_its_own(
    clinic: Clinic,
) -> None:
    day = _family(clinic)
    clinic("site", "add", "South")
    clinic("hours", "Dr Kim", "none", "--from", day, "--until", day)
    words = ("--from", day, "--until", day, "--block", "30", "--site", "South")
    clinic("hours", "Dr Kim", "Mon-Sun 13-15", *words)
    wish = ("next", "--for", "1,2", "--minutes", "30", "--from", day, "--until", day)
    found = clinic(*wish, "--doctor", "Dr Kim", "--limit", "1")["offers"]
    assert [one["site"] for one in found[0]["visits"]] == ["South", "South"]
    assert clinic.run(*wish, "--doctor", "Dr Kim", "--limit", "1").out.count("South") == 2
    booked = clinic.run(*wish, "--doctor", "Dr Kim", "--book").out
    assert booked.count("with Dr Kim at South") == 2
    pin = clinic("parked", "add", "--patient", "1", "--minutes", "30")["parked"]["id"]
    dropped = clinic.run("parked", "drop", pin, "--doctor", "Dr Kim", "--start", f"{day}T14:00")
    assert "with Dr Kim at South" in dropped.out


def test_who_is_to_be_called_is_noted_listed_and_taken_away(clinic: Clinic) -> None:
    _family(clinic)
    tie = clinic("contact", "add", "Ann Smith", "--other", "Tim Smith", "--as", "son")["contact"]
    assert (tie["name"], tie["relation"], tie["phones"]) == (
        "Tim Smith",
        "son",
        ["+1 212 555 0101"],
    )
    words = ("contact", "add", "1", "--name", "Eva Stone", "--phone", "+1 212 555 0188")
    clinic(*words, "--as", "neighbour")
    assert clinic.refused(*words) == ["contact_known"]
    assert clinic.refused("contact", "add", "1", code=2) == ["usage"]
    told = clinic.run("contact", "list", "1").out
    assert "neighbour" in told
    (back,) = clinic("contact", "list", "Tim Smith")["contacts"]
    assert (back["name"], back["of_other"]) == ("Ann Smith", True)
    assert "son of them" in clinic.run("contact", "list", "Tim Smith").out
    clinic("contact", "remove", tie["id"])
    assert clinic("contact", "list", "Tim Smith")["contacts"] == []
    assert clinic.run("undo").out == "Took back “remove contact”: Ann Smith.\n"
    assert len(clinic("contact", "list", "1")["contacts"]) == 2
