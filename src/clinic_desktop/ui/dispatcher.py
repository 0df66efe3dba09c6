"""The one place that turns an office's answers and news into Qt, in the GUI thread.

The GUI thread asks and goes on. Answers come back in a lane's thread as a number and plain data;
the ``Dispatcher`` carries them over, and holds the views that wait for them weakly: a view that is
gone by then just gets no answer. While patients are hidden (``privacy.py``), answers are masked
here, or by the ``LiveQuery`` that asked.
"""

from __future__ import annotations

import logging
import sys
import traceback
import weakref
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from clinic_desktop.domain import values
from clinic_desktop.domain.changes import (
    Changes,
    Committed,
    News,
    WrittenByHand,
)
from clinic_desktop.domain.office import Command, Done, Office, Query, Seen
from clinic_desktop.domain.refusals import Misuse, Refusal, Unavailable
from clinic_desktop.ui.privacy import MASK, Privacy
from clinic_desktop.ui.standing import NOTHING, Ahead, Standing
from clinic_desktop.ui.words import ACT_WORDS, said

A = TypeVar("A")
T = TypeVar("T")

_HIDDEN = (
    "Something in it is hidden. Show the names again, then try once more; nothing was changed."
)

log = logging.getLogger(__name__)


@values.dataclass(frozen=True, slots=True)
class _Answer:
    """What travels from a lane to the GUI thread: never a view, never a traceback."""

    number: int
    value: object
    error: Exception | None = None
    ahead: Ahead = NOTHING


@dataclass(slots=True)
class _Waiting:
    """Who waits for an answer, held weakly; ``answer`` is the number that it comes with."""

    future: Future[Any]
    answer: int
    then: weakref.WeakMethod[Callable[[Any], None]]
    failed: weakref.WeakMethod[Callable[[Exception], None]]
    raw: bool
    """Whether it masks by itself what may not be shown."""


@values.dataclass(frozen=True, slots=True)
class _Unheard:
    """A command on its way, and the one that is sent when it succeeds, if any."""

    act: str
    future: Future[Any]
    next_act: str
    command_id: UUID


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
        self.privacy = Privacy(self)
        self.standing = Standing()
        self._numbers = count()
        self._waiting: dict[int, _Waiting] = {}
        # Questions whose answers are not handed out yet: the last commit known when asked, the
        # future, its answer's number.
        self._shared: dict[Query[Any], tuple[int, Future[Any], int]] = {}
        # Commands whose outcome nobody has heard, by the number of their answer.
        self._unheard: dict[int, _Unheard] = {}
        self._office: Office | None = None
        self._is_closed = False
        self._first = 0
        self._unsubscribe: Callable[[], None] | None = None
        self.last_fed = 0
        """The last sequence that the feed has told; there is none before its first news."""
        self._ahead: set[int] = set()
        self.last_known = 0
        self.last_of_others = 0
        """The last sequence that is known to be of nobody here."""
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
        self._office, self._is_closed = office, False
        self._unsubscribe = office.subscribe(self._told.emit)

    def close(self) -> None:
        """Ask, hear and hand on nothing more; the office is closed by its owner.

        What is on its way already, as an event, counts as not arrived.
        """
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        self._office, self._is_closed = None, True
        self._first = next(self._numbers)
        self._waiting.clear()
        self._shared.clear()

    @property
    def unheard_failures(self) -> tuple[str, ...]:
        """What failed while the office was being closed: the act and why, as it may be shown.

        To be read after the office was closed: by then every command has its outcome.
        """
        told = []
        for each in self._unheard.values():
            if each.future.cancelled():
                continue
            error = each.future.exception()
            if error is not None:
                told.append(f"{each.act}: {said(self.privacy.shown(error))}")
            elif each.next_act:
                told.append(
                    f"{each.next_act}: The program was closed before it was begun. What comes "
                    f"before it is stored ({each.act.lower()})."
                )
        return tuple(told)

    def ask(
        self,
        query: Query[A],
        then: Callable[[Seen[A]], None],
        failed: Callable[[Exception], None],
    ) -> int:
        """Ask; one of the two methods gets the answer, if its object still lives by then."""
        if self._is_closed:
            return next(self._numbers)
        return self.follow(self.office.ask(query), then, failed)

    def share(
        self,
        query: Query[A],
        then: Callable[[Seen[A]], None],
        failed: Callable[[Exception], None],
    ) -> int:
        """Ask as ``ask`` does; who asks the same at once, as views after a commit, shares it.

        Answers come unmasked: they outlive the moment, and ``LiveQuery`` masks them as it is then.
        """
        if self._is_closed:
            return next(self._numbers)
        known, future, answer = self._shared.get(query, (-1, None, 0))
        if future is not None and known == self.last_known:
            number = next(self._numbers)
            self._wait(number, future, answer, then, failed, raw=True)
            return number
        future = self.office.ask(query)
        number = self.follow(future, then, failed, raw=True)
        self._shared[query] = (self.last_known, future, number)
        return number

    def do(
        self,
        command: Command[A],
        then: Callable[[Done[A]], None],
        failed: Callable[[Exception], None],
        *,
        before: type[Command[Any]] | None = None,
    ) -> int:
        """Carry out; one of the methods gets the answer after ``changes_committed`` was sent.

        ``before`` names the command that people wait for, if this is only the step before it.
        A mask is never stored in place of what it hides: such a command is refused ``hidden``.
        """
        if MASK in repr(command):
            future: Future[Done[A]] = Future()
            future.set_exception(Misuse("hidden", _HIDDEN))
        else:
            future = self.office.do(command)
        number = self.follow(future, then, failed)
        self._unheard[number] = _Unheard(
            _act(type(command)), future, _act(before), command.command_id
        )
        return number

    def do_unheard(
        self,
        command: Command[A],
        then: Callable[[Done[A]], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Carry out what no person wished for: if it fails while the program closes, none is told.

        Once closed, nothing is done.
        """
        if not self._is_closed and self._office is not None:
            self.follow(self._office.do(command), then, failed)

    def follow(
        self,
        future: Future[T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        raw: bool = False,
    ) -> int:
        """Hand a future's outcome to a bound method; answer the number by which to forget it."""
        number = next(self._numbers)
        self._wait(number, future, number, then, failed, raw=raw)
        self._carry(number, future)
        return number

    def _carry(self, number: int, future: Future[Any]) -> None:
        """Have a future's outcome delivered, once there is one."""
        emit, look_ahead = self._answered.emit, self._look_ahead
        future.add_done_callback(lambda done: emit(_answer_of(number, done, look_ahead)))

    def _look_ahead(self, changes: Changes) -> Ahead:
        """Have what a commit touched read at once. In the lane's thread."""
        office = self._office
        return NOTHING if office is None else self.standing.look_ahead(changes, office)

    def _wait(
        self,
        number: int,
        future: Future[T],
        answer: int,
        then: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        raw: bool,
    ) -> None:
        """Remember who waits for the answer that comes with a number."""
        methods = weakref.WeakMethod(then), weakref.WeakMethod(failed)
        self._waiting[number] = _Waiting(future, answer, *methods, raw)

    def forget(self, number: int) -> None:
        """Drop an answer that nobody wants any more; work that has not begun is not done."""
        waiting = self._waiting.pop(number, None)
        if waiting is not None and all(
            each.future is not waiting.future for each in self._waiting.values()
        ):
            waiting.future.cancel()
            # Who asks the same from now on must not be given what was cancelled.
            self._stop_sharing(waiting.answer)

    def _deliver(self, answer: _Answer) -> None:
        """Give an answer to all who still wait for it. In the GUI thread."""
        if answer.number < self._first:
            return
        self._unheard.pop(answer.number, None)
        if isinstance(answer.value, Done) and answer.value.changes is not None:
            self._commit(answer.value.changes, answer.ahead, by_feed=False)
        if answer.error is not None and not isinstance(
            answer.error, Refusal | Misuse | Unavailable
        ):
            self.bug_found.emit(answer.error)
        self._stop_sharing(answer.number)
        for number in [n for n, w in self._waiting.items() if w.answer == answer.number]:
            # Whoever was answered before may have made this one forget its question.
            waiting = self._waiting.pop(number, None)
            if waiting is not None:
                self._hand_over(waiting, answer)

    def _stop_sharing(self, answer: int) -> None:
        """Have the question that comes with a number asked anew by whoever asks it from now on."""
        self._shared = {q: each for q, each in self._shared.items() if each[2] != answer}

    def _hand_over(self, waiting: _Waiting, answer: _Answer) -> None:
        """Call the method that waits, if its object still lives."""
        method: Callable[[Any], None] | None
        method = waiting.then() if answer.error is None else waiting.failed()
        if method is None or not shiboken6.isValid(getattr(method, "__self__", None)):
            return
        outcome: Any = answer.value if answer.error is None else answer.error
        try:
            method(outcome if waiting.raw else self.privacy.shown(outcome))
        except Exception:  # noqa: BLE001 - as from a signal: the others are answered all the same
            sys.excepthook(*sys.exc_info())

    def _hear(self, news: News) -> None:
        """Turn the feed's news into a signal. In the GUI thread."""
        if self._is_closed:
            return
        if isinstance(news, Committed):
            for changes in news.changes:
                self._commit(changes, NOTHING, by_feed=True)
        elif isinstance(news, WrittenByHand):
            # Somebody may have put an older file back: then sequences begin lower again.
            self.last_known = self.last_fed = self.last_of_others = news.sequence
            self._ahead.clear()
            self._shared.clear()
            self.written_by_hand.emit(news)
        else:
            self.connection_changed.emit(news)

    def _commit(self, changes: Changes, ahead: Ahead, *, by_feed: bool) -> None:
        """Tell a commit once, whether the command's own answer or the feed brings it first."""
        known = changes.sequence <= self.last_fed or changes.sequence in self._ahead
        if by_feed:
            self.last_fed = max(self.last_fed, changes.sequence)
            self._ahead.discard(changes.sequence)
        elif not known:
            self._ahead.add(changes.sequence)
        if not known:
            self.last_known = max(self.last_known, changes.sequence)
            # The feed may bring what was sent here before its own answer does.
            mine = (each.command_id for each in self._unheard.values())
            if by_feed and changes.command_id not in mine:
                self.last_of_others = max(self.last_of_others, changes.sequence)
            self._await(changes, ahead)
            self.standing.tell(changes, ahead, self.last_known)
            self.changes_committed.emit(changes)

    def _await(self, changes: Changes, ahead: Ahead) -> None:
        """Let views share what is being read ahead."""
        for part, future in ahead.answers.items():
            if not future.done() and changes.sequence == self.last_known:
                number = next(self._numbers)
                self._shared[part] = (changes.sequence, future, number)
                self._carry(number, future)


def _act(command: type[Command[Any]] | None) -> str:
    """Name a command as those who give it do."""
    return "" if command is None else ACT_WORDS.get(command.__name__, "Change")


def _answer_of(number: int, future: Future[Any], look_ahead: Callable[[Changes], Ahead]) -> _Answer:
    """Read a future's outcome in the lane's thread; a traceback would keep its frames alive."""
    try:
        error = future.exception()
    except CancelledError:
        message = "The program is closing; nothing was changed."
        return _Answer(number, None, Unavailable("closing", message))
    if error is None:
        value = future.result()
        if isinstance(value, Done) and value.changes is not None:
            return _Answer(number, value, ahead=look_ahead(value.changes))
        return _Answer(number, value)
    if not isinstance(error, Refusal | Misuse | Unavailable):
        # The stack and the type only: a message of the database driver may quote a patient's name.
        frames = "".join(traceback.format_tb(error.__traceback__))
        log.error("%s in a lane\n%s", type(error).__name__, frames)
    error.__traceback__ = error.__cause__ = error.__context__ = None
    return _Answer(
        number, None, error if isinstance(error, Exception) else RuntimeError(repr(error))
    )
