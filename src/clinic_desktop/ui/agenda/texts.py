"""The sizes of a calendar, and its texts: each shaped once and then kept."""

from __future__ import annotations

from typing import NamedTuple
from weakref import WeakValueDictionary

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText, QTextLayout, QTextOption, QTransform

from clinic_desktop.ui.look import fine_font

_MOST_TEXTS = 20_000


class Measures:
    """The sizes of a calendar in pixels, all from the font size of its widget, and its texts."""

    def __init__(self, base: float) -> None:
        """Derive everything from ``base``, the body text's size in pixels."""
        self.base = base
        self.scale = base / 13
        weight = QFont.Weight
        self.fonts = {
            "name": fine_font(11.5 * self.scale, weight.DemiBold),
            "detail": fine_font(10.5 * self.scale),
            "time": fine_font(10.5 * self.scale, weight.Medium),
            "head": fine_font(13 * self.scale, weight.DemiBold),
            "number": fine_font(15 * self.scale, weight.DemiBold),
            "axis": fine_font(11 * self.scale, weight.Medium),
            "note": fine_font(9.5 * self.scale),
            "sentence": fine_font(15 * self.scale, weight.DemiBold),
            "hint": fine_font(13 * self.scale),
        }
        for role in ("time", "axis"):
            # Times stand under each other. Only they: beside figures, hyphens get as wide as one.
            self.fonts[role].setFeature(QFont.Tag("tnum"), 1)
        self.texts = Texts(self.fonts)
        self.ascent = {role: QFontMetricsF(font).capHeight() for role, font in self.fonts.items()}
        self.row = self.px(19)
        self.least = self.px(16)
        self.two_lines = self.px(33)
        self.three_lines = self.px(48)
        self.header = self.px(54)
        self.band = self.px(26)
        self.axis = self.px(54)
        self.column = self.px(90)
        self.radius = self.px(5)
        self.icon = self.px(12)
        # Asked for at every card: reckoned once.
        self.bar, self.margin, self.gap, self.pad = (self.px(n) for n in (3, 2, 5, 8))
        self.caps = {role: round(cap) for role, cap in self.ascent.items()}
        self.least_text = self.px(12)
        self.least_line = self.caps["name"]
        self.least_name = self.px(30)
        self.least_share = self.px(40)
        self.least_kind = self.px(44)
        self.wide = self.px(110)
        self.second = self.px(15)
        self.top = self.px(4)

    def px(self, pixels: float) -> int:
        """Answer a size written for the 13-pixel base, at least 1."""
        return max(1, round(pixels * self.scale))


_shared: WeakValueDictionary[float, Measures] = WeakValueDictionary()


def measures_of(base: float) -> Measures:
    """Answer the sizes for a text size in pixels; all calendars of one size shape a text once."""
    found = _shared.get(base)
    if found is None:
        found = _shared[base] = Measures(base)
    return found


class Run(NamedTuple):
    """A shaped text: its width, and how far its baseline lies under its top, in pixels."""

    static: QStaticText
    width: float
    baseline: float


class Texts:
    """Shaped texts, kept: shaping a new one costs far more than drawing it."""

    def __init__(self, fonts: dict[str, QFont]) -> None:
        self._fonts = fonts
        self._runs: dict[tuple[str, str], Run] = {}
        self._elided: dict[tuple[str, str, int], Run] = {}
        self._metrics = {role: QFontMetricsF(font) for role, font in fonts.items()}

    def run(self, text: str, role: str) -> Run:
        """Answer a whole text, shaped."""
        key = (text, role)
        run = self._runs.get(key)
        if run is None:
            if len(self._runs) > _MOST_TEXTS:
                self._runs.clear()
            run = self._runs[key] = self._shaped(text, role)
        return run

    def within(self, text: str, role: str, width: int) -> Run:
        """Answer a text, its end cut where it is wider than ``width`` pixels."""
        run = self.run(text, role)
        # Widths of pieces are rounded up: a text is not cut for the last pixel.
        if run.width <= width + 1:
            return run
        key = (text, role, width)
        cut = self._elided.get(key)
        if cut is None:
            if len(self._elided) > _MOST_TEXTS:
                self._elided.clear()
            short = self._metrics[role].elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0))
            cut = self._elided[key] = self._shaped(short, role)
        return cut

    def _shaped(self, text: str, role: str) -> Run:
        font = self._fonts[role]
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        static = QStaticText(text)
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.setTextOption(option)
        static.prepare(QTransform(), font)
        width, baseline = (line.naturalTextWidth(), line.ascent()) if line.isValid() else (0.0, 0.0)
        return Run(static, width, baseline)
