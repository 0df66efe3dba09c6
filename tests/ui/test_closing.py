"""Closing: what is stored is waited for, a drive or a printer that hangs is not."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from clinic_desktop import app
from clinic_desktop.ui import visits_table
from clinic_desktop.ui.errands import Errands
from tests.driver import Desk
from tests.ui import guards

_HANGS = """
import threading
from clinic_desktop.ui.errands import Errands
errands = Errands()
for _ in range(3):
    errands.submit(threading.Event().wait, "list.csv")
print(errands.close(0.1))
"""


@pytest.mark.qt_log_ignore("propagateSizeHints")  # what the offscreen platform says of dialogs
def test_closing_waits_for_no_drive_that_hangs_and_says_what_is_missing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, log_guard: guards.LogGuard
) -> None:
    log_guard.expect("errands unfinished")
    drive, file = threading.Event(), str(tmp_path / "list.csv")
    monkeypatch.setattr(app, "ERRAND_SECONDS", 0.1)
    monkeypatch.setattr(visits_table, "save_visits", lambda *_list: drive.wait(timeout=60))
    desk.press("Ctrl+4")
    desk.settled()
    desk.find("Agenda view", visits_table.VisitsTable).save_to(file)
    desk.app.close()
    assert not drive.is_set()
    assert desk.app.unfinished == (file,)
    told: list[str] = []

    def read() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        told.append(box.informativeText())
        box.accept()

    QTimer.singleShot(0, read)
    app.tell_unfinished(desk.app.unfinished)
    assert told == [file]
    drive.set()


def test_what_is_saved_in_time_is_not_told_as_missing() -> None:
    errands, done = Errands(), threading.Event()
    errands.submit(done.set, "list.csv")
    assert errands.close(20) == ()
    assert done.is_set()


def test_the_program_ends_while_drives_hang() -> None:
    ended = guards.aside(
        lambda: subprocess.run(
            [sys.executable, "-c", _HANGS],
            check=False, timeout=60, capture_output=True, text=True,
        )
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == str(("list.csv",) * 3)
