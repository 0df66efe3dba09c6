"""What the sites of a clinic are called, for whoever speaks of where a visit is."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.sites import Branch, Branches
from clinic_desktop.ui.dispatcher import Dispatcher
from clinic_desktop.ui.live import LiveQuery


class SiteNames(QObject):
    """The names of several sites by their ids; of a single one nobody speaks.

    Signals:
        changed: they are others.
    """

    changed = Signal()

    def __init__(self, dispatcher: Dispatcher) -> None:
        """Know none; nothing is asked before ``begin``."""
        super().__init__(dispatcher)
        self.names: dict[int, str] = {}
        self._query = LiveQuery(dispatcher, self)
        self._query.loaded.connect(self._take)

    @property
    def is_settled(self) -> bool:
        """Whether they are known, or nobody asked."""
        return self._query.is_settled

    def begin(self) -> None:
        """Ask for them, and follow every change."""
        if self._query.query is None:
            self._query.set_query(Branches())

    def of(self, visit: Appointment) -> str:
        """Answer what the site of a visit is called; empty where there is one alone."""
        return self.names.get(visit.site_id or 0, "")

    def _take(self, seen: Seen[tuple[Branch, ...]]) -> None:
        known = {one.id: one.name for one in seen.answer}
        self.names = known if len(known) > 1 else {}
        self.changed.emit()
