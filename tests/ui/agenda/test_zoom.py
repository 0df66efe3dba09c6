"""Zooming: from 5 minutes a row to the whole day, and the time under the pointer stays."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_desktop.domain.booking import Block
from clinic_desktop.ui.agenda import AgendaView, Column
from clinic_desktop.ui.agenda.zoom import ZOOMS, Notches, next_zoom
from tests.driver import Desk
from tests.ui.agenda.conftest import Show
from tests.ui.agenda.samples import DOCTORS, FALL_BACK, PLAIN, full_day
from tests.ui.clinics import SUNDAY

CONTROL = Qt.KeyboardModifier.ControlModifier


def turn(view: AgendaView, point: QPoint, delta: int) -> None:
    """Turn the wheel at a point of the viewport, with Ctrl held down."""
    port = view.viewport()
    event = QWheelEvent(
        QPointF(point), QPointF(port.mapToGlobal(point)), QPoint(), QPoint(0, delta),
        Qt.MouseButton.NoButton, CONTROL, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(port, event)


def time_at(view: AgendaView, point: QPoint) -> dt.datetime:
    """Answer the time that is under a point."""
    instant = view.canvas.instant_at(0, point.y() - view.shown(QRect(0, 0, 1, 1)).top())
    assert instant is not None
    return instant


@pytest.mark.parametrize("height", [90, 300, 600])
@pytest.mark.parametrize("day", [PLAIN, FALL_BACK])
def test_the_wheel_zooms_from_5_minutes_to_a_whole_day_and_the_time_under_the_pointer_stays(
    show: Show, height: int, day: dt.date
) -> None:
    view = show(full_day(DOCTORS[:3], day), tuple(Column(doctor, day) for doctor in DOCTORS[:3]))
    point = QPoint(200, height)
    under = time_at(view, point)
    for delta in (120,) * 6 + (-120,) * 8 + (120,) * 3:
        turn(view, point, delta)
        if view.canvas.layout.height > view.sight().height():
            shift = abs(time_at(view, point) - under)
            assert shift <= dt.timedelta(minutes=view.canvas.layout.row_minutes / 9), delta
        else:
            under = time_at(view, point)
        assert 5 <= round(view.canvas.layout.row_minutes) <= 60
    for _ in range(8):
        turn(view, point, 120)
    assert round(view.canvas.layout.row_minutes) == 5
    for _ in range(8):
        turn(view, point, -120)
    assert view.sight().top() == 0
    assert view.sight().height() == view.canvas.layout.height, "a day is no strip in an empty pane"


def test_small_rows_push_no_card_aside(show: Show) -> None:
    view = show(full_day(DOCTORS[:3], PLAIN))
    wide = {item.id: view.item_rect(item.id).width() for item in view.items()}
    view.set_zoom(60)
    assert {item.id: view.item_rect(item.id).width() for item in view.items()} == wide
    tops = [view.item_rect(item.id).top() for item in view.items(DOCTORS[0].name)]
    assert tops == sorted(tops)


def test_steps_and_parts_of_a_notch() -> None:
    assert [next_zoom(minutes, 1) for minutes in (60, 30, 20, 15, 11.4, 10, 5)] == [
        30, 20, 15, 10, 10, 5, 5,
    ]  # fmt: skip
    assert [next_zoom(minutes, -1) for minutes in ZOOMS] == [10, 15, 20, 30, 60, 60]
    notches = Notches()
    assert [notches.add(delta) for delta in (40, 40, 40, -40, -80, 300)] == [0, 0, 1, 0, -1, 2]


def test_keys_zoom_around_what_is_current_and_it_lasts_from_day_to_day(desk: Desk) -> None:
    block = desk.block("Dr Cole", "11:00")
    desk.view.select_block(block.id)
    top = desk.view.item_rect(block.id).center().y()
    for _ in range(4):
        QTest.keyClick(desk.view, Qt.Key.Key_Plus, CONTROL)
    assert round(desk.view.canvas.layout.row_minutes) == 5
    assert desk.view.item_rect(block.id).center().y() == pytest.approx(top, abs=2)
    tall = desk.view.item_rect(block.id).height()
    scrolled = desk.view.scroll_position()
    desk.press("PgDown")
    desk.settled()
    shown = next(item for item in desk.items("Dr Cole") if isinstance(item, Block))
    assert shown.start.date() == SUNDAY + dt.timedelta(days=1)
    assert desk.view.item_rect(shown.id).height() == tall
    assert desk.view.scroll_position() == scrolled
    desk.press("Ctrl+2")
    desk.settled()
    assert round(desk.view.canvas.layout.row_minutes) == 5
    QTest.keyClick(desk.view, Qt.Key.Key_Minus, CONTROL)
    assert round(desk.view.canvas.layout.row_minutes) == 10
    QTest.keyClick(desk.view, Qt.Key.Key_0, CONTROL)
    assert desk.view.canvas.zoom is None


def test_a_drag_goes_on_while_it_zooms(show: Show) -> None:
    view = show(full_day(DOCTORS[:3], PLAIN))
    visit = next(item for item in view.items(DOCTORS[0].name) if not isinstance(item, Block))
    start = view.item_rect(visit.id).center()
    port, left = view.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(port, left, pos=start)
    QTest.mouseMove(port, start + QPoint(0, 60))
    before = view.hand.landing
    turn(view, start + QPoint(0, 60), 120)
    assert view.carried is visit
    after = view.hand.landing
    assert before is not None
    assert after is not None
    assert after.start == before.start, "the time under the pointer is the same"
    QTest.mouseRelease(port, left, pos=start + QPoint(0, 60))
    assert view.carried is None
