"""A notice never lies on the visit that it tells of."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLineEdit, QTableView

from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.settings import Settings
from clinic_desktop.ui.look import Look
from tests.driver import Desk
from tests.ui.clinics import done
from tests.ui.conftest import OpenDesk

LEFT = Qt.MouseButton.LeftButton


def of_notice(desk: Desk) -> QRect:
    """Where the notice is, in the window."""
    notices = desk.workplace.notices
    assert desk.notice
    return QRect(notices.mapTo(desk.app.window, QPoint()), notices.size())


def of_visit(desk: Desk, start: str) -> QRect:
    """Where a visit is seen in the calendar, in the window."""
    port = desk.view.viewport()
    rect = desk.view.item_rect(desk.visit("Dr Lee", start).id) & port.rect()
    return QRect(port.mapTo(desk.app.window, rect.topLeft()), rect.size())


def test_the_notice_of_a_visit_low_in_the_calendar_stands_above_it(desk: Desk) -> None:
    desk.app.window.resize(1100, 700)
    desk.settled()
    bar = desk.view.verticalScrollBar()
    # The last free hour that is in sight, at the lower edge.
    block, port = desk.block("Dr Lee", "14:00"), desk.view.viewport()
    bar.setValue(bar.value() + desk.view.item_rect(block.id).bottom() - port.height() + 10)
    QTest.mouseClick(port, LEFT, pos=desk.view.item_rect(block.id).center())
    desk.choose_patient("stone")
    desk.click("Book")
    desk.settled()
    assert of_visit(desk, "14:00").isValid()
    assert not of_notice(desk).intersects(of_visit(desk, "14:00"))
    high = of_notice(desk).top()
    # Scrolled away from there, it is below again.
    bar.setValue(bar.value() + 200)
    assert of_notice(desk).top() > high
    assert not of_notice(desk).intersects(of_visit(desk, "14:00"))
    for size in ((1440, 900), (960, 700), (1280, 640), (960, 600)):
        desk.app.window.resize(*size)
        desk.settled()
        assert not of_notice(desk).intersects(of_visit(desk, "14:00")), size


def test_the_notice_stands_beside_a_visit_where_there_is_hardly_room(
    look: Look, open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    look.set_text_scale(2.0)
    desk = open_desk(sqlite_settings)
    desk.app.window.resize(1024, 700)
    desk.settled()
    desk.click_item(desk.block("Dr Cole", "11:00"))
    desk.choose_patient("stone")
    desk.click("Book")
    desk.settled()
    bar, port = desk.view.verticalScrollBar(), desk.view.viewport()
    visit = desk.visit("Dr Cole", "11:00")
    for share in range(3, 10):
        rect = desk.view.item_rect(visit.id)
        bar.setValue(bar.value() + rect.top() - port.height() * share // 10)
        rect = desk.view.item_rect(visit.id) & port.rect()
        seen = QRect(port.mapTo(desk.app.window, rect.topLeft()), rect.size())
        assert not of_notice(desk).intersects(seen), share


def test_the_notice_of_a_row_low_in_the_list_stands_above_it(desk: Desk) -> None:
    office = desk.app.dispatcher.office
    for block in [*desk.items("Dr Cole"), *desk.items("Dr Lee")]:
        done(office, BookBlock(patient_id=1, block_id=block.id, even_if_busy=True))  # type: ignore[arg-type]
    desk.wait_for(lambda: not desk.free_blocks(), "all booked")
    desk.app.window.resize(1100, 640)
    desk.press("Ctrl+4")
    desk.settled()
    table = desk.find("Visits", QTableView)
    at = table.rowAt(table.viewport().height() - 5)
    table.selectRow(at)
    desk.press("A")
    desk.settled()
    assert "arrived" in desk.notice.lower()
    row = QRect(
        table.viewport().mapTo(desk.app.window, QPoint(0, table.rowViewportPosition(at))),
        table.viewport().size(),
    )
    row.setHeight(table.rowHeight(at))
    assert not of_notice(desk).intersects(row)


def test_what_a_commit_moves_is_told_to_what_makes_way_for_it(desk: Desk) -> None:
    heard = QSignalSpy(desk.workplace.calendar.shifted)
    office = desk.app.dispatcher.office
    block = desk.block("Dr Lee", "11:00")
    office.do(BookBlock(patient_id=1, block_id=block.id)).result(120)
    desk.wait_for(lambda: heard.count() > 0, "the calendar says so")


def test_the_notice_never_lies_on_the_field_that_is_typed_in(desk: Desk) -> None:
    desk.app.window.resize(1024, 640)
    desk.settled()
    desk.workplace.notices.tell("Saved a moment ago, for the test of its place")
    low = of_notice(desk)
    field = QLineEdit(desk.workplace.panes.middle)
    over = desk.workplace.panes.middle
    field.setGeometry(QRect(over.mapFrom(desk.app.window, low.topLeft()), low.size()))
    field.show()
    field.setFocus()
    desk.wait_for(lambda: of_notice(desk).top() < low.top(), "it makes way")
    seen = QRect(field.mapTo(desk.app.window, QPoint()), field.size())
    assert not of_notice(desk).intersects(seen)
    desk.press("Ctrl+F")
    desk.wait_for(lambda: of_notice(desk).top() == low.top(), "it stands below again")
