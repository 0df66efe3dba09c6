"""Views that ask the same at once are answered by one reading, and none loses its answer by it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.changes import Committed, News, WrittenByHand
from clinic_desktop.domain.office import Seen
from clinic_desktop.ui.dispatcher import Dispatcher
from clinic_desktop.ui.privacy import MASK
from tests.ui.agenda.samples import DOCTORS, PLAIN, visit
from tests.ui.scripted import ScriptedOffice, changes
from tests.ui.test_live import DAY, Shown, dispatcher, office, owner, settle

__all__ = ["dispatcher", "office", "owner"]


def both(dispatcher: Dispatcher, owner: QObject) -> tuple[Shown, Shown]:
    """Answer two views that have asked the same."""
    views = (Shown(dispatcher, owner), Shown(dispatcher, owner))
    for view in views:
        view.query.set_query(DAY)
    return views


def test_one_reading_answers_both(
    qtbot: QtBot, office: ScriptedOffice, dispatcher: Dispatcher, owner: QObject
) -> None:
    views = both(dispatcher, owner)
    assert office.open_questions == [DAY]
    office.answer("day", 1)
    settle(qtbot)
    assert [view.told for view in views] == [[("loaded", "day")]] * 2


def test_an_answer_that_is_not_handed_out_yet_is_shared_too(
    qtbot: QtBot, office: ScriptedOffice, dispatcher: Dispatcher, owner: QObject
) -> None:
    first, second = Shown(dispatcher, owner), Shown(dispatcher, owner)
    first.query.set_query(DAY)
    office.answer("day", 1)
    second.query.set_query(DAY)
    assert office.open_questions == []
    settle(qtbot)
    assert [view.told for view in (first, second)] == [[("loaded", "day")]] * 2
    second.query.refresh()
    assert office.open_questions == [DAY]


def test_while_patients_are_hidden_both_are_given_one_masked_answer(
    qtbot: QtBot, office: ScriptedOffice, dispatcher: Dispatcher, owner: QObject
) -> None:
    dispatcher.privacy.toggle()
    given: list[Seen[object]] = []
    for view in both(dispatcher, owner):
        view.query.loaded.connect(given.append)
    office.answer(visit(1, DOCTORS[0], PLAIN, "09:00", "09:15"), 1)
    settle(qtbot)
    assert [seen.answer.patient for seen in given] == [MASK, MASK]  # type: ignore[attr-defined]
    assert given[0] is given[1]


def test_one_that_asks_no_more_leaves_the_other_its_answer(
    qtbot: QtBot, office: ScriptedOffice, dispatcher: Dispatcher, owner: QObject
) -> None:
    first, second = both(dispatcher, owner)
    first.query.set_query(None)
    office.answer("day", 1)
    settle(qtbot)
    assert (first.told, second.told) == ([], [("loaded", "day")])


def test_what_all_gave_up_is_asked_anew(
    qtbot: QtBot, office: ScriptedOffice, dispatcher: Dispatcher, owner: QObject
) -> None:
    first, second = both(dispatcher, owner)
    first.query.set_query(None)
    second.query.set_query(None)
    first.query.set_query(DAY)
    office.answer("day", 1)
    settle(qtbot)
    assert (first.told, second.told) == ([("loaded", "day")], [])


@pytest.mark.parametrize("news", [Committed((changes(5),)), WrittenByHand(0)])
def test_a_reading_from_before_a_change_is_not_shared_after_it(
    qtbot: QtBot, office: ScriptedOffice, dispatcher: Dispatcher, owner: QObject, news: News
) -> None:
    Shown(dispatcher, owner).query.set_query(DAY)
    office.tell(news)
    settle(qtbot)
    Shown(dispatcher, owner).query.set_query(DAY)
    assert [query for query, _ in office.asked] == [DAY, DAY]
