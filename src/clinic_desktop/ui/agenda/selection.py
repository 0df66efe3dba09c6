"""What is current in a calendar: an item, or a run of free blocks; and where keys take it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen

from clinic_desktop.domain.booking import Appointment, Block
from clinic_desktop.ui.agenda.canvas import Canvas
from clinic_desktop.ui.agenda.cards import CardPainter
from clinic_desktop.ui.agenda.contents import Item, Key
from clinic_desktop.ui.agenda.placing import Placed
from clinic_desktop.ui.agenda.stretch import stretch
from clinic_desktop.ui.agenda.walk import Spot, Step, step


class Selection:
    """The current spot of a canvas; it draws nothing and tells nobody.

    ``run`` holds the free blocks in a row that are current, and is empty unless there are several.
    """

    def __init__(self, canvas: Canvas) -> None:
        """Begin with nothing."""
        self._canvas = canvas
        self.spot: Spot | None = None
        self.run: tuple[Block, ...] = ()
        self._anchor: Key | None = None
        self._aim: int | None = None

    @property
    def item(self) -> Item | None:
        """The current block or appointment, None when it is gone."""
        placed = self._canvas.placed(self.spot)
        return placed.item if placed else None

    @property
    def stretches(self) -> bool:
        """Whether a run is being taken from an anchor on."""
        return self._anchor is not None

    def rect(self) -> QRect:
        """Answer the box of what is current, on the canvas."""
        rect = self._canvas.rect(self.spot)
        if self.spot is not None:
            for block in self.run:
                rect = rect.united(self._canvas.rect((self.spot[0], block.id)))
        return rect

    def put(self, spot: Spot | None) -> None:
        """Make one item current, or nothing; a run is let go."""
        self.spot = spot
        self._anchor, self.run = None, ()

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
            placed = self._canvas.placed(self.spot)
            self._aim = placed.top if placed else None
        return step(self._columns(), self.spot, way, self._aim, start)

    def beside(self, way: Step) -> Key | None:
        """Answer what lies next to the current item in its column."""
        spot = step(self._columns(), self.spot, way, None, 0)
        return spot[1] if spot is not None else None

    def _columns(self) -> list[list[Placed]]:
        return [sheet.placed for sheet in self._canvas.sheets]

    def stretched(self, to: Key) -> tuple[Key, tuple[Block, ...]] | None:
        """Answer the anchor, and all free blocks from there to this one, up to the first gap."""
        if self.spot is None:
            return None
        anchor = self.spot[1] if self._anchor is None else self._anchor
        items = (placed.item for placed in self._canvas.sheets[self.spot[0]].placed)
        run = stretch(items, anchor, to)
        return (anchor, run) if run else None

    def take(self, anchor: Key, run: tuple[Block, ...]) -> None:
        """Hold a run besides the current block, which is its moving end."""
        self._anchor, self.run = anchor, run if len(run) > 1 else ()

    def keep_run(self) -> bool:
        """Let a run go of which a block is not free any more; answer whether it went."""
        if not self.run:
            return False
        column = self.spot[0] if self.spot else 0
        gone = any(self._canvas.placed((column, block.id)) is None for block in self.run)
        if gone:
            self._anchor, self.run = None, ()
        return gone

    def heir(self, gone: Item) -> Spot | None:
        """Answer what took an item's place: its visit elsewhere, or the visit in its block."""
        spot = self._canvas.spot_of(gone.id)
        if spot is None and isinstance(gone, Block):
            for index, sheet in enumerate(self._canvas.sheets):
                for each in sheet.placed:
                    if isinstance(each.item, Appointment) and gone.id in each.item.block_ids:
                        return index, each.item.id
        return spot


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
