"""An older copy of the clinic was put back: the window says so, and goes on when told to."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from clinic_desktop import compose
from clinic_desktop.domain.booking import Verify
from clinic_desktop.domain.journal import Lost, WhatIsLost
from clinic_desktop.domain.office import Seen
from clinic_desktop.settings import Settings
from tests.driver import Desk
from tests.ui import guards
from tests.ui.conftest import OpenDesk
from tests.ui.test_offline import away

STRIP, MEANT = "An older copy", "This was meant: go on from this copy"


def problems(settings: Settings) -> list[str]:
    """The codes of what verify finds."""
    with guards.SQL.allowed():
        office = compose.open_office(settings, feed=False)
        try:
            found = office.ask(Verify()).result(timeout=120).answer
        finally:
            office.close()
    return [problem.code for problem in found.problems]


def put_back(open_desk: OpenDesk, settings: Settings) -> Desk:
    """Book, close, put the copy from before back, and open the window again."""
    file = Path(settings.database)
    before = file.read_bytes()
    desk = open_desk(settings)
    assert not desk.named(STRIP)
    desk.book("Dr Lee", "11:00", patient="stone")
    desk.app.window.close()
    file.write_bytes(before)
    again = open_desk(settings)
    again.wait_for(lambda: bool(again.named(STRIP)), "the window says it")
    return again


def test_an_older_copy_is_told_until_somebody_says_that_it_was_meant(
    open_desk: OpenDesk, sqlite_settings: Settings, told: list[str]
) -> None:
    desk = put_back(open_desk, sqlite_settings)
    assert desk.visits("Dr Lee") == []
    for words in ("ends with change 9", "seen change 10", "book nothing: close"):
        assert desk.says(words), words
    assert any("older copy" in one and "change 10" in one for one in told)
    desk.click(MEANT)
    desk.settled()
    assert not desk.named(STRIP)
    desk.book("Dr Lee", "12:00", patient="smith")
    desk.app.window.close()
    assert problems(sqlite_settings) == []
    assert not open_desk(sqlite_settings).named(STRIP)


def test_an_older_copy_that_nobody_accepted_is_told_again_though_it_was_booked_in(
    open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    desk = put_back(open_desk, sqlite_settings)
    for start in ("12:00", "13:00"):
        desk.book("Dr Lee", start, patient="smith")
    desk.app.window.close()
    assert problems(sqlite_settings) == ["journal_rewritten"]
    assert open_desk(sqlite_settings).named(STRIP)


def test_it_is_asked_again_when_the_database_is_back(
    open_desk: OpenDesk,
    sqlite_settings: Settings,
    request: pytest.FixtureRequest,
    log_guard: guards.LogGuard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was put into the place of the clinic while it was away is told as at the opening."""
    log_guard.expect("the feed is offline|unavailable|file_gone")
    desk = open_desk(sqlite_settings)
    desk.settled()
    assert not desk.named(STRIP)
    office = desk.app.dispatcher.office
    real = office.ask
    lost: Future[Seen[Lost]] = Future()
    lost.set_result(Seen(Lost(9, None, 10), 9))
    monkeypatch.setattr(
        office, "ask", lambda query: lost if isinstance(query, WhatIsLost) else real(query)
    )
    with away(sqlite_settings, request):
        desk.wait_for(lambda: bool(desk.named("Offline")), "the window says it")
        assert not desk.named(STRIP)
    desk.wait_for(lambda: bool(desk.named(STRIP)), "the window says it")
    assert desk.says("you have seen change 10 here")
    desk.settled()


def test_the_keys_stay_on_what_was_pressed_until_it_is_done(
    open_desk: OpenDesk, sqlite_settings: Settings, held_answers: threading.Event
) -> None:
    held_answers.set()
    desk = put_back(open_desk, sqlite_settings)
    held_answers.clear()
    button = desk.find(MEANT, QPushButton)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert button.hasFocus()
    # A second press meanwhile is for nothing else, and sends nothing again.
    QTest.keyClick(button, Qt.Key.Key_Space)
    held_answers.set()
    desk.settled()
    assert not desk.named(STRIP)
