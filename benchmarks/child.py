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
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinic_desktop.ui.clinic import Clinic
    from clinic_desktop.ui.window import Window


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
    from clinic_desktop import __main__ as program
    from clinic_desktop.ui.window import Window

    wait, open_clinic = Window.wait_for_first_frame, Window.open_clinic
    lookers = []

    def waited(self: Window) -> None:
        wait(self)
        tell(first=time.monotonic())

    def opened(self: Window, clinic: Clinic) -> None:
        open_clinic(self, clinic)
        lookers.append(looker(self, stays=stays))

    Window.wait_for_first_frame = waited  # type: ignore[method-assign] # the places to look from
    Window.open_clinic = opened  # type: ignore[method-assign]
    sys.exit(program.main(["--database", database]))


def looker(window: Window, *, stays: bool) -> object:
    """Look at a window's paintings: its first data, then a week, then every one if it stays."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    assert window.workplace is not None  # noqa: S101 - the clinic is open
    calendar = window.workplace.calendar

    class Looker(QObject):
        stage = "data"

        def eventFilter(self, _widget: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
            if event.type() != QEvent.Type.Paint:
                return False
            if self.stage == "watching":
                tell(painted=time.monotonic())
            elif self.stage == "data" and calendar.view.is_loaded:
                self.stage = "week"
                QTimer.singleShot(0, self, self.show_week)
            return False

        def show_week(self) -> None:
            tell(data=time.monotonic())
            calendar.show_mode("week")
            self.look()

        def look(self) -> None:
            QTimer.singleShot(300, self, self.measure if calendar.is_settled else self.look)

        def measure(self) -> None:
            tell(memory=memory())
            if not stays:
                window.close()
                return
            calendar.show_mode("day")
            self.stage = "watching"
            tell(ready=True)

    found = Looker()
    calendar.view.viewport().installEventFilter(found)
    return found


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
