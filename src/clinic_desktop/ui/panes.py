"""How the workplace shares its room: a side, the middle, and one panel at the right when wanted."""

from __future__ import annotations

from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QWidget

from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import column, hair_line
from clinic_desktop.ui.scroller import Scroller

SIDE, RIGHT = 232, 336
LEAST_SIDE, SHARE = 172, 0.36
"""What the side is content with, and its share of the width where text is large or room small."""
NARROW = 1180
"""Below this width the side makes room for a panel at the right, and for what is to be printed."""
LEAST = 158
"""What the panel at the right leaves to the calendar: its axis, a column and a scroll bar."""


class Panes(QWidget):
    """Lays out what an open clinic's window holds below its bar."""

    def __init__(
        self,
        look: Look,
        side: tuple[QWidget, ...],
        middle: QWidget,
        parent: QWidget,
    ) -> None:
        """Begin without a panel at the right; the second of the side takes what is left."""
        super().__init__(parent)
        self._look = look
        content = QFrame()
        content.setProperty("role", "panel")
        # In its place before it is filled: what gets a parent is dressed anew, to its last leaf.
        self.side = Scroller(content, self)
        inside = column(*side, spacing=look.px(16))
        inside.setContentsMargins(*(look.px(edge) for edge in (12, 12, 12, 8)))
        inside.setStretch(1, 1)
        content.setLayout(inside)
        self.side.setFixedWidth(look.px(SIDE))
        self.middle = QWidget(self)
        self.middle.setLayout(column(middle))
        self.panels: list[QWidget] = []
        self._calendar = middle
        self._cover: QWidget | None = None
        self._hands_on = False
        self._right = QStackedWidget(self)
        self._right.hide()
        self._edge = hair_line()
        self._edge.hide()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for widget in (self.side, hair_line(), self.middle, self._edge, self._right):
            line.addWidget(widget)
        line.setStretch(2, 1)

    @property
    def panel(self) -> QWidget | None:
        """The panel that is open at the right."""
        return None if self._right.isHidden() else self._right.currentWidget()

    def add(self, panel: QWidget) -> None:
        """Hold a panel that may be opened at the right."""
        self.panels.append(panel)
        self._right.addWidget(panel)

    @property
    def cover(self) -> QWidget | None:
        """What stands in the middle instead of the calendar."""
        return self._cover

    def set_cover(self, cover: QWidget | None) -> None:
        """Put something into the middle instead of the calendar, or the calendar back."""
        layout = self.middle.layout()
        if cover is not None and layout is not None and layout.indexOf(cover) < 0:
            layout.addWidget(cover)
        if self._cover is not None:
            self._cover.hide()
        self._cover = cover
        self._calendar.setVisible(cover is None)
        if cover is not None:
            cover.show()
        self._share_room()

    def open(self, panel: QWidget) -> None:
        """Show a panel at the right."""
        self._right.setCurrentWidget(panel)
        self._right.show()
        self._share_room()

    def close_panel(self) -> None:
        """Give the right panel's room back."""
        self._right.hide()
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room where there is little."""
        super().resizeEvent(event)
        self._share_room()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Hand a right click on to what is there now.

        While the pointer rests, Qt still means what held the place before a panel was closed.
        """
        below = self.childAt(self.mapFromGlobal(event.globalPos()))
        if below is None or self._hands_on:
            event.ignore()
            return
        self._hands_on = True
        at = event.globalPos()
        again = QContextMenuEvent(event.reason(), below.mapFromGlobal(at), at)
        QApplication.sendEvent(below, again)
        self._hands_on = False

    def _share_room(self) -> None:
        is_open = self.panel is not None
        # Large text in a small window: the calendar keeps some of it, and nothing is pushed out.
        px = self._look.px
        self._right.setFixedWidth(min(px(RIGHT), max(px(LEAST), self.width() - px(LEAST))))
        self.side.setFixedWidth(min(px(SIDE), max(px(LEAST_SIDE), int(self.width() * SHARE))))
        self._edge.setVisible(is_open)
        needs_room = is_open or self._cover is not None
        self.side.setVisible(not (needs_room and self.width() < px(NARROW)))
