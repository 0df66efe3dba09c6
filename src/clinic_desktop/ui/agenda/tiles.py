"""Pixmaps of a column's stretches: each drawn when first seen, then only where it changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPixmap

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.ui.agenda.cards import CardPainter, Gathered, box_of
from clinic_desktop.ui.agenda.free import as_of
from clinic_desktop.ui.agenda.geometry import Placement, Range
from clinic_desktop.ui.agenda.kept import KeptPlaced
from clinic_desktop.ui.agenda.off import OffPlaced
from clinic_desktop.ui.agenda.placing import Placed, ground_of, holes_in, near
from clinic_desktop.ui.agenda.strokes import no_strokes
from clinic_desktop.ui.agenda.walk import Walked

_COVER = 3
"""How far (pixels) from the now line a card may cover it for the sake of its texts."""


_SHALLOW = 64
"""The least height of a tile in pixels, where a part of the column is seen."""


@dataclass(slots=True)
class Sheet:
    """What one column shows: how its day is placed, its items, its tiles by their top pixels.

    ``off`` is the time off that lies below its items, ``kept`` what is kept free around visits.
    ``now`` is the pixel of the present instant, None where the column does not show it.
    """

    placement: Placement
    placed: list[Placed] = field(default_factory=list)
    now: int | None = None
    tiles: dict[int, QPixmap] = field(default_factory=dict)
    off: list[OffPlaced] = field(default_factory=list)
    kept: list[KeptPlaced] = field(default_factory=list)

    @property
    def walked(self) -> list[Walked]:
        """All that arrows walk over, in the order of the tops."""
        if not self.off and not self.kept:
            return list(self.placed)
        return sorted((*self.placed, *self.off, *self.kept), key=lambda each: each.top)

    def copy(self) -> Sheet:
        """Answer the same, to be changed by itself; its pixels are copied when it is drawn into."""
        pixmaps = {top: QPixmap(tile) for top, tile in self.tiles.items()}
        return Sheet(self.placement, self.placed.copy(), self.now, pixmaps, self.off, self.kept)


@dataclass(frozen=True, slots=True)
class Rules:
    """The lines across all columns: pixel and whether it is a whole hour's."""

    lines: tuple[tuple[int, bool], ...]


def depth(height: int, room: int) -> int:
    """Answer the height of the tiles of columns so high, of which so much is seen at once.

    What fits has one; else they are half as high as what is seen, so that few pixels are drawn,
    and held, for nothing.
    """
    return height if height <= room else max(_SHALLOW, -(-room // 2))


def draw(
    sheet: Sheet,
    cards: CardPainter,
    rules: Rules,
    reach: QRect,
    now: dt.datetime | None,
    part: QRect | None = None,
) -> None:
    """Draw a column's tile that reaches so far, or only a part of it (both the column's pixels)."""
    tile = sheet.tiles.get(reach.top())
    if tile is None:
        tile = sheet.tiles[reach.top()] = QPixmap(reach.size() * cards.ratio)
        tile.setDevicePixelRatio(cards.ratio)
        part = None
    painter = QPainter(tile)
    painter.translate(0, -reach.top())
    if part is not None:
        painter.setClipRect(part)
    width, line = reach.width(), sheet.now
    area = part or reach
    left, first, across, down = box_of(area)
    right, bottom = left + across, first + down
    crossed = line is not None and first - 1 <= line + _COVER and line - _COVER <= bottom
    shown = []
    covered = False
    # What only touches is seen there at most by how it covers the now line.
    beside = 1 if crossed else 0
    close = near(sheet.placed, first - beside, bottom - 1 + beside)
    for each in close:
        rect = x, y, wide, high = cards.rect(each, width)
        if crossed or (y < bottom and first < y + high):
            item = as_of(each.item, now)
            shown.append((each, item, rect, now is not None and item.end <= now))
            if x <= left and y <= first and right <= x + wide and bottom <= y + high:
                covered = covered or (cards.is_solid(each.item) and not sheet.off)
    if not covered:
        _draw_ground(painter, ground_of(close), cards, rules, area)
        _draw_below(painter, sheet, cards, width, area)
        _draw_end(painter, cards, width, area)
    below: list[OffPlaced | KeptPlaced] = [*sheet.off, *sheet.kept]
    gathered: list[Gathered] = []
    for each, item, (x, y, wide, high), past in shown:
        hatched = bool(below) and any(
            one.top < each.bottom and each.top < one.bottom for one in below
        )
        solid = cards.is_solid(item) and not hatched
        face = cards.face(item, wide, high, past=past, solid=solid)
        painter.drawPixmap(x, y, face.box)
        if line is not None and crossed and each.top <= line <= each.bottom:
            # Where the line meets texts, and what it leaves of them, hangs on its height.
            said = no_strokes()
            cards.write(said, item, (x, y, wide, high), line, past=past)
            gathered.append((said, 0, 0))
        else:
            gathered.append((face.said, x, y))
    _fill_holes(painter, close, cards, width, area, now)
    if line is not None and crossed:
        # Under all texts; where it would cross one, the card's own fill covers it again.
        painter.fillRect(0, line - 1, width, 2, cards.colour(cards.palette.now))
    _write_below(painter, sheet, cards, width, area)
    cards.flush(painter, gathered)
    painter.end()


def _draw_ground(
    painter: QPainter, ground: list[Range], cards: CardPainter, rules: Rules, area: QRect
) -> None:
    """Draw working time (``ground``, pixels), off hours and the rules."""
    c = cards.palette
    off, surface = cards.colour(c.off_hours), cards.colour(c.surface)
    left, wide, top, bottom = area.left(), area.width(), area.top(), area.bottom() + 1
    reached = top
    # Each pixel once: on sharp screens filling costs as much as all the texts.
    for start, end in (*ground, (bottom, bottom)):
        for edge, colour in ((int(start), off), (int(end), surface)):
            if reached < min(edge, bottom):
                high = min(edge, bottom) - reached
                painter.fillRect(left, reached, wide, high, colour)
                reached += high
    hour, line = cards.colour(c.hour_line), cards.colour(c.line)
    for y, strong in rules.lines:
        if top <= y < bottom:
            painter.fillRect(left, y, wide, 1, hour if strong else line)


def _draw_below(
    painter: QPainter, sheet: Sheet, cards: CardPainter, width: int, area: QRect
) -> None:
    """Draw the time off of a column, and what is kept free around its visits, if it has any."""
    # Loaded by whoever has some: most days have none.
    if sheet.off:
        from clinic_desktop.ui.agenda.off_painting import draw_off

        draw_off(painter, sheet.off, cards, width, area)
    if sheet.kept:
        from clinic_desktop.ui.agenda.kept_painting import draw_kept

        draw_kept(painter, sheet.kept, cards, width, area)


def _write_below(
    painter: QPainter, sheet: Sheet, cards: CardPainter, width: int, area: QRect
) -> None:
    """Write what of a column is off or kept free: over the now line, beside all cards."""
    if sheet.off:
        from clinic_desktop.ui.agenda.off_painting import write_off

        write_off(painter, sheet.off, sheet.placed, cards, width, area)
    if sheet.kept:
        from clinic_desktop.ui.agenda.kept_painting import write_kept

        write_kept(painter, sheet.kept, cards, width, area)


def _fill_holes(
    painter: QPainter,
    close: list[Placed],
    cards: CardPainter,
    width: int,
    area: QRect,
    now: dt.datetime | None,
) -> None:
    """Let a card reach into what is empty beside it: it is nobody's time but that visit's."""
    if all(each.lanes == 1 for each in close):
        return
    for hole in holes_in(close, area.top(), area.bottom() + 1):
        visit = hole.owner.item
        if isinstance(visit, Appointment):
            past = now is not None and visit.end <= now
            fill = cards.colour(cards.colours(visit, past=past).fill)
            painter.fillRect(QRect(*cards.hole_rect(hole, width)), fill)


def _draw_end(painter: QPainter, cards: CardPainter, width: int, area: QRect) -> None:
    """Draw the line at the column's end."""
    edge = 0 if cards.mirrored else width - 1
    if area.left() <= edge <= area.right():
        line = cards.colour(cards.palette.hour_line)
        painter.fillRect(edge, area.top(), 1, area.height(), line)


def united(rects: list[QRect]) -> list[QRect]:
    """Answer rectangles that cover the same, none overlapping another."""
    found: list[QRect] = []
    for rect in rects:
        merged = rect
        apart = []
        for other in found:
            if other.intersects(merged):
                merged = merged.united(other)
            else:
                apart.append(other)
        found = [*apart, merged]
    return found
