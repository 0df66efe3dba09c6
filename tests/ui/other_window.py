"""A second program with a window, for tests: prints what it shows as JSON whenever that changes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from clinic_desktop.app import ClinicApp
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.window import make_application
from tests.driver import Desk
from tests.ui import clinics

LOOK_MS = 5


class Reporter:
    """Looks at the window often, and prints a line when it shows something else."""

    def __init__(self, desk: Desk) -> None:
        """Begin with nothing printed."""
        self._desk, self._last = desk, ""

    def look(self) -> None:
        """Print what is shown, if it is new."""
        if self._desk.app.window.workplace is None or not self._desk.workplace.is_settled:
            return
        shown = {"free": self._desk.free_blocks("Dr Lee"), "visits": self._desk.visits("Dr Lee")}
        text = json.dumps(shown)
        if text != self._last and self._desk.view.columns():
            self._last = text
            print(text, flush=True)  # noqa: T201 - the test reads it


def main(database: str, folder: str) -> None:
    """Show the window until the program is ended."""
    application = make_application(["other"])
    settings = clinics.settings_of(database, Path(folder), station="other")
    clinic = ClinicApp(settings, Look(application, "light"), clock=clinics.clock)
    clinic.start()
    reporter = Reporter(Desk(clinic))
    timer = QTimer(clinic)
    timer.timeout.connect(reporter.look)
    timer.start(LOOK_MS)
    application.exec()


if __name__ == "__main__":
    main(*sys.argv[1:3])
