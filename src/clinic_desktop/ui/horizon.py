"""Blocks are laid on in the background, week by week, while the window is open; nobody waits."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QTimer, Signal

from clinic_desktop.domain.availability import Extended, ExtendHorizon
from clinic_desktop.domain.office import Done
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.words import said

BEGIN_MS = 5_000
"""When to look first: whoever has just opened the window comes before."""
NEXT_MS = 200
"""Between two weeks: what people do meanwhile goes first."""
AGAIN_MS = 3_600_000
"""When to look again: a new day may have come, or whoever was at it is gone."""

log = logging.getLogger(__name__)


class Horizon(QObject):
    """Has one week of one doctor laid at a time, until all are laid far enough; then looks hourly.

    Of several programs one does it; the others find nothing to do.

    Signals:
        failed(str): times can't be laid on, and why.
    """

    failed = Signal(object)

    def __init__(self, clinic: Clinic, owner: QObject) -> None:
        """Begin in a moment."""
        super().__init__(owner)
        self._clinic = clinic
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._ask)
        self._timer.start(BEGIN_MS)

    def _ask(self) -> None:
        self._clinic.dispatcher.do_unheard(ExtendHorizon(), self._go_on, self._tell)

    def _go_on(self, done: Done[Extended]) -> None:
        self._timer.start(NEXT_MS if done.answer.more else AGAIN_MS)

    def _tell(self, error: Exception) -> None:
        """Say it where nobody is disturbed, and try again later."""
        log.info("times are not laid on: %s", type(error).__name__)
        self.failed.emit(f"Times are not laid on: {said(error)}")
        self._timer.start(AGAIN_MS)
