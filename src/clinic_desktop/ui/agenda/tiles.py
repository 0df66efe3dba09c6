"""One pixmap a column: drawn whole once, then only the rectangles that change."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPixmap

from clinic_desktop.ui.agenda.cards import CardPainter, no_strokes
from clinic_desktop.ui.agenda.geometry import Placement, Range
from clinic_desktop.ui.agenda.placing import Placed, ground_of, near

_COVER = 3
"""How far (pixels) from the now line a card may cover it for the sake of its texts."""


@dataclass(slots=True)
class Sheet:
    """What one column shows: how its day is placed, its items, its tile.

    ``now`` is the pixel of the present instant, None where the column does not show it.
    """

    placement: Placement
    placed: list[Placed] = field(default_factory=list)
    now: int | None = None
    tile: QPixmap | None = None

    def copy(self) -> Sheet:
        """Answer the same, to be changed by itself; its pixels are copied when it is drawn into."""
        return Sheet(self.placement, self.placed.copy(), self.now, self.tile and QPixmap(self.tile))


@dataclass(frozen=True, slots=True)
class Rules:
    """The lines across all columns: pixel and whether it is a whole hour's."""

    lines: tuple[tuple[int, bool], ...]


def draw(
    sheet: Sheet,
    cards: CardPainter,
    rules: Rules,
    size: QSize,
    now: dt.datetime | None,
    part: QRect | None = None,
) -> None:
    """Draw a column's tile, or only the part (in pixels of the column) of one that stands."""
    clip = part
    if sheet.tile is None:
        sheet.tile = QPixmap(size * cards.ratio)
        sheet.tile.setDevicePixelRatio(cards.ratio)
        clip = None
    painter = QPainter(sheet.tile)
    if clip is not None:
        painter.setClipRect(clip)
    width, line = size.width(), sheet.now
    area = clip or QRect(0, 0, width, size.height())
    top, bottom = area.top() - 1, area.bottom() + 1
    crossed = line is not None and top <= line + _COVER and line - _COVER <= bottom
    shown = []
    covered = False
    close = near(sheet.placed, top, bottom)
    for each in close:
        rect = cards.rect(each, width)
        x, y, wide, high = rect
        # What only touches is seen there at most by how it covers the now line.
        if crossed or (y <= bottom - 1 and top + 1 < y + high):
            shown.append((each, rect, now is not None and each.item.end <= now))
            box = QRect(x, y, wide, high)
            covered = covered or (cards.is_solid(each.item) and box.contains(area))
    if not covered:
        _draw_ground(painter, ground_of(close), cards, rules, area)
        _draw_end(painter, cards, width, area)
    for each, rect, past in shown:
        cards.box(painter, each.item, rect, past=past)
    if line is not None and crossed:
        # Under all texts; where it would cross one, the card's own fill covers it again.
        painter.fillRect(0, line - 1, width, 2, cards.colour(cards.palette.now))
    strokes = no_strokes()
    for each, rect, past in shown:
        on = crossed and line is not None and each.top <= line <= each.bottom
        cards.write(strokes, each.item, rect, line if on else None, past=past)
    cards.flush(painter, strokes)
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
