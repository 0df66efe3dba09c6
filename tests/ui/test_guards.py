"""The guards themselves: what is planted must be seen."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.settings import Settings
from tests.driver import Desk, NotFoundError
from tests.ui import guards

ROOT = Path(__file__).parents[2]
_REFERENCES = """
import sys
from PySide6.QtCore import QObject, Signal
class Sender(QObject):
    sent = Signal(object)
sender = Sender()
heard = []
sender.sent.connect(heard.append)
before = sys.getrefcount(True), sys.getrefcount(None)
for _ in range(5000):
    sender.setObjectName("x")
    sender.blockSignals(False)
    sender.sent.emit(None)
heard.clear()
after = sys.getrefcount(True), sys.getrefcount(None)
assert after[0] > before[0] - 1000 and after[1] > before[1] - 1000, (before, after)
"""
_FIRST_PAINT = """
import os, sys
os.environ["XDG_STATE_HOME"] = sys.argv[1]
from clinic_desktop import __main__
from clinic_desktop.ui.window import Window
wait = Window.wait_for_first_frame
def waited(self):
    assert self.isVisible()
    wait(self)
    late = ("sqlalchemy", "alembic", "psycopg", "clinic_desktop.app", "clinic_desktop.ui.workplace")
    heavy = [name for name in late if name in sys.modules]
    print("loaded at first paint:", heavy)
    os._exit(1 if heavy or not self._painted else 0)
Window.wait_for_first_frame = waited
sys.exit(__main__.main(["--database", sys.argv[1] + "/none.db"]))
"""

_FIRST_DATA = """
import os, sys, threading
os.environ["XDG_STATE_HOME"] = os.path.dirname(sys.argv[1])
from clinic_desktop import __main__
from clinic_desktop.ui.agenda import AgendaView
paint = AgendaView.paintEvent
def painted(self, event):
    paint(self, event)
    late = ("sqlalchemy", "psycopg", "clinic_desktop.compose", "clinic_desktop.ui.booking")
    heavy = [name for name in late if name in sys.modules]
    heavy += [each.name for each in threading.enumerate() if each.name.startswith("whole")]
    if self.columns():
        print("loaded at first data:", heavy)
        os._exit(1 if heavy else 0)
AgendaView.paintEvent = painted
sys.exit(__main__.main(["--database", sys.argv[1]]))
"""


def test_sql_in_the_gui_thread_is_seen_even_when_swallowed(tmp_path: Path) -> None:
    import sqlalchemy

    guards.SQL.watch()
    engine = sqlalchemy.create_engine(f"sqlite:///{tmp_path}/planted.db")
    with suppress(Exception), engine.begin() as connection:
        connection.exec_driver_sql("SELECT broken FROM nowhere")
    engine.dispose()
    kinds = {hit.partition("\n")[0] for hit in guards.SQL.hits}
    guards.SQL.hits.clear()
    assert kinds >= {"do_connect", "begin", "before_cursor_execute"}


def test_a_file_opened_in_the_gui_thread_is_seen_without_sqlalchemy(tmp_path: Path) -> None:
    guards.SQL.watch()
    sqlite3.connect(tmp_path / "planted.db").close()
    (hit,) = guards.SQL.hits
    guards.SQL.hits.clear()
    assert hit.startswith("sqlite3.connect")


def test_sql_in_another_thread_is_fine(tmp_path: Path) -> None:
    import sqlalchemy

    guards.SQL.watch()
    engine = sqlalchemy.create_engine(f"sqlite:///{tmp_path}/fine.db")

    def work() -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("SELECT 1")

    guards.aside(work)
    guards.aside(engine.dispose)
    assert guards.SQL.hits == []


def test_a_left_thread_window_and_timer_are_seen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "PATIENCE", 0.05)
    gate, threads = threading.Event(), set(threading.enumerate())
    late = threading.Thread(target=gate.wait)
    late.start()
    window = QWidget()
    qtbot.addWidget(window)
    timer = QTimer(window)
    timer.start(1000)
    assert guards.left_threads(threads) == [late]
    assert any("QWidget" in name for name in guards.left_windows(set()))
    assert id(timer) in guards.active_timers()
    gate.set()
    late.join()
    timer.stop()


def test_a_mouse_button_never_let_go_is_seen_and_keeps_no_later_click(qtbot: QtBot) -> None:
    button, clicks = QPushButton("Later"), []
    qtbot.addWidget(button)
    button.clicked.connect(lambda: clicks.append("heard"))
    button.show()
    QTest.mousePress(QWidget(button), Qt.MouseButton.RightButton)
    for held, heard in ((["RightButton"], []), ([], ["heard"])):
        QTest.mouseClick(button.windowHandle(), Qt.MouseButton.LeftButton)
        assert clicks == heard, "with two buttons down, Qt tells no window of the one let go"
        assert guards.held_buttons() == held


def test_an_unexpected_warning_is_kept(log_guard: guards.LogGuard) -> None:
    log_guard.expect("planted")
    logging.getLogger("clinic_desktop.test").warning("planted")
    assert log_guard.unexpected == []
    logging.getLogger("clinic_desktop.test").warning("not foreseen")
    assert len(log_guard.unexpected) == 1
    log_guard.unexpected.clear()


def test_the_driver_fails_on_none_and_on_ambiguous(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="0 things are called 'Bokk'"):
        desk.find("Bokk")
    desk.find("Show Dr Lee").setAccessibleName("Show Dr Cole")
    with pytest.raises(NotFoundError, match="2 things"):
        desk.click("Show Dr Cole")


@pytest.mark.parametrize("script", [_REFERENCES, _FIRST_PAINT], ids=["references", "first paint"])
def test_in_a_process_of_its_own(script: str, tmp_path: Path) -> None:
    done = guards.aside(
        lambda: subprocess.run(
            [sys.executable, "-c", script, str(tmp_path)],
            cwd=ROOT, check=False, timeout=240, capture_output=True, text=True,
        )
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_first_data_is_painted_before_sqlalchemy_is_loaded(sqlite_settings: Settings) -> None:
    done = guards.aside(
        lambda: subprocess.run(
            [sys.executable, "-c", _FIRST_DATA, sqlite_settings.database],
            cwd=ROOT, check=False, timeout=240, capture_output=True, text=True,
        )
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
