"""Booking over a visit in the window: offered to whoever may, for a reason, marked on the card."""

from __future__ import annotations

from concurrent.futures import Future

import pytest

from clinic_desktop.domain.booking import Appointment, BookBlock
from clinic_desktop.domain.people import AllowRight
from clinic_desktop.ui.agenda.words import item_name
from tests.driver import Desk
from tests.ui import clinics

LEE, PAIN = "Dr Lee", "Acute pain"


def allow(desk: Desk) -> None:
    """Grant the right, as somebody else does elsewhere."""
    clinics.done(desk.app.dispatcher.office, AllowRight(user="ann", right="overbook"))
    desk.wait_for(lambda: desk.workplace.booking.over.may)


def over(desk: Desk, patient: str) -> None:
    """Begin to book a patient over the visit at eleven."""
    desk.view.select_appointment(desk.visit(LEE, "11:00").id)
    desk.view.setFocus()
    desk.press("O")
    desk.settled()
    desk.choose_patient(patient)


def test_a_second_patient_is_booked_over_a_visit_for_a_reason(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    allow(desk)
    over(desk, "stone")
    desk.click("Book")
    desk.settled()
    assert desk.says("Say why: everybody can read it.")
    assert desk.visits(LEE) == ["11:00 Ann Smith"]
    desk.fill("Why over somebody", PAIN)
    desk.press("Enter")
    desk.settled()
    assert sorted(desk.visits(LEE)) == ["11:00 Ann Smith", "11:00 Bob Stone"]
    first, second = sorted(
        (item for item in desk.items(LEE) if isinstance(item, Appointment)),
        key=lambda item: item.patient,
    )
    assert second.overbooked == PAIN
    assert item_name(second, desk.view.canvas.zone).endswith("booked, over-booked")
    # Side by side, each whole.
    one, other = (desk.view.item_rect(item.id) for item in (first, second))
    assert not one.intersects(other)
    desk.click_item(second)
    desk.settled()
    assert desk.says(f"Booked over somebody: {PAIN}")
    desk.press("Ctrl+Z")
    desk.settled()
    assert desk.visits(LEE) == ["11:00 Ann Smith"]


def test_who_has_no_right_is_told_so_and_offered_nothing(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    desk.click("Close notice")
    over_ = desk.visit(LEE, "11:00")
    desk.view.select_appointment(over_.id)
    desk.view.setFocus()
    desk.press("O")
    assert "Only who has the right" in desk.notice
    assert desk.workplace.panel is None or desk.workplace.panel is not desk.workplace.booking


@pytest.mark.parametrize("may", [True, False])
def test_who_was_too_late_may_book_anyway_by_right_alone(desk: Desk, *, may: bool) -> None:
    if may:
        allow(desk)
    desk.open_block(LEE, "11:00")
    desk.choose_patient("stone")
    block = desk.block(LEE, "11:00")
    office = desk.app.dispatcher.office
    real = office.do
    wish = BookBlock(patient_id=1, block_id=block.id)

    def late(command: BookBlock) -> Future[object]:
        office.do = real  # type: ignore[method-assign] # once
        real(wish).result(30)
        return real(command)  # type: ignore[return-value]

    office.do = late  # type: ignore[method-assign, assignment] # somebody is a moment faster
    desk.click("Book")
    desk.settled()
    assert "is booked" in desk.refusal
    assert desk.offers("Book anyway\N{HORIZONTAL ELLIPSIS}") is may
    if may:
        desk.click("Book anyway\N{HORIZONTAL ELLIPSIS}")
        desk.settled()
        desk.fill("Why over somebody", PAIN)
        desk.click("Book")
        desk.settled()
        assert sorted(desk.visits(LEE)) == ["11:00 Ann Smith", "11:00 Bob Stone"]
