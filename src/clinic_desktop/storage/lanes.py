"""Lanes: a thread that does jobs in order, and the one connection that its jobs go over.

A lane works before SQLAlchemy is loaded.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from clinic_desktop.domain.refusals import Unavailable

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

T = TypeVar("T")
CANCEL_SECONDS = 0.3
"""How long a server is given to stop a statement that it was asked to stop."""
_FIRST_PAUSE = 0.01


class Lane:
    """One thread that does jobs in order; every job gets exactly one answer, even at closing."""

    def __init__(self, name: str) -> None:
        """Start the thread."""
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._closed = self._dropping = False
        self._closing = threading.Lock()
        self._thread = threading.Thread(target=self._work, name=name)
        self._thread.start()

    def submit(self, job: Callable[[], T]) -> Future[T]:
        """Queue a job; the future holds its answer or its error.

        Raises:
            Unavailable: ``closed``, the program is being closed.

        """
        future: Future[T] = Future()

        def answer() -> None:
            if not future.set_running_or_notify_cancel():
                return
            if self._dropping:
                future.set_exception(being_closed())
            else:
                _answer(future, job)

        with self._closing:
            if self._closed:
                raise being_closed()
            self._jobs.put(answer)
        return future

    @property
    def is_here(self) -> bool:
        """Whether the caller's thread is the lane's own."""
        return threading.current_thread() is self._thread

    def _work(self) -> None:
        """Do jobs until None comes."""
        while (job := self._jobs.get()) is not None:
            job()
            # Waiting for the next job must not keep the last one's data alive.
            del job

    def close(self, stop: Callable[[], None] | None = None) -> None:
        """Finish what is queued, then end the thread; repeatable.

        With ``stop``, which interrupts the running job, nothing is waited for: what is queued is
        answered with ``closed``.
        """
        with self._closing:
            self._dropping = stop is not None
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        pause = _FIRST_PAUSE
        while stop is not None and self._thread.is_alive():
            # A job may just stand between two statements, where there is nothing to interrupt.
            stop()
            self._thread.join(pause)
            pause *= 2
        self._thread.join()


def answered(job: Callable[[], T]) -> Future[T]:
    """Do a job here and now; the future holds its answer or its error already."""
    future: Future[T] = Future()
    _answer(future, job)
    return future


def _answer(future: Future[T], job: Callable[[], T]) -> None:
    """Do a job, and put what comes of it into its future."""
    try:
        result = job()
    except BaseException as error:  # noqa: BLE001 - whatever it was belongs to the asker
        future.set_exception(error)
    else:
        future.set_result(result)


def being_closed() -> Unavailable:
    """Make the answer to whoever asks something of a program that ends."""
    return Unavailable("closed", "The program is being closed; nothing was changed.")


class Link:
    """A lane's own connection, opened when first used and again after a loss."""

    def __init__(self, engine: Engine) -> None:
        """Remember the engine."""
        self._engine = engine
        self._connection: Connection | None = None
        self._asked_to_stop: float | None = None

    def connection(self) -> Connection:
        """Answer the open connection.

        Raises:
            Unavailable: ``closed``, the program is being closed.

        """
        if self.is_ending:
            raise being_closed()
        found = self.opened
        if found is None:
            self.drop()
            found = self._connection = self._engine.connect()
        return found

    @property
    def opened(self) -> Connection | None:
        """The connection, if there is one that can be used."""
        connection = self._connection
        if connection is None or connection.invalidated or connection.closed:
            return None
        return connection

    @property
    def is_ending(self) -> bool:
        """Whether the program is being closed: what fails now fails because of that."""
        return self._asked_to_stop is not None

    def drop(self) -> None:
        """Close the connection, whatever state it is in."""
        from sqlalchemy.exc import DBAPIError

        connection, self._connection = self._connection, None
        if connection is not None:
            # A connection that is already broken has nothing left to tell.
            with contextlib.suppress(DBAPIError):
                connection.close()

    def interrupt(self) -> None:
        """Stop what another thread does on this connection, for closing; connect no more.

        To be called until that thread has ended. A server that does not stop when asked does not
        answer at all: then the connection is cut.
        """
        now = time.monotonic()
        if self._asked_to_stop is None:
            self._asked_to_stop = now
        if now - self._asked_to_stop > CANCEL_SECONDS:
            self.cut()
            return
        # Its own thread may close the connection meanwhile; and a server is asked by one more
        # connection, which may not be had.
        with contextlib.suppress(Exception):
            driver = self._driver()
            if hasattr(driver, "interrupt"):
                driver.interrupt()
            elif driver is not None and driver.info.transaction_status.name == "ACTIVE":
                driver.cancel_safe(timeout=CANCEL_SECONDS)

    def cut(self) -> None:
        """Break the connection off under whoever waits for its answer, in any thread."""
        # Late: a start reads a file before it hangs up on any server.
        import socket

        # Its own thread may close it meanwhile.
        with contextlib.suppress(Exception):
            driver = self._driver()
            if hasattr(driver, "interrupt"):
                driver.interrupt()
            elif driver is not None:
                with socket.fromfd(driver.fileno(), socket.AF_INET, socket.SOCK_STREAM) as wire:
                    wire.shutdown(socket.SHUT_RDWR)

    def _driver(self) -> Any:  # noqa: ANN401 - the driver's connection
        """Answer the driver's connection, or None."""
        connection = self.opened
        return None if connection is None else connection.connection.driver_connection
