"""An office that stands before SQLAlchemy is loaded: it answers what a window shows first.

Loading SQLAlchemy takes longer than all else between a window's first frame and its first data.
The first question or command beyond the first picture has the whole office opened behind this
one, which from then on only hands on.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from clinic_desktop.domain.booking import AgendaOf, Fullness
from clinic_desktop.domain.changes import ConnectionChanged, News, WrittenByHand
from clinic_desktop.domain.office import Command, Done, Office, Query, Seen, TheSite
from clinic_desktop.domain.people import AllEquipment, Doctors, Rooms
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.time import Clock
from clinic_desktop.domain.values import dataclass
from clinic_desktop.scheduling import picture
from clinic_desktop.storage.files import Identity
from clinic_desktop.storage.glance import Glance
from clinic_desktop.storage.lanes import Lane, being_closed
from clinic_desktop.storage.listeners import Listeners
from clinic_desktop.storage.texts import Snapshot

A = TypeVar("A")
_SHORTEST_REST, _LONGEST_REST = 0.05, 5.0
"""How long to wait before the whole office is tried again."""

PICTURE: dict[type[Query[Any]], Callable[[Snapshot, Any], Any]] = {
    TheSite: picture.the_site,
    Doctors: picture.doctors,
    Rooms: picture.rooms,
    AllEquipment: picture.equipment,
    AgendaOf: picture.agenda,
    Fullness: picture.fullness,
}
"""The questions of a first picture."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a clinic's file already, and who is to be told of all that came since."""

    sequence: int
    identity: Identity | None
    schema_mark: object
    listener: Callable[[News], None]


class EarlyOffice:
    """Answers the first picture's questions from a glance at the file; the whole office does all.

    What the glance can't answer, for whatever reason, the whole office is asked: its words are
    the ones that people read.
    """

    def __init__(
        self, file: Path, actor: str, clock: Clock, open_whole: Callable[[Known], Office]
    ) -> None:
        """Examine and open the file.

        Raises:
            Unavailable, sqlite3.Error: it can't be opened so; nothing was changed.

        """
        self.actor = actor
        self.place = str(file)
        self._open_whole = open_whole
        self._listeners = Listeners()
        self._lock = threading.RLock()
        self._office: Office | None = None
        self._waiting: list[Callable[[Office | BaseException], None]] = []
        self._opening = self._closing = False
        self._offline: str | None = None
        self._wanted = threading.Event()
        self._opener = ThreadPoolExecutor(max_workers=1, thread_name_prefix="whole office")
        self._lane = Lane("early lane")
        try:
            self._glance = self._lane.submit(lambda: Glance(file, clock)).result()
        except BaseException:
            self._lane.close()
            raise
        glance = self._glance
        self._known = Known(
            glance.sequence, glance.identity, glance.schema_mark, self._listeners.tell
        )

    def ask(self, query: Query[A]) -> Future[Seen[A]]:
        """Answer a query of the first picture here, any other by the whole office."""
        use_case = PICTURE.get(type(query))
        if use_case is None or self._office is not None:
            return self._by_whole(lambda office: office.ask(query))
        return self._lane.submit(lambda: self._look(use_case, query))

    def _look(self, use_case: Callable[[Snapshot, Any], Any], query: Query[A]) -> Seen[A]:
        """Answer from the file. In the early lane."""
        try:
            return self._glance.read(lambda snapshot: use_case(snapshot, query))
        except sqlite3.Error:
            return self._by_whole(lambda office: office.ask(query)).result()

    def do(self, command: Command[A]) -> Future[Done[A]]:
        """Have a command carried out by the whole office."""
        return self._by_whole(lambda office: office.do(command))

    def _by_whole(self, send: Callable[[Office], Future[A]]) -> Future[A]:
        """Send something to the whole office, now or as soon as it is open; all in its order.

        Raises:
            Unavailable: ``closed``, the program is being closed.

        """
        answer: Future[A] = Future()

        def hand_on(opened: Office | BaseException) -> None:
            if not answer.set_running_or_notify_cancel():
                return
            if isinstance(opened, BaseException):
                answer.set_exception(opened)
                return
            try:
                send(opened).add_done_callback(lambda sent: _copy(sent, answer))
            except BaseException as error:  # noqa: BLE001 - whatever it was belongs to the asker
                answer.set_exception(error)

        with self._lock:
            office = self._office
            if office is None:
                if self._closing:
                    raise being_closed()
                self._waiting.append(hand_on)
                self._wanted.set()
                if not self._opening:
                    self._opening = True
                    self._opener.submit(self._load)
                return answer
        # Nothing stands between: what is taken back before its turn is not done.
        return send(office)

    def _load(self) -> None:
        """Open the whole office, sooner or later. In its own thread."""
        rest = _SHORTEST_REST
        while True:
            self._wanted.clear()
            try:
                office = self._open_whole(self._known)
            except Unavailable as error:
                self._go_offline(error)
            except BaseException as error:  # noqa: BLE001 - whatever it was belongs to the askers
                self._answer_waiting(error)
                return
            else:
                self._take_over(office)
                return
            # Whoever asks something meanwhile, or closes, need not wait.
            if not self._is_over:
                self._wanted.wait(rest)
            if self._is_over:
                return
            rest = min(rest * 2, _LONGEST_REST)

    @property
    def _is_over(self) -> bool:
        """Whether it is closed, and nothing was sent before that still waits for its answer."""
        return self._closing and not self._waiting

    def _go_offline(self, error: Unavailable) -> None:
        """Say that the whole office can't be opened, once for each reason, and to all who asked."""
        if error.message != self._offline:
            self._offline = error.message
            self._listeners.tell(
                ConnectionChanged(online=False, message=error.message, code=error.code)
            )
        self._answer_waiting(error, opening=True)

    def _take_over(self, office: Office) -> None:
        """Let the whole office, which tells all that the glance did not see, do everything."""
        if self._offline:
            self._listeners.tell(ConnectionChanged(online=True))
        self._lane.submit(lambda: self._look_again(office))
        self._answer_waiting(office)

    def _answer_waiting(self, opened: Office | BaseException, *, opening: bool = False) -> None:
        """Hand on what waited for the whole office, before anything that comes from now on."""
        with self._lock:
            # An answer at once may bring one more.
            while self._waiting:
                self._waiting.pop(0)(opened)
            self._opening = opening
            self._office = None if isinstance(opened, BaseException) else opened

    def _look_again(self, office: Office) -> None:
        """Tell what was written past the journal since the glance, which no feed tells."""
        if self._glance.is_outdated():
            sequence = office.ask(TheSite()).result().sequence
            # What has a row in the journal is told by the feed.
            if sequence == self._known.sequence:
                self._listeners.tell(WrittenByHand(sequence))

    def subscribe(self, listener: Callable[[News], None]) -> Callable[[], None]:
        """Have every news told, in the thread that has them; call the answer to end it."""
        return self._listeners.add(listener)

    def wake(self) -> None:
        """Have the feed look for news now."""
        if self._office is not None:
            self._office.wake()

    def close(self) -> None:
        """Finish what is written, end every thread. Repeatable."""
        with self._lock:
            self._closing = True
        self._wanted.set()
        self._opener.shutdown(wait=True)
        # Closed already, it takes no job.
        with contextlib.suppress(Unavailable):
            self._lane.submit(self._glance.close)
        self._lane.close()
        if self._office is not None:
            self._office.close()


def _copy(sent: Future[A], answer: Future[A]) -> None:
    """Hand an outcome on."""
    error = sent.exception()
    if error is None:
        answer.set_result(sent.result())
    else:
        answer.set_exception(error)
