"""What lies where in a calendar's picture: items, and what lies below them, by point and by spot.

Pixels count from the top left of the columns.
"""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPoint, QRect

from clinic_desktop.domain.booking import Block
from clinic_desktop.domain.time import UTC
from clinic_desktop.ui.agenda.cards import CardPainter
from clinic_desktop.ui.agenda.contents import Column
from clinic_desktop.ui.agenda.kept import KeptPlaced
from clinic_desktop.ui.agenda.layout import Layout
from clinic_desktop.ui.agenda.off import OffPlaced
from clinic_desktop.ui.agenda.placing import Placed, holes_in
from clinic_desktop.ui.agenda.texts import Measures
from clinic_desktop.ui.agenda.tiles import Sheet
from clinic_desktop.ui.agenda.twins import Picture
from clinic_desktop.ui.agenda.walk import Spot, Walked


class Places:
    """A picture that is laid out: whoever draws it says what it is of."""

    picture: Picture
    layout: Layout
    """Where columns and times lie."""
    cards: CardPainter

    @property
    def sheets(self) -> list[Sheet]:
        """How each column is laid and drawn."""
        return self.picture.sheets

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are shown, from the left in reading order."""
        return self.picture.contents.columns

    @property
    def measures(self) -> Measures:
        """The sizes that everything is drawn in."""
        return self.cards.measures

    def instant_at(self, index: int, y: int) -> dt.datetime | None:
        """Answer the instant at a pixel of a column, None where its day has none."""
        seconds = self.sheets[index].placement.seconds_at(self.layout.minute(y))
        return None if seconds is None else dt.datetime.fromtimestamp(seconds, UTC)

    def span_rect(self, index: int, start: dt.datetime, end: dt.datetime) -> QRect:
        """Answer the box that a stretch of time has in a column, as wide as a card is."""
        placement, margin, layout = self.sheets[index].placement, self.measures.margin, self.layout
        top = layout.pixel(placement.top(start.timestamp()))
        bottom = layout.pixel(placement.bottom(end.timestamp()))
        high = max(bottom - top, self.measures.least)
        return QRect(layout.lefts[index] + margin, top, layout.widths[index] - 2 * margin, high)

    def spot_at(self, point: QPoint) -> Spot | None:
        """Answer the item under a point of the canvas."""
        index = self.layout.column_at(point.x())
        if index is None:
            return None
        local = QPoint(point.x() - self.layout.lefts[index], point.y())
        width = self.layout.widths[index]
        for each in reversed(self.sheets[index].placed):
            if QRect(*self.cards.rect(each, width)).contains(local):
                return index, each.item.id
        for hole in holes_in(self.sheets[index].placed, local.y(), local.y() + 1):
            if QRect(*self.cards.hole_rect(hole, width)).contains(local):
                return index, hole.owner.item.id
        for band in self.sheets[index].kept:
            if QRect(*self.cards.band_rect(band, width)).contains(local):
                return index, band.item.id
        off = self.off_at(index, local.y())
        return (index, off.item.id) if off is not None else None

    def off_at(self, index: int, y: int) -> OffPlaced | None:
        """Answer the time off at a height of a column: the doctor's before the clinic's."""
        found = [off for off in self.sheets[index].off if off.top <= y < off.bottom]
        return max(found, key=lambda off: off.item.away.doctor_id is not None, default=None)

    def placed(self, spot: Spot | None) -> Placed | None:
        """Answer the item at a spot, None when it is gone, or when time off is there."""
        if spot is None or spot[0] >= len(self.sheets):
            return None
        return next((p for p in self.sheets[spot[0]].placed if p.item.id == spot[1]), None)

    def off(self, spot: Spot | None) -> OffPlaced | None:
        """Answer the time off at a spot, None where there is none."""
        if spot is None or spot[0] >= len(self.sheets):
            return None
        return next((off for off in self.sheets[spot[0]].off if off.item.id == spot[1]), None)

    def kept(self, spot: Spot | None) -> KeptPlaced | None:
        """Answer what is kept free around a visit at a spot, None where nothing is."""
        if spot is None or spot[0] >= len(self.sheets):
            return None
        return next((one for one in self.sheets[spot[0]].kept if one.item.id == spot[1]), None)

    def there(self, spot: Spot | None) -> Walked | None:
        """Answer whatever is at a spot: an item, or what lies below all items."""
        return self.placed(spot) or self.kept(spot) or self.off(spot)

    def holds(self, spot: Spot | None) -> bool:
        """Tell whether there is anything at a spot."""
        return self.there(spot) is not None

    def rect(self, spot: Spot | None) -> QRect:
        """Answer where an item's box is on the canvas, an empty rectangle when it is gone."""
        if spot is None or spot[0] >= len(self.sheets):
            return QRect()
        left, width = self.layout.lefts[spot[0]], self.layout.widths[spot[0]]
        placed = self.placed(spot)
        if placed is not None:
            x, y, wide, high = self.cards.rect(placed, width)
            return QRect(left + x, y, wide, high)
        band = self.kept(spot)
        if band is not None:
            return QRect(*self.cards.band_rect(band, width)).translated(left, 0)
        off = self.off(spot)
        return QRect() if off is None else QRect(left, off.top, width - 1, off.bottom - off.top)

    def parts_of(self, spot: Spot | None) -> list[QRect]:
        """Answer the boxes of a visit of several in all columns but the one of a spot."""
        placed = self.placed(spot)
        if (
            spot is None
            or placed is None
            or isinstance(placed.item, Block)
            or not placed.item.parts
        ):
            return []
        spots = [(index, spot[1]) for index in range(len(self.sheets)) if index != spot[0]]
        return [rect for rect in map(self.rect, spots) if not rect.isEmpty()]

    def spot_of(self, key: object) -> Spot | None:
        """Answer the first column that shows an item with this identity, its doctor's before all.

        A visit of several stands in the column of each.
        """
        found: Spot | None = None
        for index, sheet in enumerate(self.sheets):
            for each in sheet.walked:
                if each.item.id == key:
                    if self.columns[index].doctor.id == each.item.doctor_id:
                        return index, each.item.id
                    found = found or (index, each.item.id)
        return found
