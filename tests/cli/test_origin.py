"""The case that the program was born from, by command: Sunday 2 November 2025, 11 to 12."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.cli.conftest import ORIGIN_DAY, Clinic

START, END = "2025-11-02T11:00:00-05:00", "2025-11-02T12:00:00-05:00"
WAYS = ["2025-11-02T11:00", "2025-11-02T16:00Z", "2025-11-02T17:00+01:00", "20251102T1100"]
"""The same instant: the clinic's local time, UTC, another zone's offset, the basic form."""


def _check_links(clinic: Clinic, appointment_id: str) -> None:
    """The appointment and its block point at each other, and nothing shows the time as free."""
    assert START not in clinic.free()
    assert len(clinic.free()) == 7
    [visit] = clinic("agenda", *ORIGIN_DAY)["appointments"]
    [block] = clinic("blocks", *ORIGIN_DAY, "--state", "booked")["blocks"]
    assert visit["id"] == block["appointment_id"] == appointment_id
    assert visit["block_ids"] == [block["id"]]
    assert (visit["start"], visit["end"]) == (block["start"], block["end"]) == (START, END)


@pytest.mark.parametrize("start", WAYS)
def test_booked_block_is_gone_however_the_time_is_written(clinic: Clinic, start: str) -> None:
    assert START in clinic.free()
    words = ("--doctor", "Dr Lee", "--start", start, "--patient", "Ann Smith")
    answer = clinic("book", *words)
    assert answer["repeated"] is False
    assert answer["appointment"]["start"] == START
    _check_links(clinic, answer["appointment"]["id"])


def test_booked_by_block_with_its_end(clinic: Clinic) -> None:
    blocks = clinic("blocks", *ORIGIN_DAY)["blocks"]
    wanted = next(block for block in blocks if block["start"] == START)
    answer = clinic("book", "--block", wanted["id"], "--patient", "1")
    assert answer["appointment"]["block_ids"] == [wanted["id"]]
    _check_links(clinic, answer["appointment"]["id"])


@pytest.mark.slow
def test_every_fresh_program_sees_it(clinic: Clinic) -> None:
    words = ("--doctor", "1", "--start", WAYS[0], "--end", "2025-11-02T12:00", "--patient", "1")
    booked = clinic.program("--json", "book", *words)
    assert booked.code == 0
    seen = clinic.program("--json", "blocks", *ORIGIN_DAY)
    assert START not in [block["start"] for block in seen.document["blocks"]]
    again = clinic.program("--json", "book", *words)
    assert again.code == 1
    assert again.reasons == ["block_taken", "patient_busy"]
    assert again.document["error"]["facts"]["holder"]["patient"] == "Ann Smith"
    assert len(again.document["error"]["facts"]["nearest"]) == 5


def test_same_id_and_wish_book_once(clinic: Clinic) -> None:
    number = str(uuid4())
    words = ("--doctor", "1", "--start", WAYS[0], "--patient", "1", "--id", number)
    first, second = clinic("book", *words), clinic("book", *words)
    assert (first["repeated"], second["repeated"]) == (False, True)
    assert first["appointment"] == second["appointment"]
    assert first["appointment"]["id"] == number
    assert len(clinic("history", number)["changes"]) == 1
    other = ("book", "--doctor", "1", "--start", "2025-11-02T13:00", "--patient", "1")
    assert clinic.refused(*other, "--id", number) == ["id_conflict"]
    _check_links(clinic, number)


def test_cancelled_time_is_free_at_once(clinic: Clinic) -> None:
    words = ("--doctor", "1", "--start", WAYS[0], "--patient", "1")
    number = clinic("book", *words)["appointment"]["id"]
    cancelled = clinic("cancel", number, "--reason", "patient_ill")["appointment"]
    assert (cancelled["status"], cancelled["reason"]) == ("cancelled", "patient_ill")
    assert (cancelled["holds"], cancelled["block_ids"]) == (False, [])
    assert cancelled["start"] == START
    assert START in clinic.free()
    assert clinic("agenda", *ORIGIN_DAY)["appointments"] == []
    assert clinic("agenda", *ORIGIN_DAY, "--all")["appointments"] == [cancelled]
    assert clinic("undo")["appointment"]["status"] == "booked"
    _check_links(clinic, number)
