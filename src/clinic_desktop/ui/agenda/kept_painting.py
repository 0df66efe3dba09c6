"""The painting of time that is kept free around a visit: a quiet band with level lines.

Level, so that it is told from time off, from what is kept for a purpose, and from off hours without
any colour; at its side it goes on with the bar of its visit's card.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainter

from clinic_desktop.ui.agenda.cards import CardPainter
from clinic_desktop.ui.agenda.kept import KeptPlaced, short_words
from clinic_desktop.ui.palette import mix, readable

_STEP = 4
"""Pixels of the 13-pixel base between two lines."""


def draw_kept(
    painter: QPainter, bands: Iterable[KeptPlaced], cards: CardPainter, width: int, area: QRect
) -> None:
    """Draw what of a column's bands lies in an area (the column's pixels), but their words."""
    for band in bands:
        box = QRect(*cards.band_rect(band, width))
        if not (box & area).isEmpty():
            paint_band(painter, box, cards, band.item.visit.colour, area)


def write_kept(
    painter: QPainter, bands: Iterable[KeptPlaced], cards: CardPainter, width: int, area: QRect
) -> None:
    """Write what the bands in an area are; their words stand above the now line."""
    for band in bands:
        box = QRect(*cards.band_rect(band, width))
        if not (box & area).isEmpty():
            _write(painter, band, cards, box)


def paint_band(painter: QPainter, box: QRect, cards: CardPainter, colour: str, area: QRect) -> None:
    """Fill a box with the ground and the lines of a band, within an area."""
    c, m = cards.palette, cards.measures
    hue = colour or c.untyped
    seen = box & area
    painter.fillRect(seen, cards.colour(mix(c.surface, hue, 0.06)))
    line = cards.colour(mix(c.surface, hue, 0.3))
    step = m.px(_STEP)
    for y in range(box.top() + step // 2, box.bottom() + 1, step):
        if seen.top() <= y <= seen.bottom():
            painter.fillRect(seen.left(), y, seen.width(), 1, line)
    left = box.right() if cards.mirrored else box.left()
    painter.fillRect(
        QRect(left, box.top(), 1, box.height()) & area, cards.colour(mix(c.surface, hue, 0.7))
    )


def _write(painter: QPainter, band: KeptPlaced, cards: CardPainter, box: QRect) -> None:
    """Say what it is, as far as there is room: its visit's card says whose it is."""
    m, c = cards.measures, cards.palette
    room = box.width() - m.pad - m.px(2)
    fitting = (cards.texts.run(words, "note") for words in short_words(band.item))
    run = next((each for each in fitting if each.width <= room), None)
    if run is None or box.height() < m.least_text:
        return
    wide = int(run.width + 0.99)
    left = box.right() + 1 - m.pad - wide if cards.mirrored else box.left() + m.pad
    ground = mix(c.surface, band.item.visit.colour or c.untyped, 0.06)
    # Its lines end before the words, which are to be read.
    painter.fillRect(
        QRect(left - m.px(3), box.top(), wide + m.px(6), box.height()), cards.colour(ground)
    )
    painter.setFont(m.fonts["note"])
    painter.setPen(cards.colour(readable(c.muted, ground, c.ink)))
    base = box.top() + (box.height() + m.caps["note"]) // 2
    painter.drawStaticText(QPointF(left, base - run.baseline), run.static)
