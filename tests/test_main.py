"""The program as it is started: its arguments, its log, and what becomes of a bug."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from clinic_desktop import __version__, compose, crashes
from clinic_desktop.log import FILE, KEPT, WindowLog
from clinic_desktop.ui.reports import BugReporter
from tests.engines import settings

_BUG = """
import sys
from PySide6.QtCore import QTimer
from clinic_desktop import __main__, app
def broken():
    raise ValueError("Ann Smith")
started = app.ClinicApp.start
def start(self):
    started(self)
    QTimer.singleShot(50, broken)
    QTimer.singleShot(400, self.window.close)
app.ClinicApp.start = start
app.BugReporter.report = lambda self, error: None
sys.exit(__main__.main(sys.argv[1:]))
"""


def start(*words: str, folder: Path, script: str = "") -> subprocess.CompletedProcess[str]:
    """Start the program with folders of its own."""
    how = ["-c", script] if script else ["-m", "clinic_desktop"]
    xdg = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("DATA", "STATE", "CACHE")}
    return subprocess.run(
        [sys.executable, *how, *words],
        env={**os.environ, **xdg, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def test_help_and_version_need_no_screen(tmp_path: Path) -> None:
    assert "--demo" in start("--help", folder=tmp_path).stdout
    assert __version__ in start("--version", folder=tmp_path).stdout
    assert start("--nonsense", folder=tmp_path).returncode == 2
    assert start("--kiosk", "--doctor", "1", folder=tmp_path).returncode == 2
    assert not any(tmp_path.iterdir())


_CLOSED_AT_ONCE = """
import sys
from PySide6.QtCore import QTimer
from clinic_desktop import __main__
from clinic_desktop.ui.window import Window
wait = Window.wait_for_first_frame
def waited(self):
    QTimer.singleShot(0, self.close)
    wait(self)
Window.wait_for_first_frame = waited
ended = __main__.main(sys.argv[1:])
print("loaded", "clinic_desktop.app" in sys.modules)
sys.exit(ended)
"""


def test_a_window_closed_in_its_first_frame_stays_closed(tmp_path: Path) -> None:
    done = start("--database", str(tmp_path / "none.db"), folder=tmp_path, script=_CLOSED_AT_ONCE)
    assert (done.returncode, done.stdout) == (0, "loaded False\n"), done.stderr


_CLOSED_WHILE_OPENING = """
import faulthandler, sys
faulthandler.dump_traceback_later(40, exit=True)
from PySide6.QtCore import QTimer
from clinic_desktop import __main__, app
started = app.ClinicApp.start
def start(self):
    started(self)
    QTimer.singleShot(0, self.window.close)
app.ClinicApp.start = start
sys.exit(__main__.main(sys.argv[1:]))
"""


def test_a_window_closed_while_its_clinic_is_opened_ends_the_program(tmp_path: Path) -> None:
    made = settings(str(tmp_path / "clinic.db"), tmp_path)
    compose.create_clinic(made, name="Elm Street", zone="UTC")
    done = start("--database", made.database, folder=tmp_path, script=_CLOSED_WHILE_OPENING)
    assert done.returncode == 0, done.stderr


_KIOSK = """
import sys
from PySide6.QtCore import QTimer
from clinic_desktop import __main__, kiosk
opened = kiosk.KioskWindow.open_clinic
def open_clinic(self, *given):
    opened(self, *given)
    print(self.isFullScreen(), flush=True)
    QTimer.singleShot(0, self.leave)
kiosk.KioskWindow.open_clinic = open_clinic
sys.exit(__main__.main(sys.argv[1:]))
"""


def test_the_patients_screen_fills_the_screen_and_ends_when_staff_leave_it(tmp_path: Path) -> None:
    made = settings(str(tmp_path / "clinic.db"), tmp_path)
    compose.create_clinic(made, name="Elm Street", zone="UTC")
    words = ("--kiosk", "--database", made.database)
    done = start(*words, folder=tmp_path, script=_KIOSK)
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr


def test_a_crash_before_the_first_frame_is_kept(tmp_path: Path) -> None:
    xdg = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "STATE", "CACHE")}
    done = subprocess.run(
        [sys.executable, "-m", "clinic_desktop", "--database", str(tmp_path / "none.db")],
        env={**os.environ, **xdg, "QT_QPA_PLATFORM": "nowhere"},
        capture_output=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode != 0
    (file,) = tmp_path.rglob("crashes.log")
    assert "make_application" in file.read_text(encoding="utf-8")


def test_a_bug_reaches_the_log_without_its_words(tmp_path: Path) -> None:
    done = start("--database", str(tmp_path / "none.db"), folder=tmp_path, script=_BUG)
    assert done.returncode == 0, done.stderr
    (file,) = tmp_path.rglob("window.log")
    text = file.read_text(encoding="utf-8")
    assert "unexpected ValueError" in text
    assert "broken" in text
    assert "Ann Smith" not in text
    assert not (tmp_path / "none.db").exists()


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_bug_is_told_in_one_dialog_that_names_the_log(
    qapp: QApplication, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hook = sys.excepthook
    reporter = BugReporter(tmp_path / "window.log")
    with caplog.at_level(logging.CRITICAL + 1, "clinic_desktop"):
        for _ in range(2):
            sys.excepthook(ValueError, ValueError("Ann Smith"), None)
    boxes = [one for one in qapp.topLevelWidgets() if isinstance(one, QMessageBox)]
    assert len(boxes) == 1
    assert "window.log" in boxes[0].informativeText()
    assert not boxes[0].isModal()
    reporter.close()
    assert sys.excepthook is hook
    boxes[0].deleteLater()
    reporter.deleteLater()


def test_without_a_log_folder_the_program_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    window_log = WindowLog(tmp_path / "file" / "log")
    logging.getLogger("clinic_desktop").info("goes nowhere")
    window_log.close()


def test_a_log_whose_folder_is_removed_meanwhile_goes_on_in_a_new_one(tmp_path: Path) -> None:
    window_log = WindowLog(tmp_path / "log")
    logging.getLogger("clinic_desktop").info("before")
    shutil.rmtree(tmp_path / "log")
    for word in ("first", "second"):
        logging.getLogger("clinic_desktop").info(word)
    window_log.close()
    lines = window_log.path.read_text(encoding="utf-8").splitlines()
    assert [line.rpartition(" ")[2] for line in lines] == ["first", "second"]


def test_a_full_log_is_set_aside_and_only_so_many_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic_desktop.log.LONGEST", 200)
    window_log = WindowLog(tmp_path)
    for number in range(40):
        logging.getLogger("clinic_desktop").info("line %s", number)
    window_log.close()
    files = [window_log.path, *(tmp_path / f"{FILE}.{n}" for n in range(1, KEPT + 1))]
    assert sorted(tmp_path.iterdir()) == sorted(files)
    # From the oldest file to the newest, nothing is lost and nothing stands twice.
    told = "".join(file.read_text(encoding="utf-8") for file in reversed(files)).split("\n")
    numbers = [int(line.rpartition(" ")[2]) for line in told if line]
    assert numbers == list(range(numbers[0], 40))
    assert all(0 < file.stat().st_size <= 200 for file in files)


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_nobody_else_can_read_what_the_window_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic_desktop.log.LONGEST", 200)
    monkeypatch.setattr("clinic_desktop.log.KEPT", 1)
    folder = tmp_path / "clinic-desktop" / "log"
    window_log = WindowLog(folder)
    with crashes.told_in(folder):
        for number in range(9):
            logging.getLogger("clinic_desktop").info("line %s", number)
    window_log.close()
    made = {str(one.relative_to(tmp_path)): mode(one) for one in tmp_path.rglob("*")}
    files = ("window.log", "window.log.1", "crashes.log")
    assert made == {"clinic-desktop": 0o700, "clinic-desktop/log": 0o700} | {
        f"clinic-desktop/log/{name}": 0o600 for name in files
    }
    # A log of an earlier version is no longer for all.
    window_log.path.chmod(0o644)
    WindowLog(folder).close()
    assert mode(window_log.path) == 0o600


def mode(path: Path) -> int:
    """Tell who may do what with a file or folder."""
    return path.stat().st_mode & 0o777
