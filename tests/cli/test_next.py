"""``next``, and the kinds of visit that it is asked for: what is offered can be booked."""

from __future__ import annotations

import datetime as dt
import functools
import json

import pytest

from clinic_desktop import compose
from tests.cli.conftest import Clinic

THE_DAY_BEFORE = dt.datetime(2025, 11, 1, 12, tzinfo=dt.UTC)

DAY = ("--from", "2025-11-02", "--until", "2025-11-02")


@pytest.fixture(autouse=True)
def before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the day before."""
    opened = functools.partial(compose.open_office, clock=lambda: THE_DAY_BEFORE)
    monkeypatch.setattr(compose, "open_office", opened)


def starts(clinic: Clinic, *words: str) -> list[str]:
    """The local times at which a visit could begin on the day."""
    found = clinic("next", *DAY, "--soonest", "--limit", "99", *words)["offers"]
    return [one["start"][11:16] for one in found]


def test_the_first_times_of_a_type_on_its_own_grid(clinic: Clinic) -> None:
    doctor = clinic("doctor", "list")["doctors"][0]
    clinic("hours", "Dr Lee", "Sun 9-10", "--block", "15", *DAY)
    words = ("type", "add", "Short", "--minutes", "20", "--grid", "20")
    kind = clinic(*words)["type"]
    assert (kind["grid_minutes"], kind["no_gaps"]) == (20, False)
    [first, *others] = clinic("next", *DAY, "--soonest", "--type", "Short")["offers"]
    assert first == {
        "block_id": first["block_id"],
        "start": "2025-11-02T09:00:00-05:00",
        "end": "2025-11-02T09:20:00-05:00",
        "doctor_id": doctor["id"],
        "doctor": "Dr Lee",
        "purpose": None,
        "site": None,
        "beside": [],
        "rest_minutes": 0,
    }
    assert [one["start"][11:16] for one in others] == ["09:20", "09:40"]
    when = ("--doctor", "Dr Lee", "--start", "2025-11-02T09:20")
    visit = clinic("book", *when, "--type", "Short", "--patient", "Ann Smith")["appointment"]
    assert (visit["start"][11:16], visit["end"][11:16]) == ("09:20", "09:40")
    assert starts(clinic, "--type", "Short", "--doctor", "Dr Lee") == ["09:00", "09:40"]
    assert starts(clinic) == ["09:00", "09:45"]
    assert starts(clinic, "--minutes", "20") == ["09:00", "09:40"]
    assert clinic("verify")["ok"]


def test_a_type_without_gaps(clinic: Clinic) -> None:
    clinic("hours", "Dr Lee", "Sun 9-10", "--block", "15", *DAY)
    words = ("--minutes", "20", "--grid", "5", "--no-gaps")
    assert clinic("type", "add", "Short", *words)["type"]["no_gaps"] is True
    assert starts(clinic, "--type", "Short") == ["09:00", "09:15", "09:20", "09:25", "09:40"]
    why = clinic("why", "--doctor", "Dr Lee", "--start", "2025-11-02T09:05", "--type", "Short")
    assert [one["code"] for one in why["reasons"]] == ["leaves_gap"]
    assert why["reasons"][0]["nearest"]["start"][11:16] == "09:15"
    assert clinic("type", "set", "Short", "--gaps")["type"]["no_gaps"] is False
    assert len(starts(clinic, "--type", "Short")) == 9
    assert clinic.run("type", "set", "Short", "--gaps", "--no-gaps").code == 2


def test_next_tells_when_nothing_is(clinic: Clinic) -> None:
    late = (*DAY, "--after", "23:00")
    answer = clinic("next", *late)
    assert answer["offers"] == []
    assert answer["limits"]
    assert "Dr Lee" in clinic.run("next", *DAY).out
    assert clinic.run("--json", "next", "--type", "Nothing").reasons == ["unknown_type"]
    assert clinic.run("next", "--from", "2025-11-03", "--until", "2025-11-02").code == 2


def test_whatever_a_refusal_offers_can_be_booked(clinic: Clinic) -> None:
    """Its length, its buffers and its grid fit there, and it is kept for nothing else."""
    clinic("purpose", "add", "urgent")
    clinic("hours", "Dr Lee", "Sun 9-12, 13-17; Sun 11-12 for urgent", "--block", "15", *DAY)
    clinic("type", "add", "Surgery", "--minutes", "45", "--before", "5", "--after", "15")
    clinic("type", "add", "Scan", "--minutes", "20", "--grid", "20", "--after", "10")
    clinic("patient", "add", "Bo Li")
    wish = ("--doctor", "Dr Lee", "--patient", "Bo Li")
    first = clinic(
        "book",
        *wish[:2],
        "--patient",
        "Ann Smith",
        "--start",
        "2025-11-02T09:00",
        "--type",
        "Surgery",
    )
    assert first["appointment"]["end"][11:16] == "09:45"
    for kind, start, expected in (
        ("Surgery", "10:00", ["13:00", "13:15", "13:30", "13:45", "14:00"]),
        ("Surgery", "10:15", ["13:00", "13:15", "13:30", "13:45", "14:00"]),
        ("Scan", "09:00", ["10:00", "13:00", "14:00", "15:00", "16:00"]),
    ):
        at = f"2025-11-02T{start}"
        refused = clinic.run("--json", "book", *wish, "--start", at, "--type", kind)
        assert refused.code == 1
        offered = json.loads(refused.out)["error"]["facts"]["nearest"]
        assert [one["start"][11:16] for one in offered] == expected
        for one in offered:
            booked = clinic("book", *wish, "--start", one["start"], "--type", kind)
            visit = booked["appointment"]
            assert (visit["start"], visit["end"]) == (one["start"], one["until"])
            clinic("undo")
