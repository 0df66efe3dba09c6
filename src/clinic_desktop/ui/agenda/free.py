"""The painting of free time: plain, kept for a purpose, or a time when nobody is booked.

What is kept is hatched and has a mark beside its words; lunch is hatched without an edge, since it
is no time to be booked.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from clinic_desktop.domain.booking import Block
from clinic_desktop.ui.agenda.words import card_time, few_text, free_text
from clinic_desktop.ui.look import icon_pixmap
from clinic_desktop.ui.palette import Palette, mix

if TYPE_CHECKING:
    from clinic_desktop.ui.agenda.cards import CardPainter
    from clinic_desktop.ui.agenda.contents import Item
    from clinic_desktop.ui.agenda.strokes import Line

_MARK = "bookmark"
_STEP = 8
"""How far apart the lines of a hatch are, at the base size."""


def as_of(item: Item, now: dt.datetime | None) -> Item:
    """Answer an item as it is at an instant: a block that was let go is plain."""
    if isinstance(item, Block) and item.purpose and not item.is_reserved(now):
        return replace(item, purpose="", reserved_until=None)
    return item


def manner_of(block: Block) -> str:
    """Answer how a free block is drawn."""
    if not block.purpose:
        return "plain"
    return "kept" if block.bookable else "nobody"


def colours(palette: Palette, manner: str, *, past: bool) -> tuple[str, str, str]:
    """Answer the fill, the edge and the ink."""
    c = palette
    plain = (c.free_past_fill, c.free_past_line, c.free_past_ink)
    if not past:
        plain = (c.free_fill, c.free_line, c.free_ink)
    if manner == "nobody":
        return c.off_hours, plain[1], c.muted
    return plain


def draw(
    painter: QPainter, cards: CardPainter, manner: str, wide: int, high: int, *, past: bool
) -> None:
    """Draw the box of free time: what is offered has dashed edges."""
    fill, line, _ = colours(cards.palette, manner, past=past)
    painter.fillRect(QRectF(0, 0, wide, high), cards.colour(fill))
    if manner != "plain":
        painter.setPen(QPen(cards.colour(mix(fill, line, 0.45)), 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = cards.measures.px(_STEP)
        painter.drawLines(
            [QLineF(x, high, x + high, 0) for x in range(-high - high % step, wide, step)]
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    if manner == "nobody":
        return
    pen = QPen(cards.colour(line), 1)
    pen.setDashPattern([3, 3])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    edges = ((0.5, 0.5), (wide - 0.5, 0.5)), ((0.5, high - 0.5), (wide - 0.5, high - 0.5))
    sides = ((0.5, 0.5), (0.5, high - 0.5)), ((wide - 0.5, 0.5), (wide - 0.5, high - 0.5))
    # Line by line from the same corner, so that the dashes of shared edges fall together.
    for (x1, y1), (x2, y2) in (*edges, *sides):
        painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))


def write(line: Line, cards: CardPainter, item: Block, y: int, high: int, *, past: bool) -> None:
    """Gather its time, and what is said beside it."""
    m = cards.measures
    manner = manner_of(item)
    line.ground, _, ink = colours(cards.palette, manner, past=past)
    base = y + (min(high, m.px(22)) + m.caps["time"]) // 2
    time = card_time(item.start, cards.zone)
    told = tuple(filter(None, (free_text(item, cards.zone), item.purpose or few_text(item))))
    wide = cards.texts.run(time, "time").width
    if item.seats > 1 and not item.purpose:
        # How many seats are left is told by nothing else; the axis tells the time.
        least = cards.texts.run(told[-1], "detail").width
        time = time if wide + m.gap + least <= line.room + 1 else ""
    if time and wide > line.room + 1:
        # Beside a cancelled visit there is no room; the axis tells the time.
        return
    end = line.put("time", time, base, ink) + m.gap if time else 0
    mark = m.icon + m.gap if manner == "kept" else 0
    # "Fr…" says nothing: the dashed box itself says that it is free. A mark goes before a word.
    for word, beside in [(word, mark) for word in told] + [(told[-1], 0)]:
        if end + cards.texts.run(word, "detail").width <= line.room - beside + 1:
            line.put("detail", word, base, ink, end)
            break
    else:
        beside = mark
    if beside and end + beside - m.gap <= line.room:
        line.mark(icon_pixmap(_MARK, ink, m.icon, cards.ratio), base)
