"""The questions that views keep asking, and what each commit means to them.

That is reckoned in the lane that committed, and once for all views that ask the same. What the
office can answer there at once travels to the GUI thread along with the commit: neither thread has
to wake the other once more.
"""

from __future__ import annotations

import logging
import sys
import weakref
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shiboken6

from clinic_desktop.domain import values
from clinic_desktop.domain.booking import AgendaOf
from clinic_desktop.domain.changes import Changes
from clinic_desktop.domain.office import Office, Query, Seen
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.ui.reach import Part, Reach, reach_of

if TYPE_CHECKING:
    from clinic_desktop.ui.live import LiveQuery

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Question:
    """A question that stands, and those who ask it, held weakly."""

    query: Query[Any]
    views: list[weakref.ref[LiveQuery]] = field(default_factory=list)


@values.dataclass(frozen=True, slots=True)
class Ahead:
    """What a commit means to the questions that stood when it was known.

    ``answers`` are the touched parts of calendars, asked already; some are not answered yet.
    """

    reaches: dict[Question, Reach] = field(default_factory=dict)
    answers: dict[Part, Future[Seen[Any]]] = field(default_factory=dict)


NOTHING = Ahead()


class Standing:
    """All questions that stand. Its methods are the GUI thread's, but for ``look_ahead``."""

    def __init__(self) -> None:
        """Begin without any."""
        self._questions: dict[Query[Any], Question] = {}
        # Lanes read it as it stands: it is replaced, and never changed.
        self._all: tuple[Question, ...] = ()

    def put(self, view: LiveQuery, query: Query[Any] | None) -> None:
        """Have a view told of what reaches this question from now on, and no other."""
        self._forget(view)
        if query is not None:
            self._questions.setdefault(query, Question(query)).views.append(weakref.ref(view))
            self._all = tuple(self._questions.values())

    def _forget(self, view: LiveQuery | None) -> None:
        """Tell a view, and those that are gone, of nothing more; let questions go with the last."""
        for question in self._all:
            question.views = [each for each in question.views if _alive(each) not in (None, view)]
        self._questions = {q: each for q, each in self._questions.items() if each.views}
        self._all = tuple(self._questions.values())

    def look_ahead(self, changes: Changes, office: Office) -> Ahead:
        """Reckon what a commit means, and have what it touched of calendars read. In any thread."""
        ahead = Ahead()
        try:
            for question in self._all:
                reach = ahead.reaches[question] = reach_of(question.query, changes)
                part = reach.part
                # Of all that a commit may reach, calendars alone are waited for by an eye.
                if isinstance(part, AgendaOf) and part not in ahead.answers:
                    ahead.answers[part] = office.ask(part)
        except Unavailable:
            # The program is being closed; who still asks is told so.
            return ahead
        except Exception:
            # The commit must be told, whatever this was; views then ask by themselves.
            log.exception("a commit could not be read ahead")
            return NOTHING
        return ahead

    def tell(self, changes: Changes, ahead: Ahead, known: int) -> None:
        """Tell every view that a commit reaches; ``known`` is the last sequence that is known."""
        gone = False
        for question in self._all:
            reach = ahead.reaches.get(question) or reach_of(question.query, changes)
            if not reach.is_any:
                continue
            seen = _seen(ahead, reach.part, known)
            for each in question.views:
                view = each()
                if view is None or not shiboken6.isValid(view):
                    gone = True
                    continue
                try:
                    view.take_changes(changes, reach, seen)
                except Exception:  # noqa: BLE001 - as from a signal: others are told all the same
                    sys.excepthook(*sys.exc_info())
        if gone:
            self._forget(None)


def _alive(view: weakref.ref[LiveQuery]) -> LiveQuery | None:
    """Answer a view whose owner still lives."""
    found = view()
    return found if found is not None and shiboken6.isValid(found) else None


def _seen(ahead: Ahead, part: Part | None, known: int) -> Seen[Any] | None:
    """Answer what was read ahead of a part, if it has all that is known by now."""
    future = None if part is None else ahead.answers.get(part)
    # Who asks again is told of an error by itself.
    if future is None or not future.done() or future.cancelled() or future.exception() is not None:
        return None
    seen = future.result()
    return seen if seen.sequence >= known else None
