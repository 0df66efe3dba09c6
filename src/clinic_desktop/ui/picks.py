"""The visits that are selected, to be moved or cancelled together."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_desktop.domain.booking import Appointment


class Picks(QObject):
    """Which visits are selected, each as it was last seen, by their start.

    Signals:
        changed: others are selected now.
        seen: one of them is another now, or shown otherwise.
    """

    changed = Signal()
    seen = Signal()

    def __init__(self, parent: QObject) -> None:
        """Begin with none."""
        super().__init__(parent)
        self._visits: dict[UUID, Appointment] = {}

    def __len__(self) -> int:
        """Answer how many there are."""
        return len(self._visits)

    def __contains__(self, number: UUID) -> bool:
        """Tell whether the visit with this id is selected."""
        return number in self._visits

    @property
    def visits(self) -> tuple[Appointment, ...]:
        """The selected visits, by their start."""
        return tuple(sorted(self._visits.values(), key=lambda one: (one.start, one.doctor_id)))

    @property
    def ids(self) -> frozenset[UUID]:
        """Their ids."""
        return frozenset(self._visits)

    def toggle(self, visit: Appointment) -> None:
        """Select a visit, or let it go if it is selected."""
        if self._visits.pop(visit.id, None) is None:
            self._visits[visit.id] = visit
        self.changed.emit()

    def add(self, visits: Iterable[Appointment]) -> None:
        """Select these, too."""
        self._visits |= {one.id: one for one in visits}
        self.changed.emit()

    def set_to(self, visit: Appointment) -> None:
        """Select this one alone."""
        self._visits = {visit.id: visit}
        self.changed.emit()

    def see(self, visit: Appointment) -> None:
        """Take a selected visit as it is now."""
        if visit.id in self._visits and self._visits[visit.id] != visit:
            self._visits[visit.id] = visit
            self.seen.emit()

    def let_go(self) -> None:
        """Select nothing."""
        if self._visits:
            self._visits = {}
            self.changed.emit()
