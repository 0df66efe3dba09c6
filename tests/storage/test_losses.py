"""Losses of the connection: told as such, no news missed or told twice, nothing left locked."""

from __future__ import annotations

import signal
import threading
import time

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from clinic_desktop.domain.changes import (
    Changes,
    ConnectionChanged,
)
from clinic_desktop.domain.office import Office
from clinic_desktop.domain.people import Rooms
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.storage import journal, schema, texts
from tests.engines import Place, Server
from tests.storage.conftest import add_room
from tests.storage.ear import feeding, seconds_to_close


@pytest.mark.postgresql
def test_a_cut_connection_is_told_and_nothing_is_missed(
    postgresql_place: Place, server: Server
) -> None:
    with feeding(postgresql_place) as (_, ear):
        with postgresql_place.office() as office:
            first = add_room(office, "A")
            assert ear.until(first) == [first]
        assert server.cut(postgresql_place.name) >= 1
        with postgresql_place.office() as office:
            last = [add_room(office, f"Room {number}") for number in range(5)][-1]
            ear.offline()
            assert ear.until(last) == list(range(first + 1, last + 1))
    states = [news.online for news in ear.all if isinstance(news, ConnectionChanged)]
    assert states == [False, True]


def test_what_was_read_just_before_a_loss_is_told_after_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, lost = journal.read_after, threading.Event()

    def lose_once(connection: Connection, sequence: int) -> list[Changes]:
        found = read(connection, sequence)
        if found and not lost.is_set():
            lost.set()
            raise OSError
        return found

    monkeypatch.setattr(journal, "read_after", lose_once)
    with place.office() as office, feeding(place) as (_, ear):
        sequence = add_room(office, "A")
        assert ear.until(sequence) == [sequence]
        assert lost.is_set()


class Writer(threading.Thread):
    """Writes rooms until told to stop, through every loss of the server."""

    def __init__(self, place: Place) -> None:
        """Name the place."""
        super().__init__(name="writer")
        self.done = threading.Event()
        self.acknowledged: list[int] = []
        self._place = place

    def run(self) -> None:
        """Write."""
        number = 0
        while not self.done.is_set():
            try:
                with self._place.office() as office:
                    while not self.done.is_set():
                        number += 1
                        self._add(office, number)
            except Unavailable:
                self.done.wait(0.02)

    def _add(self, office: Office, number: int) -> None:
        self.acknowledged.append(add_room(office, f"Room {number}"))

    def more(self, count: int) -> None:
        """Wait until it wrote so many more."""
        target, limit = len(self.acknowledged) + count, time.monotonic() + 240
        while len(self.acknowledged) < target:
            assert self.is_alive()
            assert time.monotonic() < limit
            self.done.wait(0.005)


@pytest.mark.slow
@pytest.mark.postgresql
def test_restarts_of_the_server_lose_no_news(postgresql_place: Place, server: Server) -> None:
    with feeding(postgresql_place) as (_, ear):
        writer = Writer(postgresql_place)
        writer.start()
        told = []
        try:
            for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGINT):
                writer.more(20)
                server.stop(how)
                server.start()
                writer.more(20)
                told += ear.until(writer.acknowledged[-1])
        finally:
            writer.done.set()
            writer.join()
        with postgresql_place.office() as office:
            last = add_room(office, "The last")
        told += ear.until(last)
    assert told == list(range(1, last + 1))
    assert set(writer.acknowledged) <= set(told)
    states = [news.online for news in ear.all if isinstance(news, ConnectionChanged)]
    assert states == [False, True] * 3


@pytest.mark.slow
@pytest.mark.postgresql
def test_closing_is_quick_while_the_server_is_away(postgresql_place: Place, server: Server) -> None:
    with feeding(postgresql_place) as (feed, ear):
        server.stop()
        try:
            ear.offline()
            assert seconds_to_close(feed) < 5
            assert not [one for one in threading.enumerate() if one.name == "feed"]
        finally:
            server.start()


def test_a_beginning_that_fails_leaves_nothing_open_and_nothing_locked(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every transaction begins with a question; where that fails, nobody else would end it."""
    nowhere = "SELECT 1 FROM nowhere"
    with place.office() as office, place.office() as other:
        add_room(office, "Before")
        with monkeypatch.context() as patched:
            patched.setitem(schema.MARK, place.engine, nowhere)
            with pytest.raises((DBAPIError, Unavailable)):
                add_room(office, "Never")
        with monkeypatch.context() as patched:
            patched.setattr(texts, "LAST_SEQUENCE", nowhere)
            with pytest.raises((DBAPIError, Unavailable)):
                office.ask(Rooms()).result(60)
        add_room(other, "Another")
        add_room(office, "After")
        rooms = office.ask(Rooms()).result(60).answer
        assert [room.name for room in rooms] == ["Before", "Another", "After"]
