"""Windows of different programs: what one commits, by whatever way, the other shows."""

from __future__ import annotations

import json
import os
import queue
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clinic_desktop.settings import Settings
from tests.ui.conftest import OpenDesk
from tests.ui.guards import aside

ROOT = Path(__file__).parents[2]
HOURS = [f"{hour:02}:00" for hour in range(9, 17)]
_KILLED_AFTER_COMMIT = """
import os, signal, sys, time
from pathlib import Path
from clinic_desktop import compose
from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.storage import feeds, database
from tests.ui import clinics

settings = clinics.settings_of(sys.argv[1], Path(sys.argv[2]), station="third")
office = compose.open_office(settings, clock=clinics.clock, feed=False)
def die(*_, **__):
    # The commit is durable; the news of it never leaves this program.
    print(time.monotonic(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
os.utime = die
office.do(BookBlock(patient_id=2, block_id=int(sys.argv[3]))).result()
os._exit(1)
"""
SOON = 10.0
"""Seconds in which an open window shows a commit of which nobody tells it: one, and what a busy
machine adds."""


class OtherWindow:
    """A window in a program of its own."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        """Start it."""
        self._lines: queue.Queue[dict[str, Any]] = queue.Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.other_window", settings.database, str(folder)],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(json.loads(line))

    def shown(self, seconds: float = 120) -> dict[str, Any]:
        """Answer what it shows next."""
        return self._lines.get(timeout=seconds)

    def close(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait(60)
        self._reader.join(60)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def other(settings: Settings, tmp_path: Path) -> Iterator[OtherWindow]:
    """Another program's window on the same database."""
    started = OtherWindow(settings, tmp_path)
    yield started
    started.close()


@pytest.mark.slow
def test_a_window_of_another_program_loses_the_block(
    open_desk: OpenDesk, settings: Settings, other: OtherWindow
) -> None:
    assert other.shown()["free"] == HOURS
    desk = open_desk(settings)
    desk.book("Dr Lee", "11:00", patient="Ann Smith")
    there = other.shown()
    while "11:00" in there["free"]:
        there = other.shown()
    assert there == {
        "free": [hour for hour in HOURS if hour != "11:00"],
        "visits": ["11:00 Ann Smith"],
    }
    assert desk.free_blocks("Dr Lee") == there["free"]


@pytest.mark.slow
def test_a_kill_between_commit_and_news_is_shown_soon(
    open_desk: OpenDesk, sqlite_settings: Settings, tmp_path: Path
) -> None:
    desk = open_desk(sqlite_settings)
    block = desk.block("Dr Lee", "11:00")
    words = (sqlite_settings.database, str(tmp_path), str(block.id))
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED_AFTER_COMMIT, *words],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    ) as killed:  # fmt: skip
        desk.wait_for(lambda: "11:00" not in desk.free_blocks("Dr Lee"))
        shown = time.monotonic()
        assert killed.wait(60) == -signal.SIGKILL
        assert killed.stdout is not None
        assert shown - float(killed.stdout.read()) < SOON


def test_a_name_changed_by_hand_is_shown_soon_and_is_said(
    open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    before = open_desk(sqlite_settings)
    before.book("Dr Lee", "11:00", patient="Ann Smith")
    before.app.close()
    desk = open_desk(sqlite_settings)

    def write_past_the_program() -> float:
        with sqlite3.connect(sqlite_settings.database) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("UPDATE patient SET name = 'Ann Jones' WHERE name = 'Ann Smith'")
        written = time.monotonic()
        connection.close()
        return written

    written = aside(write_past_the_program)
    desk.wait_for(lambda: desk.visits("Dr Lee") == ["11:00 Ann Jones"])
    assert time.monotonic() - written < SOON
    assert "changed by another program" in desk.app.window.status.last_change.text()
