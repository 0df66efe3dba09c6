"""Names that are longer than their room: cut where there is little, whole somewhere near."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from clinic_desktop.domain.people import AddDoctor
from clinic_desktop.ui.parts import CHOICE, Choice
from tests.driver import Desk


def test_names_as_they_are_as_a_rule_are_whole_in_the_box_of_whose_week(desk: Desk) -> None:
    desk.press("Ctrl+2")
    box = desk.find("Whose week", Choice)
    for wide in (1440, 1024):
        desk.app.window.resize(wide, 700)
        desk.settled()
        for place in range(box.count()):
            box.setCurrentIndex(place)
            assert box.shown() == box.currentText()


@pytest.mark.qt_log_ignore("does not support")  # what the offscreen platform says of lists
def test_a_long_name_is_cut_in_the_box_of_whose_week_and_whole_beside_it(desk: Desk) -> None:
    long = "Dr Maria Theresia Wilhelmina von und zu Hohenstein-Wallenfels the younger"
    desk.press("Ctrl+2")
    desk.settled()
    box = desk.find("Whose week", Choice)
    desk.app.dispatcher.office.do(AddDoctor(name=long)).result(timeout=120)
    desk.wait_for(lambda: box.findText(long) >= 0)
    desk.settled()
    QTest.keyClick(box, Qt.Key.Key_End)
    desk.settled()
    assert (box.currentText(), box.toolTip()) == (long, long)
    assert box.width() <= CHOICE
    text = QAccessible.queryAccessibleInterface(box).text(QAccessible.Text.Value)
    assert text == long
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    view = box.view()
    desk.wait_for(view.isVisible)
    assert view.viewport().width() >= view.sizeHintForColumn(0)
    box.hidePopup()
