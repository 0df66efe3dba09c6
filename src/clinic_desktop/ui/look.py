"""The look of the window: palette, fonts, icons and one style sheet, following the system's scheme.

A widget asks for a role and never names a colour. The style sheet knows these properties:

- ``QPushButton`` with ``kind`` = ``primary``, ``danger``, ``quiet``, or ``link`` for words that
  stand in line with others at a pane's edge (plain otherwise)
- ``QToolButton`` with ``segment`` = true inside a ``QFrame`` with ``role`` = ``segments``; with
  ``kind`` = ``rail`` in the rail
- ``QFrame`` or ``QWidget`` with ``role`` = ``panel``, ``bar``, ``rail``, ``card``, ``notice`` or
  ``strip``
- ``QLabel`` with ``tone`` = ``muted``, ``danger``, ``success``, ``warning`` or ``accent``

After changing a property of a visible widget, call ``restyle(widget)``.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from PySide6.QtCore import QByteArray, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
    QTextOption,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from clinic_desktop.settings import resources
from clinic_desktop.ui.palette import DARK, LIGHT, Palette
from clinic_desktop.ui.stylesheet import style_sheet

BASE = 13
"""The body text's size, in pixels, for which all other sizes in code are written."""

FAMILY = "Inter"

Role = Literal["title", "heading", "body", "strong", "medium", "small", "small_strong", "tiny"]
"""What a text is for; the base decides how large that is."""

_FONTS: dict[Role, tuple[float, QFont.Weight]] = {
    "title": (18, QFont.Weight.DemiBold),
    "heading": (15, QFont.Weight.DemiBold),
    "body": (13, QFont.Weight.Normal),
    "strong": (13, QFont.Weight.DemiBold),
    "medium": (13, QFont.Weight.Medium),
    "small": (11.5, QFont.Weight.Normal),
    "small_strong": (11.5, QFont.Weight.DemiBold),
    "tiny": (10.5, QFont.Weight.Medium),
}

ICON = 16
"""Pixels of an icon's side, where nothing else is said."""


@cache
def load_fonts() -> str:
    """Load the program's own fonts once; answer their family, or the system's if none is there."""
    folder = resources() / "fonts"
    loaded = [QFontDatabase.addApplicationFont(str(file)) for file in sorted(folder.glob("*.ttf"))]
    return FAMILY if any(number >= 0 for number in loaded) else QFont().family()


def font_of(pixels: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Answer the program's font at a size in pixels.

    Scripts that Inter lacks fall to the system's fonts, glyph by glyph.
    """
    font = QFont(load_fonts())
    font.setPixelSize(max(1, round(pixels)))
    font.setWeight(weight)
    # Whole-pixel hinting tears small letters apart: "Follow -up".
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def fine_font(pixels: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Answer the program's font at a fraction of a pixel: Qt takes one only as a size in points."""
    font = font_of(pixels, weight)
    font.setPointSizeF(pixels * 72 / QGuiApplication.primaryScreen().logicalDotsPerInchY())
    return font


@cache
def _svg(name: str) -> str:
    return (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def icon_pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Answer an icon (a file's name in resources/icons) in a colour, ``size`` pixels square.

    Drawn once for each colour, size and device pixel ratio.

    Raises:
        FileNotFoundError: there is no such icon.

    """
    key = f"{name} {colour} {size} {ratio}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    side = round(size * ratio)
    pixmap = QPixmap(QSize(side, side))
    pixmap.fill(Qt.GlobalColor.transparent)
    drawing = QSvgRenderer(QByteArray(_svg(name).replace("currentColor", colour).encode()))
    painter = QPainter(pixmap)
    drawing.render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, pixmap)
    return pixmap


def icon(name: str, colour: str, disabled: str | None = None, size: int = ICON) -> QIcon:
    """Answer an icon for buttons and menus, sharp on this screen; ``disabled`` greys it."""
    ratio = QApplication.instance().devicePixelRatio()  # type: ignore[union-attr] # icons are made in a program
    result = QIcon(icon_pixmap(name, colour, size, ratio))
    if disabled:
        result.addPixmap(icon_pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return result


def draw_words(
    painter: QPainter,
    area: QRect,
    text: str,
    *,
    trailing: bool = False,
    vertical: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
) -> None:
    """Draw a line at the leading edge of an area, or at the other; it reads by its own script.

    Right to left a date or a path in Latin letters stands on the right, but keeps its order.
    """
    mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if mirrored != trailing else Qt.AlignmentFlag.AlignLeft
    option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute | vertical)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    painter.drawText(QRectF(area), text, option)


def in_order(text: str) -> str:
    """Answer a text that reads from the left also where the window is read from the right."""
    if text and QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        mark = "\N{LEFT-TO-RIGHT MARK}"
        return f"{mark}{text}{mark}"
    return text


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at a widget's changed properties."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class Look(QObject):
    """The look of one application: what colours, sizes and fonts its widgets have now.

    ``theme`` is system, light or dark; ``text_scale`` is 1.0 to 2.0 times the system's text.

    Signals:
        changed: palette or sizes are new; whoever paints by hand paints again.
    """

    changed = Signal()

    def __init__(self, app: QApplication, theme: str = "system", text_scale: float = 1.0) -> None:
        """Dress the application; the look lives as long as it does."""
        super().__init__(app)
        self._app = app
        self._system_base = min(max(QFontInfo(app.font()).pixelSize(), BASE), 2 * BASE)
        self._text_scale = text_scale
        self._theme = theme
        self._palette = LIGHT
        self._fonts: dict[Role, QFont] = {}
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        self.set_theme(theme)

    @property
    def palette(self) -> Palette:
        """The colours of now."""
        return self._palette

    @property
    def theme(self) -> str:
        """What was asked for: system, light or dark."""
        return self._theme

    @property
    def base(self) -> float:
        """The body text's size in pixels."""
        return self._system_base * self._text_scale

    @property
    def scale(self) -> float:
        """How much larger everything is than written in code."""
        return self.base / BASE

    def px(self, pixels: float) -> int:
        """Answer a size written for the 13-pixel base, at the present base; at least 1."""
        return max(1, round(pixels * self.scale))

    def font(self, role: Role = "body") -> QFont:
        """Answer the font for a role, at the present base."""
        font = self._fonts.get(role)
        if font is None:
            size, weight = _FONTS[role]
            font = self._fonts[role] = font_of(size * self.scale, weight)
        return font

    def icon(self, name: str, colour: str | None = None, size: int = ICON) -> QIcon:
        """Answer an icon in a colour (else the ink), greyed where it is disabled."""
        palette = self._palette
        return icon(name, colour or palette.ink, palette.faint, self.px(size))

    def picture(self, name: str, colour: str, size: int = ICON) -> QPixmap:
        """Answer an icon in a colour as a picture, sharp on this screen."""
        return icon_pixmap(name, colour, self.px(size), self._app.devicePixelRatio())

    def set_theme(self, theme: str) -> None:
        """Change to ``light``, ``dark`` or what the ``system`` says."""
        self._theme = theme
        hints = self._app.styleHints()
        fixed = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(theme)
        # Window frames of the system follow the program's theme where the system can do that.
        if fixed is None:
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(fixed)
        self._dress(DARK if (fixed or hints.colorScheme()) == Qt.ColorScheme.Dark else LIGHT)

    def set_text_scale(self, scale: float) -> None:
        """Make all text and what holds it 1.0 to 2.0 times as large as the system's text."""
        self._text_scale = min(max(scale, 1.0), 2.0)
        self._dress(self._palette)

    def take_off(self) -> None:
        """Follow the system no more; for a look that does not live as long as its application."""
        self._app.styleHints().colorSchemeChanged.disconnect(self._follow)
        self._app.styleHints().unsetColorScheme()
        self.setParent(None)

    def _follow(self, scheme: Qt.ColorScheme) -> None:
        """Take over the system's scheme as it changes, unless the theme is fixed."""
        wanted = DARK if scheme == Qt.ColorScheme.Dark else LIGHT
        if self._theme == "system" and wanted is not self._palette:
            self._dress(wanted)

    def _dress(self, palette: Palette) -> None:
        self._palette = palette
        self._fonts.clear()
        self._app.setFont(self.font())
        self._app.setPalette(qt_palette(palette))
        self._app.setStyleSheet(style_sheet(palette, self.px))
        self.changed.emit()


def qt_palette(palette: Palette) -> QPalette:
    """Answer Qt's palette for what the style sheet does not reach."""
    result = QPalette()
    roles = {
        QPalette.ColorRole.Window: palette.window,
        QPalette.ColorRole.WindowText: palette.ink,
        QPalette.ColorRole.Base: palette.surface,
        QPalette.ColorRole.AlternateBase: palette.sunken,
        QPalette.ColorRole.Text: palette.ink,
        QPalette.ColorRole.PlaceholderText: palette.muted,
        QPalette.ColorRole.Button: palette.surface,
        QPalette.ColorRole.ButtonText: palette.ink,
        QPalette.ColorRole.BrightText: palette.danger,
        QPalette.ColorRole.Highlight: palette.selection,
        QPalette.ColorRole.HighlightedText: palette.ink,
        QPalette.ColorRole.ToolTipBase: palette.raised,
        QPalette.ColorRole.ToolTipText: palette.ink,
        QPalette.ColorRole.Link: palette.accent,
        QPalette.ColorRole.Accent: palette.accent,
        QPalette.ColorRole.Mid: palette.border,
        QPalette.ColorRole.Light: palette.surface,
        QPalette.ColorRole.Dark: palette.border,
    }
    for role, colour in roles.items():
        result.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(palette.border))
    return result
