"""The calendar of a day (a column for each doctor) or a week (a column for each day)."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from uuid import UUID

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from clinic_desktop.domain.booking import Agenda, Block
from clinic_desktop.domain.time import UTC
from clinic_desktop.ui.agenda.contents import Column, Item, Key
from clinic_desktop.ui.agenda.pane import Pane
from clinic_desktop.ui.agenda.walk import Spot, Step
from clinic_desktop.ui.agenda.words import item_name
from clinic_desktop.ui.look import Look

_STEPS: dict[int, Step] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
}
_STRETCHES: dict[int, Step] = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}


class AgendaView(Pane):
    """A painted calendar; columns are (doctor, day).

    Feed it with ``set_columns``, ``set_agenda`` and ``patch``; drive the now line by ``set_now``
    once a minute. It asks nobody and changes nothing: clicks and keys leave as signals.

    Keys: arrows, Home and End walk over blocks and visits, Enter opens, Escape lets go; all others
    are left to the window. Shift with up or down, Shift with a click, or a drag take several free
    blocks in a row; a run stops before what is not free.

    ``set_notice`` and ``set_loading`` say something in the middle; ``scroll_to``,
    ``scroll_position`` and ``restore_scroll`` move it.

    Signals, with one payload each:
        block_activated(Block): click or Enter on a free block.
        run_activated(tuple): several free blocks in a row were dragged over, or Enter on them.
        appointment_activated(Appointment): click or Enter on a visit.
        selected(object): Block, Appointment or None: another item became current.
        run_changed(tuple): these free blocks in a row are current now.
    """

    block_activated = Signal(object)
    run_activated = Signal(object)
    appointment_activated = Signal(object)
    selected = Signal(object)
    run_changed = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Start with no columns."""
        super().__init__(look, parent)
        self._pressed: Spot | None = None
        self._pressed_at = QPoint()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Calendar")

    # What is shown

    def set_columns(self, columns: tuple[Column, ...], zone: zoneinfo.ZoneInfo) -> None:
        """Show these columns, in this order, in the clinic's zone; empty until ``set_agenda``.

        The current item stays if the next agenda shows it again.
        """
        self._hovered = self._pressed = None
        self._loaded = False
        self._canvas.set_columns(columns, zone)
        self._fit()
        self.contents_changed.emit()

    def columns(self) -> tuple[Column, ...]:
        """Answer the shown columns."""
        return self._canvas.columns

    def set_agenda(self, agenda: Agenda) -> None:
        """Show the full contents; what it holds beyond the columns is passed over."""
        spot = self._selection.spot
        self._canvas.replace(agenda)
        self._loaded = True
        self.set_loading(loading=False)
        self._hovered = None
        if spot is not None and self._canvas.placed(spot) is None:
            self._make_current(self._canvas.spot_of(spot[1]), reveal=False)
        self._fit()
        self.contents_changed.emit()

    def patch(self, part: Agenda) -> None:
        """Replace only what lies in the part's doctors and span, and redraw only what differs.

        Scroll and hover stay, and the current item; a free block that was current and is now
        booked hands over to the visit that took it.
        """
        held = self._selection.item
        changed = self._canvas.patch(part)
        if held is not None and self._selection.item is None:
            self._make_current(self._selection.heir(held), reveal=False)
        if self._canvas.placed(self._hovered) is None:
            self._hovered = None
        if self._selection.keep_run():
            self.viewport().update()
        if changed is None:
            self._fit()
        else:
            self._repaint(changed)
        if self._empty_notice_possible():
            self.viewport().update()
        self.contents_changed.emit()

    def set_now(self, instant: dt.datetime | None) -> None:
        """Draw the now line at an instant (aware), fade what has ended; None: neither."""
        pill = self._pill_rect()
        today = self._canvas.today
        changed = self._canvas.set_now(instant.astimezone(UTC) if instant else None)
        if today != self._canvas.today:
            self.viewport().update()
            return
        self._repaint(changed)
        self.viewport().update(pill)
        self.viewport().update(self._pill_rect())

    def set_hours(self, first: int, last: int) -> None:
        """Always show these wall minutes from midnight (8 to 18 o'clock unless set)."""
        self._canvas.hours = (first, last)
        self._canvas.relay()
        self._fit()

    def items(self, doctor: str | None = None) -> tuple[Item, ...]:
        """Answer what is shown, of one doctor or of all: by column, then by time."""
        entries = (entry for column in self._canvas.contents.entries for entry in column)
        return tuple(entry.item for entry in entries if doctor in (None, entry.item.doctor))

    # What is current

    def current(self) -> Item | None:
        """Answer the current block or appointment."""
        return self._selection.item

    def run(self) -> tuple[Block, ...]:
        """Answer the free blocks in a row that are current; empty unless there are several."""
        return self._selection.run

    def select_block(self, block_id: int) -> bool:
        """Make a free block current and bring it into view; answer whether it is shown."""
        return self._select(block_id)

    def select_appointment(self, appointment_id: UUID) -> bool:
        """Make an appointment current and bring it into view; answer whether it is shown."""
        return self._select(appointment_id)

    def clear_selection(self) -> None:
        """Let no item be current."""
        self._make_current(None)

    def _select(self, key: object) -> bool:
        spot = self._canvas.spot_of(key)
        if spot is not None:
            self._selection.aim_anew()
            self._make_current(spot)
        return spot is not None

    def _make_current(self, spot: Spot | None, *, reveal: bool = True) -> None:
        selection = self._selection
        if spot == selection.spot and not selection.run:
            return
        self._repaint([selection.rect()])
        before = selection.spot
        selection.put(spot)
        if reveal and spot is not None:
            self._reveal(self._canvas.rect(spot))
        self._repaint([self._canvas.rect(spot)])
        if (before and before[1]) != (spot and spot[1]):
            self.selected.emit(self.current())

    def _extend(self, to: Key) -> None:
        """Take all free blocks from where the run began to this one, up to the first gap."""
        selection = self._selection
        found = selection.stretched(to)
        if found is None or selection.spot is None:
            return
        anchor, run = found
        end = run[-1] if run[0].id == anchor else run[0]
        self._make_current((selection.spot[0], end.id))
        selection.take(anchor, run)
        if len(run) > 1:
            self.run_changed.emit(run)
        self._repaint([selection.rect()])

    def item_rect(self, item_id: int | UUID) -> QRect:
        """Answer where an item's box lies in the viewport, for panels beside it and for tests."""
        spot = self._canvas.spot_of(item_id)
        return self._canvas.rect(spot).translated(self._origin()) if spot else QRect()

    # Qt's events

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are."""
        self._repaint([self._selection.rect()])

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are elsewhere."""
        self._repaint([self._selection.rect()])

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll down and up; with Shift across."""
        super().wheelEvent(event)
        self._hover(event.position().toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk or open by a key without modifiers; leave every other to the window."""
        key, plain = (
            event.key(),
            event.modifiers()
            in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            ),
        )
        if event.modifiers() == Qt.KeyboardModifier.ShiftModifier and key in _STRETCHES:
            self._step_run(_STRETCHES[key])
        elif not plain:
            event.ignore()
        elif key in _STEPS:
            self._walk(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self._activate()
        elif key == Qt.Key.Key_Escape and self._selection.spot is not None:
            self._make_current(None)
        else:
            event.ignore()

    def _walk(self, way: Step) -> None:
        now = self._canvas.now_pixel
        start = now if now is not None else -self._origin().y() + self._grid().top()
        self._make_current(self._selection.walked(way, start))

    def _step_run(self, way: Step) -> None:
        """Take one free block more, or one less, at the end of the run that moves."""
        to = self._selection.beside(way) if isinstance(self.current(), Block) else None
        if to is not None:
            self._extend(to)

    def _activate(self) -> None:
        item = self.current()
        if self.run():
            self.run_activated.emit(self.run())
        elif isinstance(item, Block):
            self.block_activated.emit(item)
        elif item is not None:
            self.appointment_activated.emit(item)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make what is under the pointer current."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
            spot = self._pressed = self.spot_at(self._pressed_at)
            longer = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
            self._selection.aim_anew()
            current = self._selection.spot
            if spot and longer and current and spot[0] == current[0]:
                self._extend(spot[1])
            elif spot is not None:
                self._make_current(spot)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what was pressed, if the pointer is still on it, or hardly moved from there."""
        pressed, self._pressed = self._pressed, None
        left = event.button() == Qt.MouseButton.LeftButton
        if not left or pressed is None:
            return
        point = event.position().toPoint()
        trembled = self._selection.spot == pressed and self._is_still(point)
        if self.run() or trembled or self.spot_at(point) == pressed:
            self._activate()

    def _is_still(self, point: QPoint) -> bool:
        """Tell whether a hand that presses at an edge of two items just trembles over it."""
        return (point - self._pressed_at).manhattanLength() < QApplication.startDragDistance()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up what is under the pointer; while it drags, take all free blocks up to it."""
        point = event.position().toPoint()
        if self._pressed is None:
            self._hover(point)
            return
        if not self._selection.stretches and self._is_still(point):
            return
        # Only the height counts: a hand does not drag straight.
        across = self._canvas.rect(self._pressed).translated(self._origin()).center().x()
        spot = self.spot_at(QPoint(across, point.y()))
        if spot is not None and (self._selection.stretches or spot != self._pressed):
            self._extend(spot[1])

    def leaveEvent(self, event: QEvent) -> None:
        """Light up nothing any more."""
        self._set_hovered(None)

    def viewportEvent(self, event: QEvent) -> bool:
        """Notice that the pointer left; show what an item is as a tooltip."""
        if event.type() == QEvent.Type.Leave:
            self._set_hovered(None)
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            placed = self._canvas.placed(self.spot_at(event.pos()))
            if placed is None:
                QToolTip.hideText()
            else:
                words = item_name(placed.item, self._canvas.zone)
                rect = self.item_rect(placed.item.id)
                QToolTip.showText(event.globalPos(), words, self.viewport(), rect)
            return True
        return super().viewportEvent(event)

    def _hover(self, point: QPoint) -> None:
        self._set_hovered(self.spot_at(point))

    def _set_hovered(self, spot: Spot | None) -> None:
        if spot != self._hovered:
            rects = [self._canvas.rect(self._hovered), self._canvas.rect(spot)]
            self._hovered = spot
            self._repaint(rects)
            shape = Qt.CursorShape.PointingHandCursor if spot else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
