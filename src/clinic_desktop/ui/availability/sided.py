"""A page with something beside it, or under it where there is little room."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import column, hair_line, row
from clinic_desktop.ui.scroller import Scroller

_WIDE, _NARROW = 320, 660
"""The width of what stands beside the page, and below which it stands under it."""


class Sided(QWidget):
    """Scrolls a page; ``beside`` has a scroller of its own, or is the page's ``place``-th part.

    The ``head`` stands above both, and above the page in its scroller where there is little room:
    of a small window in large letters it would leave nothing.
    """

    def __init__(
        self, look: Look, head: QHBoxLayout, inside: QVBoxLayout, place: int, beside: QWidget
    ) -> None:
        """Begin with both side by side."""
        super().__init__()
        self._look, self._inside, self._place = look, inside, place
        self._head, self._head_line = QFrame(), head
        self._head.setProperty("role", "bar")
        self._head.setLayout(head)
        content, self._side = QFrame(), QFrame()
        content.setLayout(inside)
        self._about = column(beside)
        self._side.setLayout(self._about)
        self.scroller, self._beside = Scroller(content), Scroller(self._side)
        for part in (content, self._side, self.scroller, self._beside):
            part.setProperty("role", "panel")
        self._edge = hair_line()
        self._is_narrow = False
        self._set_edge()
        both = row(self.scroller, self._edge, self._beside, spacing=0)
        both.setStretch(0, 1)
        self._whole = column(self._head, spacing=0)
        self._whole.addLayout(both, 1)
        self.setLayout(self._whole)

    def _set_edge(self) -> None:
        px = self._look.px
        edge = 0 if self._is_narrow else px(14)
        self._about.setContentsMargins(edge, px(12), edge, px(14))
        # The same at both ends: Qt turns no margins round where one reads from the right.
        self._head_line.setContentsMargins(edge, px(9), edge, px(9))

    def reveal_beside(self) -> None:
        """Scroll to what stands beside or under the page, and to what of it has the focus."""
        (self.scroller if self._is_narrow else self._beside).reveal(self._side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put one beside the other where there is room, else under it."""
        super().resizeEvent(event)
        px = self._look.px
        self._beside.setFixedWidth(px(_WIDE))
        narrow = self.width() < px(_NARROW)
        if narrow == self._is_narrow:
            return
        self._is_narrow = narrow
        if narrow:
            self._inside.insertWidget(0, self._head)
            self._inside.insertWidget(1 + self._place, self._beside.takeWidget())
            self._side.show()
        else:
            self._inside.removeWidget(self._side)
            self._beside.setWidget(self._side)
            self._inside.removeWidget(self._head)
            self._whole.insertWidget(0, self._head)
        self._beside.setVisible(not narrow)
        self._edge.setVisible(not narrow)
        self._set_edge()
        # Once both are laid out anew.
        QTimer.singleShot(0, self.reveal_focus)

    def reveal_focus(self) -> None:
        """Scroll to what has the focus, wherever it stands now."""
        focused: QWidget | None = self.window().focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            return
        if not self._is_narrow and self._head.isAncestorOf(focused):
            return
        beside = not self._is_narrow and self._side.isAncestorOf(focused)
        (self._beside if beside else self.scroller).reveal(focused)
