"""``book --with``, ``equipment`` and what types need: one visit of several, from the shell."""

from __future__ import annotations

from typing import Any

from tests.cli.conftest import Clinic

DAY = ("--from", "2025-11-02", "--to", "2025-11-03")
NINE = ("--start", "2025-11-02T09:00")


def shown(clinic: Clinic, who: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = clinic("agenda", *DAY, "--doctor", who)["appointments"]
    return found


def test_a_visit_with_a_room_and_a_device(clinic: Clinic) -> None:
    room = clinic("room", "add", "Room 2")["room"]["id"]
    device = clinic("equipment", "add", "Ultrasound", "--count", "2")["equipment"]
    assert device == {"id": device["id"], "name": "Ultrasound", "count": 2, "archived": False}
    assert clinic("equipment", "list")["equipment"] == [device]
    doctor = clinic("doctor", "list")["doctors"][0]["id"]
    words = ("book", "--doctor", "Dr Lee", "--patient", "Ann Smith", "--start", "2025-11-02T11:00")
    together = ("--with", "Room 2", "--with", "Ultrasound")
    visit = clinic(*words, *together)["appointment"]
    assert visit["resource_ids"] == [doctor, room, device["id"]]
    assert len(visit["block_ids"]) == 3
    for who in ("Dr Lee", "Room 2", "Ultrasound"):
        assert shown(clinic, who) == [visit]
    assert "Dr Lee, Room 2 and Ultrasound" in clinic.run("agenda", *DAY).out
    assert "Dr Lee, Room 2 and Ultrasound" in clinic.run("history", visit["id"]).out
    again = clinic.run("--json", *words, "--with", "Room 2")
    assert again.code == 1
    assert set(again.reasons) >= {"block_taken", "room_taken"}
    why = clinic("why", "--doctor", "Dr Lee", "--start", "2025-11-02T11:00", "--with", "Room 2")
    assert {one["code"] for one in why["reasons"]} >= {"block_taken", "room_taken"}
    [taken] = [one for one in why["reasons"] if one["code"] == "block_taken"]
    assert taken["message"].endswith("in a visit with Dr Lee, Room 2 and Ultrasound.")
    gone = clinic("cancel", visit["id"], "--reason", "clinic")["appointment"]
    assert gone["block_ids"] == []
    assert gone["resource_ids"] == visit["resource_ids"]
    assert clinic("undo")["appointment"]["resource_ids"] == visit["resource_ids"]
    assert clinic("verify")["ok"]


def test_a_type_says_what_it_needs(clinic: Clinic) -> None:
    room = clinic("room", "add", "Room 2")["room"]["id"]
    device = clinic("equipment", "add", "Ultrasound")["equipment"]["id"]
    named = ("--needs", "room", "--needs", "Ultrasound", "--doctors", "Dr Lee", "--rooms", "Room 2")
    kind = clinic("type", "add", "Scan", "--minutes", "60", *named)["type"]
    assert (kind["needs_room"], kind["room_ids"], kind["equipment_ids"]) == (True, [room], [device])
    assert "room, Ultrasound" in clinic.run("type", "list").out
    words = ("--doctor", "Dr Lee", "--start", "2025-11-02T11:00", "--patient", "Ann Smith")
    visit = clinic("book", *words, "--type", "Scan")["appointment"]
    assert visit["resource_ids"][1:] == [room, device]
    changed = clinic("type", "set", "Scan", "--needs", "nothing", "--doctors", "all")["type"]
    assert (changed["needs_room"], changed["doctor_ids"], changed["equipment_ids"]) == (
        False, [], [],
    )  # fmt: skip
    assert changed["room_ids"] == [room]
    assert clinic.run("--json", "type", "set", "Scan", "--needs", "Laser").reasons == [
        "unknown_equipment"
    ]
    assert clinic.run("--json", "equipment", "add", "X", "--count", "101").reasons == ["bad_count"]
    assert clinic("verify")["ok"]


def test_lists_are_corrected_and_taken_back(clinic: Clinic) -> None:
    clinic("type", "add", "Scan", "--minutes", "30")
    changed = clinic("type", "set", "Scan", "--name", "Long scan")["type"]
    assert (changed["name"], changed["minutes"]) == ("Long scan", 30)
    assert clinic.refused("type", "set", "Scan", "--minutes", "40") == ["unknown_type"]
    assert clinic.refused("type", "set", "Long scan", "--name", " ", code=2) == ["bad_name"]
    for kind, listed, more in (
        ("purpose", "purposes", ()),
        ("room", "rooms", ()),
        ("equipment", "equipment", ("--count", "2")),
    ):
        clinic(kind, "add", "Scan", *more)
        clinic("undo")
        assert clinic(kind, "list")[listed] == []
    clinic("purpose", "add", "Scan")
    clinic("type", "set", "Long scan", "--for", "Scan")
    assert clinic("verify")["ok"]
