"""Why a time is not offered is answered where it is asked: on off hours, time off and visits."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from clinic_desktop.domain.timeoff import AddTimeOff, Stretch
from clinic_desktop.ui.privacy import MASK
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.availability.test_time_off import change, offs

LEE, COLE = "Dr Lee", "Dr Cole"


def click_ground(desk: Desk, column: int, hours: float) -> None:
    """Click on off hours, so many hours after midnight in New York."""
    at = clinics.NOW.replace(hour=5, minute=0) + dt.timedelta(hours=hours)
    desk.view.scroll_to(at)
    box = desk.view.canvas.span_rect(column, at, at + dt.timedelta(minutes=15))
    point = desk.view.shown(box).center()
    QTest.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    desk.settled()


def test_a_click_on_off_hours_says_why_and_leads_to_the_nearest_time(desk: Desk) -> None:
    click_ground(desk, 1, 13)
    assert desk.workplace.off.why.answer.text() == "Not offered:"
    assert desk.says("Dr Cole works 09:00 to 12:00 on Sun 2 Nov 2025.")
    desk.click("Take Dr Cole, Mon 3 Nov, 09:00\u201309:15")
    desk.settled()
    block = desk.workplace.booking.block
    assert block is not None
    assert block.start == dt.datetime(2025, 11, 3, 14, tzinfo=dt.UTC)
    assert desk.view.columns()[0].day == dt.date(2025, 11, 3)


def test_a_key_asks_it_of_time_off_and_of_a_visit_and_every_reason_is_told(desk: Desk) -> None:
    desk.book(LEE, "14:00", patient="smith")
    desk.view.setFocus()
    desk.press("W")
    desk.settled()
    assert desk.says("Dr Lee is booked Sun 2 Nov 2025, 14:00 to 15:00.")
    when = Stretch(clinics.SUNDAY, clinics.SUNDAY, 14 * 60, 18 * 60)
    change(desk, AddTimeOff(doctor_id=1, when=when, note="flu"))
    desk.settled()
    assert desk.workplace.off.why.answer.text() == "Not offered, for 2 reasons:"
    assert desk.says("Dr Lee is off (Leave, flu): Sun 2 Nov 2025, 14:00 to 18:00.")
    desk.view.select_below(offs(desk)[0].id)
    desk.view.setFocus()
    desk.press("W")
    desk.settled()
    assert desk.says("Dr Lee is off (Leave, flu)")
    desk.press("Esc")
    desk.view.clear_selection()
    desk.press("W")
    assert desk.notice.startswith("Choose a time")


def test_a_note_of_time_off_is_hidden_while_patients_are(desk: Desk) -> None:
    when = Stretch(clinics.SUNDAY, clinics.SUNDAY, 14 * 60, 18 * 60)
    change(desk, AddTimeOff(doctor_id=1, when=when, note="sees Ann Smith at home"))
    desk.settled()
    desk.view.select_below(offs(desk)[0].id)
    desk.view.setFocus()
    desk.press("W")
    desk.settled()
    assert desk.says("Dr Lee is off (Leave, sees Ann Smith at home)")
    desk.press("Ctrl+Shift+H")
    assert not desk.says("Smith")
    desk.settled()
    assert not desk.says("Smith")
    assert desk.says(f"Dr Lee is off (Leave, {MASK}): Sun 2 Nov 2025, 14:00 to 18:00.")
    desk.press("Ctrl+Shift+H")
    desk.settled()
    assert desk.says("sees Ann Smith at home")


def test_it_is_asked_for_each_kind_of_visit(desk: Desk) -> None:
    desk.view.select_block(desk.block(COLE, "11:15").id)
    desk.view.setFocus()
    desk.press("W")
    desk.settled()
    why = desk.workplace.off.why
    assert why.answer.text() == "It is offered."
    while not why.kind.currentText().startswith("Long talk"):
        QTest.keyClick(why.kind, Qt.Key.Key_Down)
    desk.settled()
    assert why.answer.text() == "Not offered:"


def test_a_click_beside_while_a_visit_is_moved_and_a_drag_over_off_hours_ask_nothing(
    desk: Desk,
) -> None:
    desk.book(LEE, "14:00", patient="smith")
    desk.view.setFocus()
    desk.press("M")
    click_ground(desk, 1, 13)
    assert desk.workplace.panel is None
    desk.press("Esc")
    port, left = desk.view.viewport(), Qt.MouseButton.LeftButton
    at = clinics.NOW.replace(hour=18, minute=0)
    point = desk.view.shown(desk.view.canvas.span_rect(1, at, at + dt.timedelta(hours=1))).center()
    QTest.mousePress(port, left, pos=point)
    QTest.mouseMove(port, point + QPoint(0, 60))
    QTest.mouseRelease(port, left, pos=point + QPoint(0, 60))
    desk.settled()
    assert desk.workplace.panel is None
