"""``clinic watch``: every commit by anyone, from the next one on."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.cli.conftest import Clinic, command

pytestmark = pytest.mark.slow
BOOK = ("book", "--doctor", "1", "--patient", "1", "--start")


@contextmanager
def watching(clinic: Clinic, *words: str) -> Iterator[Any]:
    """Run ``clinic watch`` and wait until it listens."""
    program: subprocess.Popen[str] = subprocess.Popen(
        command(clinic.database, "watch", *words),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    with program:
        assert program.stderr is not None
        assert program.stderr.readline().startswith("Watching ")
        try:
            yield program
        finally:
            program.kill()


def test_tells_commits_by_others_from_now_on(clinic: Clinic) -> None:
    clinic("room", "add", "Before")
    with watching(clinic, "--count", "2", "--timeout", "240") as program:
        booked = clinic(*BOOK, "2025-11-02T11:00")["appointment"]
        first = json.loads(program.stdout.readline())
        clinic("cancel", booked["id"], "--reason", "other")
        second = json.loads(program.stdout.readline())
        assert program.wait(120) == 0
        assert program.stdout.read() == ""
    assert set(first) == {"sequence", "at", "actor", "station", "command", "touched"}
    assert (first["actor"], first["station"]) == ("tester", "desk")
    assert second["sequence"] == first["sequence"] + 1
    [touched] = [one for one in first["touched"] if one["kind"] == "appointment"]
    assert set(touched) == {"kind", "id", "doctor_id", "start", "end"}
    told = {"id": booked["id"], "doctor_id": "1", "start": booked["start"], "end": booked["end"]}
    assert touched.items() >= told.items()
    history = clinic("history", booked["id"])["changes"]
    assert [one["sequence"] for one in history] == [first["sequence"], second["sequence"]]


def test_every_line_of_a_batch_is_told_in_order(clinic: Clinic) -> None:
    with watching(clinic, "--count", "8", "--timeout", "240") as program:
        clinic.batch(
            *(
                {"command": "book", "doctor": 1, "patient": 1, "start": f"2025-11-02T{hour:02}:00"}
                for hour in range(9, 17)
            )
        )
        told = [json.loads(line) for line in program.stdout]
        assert program.wait(120) == 0
    sequences = [one["sequence"] for one in told]
    assert sequences == list(range(sequences[0], sequences[0] + 8))


def test_a_reader_that_has_enough_is_no_fault(clinic: Clinic) -> None:
    with watching(clinic, "--timeout", "240") as program:
        clinic("room", "add", "A")
        assert json.loads(program.stdout.readline())["command"] == "AddRoom"
        program.stdout.close()
        clinic("room", "add", "B")
        assert program.wait(120) == 141
        assert program.stderr.read() == ""


def test_ends_at_its_time(clinic: Clinic) -> None:
    begun = time.monotonic()
    answered = clinic.run("watch", "--timeout", "0.3")
    assert (answered.code, answered.out) == (0, "")
    assert 0.3 <= time.monotonic() - begun < 60
