"""Open guards: what is no whole clinic is refused in plain words and stays as it was."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from clinic_desktop import compose
from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.people import AddRoom
from clinic_desktop.domain.refusals import Misuse, Refusal, Unavailable
from clinic_desktop.storage import files, schema, servers
from tests.engines import Place, Server, settings
from tests.storage.conftest import add_room

Spoil = Callable[[Path], object]


def _sql(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def _overwrite(file: Path, start: int, content: bytes) -> None:
    with file.open("r+b") as opened:
        opened.seek(start)
        opened.write(content)


def _foreign(file: Path) -> None:
    file.unlink()
    _sql(file, "CREATE TABLE note (text)", "INSERT INTO note VALUES ('mine')")


def _foreign_with_log(file: Path) -> None:
    """Leave another program's database behind as a crash would: its truth is in the log."""
    file.unlink()
    other = file.with_name("other.db")
    with closing(sqlite3.connect(other, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE note (text)")
        for end in ("", "-wal"):
            shutil.copy(f"{other}{end}", f"{file}{end}")
    for left in file.parent.glob("other.db*"):
        left.unlink()


def _blank(file: Path) -> None:
    """Leave what another ``init`` has made of the file just before its commit."""
    file.unlink()
    _sql(file, "PRAGMA journal_mode = WAL")


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


SPOILT: dict[str, tuple[Spoil, str]] = {
    "missing": (Path.unlink, "no_database"),
    "empty": (lambda file: os.truncate(file, 0), "empty"),
    "no table yet": (_blank, "empty"),
    "a text": (lambda file: file.write_text("Dear diary, " * 500), "not_a_clinic"),
    "short text": (lambda file: file.write_text("Hi"), "not_a_clinic"),
    "a folder": (_folder, "not_a_clinic"),
    "foreign": (_foreign, "not_a_clinic"),
    "foreign with a log": (_foreign_with_log, "not_a_clinic"),
    "only a header": (lambda file: os.truncate(file, 60), "corrupt"),
    "cut short": (lambda file: os.truncate(file, 8192), "corrupt"),
    "cut within a page": (lambda file: os.truncate(file, 9000), "corrupt"),
    "bad page size": (lambda file: _overwrite(file, 16, b"\x00\x07"), "corrupt"),
    "overwritten schema": (lambda file: _overwrite(file, 100, b"\xff" * 4000), "corrupt"),
    "newer": (lambda file: _sql(file, "PRAGMA user_version = 99"), "newer_schema"),
    "older": (lambda file: _sql(file, "PRAGMA user_version = 0"), "older_schema"),
    "trigger gone": (lambda file: _sql(file, "DROP TRIGGER block_no_drop"), "unknown_fingerprint"),
    "table more": (lambda file: _sql(file, "CREATE TABLE x (y)"), "unknown_fingerprint"),
}
ALSO_FOR_INIT = [
    name for name in SPOILT if name not in {"missing", "empty", "no table yet", "older"}
]


def _listing(folder: Path) -> dict[str, str]:
    """Answer every file of a folder with its digest and its time of change."""
    return {
        str(path.relative_to(folder)): (
            f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.stat().st_mtime_ns}"
            if path.is_file()
            else "a folder"
        )
        for path in sorted(folder.rglob("*"))
    }


def _refused(place: Place, *, init: bool = False) -> Unavailable:
    """Open what must not open, and answer why; nothing may have changed."""
    folder = place.file.parent
    before = _listing(folder)
    act = compose.create_clinic if init else compose.open_office
    with pytest.raises(Unavailable) as caught:
        act(place.settings)
    assert _listing(folder) == before
    _is_plain(caught.value.message)
    return caught.value


def _is_plain(message: str) -> None:
    """Check that a person can read it: whole sentences, no code, no driver's words."""
    assert message[0].isupper() or message.startswith("/")
    assert message.endswith((".", "clinic init", "clinic verify", ").")) or "OWNER TO" in message
    for jargon in ("sqlite3.", "psycopg", "Error", "SQL", "errno", "None", "{", "Traceback"):
        assert jargon not in message.replace("PostgreSQL", "")


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_no_clinic_stays_as_it_was(sqlite_place: Place, name: str) -> None:
    spoil, code = SPOILT[name]
    spoil(sqlite_place.file)
    assert _refused(sqlite_place).code == code


@pytest.mark.parametrize("name", ALSO_FOR_INIT)
def test_init_spares_what_is_not_its_own(sqlite_place: Place, name: str) -> None:
    spoil, code = SPOILT[name]
    spoil(sqlite_place.file)
    assert _refused(sqlite_place, init=True).code == code


@pytest.mark.slow
@pytest.mark.parametrize("name", ["missing", "empty", "foreign", "cut short", "trigger gone"])
def test_the_command_exits_3_with_the_same_words(sqlite_place: Place, name: str) -> None:
    spoil, code = SPOILT[name]
    spoil(sqlite_place.file)
    before = _listing(sqlite_place.file.parent)
    program = [sys.executable, "-m", "clinic_desktop.cli", "--database", sqlite_place.url]
    done = subprocess.run(
        [*program, "--json", "doctor", "list"], capture_output=True, check=False, timeout=240
    )
    assert done.returncode == 3
    assert f'"code": "{code}"'.encode() in done.stdout
    told = subprocess.run(
        [*program, "doctor", "list"], capture_output=True, check=False, timeout=240
    )
    assert (told.returncode, told.stdout) == (3, b"")
    assert told.stderr.decode().strip() == f"clinic: {_refused(sqlite_place).message}"
    assert _listing(sqlite_place.file.parent) == before


def test_missing_and_empty_say_how_to_begin(sqlite_place: Place) -> None:
    os.truncate(sqlite_place.file, 0)
    assert "clinic init" in _refused(sqlite_place).message
    sqlite_place.file.unlink()
    assert "clinic init" in _refused(sqlite_place).message


@pytest.mark.parametrize("kept", [True, False])
def test_init_takes_an_empty_file_and_makes_folders(tmp_path: Path, kept: bool) -> None:  # noqa: FBT001 - a parameter of the test
    file = tmp_path / "deep" / "er" / "clinic.db"
    if kept:
        file.parent.mkdir(parents=True)
        file.touch()
    site = compose.create_clinic(settings(str(file), tmp_path), name="New", zone="Asia/Tokyo")
    place = Place(str(file), "sqlite", tmp_path)
    with place.office() as office:
        assert office.ask(TheSite()).result(120).answer == site
        if not kept:
            # Of patients nobody else on this computer may read.
            modes = [each.stat().st_mode & 0o077 for each in file.parent.iterdir()]
            assert len(modes) > 1
            assert not any(modes)


def test_a_wrong_zone_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="unknown_zone"):
        compose.create_clinic(settings(str(tmp_path / "a" / "b.db")), zone="Mars/Olympus")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file, no folder")
    with pytest.raises(Unavailable) as caught:
        compose.create_clinic(settings(str(tmp_path / "a" / "b" / "clinic.db")))
    assert caught.value.code in {"cannot_open", "no_database"}
    _is_plain(caught.value.message)


@pytest.mark.parametrize("which", ["file", "folder"])
def test_read_only(sqlite_place: Place, which: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sqlite_place.file if which == "file" else sqlite_place.file.parent
    asked = os.access

    # Whoever runs the tests may be allowed everything.
    def access(name: Path, mode: int) -> bool:
        return name != path and asked(name, mode)

    monkeypatch.setattr(os, "access", access)
    error = _refused(sqlite_place)
    assert error.code == "read_only"
    assert str(path) in error.message
    assert _refused(sqlite_place, init=True).code == "read_only"


def test_a_network_drive(
    sqlite_place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    folder = str(sqlite_place.file.parent.resolve()).replace(" ", "\\040")
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\n//server/share {folder} cifs rw 0 0\n")
    monkeypatch.setattr(files, "MOUNTS", mounts)
    assert _refused(sqlite_place).code == "network_drive"
    mounts.write_text(f"//server/share / cifs rw 0 0\n/dev/vda {folder} ext4 rw 0 0\n")
    with sqlite_place.office():
        pass


@pytest.mark.parametrize("there", [False, True])
def test_a_file_that_could_not_be_made_whole_is_gone_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, there: bool
) -> None:
    def full(_engine: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise OperationalError("", {}, error)

    file = tmp_path / "clinic.db"
    if there:
        file.touch()
    monkeypatch.setattr(schema, "upgrade", full)
    with pytest.raises(Unavailable) as caught:
        compose.create_clinic(settings(str(file), tmp_path))
    assert caught.value.code == "disk_full"
    assert list(tmp_path.iterdir()) == ([file] if there else [])


def test_another_name_is_refused_before_anything_is_upgraded(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def upgraded(_engine: object) -> None:
        pytest.fail("nothing may be changed")

    monkeypatch.setattr(schema, "upgrade", upgraded)
    for name, zone in (("Oak Street", None), (None, "Asia/Tokyo")):
        with pytest.raises(Misuse) as caught:
            compose.create_clinic(place.settings, name=name, zone=zone)
        assert caught.value.code == "already_a_clinic"
        assert "Nothing was changed" in caught.value.message


@pytest.mark.postgresql
def test_two_that_create_at_once_make_one_clinic(server: Server, tmp_path: Path) -> None:
    with server.database("template0") as name:
        server.admin(f"ALTER DATABASE {name} OWNER TO clinic")
        with ThreadPoolExecutor(4) as pool:
            made = [
                pool.submit(compose.create_clinic, settings(server.url(name), tmp_path), name="A")
                for _ in range(4)
            ]
        assert {future.result().id for future in made} == {1}


def test_a_clinic_opens_while_its_commits_are_in_the_log_only(
    sqlite_place: Place, tmp_path: Path
) -> None:
    crashed = Place(str(tmp_path / "crashed.db"), "sqlite", tmp_path)
    with sqlite_place.office() as office:
        add_room(office, "A")
        for end in ("", "-wal"):
            shutil.copy(f"{sqlite_place.url}{end}", f"{crashed.url}{end}")
        with sqlite_place.office() as second:
            add_room(second, "B")
    with crashed.office() as office:
        assert add_room(office, "C") == 2


def test_a_new_clinic_is_known_by_its_log(tmp_path: Path) -> None:
    """After a crash right behind ``init`` the file's own first page still says nothing."""
    file = tmp_path / "new.db"
    made = Place(str(tmp_path / "made.db"), "sqlite", tmp_path)
    holding = sqlite3.connect(made.url, isolation_level=None)
    holding.execute("PRAGMA journal_mode = WAL")
    holding.execute("SELECT * FROM sqlite_master").fetchall()
    compose.create_clinic(made.settings, name="New")
    for end in ("", "-wal"):
        shutil.copy(f"{made.url}{end}", f"{file}{end}")
    holding.close()
    assert files.Header.of(file.read_bytes()[:100]).application_id == 0
    with Place(str(file), "sqlite", tmp_path).office() as office:
        assert office.ask(TheSite()).result(120).answer.name == "New"


def test_tampered_rules_can_be_read_but_not_written(sqlite_place: Place) -> None:
    _sql(sqlite_place.file, "DROP TRIGGER block_no_drop")
    before = _listing(sqlite_place.file.parent)
    office = compose.open_office(sqlite_place.settings, feed=False, any_fingerprint=True)
    try:
        assert office.ask(TheSite()).result(120).answer.name == "Elm Street"
        with pytest.raises(Unavailable) as caught:
            office.do(AddRoom(name="A")).result(120)
        assert caught.value.code == "read_only"
    finally:
        office.close()
    assert _listing(sqlite_place.file.parent) == before


@pytest.mark.parametrize("name", ["postgresql://host:port/x", "mysql://host/x", "http://x"])
def test_a_name_that_is_no_database(name: str) -> None:
    with pytest.raises(Unavailable) as caught:
        compose.open_office(settings(name))
    assert caught.value.code == "bad_database"
    assert "postgresql://user@host/database" in caught.value.message


def _server_refuses(url: str, *, init: bool = False) -> Unavailable:
    """Open what must not open on a server."""
    act = compose.create_clinic if init else compose.open_office
    with pytest.raises(Unavailable) as caught:
        act(settings(url))
    _is_plain(caught.value.message)
    return caught.value


@pytest.mark.postgresql
def test_a_server_without_the_database_or_a_clinic(server: Server) -> None:
    missing = _server_refuses(server.url("nowhere"))
    assert (missing.code, "“nowhere”" in missing.message) == ("no_database", True)
    assert _server_refuses(server.url("nowhere"), init=True).code == "no_database"
    with server.database("template0") as name:
        empty = _server_refuses(server.url(name))
        assert (empty.code, "clinic init" in empty.message) == ("no_clinic", True)
        assert _server_refuses(server.url(name, "postgres"), init=True).code == "superuser_role"
        server.admin(f"ALTER DATABASE {name} OWNER TO postgres")
        assert _server_refuses(server.url(name), init=True).code == "not_owner"


@pytest.mark.postgresql
def test_no_server_there(tmp_path: Path) -> None:
    for url in (
        f"postgresql://clinic@/clinic?host={tmp_path}",
        "postgresql://clinic:secret@127.0.0.1:1/clinic",
    ):
        told = _server_refuses(url)
        assert told.code == "database_unreachable"
        assert "secret" not in told.message + str(told.facts)


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "newer_schema"),
        ("UPDATE alembic_version SET version_num = 'abc'", "newer_schema"),
        ("UPDATE alembic_version SET version_num = '0000'", "older_schema"),
        ("DROP TRIGGER block_update ON block", "unknown_fingerprint"),
        ("ALTER TABLE block DISABLE TRIGGER block_update", "unknown_fingerprint"),
        ("ALTER TABLE block DROP CONSTRAINT block_no_overlap", "unknown_fingerprint"),
    ],
)
def test_a_server_with_another_schema(postgresql_place: Place, sql: str, code: str) -> None:
    with postgresql_place.database() as database:
        writer = database.engine.execution_options(write=True)
        with writer.begin() as connection:
            connection.exec_driver_sql(sql)
    assert _server_refuses(postgresql_place.url).code == code


@pytest.mark.postgresql
def test_a_database_of_another_program(server: Server) -> None:
    with server.database("template0") as name:
        server.admin(f"ALTER DATABASE {name} OWNER TO clinic")
        import psycopg

        with psycopg.connect(server.url(name), autocommit=True) as connection:
            connection.execute("CREATE TABLE note (text text)")
        assert _server_refuses(server.url(name)).code == "not_a_clinic"
        assert _server_refuses(server.url(name), init=True).code == "not_a_clinic"


@pytest.mark.postgresql
def test_an_old_server(postgresql_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "OLDEST_SERVER", 99)
    told = _server_refuses(postgresql_place.url)
    assert (told.code, "99 or later" in told.message) == ("old_server", True)
