"""The parts of a painted calendar that clients meet below it: its columns, blocks and visits.

Who owns them, and by which rules, stands in ``accessible``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import shiboken6
from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleInterface,
    QAction,
    QColor,
    QWindow,
)
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken

from clinic_desktop.domain.booking import Appointment, Block
from clinic_desktop.ui.agenda.contents import Column, Item
from clinic_desktop.ui.agenda.kept import Kept
from clinic_desktop.ui.agenda.off import Off
from clinic_desktop.ui.agenda.view import AgendaView
from clinic_desktop.ui.agenda.walk import Spot
from clinic_desktop.ui.agenda.words import day_text, item_name

if TYPE_CHECKING:
    from clinic_desktop.ui.agenda.accessible import Tree

T = TypeVar("T")

NOTHING = Shiboken.VoidPtr(0)
_SET_FOCUS = QAccessibleActionInterface.setFocusAction()
_PRESS = QAccessibleActionInterface.pressAction()
_MENU = QAccessibleActionInterface.showMenuAction()


def maybe(answer: T | None) -> T:
    """Answer the same, or None, which Qt takes although its types do not say so."""
    return cast("T", answer)


class _Node(QAccessibleInterface):
    """What a column and an item have in common: no QObject, no text to edit."""

    def __init__(self, tree: Tree) -> None:
        """Belong to a tree."""
        super().__init__()
        self.tree = tree

    def object(self) -> QObject:
        """Answer that there is none."""
        return maybe(None)

    def window(self) -> QWindow:
        """Answer the window that it is painted in."""
        view = self.tree.view
        return maybe(view.window().windowHandle() if view is not None else None)

    def setText(self, t: QAccessible.Text, text: str) -> None:
        """Change nothing."""

    def backgroundColor(self) -> QColor:
        """Answer no colour."""
        return QColor()

    def foregroundColor(self) -> QColor:
        """Answer no colour."""
        return QColor()

    def interface_cast(self, t: QAccessible.InterfaceType) -> Any:  # noqa: ANN401 - a pointer
        """Answer that there is nothing beside this."""
        return NOTHING

    def _on_screen(self, rect: QRect) -> QRect:
        """Answer where a rectangle of the viewport is on the screen."""
        view = self.tree.view
        if view is None or rect.isEmpty():
            return QRect()
        return QRect(view.viewport().mapToGlobal(rect.topLeft()), rect.size())


class ColumnNode(_Node):
    """A doctor's day."""

    def __init__(self, tree: Tree, index: int) -> None:
        """Stand for the column at this place from the left, in reading order."""
        super().__init__(tree)
        self.index = index

    @property
    def column(self) -> Column | None:
        """The column that is shown there."""
        view = self.tree.view
        columns = view.columns() if view is not None else ()
        return columns[self.index] if self.index < len(columns) else None

    def isValid(self) -> bool:
        """Tell whether there is such a column."""
        return self.column is not None

    def parent(self) -> QAccessibleInterface:
        """Answer the calendar."""
        return maybe(self.tree.root())

    def role(self) -> QAccessible.Role:
        """Answer that it is a list."""
        return QAccessible.Role.List

    def state(self) -> QAccessible.State:
        """Answer whether it can be seen."""
        state, view = QAccessible.State(), self.tree.view
        _set(state, invalid=self.column is None)
        _set(state, invisible=view is None or not view.isVisible())
        _set(state, offscreen=self.rect().isEmpty())
        return state

    def text(self, t: QAccessible.Text) -> str:
        """Answer whose day it is; as description, how much of it is free."""
        column = self.column
        if column is None:
            return ""
        if t == QAccessible.Text.Name:
            return f"{column.doctor.name}, {day_text(column.day)}"
        if t == QAccessible.Text.Description:
            view = self.tree.view
            placed = view.canvas.sheets[self.index].placed if view is not None else []
            free = sum(isinstance(each.item, Block) for each in placed)
            visits = len(placed) - free
            note = view.canvas.notes[self.index] if view is not None else None
            special = f"{note.text}, " if note is not None else ""
            return f"{special}{free} free, {visits} visit{'' if visits == 1 else 's'}"
        return ""

    def rect(self) -> QRect:
        """Answer the part that is in sight, on the screen."""
        view = self.tree.view
        if view is None or self.column is None:
            return QRect()
        return self._on_screen(view.shown_column(self.index))

    def childCount(self) -> int:
        """Answer how many blocks and visits it holds."""
        return len(self.tree.spots(self.index))

    def child(self, index: int) -> QAccessibleInterface:
        """Answer one of them."""
        spots = self.tree.spots(self.index)
        return maybe(self.tree.item(spots[index]) if 0 <= index < len(spots) else None)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Answer which it is."""
        spots = self.tree.spots(self.index)
        known = isinstance(child, ItemNode) and child.spot in spots
        return spots.index(cast("ItemNode", child).spot) if known else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        """Answer what is under a point of the screen."""
        node = self.tree.at(x, y)
        return maybe(node if node is not None and node.spot[0] == self.index else None)

    def focusChild(self) -> QAccessibleInterface:
        """Answer what is current, if it is in this column."""
        node = self.tree.focused()
        return maybe(node if node is not None and node.spot[0] == self.index else None)


class ItemNode(_Node):
    """A free block, a visit, or time off."""

    def __init__(self, tree: Tree, spot: Spot) -> None:
        """Stand for what is at a spot, as long as it is."""
        super().__init__(tree)
        self.spot = spot
        self._acts: ItemActs | None = None

    @property
    def item(self) -> Item | Off | Kept | None:
        """The block, visit, or what lies below them, None when it is gone."""
        return _there(self.tree, self.spot)

    def isValid(self) -> bool:
        """Tell whether its calendar is still there; what is gone from it is let go at once."""
        return self.tree.view is not None

    def parent(self) -> QAccessibleInterface:
        """Answer the column."""
        return maybe(self.tree.column(self.spot[0]))

    def role(self) -> QAccessible.Role:
        """Answer that it is an entry of a list."""
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        """Answer whether it is current, and whether it can be seen."""
        state, view, item = QAccessible.State(), self.tree.view, self.item
        if view is None or item is None:
            _set(state, invalid=True)
            return state
        current = self.spot == view.spot
        in_run = self.spot[0] == (view.spot or (-1, 0))[0] and item in view.run()
        _set(state, focusable=True, selectable=True)
        selected = current or in_run or item.id in view.picked
        _set(state, focused=current and view.hasFocus(), selected=selected)
        _set(state, invisible=not view.isVisible())
        _set(state, offscreen=not view.sight().intersects(view.canvas.rect(self.spot)))
        return state

    def text(self, t: QAccessible.Text) -> str:
        """Answer its sentence."""
        view, item = self.tree.view, self.item
        if view is None or item is None or t != QAccessible.Text.Name:
            return ""
        return item_name(item, view.canvas.zone)

    def rect(self) -> QRect:
        """Answer its box on the screen, also where it is scrolled away."""
        view = self.tree.view
        if view is None:
            return QRect()
        return self._on_screen(view.shown(view.canvas.rect(self.spot)))

    def childCount(self) -> int:
        """Answer that there is nothing in it."""
        return 0

    def child(self, index: int) -> QAccessibleInterface:
        """Answer that there is nothing in it."""
        return maybe(None)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Answer that there is nothing in it."""
        return -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        """Answer that there is nothing in it."""
        return maybe(None)

    def interface_cast(self, t: QAccessible.InterfaceType) -> Any:  # noqa: ANN401 - a pointer
        """Answer what can be done with it."""
        if t != QAccessible.InterfaceType.ActionInterface:
            return NOTHING
        if self._acts is None:
            self._acts = ItemActs(self)
        return Shiboken.VoidPtr(shiboken6.getCppPointer(self._acts)[0])


class ItemActs(QAccessibleActionInterface):
    """What a client may do with a block or a visit: what keys and mouse may."""

    def __init__(self, node: ItemNode) -> None:
        """Act on what a node stands for."""
        super().__init__()
        self._tree, self._spot = node.tree, node.spot

    def _item(self) -> Item | Off | Kept | None:
        return _there(self._tree, self._spot)

    def _of_a_visit(self) -> dict[str, QAction]:
        """Answer the window's own acts on a visit, by their words."""
        view = self._tree.view
        return acts_of(view) if view is not None and isinstance(self._item(), Appointment) else {}

    def actionNames(self) -> list[str]:
        """Answer what can be done now."""
        return [_PRESS, _SET_FOCUS, _MENU, *self._of_a_visit()]

    def localizedActionDescription(self, name: str) -> str:
        """Say what an act does."""
        item = self._item()
        press = "Book this time" if isinstance(item, Block) else "Open the visit"
        if isinstance(item, Off):
            press = "Open the time off"
        told = {_PRESS: press, _SET_FOCUS: "Go there", _MENU: "Show what can be done here"}
        return told.get(name, name)

    def keyBindingsForAction(self, name: str) -> list[str]:
        """Answer the keys that do the same."""
        act = self._of_a_visit().get(name)
        keys = act.shortcuts() if act is not None else []
        return ["Return"] if name == _PRESS else [key.toString() for key in keys]

    def doAction(self, name: str) -> None:
        """Do it after the client's call has returned: it may end this very node."""
        view, spot = self._tree.view, self._spot
        if view is not None:
            QTimer.singleShot(0, view, lambda: _act(view, spot, name))


def acts_of(view: AgendaView) -> dict[str, QAction]:
    """Answer what keys do with what is current, while the calendar has the focus."""
    place: QWidget | None = view
    found: dict[str, QAction] = {}
    while place is not None:
        for act in place.actions():
            if act.shortcutContext() == Qt.ShortcutContext.WidgetWithChildrenShortcut:
                found[act.text()] = act
        place = place.parentWidget()
    return found


def _there(tree: Tree, spot: Spot) -> Item | Off | Kept | None:
    """Answer what is at a spot."""
    view = tree.view
    there = view and view.canvas.there(spot)
    return there.item if there else None


def _act(view: AgendaView, spot: Spot, name: str) -> None:
    there = view.canvas.there(spot)
    if there is None:
        return
    item = there.item
    view.setFocus()
    if isinstance(item, Block):
        view.select_block(item.id)
        pressed = view.block_activated
    elif isinstance(item, Off):
        view.select_below(item.id)
        pressed = view.off_activated
    elif isinstance(item, Kept):
        view.select_below(item.id)
        pressed, item = view.appointment_activated, item.visit
    else:
        view.select_appointment(item.id)
        pressed = view.appointment_activated
    act = acts_of(view).get(name)
    if name == _PRESS:
        pressed.emit(item)
    elif name == _MENU:
        view.ask_menu(None)
    elif act is not None:
        act.trigger()


def _set(state: QAccessible.State, **facts: bool) -> None:
    """Set facts of a state, each of which is a bit."""
    for name, fact in facts.items():
        setattr(state, name, int(fact))
