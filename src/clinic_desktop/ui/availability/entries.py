"""A list of what is laid down already, each of which can be taken away again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import Label, column, push_button, row
from clinic_desktop.ui.two_lines import ITEM, LINES, TwoLines, quiet_frame

Entry = tuple[str, str, Any]
"""What a row says in its two lines, and what it stands for."""
_SHOWN = 5


class _Rows(QListWidget):
    """The rows; Del takes the marked one away.

    Signals:
        removal_requested: take the marked one away.
    """

    removal_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the marked one away by its key."""
        if event.key() == Qt.Key.Key_Delete:
            self.removal_requested.emit()
        else:
            super().keyPressEvent(event)


class Entries(QWidget):
    """What is laid down: a list, and below it the way to take the marked one away.

    Signals:
        removal_requested(object): what the marked row stands for is to go.
        marked(object): a hand or the keys marked another row, which stands for this.
    """

    removal_requested = Signal(object)
    marked = Signal(object)

    def __init__(self, look: Look, name: str, empty: str, remove: str = "Take away") -> None:
        """Begin empty; ``empty`` says so. Without words to ``remove`` nothing is taken away."""
        super().__init__()
        self._look = look
        self.rows = _Rows()
        self.rows.setAccessibleName(name)
        self.rows.setItemDelegate(TwoLines(look, self.rows))
        self.rows.setMouseTracking(True)
        self.rows.removal_requested.connect(self._remove)
        caption = Label(look, name, "small_strong", tone="muted")
        caption.setBuddy(self.rows)
        self._empty = Label(look, empty, "small", tone="muted", wraps=True)
        self.remove_button = push_button(remove, name=f"{remove}: {name.lower()}")
        self.remove_button.clicked.connect(self._remove)
        self._removes = bool(remove)
        self._is_filling = False
        self.rows.currentItemChanged.connect(self._tell_marked)
        foot = row(self.remove_button)
        foot.addStretch(1)
        self.setLayout(column(caption, self._empty, self.rows, foot, spacing=look.px(6)))
        look.changed.connect(self._dress)
        self._dress()
        self.show_entries(())

    def _dress(self) -> None:
        self.rows.setStyleSheet(quiet_frame(self._look))
        self._take_room()

    def _take_room(self) -> None:
        shown = min(max(self.rows.count(), 1), _SHOWN)
        self.rows.setFixedHeight(shown * self._look.px(44) + 2 * self.rows.frameWidth() + 2)

    def show_entries(self, entries: Iterable[Entry]) -> None:
        """Show these; the marked one stays marked, and what is in sight stays there."""
        marked, at = self.rows.currentIndex().data(ITEM), self.rows.currentRow()
        bar = self.rows.verticalScrollBar()
        height = bar.value()
        self._is_filling = True
        self.rows.clear()
        for first, second, thing in entries:
            item = QListWidgetItem()
            item.setData(LINES, (first, second))
            item.setData(ITEM, thing)
            item.setText(f"{first}, {second}")
            item.setToolTip(f"{first}, {second}")
            self.rows.addItem(item)
            if thing == marked:
                self.rows.setCurrentItem(item)
        count = self.rows.count()
        if self.rows.currentRow() < 0 and count and self._removes:
            self.rows.setCurrentRow(min(max(0, at), count - 1))
        self._is_filling = False
        self.rows.setVisible(bool(count))
        self.remove_button.setVisible(bool(count) and self._removes)
        self._empty.setVisible(not count)
        self._take_room()
        self.rows.doItemsLayout()
        bar.setValue(height)

    def mark(self, thing: object) -> None:
        """Mark what stands for this; None: nothing is marked."""
        self._is_filling = True
        self.rows.setCurrentRow(-1)
        for number in range(self.rows.count()):
            if thing is not None and self.rows.item(number).data(ITEM) == thing:
                self.rows.setCurrentRow(number)
        self._is_filling = False

    def _tell_marked(self) -> None:
        thing = self.rows.currentIndex().data(ITEM)
        if thing is not None and not self._is_filling:
            self.marked.emit(thing)

    def _remove(self) -> None:
        thing = self.rows.currentIndex().data(ITEM)
        if thing is not None and self._removes:
            self.removal_requested.emit(thing)
