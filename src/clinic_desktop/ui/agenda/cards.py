"""The painting of one card or free block: boxes, texts and icons, each drawn once and then kept.

A narrow card of one line drops the time before the icon of a status that tells something, and the
icon of a visit that is only booked before the time; then the given name shrinks to its initial,
then the end of the name goes, and in a share of a narrow column the initials alone are left. A
higher card has a second line, "08:00 · Check-up": where that is too wide the type goes into a third
line, and a card too low for one shows its time alone, since its colour tells the type. The icon
stands at the end of the name in a wide column, and of the second line in a narrow one, where names
need all room: so every card says where its visit stands.
A text is cut only where it stands alone.

A run of free blocks is one calm stretch: flat boxes that share their dashed edges.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPainterPath,
    QPixmap,
)

from clinic_desktop.domain.booking import Appointment, AppointmentStatus, Block
from clinic_desktop.domain.forms import present
from clinic_desktop.ui.agenda import free
from clinic_desktop.ui.agenda.contents import Item, is_cancelled
from clinic_desktop.ui.agenda.kept import KeptPlaced
from clinic_desktop.ui.agenda.placing import Hole, Placed
from clinic_desktop.ui.agenda.strokes import ROLES, Line, Strokes, no_strokes
from clinic_desktop.ui.agenda.texts import Measures
from clinic_desktop.ui.agenda.words import (
    OVER,
    STATUS_ICONS,
    card_time,
    initials,
    marks_of,
    shortened,
)
from clinic_desktop.ui.look import icon_pixmap
from clinic_desktop.ui.palette import CardColours, Palette

_MOST_BOXES = 2_000
_MOST_FACES = 4_000
_ONLY_BOOKED = (STATUS_ICONS[AppointmentStatus.BOOKED],)

Box = tuple[int, int, int, int]
"""x, y, width and height of an item's box in its column, in pixels."""

box_of: Callable[[QRect], Box] = QRect.getRect  # type: ignore[assignment] # told to be an object
"""Answer a rectangle's x, y, width and height at once: in half the time of asking for each."""


Gathered = tuple[Strokes, int, int]
"""What is said, and how far to the right and down (pixels)."""


class Face(NamedTuple):
    """What an item looks like: its box, and what stands over that, from the box' top left on."""

    box: QPixmap
    said: Strokes


class Fit(NamedTuple):
    """What of a one-line card is drawn."""

    icon: bool
    time: bool
    name: str


def fit_line(
    name: str,
    room: float,
    time: float,
    icon: float,
    measure: Callable[[str], float],
    *,
    tells: bool = False,
) -> Fit:
    """Choose what a line of ``room`` pixels shows; ``time`` and ``icon`` are widths with gaps.

    ``tells``: the icon says more than that the visit is booked.
    """
    whole = measure(name)
    if whole + time + icon <= room:
        return Fit(icon=True, time=True, name=name)
    if tells:
        for shown in (name, shortened(name)):
            if measure(shown) + icon <= room:
                return Fit(icon=True, time=False, name=shown)
    if whole + time <= room:
        return Fit(icon=False, time=True, name=name)
    if whole <= room:
        return Fit(icon=False, time=False, name=name)
    return Fit(icon=False, time=False, name=shortened(name))


class CardPainter:
    """Paints items of one calendar in one palette, size and device pixel ratio."""

    def __init__(
        self,
        palette: Palette,
        measures: Measures,
        zone: zoneinfo.ZoneInfo,
        ratio: float,
        *,
        mirrored: bool = False,
    ) -> None:
        """``mirrored`` paints right to left: bars right, icons left."""
        self.palette, self.measures, self.zone = palette, measures, zone
        self.ratio, self.mirrored = ratio, mirrored
        self.texts = measures.texts
        self._boxes: dict[tuple[object, ...], QPixmap] = {}
        self._faces: dict[tuple[object, ...], Face] = {}
        self._forms = present()
        self._colours: dict[tuple[str, bool, bool], CardColours] = {}
        self._icons: dict[tuple[str, str], QPixmap] = {}
        self._pens: dict[str, QColor] = {}

    def colours(self, item: Appointment, *, past: bool) -> CardColours:
        """Answer (and keep) the colours of an appointment's card."""
        cancelled = item.status is AppointmentStatus.CANCELLED
        key = (item.colour, past, cancelled)
        found = self._colours.get(key)
        if found is None:
            found = self.palette.card(item.colour, past=past, cancelled=cancelled)
            self._colours[key] = found
        return found

    def colour(self, name: str) -> QColor:
        """Answer (and keep) Qt's value of a colour."""
        found = self._pens.get(name)
        if found is None:
            found = self._pens[name] = QColor(name)
        return found

    def rect(self, placed: Placed, width: int) -> Box:
        """Answer x, y, width and height of an item's box in a column of this width."""
        item, top, bottom, lane, lanes, span = placed
        x = self.measures.margin
        wide = width - 2 * x
        if lanes > 1:
            left, right = placed.reach(wide)
            gap = 2 if lane + span < lanes else 0
            x += wide - right + gap if self.mirrored else left
            wide = right - left - gap
        if isinstance(item, Block):
            # One pixel into what follows: where that is free too, both share the dashed edge.
            return x, top, max(2, wide), max(2, bottom - top + 1)
        return x, top + 1, max(2, wide), max(2, bottom - top - 2)

    def band_rect(self, band: KeptPlaced, width: int) -> Box:
        """Answer x, y, width and height of what is kept free around a visit, as wide as its card.

        It begins where the card ends, and ends where what follows begins.
        """
        x, _, wide, _ = self.rect(Placed(band.item.visit, *band[1:]), width)
        return x, band.top, wide, max(1, band.bottom - band.top)

    def hole_rect(self, hole: Hole, width: int) -> Box:
        """Answer x, y, width and height of a hole, up to and into the card that it belongs to."""
        owner, margin, radius = hole.owner, self.measures.margin, self.measures.radius
        wide, lanes = width - 2 * margin, owner.lanes
        left, right = hole.lane * wide // lanes, (hole.lane + 1) * wide // lanes
        if hole.lane > owner.lane:
            # Over the gap between both, and the round corners of the card; not over its bar.
            left -= radius + 2
            right -= 2 if hole.lane + 1 < lanes else 0
        x = margin + (wide - right if self.mirrored else left)
        top = hole.top + (1 if hole.top == owner.top else 0)
        bottom = hole.bottom - (1 if hole.bottom == owner.bottom else 0)
        return x, top, max(1, right - left), max(1, bottom - top)

    def is_solid(self, item: Item) -> bool:
        """Tell whether an item's box is opaque: working time lies under it.

        Such a box is copied, not blended, at half the cost.
        """
        return isinstance(item, Block) or item.holds

    def face(self, item: Item, wide: int, high: int, *, past: bool, solid: bool) -> Face:
        """Answer (and keep) what an item looks like where the now line does not cross it."""
        if self._forms is not present():
            self._faces.clear()
            self._forms = present()
        # All that its box and its texts are made of: to lay them costs more than to draw them.
        key: tuple[object, ...]
        if isinstance(item, Block):
            key = (
                wide, high, past, solid, self.zone, item.start, item.purpose, item.reserved_until,
                item.bookable, item.seats, item.free_seats,
            )  # fmt: skip
        else:
            key = (
                wide, high, past, solid, self.zone, item.start, item.patient, item.status,
                item.type, item.colour, item.overbooked, item.holds, item.parts,
            )  # fmt: skip
        found = self._faces.get(key)
        if found is None:
            if len(self._faces) > _MOST_FACES:
                self._faces.clear()
            said = no_strokes()
            self.write(said, item, (0, 0, wide, high), None, past=past)
            box = self._boxed(item, wide, high, past=past, solid=solid)
            found = self._faces[key] = Face(box, said)
        return found

    def box(
        self, painter: QPainter, item: Item, rect: Box, *, past: bool, solid: bool | None = None
    ) -> None:
        """Draw the item's box: fill and bar of a card, or free time with its dashed edges.

        ``solid`` False: what is below is seen at its round corners; None: as ``is_solid`` says.
        """
        x, y, wide, high = rect
        solid = self.is_solid(item) if solid is None else solid
        painter.drawPixmap(x, y, self._boxed(item, wide, high, past=past, solid=solid))

    def _boxed(self, item: Item, wide: int, high: int, *, past: bool, solid: bool) -> QPixmap:
        card = None if isinstance(item, Block) else self.colours(item, past=past)
        manner = free.manner_of(item) if isinstance(item, Block) else ""
        key = (past, wide, high, solid, card and card.fill, card and card.bar, manner)
        pixmap = self._boxes.get(key)
        if pixmap is None:
            if len(self._boxes) > _MOST_BOXES:
                self._boxes.clear()
            pixmap = self._drawn_box(card, manner, wide, high, past=past, solid=solid)
            self._boxes[key] = pixmap
        return pixmap

    def _drawn_box(
        self, card: CardColours | None, manner: str, wide: int, high: int, *, past: bool,
        solid: bool,
    ) -> QPixmap:  # fmt: skip
        pixmap = QPixmap(QSize(wide, high) * self.ratio)
        pixmap.setDevicePixelRatio(self.ratio)
        ground = self.colour(self.palette.surface) if solid else Qt.GlobalColor.transparent
        pixmap.fill(ground)
        painter = QPainter(pixmap)
        if card is None:
            free.draw(painter, self, manner, wide, high, past=past)
        else:
            self._draw_card(painter, card, wide, high)
        painter.end()
        return pixmap

    def _draw_card(self, painter: QPainter, card: CardColours, wide: int, high: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(0, 0, wide, high), self.measures.radius, self.measures.radius)
        painter.setClipPath(path)
        painter.fillRect(QRectF(0, 0, wide, high), self.colour(card.fill))
        bar = self.measures.bar
        left = wide - bar if self.mirrored else 0
        painter.fillRect(QRectF(left, 0, bar, high), self.colour(card.bar))

    def write(
        self, strokes: Strokes, item: Item, rect: Box, now: int | None, *, past: bool
    ) -> None:
        """Gather the item's texts and icon; where the now line (pixel) meets one, it is covered."""
        x, y, wide, high = rect
        m = self.measures
        # In a share of a narrow column each pixel is a part of a letter.
        by = 0 if wide >= m.least_share else m.margin
        left, room = x + m.pad - by, wide - m.pad - m.top + 2 * by
        if room < m.least_text or high < m.least_line:
            return
        line = Line(self, strokes, left, room, now)
        if isinstance(item, Block):
            free.write(line, self, item, y, high, past=past)
        elif high < m.two_lines:
            self._write_one(line, item, y, high, past=past)
        else:
            self._write_more(line, item, y, high, past=past)

    def _write_one(self, line: Line, item: Appointment, y: int, high: int, *, past: bool) -> None:
        m, card = self.measures, self.colours(item, past=past)
        line.ground = card.fill
        base = y + (high + m.caps["name"]) // 2
        marks, time, gap = marks_of(item), card_time(item.start, self.zone), m.gap
        fit = fit_line(
            item.patient,
            line.room,
            self.texts.run(time, "time").width + gap,
            m.icon + gap,
            self._wide,
            tells=marks != _ONLY_BOOKED,
        )
        struck = is_cancelled(item)
        if fit.icon:
            self._mark(line, marks[0], card, base)
        elif struck and line.room < m.least_name:
            # No letter of a name has room: the icon says what it is.
            self._mark(line, marks[0], card, base)
            return
        start = 0
        if fit.time:
            start = line.put("time", time, base, card.muted) + gap
        name = fit.name if fit.time or fit.icon else self._named(item.patient, line.room)
        if name != fit.name and self._wide(name) + gap + m.icon <= line.room:
            # Beside initials there is room for the icon again.
            self._mark(line, marks[0], card, base)
        line.put("name", name, base, card.ink, start, struck=struck)

    def _write_more(self, line: Line, item: Appointment, y: int, high: int, *, past: bool) -> None:
        m, card = self.measures, self.colours(item, past=past)
        line.ground = card.fill
        base = y + m.gap + m.caps["name"]
        name, room, mark = item.patient, line.room, m.icon + m.top
        at_name = room >= m.wide
        whole = room - mark if at_name else room
        name = self._named(name, whole)
        marks = marks_of(item)
        self._mark(line, marks[0], card, base if at_name else base + m.second)
        if is_cancelled(item) and line.room < m.least_name:
            return
        line.put("name", name, base, card.ink, room=whole, struck=is_cancelled(item))
        beside = room if at_name else room - mark
        if len(marks) > 1 and (at_name or high >= m.three_lines):
            self._mark(line, marks[1], card, base + (1 if at_name else 2) * m.second)
            beside = room - mark
        over = OVER if item.overbooked and item.holds else ""
        kind = " · ".join(filter(None, (over, item.type)))
        for detail in self.details(card_time(item.start, self.zone), kind, beside, high):
            base += m.second
            line.put("detail", detail, base, card.muted, room=beside)
            # The icon ends beside the second line: a third one has all the room.
            beside = room

    def details(self, time: str, kind: str, room: int, high: int) -> tuple[str, ...]:
        """Answer what stands under the name: time and type in a line, in two, or one of them."""
        # In parts: times and types are few, and what is not drawn need not be shaped.
        parts = {part: self.texts.run(part, "detail").width for part in (time, " · ", kind)}
        if kind and sum(parts.values()) <= room + 1:
            return (f"{time} · {kind}",)
        # In a share of a narrow column "08…" and "Ch…" say nothing: the axis and the colour do.
        lines = (time,) if parts[time] <= room + 1 else ()
        if kind and high >= self.measures.three_lines and room >= self.measures.least_kind:
            lines = (*lines, kind)
        return lines

    def _named(self, name: str, room: int) -> str:
        """Answer as much of a name as tells who it is: initials tell more than "A. S…"."""
        if self._wide(name) <= room + 1:
            return name
        short = shortened(name)
        if room >= self.measures.least_kind or self._wide(short) <= room + 1:
            return short
        few = initials(name)
        return few if few == name or self._wide(few) <= room + 1 else few[-1]

    def _wide(self, name: str) -> float:
        return self.texts.run(name, "name").width

    def _mark(self, line: Line, name: str, card: CardColours, base: int) -> None:
        """Gather an icon at the end of the line with this baseline."""
        key = (name, card.icon)
        pixmap = self._icons.get(key)
        if pixmap is None:
            pixmap = icon_pixmap(name, card.icon, self.measures.icon, self.ratio)
            self._icons[key] = pixmap
        line.mark(pixmap, base)

    def flush(self, painter: QPainter, gathered: Sequence[Gathered]) -> None:
        """Draw what was gathered: each with how far (pixels) right and down it goes."""
        for said, x, y in gathered:
            for rect, colour in said.patches:
                painter.fillRect(rect.translated(x, y), self.colour(colour))
            for (across, down), pixmap in said.icons:
                painter.drawPixmap(x + across, y + down, pixmap)
        self._draw_texts(painter, gathered)
        for said, x, y in gathered:
            for rect, colour in said.strikes:
                painter.fillRect(rect.translated(x, y), self.colour(colour))

    def _draw_texts(self, painter: QPainter, gathered: Sequence[Gathered]) -> None:
        draw = painter.drawStaticText
        # Where each pixel is one, letters stand on whole ones anyway: such a place takes less time.
        is_plain = self.ratio == 1
        # By font: a text that was shaped with another one would be shaped again.
        for role in ROLES:
            painter.setFont(self.measures.fonts[role])
            last = ""
            for said, x, y in gathered:
                for across, top, run, colour in said.texts[role]:
                    if colour != last:
                        painter.setPen(self.colour(colour))
                        last = colour
                    if is_plain:
                        draw(x + across, y + round(top), run.static)
                    else:
                        draw(QPointF(x + across, y + top), run.static)
