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
from clinic_desktop.domain.booking import Agenda
from clinic_desktop.domain.time import TimeSpan, from_seconds
from clinic_desktop.ui.agenda import tiles, twins
from clinic_desktop.ui.agenda.cards import CardPainter, box_of
from clinic_desktop.ui.agenda.changed import by_bands, by_items, by_time
from clinic_desktop.ui.agenda.contents import Column, Contents, Splice
from clinic_desktop.ui.agenda.geometry import DAY, HOUR, whole_hours
from clinic_desktop.ui.agenda.kept import keeps_free, lay_kept
from clinic_desktop.ui.agenda.layout import Layout, Wanted
from clinic_desktop.ui.agenda.off import DayNote, Off, lay_off, note_of, offs_in
from clinic_desktop.ui.agenda.places import Places
from clinic_desktop.ui.agenda.placing import laid, lay_splice
from clinic_desktop.ui.agenda.texts import Measures
from clinic_desktop.ui.agenda.tiles import Sheet, united
from clinic_desktop.ui.agenda.twins import Picture
from clinic_desktop.ui.palette import Palette

if TYPE_CHECKING:
    from clinic_desktop.ui.agenda.leaving import Leaving

HOURS = (8 * HOUR, 18 * HOUR)
"""The wall minutes that are shown even when nothing is laid."""


class Canvas(Places):
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

    def _show(self, picture: Picture) -> None:
        if picture is not self.picture:
            self.picture.shown -= 1
            picture.shown += 1
            self.picture = picture

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
        parts = by_items(self.cards, before, placed, layout.widths[index])
        if sheet.kept or any(map(keeps_free, placed)):
            kept = lay_kept(sheet.placed, self.columns[index], sheet.placement, layout.scale)
            bands = by_bands(sheet.kept, kept, layout.widths[index])
            parts, sheet.kept = united([*parts, *bands]), kept
        if sheet.off:
            # Its words stand where no card is.
            wide = layout.widths[index]
            boxes = [QRect(0, off.top, wide, off.bottom - off.top) for off in sheet.off]
            parts = united([*parts, *(b for b in boxes if any(b.intersects(p) for p in parts))])
        self._draw(index, parts)
        left = layout.lefts[index]
        return [part.translated(left, 0) for part in parts]

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
        for column, sheet, entries in zip(self.columns, sheets, self.contents.entries, strict=True):
            sheet.placed = laid(entries, sheet.placement, layout.scale, layout.least)
            sheet.kept = lay_kept(sheet.placed, column, sheet.placement, layout.scale)
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
        widths = self.layout.widths
        changed = [
            by_time(self.cards, sheet, line, before, now, wide)
            for sheet, line, wide in zip(self.sheets, nows, widths, strict=True)
        ]
        if any(changed):
            self._draw_now(nows, changed)
        return [
            part.translated(self.layout.lefts[index], 0)
            for index, parts in enumerate(changed)
            for part in parts
        ]

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
        across, down = at.toTuple()
        layout, sheets, draw = self.layout, self.picture.sheets, painter.drawPixmap
        columns, lefts = layout.columns_in(left - across, left - across + wide - 1), layout.lefts
        for y in layout.tops_in(top - down, top - down + high - 1):
            at_y = down + y
            for index in columns:
                tile = sheets[index].tiles.get(y)
                if tile is None:
                    tile = self._drawn(index, y)
                draw(across + lefts[index], at_y, tile)
        for end in layout.ends:
            x = across + end
            if left < x + 2 and x < left + wide:
                painter.fillRect(x, top, 2, high, self.cards.colour(self.cards.palette.border))
        if top < down or down + layout.height < top + high:
            self.paint_beyond(painter, area, down)

    def _drawn(self, index: int, top: int) -> QPixmap:
        """Draw a tile of a column that is seen for the first time."""
        sheet, layout = self.sheets[index], self.layout
        tiles.draw(sheet, self.cards, layout.rules, layout.tile_at(index, top), self.now)
        self.has_grown = True
        return sheet.tiles[top]

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
