"""The hands of one calendar: that of mouse and keys, and one for each visit that waits for a time.

What carries a visit is loaded and made when it is first needed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QPainter

from clinic_desktop.ui.agenda.canvas import Canvas

if TYPE_CHECKING:
    from clinic_desktop.domain.booking import Appointment
    from clinic_desktop.ui.agenda.drag import Carrying, Frame


class Hands:
    """Makes them, has all of them painted, and tells them what is shown now."""

    def __init__(self, canvas: Canvas, frame: Callable[[], Frame], calendar: QObject) -> None:
        """Begin without any, over a canvas that lies in a calendar."""
        self._canvas, self._frame, self._calendar = canvas, frame, calendar
        self._all: list[Carrying] = []
        self._first: Carrying | None = None
        self.may_overbook = False
        """Whether what they hold may land on other visits, too."""

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self._all)

    @property
    def first(self) -> Carrying:
        """That of mouse and keys."""
        if self._first is None:
            self._first = self.new()
        return self._first

    def new(self) -> Carrying:
        """Answer one more, which is painted until it is to be forgotten."""
        from clinic_desktop.ui.agenda.drag import Carrying

        hand = Carrying(self._canvas, self._frame(), self._calendar)
        hand.may_overbook = self.may_overbook
        self._all.append(hand)
        return hand

    def forget(self, hand: Carrying) -> None:
        """Paint a hand no more."""
        self._all.remove(hand)
        hand.deleteLater()

    def allow_over(self, *, may: bool) -> None:
        """Let what they hold land on other visits, or not any more."""
        self.may_overbook = may
        for hand in self._all:
            hand.may_overbook = may

    @property
    def carried(self) -> Appointment | None:
        """The visit that mouse or keys hold."""
        return self._first.visit if self._first is not None else None

    def put_back(self) -> None:
        """Leave the visit that mouse or keys hold where it was."""
        if self._first is not None and self._first.visit is not None:
            self._first.put_back()

    def lose_sight(self) -> None:
        """Know no place to land: other columns are shown."""
        if self._first is not None:
            self._first.lose_sight()

    def look_again(self) -> None:
        """See where it would land now that what is shown has changed."""
        if self._first is not None:
            self._first.look_again()

    def paint(self, painter: QPainter, origin: QPoint) -> None:
        """Paint what each holds, with the canvas' top left at a point."""
        for hand in self._all:
            hand.paint(painter, origin)
