"""Connections and lanes: one answer each, the truth about every commit, plain words for trouble."""

from __future__ import annotations

import datetime as dt
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError, OperationalError

from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.people import AddRoom, Rooms
from clinic_desktop.domain.refusals import Reason, Refusal, Unavailable
from clinic_desktop.storage import engines, faults, guards
from clinic_desktop.storage.database import Database, Transaction
from clinic_desktop.storage.tables import block
from tests.engines import Place, Server
from tests.storage.conftest import add_room


def test_two_servers_of_one_host_are_two_places(tmp_path: Path) -> None:
    keys = set()
    for told in ("a@h/clinic", "a@h:5433/clinic", "b@h/clinic"):
        database = Database(
            f"postgresql://{told}", actor="tester", station="desk", state_folder=tmp_path
        )
        assert database.place == ("clinic on h:5433" if ":" in told else "clinic on h")
        assert database.anchor is not None
        keys.add(database.anchor.path)
    assert len(keys) == 3


def test_sqlite_connections_are_durable_and_ask_for_foreign_keys(sqlite_place: Place) -> None:
    with sqlite_place.database() as database:
        for link in (database.reader, database.writer):
            connection = link.connection()
            told = {
                pragma: connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
                for pragma in ("synchronous", "foreign_keys", "journal_mode", "recursive_triggers")
            }
            connection.rollback()
            assert told == {
                "synchronous": 2, "foreign_keys": 1, "journal_mode": "wal", "recursive_triggers": 1,
            }  # fmt: skip


def test_a_disk_without_a_write_ahead_log_is_refused() -> None:
    with closing(sqlite3.connect(":memory:")) as memory, pytest.raises(Unavailable) as caught:
        engines._prepare_sqlite(memory, None)  # noqa: SLF001 - what every connection goes through
    assert caught.value.code == "not_durable"


def test_a_fault_goes_on_as_it_is() -> None:
    fault = OperationalError("", {}, Exception())
    fault.orig = sqlite3.OperationalError("no such table: x")
    with pytest.raises(OperationalError) as caught, faults.told("here"):
        raise fault
    assert caught.value is fault
    assert caught.value.__cause__ is None


def test_reads_leave_no_transaction_open(place: Place) -> None:
    with place.office() as office, place.database() as database:
        add_room(office, "A")
        assert database.read(lambda read: read.sequence).answer == 1
        driver: Any = database.reader.connection().connection.driver_connection
        if place.engine == "sqlite":
            assert not driver.in_transaction
        else:
            assert driver.info.transaction_status.name == "IDLE"
        # A reader's old snapshot would hide what was committed meanwhile.
        add_room(office, "B")
        assert database.read(lambda read: read.sequence).sequence == 2


def test_a_read_can_not_write(postgresql_place: Place) -> None:
    with postgresql_place.database() as database, pytest.raises(Unavailable, match="read_only"):
        database.read(lambda read: read.connection.exec_driver_sql("DELETE FROM patient_word"))


def test_a_commit_that_the_database_refuses_leaves_nothing_open(place: Place) -> None:
    start, end = (dt.datetime(2025, 11, 3, hour, tzinfo=dt.UTC) for hour in (9, 10))

    def half(transaction: Transaction) -> None:
        """Write a block that is held by no appointment, which only the commit notices."""
        claimed = {"appointment_id": uuid4(), "until": end}
        row = block.insert().values(resource_id=1, starts_at=start, ends_at=end, **claimed)
        transaction.connection.execute(row)

    with place.office() as office, place.database() as database:
        add_room(office, "A")
        with pytest.raises(IntegrityError):
            database.write(AddRoom(name="B"), half)
        # Neither another program nor this one finds a transaction in its way.
        add_room(office, "C")
        database.write(AddRoom(name="D"), lambda transaction: transaction.entry.touch("room", 9))


def test_the_same_command_again_is_told_what_it_did(place: Place) -> None:
    command = AddRoom(name="A")
    with place.office() as office:
        office.do(command).result(120)
        with pytest.raises(Refusal) as caught:
            office.do(command).result(120)
        assert caught.value.code == "already_done"
        assert len(office.ask(Rooms()).result(120).answer) == 1


def test_a_command_that_its_own_effect_refuses_is_told_what_it_did(place: Place) -> None:
    command, done = AddRoom(name="A"), threading.Event()

    def once(transaction: Any) -> None:  # noqa: ANN401 - a Transaction
        if done.is_set():
            raise Refusal(Reason("appointment_changed", "It was changed meanwhile."))
        transaction.entry.touch("room", 1)
        done.set()

    with place.database() as database:
        database.write(command, once)
        with pytest.raises(Refusal) as caught:
            database.write(command, once)
        assert caught.value.code == "already_done"
        assert caught.value.facts == {"sequence": 1}
        with pytest.raises(Refusal, match="appointment_changed"):
            database.write(AddRoom(name="A"), once)


def test_locked_by_another_program(sqlite_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.01)
    with (
        sqlite_place.office() as office,
        closing(sqlite3.connect(sqlite_place.file, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable) as caught:
            add_room(office, "A")
        assert caught.value.code == "database_locked"
        assert "Nothing was changed. Try again" in caught.value.message
        assert office.ask(TheSite()).result(120).answer.name == "Elm Street"
        other.execute("ROLLBACK")
        assert add_room(office, "A") == 1


def test_a_full_disk(sqlite_place: Place) -> None:
    with sqlite_place.database() as database:
        connection = database.writer.connection()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.rollback()

        def fill(transaction: Any) -> None:  # noqa: ANN401 - a Transaction
            transaction.connection.exec_driver_sql(
                "INSERT INTO resource (site_id, kind, name)"
                " VALUES (1, 'room', hex(zeroblob(999999)))"
            )

        with pytest.raises(Unavailable) as caught:
            database.write(AddRoom(name="A"), fill)
        assert caught.value.code == "disk_full"
        assert "Make room" in caught.value.message
    with sqlite_place.office() as office:
        assert add_room(office, "A") == 1


class _Cut:
    """Drops the writer's connection at a moment of its transaction."""

    def __init__(self, server: Server, place: Place, database: Database) -> None:
        """Begin with nothing cut."""
        self.server, self.place, self.database = server, place, database
        self.times = 1

    def __call__(self, *_: object) -> None:
        """Cut once."""
        if self.times:
            self.times -= 1
            self.server.cut(self.place.name)


@pytest.mark.postgresql
def test_a_connection_lost_before_commit_is_told_truly(
    postgresql_place: Place, server: Server
) -> None:
    with postgresql_place.database() as database:
        cut = _Cut(server, postgresql_place, database)
        event.listen(database.writer._engine, "commit", cut)  # noqa: SLF001 - the moment itself
        command = AddRoom(name="A")
        from clinic_desktop.scheduling.people import add_room as use_case

        with pytest.raises(Unavailable) as caught:
            database.write(command, lambda transaction: use_case(transaction, command))
        assert caught.value.code == "database_unreachable"
        done = database.write(command, lambda transaction: use_case(transaction, command))
        assert done.changes is not None
        assert done.changes.sequence == 1


@pytest.mark.postgresql
def test_a_connection_lost_behind_commit_is_told_truly(
    postgresql_place: Place, server: Server
) -> None:
    from clinic_desktop.scheduling.people import add_room as use_case

    with postgresql_place.database() as database:
        engine = database.writer._engine  # noqa: SLF001 - the moment itself
        dialect: Any = engine.dialect
        kept = dialect.do_commit

        def commit_and_lose(driver: Any) -> None:  # noqa: ANN401 - the driver's
            kept(driver)
            dialect.do_commit = kept
            server.cut(postgresql_place.name)
            driver.execute("SELECT 1")

        dialect.do_commit = commit_and_lose
        command = AddRoom(name="A")
        done = database.write(command, lambda transaction: use_case(transaction, command))
        assert done.changes is not None
        assert database.read(lambda read: read.sequence).sequence == done.changes.sequence == 1


def _hand_back(client: socket.socket, to: socket.socket) -> None:
    """Hand what the server says to its client."""
    with suppress(OSError):
        while data := to.recv(65536):
            client.sendall(data)


@contextmanager
def _late_commit(server: Server, delay: float) -> Iterator[tuple[int, threading.Event]]:
    """Offer a port to the server; when armed, it cuts off at COMMIT and hands that on later."""
    folder = Path(server.url("x").partition("host=")[2])
    behind = next(path for path in folder.glob(".s.PGSQL.*") if path.suffix != ".lock")
    armed, limit = threading.Event(), threading.Event()

    def forth(client: socket.socket, to: socket.socket) -> None:
        with suppress(OSError):
            while data := client.recv(65536):
                if b"COMMIT\0" in data and armed.is_set():
                    armed.clear()
                    client.shutdown(socket.SHUT_RDWR)
                    limit.wait(delay)
                to.sendall(data)
            to.shutdown(socket.SHUT_WR)

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _ = listening.accept()
                to = socket.socket(socket.AF_UNIX)
                to.connect(str(behind))
                for pump in (_hand_back, forth):
                    threads.append(threading.Thread(target=pump, args=(client, to)))
                    threads[-1].start()
                sockets.extend((client, to))

    sockets: list[socket.socket] = []
    threads: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        accepting = threading.Thread(target=accept)
        accepting.start()
        yield listening.getsockname()[1], armed
        listening.shutdown(socket.SHUT_RDWR)
        accepting.join()
        for one in threads:
            one.join()
        for end in sockets:
            end.close()


@pytest.mark.postgresql
@pytest.mark.parametrize("waits", [True, False])
def test_a_commit_that_is_still_on_its_way_is_waited_for(
    postgresql_place: Place, server: Server, *, waits: bool
) -> None:
    from clinic_desktop.scheduling.people import add_room as use_case

    command = AddRoom(name="A")
    with _late_commit(server, 1.5) as (port, armed):
        url = f"postgresql://clinic@127.0.0.1:{port}/{postgresql_place.name}?sslmode=disable"
        database = Database(url, actor="tester", station="desk")
        if not waits:
            event.listen(
                database.engine,
                "connect",
                lambda driver, _: driver.execute("SET lock_timeout = '100ms'"),
            )
        with closing(database):
            guards.examine(database)
            armed.set()
            if waits:
                done = database.write(command, lambda transaction: use_case(transaction, command))
                assert done.changes is not None
            else:
                with pytest.raises(Unavailable) as caught:
                    database.write(command, lambda transaction: use_case(transaction, command))
                assert caught.value.code == "outcome_unknown"
                assert "Nothing was changed" not in caught.value.message
                threading.Event().wait(2)
            assert database.read(lambda read: read.sequence).sequence == 1


def test_a_race_that_is_lost_again_and_again_is_no_fault() -> None:
    for state in faults.SERIALIZATION_FAILURES:
        told = type("Raced", (Exception,), {"sqlstate": state})()
        error = faults.unavailable(OperationalError("", {}, told), "here")
        assert isinstance(error, Unavailable)
        assert error.code == "database_locked"


@pytest.mark.postgresql
@pytest.mark.parametrize("state", faults.SERIALIZATION_FAILURES)
def test_a_lost_race_is_tried_again(postgresql_place: Place, state: str) -> None:
    with postgresql_place.database() as database:
        tries = 0

        def racing(transaction: Any) -> None:  # noqa: ANN401 - a Transaction
            nonlocal tries
            tries += 1
            if tries < 3:
                transaction.connection.exec_driver_sql(
                    f"DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '{state}'; END $$"
                )

        database.write(AddRoom(name="A"), racing)
        assert tries == 3


def test_nothing_is_written_into_a_schema_that_changed(place: Place) -> None:
    with place.office() as office, place.database() as database:
        add_room(office, "A")
        writer = database.engine.execution_options(write=True)
        with writer.begin() as connection:
            connection.exec_driver_sql(
                "DROP TRIGGER block_no_drop"
                if place.engine == "sqlite"
                else "UPDATE alembic_version SET version_num = '9999'"
            )
        with pytest.raises(Unavailable) as caught:
            add_room(office, "B")
        assert caught.value.code == "newer_schema"
        assert [room.name for room in office.ask(Rooms()).result(120).answer] == ["A"]


def test_an_administrator_may_tidy_a_file_that_is_open(sqlite_place: Place) -> None:
    with sqlite_place.office() as office:
        add_room(office, "A")
        for statement in ("VACUUM", "ANALYZE"):
            with closing(sqlite3.connect(sqlite_place.file, isolation_level=None)) as other:
                before = other.execute("PRAGMA schema_version").fetchone()
                other.execute(statement)
                assert other.execute("PRAGMA schema_version").fetchone() != before
            add_room(office, statement)
        assert len(office.ask(Rooms()).result(120).answer) == 3


@pytest.mark.postgresql
def test_a_connection_that_died_unused_is_replaced(postgresql_place: Place, server: Server) -> None:
    with postgresql_place.office() as office:
        add_room(office, "A")
        office.ask(Rooms()).result(120)
        server.cut(postgresql_place.name)
        assert len(office.ask(Rooms()).result(120).answer) == 1
        assert add_room(office, "B") == 2
