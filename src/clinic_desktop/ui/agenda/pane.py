"""A scrolled calendar picture with sticky header and axis; what happens on it is the view's."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QMetaMethod, QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clinic_desktop.ui.agenda.cards import box_of
from clinic_desktop.ui.agenda.contents import Column, Item
from clinic_desktop.ui.agenda.hands import Hands
from clinic_desktop.ui.agenda.notices import Notice, draw_notice, empty_notice
from clinic_desktop.ui.agenda.scrolled import Scrolled
from clinic_desktop.ui.agenda.selection import draw_ring
from clinic_desktop.ui.agenda.waiting import Waiting
from clinic_desktop.ui.agenda.walk import Spot
from clinic_desktop.ui.look import Look

if TYPE_CHECKING:
    from clinic_desktop.ui.agenda.drag import Frame

_LOADING_AFTER = 150
"""Milliseconds before loading is worth a word: what comes sooner must not flicker."""
RING = 3
"""Pixels around a box that its ring may reach into: those of the columns beside it, too."""
_HEARD_AFTER = 1000
"""Milliseconds until a screen reader finds what is painted: the first picture waits for nothing."""


class Pane(Scrolled):
    """Paints a canvas, with what is hovered and what is current.

    Signals:
        contents_changed: other columns or items are shown, or something else is said in the middle.
        renamed: to be sent by whoever feeds it: patients are hidden now, or shown again.
    """

    contents_changed = Signal()
    renamed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Start with an empty canvas."""
        super().__init__(look, parent)
        self._contents_changed = QMetaMethod.fromSignal(self.contents_changed)
        self.hands = Hands(self._canvas, self._frame, self)
        self.waiting = Waiting(self._canvas, self._repaint)
        self._hovered: Spot | None = None
        self.picked: frozenset[UUID] = frozenset()
        """The visits that are selected, shown or not."""
        self._notice: Notice | None = None
        self._loaded = False
        self._loading = QTimer(self)
        self._loading.setSingleShot(True)
        self._loading.setInterval(_LOADING_AFTER)
        self._loading.timeout.connect(self._show_loading)
        self._loading_shown = False
        hearing = QTimer(self, singleShot=True)
        hearing.timeout.connect(self._be_heard)
        hearing.start(_HEARD_AFTER)

    # What it says

    def set_notice(self, sentence: str, hint: str = "") -> None:
        """Say a sentence, and a hint under it, in the middle; an empty one takes it away."""
        notice = Notice(sentence, hint) if sentence else None
        if notice == self._notice:
            return
        self._notice = notice
        self.viewport().update()
        self.contents_changed.emit()

    def set_loading(self, *, loading: bool) -> None:
        """Say that contents are on their way, if they take longer than 150 ms."""
        if loading:
            self._loading.start()
            return
        self._loading.stop()
        if self._loading_shown:
            self._loading_shown = False
            self.viewport().update()

    def _be_heard(self) -> None:
        from clinic_desktop.ui.agenda.accessible import listen

        listen(self)

    # What is shown

    def columns(self) -> tuple[Column, ...]:
        """Answer the shown columns."""
        return self._canvas.columns

    def items(self, doctor: str | None = None) -> tuple[Item, ...]:
        """Answer what is shown, of one doctor or of all: by column, then by time."""
        contents = self._canvas.contents
        return tuple(
            entry.item
            for column, entries in zip(contents.columns, contents.entries, strict=True)
            if doctor in (None, column.doctor.name)
            for entry in entries
        )

    @property
    def is_loaded(self) -> bool:
        """Whether the columns have their contents."""
        return self._loaded

    def set_picked(self, picked: frozenset[UUID]) -> None:
        """Mark the cards of these visits as selected."""
        differing, self.picked = picked ^ self.picked, picked
        self._repaint(self._cards_of(differing))

    def _cards_of(self, visits: frozenset[UUID]) -> list[QRect]:
        """Answer the boxes of those of some visits that are shown, a visit of several's all."""
        canvas = self._canvas
        return [canvas.rect((index, item.id)) for index, item in canvas.picture.those(visits)]

    # Painting

    def _repaint(self, rects: list[QRect], around: int = RING) -> None:
        """Bring canvas rectangles, with the ring around them, onto the screen."""
        across, down, *edges = self._seen
        for rect in rects:
            x, y, wide, high = box_of(rect)
            if wide <= 0 or high <= 0:
                continue
            left, top = x + across - around, y + down - around
            right, bottom = left + wide + 2 * around, top + high + 2 * around
            left, top = max(left, edges[0]), max(top, edges[1])
            wide, high = min(right, edges[2]) - left, min(bottom, edges[3]) - top
            if wide > 0 and high > 0:
                self._port.update(left, top, wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what the event asks for: the columns, then what stays while they scroll."""
        if not self._bars_are_eased:
            self._bars_are_eased = True
            QTimer.singleShot(0, self, self._ease_bars)
        canvas, part = self._canvas, event.rect()
        grid, origin = self._sticky.grid, self._shown_origin
        painter = QPainter(self._port)
        notice = self.shown_notice()
        if notice is None and grid.contains(part):
            self._paint_grid(painter, part, origin)
            painter.end()
            return
        if notice is not None and not canvas.columns:
            painter.fillRect(part, canvas.cards.colour(canvas.cards.palette.surface))
            draw_notice(painter, notice, self.viewport().rect(), canvas.cards)
            painter.end()
            return
        # Nothing is clipped here: Qt clips to what it asks for, and what reaches from the columns
        # into axis and header lies under them.
        seen = part & grid
        if not seen.isEmpty():
            self._paint_grid(painter, seen, origin)
        if seen != part:
            self._sticky.paint(painter, part, origin)
        if notice is not None:
            draw_notice(painter, notice, grid, canvas.cards)
        painter.end()

    def _paint_grid(self, painter: QPainter, seen: QRect, origin: QPoint) -> None:
        """Paint the columns, and what is hovered, current or on its way in them."""
        self._canvas.paint(painter, seen, origin)
        if self.picked:
            self._paint_picked(painter, origin)
        if self._hovered is not None or self._selection.spot is not None:
            self._paint_rings(painter, origin)
        if self.hands or self.waiting:
            self._paint_moving(painter, origin)

    def _paint_rings(self, painter: QPainter, origin: QPoint) -> None:
        """Draw a line around what is hovered and a ring around what is current."""
        c = self._canvas.cards.palette
        rings = []
        if self._hovered is not None and self._hovered != self._selection.spot:
            rings.append((self._canvas.rect(self._hovered), c.accent, 1.0))
        if self._selection.spot is not None:
            rings.append((self._selection.rect(), c.focus if self.hasFocus() else c.muted, 2.0))
            # A visit of several is one: all of its cards are shown to be.
            others = self._canvas.parts_of(self._selection.spot)
            rings += [(rect, c.focus if self.hasFocus() else c.muted, 1.0) for rect in others]
        for rect, colour, wide in rings:
            draw_ring(painter, rect.translated(origin), colour, wide, self._canvas.cards)

    def _paint_picked(self, painter: QPainter, origin: QPoint) -> None:
        """Say on cards that they are selected."""
        from clinic_desktop.ui.agenda.ghost import draw_picked

        canvas = self._canvas
        for index, item in canvas.picture.those(self.picked):
            rect, line = canvas.rect((index, item.id)).translated(origin), canvas.sheets[index].now
            past = canvas.now is not None and item.end <= canvas.now
            now = None if line is None else line + origin.y()
            draw_picked(painter, rect, item, canvas.cards, now, past=past)

    def _paint_moving(self, painter: QPainter, origin: QPoint) -> None:
        """Paint what is in the hand, and say which cards are on their way to another time."""
        waiting = self.waiting.rects()
        if waiting:
            from clinic_desktop.ui.agenda.ghost import draw_waiting

            cards = [self.shown(rect) for rect in waiting if not rect.isEmpty()]
            draw_waiting(painter, cards, self._canvas.cards)
        self.hands.paint(painter, origin)

    def _frame(self) -> Frame:
        """Answer what a hand knows of this calendar beside the canvas."""
        from clinic_desktop.ui.agenda.drag import Frame

        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        return Frame(self._origin, self._grid, self._repaint, *bars)

    def _empty_notice_possible(self) -> bool:
        return self._loaded and self._canvas.contents.empty

    def shown_notice(self) -> Notice | None:
        """Answer what is said in the middle, None when nothing is."""
        if self._notice is not None:
            return self._notice
        if self._loading_shown and not self._loaded:
            return Notice("Loading…")
        contents = self._canvas.contents
        empty = contents.empty
        return empty_notice(contents.columns, self._canvas.notes, self._loaded) if empty else None

    def _show_loading(self) -> None:
        self._loading_shown = True
        self.viewport().update()

    # Qt's events

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted already, and paint only what comes into sight."""
        self._follow_bars()
        viewport, grid = self._port, self._sticky.grid
        if self._canvas.has_grown:
            self._canvas.keep_near(self.sight())
        whole = self._canvas.cards.ratio.is_integer()
        if not whole or self.shown_notice() is not None or (dx and dy):
            viewport.update()
            return
        if dy:
            viewport.scroll(0, dy, grid.united(self._sticky.axis))
        else:
            viewport.scroll(dx, 0, grid)
            viewport.update(QRect(grid.left(), 0, grid.width(), grid.top()))
