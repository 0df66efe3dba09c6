"""The painting of time off: a hatched ground below all cards, with its words where they are seen.

A doctor's has one set of lines, the clinic's closed time two that cross: told apart from off hours
and from each other without any colour.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QLineF, QPointF, QRect
from PySide6.QtGui import QPainter, QPen

from clinic_desktop.ui.agenda.cards import CardPainter
from clinic_desktop.ui.agenda.off import OffPlaced, off_words, short_words
from clinic_desktop.ui.agenda.placing import Placed

_HIGH = 18
"""The height of its words with the room around them, in pixels of the 13-pixel base."""
_STEP = 7
"""Pixels of the 13-pixel base between two lines of a hatching."""


def draw_off(
    painter: QPainter, offs: Iterable[OffPlaced], cards: CardPainter, width: int, area: QRect
) -> None:
    """Draw what of a column's time off lies in an area (the column's pixels), but its words."""
    for off in offs:
        box = _box(off, width)
        if not (box & area).isEmpty():
            hatch(painter, box, cards, area, crossed=off.item.away.doctor_id is None)


def write_off(
    painter: QPainter,
    offs: Iterable[OffPlaced],
    placed: list[Placed],
    cards: CardPainter,
    width: int,
    area: QRect,
) -> None:
    """Write what the time off in an area is; its words stand above the now line."""
    every = tuple(offs)
    for off, top in zip(every, gaps_of(every, placed, cards.measures.px(_HIGH)), strict=True):
        box = _box(off, width)
        if top is not None and not (box & area).isEmpty():
            _write(painter, off, top, cards, box)


def _box(off: OffPlaced, width: int) -> QRect:
    return QRect(0, off.top, width - 1, off.bottom - off.top)


def hatch(painter: QPainter, box: QRect, cards: CardPainter, area: QRect, *, crossed: bool) -> None:
    """Fill a box with the ground and lines of time off, within an area."""
    m, c = cards.measures, cards.palette
    seen = box & area
    painter.save()
    painter.setClipRect(seen)
    painter.fillRect(seen, cards.colour(c.away_fill))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(cards.colour(c.away_line), 1))
    step, high = m.px(_STEP), seen.height()
    lines = []
    # Counted from the column's corner, so that the lines of two tiles meet.
    first = (seen.left() + seen.top()) // step * step
    for at in range(first, seen.right() + seen.bottom() + step, step):
        x = at - seen.top()
        lines.append(QLineF(x, seen.top(), x - high, seen.top() + high))
    if crossed:
        first = (seen.left() - seen.bottom()) // step * step
        for at in range(first, seen.right() - seen.top() + step, step):
            x = at + seen.top()
            lines.append(QLineF(x, seen.top(), x + high, seen.top() + high))
    painter.drawLines(lines)
    painter.restore()
    edge = cards.colour(c.away_edge)
    bar = m.bar
    left = box.right() + 1 - bar if cards.mirrored else box.left()
    painter.fillRect(QRect(left, box.top(), bar, box.height()) & area, edge)
    for top in (box.top(), box.bottom()):
        painter.fillRect(QRect(box.left(), top, box.width(), 1) & area, edge)


def _write(painter: QPainter, off: OffPlaced, top: int, cards: CardPainter, box: QRect) -> None:
    """Write what it is from a pixel on."""
    m, c = cards.measures, cards.palette
    high = m.px(_HIGH)
    # Its words begin where those of cards do.
    inner = m.px(3)
    room = box.width() - m.pad - inner - m.px(2)
    if room < m.least_text:
        return
    words = off_words(off.item.away)
    if cards.texts.run(words, "detail").width > room:
        words = short_words(off.item.away)
    run = cards.texts.within(words, "detail", room)
    wide = int(run.width + 0.99) + 2 * inner
    start = m.pad - inner
    left = box.right() + 1 - start - wide if cards.mirrored else start
    label = QRect(left, top + m.px(2), wide, high - m.px(3))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(cards.colour(c.away_fill))
    painter.setBrush(cards.colour(c.away_fill))
    painter.drawRoundedRect(label, m.px(3), m.px(3))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setFont(m.fonts["detail"])
    painter.setPen(cards.colour(c.away_ink))
    base = label.top() + (label.height() + m.caps["detail"]) // 2
    painter.drawStaticText(QPointF(label.left() + inner, base - run.baseline), run.static)


def gaps_of(offs: Iterable[OffPlaced], placed: Iterable[Placed], high: int) -> list[int | None]:
    """Answer where the words of each stretch begin: in its first gap between cards and others'.

    Stretches may lie over each other, their words may not; None: there is no room.
    """
    taken = [(each.top, each.bottom) for each in placed]
    found = []
    for off in offs:
        top = _gap(off, sorted(taken), high)
        found.append(top)
        if top is not None:
            taken.append((top, top + high))
    return found


def _gap(off: OffPlaced, taken: list[tuple[int, int]], high: int) -> int | None:
    """Answer the top of the first gap of a height between what is taken in a stretch."""
    top = off.top
    for start, end in taken:
        if end <= top:
            continue
        if start >= off.bottom or start - top >= high:
            break
        top = max(top, end)
    return top if off.bottom - top >= high else None
