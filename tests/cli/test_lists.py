"""``clinic agenda --csv``: visits for a spreadsheet; and a room that is called as a doctor is."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.cli.conftest import Clinic

DAY = ("--from", "2025-11-02", "--to", "2025-11-03")


def test_a_list_is_written_for_spreadsheets(clinic: Clinic, tmp_path: Path) -> None:
    clinic("patient", "add", "Bob Stone", "--phone", "+1 212 555 0102", "--phone", "555 0103")
    clinic(
        "book", "--doctor", "1", "--start", "2025-11-02T11:00", "--patient", "2", "--note", "=1+1"
    )
    file = tmp_path / "day.csv"
    file.write_text("before")
    answer = clinic("agenda", *DAY, "--csv", str(file))
    assert answer["file"] == str(file)
    (visit,) = answer["appointments"]
    with file.open(encoding="utf-8-sig", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert (row["start"], row["patient"]) == (visit["start"], visit["patient"])
    assert row["phone"] == "+1 212 555 0102, 555 0103"
    assert row["note"] == "'=1+1"
    missing = tmp_path / "missing" / "day.csv"
    assert clinic.refused("agenda", *DAY, "--csv", str(missing), code=3) == ["not_written"]


def test_a_list_never_takes_the_place_of_the_clinic(small: Clinic, tmp_path: Path) -> None:
    database = Path(small.database)
    link = tmp_path / "day.csv"
    link.symlink_to(database)
    for file in (database, link, database.with_name(f"{database.name}.tick")):
        assert small.refused("agenda", *DAY, "--csv", str(file), code=1) == ["not_a_list"]
    assert small("verify")["ok"]


def test_a_room_has_hours_and_is_booked(clinic: Clinic) -> None:
    clinic("room", "add", "Ultrasound")
    laid = clinic(
        "hours", "Ultrasound", "Sun 9-11", "--from", "2025-11-02", "--until", "2025-11-02"
    )
    assert laid["blocks_added"] == 8
    booked = clinic(
        "book", "--doctor", "Ultrasound", "--start", "2025-11-02T09:00", "--patient", "1"
    )["appointment"]
    assert booked["doctor"] == "Ultrasound"
    free = clinic("blocks", "--doctor", "Ultrasound", *DAY)["blocks"]
    assert len(free) == 7
    assert clinic("verify")["ok"]
