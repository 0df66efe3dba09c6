"""A page: its size, the marks on it, and the one painter that draws them on any device.

Lengths are in units of a twentieth of a point, whatever the device: a picture, a PDF file and a
printer show the same page. A page is plain data, so that one thread may lay it out and another
draw it; fonts belong to the thread that uses them and are never shared. Paper is always light.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption

from clinic_desktop.domain.booking import AppointmentStatus
from clinic_desktop.domain.sheets import Paper
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.look import font_of

POINT = 20.0
PER_INCH = 72 * POINT
MM = PER_INCH / 25.4
_POINTS = {Paper.A4: (595, 842), Paper.LETTER: (612, 792)}
"""As printers and PDF files have the sizes, in whole points."""

BLACK, GREY, LINE, LIGHT = "#000000", "#555555", "#a8a8a8", "#d6d6d6"


@dataclass(frozen=True, slots=True)
class Format:
    """A size of paper and how it is held."""

    paper: Paper
    landscape: bool = False

    @property
    def points(self) -> tuple[int, int]:
        """Width and height in points."""
        across, along = _POINTS[self.paper]
        return (along, across) if self.landscape else (across, along)

    @property
    def width(self) -> float:
        """The width in units."""
        return self.points[0] * POINT

    @property
    def height(self) -> float:
        """The height in units."""
        return self.points[1] * POINT


class Style(Enum):
    """How a text looks: its size in points, its weight, its colour."""

    DOCTOR = (16, QFont.Weight.DemiBold, BLACK)
    PERIOD = (11, QFont.Weight.Medium, BLACK)
    CLINIC = (10, QFont.Weight.DemiBold, BLACK)
    FINE = (8.5, QFont.Weight.Normal, GREY)
    HEADING = (8, QFont.Weight.DemiBold, GREY)
    STRONG = (9.5, QFont.Weight.DemiBold, BLACK)
    BODY = (9.5, QFont.Weight.Normal, BLACK)
    NOTE = (9, QFont.Weight.Normal, BLACK)
    SMALL = (8.5, QFont.Weight.Normal, BLACK)
    SMALL_STRONG = (8.5, QFont.Weight.DemiBold, BLACK)

    @property
    def size(self) -> float:
        """The size in units."""
        points: float = self.value[0]
        return points * POINT

    @property
    def line(self) -> float:
        """The distance of two baselines, in units: room for every script's marks."""
        return self.size * 1.32

    @property
    def rise(self) -> float:
        """How far a first baseline lies below the top of its line."""
        return self.size * 1.0

    def font(self) -> QFont:
        """Make the font."""
        font = font_of(self.size, self.value[1])
        # What Inter makes of a colon between figures has no letter that a PDF could be searched
        # by: 09:30 would be found as 0930.
        font.setFeature(QFont.Tag("calt"), 0)
        return font


class Text(NamedTuple):
    """One line of text, from its left end on the baseline."""

    x: float
    baseline: float
    text: str
    style: Style
    grey: bool = False


class Rule(NamedTuple):
    """A straight line; ``weight`` is in points."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float
    colour: str


class StatusBox(NamedTuple):
    """A box to tick, square; what is known already is drawn in it."""

    x: float
    y: float
    side: float
    status: AppointmentStatus


Mark = Text | Rule | StatusBox


@dataclass(frozen=True, slots=True)
class Page:
    """One page, ready to be painted."""

    format: Format
    marks: tuple[Mark, ...]


class Typesetter:
    """Measures and breaks texts; one for each thread and task."""

    def __init__(self) -> None:
        """Know no font yet."""
        self._known: dict[Style, tuple[QFont, QFontMetricsF]] = {}
        self._widths: dict[tuple[str, Style], float] = {}

    def _font(self, style: Style) -> tuple[QFont, QFontMetricsF]:
        if style not in self._known:
            font = style.font()
            self._known[style] = font, QFontMetricsF(font)
        return self._known[style]

    def width(self, text: str, style: Style) -> float:
        """Answer how wide a text is."""
        key = text, style
        if key not in self._widths:
            self._widths[key] = self._font(style)[1].horizontalAdvance(text)
        return self._widths[key]

    def cut(self, text: str, style: Style, width: float) -> str:
        """Answer as much of a text as fits, with an ellipsis where it is cut."""
        if self.width(text, style) <= width:
            return text
        return self._font(style)[1].elidedText(text, Qt.TextElideMode.ElideRight, width)

    def lines(self, text: str, style: Style, width: float, most: int) -> tuple[str, ...]:
        """Break a text into lines, at words where there are any; an ellipsis ends what is cut."""
        if not text or self.width(text, style) <= width:
            return (text,) if text else ()
        layout = QTextLayout(text, self._font(style)[0])
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        # Qt counts in halves of what Unicode takes for two.
        halves = text.encode("utf-16-le")
        found: list[str] = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            start, end = line.textStart(), line.textStart() + line.textLength()
            if len(found) == most - 1 and end < len(halves) // 2:
                rest = halves[2 * start :].decode("utf-16-le")
                found.append(self.cut(rest.strip(), style, width))
                break
            found.append(halves[2 * start : 2 * end].decode("utf-16-le").strip())
        layout.endLayout()
        return tuple(found)


def is_right_to_left(text: str) -> bool:
    """Tell by its first letter with a direction of its own which way a text runs."""
    for char in text:
        way = unicodedata.bidirectional(char)
        if way in ("L", "R", "AL"):
            return way != "L"
    return False


def paint(painter: QPainter, page: Page, scale: float) -> None:
    """Draw a page, ``scale`` device pixels a unit; the device is white already."""
    fonts: dict[Style, QFont] = {}
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    for mark in page.marks:
        if isinstance(mark, Text):
            _paint_text(painter, mark, fonts)
        elif isinstance(mark, Rule):
            painter.setPen(_pen(mark.colour, mark.weight))
            painter.drawLine(QPointF(mark.x1, mark.y1), QPointF(mark.x2, mark.y2))
        else:
            _paint_box(painter, mark)
    painter.restore()


def _paint_text(painter: QPainter, mark: Text, fonts: dict[Style, QFont]) -> None:
    font = fonts.get(mark.style)
    if font is None:
        font = fonts[mark.style] = mark.style.font()
    painter.setFont(font)
    painter.setPen(QColor(GREY if mark.grey else mark.style.value[2]))
    way = Qt.LayoutDirection
    painter.setLayoutDirection(way.RightToLeft if is_right_to_left(mark.text) else way.LeftToRight)
    painter.drawText(QPointF(mark.x, mark.baseline), mark.text)


def _pen(colour: str, points: float) -> QPen:
    pen = QPen(QColor(colour), points * POINT)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _paint_box(painter: QPainter, box: StatusBox) -> None:
    """Draw the box: ticked for who came, crossed for who did not."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(BLACK, 0.7))
    painter.drawRect(QRectF(QPointF(box.x, box.y), QSizeF(box.side, box.side)))
    strokes = _STROKES.get(box.status, ())
    pen = _pen(BLACK, 1.2)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    for stroke in strokes:
        painter.drawPolyline(
            [QPointF(box.x + across * box.side, box.y + down * box.side) for across, down in stroke]
        )


_TICK: Sequence[Sequence[tuple[float, float]]] = (((0.2, 0.52), (0.42, 0.75), (0.82, 0.24)),)
_STROKES = {
    AppointmentStatus.ARRIVED: _TICK,
    AppointmentStatus.IN_PROGRESS: _TICK,
    AppointmentStatus.FULFILLED: _TICK,
    AppointmentStatus.NOSHOW: (((0.22, 0.22), (0.78, 0.78)), ((0.78, 0.22), (0.22, 0.78))),
}
