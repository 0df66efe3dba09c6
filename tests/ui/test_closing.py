"""Closing: what is stored is waited for, a drive or a printer that hangs is not; failures are told.

What is told is read in the one box that the program ends with.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from clinic_desktop import app, compose
from clinic_desktop.domain.people import FindPatients
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.sheets import SheetKind
from clinic_desktop.settings import Settings
from clinic_desktop.storage.database import Database
from clinic_desktop.ui import reports, visits_table
from clinic_desktop.ui.errands import Errands
from clinic_desktop.ui.paper import printer
from tests.driver import Desk
from tests.ui import clinics, guards
from tests.ui.paper.samples import pages_of
from tests.ui.paper.test_printer import posix_only, spoolers

DISK_FULL = "The disk is full. Nothing was changed."

_HANGS = """
import threading
from clinic_desktop.ui.errands import Errands
errands = Errands()
for _ in range(3):
    errands.submit(threading.Event().wait, "list.csv")
errands.close(0.1)
print(errands.missed, errands.is_busy)
"""


def closing_box(desk: Desk) -> str:
    """Answer all that the program says at its end."""
    told: list[str] = []

    def read() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        told.append(f"{box.text()}\n{box.informativeText()}")
        box.accept()

    QTimer.singleShot(0, read)
    reports.tell_unfinished(desk.app.failed, desk.app.missed)
    return told[0]


@pytest.mark.qt_log_ignore("propagateSizeHints")  # what the offscreen platform says of dialogs
def test_closing_waits_for_no_drive_that_hangs_and_says_what_is_missing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, log_guard: guards.LogGuard
) -> None:
    log_guard.expect("errands unfinished")
    drive, file = threading.Event(), str(tmp_path / "list.csv")
    monkeypatch.setattr(app, "ERRAND_SECONDS", 0.1)
    monkeypatch.setattr(visits_table, "save_visits", lambda *_list: drive.wait(timeout=240))
    desk.press("Ctrl+4")
    desk.settled()
    desk.find("Agenda view", visits_table.VisitsTable).save_to(Path(file))
    desk.app.close()
    assert not drive.is_set()
    assert desk.app.missed == (file,)
    told = closing_box(desk)
    assert "all of it is stored" in told
    assert told.endswith(f"\n{file}")
    drive.set()
    desk.wait_for(lambda: not desk.app.missed, "what arrives late is not missed")


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_what_fails_to_be_stored_while_the_program_is_closed_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, log_guard: guards.LogGuard
) -> None:
    log_guard.expect("1 acts failed")

    def full(*_command: object) -> NoReturn:
        raise Unavailable("disk_full", DISK_FULL)

    desk.open_block("Dr Lee", "11:00")
    desk.choose_patient("stone")
    monkeypatch.setattr(Database, "write", full)
    desk.click("Book")
    desk.app.window.close()
    assert desk.app.failed == (f"Booking: {DISK_FULL}",)
    told = closing_box(desk)
    assert "stored." not in told
    assert DISK_FULL in told
    assert "Stone" not in told


def test_a_booking_with_its_new_patient_is_one_command_that_closing_waits_for(
    desk: Desk, sqlite_settings: Settings
) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.fill("Patient", "Zoe Quist")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    desk.click("Book")
    desk.app.window.close()
    assert (desk.app.failed, desk.app.missed) == ((), ())
    with guards.SQL.allowed():
        office = compose.open_office(sqlite_settings, clock=clinics.clock, feed=False)
        try:
            found = office.ask(FindPatients(text="Zoe Quist")).result(120).answer
        finally:
            office.close()
    assert [one.next_visit is not None for one in found] == [True]


def test_what_is_stored_while_the_program_is_closed_is_told_to_nobody(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *bug: bugs.append(bug))
    desk.open_block("Dr Lee", "11:00")
    desk.choose_patient("stone")
    desk.click("Book")
    desk.app.window.close()
    # The box of what is unfinished lets events happen, too.
    guards.delete_what_is_due()
    assert (bugs, desk.app.failed, desk.app.missed) == ([], (), ())
    assert desk.app.dispatcher.is_idle


def test_what_is_saved_in_time_is_not_told_as_missing() -> None:
    errands, done = Errands(), threading.Event()
    errands.submit(done.set, "list.csv")
    errands.close(20)
    assert errands.missed == ()
    assert done.is_set()


def test_closing_does_not_wait_for_what_nobody_would_miss() -> None:
    errands, printers = Errands(), threading.Event()
    errands.submit(lambda: printers.wait(timeout=240))
    begun = time.monotonic()
    errands.close(120)
    assert time.monotonic() - begun < 60
    assert errands.is_busy
    with pytest.raises(Unavailable, match="closed"):
        errands.submit(printers.set, "list.csv").result(timeout=0)
    printers.set()


def test_what_was_told_as_missing_is_not_begun_afterwards() -> None:
    errands, drives, begun = Errands(), threading.Event(), threading.Event()
    for _ in range(2):
        errands.submit(lambda: drives.wait(timeout=120), "slow.csv")
    errands.submit(begun.set, "list.csv")
    errands.close(0)
    assert list(errands.missed) == ["slow.csv", "slow.csv", "list.csv"]
    before = set(threading.enumerate()) - {t for t in threading.enumerate() if "errand" in t.name}
    drives.set()
    assert not guards.left_threads(before)
    assert "slow.csv" not in errands.missed
    assert "list.csv" in errands.missed
    assert not begun.is_set()


def test_the_program_ends_while_drives_hang() -> None:
    ended = guards.aside(
        lambda: subprocess.run(
            [sys.executable, "-c", _HANGS],
            check=False, timeout=240, capture_output=True, text=True,
        )
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == f"{('list.csv',) * 3} True"


@posix_only
def test_no_program_that_talks_to_printers_outlives_the_one_that_started_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_guard: guards.LogGuard
) -> None:
    log_guard.expect("was not printed")
    begun = tmp_path / "begun"
    spoolers(tmp_path, monkeypatch, f"touch {begun}; exec sleep 60")
    errands, pages = Errands(), pages_of(SheetKind.DAY, [])
    sent = errands.submit(lambda: printer.send("Desk", pages, "Sheet"), "Sheet, to Desk")
    while not begun.exists():
        time.sleep(0.01)
    errands.close(0)
    end = time.monotonic() + 120
    # Begun, it may not be known yet.
    while not sent.done() and time.monotonic() < end:
        printer.end_spoolers()
        time.sleep(0.01)
    assert isinstance(sent.exception(timeout=0), Unavailable)
    assert errands.missed == ("Sheet, to Desk",)


_PAINTS = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication, QMessageBox
from clinic_desktop import __main__, app
app.ERRAND_SECONDS = 0.1
def paint():
    while True:
        device = QPdfWriter(sys.argv[-1] + ".pdf")
        painter = QPainter(device)
        for y in range(400):
            painter.drawText(100, 100 + y, "Hello")
        painter.end()
def accept():
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    print(box.informativeText(), flush=True)
    box.accept()
tell = app.tell_unfinished
def told(*unfinished):
    QTimer.singleShot(0, accept)
    tell(*unfinished)
app.tell_unfinished = told
started = app.ClinicApp.start
def start(self):
    started(self)
    self._worker.submit(paint, "sheet.pdf")
    self._worker.submit(paint, "other.pdf")
    QTimer.singleShot(100, self.window.close)
app.ClinicApp.start = start
sys.exit(__main__.main(sys.argv[1:]))
"""


def test_the_program_ends_in_order_while_a_sheet_is_still_painted(tmp_path: Path) -> None:
    xdg = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "STATE", "CACHE")}
    ended = guards.aside(
        lambda: subprocess.run(
            [sys.executable, "-c", _PAINTS, "--database", str(tmp_path / "none.db")],
            env={**os.environ, **xdg, "QT_QPA_PLATFORM": "offscreen"},
            check=False, timeout=240, capture_output=True, text=True,
        )
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.endswith("sheet.pdf\nother.pdf\n")
    assert "2 errands unfinished" in next(tmp_path.rglob("window.log")).read_text("utf-8")
