"""What keys do on a calendar: they walk, open, take several blocks, and give a visit its length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.ui.agenda.canvas import Canvas
from clinic_desktop.ui.agenda.selection import Selection
from clinic_desktop.ui.agenda.walk import Step
from clinic_desktop.ui.speech import announce

if TYPE_CHECKING:
    from clinic_desktop.ui.agenda.view import AgendaView

_STEPS: dict[int, Step] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
}
_STRETCHES: dict[int, Step] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
}
_LENGTHS = ("up", "down")
_NONE, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Keyboard:
    """Follows the keys of one calendar."""

    def __init__(self, view: AgendaView, canvas: Canvas, selection: Selection) -> None:
        """Take the calendar and what is current in it."""
        self._view, self._canvas, self._selection = view, canvas, selection

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key is for; answer whether it is one of the calendar's."""
        key = event.key()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Menu or (key == Qt.Key.Key_F10 and held == _SHIFT):
            self._view.ask_menu(None)
        elif held == _SHIFT and key in _STRETCHES:
            self._step_run(_STRETCHES[key])
        elif held != _NONE:
            return False
        elif key == Qt.Key.Key_Escape:
            return self._let_go()
        elif key in _STEPS:
            self._walk(_STEPS[key])
        elif key in _ENTER and self._selection.holds_something:
            self._enter()
        else:
            return False
        return True

    def _let_go(self) -> bool:
        """Put back what is in the hand; else let what is current go."""
        if self._view.carried is not None:
            self._view.let_go()
            return True
        was = self._selection.spot
        self._view.choose(None)
        return was is not None

    def _enter(self) -> None:
        if self._view.carried is None:
            self._view.activate()
        elif self._view.hand.by_keys:
            self._view.drop()

    def _walk(self, way: Step) -> None:
        self._view.put_back()
        now = self._canvas.now_pixel
        start = now if now is not None else self._view.sight().top()
        self._view.choose(self._selection.walked(way, start))
        self._view.point_at(self._selection.spot)

    def _step_run(self, way: Step) -> None:
        """Take one item more, or one less, at the end that moves, or all up to the column's end.

        A visit where no stretch was begun gets longer or shorter.
        """
        item = self._selection.item
        if isinstance(item, Appointment) and not self._selection.stretches and way in _LENGTHS:
            self._step_length(item, longer=way == "down")
            return
        to = self._selection.beside(way) if item is not None else None
        if to is not None:
            self._view.extend(to)

    def _step_length(self, visit: Appointment, *, longer: bool) -> None:
        hand = self._view.hand
        if hand.visit is None:
            self._view.touch()
            hand.lift(visit, "end", None)
        if hand.by_keys:
            hand.step(longer=longer)
        if hand.landing is not None:
            announce(self._view, hand.landing.words(self._canvas.zone), urgent=True)
