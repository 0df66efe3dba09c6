"""The sheet on which views are saved, renamed, shown and deleted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from clinic_desktop.ui.acts import VIEWS
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.parts import (
    Choice,
    Field,
    IconButton,
    Label,
    column,
    hear_name,
    inset,
    push_button,
    row,
    tab_after,
)
from clinic_desktop.ui.saved_views import NameTakenError, SavedView, SavedViews
from clinic_desktop.ui.scroller import Scroller
from clinic_desktop.ui.sheet import Sheet
from clinic_desktop.ui.speech import announce

_WIDE = 560
_NONE = (
    "Nothing is saved yet. What is shown now comes back by a key: whose time, in which mode and at "
    "which scale."
)


class ViewsSheet(Sheet):
    """A card over the window: what is shown can be saved on a key; below are those saved."""

    def __init__(self, clinic: Clinic, views: SavedViews, over: QWidget) -> None:
        """Begin hidden."""
        super().__init__(clinic.look, "Saved views", over)
        self._clinic, self._views = clinic, views
        self._deleted: tuple[str, SavedView] | None = None
        look = clinic.look
        close = IconButton(look, "x", "Close saved views")
        close.clicked.connect(self.hide)
        head = row(Label(look, "Saved views", "heading"), close)
        head.setStretch(0, 1)
        inset(head, 0, 0, -look.px(10), 0)
        self._list = Scroller(QWidget())
        self._layout = column(head, self._make_saving(), self._make_message(), self._list)
        self._layout.setContentsMargins(*(look.px(side) for side in (24, 14, 24, 24)))
        self.setLayout(self._layout)

    def _make_saving(self) -> QWidget:
        """Make the line that saves what is shown."""
        look = self._clinic.look
        self._name = Field()
        self._name.setAccessibleName("Name of the view")
        self._name.returnPressed.connect(self._save)
        self._key = Choice(look, "Key of the view")
        self._save_button = push_button("Save", kind="primary", name="Save view")
        self._save_button.clicked.connect(self._save)
        line = row(self._name, self._key, self._save_button)
        line.setStretch(0, 1)
        whole = QWidget()
        what = Label(look, "Save what is shown", "small", tone="muted")
        what.setBuddy(self._name)
        whole.setLayout(column(what, line, spacing=look.px(4)))
        hear_name(self._key)
        return whole

    def _make_message(self) -> QHBoxLayout:
        self._message = Label(self._clinic.look, "", "small", tone="muted", wraps=True)
        self._message.setObjectName("about-views")
        self._back = push_button("Bring it back", kind="quiet")
        self._back.clicked.connect(self._bring_back)
        line = row(self._message, self._back)
        line.setStretch(0, 1)
        return line

    # The list

    def _show_views(self) -> None:
        """List what is saved now, and offer the first key that is free.

        A name that is being typed stays, with the key that was chosen for it.
        """
        present, chosen = self._views.present(), self._key.currentIndex()
        self._name.setPlaceholderText(present.name)
        self._key.clear()
        for slot in VIEWS:
            taken = f" · {self._views[slot].name}" if slot in self._views.slots else ""
            self._key.addItem(f"{self._clinic.actions.keys(slot) or slot}{taken}", slot)
        free = VIEWS.index(self._views.free_slot)
        self._key.setCurrentIndex(chosen if self._name.text() and chosen >= 0 else free)
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._clinic.look.px(8))
        stops = [self._add(grid, line, slot) for line, slot in enumerate(self._views.slots)]
        grid.setColumnStretch(1, 1)
        scroller = Scroller(fresh)
        self._layout.replaceWidget(self._list, scroller)
        self._list.hide()
        self._list.deleteLater()
        self._list = scroller
        tab_after(self._back, *(stop for line in stops for stop in line))
        scroller.show()
        self._place()

    def _add(self, grid: QGridLayout, line: int, slot: str) -> tuple[QWidget, ...]:
        """Set a view into its line; answer what of it can be reached by Tab."""
        look, view = self._clinic.look, self._views[slot]
        cap = Label(look, self._clinic.actions.keys(slot), "small_strong")
        cap.setProperty("role", "key")
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        name = Field(view.name)
        name.setAccessibleName(f"Rename {view.name}")
        name.editingFinished.connect(lambda: self._rename(slot, name.text()))
        show = push_button("Show", kind="quiet", name=f"Show {view.name}")
        show.clicked.connect(lambda: self._show_view(slot))
        delete = IconButton(look, "trash-2", f"Delete {view.name}", size=14)
        delete.clicked.connect(lambda: self._delete(slot))
        what = Label(look, view.summary, "small", tone="muted")
        for place, part in enumerate((cap, name, what, show, delete)):
            grid.addWidget(part, line, place)
        return name, show, delete

    # What is done

    def _save(self) -> None:
        slot = str(self._key.currentData())
        before = self._views[slot].name if slot in self._views.slots else ""
        typed = self._name.text()
        if not self._try(lambda: self._views.save(slot, typed)):
            self._name.setFocus()
            self._name.selectAll()
            return
        self._name.forget()
        self._show_views()
        key, name = self._clinic.actions.keys(slot), self._views[slot].name
        instead = f", in place of “{before}”" if before else ""
        self._tell_done(f"{key} shows “{name}” from now on{instead}.")
        self._name.setFocus()

    def _rename(self, slot: str, name: str) -> None:
        if slot in self._views.slots and name.strip() != self._views[slot].name:
            self._try(lambda: self._views.rename(slot, name))

    def _show_view(self, slot: str) -> None:
        self.hide()
        self._views.show(slot)

    def _delete(self, slot: str) -> None:
        view = self._views[slot]
        self._try(lambda: self._views.put(slot, None))
        self._deleted = slot, view
        self._tell_done(f"“{view.name}” is deleted.")
        self._back.show()
        self._place()
        self._back.setFocus()

    def _bring_back(self) -> None:
        if self._deleted is not None:
            slot, view = self._deleted
            back = self._try(lambda: self._views.put(slot, view))
            self._back.setVisible(not back)
            self._name.setFocus()

    def _try(self, change: Callable[[], None]) -> bool:
        """Change something, and list what is there then; say when it was refused or is not kept.

        Answer whether it is changed.
        """
        self._tell("")
        done = True
        try:
            change()
        except NameTakenError as error:
            self._tell(str(error), "danger")
            done = False
        except OSError as error:
            why = error.strerror or error
            self._tell(f"It works until the program ends: it could not be kept ({why}).", "danger")
        self._show_views()
        return done

    def _tell_done(self, text: str) -> None:
        """Say what was done, unless it could not be kept, which is said already."""
        if not self._message.text():
            self._tell(text, "success")

    def _tell(self, text: str, tone: str = "muted") -> None:
        self._back.hide()
        self._message.setText(text)
        self._message.set_tone(tone)
        if self.isVisible():
            # Two lines where one was need their room, not that of the line above.
            self._place()
        announce(self, text, urgent=tone == "danger")

    # Coming and going

    def toggle(self) -> None:
        """Show it, or put it away."""
        if self.isVisible():
            self.hide()
            return
        self._tell("" if self._views.slots else _NONE)
        self._name.forget()
        self._show_views()
        self.show()
        self.raise_()
        self._name.setFocus()

    def _place(self) -> None:
        """Stand in the middle, no larger than the window: what is longer scrolls."""
        room, high = self._over.size(), self._list.content.sizeHint().height()
        self.setFixedWidth(min(self._clinic.look.px(_WIDE), room.width()))
        self._list.setFixedHeight(high)
        self._layout.activate()
        beside = self._layout.sizeHint().height() - high
        self._list.setFixedHeight(max(0, min(high, room.height() - beside)))
        self.adjustSize()
        self.move((room.width() - self.width()) // 2, max(0, (room.height() - self.height()) // 3))
