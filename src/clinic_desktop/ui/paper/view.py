"""Pages as pictures under each other, as they will come out of the printer."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from clinic_desktop.ui.look import Look
from clinic_desktop.ui.paper.frame import counted
from clinic_desktop.ui.paper.output import picture
from clinic_desktop.ui.paper.page import Page

_GAP = 20
_WIDEST, _WIDEST_LYING = 820, 1120
_LINE = 32


class PagesView(QAbstractScrollArea):
    """Shows pages as wide as there is room; a page is painted when it first comes into view."""

    def __init__(self, look: Look) -> None:
        """Begin without pages."""
        super().__init__()
        self._look = look
        self._pages: tuple[Page, ...] = ()
        self._places: list[QRect] = []
        self._pictures: dict[int, QPixmap] = {}
        self._words = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Pages")
        self.verticalScrollBar().setSingleStep(look.px(_LINE))
        look.changed.connect(self._lay_out)

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages that are shown."""
        return self._pages

    def show_pages(self, pages: tuple[Page, ...], words: str) -> None:
        """Show other pages; ``words`` say what they are, or why there are none."""
        if self._pages and not pages:
            self.verticalScrollBar().setValue(0)
        self._pages, self._words = pages, words
        self.setAccessibleDescription(
            f"{counted(len(pages), 'page', 'pages')}: {words}" if pages else words
        )
        self._lay_out()

    def picture(self, number: int) -> QPixmap:
        """Answer a page as it is shown, counted from 0."""
        if number not in self._pictures:
            ratio = self.devicePixelRatioF()
            image = picture(self._pages[number], round(self._places[number].width() * ratio))
            image.setDevicePixelRatio(ratio)
            self._pictures[number] = QPixmap.fromImage(image)
        return self._pictures[number]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """Place the pages for the width of now."""
        gap, port = self._look.px(_GAP), self.viewport()
        self._pictures.clear()
        self._places.clear()
        y = gap
        for page in self._pages:
            form = page.format
            most = self._look.px(_WIDEST_LYING if form.landscape else _WIDEST)
            wide = max(1, min(port.width() - 2 * gap, most))
            high = round(form.height * wide / form.width)
            self._places.append(QRect((port.width() - wide) // 2, y, wide, high))
            y += high + gap
        bar = self.verticalScrollBar()
        bar.setPageStep(port.height())
        bar.setRange(0, max(0, y - port.height()))
        port.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in view."""
        palette = self._look.palette
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(palette.window if palette.dark else palette.sunken))
        up = self.verticalScrollBar().value()
        for number, place in enumerate(self._places):
            shown = place.translated(0, -up)
            if shown.intersects(event.rect()):
                painter.setPen(QColor(palette.border))
                painter.drawRect(shown.adjusted(-1, -1, 0, 0))
                painter.drawPixmap(shown.topLeft(), self.picture(number))
        if not self._pages:
            painter.setPen(QColor(palette.muted))
            painter.setFont(self._look.font("body"))
            room = self.viewport().rect().adjusted(24, 24, -24, -24)
            middle = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value
            painter.drawText(room, middle, self._words)
        painter.end()
