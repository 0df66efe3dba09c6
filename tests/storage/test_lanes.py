"""Lanes and their connections: one answer each, and a program that ends when it is told to."""

from __future__ import annotations

import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from clinic_desktop import compose
from clinic_desktop.domain.people import AddRoom, Rooms
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.lanes import Lane
from tests.engines import Place, Server
from tests.storage.conftest import add_room

ENDLESS = {
    "sqlite": "WITH RECURSIVE n AS (SELECT 1 i UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
    "postgresql": "SELECT pg_sleep(600)",
}


def _wait_until(come: Callable[[], bool]) -> None:
    """Wait for something that has no event of its own."""
    limit = threading.Event()
    for _ in range(3000):
        if come():
            return
        limit.wait(0.01)
    pytest.fail("it did not come")


def test_a_lane_answers_in_order_and_once() -> None:
    lane, done = Lane("test"), queue.SimpleQueue[int]()

    def job(number: int) -> int:
        done.put(number)
        return number

    futures = [lane.submit(partial(job, number)) for number in range(2000)]
    lane.close()
    assert [future.result(0) for future in futures] == list(range(2000))
    assert [done.get_nowait() for _ in range(2000)] == list(range(2000))
    assert done.empty()


def test_a_lane_hands_errors_over_and_goes_on() -> None:
    lane = Lane("test")
    failed, fine = lane.submit(lambda: 1 // 0), lane.submit(lambda: 1)
    with pytest.raises(ZeroDivisionError):
        failed.result(120)
    assert fine.result(120) == 1
    lane.close()
    lane.close()
    with pytest.raises(Unavailable, match="closed"):
        lane.submit(lambda: 1)


def test_a_waiting_job_can_be_cancelled() -> None:
    lane, gate = Lane("test"), threading.Event()
    lane.submit(gate.wait)
    cancelled, after = lane.submit(lambda: 1), lane.submit(lambda: 2)
    assert cancelled.cancel()
    gate.set()
    assert after.result(120) == 2
    lane.close()


def test_closing_interrupts_a_long_read_and_finishes_queued_writes(place: Place) -> None:
    with place.database() as database:
        reads, writes, begun = Lane("read"), Lane("write"), threading.Event()

        def endless(read: Read) -> None:
            begun.set()
            read.connection.exec_driver_sql(ENDLESS[place.engine])

        reading = reads.submit(lambda: database.read(endless))
        command = AddRoom(name="A")
        gate = threading.Event()
        writes.submit(gate.wait)
        written = [
            writes.submit(lambda: database.write(command, lambda t: t.may("book")))  # type: ignore[arg-type]
            for _ in range(5)
        ]
        assert begun.wait(120)
        driver: Any = database.reader.connection().connection.driver_connection
        if place.engine == "postgresql":
            _wait_until(lambda: driver.info.transaction_status.name == "ACTIVE")
        while not reading.done():
            database.reader.interrupt()
            threading.Event().wait(0.01)
        gate.set()
        reads.close()
        writes.close()
        assert isinstance(reading.exception(), Unavailable | DBAPIError)
        assert all(future.done() for future in written)


def test_closing_answers_what_was_asked_and_waits_for_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def endless(read: Read, _query: Rooms) -> tuple[()]:
        begun.set()
        read.connection.exec_driver_sql(ENDLESS[place.engine])
        return ()

    with place.office() as office:
        monkeypatch.setattr(office, "_queries", {Rooms: endless})
        asked = [office.ask(Rooms()) for _ in range(5)]
        assert begun.wait(120)
    for future in asked:
        error = future.exception(0)
        assert isinstance(error, Unavailable)
        assert error.code == "closed"


@contextmanager
def _silent(server: Server, place: Place) -> Iterator[None]:
    """Have the server's end of every connection to a database do nothing, as if it hung."""
    sql = f"SELECT pid FROM pg_stat_activity WHERE datname = '{place.name}'"
    ends = [row[0] for row in server.admin(sql)]
    assert ends
    try:
        for number in ends:
            os.kill(number, signal.SIGSTOP)
        yield
    finally:
        for number in ends:
            os.kill(number, signal.SIGCONT)


@pytest.mark.postgresql
@pytest.mark.parametrize("reading", [False, True])
def test_a_silent_server_does_not_keep_the_program_from_ending(
    postgresql_place: Place, server: Server, monkeypatch: pytest.MonkeyPatch, *, reading: bool
) -> None:
    begun = threading.Event()

    def endless(read: Read, _query: Rooms) -> tuple[()]:
        begun.set()
        read.connection.exec_driver_sql(ENDLESS["postgresql"])
        return ()

    office = compose.open_office(postgresql_place.settings)
    closing = threading.Thread(target=office.close)
    try:
        add_room(office, "A")
        asked = office.ask(Rooms())
        asked.result(120)
        if reading:
            monkeypatch.setattr(office, "_queries", {Rooms: endless})
            asked = office.ask(Rooms())
            assert begun.wait(120)
        with _silent(server, postgresql_place):
            closing.start()
            closing.join(120)
            assert not closing.is_alive()
        error = asked.exception(0)
        assert isinstance(error, Unavailable) == reading
        assert error is None or "closed" in str(error)
    finally:
        office.close()
        closing.join()


@pytest.mark.postgresql
def test_what_the_server_stopped_is_not_taken_for_the_end_of_the_program(
    postgresql_place: Place,
) -> None:
    def too_long(read: Read) -> None:
        read.connection.exec_driver_sql("SET LOCAL statement_timeout = '10ms'")
        read.connection.exec_driver_sql(ENDLESS["postgresql"])

    with postgresql_place.database() as database:
        for act in (
            lambda: database.read(too_long),
            lambda: database.write(AddRoom(name="A"), too_long),
        ):
            with pytest.raises(Unavailable) as caught:
                act()
            assert caught.value.code == "interrupted"
            assert "Nothing was changed. Try again" in caught.value.message
            assert "closed" not in caught.value.message
        # What comes next is answered as ever.
        assert database.read(lambda read: read.sequence).answer == 0
