"""The documents that commands answer with, field by field."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from tests.cli.conftest import ORIGIN_DAY, Clinic, fill

APPOINTMENT = {
    "id", "patient_id", "patient", "doctor_id", "doctor", "resource_ids", "block_ids", "start",
    "end", "status", "type", "note", "reason", "holds", "version", "series_id", "origin",
    "overbooked", "held_from", "held_until", "site_id",
}  # fmt: skip
BLOCK = {
    "id", "doctor_id", "doctor", "start", "end", "state", "seats", "free_seats", "purpose",
    "appointment_id", "reserved_until", "bookable",
}  # fmt: skip


def _book(clinic: Clinic, hour: int = 11, *words: str) -> str:
    """Book Ann Smith on the origin day and answer the appointment's id."""
    start = f"2025-11-02T{hour:02}:00"
    answer = clinic("book", "--doctor", "1", "--start", start, "--patient", "1", *words)
    return str(answer["appointment"]["id"])


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("31.12.1999", "1999-12-31"),
        ("12/31/1999", "1999-12-31"),
        ("31-12-1999", "1999-12-31"),
        ("31 Dec 1999", "1999-12-31"),
        ("1999-12", "1999-12"),
    ],
)
def test_a_birth_date_is_read_as_the_window_reads_it(small: Clinic, typed: str, born: str) -> None:
    assert small("patient", "add", "Bob Stone", "--born", typed)["patient"]["born"] == born


def test_doctors(empty: Clinic) -> None:
    assert empty("doctor", "list") == {"doctors": []}
    added = empty("doctor", "add", "Dr Lee", "--specialty", "Cardiology")["doctor"]
    assert added.items() >= {"id": "1", "name": "Dr Lee", "specialty": "Cardiology"}.items()
    assert empty("doctor", "list") == {"doctors": [added]}


def test_rooms(empty: Clinic) -> None:
    room = empty("room", "add", "Room 1")["room"]
    assert room["name"] == "Room 1"
    assert isinstance(room["id"], str)
    assert empty("room", "list") == {"rooms": [room]}


def test_types(empty: Clinic) -> None:
    words = ("--minutes", "30", "--colour", "#2F6FAB")
    kind = empty("type", "add", "Check-up", *words)["type"]
    assert kind.items() >= {"name": "Check-up", "minutes": 30, "colour": "#2F6FAB"}.items()
    assert empty("type", "list") == {"types": [kind]}
    assert empty.refused("type", "add", "Odd", "--minutes", "30", "--colour", "red?", code=2)


def test_patients(empty: Clinic) -> None:
    words = (
        "--born",
        "1980-03",
        "--phone",
        "+1 212 555 0123",
        "--phone",
        "030 1",
        "--email",
        "a@b",
    )
    patient = empty("patient", "add", "Smith, Ann", *words)["patient"]
    told = {"id": "1", "name": "Ann Smith", "given": "Ann", "family": "Smith", "born": "1980-03"}
    assert patient.items() >= told.items()
    assert (patient["phones"], patient["email"]) == (["+1 212 555 0123", "030 1"], "a@b")
    [found] = empty("patient", "find", "smi")["patients"]
    assert found == patient | {"last_visit": None, "next_visit": None}
    assert empty("patient", "find", "zzz") == {"patients": []}
    for name in ("1", "Ann Smith"):
        shown = empty("patient", "show", name)
        assert shown == {"patient": patient, "appointments": [], "no_shows": 0}


def test_patient_with_appointments(clinic: Clinic) -> None:
    number = _book(clinic)
    [visit] = clinic("patient", "show", "Ann Smith")["appointments"]
    assert visit == clinic("agenda", *ORIGIN_DAY)["appointments"][0]
    assert visit["id"] == number


def test_hours(empty: Clinic) -> None:
    empty("doctor", "add", "Dr Lee")
    empty("patient", "add", "Ann Smith")
    day = ("--from", "2025-11-02", "--until", "2025-11-02")
    answer = empty("hours", "Dr Lee", "Sun 9-12, 11-17", "--block", "60", *day)
    assert set(answer) == {
        "availability", "blocks_added", "blocks_removed", "blocks_elsewhere", "affected",
        "left_out", "too_short", "kept", "phones",
    }  # fmt: skip
    rule = answer["availability"]
    assert rule.items() >= {"hours": "Sun 9-17", "block_minutes": 60, "doctor_id": "1"}.items()
    assert (rule["from"], rule["until"]) == ("2025-11-02", "2025-11-02")
    assert rule["laid_until"] == "2025-11-02"
    assert (answer["blocks_added"], answer["blocks_removed"], answer["affected"]) == (8, 0, [])
    number = _book(empty)
    answer = empty("hours", "1", "Sun 13-17", "--block", "60", "--accept", "1", *day)
    assert [visit["id"] for visit in answer["affected"]] == [number]
    assert set(answer["affected"][0]) == APPOINTMENT
    assert empty("agenda", *ORIGIN_DAY)["appointments"][0]["status"] == "booked"


def test_blocks(clinic: Clinic) -> None:
    number = _book(clinic)
    found = clinic("blocks", *ORIGIN_DAY, "--state", "all", "--doctor", "Dr Lee")["blocks"]
    assert len(found) == 8
    for block in found:
        assert set(block) == BLOCK | {"site"}
        booked = block["start"] == "2025-11-02T11:00:00-05:00"
        assert block["state"] == ("booked" if booked else "free")
        assert block["appointment_id"] == (number if booked else None)
        assert (block["seats"], block["free_seats"]) == (1, 0 if booked else 1)
        assert isinstance(block["id"], str)
    overlapping = ("--from", "2025-11-02T09:30", "--to", "2025-11-02T10:00")
    assert [block["start"][11:16] for block in clinic("blocks", *overlapping)["blocks"]] == [
        "09:00"
    ]


def test_appointment_is_the_same_everywhere(clinic: Clinic) -> None:
    fill(clinic, ("type add", {"name": "Check-up", "minutes": 60}))
    number = _book(clinic, 11, "--type", "Check-up", "--note", "first visit")
    [visit] = clinic("agenda", *ORIGIN_DAY)["appointments"]
    assert set(visit) == APPOINTMENT
    told = {"id": number, "patient_id": "1", "patient": "Ann Smith", "doctor_id": "1"}
    assert visit.items() >= told.items()
    told = {"doctor": "Dr Lee", "type": "Check-up", "note": "first visit", "status": "booked"}
    assert visit.items() >= told.items()
    assert (visit["holds"], visit["version"], visit["resource_ids"]) == (True, 1, ["1"])
    assert clinic("status", number, "arrived")["appointment"] == visit | {
        "status": "arrived",
        "version": 2,
    }


def test_move_and_undo(clinic: Clinic) -> None:
    number = _book(clinic)
    moved = clinic("move", number, "--start", "2025-11-02T13:00", "--version", "1")["appointment"]
    assert (moved["start"], moved["version"]) == ("2025-11-02T13:00:00-05:00", 2)
    words = ("move", number, "--start", "2025-11-02T15:00", "--version", "1")
    assert clinic.refused(*words) == ["appointment_changed"]
    block = clinic("blocks", *ORIGIN_DAY)["blocks"][0]
    assert clinic("move", number, "--block", block["id"])["appointment"]["start"] == block["start"]
    undone = clinic("undo")
    assert undone["appointment"]["start"] == moved["start"]
    redone = clinic("redo")
    assert redone["redone"]["command"] == undone["undone"]["command"]
    assert redone["redone"]["sequence"] == undone["undone"]["sequence"]
    assert clinic("undo")["appointment"] == undone["appointment"] | {
        "version": undone["appointment"]["version"] + 2
    }
    assert clinic("undo")["appointment"]["start"] == "2025-11-02T11:00:00-05:00"
    assert clinic("undo")["appointment"]["status"] == "cancelled"


def test_a_move_gives_a_new_length(clinic: Clinic) -> None:
    number = _book(clinic)
    for words, start, end, blocks in (
        (("--end", "2025-11-02T14:00"), 11, 14, 3),
        (("--end", "2025-11-02T12:00"), 11, 12, 1),
        (("--start", "2025-11-02T10:00", "--end", "2025-11-02T12:00"), 10, 12, 2),
    ):
        moved = clinic("move", number, *words)["appointment"]
        assert (moved["start"][11:13], moved["end"][11:13]) == (str(start), str(end))
        assert len(moved["block_ids"]) == blocks
    assert clinic.refused("move", number, "--end", "2025-11-02T12:10") == ["off_grid"]
    assert clinic.refused("move", number, "--end", "2025-11-02T10:00", code=2) == ["bad_span"]
    assert clinic("undo")["appointment"]["start"][11:13] == "11"


def test_history(clinic: Clinic) -> None:
    number = _book(clinic)
    clinic("cancel", number, "--reason", "weather", "--by", "clinic")
    first, second = clinic("history", number)["changes"]
    keys = {"sequence", "at", "actor", "station", "command", "before", "after"}
    keys |= {"with_before", "with_after"}
    assert set(first) == set(second) == keys
    assert (first["actor"], first["station"]) == ("tester", "desk")
    assert first["before"] is None
    assert first["after"] == second["before"]
    told = {"id": number, "status": "booked", "start": "2025-11-02T11:00:00-05:00"}
    assert first["after"].items() >= told.items()
    assert second["after"].items() >= {"status": "cancelled", "reason": "weather"}.items()
    assert second["sequence"] > first["sequence"]
    assert [first["with_before"], first["with_after"]] == ["", "Dr Lee"]


def test_user_allow(clinic: Clinic) -> None:
    user = clinic("user", "allow", "ann", "overbook")["user"]
    assert (user["name"], user["rights"]) == ("ann", ["overbook"])
    assert clinic.refused("user", "allow", "ann", "fly", code=2) == ["usage"]
    clinic("user", "allow", "ann", "pass_do_not_book")
    seen = {one["name"]: one["rights"] for one in clinic("user", "list")["users"]}
    assert seen == {"ann": ["overbook", "pass_do_not_book"], "tester": []}
    assert clinic("user", "disallow", "ann", "overbook")["user"]["rights"] == ["pass_do_not_book"]
    assert clinic.run("user", "list").out.splitlines()[1:] == [
        "ann     pass_do_not_book",
        "tester",
    ]
    undone = clinic("undo")["undone"]
    assert (undone["command"], undone["about"]) == ("DisallowRight", "ann, overbook")
    assert clinic("user", "list")["users"][0]["rights"] == ["overbook", "pass_do_not_book"]
    assert clinic.refused("user", "disallow", "bea", "overbook") == ["unknown_user"]
    nothing = "ann has no right of its own now.\n"
    clinic("user", "disallow", "ann", "overbook")
    assert clinic.run("user", "disallow", "ann", "pass_do_not_book").out == nothing


def test_verify(clinic: Clinic) -> None:
    _book(clinic)
    answer = clinic("verify")
    assert set(answer) == {"ok", "problems", "checked"}
    assert (answer["ok"], answer["problems"]) == (True, [])
    assert all(isinstance(count, int) for count in answer["checked"].values())


@pytest.mark.slow
def test_demo(empty: Clinic) -> None:
    words = ("--seed", "7", "--doctors", "2", "--patients", "20", "--weeks", "1")
    answer = empty("demo", *words, "--from", "2025-11-03")
    assert (answer["doctors"], answer["patients"]) == (2, 20)
    assert len(empty("doctor", "list")["doctors"]) == 2
    week = ("--from", "2025-11-03", "--to", "2025-11-10")
    assert empty("agenda", *week)["appointments"]
    assert empty.refused("demo")


def test_every_id_is_made_by_the_client_or_a_uuid(clinic: Clinic) -> None:
    assert UUID(_book(clinic)).version == 4


def test_an_older_copy_is_accepted_by_one_word(small: Clinic) -> None:
    file = Path(small.database)
    before = file.read_bytes()
    small("patient", "add", "Bob Stone")
    file.write_bytes(before)
    assert [one["code"] for one in small("verify", code=1)["problems"]] == ["journal_cut"]
    accepted = small("verify", "--accept-restored")
    assert (accepted["ok"], accepted["accepted"]) == (True, {"last": 3, "seen": 4})
    assert "accepted" not in small("verify", "--accept-restored")
    assert small.run("verify").out.startswith("All is well.")
