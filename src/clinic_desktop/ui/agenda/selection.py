"""What is current in a calendar: an item, or a stretch of time; and where keys take it."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen

from clinic_desktop.domain.booking import Appointment, Block
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.ui.agenda.canvas import Canvas
from clinic_desktop.ui.agenda.cards import CardPainter
from clinic_desktop.ui.agenda.contents import Item, Key, is_cancelled
from clinic_desktop.ui.agenda.kept import Kept
from clinic_desktop.ui.agenda.off import Off
from clinic_desktop.ui.agenda.placing import Placed
from clinic_desktop.ui.agenda.stretch import Stretch, stretched
from clinic_desktop.ui.agenda.walk import Spot, Step, Walked, step

LONGEST = dt.timedelta(hours=2)
"""How long a visit may be where no kinds of visit are known."""


class Selection:
    """The current spot of a canvas; it draws nothing and tells nobody.

    ``run`` holds the free blocks in a row that are current, and is empty unless there are several.
    ``marked`` is the time that is taken where more than an item is: of a run, or of a stretch that
    holds something else, too.
    """

    def __init__(self, canvas: Canvas) -> None:
        """Begin with nothing."""
        self._canvas = canvas
        self.spot: Spot | None = None
        self._taken: Stretch | None = None
        self._aim: int | None = None
        self.longest = LONGEST
        """The longest kind of visit."""

    @property
    def item(self) -> Item | None:
        """The current block or appointment, None when it is gone."""
        placed = self._canvas.placed(self.spot)
        return placed.item if placed else None

    @property
    def off(self) -> Off | None:
        """The time off that is current."""
        found = self._canvas.off(self.spot)
        return found.item if found is not None else None

    @property
    def kept(self) -> Kept | None:
        """The time that is current which is kept free around a visit."""
        found = self._canvas.kept(self.spot)
        return found.item if found is not None else None

    @property
    def holds_something(self) -> bool:
        """Whether anything is current that can be opened."""
        return self._canvas.holds(self.spot)

    @property
    def stretches(self) -> bool:
        """Whether a run is being taken from an anchor on."""
        return self._taken is not None

    @property
    def run(self) -> tuple[Block, ...]:
        """The free blocks in a row that are current; empty unless there are several."""
        run = self._taken.run if self._taken is not None else ()
        return run if len(run) > 1 else ()

    @property
    def bookable(self) -> tuple[Block, ...]:
        """The free blocks in a row from where a stretch begins on, also if it is only one."""
        return self._taken.run if self._taken is not None else ()

    @property
    def is_mixed(self) -> bool:
        """Whether a stretch is current that can't be booked as one visit."""
        taken, spot = self._taken, self.spot
        return (
            taken is not None
            and not taken.is_free
            and spot is not None
            and (spot[1] != taken.anchor)
        )

    @property
    def is_only_marked(self) -> bool:
        """Whether the time that is current is opened as no visit by itself.

        It holds something else, too, or is longer than the longest kind of visit by a block.
        """
        run = self.run
        is_long = bool(run) and run[-1].start - run[0].start >= self.longest
        return is_long or self.is_mixed

    @property
    def marked(self) -> TimeSpan | None:
        """The time that is taken, where that is more than an item's."""
        taken = self._taken
        return taken.span if taken is not None and (self.run or self.is_mixed) else None

    def rect(self) -> QRect:
        """Answer the box of what is current, on the canvas."""
        rect = self._canvas.rect(self.spot)
        if self.spot is not None and self._taken is not None:
            if self.is_mixed and not rect.isEmpty():
                span = self._taken.span
                return rect.united(self._canvas.span_rect(self.spot[0], span.start, span.end))
            for block in self.run:
                rect = rect.united(self._canvas.rect((self.spot[0], block.id)))
        return rect

    def put(self, spot: Spot | None) -> None:
        """Make one item current, or nothing; a stretch is let go."""
        self.spot = spot
        self._taken = None

    def aim_anew(self) -> None:
        """Forget the height that steps across columns keep to."""
        self._aim = None

    def walked(self, way: Step, start: int) -> Spot | None:
        """Answer where a step leads; ``start`` is the pixel where walking begins from nothing."""
        if self._canvas.cards.mirrored and way in ("left", "right"):
            way = "right" if way == "left" else "left"
        if way not in ("left", "right"):
            self._aim = None
        elif self._aim is None:
            there = self._canvas.there(self.spot)
            self._aim = there.top if there else None
        return step(self._columns(), self.spot, way, self._aim, start)

    def beside(self, way: Step) -> Key | None:
        """Answer which item lies next to the current one in its column."""
        columns = [list[Walked](sheet.placed) for sheet in self._canvas.sheets]
        spot = step(columns, self.spot, way, None, 0)
        return spot[1] if spot is not None else None

    def _columns(self) -> list[list[Walked]]:
        return [sheet.walked for sheet in self._canvas.sheets]

    def reached(self, height: int) -> Key | None:
        """Answer how far a hand at a height has come in the column from where a stretch begins.

        Free blocks are taken as soon as it touches them; all else once it is past the middle, so
        that a hand that goes a little too far still takes what is free.
        """
        if self.spot is None:
            return None
        items = [p for p in self._canvas.sheets[self.spot[0]].placed if not is_cancelled(p.item)]
        begin = next((p for p in items if p.item.id == self._anchor), None)
        if begin is None:
            return None
        if height >= begin.bottom:
            below = (p for p in items if p.top >= begin.top and _upper(p) <= height)
            return max(below, key=lambda p: p.bottom, default=begin).item.id
        above = (p for p in items if p.bottom <= begin.bottom and _lower(p) > height)
        found = min(above, key=lambda p: p.top, default=begin)
        return (found if height < begin.top else begin).item.id

    @property
    def _anchor(self) -> Key | None:
        if self._taken is not None:
            return self._taken.anchor
        return self.spot[1] if self.spot is not None else None

    def stretched(self, to: Key) -> Stretch | None:
        """Answer the stretch from where it began to an item of the same column."""
        if self.spot is None or self._anchor is None:
            return None
        items = (placed.item for placed in self._canvas.sheets[self.spot[0]].placed)
        return stretched(items, self._anchor, to)

    def take(self, taken: Stretch) -> None:
        """Hold a stretch besides the current item, which is its moving end."""
        self._taken = taken

    def keep_run(self) -> bool:
        """Let a run go of which a block is not free any more; answer whether it went.

        Of a stretch that holds something else, too, the time stays.
        """
        taken, column = self._taken, self.spot[0] if self.spot else 0
        if taken is None or len(taken.run) < 2:
            return False
        gone = any(self._canvas.placed((column, block.id)) is None for block in taken.run)
        if gone:
            self._taken = None if taken.is_free else taken._replace(run=())
        return gone

    def hand_over(self, heir: Spot | None) -> bool:
        """Let what took the current item's place end the stretch; answer whether there is one."""
        if not self.is_mixed or heir is None or self.spot is None or heir[0] != self.spot[0]:
            return False
        self.spot = heir
        return True

    def heir(self, gone: Item) -> Spot | None:
        """Answer what took an item's place: its visit elsewhere, or the visit in its block."""
        spot = self._canvas.spot_of(gone.id)
        if spot is None and isinstance(gone, Block):
            for index, sheet in enumerate(self._canvas.sheets):
                for each in sheet.placed:
                    if isinstance(each.item, Appointment) and gone.id in each.item.block_ids:
                        return index, each.item.id
        return spot


def _upper(placed: Placed) -> int:
    """Answer the height from which on a hand that comes from above has taken an item."""
    return placed.top if isinstance(placed.item, Block) else (placed.top + placed.bottom) // 2


def _lower(placed: Placed) -> int:
    """Answer the height above which a hand that comes from below has taken an item."""
    return placed.bottom if isinstance(placed.item, Block) else (placed.top + placed.bottom) // 2


def draw_ring(painter: QPainter, rect: QRect, colour: str, wide: float, cards: CardPainter) -> None:
    """Draw a line around an item's box, so many pixels wide."""
    if rect.isEmpty():
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(cards.colour(colour), wide))
    inner = rect.toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(inner, cards.measures.radius, cards.measures.radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
