"""What a view shows stays true: what is asked again, when, and what is dropped."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.booking import AgendaOf, History
from clinic_desktop.domain.changes import ConnectionChanged, Touched, WrittenByHand
from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import FindPatients
from clinic_desktop.domain.refusals import Reason, Refusal, Unavailable
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.ui import live
from clinic_desktop.ui.dispatcher import Dispatcher
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.tick import TickWatch
from tests.ui.scripted import NINE, RUN, ScriptedOffice, changes, hours

DAY = AgendaOf(span=TimeSpan(NINE - hours(2), NINE + hours(10)), doctor_ids=(1, 2))


@pytest.fixture
def office() -> ScriptedOffice:
    """Answer an office written by hand."""
    return ScriptedOffice()


@pytest.fixture
def dispatcher(qtbot: QtBot, office: ScriptedOffice) -> Iterator[Dispatcher]:
    """Answer a dispatcher with that office."""
    dispatcher = Dispatcher()
    dispatcher.open(office)
    yield dispatcher
    dispatcher.close()
    shiboken6.delete(dispatcher)


def settle(qtbot: QtBot) -> None:
    """Let every queued signal arrive."""
    token = QObject()
    arrived: list[int] = []
    token.destroyed.connect(lambda: arrived.append(1))
    token.deleteLater()
    qtbot.waitUntil(lambda: bool(arrived), timeout=60_000)


class Shown:
    """A live query and what it told."""

    def __init__(self, dispatcher: Dispatcher, owner: QObject) -> None:
        """Listen to all of its signals."""
        self.query = LiveQuery(dispatcher, owner)
        self.told: list[tuple[str, Any]] = []
        self.query.loaded.connect(lambda answer: self.told.append(("loaded", answer.answer)))
        self.query.patch_by(self.patch)
        self.query.failed.connect(lambda error: self.told.append(("failed", error)))

    def patch(self, answer: Seen[Any]) -> None:
        """Take the answer to a part."""
        self.told.append(("patched", answer.answer))


@pytest.fixture
def owner(qtbot: QtBot) -> Iterator[QObject]:
    """Answer the owner of live queries."""
    owner = QObject()
    yield owner
    if shiboken6.isValid(owner):
        shiboken6.delete(owner)


@pytest.fixture
def shown(dispatcher: Dispatcher, owner: QObject) -> Shown:
    """Answer a live query without a question."""
    return Shown(dispatcher, owner)


@pytest.fixture
def calendar(shown: Shown, office: ScriptedOffice, qtbot: QtBot) -> Shown:
    """Answer a live query that shows a day of sequence 1."""
    shown.query.set_query(DAY)
    office.answer("day", 1)
    settle(qtbot)
    assert shown.told == [("loaded", "day")]
    shown.told.clear()
    return shown


def test_only_the_touched_part_is_read_again(
    qtbot: QtBot, office: ScriptedOffice, calendar: Shown
) -> None:
    office.commit(changes(2, doctor=2))
    settle(qtbot)
    (part,) = office.open_questions
    assert part == AgendaOf(span=TimeSpan(NINE, NINE + hours(1)), doctor_ids=(2,))
    office.answer("part", 2)
    settle(qtbot)
    assert calendar.told == [("patched", "part")]
    assert calendar.query.is_settled


def test_what_does_not_reach_the_question_is_not_asked(
    qtbot: QtBot, office: ScriptedOffice, calendar: Shown
) -> None:
    office.commit(changes(2, doctor=3), changes(3, start=NINE + hours(24)))
    settle(qtbot)
    assert office.open_questions == []
    calendar.query.set_query(None)
    office.commit(changes(4))
    settle(qtbot)
    assert office.open_questions == []
    assert calendar.query.query is None


def test_changes_on_the_way_are_asked_together(
    qtbot: QtBot, office: ScriptedOffice, calendar: Shown
) -> None:
    office.commit(changes(2))
    settle(qtbot)
    office.commit(changes(3), changes(4, doctor=2, start=NINE + hours(3)))
    settle(qtbot)
    assert len(office.open_questions) == 1
    office.answer("first", 2)
    settle(qtbot)
    (part,) = office.open_questions
    assert part == AgendaOf(span=TimeSpan(NINE, NINE + hours(4)), doctor_ids=(1, 2))
    office.answer("second", 4)
    settle(qtbot)
    assert calendar.told == [("patched", "first"), ("patched", "second")]


def test_a_new_name_has_everything_read_again(
    qtbot: QtBot, office: ScriptedOffice, calendar: Shown
) -> None:
    office.commit(changes(2, Touched("patient", "7")))
    settle(qtbot)
    assert office.open_questions == [DAY]


def test_a_commit_that_the_answer_holds_already_is_not_asked(
    qtbot: QtBot, office: ScriptedOffice, calendar: Shown
) -> None:
    office.commit(changes(1))
    settle(qtbot)
    assert office.open_questions == []


def test_an_answer_older_than_the_last_known_change_is_asked_again(
    qtbot: QtBot, office: ScriptedOffice, calendar: Shown
) -> None:
    office.commit(changes(2))
    settle(qtbot)
    office.answer("old part", 1)
    settle(qtbot)
    assert calendar.told == []
    assert not calendar.query.is_settled
    qtbot.waitUntil(lambda: len(office.open_questions) == 1, timeout=60_000)
    office.commit(changes(3))
    settle(qtbot)
    office.answer("still old", 1)
    qtbot.waitUntil(lambda: len(office.open_questions) == 1, timeout=60_000)
    office.answer("new part", 3)
    settle(qtbot)
    assert calendar.told == [("patched", "new part")]


def test_a_whole_answer_that_is_too_old_is_asked_again(
    qtbot: QtBot, office: ScriptedOffice, shown: Shown
) -> None:
    office.commit(changes(5))
    settle(qtbot)
    shown.query.set_query(DAY)
    office.answer("old", 4)
    qtbot.waitUntil(lambda: office.open_questions == [DAY], timeout=60_000)
    office.answer("new", 5)
    settle(qtbot)
    assert shown.told == [("loaded", "new")]


def test_changes_before_the_first_answer_have_all_read(
    qtbot: QtBot, office: ScriptedOffice, shown: Shown
) -> None:
    shown.query.set_query(DAY)
    office.commit(changes(2))
    settle(qtbot)
    office.answer("at 1", 1)
    settle(qtbot)
    assert office.open_questions == [DAY]


def test_another_question_drops_the_answer_to_the_one_before(
    qtbot: QtBot, office: ScriptedOffice, shown: Shown
) -> None:
    shown.query.set_query(FindPatients(text="a"))
    office.asked[0][1].set_running_or_notify_cancel()
    shown.query.set_query(FindPatients(text="ab"))
    office.answer("for ab", index=1)
    office.answer("for a")
    settle(qtbot)
    assert shown.told == [("loaded", "for ab")]


def test_refresh_reads_all(qtbot: QtBot, office: ScriptedOffice, calendar: Shown) -> None:
    calendar.query.refresh()
    assert office.open_questions == [DAY]


def test_written_by_hand_has_all_read_even_at_a_lower_sequence(
    qtbot: QtBot, office: ScriptedOffice, calendar: Shown
) -> None:
    office.tell(WrittenByHand(0))
    settle(qtbot)
    office.answer("restored", 0)
    settle(qtbot)
    assert calendar.told == [("loaded", "restored")]


def test_what_was_on_its_way_when_an_older_file_was_put_back_is_not_shown(
    qtbot: QtBot, office: ScriptedOffice, shown: Shown
) -> None:
    shown.query.set_query(DAY)
    office.answer("old", 100)
    settle(qtbot)
    shown.query.refresh()
    # Begun: it is answered, whoever drops it.
    office.asked[-1][1].set_running_or_notify_cancel()
    office.tell(WrittenByHand(50))
    settle(qtbot)
    office.answer("old again", 100)
    settle(qtbot)
    office.answer("restored", 50)
    settle(qtbot)
    assert shown.told == [("loaded", "old"), ("loaded", "restored")]
    assert shown.query.is_settled


def test_a_refusal_is_told_and_not_asked_again_before_a_change(
    qtbot: QtBot, office: ScriptedOffice, shown: Shown
) -> None:
    shown.query.set_query(History(appointment_id=RUN))
    office.fail(Refusal(Reason("unknown_appointment", "There is no such appointment.")))
    settle(qtbot)
    assert [kind for kind, _ in shown.told] == ["failed"]
    office.tell(ConnectionChanged(online=True))
    settle(qtbot)
    assert office.open_questions == []
    office.commit(changes(2, Touched("appointment", str(RUN), 1, NINE, NINE + hours(1))))
    settle(qtbot)
    assert len(office.open_questions) == 1


def test_what_failed_is_asked_when_the_database_is_back(
    qtbot: QtBot, office: ScriptedOffice, calendar: Shown
) -> None:
    office.commit(changes(2))
    settle(qtbot)
    office.fail(Unavailable("unreachable", "The server is away."))
    settle(qtbot)
    office.tell(ConnectionChanged(online=False))
    settle(qtbot)
    assert office.open_questions == []
    office.tell(ConnectionChanged(online=True))
    settle(qtbot)
    (part,) = office.open_questions
    assert part != DAY
    office.answer("part", 2)
    settle(qtbot)
    assert [kind for kind, _ in calendar.told] == ["failed", "patched"]


def test_what_failed_is_asked_again_without_news_too(
    qtbot: QtBot, office: ScriptedOffice, calendar: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "RETRY_MS", 5)
    calendar.query.refresh()
    office.fail(Unavailable("locked", "The file is locked."))
    qtbot.waitUntil(lambda: office.open_questions == [DAY], timeout=60_000)


def test_a_live_query_ends_with_its_owner(
    qtbot: QtBot, dispatcher: Dispatcher, office: ScriptedOffice, owner: QObject, shown: Shown
) -> None:
    shown.query.set_query(DAY)
    shiboken6.delete(owner)
    office.answer("late", 1)
    office.commit(changes(2))
    settle(qtbot)
    assert shown.told == []
    assert office.open_questions == []


def test_the_tick_wakes_the_feed(qtbot: QtBot, tmp_path: Path, owner: QObject) -> None:
    office, tick = ScriptedOffice(), tmp_path / "clinic.db.tick"
    tick.touch()
    TickWatch(tick, office, owner)
    os.utime(tick)
    qtbot.waitUntil(lambda: office.wakes > 0, timeout=60_000)


def test_a_replaced_or_late_tick_is_watched_too(
    qtbot: QtBot, tmp_path: Path, owner: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic_desktop.ui.tick.WATCH_MS", 5)
    office, tick = ScriptedOffice(), tmp_path / "clinic.db.tick"
    watch = TickWatch(tick, office, owner)
    for _ in range(2):
        other = tmp_path / "other"
        other.touch()
        other.replace(tick)
        qtbot.waitUntil(lambda: watch._inode == tick.stat().st_ino, timeout=60_000)  # noqa: SLF001 - the fact
        office.wakes = 0
        os.utime(tick)
        qtbot.waitUntil(lambda: office.wakes > 0, timeout=60_000)
    tick.unlink()
    qtbot.waitUntil(lambda: watch._inode == 0, timeout=60_000)  # noqa: SLF001 - as above
