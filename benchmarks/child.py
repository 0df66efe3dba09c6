"""One program as a process of its own: what it shows is told on stdout, a JSON line each.

``window DATABASE``: the program's window; tells its first frame, its first data, its memory with a
week open, and from then on every painting of its calendar. ``empty``: a window of Qt with nothing
in it. ``import DATABASE FILE MAPPING``: a history's import. Instants are of the monotonic clock,
which all processes share.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clinic_desktop.app import ClinicApp


def tell(**what: object) -> None:
    """Write a line."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def memory() -> int:
    """Answer the resident memory in kilobytes, that shared with other processes by its share."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def peak() -> int:
    """Answer the highest resident memory so far, in kilobytes; of this program, not its starter."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return 0


def empty() -> None:
    """Show an empty main window, until stdin ends."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication(["empty"])

    class Window(QMainWindow):
        painted = False

        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - an override of Qt's
            super().paintEvent(event)
            if not self.painted:
                self.painted = True
                QTimer.singleShot(0, self, told)

    def told() -> None:
        tell(first=time.monotonic())
        application.quit()

    window = Window()
    window.resize(1280, 800)
    window.show()
    application.exec()


def window(database: str, *, stays: bool) -> None:
    """Run the program's own start, and look at its window from outside."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    from clinic_desktop import __main__ as program
    from clinic_desktop.app import ClinicApp

    begin = ClinicApp.start

    class Looker(QObject):
        """Looks whether the first data is painted, then has a week shown."""

        def __init__(self, app: ClinicApp) -> None:
            super().__init__()
            self._app, self._stage = app, "data"
            app.window.first_painted.connect(self._first)

        def _first(self) -> None:
            tell(first=time.monotonic())
            self._look()

        def _look(self) -> None:
            place: Any = self._app.window.workplace
            shown = place is not None and place.calendar.view.columns()
            if not shown or not place.calendar.is_settled:
                QTimer.singleShot(1, self, self._look)
                return
            if self._stage == "data":
                tell(data=time.monotonic())
                self._stage = "week"
                place.calendar.show_mode("week")
                QTimer.singleShot(300, self, self._look)
                return
            tell(memory=memory())
            if not stays:
                self._app.window.close()
                return
            place.calendar.show_mode("day")
            place.calendar.view.viewport().installEventFilter(self)
            tell(ready=True)

        def eventFilter(self, _widget: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
            if event.type() == QEvent.Type.Paint:
                tell(painted=time.monotonic())
            return False

    lookers = []

    def start(self: ClinicApp) -> None:
        lookers.append(Looker(self))
        begin(self)

    ClinicApp.start = start  # type: ignore[method-assign] # the one place to look from
    sys.exit(program.main(["--database", database]))


def import_history(database: str, file: str, mapping: str) -> None:
    """Import a file; tell how long it took, and the most memory that it needed."""
    from clinic_desktop.compose import open_office
    from clinic_desktop.domain.bulk import ImportHistory
    from clinic_desktop.settings import Settings

    office = open_office(Settings.load(database), feed=False)
    try:
        begun = time.perf_counter()
        command = ImportHistory(file=Path(file), mapping=mapping)
        answer = office.do(command).result(timeout=280).answer
        tell(ms=(time.perf_counter() - begun) * 1000, peak=peak(), rows=answer.imported)
    finally:
        office.close()


if __name__ == "__main__":
    kind, *rest = sys.argv[1:]
    if kind == "empty":
        empty()
    elif kind == "import":
        import_history(*rest)
    else:
        window(rest[0], stays=kind == "staying")
