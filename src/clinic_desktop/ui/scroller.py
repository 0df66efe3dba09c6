"""What scrolls down only, and keeps in sight what has the focus."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

_AROUND = 12
"""Pixels above and below what is scrolled to."""


class Scroller(QScrollArea):
    """Scrolls down only: what it holds is as wide as it is, so that nothing is cut at its right."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        """Hold it; where there is room it is as high as it likes, and no bar shows."""
        super().__init__(parent)
        self.content = content
        self._revealed: tuple[QWidget, int] | None = None
        """What was scrolled to last, and how far the bar went for it."""
        # Asked for the one of its own, Qt's Python makes every class of widget that there may be.
        port = QWidget(self)
        self.setViewport(port)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        # Each of the two would paint its own ground over that of the pane behind.
        for part in (content, port):
            part.setAutoFillBackground(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep in sight what was scrolled to, when more comes above it, until somebody scrolls."""
        taken = super().eventFilter(watched, event)
        if watched is self.content and event.type() == QEvent.Type.Resize and self._revealed:
            part, value = self._revealed
            if part.isVisible() and value == self.verticalScrollBar().value():
                self.reveal(part)
            else:
                self._revealed = None
        return taken

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hold the contents to the width that a scroll bar leaves, when one comes or goes, too."""
        self.content.setMaximumWidth(self.viewport().width())
        super().resizeEvent(event)
        # Only where room is lost: a pane that is being opened begins small.
        if event.size().height() < event.oldSize().height():
            self._keep_focus_in_sight()

    def reveal(self, part: QWidget) -> None:
        """Scroll to a part that may have come just now, and to what of it has the focus."""
        self._revealed = None
        # Only what is laid out has a place to scroll to.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        if part.height() + 2 * _AROUND > self.viewport().height():
            # From its beginning on.
            self.verticalScrollBar().setValue(part.mapTo(self.content, QPoint()).y())
        else:
            self.ensureWidgetVisible(part, 0, _AROUND)
        self._keep_focus_in_sight()
        self._revealed = (part, self.verticalScrollBar().value())

    def _keep_focus_in_sight(self) -> None:
        focused: QWidget | None = self.content.window().focusWidget()
        if focused is not None and self.content.isAncestorOf(focused):
            self.ensureWidgetVisible(focused, 0, _AROUND)
