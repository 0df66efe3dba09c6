"""One pixmap a column: drawn whole once, then only the rectangles that change."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPixmap

from clinic_desktop.ui.agenda.cards import CardPainter, no_strokes
from clinic_desktop.ui.agenda.contents import Placed
from clinic_desktop.ui.agenda.geometry import Placement, Range


@dataclass(slots=True)
class Sheet:
    """What one column shows: how its day is placed, its items, its working time, its tile.

    ``now`` is the pixel of the present instant, None where the column does not show it.
    """

    placement: Placement
    placed: list[Placed] = field(default_factory=list)
    ground: list[Range] = field(default_factory=list)
    now: int | None = None
    tile: QPixmap | None = None


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
    area = clip or QRect(0, 0, size.width(), size.height())
    _draw_ground(painter, sheet, cards, rules, area)
    top, bottom = area.top() - 1, area.bottom() + 1
    strokes = no_strokes()
    width = size.width()
    shown = []
    for each in sheet.placed:
        if each.top <= bottom and top <= each.bottom:
            past = now is not None and each.item.end <= now
            rect = cards.rect(each, width)
            cards.box(painter, each.item, rect, past=past)
            shown.append((each, rect, past))
    if sheet.now is not None and top <= sheet.now + 1 and sheet.now - 1 <= bottom:
        # Under all texts; where it would cross one, the card's own fill covers it again.
        painter.fillRect(0, sheet.now - 1, width, 2, cards.colour(cards.palette.now))
    for each, rect, past in shown:
        near = sheet.now is not None and each.top <= sheet.now <= each.bottom
        cards.write(strokes, each.item, rect, sheet.now if near else None, past=past)
    cards.flush(painter, strokes)
    painter.end()


def _draw_ground(
    painter: QPainter, sheet: Sheet, cards: CardPainter, rules: Rules, area: QRect
) -> None:
    """Draw working time, off hours, the rules and the line at the column's end."""
    c = cards.palette
    off, surface = cards.colour(c.off_hours), cards.colour(c.surface)
    reached, bottom = area.top(), area.bottom() + 1
    # Each pixel once: on sharp screens filling costs as much as all the texts.
    for start, end in (*sheet.ground, (bottom, bottom)):
        for edge, colour in ((int(start), off), (int(end), surface)):
            if reached < min(edge, bottom):
                high = min(edge, bottom) - reached
                painter.fillRect(area.left(), reached, area.width(), high, colour)
                reached += high
    hour, line = cards.colour(c.hour_line), cards.colour(c.line)
    for y, strong in rules.lines:
        if area.top() <= y <= area.bottom():
            painter.fillRect(area.left(), y, area.width(), 1, hour if strong else line)
    edge = 0 if cards.mirrored else sheet_width(sheet) - 1
    painter.fillRect(edge, area.top(), 1, area.height(), hour)


def sheet_width(sheet: Sheet) -> int:
    """Answer a drawn tile's width in logical pixels."""
    return round(sheet.tile.deviceIndependentSize().width()) if sheet.tile else 0
