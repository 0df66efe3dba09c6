"""The tick file beside the database: its touch by another program wakes this one's feed."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

from clinic_desktop.domain.office import Office

WATCH_MS = 1000
"""How often to see whether the tick file is still the watched one."""


class TickWatch(QObject):
    """Wakes the office's feed when another program touches the file beside the database."""

    def __init__(self, tick: Path, office: Office, parent: QObject) -> None:
        """Watch from now on; the file may come later."""
        super().__init__(parent)
        self._tick, self._office, self._inode = tick, office, 0
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._touched)
        self._timer = QTimer(self)
        self._timer.setInterval(WATCH_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._look()

    def _touched(self, _path: str) -> None:
        """Have the feed look; a file put in the place of the old one leaves the watch deaf."""
        self._office.wake()
        self._look()

    def _look(self) -> None:
        """Watch the file that lies there now."""
        try:
            inode = os.stat(self._tick).st_ino  # noqa: PTH116 - the cheapest call, once a second
        except OSError:
            inode = 0
        path = str(self._tick)
        if inode == self._inode and bool(inode) == (path in self._watcher.files()):
            return
        self._inode = inode
        self._watcher.removePath(path)
        if inode:
            self._watcher.addPath(path)
