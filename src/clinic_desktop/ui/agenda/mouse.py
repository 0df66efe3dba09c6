"""What a mouse does on a calendar: a click opens, over free blocks it takes time, a visit it drags.

One press is one of the three, told apart by what lies under it and by how far the hand goes. With
Shift it takes time from a visit on, too; with Ctrl it selects a visit, or lets it go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.ui.agenda.canvas import Canvas
from clinic_desktop.ui.agenda.selection import Selection
from clinic_desktop.ui.agenda.walk import Spot

if TYPE_CHECKING:
    from clinic_desktop.ui.agenda.landing import Grip
    from clinic_desktop.ui.agenda.view import AgendaView

_EDGE = 5
"""How near to a card's upper or lower edge (pixels of the 13-pixel base) a hand takes the edge."""
_SHAPE = Qt.CursorShape


class Mouse:
    """Follows the left button over one calendar's viewport; points are in its pixels."""

    def __init__(self, view: AgendaView, canvas: Canvas, selection: Selection) -> None:
        """Begin with nothing pressed."""
        self._view, self._canvas, self._selection = view, canvas, selection
        self._pressed: Spot | None = None
        self._pressed_at = QPoint()
        self._drags = self._marks = self._on_ground = False

    def press(self, event: QMouseEvent) -> None:
        """Make what is under the pointer current; another button puts back what is dragged."""
        if event.button() != Qt.MouseButton.LeftButton:
            self.let_go()
            return
        self._view.put_back()
        self._pressed_at = event.position().toPoint()
        spot = self._pressed = self._view.spot_at(self._pressed_at)
        self._on_ground = spot is None
        longer = self._marks = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        self._selection.aim_anew()
        current = self._selection.spot
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and self._picks(spot):
            return
        if spot and longer and current and spot[0] == current[0]:
            self._view.extend(spot[1])
        elif spot is not None:
            self._view.choose(spot)

    def _picks(self, spot: Spot | None) -> bool:
        """Wish for a visit in the selection, or out of it; answer whether there is one."""
        placed = self._canvas.placed(spot)
        if placed is None or not isinstance(placed.item, Appointment):
            return False
        # It opens nothing, and is not dragged.
        self._pressed = None
        self._view.choose(spot)
        self._view.pick_requested.emit((placed.item,))
        return True

    def move(self, event: QMouseEvent) -> None:
        """Light up what is under the pointer; while it is pressed, take blocks or drag a visit."""
        point = event.position().toPoint()
        if self._drags:
            self._drag(point)
            return
        if self._pressed is None:
            self.hover(point)
            return
        if not self._selection.stretches and self._is_still(point):
            return
        placed = self._canvas.placed(self._pressed)
        if placed is not None and isinstance(placed.item, Appointment) and not self._marks:
            self._drags = True
            self._view.hover(None)
            grip = self._grip(self._pressed_at, self._pressed)
            self._view.hand.lift(placed.item, grip, self._pressed_at)
            self._drag(point)
            return
        if not self._selection.stretches and self._selection.spot != self._pressed:
            # Of what was taken somebody booked a part: it is taken anew from where it was begun.
            if placed is None:
                self._pressed = None
                return
            self._selection.put(self._pressed)
        # Only the height counts: a hand does not drag straight.
        reached = self._selection.reached(self._view.height_at(point))
        if reached is not None and (self._selection.stretches or reached != self._pressed[1]):
            self._view.extend(reached)

    def _drag(self, point: QPoint) -> None:
        hand = self._view.hand
        if hand.visit is None:
            return
        if self._view.is_caught(point):
            hand.look_away()
            self._view.viewport().setCursor(_SHAPE.DragMoveCursor)
            return
        hand.follow(point)
        landing = hand.landing
        possible = landing is not None and not landing.why
        shape = _SHAPE.ClosedHandCursor if possible else _SHAPE.ForbiddenCursor
        self._view.viewport().setCursor(shape)

    def release(self, event: QMouseEvent) -> None:
        """Open what was pressed, if the pointer is still on it; drop what was dragged."""
        pressed, self._pressed = self._pressed, None
        left = event.button() == Qt.MouseButton.LeftButton
        point = event.position().toPoint()
        on_ground, self._on_ground = self._on_ground, False
        if left and on_ground and self._is_still(point):
            self._view.ask_ground(point)
        if not left or pressed is None:
            return
        if self._drags:
            self._drags = False
            self._view.drop(point)
            self.hover(point)
            return
        if self._selection.is_only_marked:
            # It is hardly meant as a visit: what is to be done with it, keys and menu say.
            return
        trembled = self._selection.spot == pressed and self._is_still(point)
        if self._selection.run or trembled or self._view.spot_at(point) == pressed:
            self._view.activate()

    def let_go(self) -> None:
        """Forget what is pressed, and leave what is dragged where it is."""
        if self._drags:
            self._view.viewport().setCursor(_SHAPE.ArrowCursor)
            self._view.leave_catcher()
        self._pressed, self._drags = None, False
        self._view.put_back()

    def give_up(self) -> bool:
        """End what the button is held for: to let it go does nothing. Answer if there was that."""
        was_pressed = self._pressed is not None or self._on_ground
        if was_pressed:
            self._on_ground = False
            self.let_go()
            self._view.clear_selection()
        return was_pressed

    def hover(self, point: QPoint) -> None:
        """Light up what lies at a point, and show by the pointer what can be done with it.

        A hand that drags points at nothing, wherever a wheel scrolls.
        """
        if self._drags:
            return
        spot = self._view.spot_at(point)
        self._view.hover(spot)
        shape = _SHAPE.PointingHandCursor if spot else _SHAPE.ArrowCursor
        if spot is not None and self._grip(point, spot) != "whole":
            shape = _SHAPE.SizeVerCursor
        if self._view.viewport().cursor().shape() != shape:
            self._view.viewport().setCursor(shape)

    def _grip(self, point: QPoint, spot: Spot) -> Grip:
        """Answer by what of a card it is held at a point."""
        placed = self._canvas.placed(spot)
        if placed is None or not isinstance(placed.item, Appointment):
            return "whole"
        rect = self._view.shown(self._canvas.rect(spot))
        near = min(self._canvas.measures.px(_EDGE), rect.height() // 4)
        # Where midnight parts a visit, there is no edge of it.
        day = self._canvas.sheets[spot[0]].placement
        if point.y() > rect.bottom() - near and placed.item.end.timestamp() <= day.end:
            return "end"
        upper = point.y() < rect.top() + near and placed.item.start.timestamp() >= day.start
        return "start" if upper else "whole"

    def _is_still(self, point: QPoint) -> bool:
        """Tell whether a hand that presses at an edge of two items just trembles over it."""
        return (point - self._pressed_at).manhattanLength() < QApplication.startDragDistance()
