"""A calendar's picture without its window: the laying out, the tiles, and what lies where.

Its pixels count from the top left of the columns; header and axis are beside them. The view
scrolls over it and asks for parts of it.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap

from clinic_desktop.domain.away import AwayTimes
from clinic_desktop.domain.booking import Agenda, Block
from clinic_desktop.domain.time import UTC, TimeSpan, from_seconds
from clinic_desktop.ui.agenda import tiles, twins
from clinic_desktop.ui.agenda.cards import CardPainter, box_of
from clinic_desktop.ui.agenda.contents import Column, Contents, Splice
from clinic_desktop.ui.agenda.geometry import DAY, HOUR, differing, whole_hours
from clinic_desktop.ui.agenda.layout import Layout, Wanted
from clinic_desktop.ui.agenda.off import DayNote, Off, OffPlaced, lay_off, note_of, offs_in
from clinic_desktop.ui.agenda.placing import Placed, differences, ground_of, laid, lay_splice
from clinic_desktop.ui.agenda.texts import Measures
from clinic_desktop.ui.agenda.tiles import Sheet, united
from clinic_desktop.ui.agenda.twins import Picture
from clinic_desktop.ui.agenda.walk import Spot
from clinic_desktop.ui.palette import Palette

if TYPE_CHECKING:
    from clinic_desktop.ui.agenda.leaving import Leaving

HOURS = (8 * HOUR, 18 * HOUR)
"""The wall minutes that are shown even when nothing is laid."""


def _is_past(end: dt.datetime, now: dt.datetime | None) -> bool:
    return now is not None and end <= now


class Canvas:
    """Lays out and draws the columns of one calendar."""

    def __init__(self, palette: Palette, measures: Measures, zone: zoneinfo.ZoneInfo) -> None:
        self.zone = zone
        self.picture = Picture(Contents((), zone), [])
        self.picture.shown = 1
        self.hours = HOURS
        self.zoom: int | None = None
        """The minutes of a row, if the day fills the room; None: what the shortest block needs."""
        self.now: dt.datetime | None = None
        self.away = AwayTimes()
        """Time off, and hours of single dates, of the columns' days."""
        self.notes: tuple[DayNote | None, ...] = ()
        """What is special about each column's day."""
        self.leaving: Leaving | None = None
        """Time off that is not saved yet, into which nobody is moved because of it."""
        self._room = QSize(1, 1)
        self.cards = CardPainter(palette, measures, zone, 1.0)
        self.layout = Layout((), zone, Wanted(*HOURS, 15), None, self._room, self.cards)
        """Where columns and times lie."""
        self.has_grown = False
        """Tiles were drawn since they were last looked through."""
        twins.add(self)

    @property
    def contents(self) -> Contents:
        """The items of all columns."""
        return self.picture.contents

    @property
    def sheets(self) -> list[Sheet]:
        """How each column is laid and drawn."""
        return self.picture.sheets

    def _show(self, picture: Picture) -> None:
        if picture is not self.picture:
            self.picture.shown -= 1
            picture.shown += 1
            self.picture = picture

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are shown, from the left in reading order."""
        return self.contents.columns

    @property
    def measures(self) -> Measures:
        """The sizes that everything is drawn in."""
        return self.cards.measures

    def dress(self, palette: Palette, measures: Measures, ratio: float, *, mirrored: bool) -> None:
        """Take new colours, sizes, direction or device pixel ratio."""
        self.cards = CardPainter(palette, measures, self.zone, ratio, mirrored=mirrored)
        self.relay()

    def set_columns(self, columns: tuple[Column, ...], zone: zoneinfo.ZoneInfo) -> None:
        """Show other columns, empty."""
        self.zone = self.cards.zone = zone
        self._show(Picture(Contents(columns, zone), []))
        self.relay()

    def replace(self, agenda: Agenda) -> None:
        """Show exactly what the agenda has."""
        self._show(self.picture.successor())
        self.contents.replace(agenda)
        self.relay()

    def set_away(self, times: AwayTimes) -> bool:
        """Show this time off below all items; answer whether it is another than before."""
        if times == self.away:
            return False
        self.away = times
        self.relay()
        return True

    def patch(self, part: Agenda) -> list[QRect] | None:
        """Replace what lies in the part; answer what was redrawn, None when all was laid anew."""
        before = self.picture
        step = before.step_by(part, self.now)
        if step is not None:
            self._show(step.picture)
            return step.changed
        self._show(before.successor())
        splices, grown = self.contents.patch(part)
        if grown and self._wanted() != self.layout.wanted:
            self.relay()
            return None
        changed: list[QRect] = []
        for index, splice in sorted(splices.items()):
            self.picture.own(index)
            if self.picture is not before:
                # To copy its pixels takes longer than all the rest: who is never told draws anew.
                before.sheets[index].tiles = {}
            changed += self._patch_column(index, splice)
        if self.picture is not before:
            before.follow(self.picture, part, self.now, changed)
        return changed

    def _patch_column(self, index: int, splice: Splice) -> list[QRect]:
        """Lay anew what a splice reaches, and draw what differs there."""
        sheet = self.sheets[index]
        layout, entries = self.layout, self.contents.entries[index]
        scale = layout.scale, layout.least
        where, placed = lay_splice(entries, splice, sheet.placed, sheet.placement, *scale)
        before, sheet.placed[where] = sheet.placed[where], placed
        parts = self._changed(before, placed, layout.widths[index])
        if sheet.off:
            # Its words stand where no card is.
            wide = layout.widths[index]
            boxes = [QRect(0, off.top, wide, off.bottom - off.top) for off in sheet.off]
            parts = united([*parts, *(b for b in boxes if any(b.intersects(p) for p in parts))])
        self._draw(index, parts)
        left = layout.lefts[index]
        return [part.translated(left, 0) for part in parts]

    def _changed(self, before: list[Placed], after: list[Placed], width: int) -> list[QRect]:
        """Answer where a stretch of a column differs from what it was, in the column's pixels."""
        cards = self.cards
        if len(before) == len(after) == 1:
            # Mostly one takes the other's place, on the same ground.
            (was,), (now,) = before, after
            if was[1:] == now[1:] and cards.is_solid(was.item) == cards.is_solid(now.item):
                box = QRect(*cards.rect(was, width)) | QRect(*cards.rect(now, width))
                return [box] if was != now else []
        boxes = dict.fromkeys(cards.rect(each, width) for each in differences(before, after))
        rects = [QRect(*box) for box in boxes]
        grounds = ground_of(before), ground_of(after)
        if grounds[0] != grounds[1]:
            rects += [
                QRect(0, int(low), width, int(high - low)) for low, high in differing(*grounds)
            ]
        return united(rects)

    def resize(self, room: QSize) -> None:
        """Fit into the room (pixels) beside header and axis, where the least sizes allow it."""
        if room != self._room:
            self._room = room
            self.relay()

    def _wanted(self) -> Wanted:
        """Answer what the contents ask of the axis."""
        first, last = self.hours
        laid = self.contents.wall_range()
        if laid:
            low, high = whole_hours(*laid)
            first, last = min(first, low), max(last, high)
        return Wanted(first, min(last, DAY), self.contents.row_minutes())

    def relay(self) -> None:
        """Lay out everything, or show what a twin has laid; tiles are drawn when first seen."""
        layout = self.layout = Layout(
            self.columns, self.zone, self._wanted(), self.zoom, self._room, self.cards
        )
        days = dict.fromkeys(column.day for column in self.columns)
        placements = {day: layout.axis.placement(day) for day in days}
        sheets = [Sheet(placements[column.day]) for column in self.columns]
        for sheet in sheets:
            sheet.now = self._now_in(sheet)
        self._lay_off(sheets)
        twin = twins.picture_of_twin(self, [sheet.now for sheet in sheets])
        if twin is not None:
            self._show(twin)
            return
        for sheet, entries in zip(sheets, self.contents.entries, strict=True):
            sheet.placed = laid(entries, sheet.placement, layout.scale, layout.least)
        self._show(Picture(self.picture.successor().contents, sheets))

    def _lay_off(self, sheets: list[Sheet]) -> None:
        """Lay the time off of all columns, and note what is special about their days."""
        notes: list[DayNote | None] = []
        for column, sheet in zip(self.columns, sheets, strict=True):
            place = sheet.placement
            day = TimeSpan(from_seconds(int(place.start)), from_seconds(int(place.end)))
            offs: list[Off] = offs_in(column, self.away, day)
            sheet.off = lay_off(offs, place, self.layout.scale, self.layout.least)
            notes.append(note_of(column, self.away, offs))
        self.notes = tuple(notes)

    def _now_in(self, sheet: Sheet) -> int | None:
        if self.now is None:
            return None
        at = self.now.timestamp()
        inside = any(stretch.start <= at < stretch.end for stretch in sheet.placement.stretches)
        return self.layout.pixel(sheet.placement.top(at)) if inside else None

    def set_now(self, now: dt.datetime | None) -> list[QRect]:
        """Move the now line and fade what has ended since; answer what was redrawn."""
        before, self.now = self.now, now
        nows = [self._now_in(sheet) for sheet in self.sheets]
        changed = [self._differing(index, before, line) for index, line in enumerate(nows)]
        if any(changed):
            self._draw_now(nows, changed)
        return [
            part.translated(self.layout.lefts[index], 0)
            for index, parts in enumerate(changed)
            for part in parts
        ]

    def _differing(self, index: int, before: dt.datetime | None, line: int | None) -> list[QRect]:
        """Answer where a column differs by its now line, or because something has ended since."""
        sheet, now = self.sheets[index], self.now
        width = self.layout.widths[index]
        rects = []
        if sheet.now != line:
            high = self.measures.px(24)
            lines = [at for at in (sheet.now, line) if at is not None]
            rects += [QRect(0, at - high // 2, width, high) for at in lines]
        for each in sheet.placed:
            item = each.item
            ends = (item.end, item.reserved_until if isinstance(item, Block) else None)
            if any(end and _is_past(end, before) != _is_past(end, now) for end in ends):
                rects.append(QRect(*self.cards.rect(each, width)))
        return united(rects)

    def _draw_now(self, nows: list[int | None], changed: list[list[QRect]]) -> None:
        """Draw the now lines and what differs in each column, unless a twin has done so."""
        twin = twins.picture_of_twin(self, nows)
        if twin is not None:
            self._show(twin)
            return
        self._show(self.picture.successor())
        for index, parts in enumerate(changed):
            if not parts:
                continue
            sheet = self.picture.own(index)
            sheet.now = nows[index]
            self._draw(index, parts)

    @property
    def today(self) -> dt.date | None:
        """The local day of now."""
        return self.now.astimezone(self.zone).date() if self.now else None

    @property
    def now_pixel(self) -> int | None:
        """Where now is on the axis, None when no shown day holds it."""
        return next((sheet.now for sheet in self.sheets if sheet.now is not None), None)

    def _draw(self, index: int, parts: list[QRect]) -> None:
        """Draw parts of a column anew in those of its tiles that stand."""
        sheet, layout = self.sheets[index], self.layout
        for part in parts:
            for top in layout.tops_in(part.top(), part.bottom()):
                if top in sheet.tiles:
                    reach = layout.tile_at(index, top)
                    tiles.draw(sheet, self.cards, layout.rules, reach, self.now, part & reach)

    def paint(self, painter: QPainter, area: QRect, at: QPoint) -> None:
        """Paint an area (the painter's pixels) with the canvas' top left at a point."""
        left, top, wide, high = box_of(area)
        across, down = at.x(), at.y()
        layout, sheets, draw = self.layout, self.picture.sheets, painter.drawPixmap
        columns, lefts = layout.columns_in(left - across, left - across + wide - 1), layout.lefts
        for y in layout.tops_in(top - down, top - down + high - 1):
            at_y = down + y
            for index in columns:
                tile = sheets[index].tiles.get(y)
                if tile is None:
                    tile = self._drawn(index, y)
                draw(across + lefts[index], at_y, tile)
        if layout.groups:
            self._paint_ends(painter, area, across)
        self.paint_beyond(painter, area, down)

    def _drawn(self, index: int, top: int) -> QPixmap:
        """Draw a tile of a column that is seen for the first time."""
        sheet, layout = self.sheets[index], self.layout
        tiles.draw(sheet, self.cards, layout.rules, layout.tile_at(index, top), self.now)
        self.has_grown = True
        return sheet.tiles[top]

    def _paint_ends(self, painter: QPainter, area: QRect, across: int) -> None:
        """Paint a line where a day's columns end and the next day's begin."""
        line, layout = self.cards.colour(self.cards.palette.border), self.layout
        for group in layout.groups[:-1]:
            edge = layout.edges[group.last + 1]
            x = across + (layout.width - edge if self.cards.mirrored else edge - 1)
            if area.left() < x + 2 and x <= area.right():
                painter.fillRect(x, area.top(), 2, area.height(), line)

    def paint_beyond(self, painter: QPainter, area: QRect, down: int) -> None:
        """Fill what of an area lies above or below the canvas, whose top is at a height."""
        if area.top() >= down and area.bottom() < down + self.layout.height:
            return
        surface = self.cards.colour(self.cards.palette.surface)
        above, below = QRect(area), QRect(area)
        above.setBottom(down - 1)
        below.setTop(down + self.layout.height)
        for beyond in (above & area, below & area):
            painter.fillRect(beyond, surface)

    def keep_near(self, sight: QRect) -> None:
        """Let go of the tiles that lie farther than a quarter of the sight beside it."""
        self.has_grown = False
        across, down = sight.width() // 4, sight.height() // 4
        near = sight.adjusted(-across, -down, across, down)
        columns = self.layout.columns_in(near.left(), near.right())
        tops = self.layout.tops_in(near.top(), near.bottom())
        for index, sheet in enumerate(self.sheets):
            kept = tops if index in columns else ()
            sheet.tiles = {top: tile for top, tile in sheet.tiles.items() if top in kept}

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

    def holds(self, spot: Spot | None) -> bool:
        """Tell whether there is anything at a spot."""
        return self.placed(spot) is not None or self.off(spot) is not None

    def rect(self, spot: Spot | None) -> QRect:
        """Answer where an item's box is on the canvas, an empty rectangle when it is gone."""
        if spot is None or spot[0] >= len(self.sheets):
            return QRect()
        left, width = self.layout.lefts[spot[0]], self.layout.widths[spot[0]]
        placed = self.placed(spot)
        if placed is not None:
            x, y, wide, high = self.cards.rect(placed, width)
            return QRect(left + x, y, wide, high)
        off = self.off(spot)
        return QRect() if off is None else QRect(left, off.top, width - 1, off.bottom - off.top)

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
