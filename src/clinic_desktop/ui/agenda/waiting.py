"""Visits that are on their way to another time: their cards say so until the new time is shown."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QRect

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.ui.agenda.canvas import Canvas


class Waiting:
    """Knows each by its version: another one, or none, has come to where it goes."""

    def __init__(self, canvas: Canvas, repaint: Callable[[list[QRect]], None]) -> None:
        """Begin with none."""
        self._canvas, self._repaint = canvas, repaint
        self._versions: dict[UUID, int] = {}

    def __bool__(self) -> bool:
        """Whether any is on its way."""
        return bool(self._versions)

    def begin(self, visit: Appointment) -> None:
        """Say on a visit's card that it is on its way."""
        self._versions[visit.id] = visit.version
        self._repaint([self._rect(visit.id)])

    def end(self, visit_id: UUID) -> None:
        """Show the card as it is again."""
        if self._versions.pop(visit_id, None) is not None:
            self._repaint([self._rect(visit_id)])

    def look_again(self) -> None:
        """End it for those that are shown with their new time, or not any more."""
        for number, version in list(self._versions.items()):
            placed = self._canvas.placed(self._canvas.spot_of(number))
            item = placed.item if placed is not None else None
            if not isinstance(item, Appointment) or item.version != version:
                self.end(number)

    def rects(self) -> list[QRect]:
        """Answer the boxes of the cards that say so, on the canvas."""
        return [self._rect(number) for number in self._versions]

    def _rect(self, number: UUID) -> QRect:
        return self._canvas.rect(self._canvas.spot_of(number))
