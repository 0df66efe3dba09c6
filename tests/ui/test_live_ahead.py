"""What a commit touched is read in the lane that committed, and no view is told wrong by it."""

from __future__ import annotations

from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.booking import AgendaOf, Fullness
from clinic_desktop.domain.changes import Changes
from clinic_desktop.domain.office import Query, Seen
from clinic_desktop.domain.people import AddDoctor
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.ui.dispatcher import Dispatcher
from tests.ui.scripted import NINE, ScriptedOffice, changes, hours
from tests.ui.test_dispatcher import View
from tests.ui.test_live import DAY, Shown, dispatcher, office, owner, settle

__all__ = ["dispatcher", "office", "owner"]

PART = AgendaOf(span=TimeSpan(NINE, NINE + hours(1)), doctor_ids=(1,))
AWAY = Unavailable("unreachable", "The server is away.")


@pytest.fixture
def views(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice, owner: QObject
) -> tuple[Shown, Shown]:
    """Answer two views that show a day of sequence 1."""
    both = Shown(dispatcher, owner), Shown(dispatcher, owner)
    for view in both:
        view.query.set_query(DAY)
    office.answer("day", 1)
    settle(qtbot)
    for view in both:
        view.told.clear()
    return both


def answering(*known: tuple[Query[Any], Seen[Any]]) -> Any:  # noqa: ANN401 - a table's look-up
    """Answer just these questions at once."""
    return dict(known).__getitem__


def commit(dispatcher: Dispatcher, office: ScriptedOffice, view: View, made: Changes) -> None:
    """Carry a command out; the GUI thread has not heard of it yet."""
    dispatcher.do(AddDoctor(name="Dr Lee"), view.take, view.take)
    office.finish("done", made, index=len(office.open_questions) - 1)


def test_the_answer_comes_along_with_the_commit_and_before_the_commands_own(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice, views: tuple[Shown, Shown]
) -> None:
    office.at_once = answering((PART, Seen("part", 2)))
    view = View()
    told: list[Any] = views[1].told
    view.got = told
    commit(dispatcher, office, view, changes(2))
    assert [each.told for each in views] == [[], []]
    settle(qtbot)
    assert views[0].told == [("patched", "part")]
    assert told[0] == ("patched", "part")
    assert told[1].answer == "done"
    assert office.open_questions == []
    assert all(each.query.is_settled for each in views)


def test_what_no_lane_answers_at_once_is_asked_before_the_window_heard_and_shared(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice, views: tuple[Shown, Shown]
) -> None:
    commit(dispatcher, office, View(), changes(2))
    assert office.open_questions == [PART]
    settle(qtbot)
    assert office.open_questions == [PART]
    assert not any(each.query.is_settled for each in views)
    office.answer("part", 2)
    settle(qtbot)
    assert [each.told for each in views] == [[("patched", "part")]] * 2


def test_an_error_is_told_to_all_who_share_the_reading(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice, views: tuple[Shown, Shown]
) -> None:
    commit(dispatcher, office, View(), changes(2))
    settle(qtbot)
    office.fail(AWAY)
    settle(qtbot)
    assert [[kind for kind, _ in each.told] for each in views] == [["failed"]] * 2


def test_what_the_lane_could_not_read_is_asked_once_more_as_any_question(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice, views: tuple[Shown, Shown]
) -> None:
    def away(_query: Query[Any]) -> Seen[Any]:
        raise AWAY

    office.at_once = away
    commit(dispatcher, office, View(), changes(2))
    settle(qtbot)
    assert office.open_questions == [PART]
    office.answer("part", 2)
    settle(qtbot)
    assert [each.told for each in views] == [[("patched", "part")]] * 2


def test_a_view_that_is_opened_in_the_middle_is_given_the_whole(
    qtbot: QtBot,
    dispatcher: Dispatcher,
    office: ScriptedOffice,
    owner: QObject,
    views: tuple[Shown, Shown],
) -> None:
    office.at_once = answering((PART, Seen("part", 2)))
    commit(dispatcher, office, View(), changes(2))
    late = Shown(dispatcher, owner)
    late.query.set_query(DAY)
    settle(qtbot)
    assert (views[0].told, late.told) == ([("patched", "part")], [])
    office.answer("day before", 1)
    settle(qtbot)
    assert office.open_questions == [DAY]
    office.answer("day", 2)
    settle(qtbot)
    assert late.told == [("loaded", "day before"), ("loaded", "day")]


@pytest.mark.parametrize("how", ["closed", "turned"])
def test_a_view_that_is_closed_or_asks_another_thing_in_the_middle_leaves_the_other_its_answer(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice, owner: QObject, how: str
) -> None:
    other = QObject()
    first, second = Shown(dispatcher, other), Shown(dispatcher, owner)
    for view in (first, second):
        view.query.set_query(DAY)
    office.answer("day", 1)
    settle(qtbot)
    commit(dispatcher, office, View(), changes(2))
    settle(qtbot)
    if how == "closed":
        shiboken6.delete(other)
    else:
        first.query.set_query(None)
    office.answer("part", 2)
    settle(qtbot)
    assert first.told == [("loaded", "day")]
    assert second.told == [("loaded", "day"), ("patched", "part")]


def test_an_answer_from_before_a_later_known_commit_is_not_shown(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice, views: tuple[Shown, Shown]
) -> None:
    office.at_once = answering((PART, Seen("at 2", 2)))
    commit(dispatcher, office, View(), changes(3, doctor=9))
    commit(dispatcher, office, View(), changes(2))
    settle(qtbot)
    assert [each.told for each in views] == [[], []]
    assert office.open_questions == [PART]


def test_what_the_feed_told_first_is_not_shown_twice(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice, views: tuple[Shown, Shown]
) -> None:
    made = changes(2)
    office.at_once = answering((PART, Seen("ahead", 2)))
    office.commit(made)
    commit(dispatcher, office, View(), made)
    settle(qtbot)
    assert office.open_questions == [PART]
    office.answer("asked", 2)
    settle(qtbot)
    assert [each.told for each in views] == [[("patched", "asked")]] * 2


def test_a_view_with_a_question_on_its_way_is_never_given_an_older_one_after_it(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice, views: tuple[Shown, Shown]
) -> None:
    view = views[0]
    view.query.refresh()
    office.at_once = answering((PART, Seen("part", 2)))
    dispatcher.do(AddDoctor(name="Dr Lee"), View().take, View().take)
    office.finish("done", changes(2), index=1)
    settle(qtbot)
    assert view.told == []
    office.answer("day", 2)
    settle(qtbot)
    assert view.told == [("loaded", "day")]
    assert views[1].told == [("patched", "part")]


def test_only_calendars_are_read_ahead(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice, owner: QObject
) -> None:
    month = Shown(dispatcher, owner)
    month.query.set_query(Fullness(first=NINE.date(), last=NINE.date(), doctor_ids=(1,)))
    office.answer("loads", 1)
    settle(qtbot)
    commit(dispatcher, office, View(), changes(2))
    assert office.open_questions == []
    settle(qtbot)
    assert len(office.open_questions) == 1


def test_a_commit_is_told_though_nothing_could_be_read_ahead(
    qtbot: QtBot,
    dispatcher: Dispatcher,
    office: ScriptedOffice,
    views: tuple[Shown, Shown],
    caplog: pytest.LogCaptureFixture,
) -> None:
    office.at_once = answering()
    with caplog.at_level(100, "clinic_desktop.ui.standing"):
        commit(dispatcher, office, View(), changes(2))
    settle(qtbot)
    assert office.open_questions == [PART]
    assert not views[0].query.is_settled


def test_a_view_that_fails_at_its_part_leaves_the_others_theirs(
    qtbot: QtBot,
    dispatcher: Dispatcher,
    office: ScriptedOffice,
    views: tuple[Shown, Shown],
) -> None:
    broken: dict[str, Any] = {}
    views[0].told = broken  # type: ignore[assignment] # nothing can be appended to it
    office.at_once = answering((PART, Seen("part", 2)))
    view = View()
    with qtbot.captureExceptions() as caught:
        commit(dispatcher, office, view, changes(2))
        settle(qtbot)
    assert [kind for kind, *_ in caught] == [AttributeError]
    assert views[1].told == [("patched", "part")]
    assert len(view.got) == 1


def test_a_view_that_fails_to_ask_leaves_the_others_and_the_command_theirs(
    qtbot: QtBot,
    dispatcher: Dispatcher,
    office: ScriptedOffice,
    views: tuple[Shown, Shown],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    share, fails = dispatcher.share, [True]

    def broken_once(*given: Any) -> int:  # noqa: ANN401 - as it is given
        if fails:
            fails.pop()
            raise ZeroDivisionError
        return share(*given)

    monkeypatch.setattr(dispatcher, "share", broken_once)
    signalled: list[int] = []
    dispatcher.changes_committed.connect(lambda made: signalled.append(made.sequence))
    view = View()
    with qtbot.captureExceptions() as caught:
        commit(dispatcher, office, view, changes(2))
        settle(qtbot)
        office.answer("part", 2)
        settle(qtbot)
    assert [kind for kind, *_ in caught] == [ZeroDivisionError]
    assert [each.told for each in views] == [[], [("patched", "part")]]
    assert signalled == [2]
    assert len(view.got) == 1
    # Its part stays due, and is asked with the next.
    assert not views[0].query.is_settled
    office.commit(changes(3, start=NINE + hours(1)))
    settle(qtbot)
    both = AgendaOf(span=TimeSpan(NINE, NINE + hours(2)), doctor_ids=(1,))
    assert both in office.open_questions


def test_for_a_view_that_was_closed_nothing_is_read_for_long(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice
) -> None:
    owner = QObject()
    view = Shown(dispatcher, owner)
    view.query.set_query(DAY)
    office.answer("day", 1)
    settle(qtbot)
    shiboken6.delete(owner)
    commit(dispatcher, office, View(), changes(2))
    settle(qtbot)
    asked = len(office.asked)
    commit(dispatcher, office, View(), changes(3))
    assert len(office.asked) == asked + 1  # the command itself


def test_a_view_that_another_stops_while_both_are_told_waits_for_nothing(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice, views: tuple[Shown, Shown]
) -> None:
    first, second = views

    class Stopping(list[tuple[str, Any]]):
        def append(self, _told: tuple[str, Any]) -> None:
            second.query.set_query(None)

    first.told = Stopping()
    office.at_once = answering((PART, Seen("part", 2)))
    commit(dispatcher, office, View(), changes(2))
    settle(qtbot)
    assert second.told == []
    assert second.query.is_settled
