"""Windows and commands on one SQLite file: whoever ends takes nothing from whoever stays.

Real programs, started their own way: a lock that one of them loses shows in no other setting.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import queue
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from clinic_desktop import compose
from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.people import AddDoctor, AddPatient, Name
from clinic_desktop.settings import Settings
from tests.ui import clinics
from tests.ui.guards import aside

ROOT = Path(__file__).parents[2]
SOON = 120.0
"""Seconds that a slow, busy machine may take for one step."""


class Place:
    """One PC with a clinic in a file, and what is run on it."""

    def __init__(self, folder: Path) -> None:
        """Make the clinic; the day to work on lies ahead, so that any hour of it is to come."""
        self.file = folder / "clinic.db"
        self.day = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=2)
        self.environ = {
            **os.environ,
            **{f"XDG_{n}_HOME": str(folder / n.lower()) for n in ("DATA", "STATE", "CONFIG")},
            "QT_QPA_PLATFORM": "offscreen",
        }
        self._make(clinics.settings_of(str(self.file), folder))

    def _make(self, settings: Settings) -> None:
        """Lay eight free hours a day; three patients."""
        compose.create_clinic(settings, name="Elm Street", zone="UTC")
        office = compose.open_office(settings, feed=False)
        try:
            doctor = clinics.done(office, AddDoctor(name="Dr Lee"))
            hours = WeeklyHours.parse("Mon-Sun 9-17")
            clinics.done(
                office,
                SetWeeklyHours(
                    doctor_id=doctor.id, hours=hours, block_minutes=60,
                    start=self.day, until=self.day,
                ),
            )  # fmt: skip
            for given, family in (("Ann", "Smith"), ("Bob", "Stone"), ("Eve", "Hill")):
                clinics.done(office, AddPatient(name=Name(given, family)))
        finally:
            office.close()

    def clinic(self, *words: str) -> dict[str, Any]:
        """Run a command to its end; answer its document."""
        asked = ["-m", "clinic_desktop.cli", "--json", "--database", str(self.file), *words]
        done = subprocess.run(
            [sys.executable, *asked], cwd=ROOT, env=self.environ, check=False,
            capture_output=True, text=True, timeout=SOON,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, ""), done
        document: dict[str, Any] = json.loads(done.stdout)
        return document

    @property
    def _span(self) -> tuple[str, ...]:
        return ("--from", str(self.day), "--to", str(self.day + dt.timedelta(days=1)))

    def free_blocks(self) -> int:
        """Read and end, as a script does."""
        return len(self.clinic("blocks", *self._span)["blocks"])

    def book(self, hour: int, patient: str) -> None:
        """Book by the command."""
        at = [f"{self.day}T{one:02}:00" for one in (hour, hour + 1)]
        span = ("--start", at[0], "--end", at[1])
        self.clinic("book", "--doctor", "Dr Lee", *span, "--patient", patient)

    def visits(self) -> list[str]:
        """Answer what a program that starts now finds in the file."""
        found = self.clinic("agenda", *self._span)["appointments"]
        return [f"{visit['start'][11:16]} {visit['patient']}" for visit in found]


class Window:
    """The program's window, in its own process."""

    def __init__(self, place: Place) -> None:
        """Start it."""
        words = [str(place.day), "--database", str(place.file)]
        self._shown: queue.Queue[list[str]] = queue.Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.driven_window", *words],
            cwd=ROOT, env=place.environ, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._shown.put(json.loads(line))

    def wait_for(self, visits: list[str]) -> None:
        """Wait until exactly these visits are shown."""
        shown: list[str] | None = None
        try:
            while shown != visits:
                shown = self._shown.get(timeout=SOON)
        except queue.Empty:
            pytest.fail(f"not shown within {SOON} s: {visits}; last shown: {shown}")

    def tell(self, do: str, **more: str) -> None:
        """Have it take a step."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, **more}) + "\n")
        self.process.stdin.flush()

    @property
    def lost_files(self) -> list[str]:
        """Answer which files it still writes to though they are gone."""
        folder = Path(f"/proc/{self.process.pid}/fd")
        opened = [str(one.readlink()) for one in folder.iterdir() if one.is_symlink()]
        assert any(".db-wal" in name for name in opened), opened
        return [name for name in opened if ".db" in name and name.endswith("(deleted)")]

    def close(self) -> None:
        """End it, however it stands."""
        self.process.kill()
        self.process.wait(SOON)
        self._reader.join(SOON)
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A clinic with a day of eight free hours."""
    return aside(lambda: Place(tmp_path))


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="asks Linux which files are open")
def test_what_ends_beside_an_open_window_takes_nothing_from_it(place: Place) -> None:
    with closing(Window(place)) as stays, closing(Window(place)) as quits:
        for window in (stays, quits):
            window.wait_for([])
        assert place.free_blocks() == 8
        assert stays.lost_files == []
        place.book(9, "Ann Smith")
        shown = ["09:00 Ann Smith"]
        for window in (stays, quits):
            window.wait_for(shown)
        quits.tell("quit")
        assert quits.process.wait(SOON) == 0
        assert stays.lost_files == []
        stays.tell("book", start="11:00", patient="Bob Stone")
        shown.append("11:00 Bob Stone")
        stays.wait_for(shown)
        assert place.visits() == shown
        place.book(13, "Eve Hill")
        shown.append("13:00 Eve Hill")
        stays.wait_for(shown)
        assert place.visits() == shown
        assert stays.lost_files == []
        stays.tell("quit")
        assert stays.process.wait(SOON) == 0
    assert place.visits() == shown
    assert place.clinic("verify")["ok"]
