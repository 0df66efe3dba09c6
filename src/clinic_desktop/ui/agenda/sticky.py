"""What stays while a calendar scrolls: the columns' heads above them, the time axis beside them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap

from clinic_desktop.domain.forms import present
from clinic_desktop.ui.agenda.canvas import Canvas
from clinic_desktop.ui.agenda.contents import Group
from clinic_desktop.ui.agenda.header import base_of, draw_axis, draw_band, draw_header, draw_now


class Sticky:
    """Header and axis of one canvas, in the viewport's pixels: drawn once, then painted.

    ``grid`` is where the columns are seen, ``axis`` where the time axis is.
    """

    def __init__(self, canvas: Canvas) -> None:
        """Begin with no room."""
        self._canvas = canvas
        self.grid, self.axis = QRect(), QRect()
        self._heads: list[tuple[int, QPixmap]] = []
        self._heads_of: object = None
        self._labels = QPixmap()
        self._labels_of: object = None

    @property
    def header(self) -> int:
        """The height of the columns' heads, with the band of days above them if there is one."""
        m = self._canvas.measures
        return m.header + (m.band if self._canvas.layout.groups else 0)

    def fit(self, size: QSize) -> None:
        """Share a viewport of this size with the columns."""
        wide, high = self._canvas.measures.axis, self.header
        mirrored = self._canvas.cards.mirrored
        room = (size - QSize(wide, high)).expandedTo(QSize(1, 1))
        self.grid = QRect(QPoint(0 if mirrored else wide, high), room)
        left = self.grid.right() + 1 if mirrored else 0
        self.axis = QRect(left, high, wide, room.height())

    def paint(self, painter: QPainter, part: QRect, origin: QPoint) -> None:
        """Paint over what is scrolled under them; ``origin`` is the canvas' top left."""
        canvas, axis, down = self._canvas, self.axis, origin.y()
        if part.intersects(axis):
            painter.drawPixmap(axis.left(), down, self._drawn_labels())
            canvas.paint_beyond(painter, axis, down)
            if part.intersects(self.pill(origin)):
                self._paint_now(painter, down)
        if part.top() < self.grid.top():
            self._paint_header(painter, origin.x())

    def pill(self, origin: QPoint) -> QRect:
        """Answer where the axis tells the present time, and what that may cover, in sight."""
        now = self._canvas.now_pixel
        if now is None:
            return QRect()
        m = self._canvas.measures
        return QRect(self.axis.left(), origin.y() + now - m.px(20), m.axis, m.px(40)) & self.axis

    def _paint_now(self, painter: QPainter, down: int) -> None:
        canvas, at = self._canvas, self._canvas.now_pixel
        if canvas.now is not None and at is not None:
            text = present().dial(canvas.now.astimezone(canvas.zone))
            bases = [down + base_of(y, canvas.measures) for y, _ in canvas.layout.ticks]
            draw_now(painter, text, down + at, self.axis.left(), canvas.cards, bases)

    def _paint_header(self, painter: QPainter, across: int) -> None:
        """Paint the columns' heads, the band of days above them, and the corner beside."""
        canvas, high = self._canvas, self.grid.top()
        for left, heads in self._drawn_heads():
            painter.drawPixmap(across + left, high - canvas.measures.header, heads)
        shown = []
        for group in canvas.layout.groups:
            low, end = canvas.layout.reach(group)
            note = canvas.notes[group.first]
            special = note.text if note is not None and note.closed else ""
            shown.append((group.day, across + low, across + end, special))
        seen = (self.grid.left(), self.grid.right() + 1)
        draw_band(painter, shown, seen, canvas.cards, canvas.today)
        corner = QRect(self.axis.left(), 0, canvas.measures.axis, high)
        painter.fillRect(corner, canvas.cards.colour(canvas.cards.palette.surface))
        line = canvas.cards.colour(canvas.cards.palette.hour_line)
        painter.fillRect(0, high - 1, self.grid.width() + self.axis.width(), 1, line)

    def _drawn_heads(self) -> list[tuple[int, QPixmap]]:
        """Answer the heads with their left pixels on the canvas: each day's by itself."""
        canvas = self._canvas
        shown = (canvas.cards, canvas.columns, canvas.layout.edges, canvas.today, canvas.notes)
        if self._heads_of != shown:
            last = len(canvas.columns) - 1
            one = (Group(canvas.columns[0].day, 0, last),) if canvas.columns else ()
            self._heads = [self._draw_heads(group) for group in canvas.layout.groups or one]
            self._heads_of = shown
        return self._heads

    def _draw_heads(self, group: Group) -> tuple[int, QPixmap]:
        canvas, layout = self._canvas, self._canvas.layout
        low, _ = layout.reach(group)
        of_day = range(group.first, group.last + 1)
        lefts = [(layout.lefts[i] - low, layout.widths[i]) for i in of_day]
        columns = canvas.columns[group.first : group.last + 1]
        notes = canvas.notes[group.first : group.last + 1]
        return low, draw_header(columns, lefts, canvas.cards, canvas.today, notes)

    def _drawn_labels(self) -> QPixmap:
        """Answer the time axis."""
        cards, layout = self._canvas.cards, self._canvas.layout
        shown = (cards, layout.height, layout.ticks)
        if self._labels_of != shown:
            self._labels = draw_axis(layout.ticks, layout.height, cards)
            self._labels_of = shown
        return self._labels
