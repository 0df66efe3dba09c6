"""The database goes away and comes back: what the window says, keeps and does meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFrame, QLabel

from clinic_desktop.settings import Settings
from tests.driver import Desk
from tests.engines import Server
from tests.ui import guards
from tests.ui.conftest import OpenDesk

SAID = "Offline since 10:05: shown as of then; changes can\u2019t be saved until it is back"


@contextmanager
def away(settings: Settings, request: pytest.FixtureRequest) -> Iterator[None]:
    """Take the database away for a while: its file, or its server."""
    if settings.database.startswith("postgresql"):
        with guards.SQL.allowed():
            server: Server = request.getfixturevalue("server")
            server.stop()
        try:
            yield
        finally:
            with guards.SQL.allowed():
                server.start()
        return
    file = Path(settings.database)
    file.rename(file.with_suffix(".away"))
    try:
        yield
    finally:
        file.with_suffix(".away").rename(file)


def test_a_database_that_is_away_is_told_and_nothing_is_lost(
    open_desk: OpenDesk,
    settings: Settings,
    request: pytest.FixtureRequest,
    log_guard: guards.LogGuard,
) -> None:
    log_guard.expect("the feed is offline")
    desk = open_desk(settings)
    desk.book("Dr Lee", "11:00", patient="stone")
    shown = desk.items()
    with away(settings, request):
        desk.wait_for(lambda: desk.says(SAID), "the status bar says it")
        desk.wait_for(lambda: bool(desk.named("Offline")), "the window says it")
        whose = "database" if settings.database.startswith("postgresql") else "clinic\u2019s file"
        assert desk.says(f"Nothing can be booked or changed until the {whose} is back")
        assert desk.says("What is on the screen stays, as it was at 10:05")
        strip = desk.find("Offline", QFrame)
        texts = " ".join(label.text() for label in strip.findChildren(QLabel))
        assert texts.count("screen") == 1, "it is said once: the strip stands over the calendar"
        assert desk.items() == shown
        desk.open_block("Dr Lee", "12:00")
        desk.fill("Note", "knee")
    desk.wait_for(lambda: desk.says("Live") and not desk.named("Offline"), "it is told as back")
    assert not desk.says(SAID)
    assert desk.workplace.booking.note.text() == "knee"
    desk.choose_patient("smith")
    desk.click("Book")
    desk.settled()
    assert desk.visits("Dr Lee") == ["11:00 Bob Stone", "12:00 Ann Smith"]
    assert desk.visit("Dr Lee", "12:00").note == "knee"


def test_a_booking_that_could_not_be_saved_is_sent_again_once_the_database_is_back(
    desk: Desk,
    sqlite_settings: Settings,
    request: pytest.FixtureRequest,
    log_guard: guards.LogGuard,
) -> None:
    log_guard.expect("the feed is offline|unavailable|file_gone")
    desk.open_block("Dr Lee", "12:00")
    desk.choose_patient("smith")
    with away(sqlite_settings, request):
        desk.wait_for(lambda: desk.says(SAID))
        desk.click("Book")
        desk.wait_for(lambda: "Nothing was changed" in desk.refusal)
        assert "12:00" in desk.free_blocks("Dr Lee")
    desk.wait_for(lambda: desk.says("Live"))
    desk.click("Try again")
    desk.settled()
    assert desk.visits("Dr Lee") == ["12:00 Ann Smith"]


def test_another_file_in_its_place_is_told_as_such_and_nobody_is_told_to_wait(
    desk: Desk,
    sqlite_settings: Settings,
    request: pytest.FixtureRequest,
    log_guard: guards.LogGuard,
) -> None:
    log_guard.expect("the feed is offline")
    file = Path(sqlite_settings.database)
    with away(sqlite_settings, request):
        desk.wait_for(lambda: desk.says("until the clinic\u2019s file is back in its place"))
        file.write_bytes(file.with_suffix(".away").read_bytes())
        desk.wait_for(lambda: desk.says("another file lies in the clinic\u2019s place"))
        assert desk.says("Close the program and open it again to work with the new file.")
        assert desk.says("can\u2019t be saved before the program is opened again")
        assert not desk.says("is back")
    desk.wait_for(lambda: desk.says("Live") and not desk.named("Offline"), "it is told as back")
