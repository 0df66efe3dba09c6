"""What a hand does by habit or by mistake: a second press, a key too many, a way back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QWidget

from clinic_desktop.domain.booking import Appointment, Block
from tests.driver import Desk
from tests.ui.clinics import SUNDAY

LEE = "Dr Lee"


def in_window(desk: Desk, start: str) -> QPoint:
    """Answer where in the window the item that begins then is."""
    item = next(item for item in desk.items(LEE) if desk.clock(item.start) == start)
    port = desk.view.viewport()
    return port.mapTo(desk.app.window, desk.view.item_rect(item.id).center())


def click_window(desk: Desk, at: QPoint, times: int = 1) -> None:
    """Click into the window as its screen does, so that a second press makes a double click."""
    window = desk.app.window.windowHandle()
    click = QTest.mouseClick if times == 1 else QTest.mouseDClick
    click(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    desk.settled()


def test_a_double_click_on_a_free_block_goes_on_in_the_panel(desk: Desk) -> None:
    opened: list[object] = []
    desk.view.block_activated.connect(opened.append)
    click_window(desk, in_window(desk, "11:00"), times=2)
    assert len(opened) == 1
    assert isinstance(desk.focus, QLineEdit)
    desk.type("tom")
    assert desk.find("Patient", QLineEdit).text() == "tom"
    desk.settled()


def test_a_double_click_on_a_visit_begins_nothing_by_what_is_typed_next(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    opened: list[object] = []
    desk.view.appointment_activated.connect(opened.append)
    click_window(desk, in_window(desk, "11:00"), times=2)
    assert len(opened) == 1
    assert desk.workplace.appointment.isAncestorOf(desk.focus)
    click_window(desk, in_window(desk, "11:00"))
    assert desk.workplace.appointment.isAncestorOf(desk.focus), "one click more opens it as well"


def test_a_visit_that_stays_says_so_at_once_when_it_is_to_be_moved(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    desk.set_status(LEE, "11:00", "Arrived")
    desk.set_status(LEE, "11:00", "In the room")
    desk.press("Esc")
    desk.press("M")
    assert desk.workplace.calendar.moving is None
    assert desk.notice == "A visit marked “In the room” can\u2019t be moved."


def test_stopping_a_move_goes_back_to_the_visit(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    visit = desk.visit(LEE, "11:00")
    desk.view.select_appointment(visit.id)
    for stops in ("Esc", "Stop moving"):
        desk.press("M")
        desk.press("Down")
        desk.press("Down")
        assert isinstance(desk.view.current(), Block)
        if stops == "Esc":
            desk.press(stops)
        else:
            desk.click(stops)
        assert desk.workplace.calendar.moving is None
        current = desk.view.current()
        assert isinstance(current, Appointment)
        assert current.id == visit.id


@pytest.mark.parametrize("scrolls", [False, True])
def test_a_closed_panel_gives_back_what_was_in_sight(desk: Desk, *, scrolls: bool) -> None:
    desk.app.window.resize(1000, 500)
    desk.press("Ctrl+2")
    desk.settled()
    bar = desk.view.horizontalScrollBar()
    bar.setValue(130)
    before = desk.view.scroll_position()
    edge = desk.view.viewport().width()
    seen = [item for item in desk.items() if desk.view.item_rect(item.id).right() < edge]
    rightmost = max(seen, key=lambda item: desk.view.item_rect(item.id).right())
    desk.click_item(rightmost)
    desk.settled()
    assert desk.view.scroll_position() != before, "the calendar is narrower now"
    if scrolls:
        bar.setValue(100)
    left = desk.view.scroll_position()
    desk.press("Esc")
    desk.settled()
    assert desk.view.scroll_position() == (left if scrolls else before)


def test_a_refused_input_is_told_no_longer_than_it_matters(desk: Desk) -> None:
    desk.press("Ctrl+Z")
    desk.settled()
    assert "othing to take back" in desk.notice
    desk.press("PgDown")
    desk.settled()
    assert not desk.notice
    desk.press("Ctrl+G")
    desk.type("nonsense")
    desk.press("Enter")
    assert "is no day" in desk.notice
    desk.press("Ctrl+A")
    desk.type(SUNDAY.isoformat())
    desk.press("Enter")
    desk.settled()
    assert not desk.notice
    desk.book(LEE, "11:00", patient="smith")
    desk.press("PgDown")
    desk.settled()
    assert desk.notice.startswith("Booked"), "the way back stays"


def boxes(desk: Desk, *names: str) -> list[QRect]:
    """Answer where in the window these are."""
    found: list[QWidget] = [desk.find(name) for name in names]
    return [QRect(each.mapTo(desk.app.window, QPoint()), each.size()) for each in found]


def test_what_a_sheet_tells_covers_none_of_its_fields(desk: Desk) -> None:
    desk.press("Ctrl+Shift+S")
    for view in ("My view", "Other view"):
        desk.type(view)
        desk.press("Enter")
        desk.settled()
        name, save = boxes(desk, "Name of the view", "Save view")
        message = desk.app.window.findChild(QLabel, "about-views")
        assert message is not None
        assert message.text().startswith("F")
        assert message.height() >= message.heightForWidth(message.width())
        told = QRect(message.mapTo(desk.app.window, QPoint()), message.size())
        assert not told.intersects(name.united(save))
        assert save.height() >= desk.find("Save view").sizeHint().height()
    desk.press("Esc")


@pytest.mark.parametrize("wide", [1000, 1440])
def test_a_notice_covers_no_button_of_what_is_printed(desk: Desk, wide: int) -> None:
    desk.app.window.resize(wide, 700)
    desk.press("Ctrl+P")
    desk.settled()
    desk.workplace.notices.tell(f"Saved as /home/reception/Documents/{'Dr Lee ' * 9}.pdf.")
    desk.settled()
    notice, panel = boxes(desk, "Notice", "Printing")
    assert not notice.intersects(panel)
    desk.press("Esc")
    desk.settled()
    notice = boxes(desk, "Notice")[0]
    middle = desk.workplace.panes.middle
    edge = middle.mapTo(desk.app.window, middle.rect().center()).x()
    assert abs(notice.center().x() - edge) < 2


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_first_right_click_where_a_panel_was_shows_the_menu(desk: Desk) -> None:
    window = desk.app.window
    port = desk.view.viewport()
    item = next(item for item in desk.items("Dr Cole") if desk.clock(item.start) == "11:00")
    at = port.mapTo(window, desk.view.item_rect(item.id).center())
    at.setX(window.width() - 60)
    QTest.mouseMove(window.windowHandle(), at)
    click_window(desk, at)
    assert desk.workplace.panel is not None
    desk.press("Esc")
    desk.settled()
    # Qt's own choice while the pointer rests: what holds the place in the stead of the panel.
    panes, there = desk.workplace.panes, window.mapToGlobal(at)
    by_mouse = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(panes, QContextMenuEvent(by_mouse, panes.mapFromGlobal(there), there))
    shown = QApplication.activePopupWidget()
    assert isinstance(shown, QMenu)
    shown.close()
