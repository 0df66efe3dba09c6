"""A vertical scroll bar that keeps the picture of its handle.

To have a style draw it anew takes a tenth of a scroll, and nothing but its place has changed.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QScrollBar


class Bar(QScrollBar):
    """Looks as its style draws it, which does so itself while somebody points at it."""

    def __init__(self) -> None:
        """Leave all to the style, until ``keep_handle``."""
        super().__init__(Qt.Orientation.Vertical)
        self.keeps = False
        """Whether the handle is drawn once."""
        self._handle = QPixmap()
        self._handle_of: object = None

    def keep_handle(self) -> None:
        """Draw the handle once from now on.

        Not for the first picture: what this needs of Qt's Python takes some milliseconds to load.
        """
        self.keeps = True
        self._draw_handle(1)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the handle anew in another style or palette."""
        super().changeEvent(event)
        self._handle_of = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the handle where it is now."""
        ratio = self.devicePixelRatioF()
        pointed = self.underMouse() or self.isSliderDown()
        first, way = self.minimum(), self.maximum() - self.minimum()
        if not self.keeps or pointed or not ratio.is_integer() or not way:
            super().paintEvent(event)
            return
        high = self.height()
        shown = (first, way, self.pageStep(), high, ratio)
        if self._handle_of != shown:
            self._draw_handle(int(ratio))
            self._handle_of = shown
        room = high - self._handle.height() // int(ratio)
        # To the nearest pixel, as styles do.
        down = (2 * (self.value() - first) * room + way) // (2 * way)
        painter = QPainter(self)
        painter.drawPixmap(0, down, self._handle)
        painter.end()

    def _draw_handle(self, ratio: int) -> None:
        """Have the style draw the bar, and keep what is the handle of it."""
        from PySide6.QtWidgets import QStyle, QStyleOptionSlider

        option, style, kind = QStyleOptionSlider(), self.style(), QStyle.ComplexControl.CC_ScrollBar
        self.initStyleOption(option)
        option.subControls = QStyle.SubControl.SC_All
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        style.drawComplexControl(kind, option, painter, self)
        painter.end()
        handle = style.subControlRect(kind, option, QStyle.SubControl.SC_ScrollBarSlider, self)
        self._handle = picture.copy(QRect(handle.topLeft() * ratio, handle.size() * ratio))
