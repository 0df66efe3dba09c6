"""A scrolled calendar picture with sticky header and axis; what happens on it is the view's."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from clinic_desktop.domain.forms import present
from clinic_desktop.ui.agenda.canvas import Canvas
from clinic_desktop.ui.agenda.header import draw_band, draw_now
from clinic_desktop.ui.agenda.notices import Notice, draw_notice, empty_notice
from clinic_desktop.ui.agenda.selection import Selection, draw_ring
from clinic_desktop.ui.agenda.texts import measures_of
from clinic_desktop.ui.agenda.waiting import Waiting
from clinic_desktop.ui.agenda.walk import Spot
from clinic_desktop.ui.agenda.zoom import next_zoom, zoom
from clinic_desktop.ui.look import Look

if TYPE_CHECKING:
    from clinic_desktop.ui.agenda.drag import Carrying

_LOADING_AFTER = 150
"""Milliseconds before loading is worth a word: what comes sooner must not flicker."""
_HEARD_AFTER = 1000
"""Milliseconds until a screen reader finds what is painted: the first picture waits for nothing."""

ScrollPosition = tuple[int, int]


class Pane(QAbstractScrollArea):
    """Shows a canvas: fits it, scrolls it, paints it with what is hovered and what is current.

    Signals:
        contents_changed: other columns or items are shown, or something else is said in the middle.
    """

    contents_changed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Start with an empty canvas."""
        super().__init__(parent)
        self._look = look
        measures = measures_of(self.fontInfo().pixelSize())
        self._canvas = Canvas(look.palette, measures, zoneinfo.ZoneInfo("UTC"))
        self._shown_grid = QRect()
        self._selection = Selection(self._canvas)
        self._hands: list[Carrying] = []
        self.waiting = Waiting(self._canvas, self._repaint)
        self._slack = (0, 0)
        self._hovered: Spot | None = None
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
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Asked for the one of its own, Qt's Python makes every class of widget that there may be.
        port = QWidget()
        port.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        port.setMouseTracking(True)
        self.setViewport(port)
        self.horizontalScrollBar().setSingleStep(measures.column)
        look.changed.connect(self._dress)
        self._dress()

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

    # What is seen where

    @property
    def canvas(self) -> Canvas:
        """What is shown, laid out."""
        return self._canvas

    @property
    def spot(self) -> Spot | None:
        """Where what is current is."""
        return self._selection.spot

    @property
    def is_loaded(self) -> bool:
        """Whether the columns have their contents."""
        return self._loaded

    def sight(self) -> QRect:
        """Answer the part of the canvas that is in sight."""
        return self._grid().translated(-self._origin())

    def shown(self, rect: QRect) -> QRect:
        """Answer where a rectangle of the canvas lies in the viewport."""
        return rect.translated(self._origin())

    def shown_column(self, index: int) -> QRect:
        """Answer the part of the viewport where a column with its head is seen."""
        canvas, grid = self._canvas, self._grid()
        wide = canvas.edges[index + 1] - canvas.edges[index]
        left = self._origin().x() + canvas.left(index)
        return QRect(left, 0, wide, self.viewport().height()) & grid.adjusted(0, -grid.top(), 0, 0)

    def spot_at(self, point: QPoint) -> Spot | None:
        """Answer what is at a point of the viewport."""
        inside = self._grid().contains(point)
        return self._canvas.spot_at(point - self._origin()) if inside else None

    # Where it is scrolled to

    def scroll_to(self, instant: dt.datetime) -> None:
        """Bring an instant's height (its wall time on the first day that has it) near the top."""
        at = instant.timestamp()
        sheets = self._canvas.sheets
        inside = (s.placement for s in sheets if s.placement.start <= at < s.placement.end)
        placement = next(inside, sheets[0].placement if sheets else None)
        if placement is not None:
            top = self._canvas.pixel(placement.top(at))
            self.verticalScrollBar().setValue(top - self._grid().height() // 4)

    def scroll_to_day(self, day: dt.date) -> None:
        """Bring a day's first column to the leading edge."""
        for group in self._canvas.groups:
            if group.day == day:
                self.horizontalScrollBar().setValue(self._canvas.edges[group.first])

    def scroll_position(self) -> ScrollPosition:
        """Answer the scroll bars' values, for ``restore_scroll``."""
        return self.horizontalScrollBar().value(), self.verticalScrollBar().value()

    def restore_scroll(self, position: ScrollPosition) -> None:
        """Scroll to where ``scroll_position`` was."""
        self.horizontalScrollBar().setValue(position[0])
        self.verticalScrollBar().setValue(position[1])

    @property
    def zoom(self) -> int | None:
        """How many minutes a row stands for; None: as usual."""
        return self._canvas.zoom

    def set_zoom(self, minutes: int | None, at: int | None = None) -> None:
        """Let a row stand for so many minutes (None: as usual); the time at a height stays there.

        ``at`` is the height in the viewport, else that of what is current, else the middle. Where
        the day is too short to keep it there, room is left above or below.
        """
        grid = self._grid()
        if at is None:
            seen = self._selection.rect() & self.sight()
            at = (self.shown(seen) if not seen.isEmpty() else grid).center().y()
        top, self._slack = zoom(self._canvas, minutes, at - self._origin().y(), at, grid)
        self._fit()
        self.verticalScrollBar().setValue(top)

    def zoom_by(self, by: int, at: int | None = None) -> None:
        """Make rows larger by so many steps, or smaller; see ``set_zoom``."""
        minutes = self._canvas.row_minutes
        for _ in range(abs(by)):
            minutes = next_zoom(minutes, by)
        if by:
            self.set_zoom(round(minutes), at)

    def _reveal(self, rect: QRect) -> None:
        grid = self._grid().translated(-self._origin())
        margin = self._canvas.measures.px(12)
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        ends = (
            (rect.left(), rect.right(), grid.left(), grid.right()),
            (rect.top(), rect.bottom(), grid.top(), grid.bottom()),
        )
        sign = -1 if self._canvas.cards.mirrored else 1
        for bar, (low, high, first, last), way in zip(bars, ends, (sign, 1), strict=True):
            if low < first:
                bar.setValue(bar.value() + way * (low - first - margin))
            elif high > last:
                bar.setValue(bar.value() + way * (high - last + margin))

    # Laying out

    def _dress(self) -> None:
        """Take the look's palette and the widget's own font size, direction and screen."""
        measures = measures_of(self.fontInfo().pixelSize())
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        ratio = self.devicePixelRatioF()
        self._canvas.dress(self._look.palette, measures, ratio, mirrored=mirrored)
        self._fit()

    def _fit(self) -> None:
        """Fit the canvas into the viewport, and the scroll bars to the canvas."""
        m = self._canvas.measures
        left = 0 if self._canvas.cards.mirrored else m.axis
        high = self._canvas.header
        size = self.viewport().size() - QSize(m.axis, high)
        grid = QRect(QPoint(left, high), size.expandedTo(QSize(1, 1)))
        self._shown_grid = grid
        self._canvas.resize(grid.size())
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, self._canvas.width - grid.width()))
        across.setPageStep(grid.width())
        above, below = self._slack
        down.setRange(-above, max(0, self._canvas.height - grid.height()) + below)
        down.setPageStep(grid.height())
        down.setSingleStep(self._canvas.measures.row)
        self.viewport().update()

    def _grid(self) -> QRect:
        """Answer where the columns are in the viewport, beside header and axis."""
        return self._shown_grid

    def _origin(self) -> QPoint:
        """Answer where the canvas' top left is in the viewport."""
        grid = self._shown_grid
        across = self.horizontalScrollBar().value()
        if self._canvas.cards.mirrored:
            across = self._canvas.width - grid.width() - across
        return QPoint(grid.left() - across, grid.top() - self.verticalScrollBar().value())

    # Painting

    def _repaint(self, rects: list[QRect]) -> None:
        """Bring canvas rectangles, with the ring around them, onto the screen."""
        origin, grid = self._origin(), self._grid()
        for rect in rects:
            if not rect.isEmpty():
                shown = rect.translated(origin).adjusted(-3, -3, 3, 3) & grid
                self.viewport().update(shown)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what the event asks for: the columns, then what stays while they scroll."""
        canvas, part = self._canvas, event.rect()
        grid, origin = self._grid(), self._origin()
        painter = QPainter(self.viewport())
        notice = self.shown_notice()
        if notice is not None and not canvas.columns:
            painter.fillRect(part, canvas.cards.colour(canvas.cards.palette.surface))
            draw_notice(painter, notice, self.viewport().rect(), canvas.cards)
            painter.end()
            return
        if grid.contains(part):
            # Qt clips to what it asks for.
            self._paint_grid(painter, part, origin)
        else:
            seen = part & grid
            if not seen.isEmpty():
                painter.setClipRect(seen)
                self._paint_grid(painter, seen, origin)
                painter.setClipping(False)
            self._paint_frame(painter, part, grid, origin)
        if notice is not None:
            draw_notice(painter, notice, grid, canvas.cards)
        painter.end()

    def _paint_grid(self, painter: QPainter, seen: QRect, origin: QPoint) -> None:
        """Paint the columns, and what is hovered, current or on its way in them."""
        self._canvas.paint(painter, seen.translated(-origin), origin)
        self._paint_beyond(painter, seen, origin)
        if self._hovered is not None or self._selection.spot is not None:
            self._paint_rings(painter, origin)
        self._paint_moving(painter, origin)

    def _paint_beyond(self, painter: QPainter, area: QRect, origin: QPoint) -> None:
        """Fill what of an area lies above or below the canvas."""
        first, last = origin.y(), origin.y() + self._canvas.height - 1
        if first <= area.top() and area.bottom() <= last:
            return
        surface = self._canvas.cards.colour(self._canvas.cards.palette.surface)
        above, below = QRect(area), QRect(area)
        above.setBottom(first - 1)
        below.setTop(last + 1)
        for beyond in (above & area, below & area):
            painter.fillRect(beyond, surface)

    def _paint_rings(self, painter: QPainter, origin: QPoint) -> None:
        """Draw a line around what is hovered and a ring around what is current."""
        c = self._canvas.cards.palette
        rings = []
        if self._hovered is not None and self._hovered != self._selection.spot:
            rings.append((self._canvas.rect(self._hovered), c.accent, 1.0))
        if self._selection.spot is not None:
            rings.append((self._selection.rect(), c.focus if self.hasFocus() else c.muted, 2.0))
        for rect, colour, wide in rings:
            draw_ring(painter, rect.translated(origin), colour, wide, self._canvas.cards)

    def _paint_moving(self, painter: QPainter, origin: QPoint) -> None:
        """Paint what is in the hand, and say which cards are on their way to another time."""
        waiting = self.waiting.rects()
        if waiting:
            from clinic_desktop.ui.agenda.ghost import draw_waiting

            cards = [self.shown(rect) for rect in waiting if not rect.isEmpty()]
            draw_waiting(painter, cards, self._canvas.cards)
        for hand in self._hands:
            hand.paint(painter, origin)

    def _paint_frame(self, painter: QPainter, part: QRect, grid: QRect, origin: QPoint) -> None:
        """Draw the sticky header and axis over what is scrolled under them."""
        canvas, axis = self._canvas, self._axis_rect()
        if part.intersects(axis):
            painter.setClipRect(axis & part)
            painter.drawPixmap(axis.left(), origin.y(), canvas.labels)
            self._paint_beyond(painter, axis, origin)
            now = canvas.now_pixel
            if canvas.now is not None and now is not None and part.intersects(self._pill_rect()):
                text = present().dial(canvas.now.astimezone(canvas.zone))
                draw_now(painter, text, origin.y() + now, axis.left(), canvas.cards)
        if part.intersects(QRect(0, 0, self.viewport().width(), grid.top())):
            self._paint_heads(painter, grid, origin)
        painter.setClipping(False)

    def _paint_heads(self, painter: QPainter, grid: QRect, origin: QPoint) -> None:
        """Draw the columns' heads, the band of days above them, and the corner beside."""
        canvas, high = self._canvas, grid.top()
        painter.setClipRect(QRect(grid.left(), 0, grid.width(), high))
        for left, heads in canvas.heads:
            painter.drawPixmap(origin.x() + left, high - canvas.measures.header, heads)
        days = [(group.day, *canvas.reach(group)) for group in canvas.groups]
        shown = [(day, origin.x() + low, origin.x() + end) for day, low, end in days]
        seen = (grid.left(), grid.right() + 1)
        draw_band(painter, shown, seen, canvas.cards, canvas.today)
        corner = QRect(self._axis_rect().left(), 0, canvas.measures.axis, high)
        painter.setClipRect(corner)
        painter.fillRect(corner, canvas.cards.colour(canvas.cards.palette.surface))
        line = canvas.cards.colour(canvas.cards.palette.hour_line)
        painter.setClipRect(QRect(0, 0, self.viewport().width(), high))
        painter.fillRect(0, high - 1, self.viewport().width(), 1, line)

    def _axis_rect(self) -> QRect:
        """Answer where the time axis is in the viewport."""
        grid, wide = self._grid(), self._canvas.measures.axis
        left = grid.right() + 1 if self._canvas.cards.mirrored else 0
        return QRect(left, grid.top(), wide, grid.height())

    def _pill_rect(self) -> QRect:
        now = self._canvas.now_pixel
        if now is None:
            return QRect()
        m, axis = self._canvas.measures, self._axis_rect()
        return QRect(axis.left(), self._origin().y() + now - m.px(10), m.axis, m.px(20)) & axis

    def _empty_notice_possible(self) -> bool:
        return self._loaded and self._canvas.contents.empty

    def shown_notice(self) -> Notice | None:
        """Answer what is said in the middle, None when nothing is."""
        if self._notice is not None:
            return self._notice
        if self._loading_shown and not self._loaded:
            return Notice("Loading…")
        return empty_notice(self._canvas.columns, self._canvas.contents.empty, self._loaded)

    def _show_loading(self) -> None:
        self._loading_shown = True
        self.viewport().update()

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the columns over the new width.

        What is current stays in sight: a panel that opens must not hide what it is about.
        """
        m = self._canvas.measures
        current = self._canvas.rect(self._selection.spot)
        room = QRect(self._grid().topLeft(), event.oldSize() - QSize(m.axis, self._canvas.header))
        seen = current.translated(self._origin()).intersects(room)
        super().resizeEvent(event)
        self._fit()
        if seen:
            self._reveal(self._canvas.rect(self._selection.spot))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted already, and paint only what comes into sight."""
        viewport, grid = self.viewport(), self._grid()
        if dx:
            self._canvas.keep_near(self.sight())
        whole = self.devicePixelRatioF().is_integer()
        if not whole or self.shown_notice() is not None or (dx and dy):
            viewport.update()
            return
        if dy:
            viewport.scroll(0, dy, grid.united(self._axis_rect()))
        else:
            viewport.scroll(dx, 0, grid)
            viewport.update(QRect(grid.left(), 0, grid.width(), grid.top()))

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another font or reading direction."""
        super().changeEvent(event)
        kinds = (QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange)
        if event.type() in kinds and hasattr(self, "_loading_shown"):
            self._dress()

    def event(self, event: QEvent) -> bool:
        """Draw anew on a screen of another pixel density."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._dress()
        return super().event(event)

    def sizeHint(self) -> QSize:
        """Six columns and a day of quarter hours, if there is room."""
        m = self._canvas.measures
        return QSize(m.axis + 6 * m.column, m.header + 24 * m.row)

    def minimumSizeHint(self) -> QSize:
        """One column and a few rows: less could not be read."""
        m = self._canvas.measures
        return QSize(m.axis + m.column, m.header + 4 * m.row)
