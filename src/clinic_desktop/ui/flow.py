"""A layout that goes on in the next line where the room ends."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Lays its widgets side by side and goes on in the next line where the room ends."""

    def __init__(self, spacing: int = 6, *, fills: bool = False) -> None:
        """Begin empty; with ``fills`` those of a line share what is left of it."""
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._fills = fills
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item."""
        self._items.append(item)

    def count(self) -> int:
        """Answer how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Answer one of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give one away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Answer the height that all need in that width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place all."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Ask for the widest item."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Answer the widest item's size."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    @property
    def widgets(self) -> list[QWidget]:
        """All widgets, in order."""
        found = (item.widget() for item in self._items)
        return [widget for widget in found if widget is not None]

    def clear(self) -> None:
        """Drop all widgets."""
        for widget in self.widgets:
            widget.hide()
            widget.deleteLater()
        self._items.clear()
        self.invalidate()

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Lay out in a width, each in the middle of its line; answer the height that was needed."""
        x, y, high = rect.x(), rect.y(), 0
        line: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if _is_put_away(item):
                continue
            size = item.sizeHint()
            if x > rect.x() and x + size.width() > rect.x() + rect.width():
                self._put(line, rect, high, move=move)
                x, y, high, line = rect.x(), y + high + self.spacing(), 0, []
            box = QRect(x, y, min(size.width(), rect.width()), size.height())
            line.append((item, box))
            x += size.width() + self.spacing()
            high = max(high, size.height())
        self._put(line, rect, high, move=move)
        return y + high - rect.y()

    def _put(
        self, line: list[tuple[QLayoutItem, QRect]], rect: QRect, high: int, *, move: bool
    ) -> None:
        """Put a line in its place; where one reads from the right it begins there."""
        place = self.parentWidget()
        mirrored = place is not None and place.isRightToLeft()
        if move and line and self._fills:
            each, rest = divmod(rect.right() - line[-1][1].right(), len(line))
            for at, (_, box) in enumerate(line):
                box.translate(at * each, 0)
                box.setWidth(box.width() + each)
            line[-1][1].setWidth(line[-1][1].width() + rest)
        for item, box in line if move else ():
            if mirrored:
                box.moveLeft(rect.right() - (box.right() - rect.left()))
            item.setGeometry(box.translated(0, (high - box.height()) // 2))


def _is_put_away(item: QLayoutItem) -> bool:
    """Tell whether somebody hid it; what was not shown yet is only on its way."""
    widget = item.widget()
    said = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
    return widget is not None and widget.isHidden() and widget.testAttribute(said)
