"""Pictures of a visit that comes again: the proposal with its clashes, and a visit of a series."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QAbstractButton

from clinic_desktop.domain.booking import Block, BookBlock
from tests.driver import Desk
from tests.scenes import NOW, Keep

_WEEK = dt.timedelta(days=7)


def series(desk: Desk, keep: Keep) -> None:
    """Propose a series that clashes, settle it, book it, and open one of its visits."""
    office = desk.app.dispatcher.office
    free = next(item for item in desk.items() if isinstance(item, Block) and item.start > NOW)
    # Where somebody is booked already it clashes as well.
    for week in (1, 3):
        start = free.start + week * _WEEK
        office.do(BookBlock(patient_id=2, doctor_id=free.doctor_id, start=start)).exception()
    desk.click_item(free)
    desk.settled()
    desk.choose_patient("an")
    desk.click("Repeat")
    desk.settled()
    keep(desk, "60_series_proposed")
    desk.workplace.booking.scroller.verticalScrollBar().setValue(10_000)
    keep(desk, "61_series_clashes")
    while desk.named("Take all the nearest free times"):
        desk.click("Take all the nearest free times")
    for button in desk.app.window.findChildren(QAbstractButton):
        if button.isVisible() and ": Take " in button.accessibleName():
            button.click()
    desk.settled()
    keep(desk, "62_series_settled")
    desk.workplace.booking.book_button.click()
    desk.settled()
    keep(desk, "63_series_booked")
    desk.open_visit(free.doctor, desk.clock(free.start))
    desk.settled()
    desk.click("Following")
    keep(desk, "64_visit_of_series")
    desk.click("Cancel visit")
    keep(desk, "65_cancel_following")
    desk.press("Esc")
    desk.click("Move appointment")
    keep(desk, "66_move_following")
    desk.press("Esc")
