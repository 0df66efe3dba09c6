"""A visit in the hand: it follows the pointer or the keys, shows where it would land, and scrolls.

Nothing is changed by it: what it answers at the end is a wish.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QScrollBar

from clinic_desktop.domain.booking import Appointment, Block
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.agenda.canvas import Canvas
from clinic_desktop.ui.agenda.ghost import draw_ghost, draw_veil, label_rect
from clinic_desktop.ui.agenda.landing import Grip, Ground, Landing
from clinic_desktop.ui.agenda.walk import Spot

if TYPE_CHECKING:
    from clinic_desktop.ui.agenda.view import AgendaView

_FRAME_MS = 16
_EDGE = 28
"""How near to the calendar's edge (pixels of the 13-pixel base) a hand has it scroll."""
_FASTEST = 26
"""Pixels a frame, at and beyond the edge."""
_INSTANT = dt.timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Frame:
    """The calendar around a canvas: where it is on the viewport, how it is painted and scrolled."""

    origin: Callable[[], QPoint]
    grid: Callable[[], QRect]
    repaint: Callable[[list[QRect]], None]
    across: QScrollBar
    down: QScrollBar


class Carrying(QObject):
    """One visit at a time: ``lift``, then ``follow`` or ``step``, then ``let_go`` or ``put_back``.

    Points are in pixels of the viewport.
    """

    def __init__(self, canvas: Canvas, frame: Frame, calendar: QObject) -> None:
        """Begin with an empty hand."""
        super().__init__(calendar)
        self._canvas, self._frame, self._calendar = canvas, frame, calendar
        self._visit: Appointment | None = None
        self._grip: Grip = "whole"
        self._grabbed: dt.datetime | None = None
        self._point: QPoint | None = None
        self._column: int | None = None
        self._home: int | None = None
        """The column in which it was taken: over midnight a visit stands in two."""
        self.landing: Landing | None = None
        self._fitted: Landing | None = None
        self.may_overbook = False
        """Whether it may land on other visits, too."""
        self._scroller = QTimer(self)
        self._scroller.setInterval(_FRAME_MS)
        self._scroller.timeout.connect(self._drift)

    @property
    def visit(self) -> Appointment | None:
        """What is in the hand."""
        return self._visit

    @property
    def moves(self) -> bool:
        """Whether the whole visit is in the hand, not an edge of it."""
        return self._visit is not None and self._grip == "whole"

    @property
    def by_keys(self) -> bool:
        """Whether keys hold it, not the mouse."""
        return self._visit is not None and self._point is None

    def lift(self, visit: Appointment, grip: Grip, at: QPoint | None) -> None:
        """Take a visit at a point, or by the keys where there is none."""
        self._calendar.installEventFilter(self)
        self._visit, self._grip, self._point = visit, grip, at
        self._column = self._home = self._grabbed = self.landing = self._fitted = None
        spot = self._spot(at) if at is not None else None
        if spot is not None:
            self._home, self._grabbed = spot[0], self._canvas.instant_at(*spot)
        self._show(None, None)

    def follow(self, point: QPoint) -> None:
        """Show where it would land from here; near an edge, begin to scroll."""
        self._point = point
        self._land()
        if any(self._pull()):
            self._scroller.start()
        else:
            self._scroller.stop()

    def look_away(self) -> None:
        """Show no place to land: the hand is where none is."""
        self._scroller.stop()
        self._show(None, None)

    def aim(self, visit: Appointment, spot: Spot | None) -> None:
        """Show where a visit would land with the free block at a spot; nothing without one.

        By right it may land on another visit, too.
        On the visit itself it is shown where it is, so that one sees at once what waits for a time.
        """
        self._visit, self._point = visit, None
        placed = self._canvas.placed(spot)
        at_home = placed is not None and placed.item.id == visit.id
        free = at_home or self.may_overbook or (placed and isinstance(placed.item, Block))
        if spot is None or placed is None or not free:
            self._show(None, None)
            return
        ground = self._ground(spot[0], visit)
        self._show(spot[0], ground.moved_to(placed.item.start, visit.start))

    def step(self, *, longer: bool) -> None:
        """Give it a block more, or one less, at its end."""
        visit = self._visit
        spot = self._canvas.spot_of(visit.id) if visit is not None else None
        if visit is None or spot is None:
            return
        was, ground = self.landing, self._ground(spot[0], visit)
        if was is None:
            landing = ground.stepped(visit.end, longer=longer)
        elif was.why:
            # What can't be had is taken back by a step the other way.
            landing = was if longer else self._fitted or ground.ended_at(visit.end - _INSTANT)
        else:
            self._fitted = was
            landing = ground.stepped(was.end, longer=longer)
        self._show(spot[0], landing)

    def let_go(self) -> Landing | None:
        """End it; answer where it landed, None beside the calendar."""
        landing = self.landing
        self.put_back()
        return landing

    def put_back(self) -> None:
        """End it, and leave everything as it is."""
        self._calendar.removeEventFilter(self)
        self._scroller.stop()
        rects = self._rects()
        self._visit = self._point = self._column = self.landing = None
        self._frame.repaint(rects)

    def lose_sight(self) -> None:
        """Show no place to land: the columns are others now, and empty until they are filled."""
        if self._visit is not None and self._point is None:
            self.put_back()
        self._column = self._home = self.landing = None

    def look_again(self) -> None:
        """See where it would land now that what is shown has changed."""
        visit = self._visit
        if visit is None:
            return
        if self._point is not None:
            self._land()
        elif self._canvas.spot_of(visit.id) is None:
            self.put_back()
        elif self.landing is not None and self._column is not None:
            ground = self._ground(self._column, visit)
            self._show(self._column, ground.ended_at(self.landing.end - _INSTANT))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep Escape, which is also a key of the window, while there is a visit in the hand."""
        asked = event.type() == QEvent.Type.ShortcutOverride
        if not (asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape):
            return False
        event.accept()
        return True

    # Where it would land

    def _spot(self, point: QPoint) -> tuple[int, int] | None:
        """Answer the column and the height on the canvas; at the edges, the nearest."""
        grid, m = self._frame.grid(), self._canvas.measures
        if not grid.adjusted(-m.axis, -m.header, m.axis, m.header).contains(point):
            return None
        held = QPoint(
            min(max(point.x(), grid.left()), grid.right()),
            min(max(point.y(), grid.top()), grid.bottom()),
        )
        at = held - self._frame.origin()
        column = self._canvas.layout.column_at(at.x())
        return None if column is None else (column, at.y())

    def _ground(self, column: int, visit: Appointment) -> Ground:
        doctor_id = self._canvas.columns[column].doctor.id
        # All of the doctor's days that are shown: a visit may go on after midnight.
        items = {
            placed.item.id: placed.item
            for shown, sheet in zip(self._canvas.columns, self._canvas.sheets, strict=True)
            if shown.doctor.id == doctor_id
            for placed in sheet.placed
        }
        canvas, may = self._canvas, self.may_overbook
        return Ground(
            items.values(), visit, doctor_id, canvas.zone, canvas.leaving, may_overbook=may
        )

    def _land(self) -> None:
        """Reckon where it would land from where the pointer is."""
        visit, point = self._visit, self._point
        if visit is None or point is None:
            return
        spot = self._spot(point)
        if self._grip != "whole" and self._home is not None and spot is not None:
            spot = (self._home, spot[1])
        at = self._canvas.instant_at(*spot) if spot is not None else None
        if spot is None or at is None:
            self._show(None, None)
            return
        ground = self._ground(spot[0], visit)
        if self._grip == "end":
            landing = ground.ended_at(at)
        elif self._grip == "start":
            landing = ground.begun_at(at)
        else:
            landing = ground.moved_to(at, self._grabbed or visit.start)
        self._show(spot[0], landing)

    def _show(self, column: int | None, landing: Landing | None) -> None:
        rects = self._rects()
        self._column, self.landing = column, landing
        self._frame.repaint([*rects, *self._rects()])

    # Scrolling

    def _pull(self) -> tuple[int, int]:
        """Answer how far a frame scrolls across and down; the nearer to an edge, the farther."""
        if self._point is None:
            return 0, 0
        grid, point = self._frame.grid(), self._point
        edge = self._canvas.measures.px(_EDGE)
        across = _speed(point.x(), grid.left(), grid.right(), edge)
        down = _speed(point.y(), grid.top(), grid.bottom(), edge)
        return -across if self._canvas.cards.mirrored else across, down

    def _drift(self) -> None:
        across, down = self._pull()
        before = self._frame.across.value(), self._frame.down.value()
        self._frame.across.setValue(before[0] + across)
        self._frame.down.setValue(before[1] + down)
        if (self._frame.across.value(), self._frame.down.value()) == before:
            self._scroller.stop()
        else:
            self._land()

    # Painting

    def _rects(self) -> list[QRect]:
        """Answer what is painted of it, on the canvas."""
        if self._visit is None:
            return []
        spot = self._canvas.spot_of(self._visit.id)
        ghost = self._ghost_rect()
        return [self._canvas.rect(spot), ghost.united(self._label_rect(ghost))]

    def _ghost_rect(self) -> QRect:
        landing, column = self.landing, self._column
        if landing is None or column is None or column >= len(self._canvas.sheets):
            return QRect()
        return self._canvas.span_rect(column, landing.start, landing.held)

    def _label_rect(self, ghost: QRect) -> QRect:
        if self.landing is None or ghost.isEmpty():
            return ghost
        room = self._frame.grid().translated(-self._frame.origin())
        words = self.landing.words(self._canvas.zone)
        return label_rect(ghost, words, room, self._canvas.cards)

    def paint(self, painter: QPainter, origin: QPoint) -> None:
        """Paint the faded card and the ghost."""
        if self._visit is None:
            return
        card = self._canvas.rect(self._canvas.spot_of(self._visit.id))
        cards = self._canvas.cards
        if not card.isEmpty():
            draw_veil(painter, card.translated(origin), "", cards)
        landing, rect = self.landing, self._ghost_rect()
        if landing is not None and not rect.isEmpty():
            draw_ghost(
                painter,
                rect.translated(origin),
                self._label_rect(rect).translated(origin),
                landing.words(self._canvas.zone),
                self._visit.patient,
                cards,
                refused=bool(landing.why),
            )


def _speed(at: int, low: int, high: int, edge: int) -> int:
    """Answer the pixels to scroll for a pointer at a place between two edges."""
    if at < low + edge:
        return -_share(low + edge - at, edge)
    return _share(at - high + edge, edge) if at > high - edge else 0


def _share(depth: int, edge: int) -> int:
    return max(1, min(_FASTEST, depth * _FASTEST // edge))


class Picking(QObject):
    """Shows where a visit that waits for a time would land with the block that is current."""

    def __init__(self, view: AgendaView, visit: Appointment) -> None:
        """Follow what becomes current, until ``end``."""
        super().__init__(view)
        self._view, self._visit = view, visit
        self._hand = view.hands.new()
        view.selected.connect(self._aim)
        view.contents_changed.connect(self._aim)

    @property
    def landing(self) -> Landing | None:
        """Where it would land, None where nothing is current that it could begin with."""
        return self._hand.landing

    def set_visit(self, visit: Appointment) -> None:
        """Write on it what may be read of the visit now."""
        self._visit = visit
        self._aim()

    def _aim(self, _item: object = None) -> None:
        self._hand.aim(self._visit, self._view.spot)

    def end(self) -> None:
        """Show it no more."""
        self._hand.put_back()
        self._view.hands.forget(self._hand)
        self.setParent(None)
        self.deleteLater()
