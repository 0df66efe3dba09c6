"""What is told of faults outside of any pane: bugs, Qt's messages, what closing left undone."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, qInstallMessageHandler

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

log = logging.getLogger("clinic_desktop.window")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_qt_messages() -> None:
    """Write Qt's own messages into the log."""

    def write(kind: QtMsgType, _context: QMessageLogContext, text: str | None) -> None:
        log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", text)

    qInstallMessageHandler(write)


class BugReporter(QObject):
    """Writes a bug into the log, and shows one dialog that names the log's file."""

    def __init__(self, log_file: Path) -> None:
        """Take over ``sys.excepthook``."""
        super().__init__()
        self._file = log_file
        self._box: QMessageBox | None = None
        self._before = sys.excepthook
        sys.excepthook = self._hook

    def close(self) -> None:
        """Give the hook back."""
        sys.excepthook = self._before
        if self._box is not None:
            self._box.close()

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        log.error("unexpected %s", kind.__name__, exc_info=(kind, error, trace))
        self.report(error)

    def report(self, _error: object) -> None:
        """Show the dialog, one at a time."""
        from PySide6.QtWidgets import QMessageBox

        if self._box is not None and self._box.isVisible():
            return
        box = QMessageBox(
            QMessageBox.Icon.Critical,
            "Clinic Desktop",
            "Something went wrong inside the program. What was committed is safe.",
        )
        box.setInformativeText(f"The log says more:\n{self._file}")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        box.setModal(False)
        box.show()
        self._box = box


def tell_unfinished(failed: tuple[str, ...], missed: tuple[str, ...]) -> None:
    """Say what was not stored, and which sheets and lists did not arrive; wait until it is read."""
    from PySide6.QtWidgets import QMessageBox

    log.warning("closed with %s acts failed, %s errands unfinished", len(failed), len(missed))
    told = "The clinic is closed and all of it is stored."
    parts: list[str] = []
    if failed:
        told = "The clinic is closed, but what was done last failed. What is stored is safe."
        again = "Open the clinic again, look, and do again what is missing:"
        parts.append("\n".join((again, *failed)))
    if missed:
        again = (
            "This was still on its way, because a drive or a printer fails or does not answer. "
            "Look whether it is there; else save or print it again:"
        )
        parts.append("\n".join((again, *missed)))
    box = QMessageBox(QMessageBox.Icon.Warning, "Clinic Desktop", told)
    # Whatever stands in a name or a reason, it is shown as it is.
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText("\n\n".join(parts))
    box.exec()
