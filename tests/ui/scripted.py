"""An office whose answers a test writes by hand, in the order and the thread that it wants."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any
from uuid import UUID, uuid4

from clinic_desktop.domain.changes import Changes, Committed, News, Touched
from clinic_desktop.domain.office import Command, Done, Query, Seen
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.time import UTC

RUN = UUID(int=1)
NINE = dt.datetime(2025, 11, 3, 14, 0, tzinfo=UTC)


def hours(count: float) -> dt.timedelta:
    """Answer so many hours."""
    return dt.timedelta(hours=count)


def changes(
    sequence: int,
    *touched: Touched,
    doctor: int = 1,
    start: dt.datetime = NINE,
    kind: str = "appointment",
) -> Changes:
    """Make a commit that touches an hour of a doctor, or just what is given."""
    things = touched or (Touched(kind, str(uuid4()), doctor, start, start + hours(1)),)
    return Changes(sequence, NINE, "ann", "desk", RUN, "book", uuid4(), things)


class ScriptedOffice:
    """Keeps every wish and question open until the test answers it."""

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self.asked: list[tuple[Query[Any] | Command[Any], Future[Any]]] = []
        self.listeners: list[Callable[[News], None]] = []
        self.wakes = 0
        self.at_once: Callable[[Query[Any]], Seen[Any]] | None = None
        """Answers a question where it is asked, as a file's write lane does; None: nothing does."""
        self.actor, self.place = "ann", "scripted"

    def do(self, command: Command[Any]) -> Future[Done[Any]]:
        """Keep a command."""
        return self._keep(command)

    def ask(self, query: Query[Any]) -> Future[Seen[Any]]:
        """Keep a question, or answer it at once in a lane."""
        if self.at_once is None or threading.current_thread() is threading.main_thread():
            return self._keep(query)
        future: Future[Any] = Future()
        try:
            future.set_result(self.at_once(query))
        except Unavailable as error:
            future.set_exception(error)
        return future

    def _keep(self, wish: Query[Any] | Command[Any]) -> Future[Any]:
        """Keep it with its future."""
        future: Future[Any] = Future()
        self.asked.append((wish, future))
        return future

    def subscribe(self, listener: Callable[[News], None]) -> Callable[[], None]:
        """Tell news from now on."""
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def wake(self) -> None:
        """Count the call."""
        self.wakes += 1

    def close(self) -> None:
        """Nothing is open."""

    @property
    def open_questions(self) -> list[Query[Any] | Command[Any]]:
        """What waits for an answer."""
        return [wish for wish, future in self.asked if not future.done()]

    def answer(self, value: object, sequence: int = 1, *, index: int = 0) -> None:
        """Answer an open question in a lane's thread."""
        self._finish(index, lambda future: future.set_result(Seen(value, sequence)))

    def finish(self, value: object, made: Changes | None = None, *, index: int = 0) -> None:
        """Say that an open command was carried out."""
        self._finish(index, lambda future: future.set_result(Done(value, made)))

    def fail(self, error: BaseException, *, index: int = 0) -> None:
        """Let an open question fail."""

        def raise_in_lane(future: Future[Any]) -> None:
            try:
                _raise(error)
            except BaseException as raised:  # noqa: BLE001 - it is the answer
                future.set_exception(raised)

        self._finish(index, raise_in_lane)

    def _finish(self, index: int, end: Callable[[Future[Any]], None]) -> None:
        """Run the end of a question in another thread, and wait for that thread."""
        future = [future for _, future in self.asked if not future.done()][index]
        lane = threading.Thread(target=end, args=(future,))
        lane.start()
        lane.join()

    def commit(self, *made: Changes) -> None:
        """Tell commits as the feed does."""
        self.tell(Committed(made))

    def tell(self, news: News) -> None:
        """Tell news in a feed's thread."""

        def run() -> None:
            for listener in list(self.listeners):
                listener(news)

        feed = threading.Thread(target=run)
        feed.start()
        feed.join()


def _raise(error: BaseException) -> None:
    """Raise, so that the error has a traceback as a real one has."""
    raise error
