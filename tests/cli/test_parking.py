"""``clinic park`` and ``clinic parked``: what waits is told, shared, dropped and taken down."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Clinic


def _booked(clinic: Clinic, start: str = "11:00", patient: str = "Ann Smith") -> str:
    words = ("--doctor", "Dr Lee", "--start", f"2025-11-02T{start}", "--patient", patient)
    number: str = clinic("book", *words, "--note", "tooth")["appointment"]["id"]
    return number


def test_a_visit_is_parked_listed_shared_and_dropped(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = _booked(clinic)
    at_eleven = "2025-11-02T11:00:00-05:00"
    assert at_eleven not in clinic.free()
    pin = clinic("park", number)["parked"]
    assert at_eleven in clinic.free()
    assert {name: pin[name] for name in ("patient", "doctor", "minutes", "note", "was")} == {
        "patient": "Ann Smith", "doctor": "Dr Lee", "minutes": 60, "note": "tooth",
        "was": at_eleven,
    }  # fmt: skip
    assert (pin["owner"], pin["own"], pin["shared"]) == ("tester", True, False)
    assert clinic("parked", "list") == {"parked": [pin]}
    (shown,) = clinic("patient", "show", "1")["appointments"]
    assert (shown["id"], shown["reason"], shown["holds"]) == (number, "parked", False)
    assert "  parked  " in clinic.run("patient", "show", "1").out
    assert "Ann Smith" in clinic.run("parked", "list").out

    monkeypatch.setenv("CLINIC_ACTOR", "ben")
    assert clinic("parked", "list") == {"parked": []}
    assert clinic.run("parked", "list").out == "Nothing waits on your pinboard.\n"
    assert clinic.refused("parked", "drop", pin["id"], "--start", "2025-11-02T13:00") == [
        "unknown_parked"
    ]
    monkeypatch.setenv("CLINIC_ACTOR", "tester")
    assert clinic("parked", "share", pin["id"])["parked"]["shared"] is True

    monkeypatch.setenv("CLINIC_ACTOR", "ben")
    assert [one["owner"] for one in clinic("parked", "list")["parked"]] == ["tester"]
    _booked(clinic, "14:00")
    drop = ("parked", "drop", pin["id"])
    assert clinic.refused(*drop, "--start", "2025-11-02T14:00") == ["block_taken", "patient_busy"]
    assert clinic.refused(*drop, code=2) == ["usage"]
    assert clinic.refused(*drop, "--block", "1", "--doctor", "1", code=2) == ["usage"]
    new = "6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11"
    dropped = clinic(*drop, "--start", "2025-11-02T13:00", "--id", new)
    assert dropped["appointment"]["note"] == "tooth"
    assert dropped["repeated"] is False
    again = clinic(*drop, "--start", "2025-11-02T13:00", "--id", new)
    assert (again["repeated"], again["appointment"]["id"]) == (True, new)
    assert clinic.refused(*drop, "--start", "2025-11-02T15:00") == ["parked_gone"]
    assert clinic.refused("park", number) == ["not_parkable"]

    undone = clinic.run("undo").out
    assert undone == "Took back “drop parked”: Ann Smith waits on the pinboard again.\n"
    assert [one["id"] for one in clinic("parked", "list")["parked"]] == [pin["id"]]
    clinic("redo")
    assert clinic("parked", "list") == {"parked": []}
    assert clinic("verify")["ok"] is True


def test_a_visit_is_planned_without_a_date_and_taken_down(clinic: Clinic) -> None:
    clinic("type", "add", "Check-up", "--minutes", "60")
    assert clinic.refused("parked", "add", "--patient", "1", code=2) == ["bad_length"]
    words = ("--patient", "Ann Smith", "--type", "Check-up", "--share")
    pin = clinic("parked", "add", *words)["parked"]
    assert (pin["minutes"], pin["doctor"], pin["was"], pin["shared"]) == (60, None, None, True)
    told = clinic.run("parked", "list").out
    assert "anybody" in told
    assert "no date yet" in told
    drop = ("parked", "drop", pin["id"], "--start", "2025-11-02T09:00")
    assert clinic.refused(*drop, code=2) == ["usage"]
    clinic(*drop, "--doctor", "Dr Lee")
    undone = clinic.run("undo").out
    assert undone == "Took back “drop parked”: Ann Smith waits on the pinboard again.\n"
    removed = clinic("parked", "remove", pin["id"])["parked"]
    assert removed["id"] == pin["id"]
    assert clinic("parked", "list") == {"parked": []}
    assert clinic.run("undo").out == "Took back “remove parked”: Ann Smith.\n"
    assert clinic.refused("parked", "remove", "99") == ["unknown_parked"]

    number = _booked(clinic)
    waiting = clinic("park", number)["parked"]["id"]
    refused = ("parked", "remove", waiting, "--reason", "parked")
    assert clinic.refused(*refused, code=2) == ["usage"]
    told = clinic.run("parked", "remove", waiting, "--reason", "patient_ill").out
    assert told == "Took Ann Smith with Dr Lee off the pinboard.\n"
    (shown,) = clinic("patient", "show", "1")["appointments"]
    assert (shown["status"], shown["reason"]) == ("cancelled", "patient_ill")
