"""``swap``, ``reassign`` and ``bulk``: tried before, done as a whole, taken back by one undo."""

from __future__ import annotations

from tests.cli.conftest import Clinic

DAY = ("--from", "2025-11-02", "--to", "2025-11-03")


def _booked(clinic: Clinic, patient: str, start: str, doctor: str = "Dr Lee") -> str:
    words = ("--doctor", doctor, "--start", f"2025-11-02T{start}", "--patient", patient)
    number: str = clinic("book", *words)["appointment"]["id"]
    return number


def _agenda(clinic: Clinic) -> dict[str, tuple[str, str]]:
    found = clinic("agenda", *DAY)["appointments"]
    return {one["patient"]: (one["doctor"], one["start"][11:16]) for one in found}


def test_several_are_tried_changed_and_taken_back_as_one(clinic: Clinic) -> None:
    clinic("patient", "add", "Bob Stone")
    clinic("doctor", "add", "Dr Kim")
    day = ("--from", "2025-11-02", "--until", "2025-11-02", "--block", "60")
    clinic("hours", "Dr Kim", "Sun 9-17", *day)
    ann, bob = _booked(clinic, "Ann Smith", "11:00"), _booked(clinic, "Bob Stone", "13:00")
    at_first = _agenda(clinic)
    tried = clinic("swap", ann, bob, "--preview")
    assert tried["preview"] is True
    assert [one["start"][11:16] for one in tried["appointments"]] == ["13:00", "11:00"]
    assert _agenda(clinic) == at_first
    assert "Nothing was changed" in clinic.run("swap", ann, bob, "--preview").out
    told = clinic.run("swap", ann, bob).out
    assert told.startswith("Moved 2 appointments:\n- Ann Smith with Dr Lee, Sun 2 Nov")
    assert _agenda(clinic) == {"Ann Smith": ("Dr Lee", "13:00"), "Bob Stone": ("Dr Lee", "11:00")}
    clinic("undo")
    assert _agenda(clinic) == at_first

    clinic("reassign", "Dr Lee", "--to", "Dr Kim", "--date", "2025-11-02")
    assert {doctor for doctor, _ in _agenda(clinic).values()} == {"Dr Kim"}
    assert clinic("reassign", "Dr Lee", "--to", "Dr Kim", "--date", "2025-11-02")["before"] == []
    clinic("undo")
    blocking = _booked(clinic, "Bob Stone", "11:00", "Dr Kim")
    words = ("reassign", "Dr Lee", "--to", "Dr Kim", "--date", "2025-11-02")
    assert clinic.refused(*words) == ["block_taken"]
    clinic("cancel", blocking, "--reason", "mistake")

    chosen = ("--appointment", ann, "--appointment", bob)
    assert clinic.refused("bulk", "move", *chosen, code=2) == ["usage"]
    assert clinic.refused("bulk", "move", *chosen, "--to", "2025-11-03")[0] == "no_block"
    clinic("bulk", "move", *chosen, "--doctor", "Dr Kim")
    gone = clinic("bulk", "cancel", *chosen, "--reason", "doctor_away", "--by", "clinic")
    assert {one["status"] for one in gone["appointments"]} == {"cancelled"}
    assert _agenda(clinic) == {}
    undone = clinic.run("undo").out
    assert undone == (
        "Took back “cancel several”: Ann Smith and Bob Stone, 2 visits with Dr Kim from "
        "Sun 2 Nov 2025.\n"
    )
    clinic("undo")
    assert _agenda(clinic) == at_first


def test_a_visit_that_can_not_be_given_at_its_time_is_told_where_it_could_go(
    clinic: Clinic,
) -> None:
    clinic("patient", "add", "Bob Stone")
    clinic("doctor", "add", "Dr Kim")
    day = ("--from", "2025-11-02", "--until", "2025-11-02", "--block", "60")
    clinic("hours", "Dr Kim", "Sun 9:30-16:30", *day)
    _booked(clinic, "Ann Smith", "11:00")
    _booked(clinic, "Bob Stone", "13:00")
    before = _agenda(clinic)
    words = ("reassign", "Dr Lee", "--to", "Dr Kim", "--date", "2025-11-02")
    error = clinic.run("--json", *words).document["error"]
    assert [one["code"] for one in error["reasons"]] == ["off_grid", "off_grid"]
    near = [
        [one["start"][11:16] for one in reason["facts"]["nearest"]] for reason in error["reasons"]
    ]
    assert near == [
        ["09:30", "10:30", "11:30", "12:30", "13:30"],
        ["10:30", "11:30", "12:30", "13:30", "14:30"],
    ]
    # Each visit has its own times below what speaks against it.
    told = clinic.run(*words).err.splitlines()
    heads = [told[at] for at in (0, 7)]
    assert [head.split(",")[0] for head in heads] == ["Refused: Ann Smith", "Also: Bob Stone"]
    assert [told[at] for at in (1, 8)] == ["The nearest free times:"] * 2
    assert told[2].startswith("  Sun 2 Nov 2025, 09:30\u201310:30, Dr Kim (block ")
    assert told[13].startswith("  Sun 2 Nov 2025, 14:30\u201315:30, Dr Kim (block ")
    assert len(told) == 14
    assert _agenda(clinic) == before
