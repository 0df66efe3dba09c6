"""What a view shows stays true by ``LiveQuery`` alone: no screen can forget to refresh."""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from clinic_desktop.domain.changes import Changes, ConnectionChanged
from clinic_desktop.domain.office import Query, Seen
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.ui.dispatcher import Dispatcher
from clinic_desktop.ui.privacy import masked
from clinic_desktop.ui.reach import Part, Reach, joined

BEHIND_MS = 20
"""When to ask again after an answer from an older snapshot."""
RETRY_MS = 2000
"""When to ask again after the surroundings failed; news of the connection comes first as a rule."""

KEPT = 50
"""How many answers are kept, at least, before those are let go that others have replaced."""


class LiveQuery(QObject):
    """A question whose answer stays true: asked again when, and only when, a commit reaches it.

    It belongs to its owner and ends with it. At most one question is on its way; what happens
    meanwhile is asked together afterwards. Of a calendar, and of how full days are, only the
    touched part is read again.

    Signals:
        loaded(Seen): the whole answer.
        failed(Exception): no answer now. After an ``Unavailable`` it asks again by itself.
    """

    loaded = Signal(object)
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
        self._answers: list[tuple[Query[Any], Seen[Any]]] = []
        self._most = KEPT
        self._patch: weakref.WeakMethod[Callable[[Seen[Any]], None]] | None = None
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self._ask)
        dispatcher.written_by_hand.connect(self._start_anew)
        dispatcher.connection_changed.connect(self._take_connection)
        dispatcher.privacy.changed.connect(self._show_again)

    def patch_by(self, method: Callable[[Seen[Any]], None]) -> None:
        """Hand answers to smaller questions to a method of the owner; each replaces its part.

        It is held weakly. A signal takes twenty times as long as a call, and many calendars are
        told of a commit one after another.
        """
        self._patch = weakref.WeakMethod(method)

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
        self._query = query
        self._dispatcher.standing.put(self, query)
        self._answers = []
        self._start_anew()

    def refresh(self) -> None:
        """Read all of it again."""
        self._whole = True
        self._ask()

    def _start_anew(self, _news: object = None) -> None:
        """Forget what was shown, drop what is on its way from before, and read all of it."""
        if self._asked is not None:
            self._dispatcher.forget(self._asked)
            self._asked = None
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
        self._asked = self._dispatcher.share(due, self._take_answer, self._take_error)
        # Not sooner: what could not be asked stays due.
        self._asking, self._whole, self._part = due, False, None

    def take_changes(self, changes: Changes, reach: Reach, seen: Seen[Any] | None) -> None:
        """Have a commit's part read again; ``seen`` is what was read of it along with the commit.

        The dispatcher tells this of every commit that reaches the question.
        """
        # Whoever was told before may have made this one ask nothing more.
        if self._query is None or changes.sequence <= self._loaded_at:
            return
        if reach.part is None or self._loaded_at < 0:
            self._whole = True
        elif seen is not None and self.is_settled and seen.sequence >= self._shown:
            self._keep(reach.part, seen)
            self._tell_part(seen)
            return
        else:
            self._part = reach.part if self._part is None else joined(self._part, reach.part)
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
        query = self._asking
        self._keep(query, seen)
        self._ask()
        self._tell(query, seen)

    def _keep(self, query: Query[Any] | None, seen: Seen[Any]) -> None:
        """Keep an answer as it came, to hand it out masked or not."""
        self._shown = seen.sequence
        if query is None:
            return
        if query is self._query:
            self._loaded_at = seen.sequence
            self._answers = []
        self._answers.append((query, seen))
        # To look for what it replaces takes longer than all else: that is done for many at once.
        if len(self._answers) > self._most:
            self._answers = self._latest()
            self._most = 2 * len(self._answers) + KEPT

    def _latest(self) -> list[tuple[Query[Any], Seen[Any]]]:
        """Answer what is kept without what was replaced since, in the order in which it came."""
        latest: dict[Query[Any], Seen[Any]] = {}
        for query, seen in self._answers:
            latest.pop(query, None)
            latest[query] = seen
        return list(latest.items())

    def _tell(self, query: Query[Any] | None, seen: Seen[Any]) -> None:
        """Hand an answer out, as it may be shown now."""
        if query is self._query:
            self.loaded.emit(self._dispatcher.privacy.shown(seen))
        else:
            self._tell_part(seen)

    def _tell_part(self, seen: Seen[Any]) -> None:
        patch = self._patch() if self._patch is not None else None
        if patch is None:
            return
        try:
            patch(self._dispatcher.privacy.shown(seen))
        except Exception:  # noqa: BLE001 - as from a signal: the other views are told all the same
            sys.excepthook(*sys.exc_info())

    def _show_again(self) -> None:
        """Hand out again what holds something personal, and all that came after it."""
        self._answers = kept = self._latest()
        again = False
        for query, seen in tuple(kept):
            # What nothing personal is left in may say just that: the visit there was cancelled.
            again = again or masked(seen) is not seen
            # Whoever is told may ask something else.
            if again and self._answers is kept:
                self._tell(query, seen)

    def _take_error(self, error: Exception) -> None:
        """Say that there is no answer; keep the question when only the surroundings failed."""
        self._asked = None
        if isinstance(error, Unavailable):
            self._put_back()
            self._retry.start(RETRY_MS)
        else:
            self._loaded_at = -1
            # What was committed while the refused question was on its way is due still.
            self._ask()
        self.failed.emit(self._dispatcher.privacy.shown(error))

    def _put_back(self) -> None:
        """Have the question that brought nothing asked again."""
        part = self._asking if self._asking is not self._query else None
        if isinstance(part, Part):
            self._part = part if self._part is None else joined(self._part, part)
        else:
            self._whole = True
