"""``demo`` and ``import history``: what they ask an office for, and how they tell its answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from clinic_desktop.domain.bulk import (
    DemoFilled,
    FillDemo,
    HistoryImported,
    ImportHistory,
    RefusedRow,
)
from clinic_desktop.domain.office import Command, Done, Query, Seen, Site, TheSite
from tests.cli.conftest import Clinic


class _Scripted:
    """An office that keeps the command and gives a prepared answer."""

    def __init__(self, answer: object) -> None:
        """Prepare the answer."""
        self.answer = answer
        self.asked: list[Command[Any]] = []

    def do(self, command: Command[Any]) -> Future[Done[Any]]:
        """Keep the command and answer."""
        self.asked.append(command)
        done: Future[Done[Any]] = Future()
        done.set_result(Done(self.answer, None))
        return done

    def ask(self, query: Query[Any]) -> Future[Seen[Any]]:
        """Say which clinic it is: whatever a command tells is told in its zone."""
        assert query == TheSite()
        seen: Future[Seen[Any]] = Future()
        seen.set_result(Seen(Site(1, "Riverside", "Europe/Berlin", ""), 0))
        return seen

    def close(self) -> None:
        """Close nothing."""


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], _Scripted]:
    """A way to have the program find a scripted office."""

    def script(answer: object) -> _Scripted:
        office = _Scripted(answer)
        monkeypatch.setattr("clinic_desktop.compose.open_office", lambda *_, **__: office)
        return office

    return script


def test_import(scripted: Callable[[object], _Scripted]) -> None:
    refused = tuple(RefusedRow(line, "no date") for line in range(2, 32))
    office = scripted(HistoryImported(50, 15, 5, refused, {"patients_added": 3}))
    words = ("import", "history", "visits.csv", "--mapping", "dental-synthetic")
    answer = Clinic("x.db")(*words, "--preview")
    assert answer == {
        "rows": 50,
        "imported": 15,
        "unchanged": 5,
        "refused": [{"line": line, "reason": "no date"} for line in range(2, 32)],
        "notes": {"patients_added": 3},
    }
    [command] = office.asked
    assert isinstance(command, ImportHistory)
    assert (command.file, command.mapping) == (Path("visits.csv"), "dental-synthetic")
    assert command.preview is True
    told = Clinic("x.db").run(*words).out
    assert told.startswith("50 rows: 15 imported, 5 unchanged, 30 refused.\n")
    assert "  patients added: 3\n  line 2: no date\n" in told
    assert "and 10 more" in told


def test_demo(scripted: Callable[[object], _Scripted]) -> None:
    office = scripted(DemoFilled(2, 20, 400, 99))
    answer = Clinic("x.db")("demo", "--doctors", "2", "--from", "2025-11-03")
    assert answer == {"doctors": 2, "patients": 20, "blocks": 400, "appointments": 99}
    [command] = office.asked
    assert isinstance(command, FillDemo)
    assert (command.seed, command.doctors, command.today) == (1, 2, dt.date(2025, 11, 3))
    assert command.patients == FillDemo().patients
    assert "2 doctors, 20 patients" in Clinic("x.db").run("demo").out
