"""Windows on real databases, and the guards that every window test stands under."""

from __future__ import annotations

import functools
import gc
import logging
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_desktop.app import ClinicApp
from clinic_desktop.domain.office import Done
from clinic_desktop.settings import Settings
from clinic_desktop.ui import dispatcher, notices
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.paper import printer
from tests.driver import Desk
from tests.engines import ENGINES, Server, server
from tests.ui import clinics, guards

__all__ = ["server"]

OpenDesk = Callable[..., Desk]


@functools.cache
def filled_file() -> bytes:
    """The clinic of the window tests as a file's bytes."""
    with tempfile.TemporaryDirectory() as folder:
        settings = clinics.settings_of(str(Path(folder) / "clinic.db"), Path(folder))
        clinics.make(settings)
        return Path(settings.database).read_bytes()


@pytest.fixture(autouse=True)
def _guards(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail on SQL in the GUI thread, and on whatever a test leaves behind."""
    guards.SQL.watch()
    guards.SQL.hits.clear()
    guards.leave_out_what_is_there()
    threads = set(threading.enumerate())
    windows = {id(widget) for widget in qapp.topLevelWidgets()}
    yield
    guards.delete_what_is_due()
    gc.collect()
    held = guards.held_buttons()
    assert not guards.SQL.hits, "SQL in the GUI thread:\n" + "\n".join(guards.SQL.hits)
    assert not guards.left_threads(threads)
    assert not held, "a mouse button was never let go"
    if "qtbot" not in request.fixturenames or "open_desk" in request.fixturenames:
        # What qtbot owns it closes itself, after this.
        assert not guards.left_windows(windows)
        assert not [timer.parent() for timer in guards.active_timers().values()]


@pytest.fixture(autouse=True)
def log_guard() -> Iterator[guards.LogGuard]:
    """Fail on log records from WARNING on that the test did not expect."""
    guard = guards.LogGuard()
    logger = logging.getLogger("clinic_desktop")
    logger.addHandler(guard)
    yield guard
    logger.removeHandler(guard)
    assert not guard.unexpected


@pytest.fixture
def mirrored(qapp: QApplication) -> Iterator[None]:
    """Read right to left."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """All that a listening client is told: announcements, and which kind of event of what name."""
    heard: list[str] = []

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(f"says {event.message()}")
        else:
            heard.append(
                f"{event.type().name} {event.accessibleInterface().text(QAccessible.Text.Name)}"
            )

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    QAccessible.setActive(True)
    yield heard
    QAccessible.setActive(False)


@pytest.fixture
def held_answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Hold back what commands answer until this is set: the feed's news comes first, then."""
    free, answer_of = threading.Event(), dispatcher._answer_of  # noqa: SLF001 - as a busy lane does

    def held(number: int, future: Future[object], look_ahead: Callable[..., object]) -> object:
        answer = answer_of(number, future, look_ahead)  # type: ignore[arg-type]
        if isinstance(answer.value, Done):
            free.wait(timeout=120)
        return answer

    monkeypatch.setattr(dispatcher, "_answer_of", held)
    yield free
    free.set()


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Look]:
    """A light look, taken off again afterwards."""
    font, style, palette = qapp.font(), qapp.styleSheet(), qapp.palette()
    dressed = Look(qapp, "light")
    yield dressed
    dressed.take_off()
    qapp.setStyleSheet(style)
    qapp.setFont(font)
    qapp.setPalette(palette)
    shiboken6.delete(dressed)


@pytest.fixture(params=ENGINES)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """The filled clinic on either engine, named as one PC's program does."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_settings")
        return
    with guards.SQL.allowed():
        running: Server = request.getfixturevalue("server")
    with running.database() as name:
        made = clinics.settings_of(running.url(name), tmp_path)
        with guards.SQL.allowed():
            office_filled(made)
        yield made


def office_filled(settings: Settings) -> None:
    """Fill an empty clinic."""
    from clinic_desktop import compose

    office = compose.open_office(settings, clock=clinics.clock, feed=False)
    try:
        clinics.fill(office)
    finally:
        office.close()


@pytest.fixture
def sqlite_settings(tmp_path: Path) -> Settings:
    """The filled clinic in a file."""
    file = tmp_path / "clinic.db"
    with guards.SQL.allowed():
        file.write_bytes(filled_file())
    return clinics.settings_of(str(file), tmp_path)


@pytest.fixture
def open_desk(
    qtbot: QtBot, look: Look, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenDesk]:
    """Open windows on a database; all are closed at the end, before their database goes.

    The computer is one without printers, whichever this one has: on a busy machine the program
    that lists them is given up now and then, and the windows would say so.
    """
    monkeypatch.setattr(printer, "printers", printer.Printers)
    # And a notice stands until it is read: on a busy machine ten seconds go between two lines.
    monkeypatch.setattr(notices, "SHOWN_MS", 3_600_000)
    if "settings" in request.fixturenames:
        request.getfixturevalue("settings")
    apps: list[ClinicApp] = []

    def opened(
        settings: Settings, *, wait: bool = True, demo: bool = False, doctor: str = ""
    ) -> Desk:
        app = ClinicApp(settings, look, clock=clinics.clock, demo=demo, doctor=doctor)
        apps.append(app)
        app.window.resize(1280, 800)
        app.start()
        desk = Desk(app)
        if wait:
            desk.wait_for(lambda: app.window.workplace is not None, "the clinic is open")
            guards.SQL.watch()
            desk.settled()
        return desk

    yield opened
    for app in apps:
        app.window.close()
        app.close()
        app.window.deleteLater()
        app.deleteLater()
    guards.delete_what_is_due()


@pytest.fixture
def desk(open_desk: OpenDesk, sqlite_settings: Settings) -> Desk:
    """One window on the filled clinic, on SQLite."""
    return open_desk(sqlite_settings)
