"""A walk through all that a screen reader finds in a window, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from clinic_desktop.ui.month import DayButton
from clinic_desktop.ui.month_view import MonthDay

Role = QAccessible.Role
CONTROLS = frozenset(
    {
        Role.Button, Role.ButtonMenu, Role.CheckBox, Role.RadioButton, Role.EditableText,
        Role.ComboBox, Role.List, Role.ListItem, Role.Table, Role.Cell, Role.Tree, Role.TreeItem,
        Role.MenuItem, Role.PageTab, Role.SpinBox, Role.Slider, Role.Grouping,
    }
)  # fmt: skip
STEERED = frozenset({"Search: found", "Patient: found", "Time zones found"})
"""Lists that the arrow keys walk from a field, where the focus stays; the field tells the row."""
NEAR = 10
"""Pixels between a caption and what stands under it."""


@dataclass(frozen=True, slots=True)
class Met:
    """One thing that a screen reader meets, and where."""

    node: QAccessibleInterface
    path: str

    @property
    def widget(self) -> QWidget | None:
        """What it stands for; None for a part of a painted one."""
        thing = self.node.object()
        return thing if isinstance(thing, QWidget) else None

    @property
    def is_control(self) -> bool:
        """Whether a person does something with it."""
        return self.node.role() in CONTROLS

    @property
    def name(self) -> str:
        """What it is called: by the label that belongs to it, else by itself."""
        for label, _ in self.node.relations(QAccessible.RelationFlag.Label):
            return label.text(QAccessible.Text.Name)
        # What a box shows is no name of it, though Qt says so where labels are the custom.
        if self.node.role() == Role.ComboBox:
            return ""
        return self.node.text(QAccessible.Text.Name)


def walk(node: QAccessibleInterface, path: str = "") -> Iterator[Met]:
    """Go through everything visible, parents first."""
    if node.state().invisible:
        return
    here = f"{path} > {node.role().name} {node.text(QAccessible.Text.Name)!r}"
    yield Met(node, here)
    for index in range(node.childCount()):
        yield from walk(node.child(index), here)


def complaints(window: QWidget) -> list[str]:
    """Answer what is wrong for people who hear the window, or have no mouse; empty when all is."""
    wrong: list[str] = []
    for met in walk(QAccessible.queryAccessibleInterface(window)):
        wrong += [f"{what}: {met.path}" for what in _of(met)]
    return wrong + [f"a label without buddy: {text!r}" for text in _loose_labels(window)]


def _of(met: Met) -> Iterator[str]:
    if met.is_control and not met.name.strip():
        yield "nameless"
    children = [Met(met.node.child(n), "") for n in range(met.node.childCount())]
    shown = [each for each in children if each.is_control and not each.node.state().invisible]
    counted = Counter((each.node.role(), each.name) for each in shown)
    for (_, name), count in counted.items():
        if count > 1:
            yield f"{count} are called {name!r} in one parent"
    label = _visible_text(met)
    if label and label.lower() not in met.node.text(QAccessible.Text.Name).lower():
        yield f"it says {label!r} on it"
    if met.is_control and not _takes_focus_by_keys(met):
        yield "no key leads there"


def _is_inner(met: Met) -> bool:
    """Tell whether Qt made it, inside a field."""
    parent = met.widget.parentWidget() if met.widget is not None else None
    return isinstance(parent, QLineEdit | QComboBox)


def _visible_text(met: Met) -> str:
    """Answer what is written on a button or a label, without marks that nobody reads."""
    widget = met.widget
    if not isinstance(widget, QAbstractButton | QLabel):
        return ""
    text = widget.text().replace("&", "") if isinstance(widget, QAbstractButton) else widget.text()
    return text.strip().strip("·\N{HORIZONTAL ELLIPSIS} ")


def _takes_focus_by_keys(met: Met) -> bool:
    widget = met.widget
    if widget is None:
        # A part of a painted widget, or a row of a list: its keys are the widget's.
        return True
    alike: list[QWidget] = [widget]
    # Where arrows lead to the others, one of several is enough: days of a month, ways to choose.
    parent = widget.parentWidget()
    if isinstance(widget, DayButton | MonthDay) and parent is not None:
        alike += parent.findChildren(type(widget))
    elif isinstance(widget, QAbstractButton) and widget.group() is not None:
        alike += widget.group().buttons()
    by_keys = any(bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus) for each in alike)
    return by_keys or _is_inner(met) or widget.accessibleName() in STEERED


def _loose_labels(window: QWidget) -> Iterator[str]:
    """Answer the labels that stand right above a field and are not tied to it."""
    fields = [
        widget
        for kind in (QLineEdit, QComboBox, QAbstractItemView)
        for widget in window.findChildren(kind)
        if widget.isVisible() and not _is_inner(Met(_node(widget), ""))
    ]
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        corner = label.mapTo(window, QPoint(0, label.height()))
        for field in fields:
            top = field.mapTo(window, QPoint(0, 0))
            above = 0 <= top.y() - corner.y() <= NEAR and abs(top.x() - corner.x()) <= 1
            if above and label.buddy() is not field and field.accessibleName() not in STEERED:
                yield label.text()


def _node(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)
