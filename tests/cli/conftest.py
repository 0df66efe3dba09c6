"""The ``clinic`` command as tests use it: in this process or as a program, on both engines."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clinic_desktop.cli import main
from tests.engines import Place, place, postgresql_place, server, sqlite_place

__all__ = ["place", "postgresql_place", "server", "sqlite_place"]
ORIGIN_DAY = ("--from", "2025-11-02", "--to", "2025-11-03")


@dataclass(frozen=True, slots=True)
class Answered:
    """What one run of the command said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on stdout."""
        assert self.out.count("\n") == 1, self.out
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The JSON documents on stdout, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def reasons(self) -> list[str]:
        """The codes of the error, the first repeated in front."""
        error = self.document["error"]
        assert set(error) == {"code", "message", "facts", "reasons"}
        first = error["reasons"][0]
        assert {name: error[name] for name in ("code", "message", "facts")} == first
        return [reason["code"] for reason in error["reasons"]]


class Clinic:
    """One clinic's database, and the command to work on it."""

    def __init__(self, database: str) -> None:
        """Name the database."""
        self.database = database

    def run(self, *words: str, stdin: bytes = b"") -> Answered:
        """Run the command in this process, as typed."""
        out, err = io.StringIO(), io.StringIO()
        kept, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = main(["--database", self.database, *words])
        finally:
            sys.stdin = kept
        return Answered(code, out.getvalue(), err.getvalue())

    def program(self, *words: str, stdin: bytes = b"", **environ: str) -> Answered:
        """Run the command as a program of its own."""
        done = subprocess.run(
            command(self.database, *words),
            input=stdin,
            capture_output=True,
            check=False,
            timeout=240,
            env={**os.environ, **environ},
        )
        return Answered(done.returncode, done.stdout.decode(), done.stderr.decode())

    def __call__(self, *words: str, code: int = 0) -> dict[str, Any]:
        """Run it with ``--json`` and answer the document; the exit code must be as expected."""
        answered = self.run("--json", *words)
        assert answered.code == code, (answered.out, answered.err)
        assert answered.err == ""
        return answered.document

    def refused(self, *words: str, code: int = 1) -> list[str]:
        """Run what must fail, and answer its reasons' codes."""
        answered = self.run("--json", *words)
        assert answered.code == code, (answered.out, answered.err)
        return answered.reasons

    def batch(self, *lines: object) -> list[dict[str, Any]]:
        """Run a batch of JSON values, or of raw texts, and answer its lines."""
        raw = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        answered = self.run("batch", stdin="".join(f"{line}\n" for line in raw).encode())
        assert answered.code == 0, answered.err
        assert len(answered.lines) == len(lines)
        return answered.lines

    def free(self, *words: str) -> list[str]:
        """Answer the starts of the free blocks of the origin day."""
        found = self("blocks", *ORIGIN_DAY, *words)["blocks"]
        return [block["start"] for block in found]


def command(database: str, *words: str) -> list[str]:
    """Write the command line of the program."""
    return [sys.executable, "-m", "clinic_desktop.cli", "--database", database, *words]


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test's logs and anchors to itself."""
    for name in ("DATA", "STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("CLINIC_ACTOR", "tester")
    monkeypatch.setenv("CLINIC_STATION", "desk")
    monkeypatch.delenv("CLINIC_DATABASE", raising=False)


@pytest.fixture
def log_file(tmp_path: Path) -> Path:
    """The program's log in this test."""
    return tmp_path / "state" / "clinic-desktop" / "log" / "clinic.log"


@pytest.fixture
def empty(place: Place) -> Clinic:
    """A clinic in New York with nobody in it, on either engine."""
    return Clinic(place.url)


@pytest.fixture
def clinic(empty: Clinic) -> Clinic:
    """Dr Lee works on the origin day, 9 to 17 in blocks of an hour; Ann Smith is patient 1."""
    return _origin(empty)


@pytest.fixture
def small(sqlite_place: Place) -> Clinic:
    """The same clinic on SQLite only, for what does not depend on the engine."""
    return _origin(Clinic(sqlite_place.url))


def _origin(clinic: Clinic) -> Clinic:
    """Take on Dr Lee and Ann Smith."""
    hours = {"doctor": "Dr Lee", "hours": "Sun 9-17", "block": 60}
    fill(
        clinic,
        ("doctor add", {"name": "Dr Lee"}),
        ("patient add", {"name": "Ann Smith"}),
        ("hours", {**hours, "from": "2025-11-02", "until": "2025-11-02"}),
    )
    return clinic


def fill(clinic: Clinic, *commands: tuple[str, dict[str, object]]) -> Sequence[dict[str, Any]]:
    """Carry commands out in one batch; all must be done."""
    answers = clinic.batch(*({"command": name, **words} for name, words in commands))
    assert all(answer["ok"] for answer in answers), answers
    return answers
