"""Pictures of visits that are selected: in the calendar and the agenda, moved, cancelled."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinic_desktop.domain.booking import Appointment
from tests.driver import Desk
from tests.scenes import NOW, Keep

_CTRL = Qt.KeyboardModifier.ControlModifier


def several(desk: Desk, keep: Keep) -> None:
    """Select visits, look where they can go, and what can't; ask why they are cancelled."""
    visits = [
        item
        for item in desk.items()
        if isinstance(item, Appointment) and item.start > NOW and not item.parts
    ]
    first = visits[0]
    port = desk.view.viewport()
    seen = [one for one in visits if port.rect().contains(desk.view.item_rect(one.id))]
    for visit in (seen or visits)[:3]:
        centre = desk.view.item_rect(visit.id).center()
        QTest.mouseClick(port, Qt.MouseButton.LeftButton, _CTRL, centre)
        desk.settled()
    keep(desk, "90_several_selected")
    desk.press("M")
    desk.type((NOW.date() + dt.timedelta(days=1)).isoformat())
    desk.settled()
    keep(desk, "91_several_can_not_go")
    desk.press("Esc")
    desk.click("Cancel selected")
    keep(desk, "92_several_cancelled_why")
    desk.press("Esc")
    desk.press("Esc")
    desk.view.select_appointment(first.id)
    desk.view.setFocus()
    desk.press("R")
    desk.settled()
    desk.press("End")
    desk.settled()
    keep(desk, "93_several_other_doctor")
    desk.press("Esc")
    desk.press("Esc")
    desk.view.select_appointment(first.id)
    desk.view.setFocus()
    desk.press("Shift+S")
    desk.press("Ctrl+4")
    desk.settled()
    keep(desk, "94_several_agenda")
    desk.press("Esc")
    desk.press("Ctrl+1")
    desk.settled()
