"""A visit that passes midnight stands in two days, and is one: wherever a hand takes it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import Appointment, Block, BookBlock
from clinic_desktop.domain.people import AddDoctor
from tests.driver import Desk

NIGHT = "Dr Night"
MONDAY = dt.date(2025, 11, 3)
HALF = dt.timedelta(minutes=30)


@pytest.fixture
def night(desk: Desk) -> Desk:
    """The week of a doctor who works over midnight, with a visit from 23:30 to 0:30."""
    office = desk.app.dispatcher.office
    doctor = office.do(AddDoctor(name=NIGHT)).result(120).answer
    hours = WeeklyHours.parse("Mon 22-24; Tue 0-3")
    wish = SetWeeklyHours(
        doctor_id=doctor.id, hours=hours, block_minutes=30, start=MONDAY,
        until=MONDAY + dt.timedelta(days=6),
    )  # fmt: skip
    office.do(wish).result(120)
    desk.wait_for(lambda: desk.offers(f"Show {NIGHT}"))
    desk.show(MONDAY)
    desk.press("Ctrl+2")
    desk.workplace.calendar.show_doctor(doctor.id)
    desk.settled()
    desk.wait_until_free(NIGHT, "23:30")
    block = desk.block(NIGHT, "23:30")
    office.do(BookBlock(patient_id=1, block_id=block.id, end=block.start + 2 * HALF)).result(120)
    desk.wait_for(lambda: "23:30" not in desk.free_blocks(NIGHT))
    desk.settled()
    return desk


def visit(desk: Desk) -> Appointment:
    """Answer the visit, wherever it is shown."""
    return next(item for item in desk.items(NIGHT) if isinstance(item, Appointment))


def piece(desk: Desk, column: int, key: int | UUID) -> QRect:
    """Answer where an item is in a column, once that is in sight."""
    canvas, view = desk.view.canvas, desk.view
    view.verticalScrollBar().setValue(canvas.rect((column, key)).center().y() - 200)
    return view.shown(canvas.rect((column, key)))


def test_keys_make_it_longer_after_midnight(night: Desk) -> None:
    night.view.select_appointment(visit(night).id)
    night.view.setFocus()
    night.press("Shift+Down")
    assert night.ghost == "23:30\u201301:00"
    night.press("Enter")
    night.wait_for(lambda: visit(night).span.minutes == 90, "longer")
    night.settled()


def test_a_hand_takes_its_end_in_the_second_day(night: Desk) -> None:
    held = visit(night)
    box = piece(night, 1, held.id)
    night._hand = QPoint(box.center().x(), box.bottom() - 1)  # noqa: SLF001 - as ``lift`` does
    QTest.mousePress(night.view.viewport(), Qt.MouseButton.LeftButton, pos=night._hand)  # noqa: SLF001
    (after,) = [
        item for item in night.items(NIGHT) if isinstance(item, Block) and item.start == held.end
    ]
    night.carry_to(night.view.item_rect(after.id).center())
    assert night.ghost == "23:30\u201301:00"
    night.drop()
    night.wait_for(lambda: visit(night).span.minutes == 90, "longer")
    night.settled()


def test_where_midnight_parts_it_there_is_no_edge_to_take(night: Desk) -> None:
    box = piece(night, 1, visit(night).id)
    top = QPoint(box.center().x(), box.top() + 1)
    QTest.mouseMove(night.view.viewport(), top)
    assert night.view.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor


def test_a_wheel_points_at_nothing_while_a_visit_is_dragged(desk: Desk) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.book("Dr Lee", "12:00", patient="stone")
    desk.lift("Dr Lee", "11:00")
    desk.carry("Dr Lee", "12:00")
    told: list[object] = []
    desk.view.pointed.connect(told.append)
    port, at = desk.view.viewport(), QPointF(desk._hand)  # noqa: SLF001
    control, none = Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase
    turn = QWheelEvent(
        at, port.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.LeftButton, control,
        none, False,
    )  # fmt: skip
    QCoreApplication.sendEvent(port, turn)
    assert not any(told)
    assert port.cursor().shape() is Qt.CursorShape.ForbiddenCursor
    desk.press("Esc")
    desk.drop()
