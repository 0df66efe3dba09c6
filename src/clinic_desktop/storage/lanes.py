"""Lanes: a thread that does jobs in order, and the one connection that its jobs go over."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from clinic_desktop.domain.refusals import Unavailable

T = TypeVar("T")
CANCEL_SECONDS = 2.0
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
                future.set_exception(_being_closed())
                return
            try:
                result = job()
            except BaseException as error:  # noqa: BLE001 - whatever it was belongs to the asker
                future.set_exception(error)
            else:
                future.set_result(result)

        with self._closing:
            if self._closed:
                raise _being_closed()
            self._jobs.put(answer)
        return future

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


def _being_closed() -> Unavailable:
    return Unavailable("closed", "The program is being closed; nothing was changed.")


class Link:
    """A lane's own connection, opened when first used and again after a loss."""

    def __init__(self, engine: Engine) -> None:
        """Remember the engine."""
        self._engine = engine
        self._connection: Connection | None = None

    def connection(self) -> Connection:
        """Answer the open connection."""
        if self._connection is None or self._connection.invalidated or self._connection.closed:
            self.drop()
            self._connection = self._engine.connect()
        return self._connection

    @property
    def is_open(self) -> bool:
        """Whether there is a connection."""
        return self._connection is not None

    def drop(self) -> None:
        """Close the connection, whatever state it is in."""
        connection, self._connection = self._connection, None
        if connection is not None:
            # A connection that is already broken has nothing left to tell.
            with contextlib.suppress(DBAPIError):
                connection.close()

    def interrupt(self) -> None:
        """Stop the statement that another thread runs on this connection."""
        connection = self._connection
        if connection is None or connection.closed or connection.invalidated:
            return
        # Its own thread may close the connection meanwhile; and a server is asked by one more
        # connection, which may not be had.
        with contextlib.suppress(Exception):
            driver: Any = connection.connection.driver_connection
            if hasattr(driver, "interrupt"):
                driver.interrupt()
            elif driver is not None and driver.info.transaction_status.name == "ACTIVE":
                driver.cancel_safe(timeout=CANCEL_SECONDS)
