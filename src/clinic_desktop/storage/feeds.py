"""News of commits, by anyone: this program, another process on the file, another PC.

A feed is one thread with a connection of its own. It waits until something may have happened, then
reads the journal after the last sequence it told: a wake, a poll or a notification only says
"look", so nothing is missed, told twice or out of order, whatever was lost on the way.
"""

from __future__ import annotations

import contextlib
import logging
import selectors
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from clinic_desktop.domain.changes import (
    Committed,
    ConnectionChanged,
    News,
    WrittenByHand,
)
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.storage import faults, journal
from clinic_desktop.storage.database import Database
from clinic_desktop.storage.files import identity
from clinic_desktop.storage.listeners import Listeners

log = logging.getLogger(__name__)

POLL_MS = 250
HEARTBEAT_SECONDS = 10.0
"""How long a feed trusts a silent server before it reads the journal unasked."""
SHORTEST_REST, LONGEST_REST = 0.05, 5.0
CLOSE_SECONDS = 0.08
"""How long closing waits for a thread that may hang in the network; it then ends by itself."""


class Feed(ABC):
    """Tells its subscribers of every commit after its start, in order, each once."""

    def __init__(self, database: Database, wait_seconds: float) -> None:
        """Name the database and how long to wait at most before looking; ``start`` begins."""
        self._database = database
        self._wait_seconds = wait_seconds
        self._listeners = Listeners()
        self._last = 0
        self._after: int | None = None
        self._offline: str | None = None
        self._closing = False
        self._thread: threading.Thread | None = None
        self._mouth: socket.socket | None = None

    def start(self, after: int | None = None) -> None:
        """Begin to watch: every commit after this returns is told, or after a sequence.

        Raises:
            Unavailable: the database can't be reached; nothing was started.

        """
        self._after = after
        ear, self._mouth = socket.socketpair()
        for end in (ear, self._mouth):
            end.setblocking(False)
        begun: Future[None] = Future()
        # A thread that hangs in the network must not keep the program from ending.
        self._thread = threading.Thread(
            target=self._run, args=(ear, begun), name="feed", daemon=True
        )
        self._thread.start()
        try:
            begun.result()
        except BaseException:
            self.close()
            raise

    def subscribe(self, listener: Callable[[News], None]) -> Callable[[], None]:
        """Add a listener, called in the feed's thread; call the answer to remove it."""
        return self._listeners.add(listener)

    def wake(self) -> None:
        """Look now; from any thread."""
        mouth = self._mouth
        if mouth is not None:
            # A full pipe has a wake in it already, a closed one needs none.
            with contextlib.suppress(OSError):
                mouth.send(b"!")

    def close(self) -> None:
        """End the thread; repeatable, and quick even when the server does not answer."""
        self._closing = True
        self._listeners.end()
        self.wake()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(CLOSE_SECONDS)

    @contextlib.contextmanager
    @abstractmethod
    def _connected(self) -> Iterator[Connection]:
        """Connect, ready to notice whatever is committed from now on."""

    @abstractmethod
    def _await(self, connection: Connection, ear: socket.socket) -> None:
        """Wait until there may be news."""

    @abstractmethod
    def _look(self, connection: Connection) -> list[News]:
        """Answer the news since the last look."""

    def _run(self, ear: socket.socket, begun: Future[None]) -> None:
        """Watch until closed; connect again after every loss, later and later."""
        rest = SHORTEST_REST
        while not self._closing:
            try:
                with self._connected() as connection:
                    self._come_online(connection, begun)
                    rest = SHORTEST_REST
                    self._watch(connection, ear)
            except Exception as error:  # noqa: BLE001 - a feed that ends would leave windows stale
                if not begun.done():
                    begun.set_exception(self._told(error))
                    break
                self._go_offline(error)
                _wait(rest, ear)
                rest = min(rest * 2, LONGEST_REST)
        self._hang_up(ear)

    def _watch(self, connection: Connection, ear: socket.socket) -> None:
        """Tell news as it comes, until closed or the connection is lost."""
        while not self._closing:
            for news in self._look(connection):
                # Only now: what was read just before the connection was lost is read again.
                if isinstance(news, Committed):
                    self._last = news.changes[-1].sequence
                elif isinstance(news, WrittenByHand):
                    self._last = news.sequence
                self._listeners.tell(news)
            self._await(connection, ear)

    def _come_online(self, connection: Connection, begun: Future[None]) -> None:
        """Begin behind the last commit, or go on where the connection was lost."""
        if not begun.done():
            with connection.begin():
                last = connection.execute(journal.LAST_SEQUENCE).scalar() or 0
            self._last = last if self._after is None else self._after
            begun.set_result(None)
        elif self._offline is not None:
            self._offline = None
            log.info("the feed is online again")
            self._listeners.tell(ConnectionChanged(online=True))

    def _go_offline(self, error: Exception) -> None:
        """Say that the connection is lost, once for each reason."""
        told = self._told(error)
        if told.message != self._offline and not self._closing:
            self._offline = told.message
            log.warning("the feed is offline: %s", type(error).__name__)
            self._listeners.tell(
                ConnectionChanged(online=False, message=told.message, code=told.code)
            )

    def _told(self, error: Exception) -> Unavailable:
        """Put a failure into words; what is no trouble outside is logged as the fault it is."""
        if isinstance(error, Unavailable):
            return error
        driver = self._database.engine.dialect.loaded_dbapi.Error
        if not isinstance(error, DBAPIError | OSError | driver):
            log.error("a fault in the feed", exc_info=error)
        if isinstance(error, DBAPIError):
            known = faults.unavailable(error, self._database.place)
            if isinstance(known, Unavailable):
                return known
        message = (
            f"The connection to {self._database.place} is lost. The program tries again by itself."
        )
        return Unavailable("database_unreachable", message, {"place": self._database.place})

    def _news(self, connection: Connection, *, moved: bool) -> list[News]:
        """Read what the journal has behind the last sequence.

        ``moved``: the database is known to have changed, so no new row means a change by hand.
        """
        changes = journal.read_after(connection, self._last)
        more = changes
        while len(more) == journal.PAGE:
            more = journal.read_after(connection, more[-1].sequence)
            changes += more
        if changes:
            return [Committed(tuple(changes))]
        if not moved:
            return []
        return [WrittenByHand(connection.execute(journal.LAST_SEQUENCE).scalar() or 0)]

    def _hang_up(self, ear: socket.socket) -> None:
        """Close both ends of the pipe, in the thread that reads it."""
        ear.close()
        if self._mouth is not None:
            self._mouth.close()


def _wait(seconds: float, ear: socket.socket, *others: int) -> bool:
    """Wait for a wake or one of the other descriptors; tell whether one of the others is ready."""
    with selectors.DefaultSelector() as selector:
        for source in (ear.fileno(), *others):
            selector.register(source, selectors.EVENT_READ)
        ready = {key.fd for key, _ in selector.select(seconds)}
    if ear.fileno() in ready:
        ear.recv(4096)
    return not ready.isdisjoint(others)


class SqliteFeed(Feed):
    """Asks the file every moment whether it changed, which costs a few microseconds."""

    def __init__(self, database: Database, poll_ms: int = POLL_MS) -> None:
        """Name the database and how often to look."""
        super().__init__(database, poll_ms / 1000)
        self._identity = database.opened.identity
        self._version: int | None = None

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Connection]:
        """Open the file, if it is the one that was there at the start."""
        self._check_file()
        self._version = None
        with self._database.engine.connect() as connection:
            yield connection

    def _await(self, _connection: Connection, ear: socket.socket) -> None:
        """Wait until the next look is due."""
        _wait(self._wait_seconds, ear)

    def _look(self, connection: Connection) -> list[News]:
        """Compare the file's version, and read the journal in the snapshot that has the new one.

        Raises:
            Unavailable: the file is gone, or another one lies in its place.

        """
        self._check_file()
        driver: Any = connection.connection.driver_connection
        if driver.execute("PRAGMA data_version").fetchone()[0] == self._version:
            return []
        with connection.begin():
            version = driver.execute("PRAGMA data_version").fetchone()[0]
            moved = self._version is not None or self._is_behind(connection)
            news = self._news(connection, moved=moved)
        self._version = version
        return news

    def _is_behind(self, connection: Connection) -> bool:
        """Tell whether the file knows less than was told already: an older copy was put back."""
        return (connection.execute(journal.LAST_SEQUENCE).scalar() or 0) < self._last

    def _check_file(self) -> None:
        """Compare the file with the one that was there at the start.

        Raises:
            Unavailable: ``file_gone`` or ``file_replaced``.

        """
        file = self._database.file
        if file is None:
            return
        self._identity = self._identity or identity(file)
        self._database.opened.check_file(self._identity)


class PostgresqlFeed(Feed):
    """Listens to the journal's channel; a slow heartbeat is the safety net."""

    def __init__(self, database: Database, heartbeat: float = HEARTBEAT_SECONDS) -> None:
        """Name the database."""
        super().__init__(database, heartbeat)
        self._noticed = False
        self._reconnected = False

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Connection]:
        """Listen first: what is committed while the journal is read then comes as a notice."""
        # Each statement by itself: an open transaction would keep notices back.
        engine = self._database.engine.execution_options(isolation_level="AUTOCOMMIT", write=True)
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.add_notify_handler(self._notice)
            driver.execute("SET statement_timeout = '5s'")
            driver.execute(f"LISTEN {journal.CHANNEL}")
            self._reconnected = True
            yield connection

    def _notice(self, _notification: object) -> None:
        """Remember a notice that came along with the answer to a question."""
        self._noticed = True

    def _await(self, connection: Connection, ear: socket.socket) -> None:
        """Wait for a notice, a wake or the heartbeat."""
        driver: Any = connection.connection.driver_connection
        # Notices that were read from the socket already make it readable no more.
        noticed = self._noticed or driver.pgconn.notifies() is not None
        if not noticed and _wait(self._wait_seconds, ear, driver.fileno()):
            driver.pgconn.consume_input()
        while driver.pgconn.notifies() is not None:
            pass

    def _look(self, connection: Connection) -> list[News]:
        """Read the journal; a database that knows less than was told was restored from a copy."""
        self._noticed = False
        moved = False
        if self._reconnected:
            last = connection.execute(journal.LAST_SEQUENCE).scalar() or 0
            moved, self._reconnected = last < self._last, False
        return self._news(connection, moved=moved)


def feed_of(database: Database, poll_ms: int = POLL_MS) -> Feed:
    """Make the feed for the database's engine; the poll is SQLite's."""
    if database.dialect == "sqlite":
        return SqliteFeed(database, poll_ms)
    return PostgresqlFeed(database)
