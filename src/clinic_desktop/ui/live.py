"""The one place that turns an office's answers and news into Qt, in the GUI thread.

The GUI thread asks and goes on. Answers come back in a lane's thread as a number and plain data;
the ``Dispatcher`` carries them over, and holds the views that wait for them weakly: a view that is
gone by then just gets no answer. What a view shows stays true by ``LiveQuery`` alone, so that no
screen can refresh wrongly or forget to.
"""

from __future__ import annotations

import logging
import traceback
import weakref
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from clinic_desktop.domain.changes import (
    Changes,
    Committed,
    ConnectionChanged,
    News,
    WrittenByHand,
)
from clinic_desktop.domain.office import Command, Done, Office, Query, Seen
from clinic_desktop.domain.refusals import Misuse, Refusal, Unavailable
from clinic_desktop.ui.reach import Part, joined, part_of, reaches

A = TypeVar("A")
T = TypeVar("T")

BEHIND_MS = 20
"""When to ask again after an answer from an older snapshot."""
RETRY_MS = 2000
"""When to ask again after the surroundings failed; news of the connection comes first as a rule."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What travels from a lane to the GUI thread: never a view, never a traceback."""

    number: int
    value: object
    error: Exception | None = None


@dataclass(slots=True)
class _Waiting:
    """Who waits for an answer, held weakly; ``answer`` is the number that it comes with."""

    future: Future[Any]
    answer: int
    then: weakref.WeakMethod[Callable[[Any], None]]
    failed: weakref.WeakMethod[Callable[[Exception], None]]


class Dispatcher(QObject):
    """Carries answers and news from any thread to the GUI thread; lives as long as the program.

    Signals:
        changes_committed(Changes): somebody's command was committed: this window's, another
            window's, another program's, another PC's. Once for each sequence.
        written_by_hand(WrittenByHand): the database changed without a journal row.
        connection_changed(ConnectionChanged): the database is reachable again, or not any more.
        bug_found(Exception): work failed for no reason that the program knows.
    """

    changes_committed = Signal(object)
    written_by_hand = Signal(object)
    connection_changed = Signal(object)
    bug_found = Signal(object)
    _answered = Signal(object)
    _told = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin without an office: the window stands before the database is open."""
        super().__init__(parent)
        self._numbers = count()
        self._waiting: dict[int, _Waiting] = {}
        # Questions on their way: the last commit known when asked, the future, its answer's number.
        self._shared: dict[Query[Any], tuple[int, Future[Any], int]] = {}
        self._office: Office | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._fed = 0
        self._ahead: set[int] = set()
        self.last_known = 0
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    @property
    def office(self) -> Office:
        """The office; there is none before the database is open."""
        if self._office is None:
            message = "no office is open yet"
            raise RuntimeError(message)
        return self._office

    @property
    def is_idle(self) -> bool:
        """Whether no answer is awaited."""
        return not self._waiting

    def open(self, office: Office) -> None:
        """Send questions to this office from now on, and hear its news."""
        self._office = office
        self._unsubscribe = office.subscribe(self._told.emit)

    def close(self) -> None:
        """Hear no more news and hand on no more answers; the office is closed by its owner."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        self._office = None
        self._waiting.clear()
        self._shared.clear()

    def ask(
        self,
        query: Query[A],
        then: Callable[[Seen[A]], None],
        failed: Callable[[Exception], None],
    ) -> int:
        """Ask; one of the two methods gets the answer, if its object still lives by then."""
        return self.follow(self.office.ask(query), then, failed)

    def share(
        self,
        query: Query[A],
        then: Callable[[Seen[A]], None],
        failed: Callable[[Exception], None],
    ) -> int:
        """Ask as ``ask`` does; who asks the same at once, as views after a commit, shares it."""
        known, future, answer = self._shared.get(query, (-1, None, 0))
        if future is not None and not future.done() and known == self.last_known:
            number = next(self._numbers)
            self._wait(number, future, answer, then, failed)
            return number
        future = self.office.ask(query)
        number = self.follow(future, then, failed)
        self._shared = {q: each for q, each in self._shared.items() if not each[1].done()}
        self._shared[query] = (self.last_known, future, number)
        return number

    def do(
        self,
        command: Command[A],
        then: Callable[[Done[A]], None],
        failed: Callable[[Exception], None],
    ) -> int:
        """Carry out; one of the methods gets the answer after ``changes_committed`` was sent."""
        return self.follow(self.office.do(command), then, failed)

    def follow(
        self, future: Future[T], then: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> int:
        """Hand a future's outcome to a bound method; answer the number by which to forget it."""
        number = next(self._numbers)
        self._wait(number, future, number, then, failed)
        emit = self._answered.emit
        future.add_done_callback(lambda done: emit(_answer_of(number, done)))
        return number

    def _wait(
        self,
        number: int,
        future: Future[T],
        answer: int,
        then: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Remember who waits for the answer that comes with a number."""
        methods = weakref.WeakMethod(then), weakref.WeakMethod(failed)
        self._waiting[number] = _Waiting(future, answer, *methods)

    def forget(self, number: int) -> None:
        """Drop an answer that nobody wants any more; work that has not begun is not done."""
        waiting = self._waiting.pop(number, None)
        if waiting is not None and all(
            each.future is not waiting.future for each in self._waiting.values()
        ):
            waiting.future.cancel()
            # Who asks the same from now on must not be given what was cancelled.
            self._shared = {
                q: each for q, each in self._shared.items() if each[1] is not waiting.future
            }

    def _deliver(self, answer: _Answer) -> None:
        """Give an answer to all who still wait for it. In the GUI thread."""
        if isinstance(answer.value, Done) and answer.value.changes is not None:
            self._commit(answer.value.changes, by_feed=False)
        if answer.error is not None and not isinstance(
            answer.error, Refusal | Misuse | Unavailable
        ):
            self.bug_found.emit(answer.error)
        for number in [n for n, w in self._waiting.items() if w.answer == answer.number]:
            # Whoever was answered before may have made this one forget its question.
            waiting = self._waiting.pop(number, None)
            if waiting is not None:
                self._hand_over(waiting, answer)

    def _hand_over(self, waiting: _Waiting, answer: _Answer) -> None:
        """Call the method that waits, if its object still lives."""
        method: Callable[[Any], None] | None
        method = waiting.then() if answer.error is None else waiting.failed()
        if method is None or not shiboken6.isValid(getattr(method, "__self__", None)):
            return
        outcome: Any = answer.value if answer.error is None else answer.error
        method(outcome)

    def _hear(self, news: News) -> None:
        """Turn the feed's news into a signal. In the GUI thread."""
        if isinstance(news, Committed):
            for changes in news.changes:
                self._commit(changes, by_feed=True)
        elif isinstance(news, WrittenByHand):
            # Somebody may have put an older file back: then sequences begin lower again.
            self.last_known = self._fed = news.sequence
            self._ahead.clear()
            self._shared.clear()
            self.written_by_hand.emit(news)
        else:
            self.connection_changed.emit(news)

    def _commit(self, changes: Changes, *, by_feed: bool) -> None:
        """Tell a commit once, whether the command's own answer or the feed brings it first."""
        known = changes.sequence <= self._fed or changes.sequence in self._ahead
        if by_feed:
            self._fed = max(self._fed, changes.sequence)
            self._ahead.discard(changes.sequence)
        elif not known:
            self._ahead.add(changes.sequence)
        if not known:
            self.last_known = max(self.last_known, changes.sequence)
            self.changes_committed.emit(changes)


def _answer_of(number: int, future: Future[Any]) -> _Answer:
    """Read a future's outcome in the lane's thread; a traceback would keep its frames alive."""
    try:
        error = future.exception()
    except CancelledError:
        message = "The program is closing; nothing was changed."
        return _Answer(number, None, Unavailable("closing", message))
    if error is None:
        return _Answer(number, future.result())
    if not isinstance(error, Refusal | Misuse | Unavailable):
        # The stack and the type only: a message of the database driver may quote a patient's name.
        frames = "".join(traceback.format_tb(error.__traceback__))
        log.error("%s in a lane\n%s", type(error).__name__, frames)
    error.__traceback__ = error.__cause__ = error.__context__ = None
    return _Answer(
        number, None, error if isinstance(error, Exception) else RuntimeError(repr(error))
    )


class LiveQuery(QObject):
    """A question whose answer stays true: asked again when, and only when, a commit reaches it.

    It belongs to its owner and ends with it. At most one question is on its way; what happens
    meanwhile is asked together afterwards. Of a calendar, and of how full days are, only the
    touched part is read again.

    Signals:
        loaded(Seen): the whole answer.
        patched(Seen): the answer to a smaller question, which replaces its part of the whole.
        failed(Exception): no answer now. After an ``Unavailable`` it asks again by itself.
    """

    loaded = Signal(object)
    patched = Signal(object)
    failed = Signal(object)

    def __init__(self, dispatcher: Dispatcher, owner: QObject) -> None:
        """Begin without a question."""
        super().__init__(owner)
        self._dispatcher = dispatcher
        self._query: Query[Any] | None = None
        self._asked: int | None = None
        self._asking: Query[Any] | None = None
        self._whole = False
        self._part: Part | None = None
        self._floor = 0
        self._shown = -1
        self._loaded_at = -1
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self._ask)
        dispatcher.changes_committed.connect(self._take_changes)
        dispatcher.written_by_hand.connect(self._start_anew)
        dispatcher.connection_changed.connect(self._take_connection)

    @property
    def query(self) -> Query[Any] | None:
        """The question."""
        return self._query

    @property
    def is_settled(self) -> bool:
        """Whether nothing is being asked or waits to be."""
        return self._asked is None and not self._whole and self._part is None

    def set_query(self, query: Query[Any] | None) -> None:
        """Ask this from now on, or nothing; an answer to the question before is dropped."""
        if self._asked is not None:
            self._dispatcher.forget(self._asked)
            self._asked = None
        self._query = query
        self._start_anew()

    def refresh(self) -> None:
        """Read all of it again."""
        self._whole = True
        self._ask()

    def _start_anew(self, _news: object = None) -> None:
        """Forget what was shown and read all of it."""
        self._shown = self._loaded_at = -1
        self._part = None
        self._whole = self._query is not None
        self._ask()

    def _ask(self) -> None:
        """Send what is due, unless a question is on its way."""
        due = self._query if self._whole else self._part
        if due is None or self._asked is not None:
            return
        self._retry.stop()
        self._floor = self._dispatcher.last_known
        self._asking, self._whole, self._part = due, False, None
        self._asked = self._dispatcher.share(due, self._take_answer, self._take_error)

    def _take_changes(self, changes: Changes) -> None:
        """Have a commit's part read again, if the question is reached at all."""
        if self._query is None or changes.sequence <= self._loaded_at:
            return
        if not reaches(self._query, changes):
            return
        part = part_of(self._query, changes) if self._loaded_at >= 0 else None
        if part is None:
            self._whole = True
        else:
            self._part = part if self._part is None else joined(self._part, part)
        self._ask()

    def _take_connection(self, news: ConnectionChanged) -> None:
        """Ask at once what could not be asked while the database was away."""
        if news.online:
            self._ask()

    def _take_answer(self, seen: Seen[Any]) -> None:
        """Hand an answer on, unless it is older than what is shown or known."""
        self._asked = None
        if seen.sequence < max(self._floor, self._shown):
            self._put_back()
            self._retry.start(BEHIND_MS)
            return
        self._shown = seen.sequence
        whole = self._asking is self._query
        if whole:
            self._loaded_at = seen.sequence
        self._ask()
        (self.loaded if whole else self.patched).emit(seen)

    def _take_error(self, error: Exception) -> None:
        """Say that there is no answer; keep the question when only the surroundings failed."""
        self._asked = None
        if isinstance(error, Unavailable):
            self._put_back()
            self._retry.start(RETRY_MS)
        else:
            self._loaded_at = -1
        self.failed.emit(error)

    def _put_back(self) -> None:
        """Have the question that brought nothing asked again."""
        part = self._asking if self._asking is not self._query else None
        if isinstance(part, Part):
            self._part = part if self._part is None else joined(self._part, part)
        else:
            self._whole = True
