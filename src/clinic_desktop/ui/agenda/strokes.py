"""What is drawn over the boxes of a calendar: texts and icons, gathered before they are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPixmap

from clinic_desktop.ui.agenda.texts import Run

if TYPE_CHECKING:
    from clinic_desktop.ui.agenda.cards import CardPainter


ROLES = ("time", "detail", "name")
"""The fonts of what stands on cards."""


class Words(NamedTuple):
    """A text to be drawn, by its left upper corner."""

    x: int
    top: float
    run: Run
    colour: str


@dataclass(slots=True)
class Strokes:
    """What is drawn over boxes, gathered by fonts: each is set once."""

    texts: dict[str, list[Words]]
    icons: list[tuple[tuple[int, int], QPixmap]]
    patches: list[tuple[QRectF, str]]
    strikes: list[tuple[QRectF, str]]


class Line:
    """The room that one item's texts have, and where they go; mirrored, they run from the right."""

    def __init__(
        self, cards: CardPainter, strokes: Strokes, left: int, room: int, now: int | None
    ) -> None:
        self.cards, self.strokes, self.now = cards, strokes, now
        self.left, self.room = left, room
        self.ground = ""
        self.marked: int | None = None
        if cards.mirrored:
            # The bar stands on the right: the narrower margin is on the left.
            self.left -= cards.measures.top

    def put(
        self,
        role: str,
        text: str,
        base: int,
        colour: str,
        start: int = 0,
        *,
        room: int | None = None,
        struck: bool = False,
    ) -> int:
        """Gather a text ``start`` pixels into the room (all, or less); answer where it ends."""
        room = (self.room if room is None else room) - start
        if room < self.cards.measures.pad:
            return start
        run = self.cards.texts.within(text, role, room)
        wide = int(run.width + 0.99)
        x = self.left + start
        if self.cards.mirrored:
            x = self.left + self.room - start - wide
        self.strokes.texts[role].append(Words(x, base - run.baseline, run, colour))
        cap = self.cards.measures.ascent[role]
        if self.now is not None and base - 1.6 * cap <= self.now <= base + 0.7 * cap:
            # Up to an icon that is near: no crumb of the now line between the two.
            m = self.cards.measures
            is_near = self.marked == base and self.room - start - wide < m.icon + m.px(40)
            left, reach = (self.left, self.room) if is_near else (x, wide + 2)
            by = m.px(3)
            patch = QRectF(left - by, self.now - by, reach + 2 * by, 2 * by)
            self.strokes.patches.append((patch, self.ground))
        if struck:
            self.strokes.strikes.append((QRectF(x, round(base - cap / 2), wide, 1), colour))
        return start + wide

    def mark(self, pixmap: QPixmap, base: int) -> None:
        """Gather an icon at the far end of the line with this baseline."""
        m = self.cards.measures
        self.marked = base
        x = self.left if self.cards.mirrored else self.left + self.room - m.icon
        y = base - (m.caps["name"] + m.icon) // 2
        self.strokes.icons.append(((x, y), pixmap))
        if self.now is not None and y - 2 <= self.now <= y + m.icon + 2:
            patch = QRectF(x - m.gap, self.now - m.px(3), m.icon + m.px(7), m.px(6))
            self.strokes.patches.append((patch, self.ground))


def no_strokes() -> Strokes:
    """Answer an empty gathering."""
    return Strokes({role: [] for role in ROLES}, [], [], [])
