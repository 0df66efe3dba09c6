"""Garbage is collected in the GUI thread alone, between its events."""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer

SWITCH_SECONDS = 0.001
"""How long a lane keeps the interpreter: an import there stalls the window 10 ms, not 330."""
COLLECT_MS = 1000
FIRST_MS = 5000
"""When to look first where nothing was opened: a slow start would be slower by a collection."""
FREEZE_MS = 2000


class GuiCollector(QObject):
    """Collects cycles in the GUI thread only: a lane that did so would destroy Qt objects there."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Switch automatic collection off, and look once a second when all is loaded."""
        super().__init__(parent)
        self._limits = gc.get_threshold()
        self._switch = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_SECONDS)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(FIRST_MS)

    def _look(self) -> None:
        if self._timer.interval() != COLLECT_MS:
            self._timer.setInterval(COLLECT_MS)
        self.collect()

    def collect(self) -> None:
        """Collect the generations that are due, as the interpreter would."""
        due = [made > limit for made, limit in zip(gc.get_count(), self._limits, strict=True)]
        if due[0]:
            gc.collect(2 if due[1] and due[2] else 1 if due[1] else 0)

    def freeze_soon(self) -> None:
        """Freeze once the first data is shown: it would come later by what a collection takes."""
        QTimer.singleShot(FREEZE_MS, self, self.freeze)

    def freeze(self) -> None:
        """Leave out of every later collection what is loaded now."""
        gc.collect()
        gc.freeze()
        self._timer.setInterval(COLLECT_MS)

    def close(self) -> None:
        """Give the interpreter its own rules back."""
        self._timer.stop()
        sys.setswitchinterval(self._switch)
        gc.unfreeze()
        gc.enable()
