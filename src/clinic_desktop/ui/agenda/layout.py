"""Where a calendar's columns and times lie in pixels, from the top left of the columns."""

from __future__ import annotations

import zoneinfo
from bisect import bisect_right
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize

from clinic_desktop.ui.agenda.cards import CardPainter
from clinic_desktop.ui.agenda.contents import Column, Group, groups_of
from clinic_desktop.ui.agenda.geometry import HOUR, Axis, Wall, column_at, column_edges
from clinic_desktop.ui.agenda.tiles import Rules, depth

_HALF = HOUR // 2
_LABEL = 50
"""The least height (pixels of the 13-pixel base) between two labels of a zoomed axis."""


class Wanted(NamedTuple):
    """What the axis is to show: wall minutes [first, last), and the minutes of a row."""

    first: int
    last: int
    row: int


class Place(NamedTuple):
    """What stands at a point: a wall time, and a column with the pixels beyond its edge.

    At the beginning it is no column: whoever comes before the first one is not to be hidden.
    """

    wall: Wall
    column: Column | None
    beyond: int


class Layout:
    """How columns share the width of a room, and their days its height.

    It never changes. Two are equal where what is laid and drawn by one, by the other looks the
    same. ``edges`` count in reading order; ``lefts`` are the columns' left pixels on screen, since
    mirrored the first column stands on the right.
    """

    def __init__(
        self,
        columns: tuple[Column, ...],
        zone: zoneinfo.ZoneInfo,
        wanted: Wanted,
        zoom: int | None,
        room: QSize,
        cards: CardPainter,
    ) -> None:
        """Lay out; ``zoom`` is the minutes of a row, None for what is wanted."""
        m = cards.measures
        drawn_by = (m, cards.palette, cards.ratio, cards.mirrored)
        self.columns = columns
        self._of = (columns, zone, wanted, zoom, room, drawn_by)
        self.wanted, self._zoom, self._mirrored, self._measures = wanted, zoom, cards.mirrored, m
        self.axis = Axis((column.day for column in columns), zone, wanted.first, wanted.last)
        minutes = zoom or wanted.row
        rows = self.axis.length / minutes
        # No rows are smaller than those with which the whole day is seen.
        fills = room.height() / rows if rows else 0
        self.scale = max(m.row, fills) / minutes
        """Pixels a minute."""
        self.least = min(m.least, max(3, int(wanted.row * self.scale)))
        """The least height of an item: what is made small must not be pushed aside."""
        self.height = round(self.axis.length * self.scale) if columns else 1
        self._deep = depth(self.height, room.height())
        self.edges = column_edges(len(columns), room.width(), m.column)
        self.width = self.edges[-1]
        right = self.edges[1:]
        self.widths = tuple(end - start for start, end in zip(self.edges, right, strict=False))
        self.lefts = tuple(self.width - e for e in right) if self._mirrored else self.edges[:-1]
        self.groups = groups_of(columns)
        edges = [self.edges[group.last + 1] for group in self.groups[:-1]]
        self.ends = [self.width - edge if self._mirrored else edge - 1 for edge in edges]
        """Left pixels of the lines, two wide, where a day ends and the next begins."""
        every = self._label_minutes()
        self.ticks = [(self.pixel(tick.at), tick) for tick in self.axis.ticks(every)]
        parts = self.axis.ticks(min(_HALF, every))
        self.rules = Rules(tuple((self.pixel(t.at), t.minute % HOUR == 0) for t in parts))

    def __eq__(self, other: object) -> bool:
        """Compare by all that pictures depend on but for their items and the present instant."""
        return isinstance(other, Layout) and self._of == other._of

    def __hash__(self) -> int:
        """Answer a hash of what is shown."""
        return hash(self._of[:4])

    def _label_minutes(self) -> int:
        """Answer the minutes between two labels of the axis: fewer where rows were made large."""
        least = self._measures.px(_LABEL)
        fine = (step for step in (_HALF // 2, _HALF) if step * self.scale >= least)
        return next(fine, HOUR) if self._zoom is not None else HOUR

    @property
    def row_minutes(self) -> float:
        """The minutes that a row of the least height stands for."""
        return self._measures.row / self.scale

    def minute(self, pixel: int) -> float:
        """Answer the axis minute at a pixel."""
        return pixel / self.scale

    def pixel(self, axis_minute: float) -> int:
        """Answer the pixel of an axis minute."""
        return round(axis_minute * self.scale)

    def place_at(self, across: int, down: int) -> Place | None:
        """Answer what stands at a point, counted in reading order; None where nothing is laid."""
        if not self.columns:
            return None
        index = min(max(0, bisect_right(self.edges, across) - 1), len(self.columns) - 1)
        column = self.columns[index] if across > 0 else None
        return Place(self.axis.wall(self.minute(down)), column, across - self.edges[index])

    def across_of(self, place: Place) -> int | None:
        """Answer where a place's column stands now; None where neither it nor its day is shown.

        Where only one day is shown, it is that doctor's column of any day; where a doctor is not
        shown any more, it is the first column of the day.
        """
        held, days = place.column, {column.day for column in self.columns}
        if held is None:
            return 0
        nearest = None
        for index, column in enumerate(self.columns):
            same_day = column.day == held.day
            if column.doctor.id == held.doctor.id and (same_day or len(days) == 1):
                return self.edges[index] + place.beyond
            if same_day and nearest is None and len(days) > 1:
                nearest = self.edges[index]
        return nearest

    def down_of(self, place: Place) -> int:
        """Answer where a place's time stands now."""
        return self.pixel(self.axis.at(place.wall))

    def column_at(self, x: int) -> int | None:
        """Answer the index of the column at a pixel."""
        return column_at(self.edges, self.width - 1 - x if self._mirrored else x)

    def columns_in(self, first: int, last: int) -> range:
        """Answer the columns that are seen between two pixels, both included."""
        if self._mirrored:
            first, last = self.width - 1 - last, self.width - 1 - first
        low, high = bisect_right(self.edges, first) - 1, bisect_right(self.edges, last)
        return range(max(low, 0), min(high, len(self.lefts)))

    def reach(self, group: Group) -> tuple[int, int]:
        """Answer the pixels [left, right) of a day's columns."""
        low, high = self.edges[group.first], self.edges[group.last + 1]
        return (self.width - high, self.width - low) if self._mirrored else (low, high)

    def tops_in(self, first: int, last: int) -> range:
        """Answer where the tiles begin that are seen between two heights, both included."""
        deep = self._deep
        return range(max(first, 0) // deep * deep, min(last + 1, self.height), deep)

    def tile_at(self, index: int, top: int) -> QRect:
        """Answer how far the tile that begins at a pixel of a column reaches in it."""
        return QRect(0, top, self.widths[index], min(self._deep, self.height - top))
