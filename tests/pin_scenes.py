"""Pictures of the pinboard: empty, with visits that wait, one of them on its way to a block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget

from clinic_desktop.domain.booking import Appointment, Block
from clinic_desktop.domain.parking import PlanVisit
from tests.scenes import NOW

if TYPE_CHECKING:
    from tests.driver import Desk
    from tests.scenes import Keep


def pinboard(desk: Desk, keep: Keep) -> None:
    """Park what is shown, and carry one of it back over the calendar."""
    desk.press("Shift+P")
    desk.settled()
    keep(desk, "95_pinboard_empty")
    office = desk.app.dispatcher.office
    office.do(PlanVisit(patient_id=31, minutes=30, note="Blood test first", shared=True)).result()
    visits = [
        one for one in desk.items()
        if isinstance(one, Appointment) and one.holds and one.start > NOW
    ]  # fmt: skip
    for at, visit in enumerate(visits[:3], start=2):
        desk.view.select_appointment(visit.id)
        desk.view.setFocus()
        desk.press("P")
        desk.settled()
        desk.wait_for(lambda at=at: len(desk.workplace.pins.pins) == at)  # type: ignore[misc] # bound at once
    desk.press("Shift+P")
    desk.press("Down")
    desk.settled()
    keep(desk, "95_pinboard")
    desk.press("Enter")
    free = next(one for one in desk.items() if isinstance(one, Block) and one.start > NOW)
    desk.view.select_block(free.id)
    desk.settled()
    keep(desk, "96_pinboard_pick")
    desk.press("Esc")
    _carry(desk, keep)
    desk.find("Parked visits", QListWidget).setFocus()
    desk.press("Del")
    desk.settled()
    keep(desk, "97_pinboard_down")
    desk.press("Esc")


def _carry(desk: Desk, keep: Keep) -> None:
    """Hold a pin over the calendar."""
    pins = desk.find("Parked visits", QListWidget)
    port, view = pins.viewport(), desk.view.viewport()
    begin = pins.visualItemRect(pins.item(1)).center()
    end = port.mapFromGlobal(view.mapToGlobal(view.rect().center()))
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=begin)
    for share in (3, 7, 10):
        QTest.mouseMove(port, begin + QPoint(end - begin) * share / 10)
    keep(desk, "96_pinboard_carry")
    desk.press("Esc")
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)
