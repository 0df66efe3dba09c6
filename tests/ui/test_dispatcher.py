"""Answers and news reach the GUI thread once, in order, and only views that still live."""

from __future__ import annotations

import gc
import logging
import sys
import threading
import weakref
from concurrent.futures import Future
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.changes import ConnectionChanged, WrittenByHand
from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import AddDoctor, Doctors
from clinic_desktop.domain.refusals import Reason, Refusal, Unavailable
from clinic_desktop.ui.dispatcher import Dispatcher
from tests.ui.scripted import ScriptedOffice, changes
from tests.ui.test_live import dispatcher, office, owner, settle

__all__ = ["dispatcher", "office", "owner"]


class View(QObject):
    """Takes answers and keeps them."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self.got: list[Any] = []

    def take(self, answer: object) -> None:
        """Keep an answer, with proof of the thread."""
        assert threading.current_thread() is threading.main_thread()
        self.got.append(answer)


class Broken(View):
    """Fails at whatever it is given."""

    def take(self, answer: object) -> None:
        """Fail."""
        super().take(answer)
        raise ZeroDivisionError


@pytest.fixture
def seen(dispatcher: Dispatcher) -> list[Any]:
    """Answer what the dispatcher tells, as (signal, payload)."""
    told: list[Any] = []
    dispatcher.changes_committed.connect(lambda made: told.append(made.sequence))
    dispatcher.written_by_hand.connect(lambda news: told.append(("by hand", news.sequence)))
    dispatcher.connection_changed.connect(lambda news: told.append(("online", news.online)))
    dispatcher.bug_found.connect(lambda error: told.append(("bug", type(error))))
    return told


def test_without_an_office_nothing_can_be_asked(qtbot: QtBot) -> None:
    dispatcher = Dispatcher()
    with pytest.raises(RuntimeError, match="no office"):
        dispatcher.ask(Doctors(), print, print)
    dispatcher.close()


def test_answers_and_errors_reach_the_view(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice
) -> None:
    view = View()
    dispatcher.ask(Doctors(), view.take, view.take)
    dispatcher.ask(Doctors(), view.take, view.take)
    assert not dispatcher.is_idle
    office.answer("doctors")
    office.fail(Unavailable("unreachable", "The server is away."))
    settle(qtbot)
    assert view.got[0] == Seen("doctors", 1)
    assert view.got[1].code == "unreachable"
    assert view.got[1].__traceback__ is None
    assert dispatcher.is_idle


def test_an_answer_for_a_dead_view_is_dropped(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice
) -> None:
    gone, deleted = View(), View()
    dispatcher.ask(Doctors(), gone.take, gone.take)
    dispatcher.ask(Doctors(), deleted.take, deleted.take)
    last = weakref.ref(gone)
    del gone
    shiboken6.delete(deleted)
    assert last() is None
    office.answer("late")
    office.answer("late")
    settle(qtbot)
    assert deleted.got == []
    assert dispatcher.is_idle


def test_a_bug_is_told_and_logged_without_its_message(
    qtbot: QtBot,
    dispatcher: Dispatcher,
    office: ScriptedOffice,
    seen: list[Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    view = View()
    with caplog.at_level(logging.CRITICAL + 1, "clinic_desktop.ui.dispatcher"):
        dispatcher.ask(Doctors(), view.take, view.take)
        dispatcher.ask(Doctors(), view.take, view.take)
        office.fail(ValueError("Ann Smith"))
        office.fail(SystemExit("Ann Smith"))
    settle(qtbot)
    assert seen == [("bug", ValueError), ("bug", RuntimeError)]
    assert len(view.got) == 2
    assert "Ann Smith" not in caplog.text


def test_a_question_cancelled_at_closing_is_answered(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice
) -> None:
    view = View()
    dispatcher.ask(Doctors(), view.take, view.take)
    office.asked[0][1].cancel()
    settle(qtbot)
    assert view.got[0].code == "closing"


def test_a_forgotten_question_brings_nothing(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice
) -> None:
    view = View()
    number = dispatcher.ask(Doctors(), view.take, view.take)
    dispatcher.forget(number)
    dispatcher.forget(number)
    office.answer("late") if office.open_questions else None
    settle(qtbot)
    assert view.got == []


def test_a_commit_is_told_once_whoever_brings_it_first(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice, seen: list[Any]
) -> None:
    view = View()
    for _ in range(4):
        dispatcher.do(AddDoctor(name="Dr Lee"), view.take, view.take)
    office.finish("ahead of the feed", changes(2))
    settle(qtbot)
    office.commit(changes(1), changes(2))
    settle(qtbot)
    office.finish("behind the feed", changes(1))
    office.finish("told already", changes(2))
    office.finish("nothing changed", None)
    settle(qtbot)
    assert seen == [2, 1]
    assert dispatcher.last_known == 2
    assert len(view.got) == 4


def test_the_signal_of_a_commit_comes_before_the_commands_own_answer(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice, seen: list[Any]
) -> None:
    view = View()
    view.got = seen
    dispatcher.do(AddDoctor(name="Dr Lee"), view.take, view.take)
    office.finish("answer", changes(1))
    settle(qtbot)
    assert seen[0] == 1
    assert seen[1].answer == "answer"


def test_other_news_is_told(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice, seen: list[Any]
) -> None:
    office.commit(changes(7))
    office.tell(WrittenByHand(3))
    office.tell(ConnectionChanged(online=False, message="away"))
    settle(qtbot)
    assert seen == [7, ("by hand", 3), ("online", False)]
    assert dispatcher.last_known == 3


def test_an_error_keeps_no_view_alive(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice
) -> None:
    view = View()
    dispatcher.ask(Doctors(), view.take, view.take)
    office.fail(Unavailable("locked", "The file is locked."))
    settle(qtbot)
    kept: list[Future[Any]] = [future for _, future in office.asked]
    last = weakref.ref(view)
    del view
    gc.collect()
    assert last() is None
    assert kept[0].done()


def test_nothing_that_is_on_its_way_arrives_after_closing(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice, seen: list[Any]
) -> None:
    view = View()
    dispatcher.ask(Doctors(), view.take, view.take)
    dispatcher.do(AddDoctor(name="Dr Lee"), view.take, view.take)
    office.answer("doctors")
    office.finish("stored", changes(1))
    office.commit(changes(2))
    office.tell(ConnectionChanged(online=False, message="away"))
    dispatcher.close()
    settle(qtbot)
    dispatcher.ask(Doctors(), view.take, view.take)
    dispatcher.share(Doctors(), view.take, view.take)
    assert (seen, view.got, office.open_questions) == ([], [], [])
    assert dispatcher.is_idle
    # An opening that failed is tried again, and another file may be opened.
    opening: Future[str] = Future()
    dispatcher.follow(opening, view.take, view.take)
    opening.set_result("opened")
    settle(qtbot)
    dispatcher.open(office)
    dispatcher.ask(Doctors(), view.take, view.take)
    office.answer("doctors")
    office.commit(changes(3))
    settle(qtbot)
    assert view.got == ["opened", Seen("doctors", 1)]
    assert seen == [3]


def test_commands_that_fail_unheard_are_kept_with_their_reason(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice
) -> None:
    view = View()
    for _ in range(4):
        dispatcher.do(AddDoctor(name="Dr Lee"), view.take, view.take)
    office.fail(Unavailable("locked", "heard"))
    settle(qtbot)
    office.fail(Unavailable("locked", "on its way"))
    dispatcher.close()
    office.finish("stored", changes(1))
    office.fail(Refusal(Reason("not_allowed", "You may not.")))
    assert dispatcher.unheard_failures == ("New doctor: on its way", "New doctor: You may not.")


def test_a_view_that_fails_keeps_no_answer_from_the_others(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_bug: bugs.append(kind))
    broken, view = Broken(), View()
    dispatcher.share(Doctors(), broken.take, broken.take)
    dispatcher.share(Doctors(), view.take, view.take)
    office.answer("doctors")
    settle(qtbot)
    assert view.got == [Seen("doctors", 1)]
    assert (bugs, dispatcher.is_idle) == ([ZeroDivisionError], True)
