"""Pictures of time that can't be booked: taken in the calendar, blocked off, explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinic_desktop.domain.booking import Appointment, Block
from tests.scenes import NOW

if TYPE_CHECKING:
    from tests.driver import Desk
    from tests.scenes import Keep


def blocking_off(desk: Desk, keep: Keep) -> None:
    """Take an afternoon with visits in it, see who is hit, block it off."""
    doctor = desk.workplace.doctors.everyone[0].name
    free = [one for one in desk.items(doctor) if isinstance(one, Block) and one.start > NOW]
    visits = [one for one in desk.items(doctor) if isinstance(one, Appointment)]
    first = next(one for one in free if any(each.start >= one.end for each in visits))
    desk.view.select_block(first.id)
    desk.view.setFocus()
    desk.press("Shift+End")
    keep(desk, "60_stretch")
    desk.press("B")
    desk.settled()
    keep(desk, "61_block_off")
    desk.fill("Note", "Staff training")
    desk.press("Enter")
    desk.settled()
    keep(desk, "62_blocked_off")
    desk.undo()
