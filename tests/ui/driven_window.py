"""The program's window as it is started, for tests: it says what it shows and obeys lines of JSON.

Called with the program's own words, after the day that it is to show.
"""

from __future__ import annotations

import datetime as dt
import json
import queue
import sys
import threading

from PySide6.QtCore import QTimer

from clinic_desktop import __main__
from clinic_desktop.app import ClinicApp
from tests.driver import Desk

LOOK_MS = 20


class Driven:
    """Prints a line whenever the window shows something else; a line read is a step to take."""

    def __init__(self, app: ClinicApp, day: dt.date) -> None:
        """Begin as soon as the clinic is open."""
        self._desk, self._day, self._last = Desk(app), day, ""
        self._lines: queue.Queue[dict[str, str]] = queue.Queue()
        self._is_there = False
        threading.Thread(target=self._read, daemon=True).start()
        self._timer = QTimer(app)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_MS)

    def _read(self) -> None:
        for line in sys.stdin:
            self._lines.put(json.loads(line))

    def _look(self) -> None:
        """Take one step, say what is shown then; a step waits within, so looks never nest."""
        desk = self._desk
        if desk.app.window.workplace is not None and desk.workplace.is_settled:
            if not self._is_there:
                desk.show(self._day)
                self._is_there = True
            if not self._lines.empty():
                step = self._lines.get()
                if step["do"] == "quit":
                    desk.app.window.close()
                    return
                desk.book("Dr Lee", step["start"], patient=step["patient"])
            self._tell()
        self._timer.start(LOOK_MS)

    def _tell(self) -> None:
        shown = json.dumps(self._desk.visits("Dr Lee"))
        if shown != self._last and self._desk.view.columns():
            self._last = shown
            print(shown, flush=True)  # noqa: T201 - the test reads it


def main(day: str, *words: str) -> int:
    """Start the program's own way, and drive its window once it is shown."""
    start, driven = ClinicApp.start, []

    def start_driven(self: ClinicApp) -> None:
        start(self)
        driven.append(Driven(self, dt.date.fromisoformat(day)))

    ClinicApp.start = start_driven  # type: ignore[method-assign]
    return __main__.main(list(words))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
