"""A canvas in a scrolled widget: fitted into it, scrolled and zoomed; what paints it is beyond."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from functools import partial
from typing import cast
from uuid import UUID

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from clinic_desktop.ui.agenda import twins
from clinic_desktop.ui.agenda.bar import Bar
from clinic_desktop.ui.agenda.canvas import Canvas
from clinic_desktop.ui.agenda.layout import Layout, Place
from clinic_desktop.ui.agenda.selection import Selection
from clinic_desktop.ui.agenda.sticky import Sticky
from clinic_desktop.ui.agenda.texts import measures_of
from clinic_desktop.ui.agenda.walk import Spot
from clinic_desktop.ui.agenda.zoom import next_zoom, zoom
from clinic_desktop.ui.look import Look

ScrollPosition = tuple[int, int]


class _Port(QWidget):
    """What is painted on; it hears what Qt tells a scroll area only among all events.

    Python heard each of those, one or more a paint. Few come to the port: Qt hands its painting,
    mouse and wheel to the scroll area's own methods.
    """

    left = Signal()
    resharpened = Signal()

    def __init__(self) -> None:
        """Be painted wholly by what the scroll area paints, and follow the pointer."""
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer left."""
        self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Tell that the screen is one of another pixel density."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.resharpened.emit()
        return super().event(event)


class Scrolled(QAbstractScrollArea):
    """Fits a canvas beside its axis and below its header, and scrolls it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Start with an empty canvas."""
        super().__init__(parent)
        self._look = look
        measures = measures_of(self.fontInfo().pixelSize())
        self._canvas = Canvas(look.palette, measures, zoneinfo.ZoneInfo("UTC"))
        self.destroyed.connect(partial(twins.leave, self._canvas))
        self._sticky = Sticky(self._canvas)
        self._shown_origin = QPoint()
        self._edges = (0, 0, 0, 0)
        self._seen: tuple[int, int, int, int, int, int] = (0, 0, 0, 0, 0, 0)
        """The canvas' left and top, and the edges (left, top, right, bottom; the last two outside)
        of what is seen of it, in the viewport's pixels: plain numbers cost less than Qt's."""
        self._selection = Selection(self._canvas)
        self._slack = (0, 0)
        self._left_at = self._moved_to = (0, 0)
        """Where a person scrolled to, and where another size has moved that since."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Asked for the one of its own, Qt's Python makes every class of widget that there may be.
        self._port = _Port()
        self._port.resharpened.connect(self._dress)
        self.setViewport(self._port)
        self._bar = Bar()
        self.setVerticalScrollBar(self._bar)
        self._bars_are_eased = False
        self.horizontalScrollBar().setSingleStep(measures.column)
        look.changed.connect(self._dress)
        self._dress()

    def _ease_bars(self) -> None:
        """Have a scroll paint less of its bars; behind the first picture, for the sake of that.

        Asked for what Qt made by itself, its Python makes every class of widget that there may be.
        """
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            # Bars are clear: unless what holds them is not, all that lies below is painted, too.
            cast("QWidget", bar.parentWidget()).setAutoFillBackground(True)
        self._bar.keep_handle()

    # What is seen where

    @property
    def canvas(self) -> Canvas:
        """What is shown, laid out."""
        return self._canvas

    @property
    def spot(self) -> Spot | None:
        """Where what is current is."""
        return self._selection.spot

    def sight(self) -> QRect:
        """Answer the part of the canvas that is in sight."""
        return self._grid().translated(-self._origin())

    def shown(self, rect: QRect) -> QRect:
        """Answer where a rectangle of the canvas lies in the viewport."""
        return rect.translated(self._origin())

    def height_at(self, point: QPoint) -> int:
        """Answer the height on the canvas at a point of the viewport, held to what is in sight."""
        grid = self._grid()
        return min(max(point.y(), grid.top()), grid.bottom()) - self._origin().y()

    def shown_column(self, index: int) -> QRect:
        """Answer the part of the viewport where a column with its head is seen."""
        layout, grid = self._canvas.layout, self._grid()
        left = self._origin().x() + layout.lefts[index]
        column = QRect(left, 0, layout.widths[index], self.viewport().height())
        return column & grid.adjusted(0, -grid.top(), 0, 0)

    def item_rect(self, item_id: int | UUID) -> QRect:
        """Answer where an item's box lies in the viewport, for panels beside it and for tests."""
        spot = self._canvas.spot_of(item_id)
        return self._canvas.rect(spot).translated(self._origin()) if spot else QRect()

    def spot_at(self, point: QPoint) -> Spot | None:
        """Answer what is at a point of the viewport."""
        inside = self._grid().contains(point)
        return self._canvas.spot_at(point - self._origin()) if inside else None

    # Where it is scrolled to

    def scroll_to(self, instant: dt.datetime) -> None:
        """Bring an instant's height (its wall time on the first day that has it) near the top."""
        height = self._height_of(instant)
        if height is not None:
            self.verticalScrollBar().setValue(height - self._grid().height() // 4)

    def _height_of(self, instant: dt.datetime) -> int | None:
        at = instant.timestamp()
        sheets = self._canvas.sheets
        inside = (s.placement for s in sheets if s.placement.start <= at < s.placement.end)
        placement = next(inside, sheets[0].placement if sheets else None)
        return None if placement is None else self._canvas.layout.pixel(placement.top(at))

    def scroll_to_day(self, day: dt.date) -> None:
        """Bring a day's first column to the leading edge."""
        layout = self._canvas.layout
        first = next((at for at, c in enumerate(layout.columns) if c.day == day), None)
        if first is not None:
            self.horizontalScrollBar().setValue(layout.edges[first])

    def scroll_position(self) -> ScrollPosition:
        """Answer the scroll bars' values, for ``restore_scroll``."""
        return self.horizontalScrollBar().value(), self.verticalScrollBar().value()

    def restore_scroll(self, position: ScrollPosition) -> None:
        """Scroll to where ``scroll_position`` was."""
        self.horizontalScrollBar().setValue(position[0])
        self.verticalScrollBar().setValue(position[1])

    def show_instant(self, instant: dt.datetime, day: dt.date) -> None:
        """Bring an instant and the columns of its day into sight, unless they are."""
        sight, layout = self.sight(), self._canvas.layout
        seen = layout.columns_in(sight.left(), sight.right())
        if not any(layout.columns[at].day == day for at in seen):
            self.scroll_to_day(day)
        height = self._height_of(instant)
        if height is not None and not sight.top() <= height <= sight.bottom():
            self.scroll_to(instant)

    def _place(self, layout: Layout) -> Place | None:
        """Answer what stands at the first point in sight, as a layout has it."""
        return layout.place_at(*self.scroll_position())

    def _restore_place(self, place: Place | None) -> None:
        """Scroll to where that stands now, whatever else is shown beside it or above."""
        layout = self._canvas.layout
        if place is None or not layout.columns:
            return
        self.verticalScrollBar().setValue(layout.down_of(place))
        across = layout.across_of(place)
        if across is not None:
            self.horizontalScrollBar().setValue(across)

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
        minutes = self._canvas.layout.row_minutes
        for _ in range(abs(by)):
            minutes = next_zoom(minutes, by)
        if by:
            self.set_zoom(round(minutes), at)

    def _reveal(self, rect: QRect) -> None:
        grid = self._grid().translated(-self._origin())
        usual = self._canvas.measures.px(12)
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        ends = (
            (rect.left(), rect.right(), grid.left(), grid.right()),
            (rect.top(), rect.bottom(), grid.top(), grid.bottom()),
        )
        sign = -1 if self._canvas.cards.mirrored else 1
        for bar, (low, high, first, last), way in zip(bars, ends, (sign, 1), strict=True):
            # Where there is hardly more room than for it, more margin would hide its other end.
            margin = max(0, min(usual, (last - first - (high - low)) // 2))
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
        self._sticky.fit(self.viewport().size())
        grid = self._sticky.grid
        self._edges = grid.left(), grid.top(), grid.right() + 1, grid.bottom() + 1
        self._canvas.resize(grid.size())
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, self._canvas.layout.width - grid.width()))
        across.setPageStep(grid.width())
        above, below = self._slack
        down.setRange(-above, max(0, self._canvas.layout.height - grid.height()) + below)
        down.setPageStep(grid.height())
        down.setSingleStep(self._canvas.measures.row)
        self._follow_bars()
        self.viewport().update()

    def _follow_bars(self) -> None:
        """Reckon where the canvas lies in the viewport: once a scroll, not at every painting."""
        grid, across = self._sticky.grid, self.horizontalScrollBar().value()
        if self._canvas.cards.mirrored:
            across = self._canvas.layout.width - grid.width() - across
        down = self.verticalScrollBar().value()
        left, top = grid.left() - across, grid.top() - down
        self._shown_origin = QPoint(left, top)
        self._seen = (left, top, *self._edges)

    def _grid(self) -> QRect:
        """Answer where the columns are in the viewport, beside header and axis."""
        return self._sticky.grid

    def _origin(self) -> QPoint:
        """Answer where the canvas' top left is in the viewport."""
        return self._shown_origin

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the columns over the new width.

        What is current stays in sight: a panel that opens must not hide what it is about. Once it
        is closed, what was in sight before is again, unless somebody has scrolled meanwhile.
        """
        if self.scroll_position() != self._moved_to:
            self._left_at = self.scroll_position()
        m = self._canvas.measures
        current = self._canvas.rect(self._selection.spot)
        room = QRect(self._grid().topLeft(), event.oldSize() - QSize(m.axis, self._sticky.header))
        seen = current.translated(self._origin()).intersects(room)
        super().resizeEvent(event)
        self._fit()
        self.restore_scroll(self._left_at)
        if seen:
            self._reveal(self._canvas.rect(self._selection.spot))
        self._moved_to = self.scroll_position()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another font or reading direction."""
        super().changeEvent(event)
        kinds = (QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange)
        if event.type() in kinds and hasattr(self, "_slack"):
            self._dress()

    def sizeHint(self) -> QSize:
        """Six columns and a day of quarter hours, if there is room."""
        m = self._canvas.measures
        return QSize(m.axis + 6 * m.column, m.header + 24 * m.row)

    def minimumSizeHint(self) -> QSize:
        """One column and a few rows: less could not be read."""
        m = self._canvas.measures
        return QSize(m.axis + m.column, m.header + 4 * m.row)
