"""The painted calendar as a screen reader meets it: a grouping of lists of blocks and visits.

    CalendarNode (Grouping): the widget
      ColumnNode (List): "Dr Lee, Tuesday 4 November"
        ItemNode (ListItem): "Dr Lee, Tuesday 4 November, 11:00 to 11:15, free"

Nothing of this exists before a client asks. Qt keeps bare pointers to what it was given, so each
of these rules stands between the program and a crash:

- ``Tree`` alone owns columns and items; one of them that nobody keeps is a dangling pointer.
- A node leaves Qt's cache before Python lets it go.
- Nodes below the calendar have no QObject, so the tree empties itself when the widget goes.
- Qt keeps the calendar's own node until the program ends: it holds its widget weakly. Qt may ask
  for it a second time, so nobody else keeps it.
- A calendar's own node is never taken out of Qt's cache: with one of several Qt forgets whose the
  others are, keeps them when the widget goes, and meets them once Python has taken them down.
- ``interface_cast`` answers a pointer, be it a null; None is a crash.
- The factory never raises, and is installed once.
"""

from __future__ import annotations

import weakref
from typing import Any, cast

import shiboken6
from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QWidget

from clinic_desktop.domain.booking import Block
from clinic_desktop.ui.agenda.changes import Shown, changes_told, period_told
from clinic_desktop.ui.agenda.nodes import NOTHING, ColumnNode, ItemNode, maybe
from clinic_desktop.ui.agenda.view import AgendaView
from clinic_desktop.ui.agenda.walk import Spot
from clinic_desktop.ui.agenda.words import run_name
from clinic_desktop.ui.privacy import masked
from clinic_desktop.ui.speech import announce, is_heard

_trees: weakref.WeakKeyDictionary[AgendaView, Tree] = weakref.WeakKeyDictionary()
_factories: list[object] = []


def listen(view: QWidget) -> None:
    """Let clients find the tree of this calendar, and of every later one.

    One that asked sooner was answered with a bare scroll area, which Qt would keep for good.
    """
    if not _factories:
        _factories.append(_node_of)
        QAccessible.installFactory(_node_of)
    if is_heard():
        node = QAccessible.queryAccessibleInterface(view)
        if not isinstance(node, CalendarNode):
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(node))
            node = QAccessible.queryAccessibleInterface(view)
        QAccessible.updateAccessibility(QAccessibleEvent(node, QAccessible.Event.ObjectCreated))
        if isinstance(view, AgendaView):
            _trees[view].introduce()


def _node_of(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    return CalendarNode(thing) if isinstance(thing, AgendaView) else None


class Tree:
    """Owns all nodes below one calendar, and tells clients what becomes of them."""

    def __init__(self, view: AgendaView) -> None:
        """Follow a calendar, held weakly, until it goes."""
        self._view = weakref.ref(view)
        self._columns: dict[int, ColumnNode] = {}
        self._items: dict[Spot, ItemNode] = {}
        self._shown_columns = view.columns()
        self._shown = self._read()
        self._notice = self.notice
        self._is_new = False
        self._untold: Shown | None = None
        # A function, which is kept, and with it the tree: Qt holds pointers to its nodes.
        view.destroyed.connect(lambda *_: self._end())
        view.contents_changed.connect(self._follow_contents)
        view.off_laid.connect(self._take_off)
        view.renamed.connect(self._mask_untold)
        view.selected.connect(self.tell_focus)
        view.run_changed.connect(self._tell_run)
        application = cast("QApplication", QApplication.instance())
        self._link = application.focusChanged.connect(self._follow_focus)

    @property
    def view(self) -> AgendaView | None:
        """The calendar, None when it is gone."""
        view = self._view()
        return view if view is not None and shiboken6.isValid(view) else None

    @property
    def notice(self) -> str:
        """What the calendar says in its middle."""
        view = self.view
        notice = view.shown_notice() if view is not None else None
        return notice.words if notice is not None else ""

    def __len__(self) -> int:
        """Answer how many nodes clients have asked for."""
        return len(self._columns) + len(self._items)

    # Nodes, each made when it is first asked for

    def root(self) -> QAccessibleInterface | None:
        """Answer the calendar's own node."""
        view = self.view
        return QAccessible.queryAccessibleInterface(view) if view is not None else None

    def column(self, index: int) -> ColumnNode | None:
        """Answer a column's node."""
        view = self.view
        if view is None or not 0 <= index < len(view.columns()):
            return None
        if index not in self._columns:
            node = self._columns[index] = ColumnNode(self, index)
            QAccessible.registerAccessibleInterface(node)
        return self._columns[index]

    def item(self, spot: Spot | None) -> ItemNode | None:
        """Answer the node of what is at a spot."""
        view = self.view
        if view is None or spot is None or not view.canvas.holds(spot):
            return None
        if spot not in self._items:
            node = self._items[spot] = ItemNode(self, spot)
            QAccessible.registerAccessibleInterface(node)
        return self._items[spot]

    def at(self, x: int, y: int) -> ItemNode | None:
        """Answer the node of what is at a point of the screen."""
        view = self.view
        if view is None:
            return None
        return self.item(view.spot_at(view.viewport().mapFromGlobal(QPoint(x, y))))

    def focused(self) -> ItemNode | None:
        """Answer the node of what is current, while the keys go to the calendar."""
        view = self.view
        return self.item(view.spot) if view is not None and view.hasFocus() else None

    def spots(self, index: int) -> list[Spot]:
        """Answer what a column holds, in the order in which the arrows walk."""
        view = self.view
        if view is None or index >= len(view.canvas.sheets):
            return []
        return [(index, each.item.id) for each in view.canvas.sheets[index].walked]

    def _drop(self, node: QAccessibleInterface) -> None:
        if shiboken6.isValid(node):
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(node))

    def _end(self) -> None:
        """Take every node out of Qt's hands: the widget is going."""
        application = QApplication.instance()
        if application is not None:
            QObject.disconnect(self._link)
        for node in (*self._items.values(), *self._columns.values()):
            self._drop(node)
        self._items.clear()
        self._columns.clear()

    # What clients are told

    def introduce(self) -> None:
        """Say what is shown, as soon as it is there, and where the focus is.

        Nobody has told it yet: the calendar has had the focus since before it could be heard.
        """
        self._is_new = True
        self._follow_contents()
        self.tell_focus()

    def _read(self) -> Shown:
        view = self.view
        sheets = view.canvas.sheets if view is not None else ()
        return {
            (index, each.item.id): each.item
            for index, sheet in enumerate(sheets)
            for each in sheet.walked
        }

    def _take_off(self) -> None:
        """Know the time off of what is shown; it came a moment later, and is no news."""
        before, self._shown = self._shown, self._read()
        for spot in [spot for spot in self._items if spot not in self._shown and spot in before]:
            self._let_go(self._items.pop(spot))
        self._tell_notice()

    def _follow_contents(self) -> None:
        """Let go what is not shown any more, and tell what has changed."""
        view = self.view
        if view is None:
            return
        before, self._shown = self._shown, self._read()
        anew = view.columns() != self._shown_columns
        self._shown_columns = view.columns()
        for spot in [spot for spot in self._items if spot not in self._shown]:
            self._let_go(self._items.pop(spot))
        for index in [index for index in self._columns if index >= len(view.columns())]:
            self._let_go(self._columns.pop(index))
        if not is_heard():
            return
        if anew:
            self._is_new, self._untold = True, None
            for column in self._columns.values():
                self._send(column, QAccessible.Event.NameChanged)
        if view.is_loaded and self._is_new:
            self._is_new = False
            announce(view, period_told(view.columns(), self._shown))
            self.tell_focus()
        elif view.is_loaded:
            self._tell_changes(view, before)
        self._tell_notice()

    def _tell_notice(self) -> None:
        view = self.view
        if view is not None and self._notice != self.notice:
            self._notice = self.notice
            announce(view, self._notice)

    def _tell_changes(self, view: AgendaView, before: Shown) -> None:
        """Tell what others, or this window, booked, freed or changed in the shown columns."""
        for spot, item in self._shown.items():
            was = before.get(spot)
            if was is None:
                # What lies in a column that nobody asked for is no news to anybody.
                node = self.item(spot) if spot[0] in self._columns else None
                if node is not None:
                    self._send(node, QAccessible.Event.ObjectCreated)
            elif was is not item and was != item and spot in self._items:
                self._send(self._items[spot], QAccessible.Event.NameChanged)
        if self._untold is None:
            # In a moment: the form that booked this is about to give the focus back.
            self._untold = before
            QTimer.singleShot(0, view, self._tell_untold)

    def _tell_untold(self) -> None:
        view, before, self._untold = self.view, self._untold, None
        if view is not None and before is not None:
            # What becomes current is read by its focus.
            current = view.spot if view.hasFocus() else None
            announce(view, changes_told(before, self._shown, current, view.canvas.zone))

    def _mask_untold(self) -> None:
        """Let what has gone, and is about to be told, be told without its patient."""
        if self._untold is not None:
            self._untold = {spot: masked(item) for spot, item in self._untold.items()}

    def tell_focus(self, _item: object = None) -> None:
        """Say that the focus is on what is current."""
        view = self.view
        if view is None or not is_heard() or not view.hasFocus():
            return
        node = self.item(view.spot) or self.root()
        if node is not None:
            self._send(node, QAccessible.Event.Focus)

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        view = self.view
        if view is not None and new is view:
            # After Qt has told the focus of the widget itself.
            QTimer.singleShot(0, view, self.tell_focus)

    def _tell_run(self, run: tuple[Block, ...]) -> None:
        view = self.view
        if view is not None and run:
            announce(view, run_name(run, view.canvas.zone))

    def _send(self, node: QAccessibleInterface, kind: QAccessible.Event) -> None:
        QAccessible.updateAccessibility(QAccessibleEvent(node, kind))

    def _let_go(self, node: QAccessibleInterface) -> None:
        if is_heard():
            self._send(node, QAccessible.Event.ObjectDestroyed)
        self._drop(node)


class CalendarNode(QAccessibleWidget):
    """The calendar itself; its children are its columns."""

    def __init__(self, view: AgendaView) -> None:
        """Share the calendar's tree with every other node that Qt asks for."""
        super().__init__(view, QAccessible.Role.Grouping)
        if view not in _trees:
            _trees[view] = Tree(view)
        self.tree = _trees[view]

    def text(self, t: QAccessible.Text) -> str:
        """Answer the widget's name, and what is said in its middle."""
        if t == QAccessible.Text.Description:
            return self.tree.notice
        return super().text(t)

    def childCount(self) -> int:
        """Answer how many columns there are."""
        view = self.tree.view
        return len(view.columns()) if view is not None else 0

    def child(self, index: int) -> QAccessibleInterface:
        """Answer a column."""
        return maybe(self.tree.column(index))

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Answer which column it is."""
        return child.index if isinstance(child, ColumnNode) else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        """Answer what is under a point of the screen."""
        return maybe(self.tree.at(x, y))

    def focusChild(self) -> QAccessibleInterface:
        """Answer what is current."""
        return maybe(self.tree.focused())

    def interface_cast(self, t: QAccessible.InterfaceType) -> Any:  # noqa: ANN401 - a pointer
        """Answer that there is nothing beside this."""
        return NOTHING
