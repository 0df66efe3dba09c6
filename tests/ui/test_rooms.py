"""A room stands beside the doctors, in the list and as a column."""

from __future__ import annotations

import datetime as dt

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.people import AddRoom
from tests.driver import Desk


def shown(desk: Desk) -> list[str]:
    """Answer whose columns are shown."""
    return [column.doctor.name for column in desk.view.columns()]


def test_a_room_is_shown_and_booked_as_a_column(desk: Desk) -> None:
    assert not desk.says("Rooms")
    office = desk.app.dispatcher.office
    room = office.do(AddRoom(name="Ultrasound")).result(120).answer
    desk.wait_for(lambda: desk.offers("Show Ultrasound"))
    desk.settled()
    assert desk.says("Rooms")
    assert shown(desk) == ["Dr Lee", "Dr Cole"]
    desk.click("Show Ultrasound")
    desk.settled()
    assert shown(desk) == ["Dr Lee", "Dr Cole", "Ultrasound"]
    assert desk.items("Ultrasound") == []
    hours = WeeklyHours.parse("Sun 10-12")
    first, last = dt.date(2025, 11, 2), dt.date(2025, 11, 8)
    wish = SetWeeklyHours(doctor_id=room.id, hours=hours, block_minutes=30, start=first, until=last)
    office.do(wish).result(120)
    desk.wait_until_free("Ultrasound", "11:00")
    desk.book("Ultrasound", "11:00", patient="smith")
    assert desk.visits("Ultrasound") == ["11:00 Ann Smith"]
    assert desk.free_blocks("Ultrasound") == ["10:00", "10:30", "11:30"]
    desk.press("Ctrl+2")
    desk.settled()
    assert shown(desk) == ["Dr Lee", "Dr Cole", "Ultrasound"] * 7
    desk.press("Ctrl+4")
    desk.settled()
    assert desk.says("1 visit")
    desk.click("Show Ultrasound")
    desk.settled()
    assert desk.says("No visits in these days.")
