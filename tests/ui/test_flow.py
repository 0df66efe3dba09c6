"""What flows goes on in the next line, begins where one reads from, and stands level."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.flow import Flow


def flowing(
    qtbot: QtBot, *sizes: tuple[int, int], fills: bool = False
) -> tuple[QWidget, Flow, list[QWidget]]:
    """Make a place with widgets of these sizes, at least as wide where they are to fill lines."""
    place, flow = QWidget(), Flow(10, fills=fills)
    qtbot.addWidget(place)
    place.setLayout(flow)
    parts = [QWidget() for _ in sizes]
    for part, (wide, high) in zip(parts, sizes, strict=True):
        part.setFixedSize(wide, high)
        if fills:
            part.setMaximumWidth(1000)
        flow.addWidget(part)
    return place, flow, parts


@pytest.mark.parametrize(
    ("direction", "lefts"),
    [(Qt.LayoutDirection.LeftToRight, [0, 50, 0]), (Qt.LayoutDirection.RightToLeft, [60, 10, 40])],
)
def test_a_line_begins_where_one_reads_from(
    qtbot: QtBot, direction: Qt.LayoutDirection, lefts: list[int]
) -> None:
    place, flow, parts = flowing(qtbot, (40, 10), (40, 10), (60, 10))
    place.setLayoutDirection(direction)
    flow.setGeometry(QRect(0, 0, 100, 100))
    assert [part.x() for part in parts] == lefts
    assert [part.y() for part in parts] == [0, 0, 20]


def test_what_is_lower_stands_in_the_middle_and_what_is_put_away_takes_no_room(
    qtbot: QtBot,
) -> None:
    _, flow, parts = flowing(qtbot, (20, 30), (20, 30), (20, 10))
    parts[1].hide()
    flow.setGeometry(QRect(0, 0, 100, 100))
    assert (parts[2].x(), parts[2].y()) == (30, 10)


@pytest.mark.parametrize(
    ("direction", "lefts"),
    [(Qt.LayoutDirection.LeftToRight, [0, 50, 0]), (Qt.LayoutDirection.RightToLeft, [61, 0, 0])],
)
def test_those_of_a_line_share_what_is_left_of_it(
    qtbot: QtBot, direction: Qt.LayoutDirection, lefts: list[int]
) -> None:
    place, flow, parts = flowing(qtbot, (30, 10), (40, 10), (60, 10), fills=True)
    place.setLayoutDirection(direction)
    flow.setGeometry(QRect(0, 0, 101, 100))
    assert [part.width() for part in parts] == [40, 51, 101]
    assert [part.x() for part in parts] == lefts
    assert [part.y() for part in parts] == [0, 0, 20]
