"""The menu of a block, a visit and closed time: what it offers, with which keys, and why not."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from clinic_desktop.domain.booking import AppointmentStatus
from tests.driver import Desk

LEE = "Dr Lee"
# A screen that is none has no way to raise a menu; what is asked here needs none.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def menu() -> QMenu:
    """Answer the one menu that is open."""
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def right_click(desk: Desk, point: QPoint) -> QMenu:
    """Press the right button at a point, as a hand does: the press, and the wish that follows."""
    port = desk.view.viewport()
    QTest.mouseClick(port, Qt.MouseButton.RightButton, pos=point)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, port.mapToGlobal(point))
    QCoreApplication.sendEvent(port, event)
    return menu()


def on_item(desk: Desk, start: str) -> QMenu:
    item = next(item for item in desk.items(LEE) if desk.clock(item.start) == start)
    desk.view.select_block(item.id) if isinstance(item.id, int) else None
    return right_click(desk, desk.view.item_rect(item.id).center())


def lines(shown: QMenu) -> list[str]:
    """Answer what the menu offers; what is switched off in brackets."""
    # A space keeps words and keys apart.
    told = [
        (action.text().replace("\N{EM SPACE}\t", "\t"), action.isEnabled())
        for action in shown.actions()
        if not action.isSeparator()
    ]
    return [text if enabled else f"[{text}]" for text, enabled in told]


def choose(shown: QMenu, words: str) -> None:
    """Click a line."""
    action = next(a for a in shown.actions() if a.text().split("\t")[0].strip() == words)
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=shown.actionGeometry(action).center())


def why(shown: QMenu, words: str) -> str:
    """Answer the tip of a line."""
    return next(a for a in shown.actions() if a.text().split("\t")[0].strip() == words).toolTip()


def test_a_free_block_offers_to_book(desk: Desk) -> None:
    shown = on_item(desk, "11:00")
    assert lines(shown) == [
        "Book 11:00\u201312:00\tEnter",
        "Book for a new patient\tCtrl+Shift+N",
        "Block off 11:00\u201312:00\tB",
        "Take back the last change\tCtrl+Z",
        "Do again what was taken back\tCtrl+Shift+Z / Ctrl+Y",
    ]
    choose(shown, "Book 11:00\u201312:00")
    desk.settled()
    assert desk.workplace.panel is desk.workplace.booking


def test_several_blocks_and_a_move_are_offered_where_they_are_meant(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    desk.view.select_block(desk.block(LEE, "13:00").id)
    desk.press("Shift+Down")
    QTest.keyClick(desk.view, Qt.Key.Key_Menu)
    assert lines(menu())[0] == "Book 13:00\u201315:00\tEnter"
    menu().close()
    desk.view.select_block(desk.block(LEE, "10:00").id)
    desk.press("Shift+Down")
    shown = on_item(desk, "11:00")
    assert "Block off 10:00\u201312:00\tB" in lines(shown), "a right click inside keeps all of it"
    shown.close()
    desk.view.select_appointment(desk.visit(LEE, "11:00").id)
    desk.press("M")
    shown = on_item(desk, "14:00")
    assert lines(shown)[:2] == ["Move Ann Smith to 14:00\u201315:00\tEnter", "Stop moving\tEsc"]
    choose(shown, "Move Ann Smith to 14:00\u201315:00")
    desk.settled()
    assert desk.visits(LEE) == ["14:00 Ann Smith"]


def test_a_visit_that_is_moved_is_swapped_with_another_and_it_is_said_who_would_come_when(
    desk: Desk,
) -> None:
    for start, patient in (("11:00", "smith"), ("14:00", "stone")):
        desk.book(LEE, start, patient=patient)
    desk.view.select_appointment(desk.visit(LEE, "11:00").id)
    desk.press("M")
    ways = (
        "Ann Smith Sun 2 Nov, 14:00\u201315:00, Dr Lee",
        "Bob Stone Sun 2 Nov, 11:00\u201312:00, Dr Lee",
    )
    choose(on_item(desk, "14:00"), f"Swap: {'; '.join(ways)}")
    desk.settled()
    assert desk.visits(LEE) == ["11:00 Bob Stone", "14:00 Ann Smith"]
    assert desk.workplace.calendar.moving is None


def test_a_visit_offers_all_that_may_become_of_it_and_why_not(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    shown = on_item(desk, "11:00")
    assert lines(shown) == [
        "Open\tEnter", "Arrived\tA", "In the room", "Done", "[No-show]", "Move\tM",
        "Give to another doctor\u2026\tR", "Park on the pinboard\tP", "Cancel\u2026\tDel",
        "[Book over it\u2026\tO]",
        "Block off 11:00\u201312:00\tB", "Select\tS",
        "All visits of this patient\tH", "Take back the last change\tCtrl+Z",
        "Do again what was taken back\tCtrl+Shift+Z / Ctrl+Y",
    ]  # fmt: skip
    assert why(shown, "No-show") == "This visit is still to come."
    choose(shown, "In the room")
    desk.settled()
    assert desk.visit(LEE, "11:00").status is AppointmentStatus.IN_PROGRESS
    shown = on_item(desk, "11:00")
    assert lines(shown) == [
        "Open\tEnter", "Arrived\tA", "Done", "[No-show]", "[Not arrived yet]", "[Move\tM]",
        "[Give to another doctor\u2026\tR]", "[Park on the pinboard\tP]", "[Cancel\u2026\tDel]",
        "[Book over it\u2026\tO]",
        "Block off 11:00\u201312:00\tB", "[Select\tS]",
        "All visits of this patient\tH", "Take back the last change\tCtrl+Z",
        "Do again what was taken back\tCtrl+Shift+Z / Ctrl+Y",
    ]  # fmt: skip
    assert why(shown, "Move") == "A visit marked “In the room” can\u2019t be moved."
    choose(shown, "Take back the last change")
    desk.settled()
    assert desk.visit(LEE, "11:00").status is AppointmentStatus.BOOKED
    choose(on_item(desk, "11:00"), "All visits of this patient")
    desk.settled()
    assert desk.workplace.panel is desk.workplace.patient
    desk.press("Esc")
    choose(on_item(desk, "11:00"), "Cancel\u2026")
    desk.click("Cancel: Patient ill")
    desk.settled()
    assert desk.visits(LEE) == []


def test_closed_time_says_so_and_offers_what_goes_on(desk: Desk) -> None:
    desk.view.select_block(desk.block(LEE, "09:00").id)
    first = desk.view.item_rect(desk.block(LEE, "09:00").id)
    shown = right_click(desk, QPoint(first.center().x(), first.top() - first.height() // 2))
    assert lines(shown)[:4] == [
        "[Closed]", "Why is this not offered?\tW", "Hours and time off\tCtrl+H",
        "New appointment in the next free time\tCtrl+N",
    ]  # fmt: skip
    assert why(shown, "Closed").startswith("The doctor has no hours here.")
    assert desk.view.current() is None
    choose(shown, "Why is this not offered?")
    desk.settled()
    assert desk.says("Dr Lee works 09:00 to 17:00 on Sun 2 Nov 2025.")


@pytest.mark.parametrize("keys", ["Menu", "Shift+F10"])
def test_a_key_opens_one_menu_beside_what_is_current(desk: Desk, keys: str) -> None:
    desk.book(LEE, "11:00", patient="smith")
    desk.view.select_appointment(desk.visit(LEE, "11:00").id)
    held = Qt.KeyboardModifier.NoModifier
    if keys == "Shift+F10":
        held = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(desk.view, Qt.Key.Key_Menu if keys == "Menu" else Qt.Key.Key_F10, held)
    shown = menu()
    # Platforms send a wish for a menu behind the key.
    point = desk.view.rect().center()
    wish = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, point, desk.view.mapToGlobal(point))
    QCoreApplication.sendEvent(desk.view, wish)
    assert menu() is shown
    card = desk.view.item_rect(desk.visit(LEE, "11:00").id)
    corner = desk.view.viewport().mapFromGlobal(shown.pos())
    # Where it has no room down to the screen's edge it stands so much higher.
    spare = shown.screen().availableGeometry().bottom() - shown.geometry().bottom()
    assert card.contains(corner if spare > 1 else QPoint(corner.x(), card.center().y()))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(shown, key)
    desk.settled()
    assert desk.visit(LEE, "11:00").status is AppointmentStatus.ARRIVED
    assert desk.focus is desk.view


def test_a_menu_says_the_keys_that_this_person_has_chosen(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    desk.app.window.acts.set_key("move", QKeySequence("V"))
    shown = on_item(desk, "11:00")
    assert "Move\tV" in lines(shown)
    shown.close()


def test_a_menu_puts_back_what_is_dragged(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    desk.lift(LEE, "11:00")
    desk.carry(LEE, "14:00")
    QTest.mouseClick(desk.view.viewport(), Qt.MouseButton.RightButton, pos=QPoint(200, 200))
    assert desk.view.carried is None
    desk.drop()
    desk.settled()
    assert desk.visits(LEE) == ["11:00 Ann Smith"]


def test_a_menu_names_nobody_while_patients_are_hidden(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    desk.open_visit(LEE, "11:00")
    desk.press("M")
    desk.press("Ctrl+Shift+H")
    shown = on_item(desk, "13:00")
    assert lines(shown)[0].startswith("Move \u2022")
    shown.close()


def test_a_visit_of_a_later_day_can_not_have_come_yet(desk: Desk) -> None:
    desk.show(dt.date(2025, 11, 3))
    desk.book(LEE, "11:00", patient="smith")
    shown = on_item(desk, "11:00")
    assert lines(shown)[1:5] == ["[Arrived\tA]", "[In the room]", "[Done]", "[No-show]"]
    assert why(shown, "Arrived") == "This visit is still to come."
    shown.close()
