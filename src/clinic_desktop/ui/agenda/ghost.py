"""What is painted over the cards while a visit is in the hand, or on its way to another time."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from clinic_desktop.ui.agenda.cards import CardPainter, box_of
from clinic_desktop.ui.agenda.contents import Item
from clinic_desktop.ui.agenda.strokes import no_strokes
from clinic_desktop.ui.look import icon_pixmap

_SHEER = 235
_VEIL = 165
_PICKED = 45
_MARK = 14


def label_rect(rect: QRect, words: str, room: QRect, cards: CardPainter) -> QRect:
    """Answer the room that a ghost's words need: its own top, or beyond it where that is narrow."""
    m = cards.measures
    wide = math.ceil(cards.texts.run(words, "name").width)
    # Words that just fit stay within; where they go beyond, both their sides are alike.
    fits = wide + _around(cards) <= rect.width()
    wide = rect.width() if fits else wide + 2 * m.pad
    label = QRect(rect.left(), rect.top(), wide, min(rect.height(), m.row + 2))
    if cards.mirrored:
        label.moveRight(rect.right())
    label.moveLeft(max(room.left(), min(label.left(), room.right() - label.width())))
    return label


def draw_ghost(
    painter: QPainter,
    rect: QRect,
    label: QRect,
    words: str,
    name: str,
    cards: CardPainter,
    *,
    refused: bool,
) -> None:
    """Draw where a visit would land, and the patient's name; refused in the colour of danger.

    The words stand in ``label``, which may be wider than the ghost.
    """
    c = cards.palette
    edge, fill = (c.danger, c.danger_soft) if refused else (c.accent, c.accent_soft)
    ink = c.danger if refused else c.on_accent_soft
    ground = QColor(cards.colour(fill))
    ground.setAlpha(_SHEER)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(cards.colour(edge), 2)
    if refused:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(ground)
    inner = rect.toRectF().adjusted(1, 1, -1, -1)
    painter.drawRoundedRect(inner, cards.measures.radius, cards.measures.radius)
    if label.width() > rect.width():
        painter.setPen(QPen(cards.colour(edge), 1))
        painter.setBrush(cards.colour(fill))
        box = label.toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, cards.measures.radius, cards.measures.radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _write(painter, label, words, cards, ink)
    if rect.height() >= cards.measures.two_lines:
        below = rect.adjusted(0, cards.measures.row, 0, 0)
        _write(painter, below, name, cards, ink, role="detail")


def draw_picked(
    painter: QPainter, rect: QRect, item: Item, cards: CardPainter, now: int | None, *, past: bool
) -> None:
    """Say on a card that it is selected: by a veil, a frame, and a mark at its lower edge.

    ``now`` is the height of the present instant, None where the card's column does not show it.
    """
    if rect.isEmpty():
        return
    c, m = cards.palette, cards.measures
    # Beside the icon of its status, which stands in the corner of a card of two lines.
    has_lines = rect.height() >= m.two_lines
    beside = m.icon + 2 * m.pad if has_lines else 2
    side = min(m.px(_MARK), rect.height() - 4)
    if not has_lines:
        _write_before(painter, rect, side + 2 * beside, item, cards, now, past=past)
    veil = QColor(cards.colour(c.accent))
    veil.setAlpha(_PICKED)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(cards.colour(c.accent), 2))
    painter.setBrush(veil)
    painter.drawRoundedRect(rect.toRectF().adjusted(1, 1, -1, -1), m.radius, m.radius)
    mark = QRect(0, rect.bottom() - side - 1, side, side)
    mark.moveRight(rect.right() - beside)
    if cards.mirrored:
        mark.moveLeft(rect.left() + beside)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(cards.colour(c.accent))
    painter.drawEllipse(mark)
    inside = side * 3 // 4
    picture = icon_pixmap("check", c.on_accent, inside, cards.ratio)
    at = mark.topLeft() + QPoint((side - inside) // 2, (side - inside) // 2)
    painter.drawPixmap(at, picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _write_before(
    painter: QPainter, rect: QRect, taken: int, item: Item, cards: CardPainter, now: int | None,
    *, past: bool,
) -> None:  # fmt: skip
    """Write a card's only line again, so that it ends before what is taken of the card's end."""
    m = cards.measures
    less = taken - m.top
    if rect.width() - m.pad - taken < m.least_name:
        return
    cards.box(painter, item, box_of(rect), past=past, solid=False)
    crossing = now if now is not None and rect.top() < now <= rect.bottom() else None
    if crossing is not None:
        painter.fillRect(
            rect.left(), crossing - 1, rect.width(), 2, cards.colour(cards.palette.now)
        )
    room = rect.adjusted(less, 0, 0, 0) if cards.mirrored else rect.adjusted(0, 0, -less, 0)
    strokes = no_strokes()
    cards.write(strokes, item, box_of(room), crossing, past=past)
    cards.flush(painter, [(strokes, 0, 0)])


def draw_waiting(painter: QPainter, rects: list[QRect], cards: CardPainter) -> None:
    """Say on cards that they are on their way to another time."""
    for rect in rects:
        draw_veil(painter, rect, "Moving\N{HORIZONTAL ELLIPSIS}", cards)


def draw_veil(painter: QPainter, rect: QRect, words: str, cards: CardPainter) -> None:
    """Fade a card that is in the hand or on its way; say so, if there are words for it."""
    c = cards.palette
    veil = QColor(cards.colour(c.surface))
    veil.setAlpha(_VEIL)
    painter.fillRect(rect, veil)
    if words:
        # Opaque under the words: the card's own must not shine through them.
        line = QRect(rect.left(), rect.top(), rect.width(), min(rect.height(), cards.measures.row))
        painter.fillRect(line, cards.colour(c.surface))
        _write(painter, line, words, cards, c.muted)


def _around(cards: CardPainter) -> int:
    """Answer the least room beside words: less at their end, where nothing follows."""
    return cards.measures.pad + cards.measures.pad // 2


def _write(
    painter: QPainter,
    rect: QRect,
    words: str,
    cards: CardPainter,
    ink: str,
    *,
    role: str = "name",
) -> None:
    """Write a line at the top of a box."""
    m = cards.measures
    run = cards.texts.within(words, role, rect.width() - _around(cards))
    base = rect.top() + (min(rect.height(), m.row) + m.caps["name"]) // 2
    painter.setPen(cards.colour(ink))
    painter.setFont(m.fonts[role])
    x = rect.right() - m.pad - run.width if cards.mirrored else rect.left() + m.pad
    painter.drawStaticText(QPointF(x, base - run.baseline), run.static)
