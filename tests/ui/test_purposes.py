"""Time that is kept for a purpose, in the window: told before it is refused, passed by a click."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.people import AddAppointmentType
from clinic_desktop.domain.purposes import AddPurpose, ChangePurpose
from clinic_desktop.ui.agenda.free import as_of, manner_of
from clinic_desktop.ui.agenda.words import item_name
from tests.driver import Desk
from tests.ui import clinics

LEE = "Dr Lee"


@pytest.fixture
def kept(desk: Desk) -> Desk:
    """Dr Lee keeps 14:00 for urgent visits until 12:00, and has lunch at 13:00; it is 10:05."""
    office = desk.app.dispatcher.office
    clinics.done(office, AddPurpose(name="urgent", release_hours=2))
    clinics.done(office, AddPurpose(name="lunch", bookable=False))
    clinics.done(office, AddAppointmentType(name="Emergency", minutes=60, purposes=("urgent",)))
    hours = WeeklyHours.parse("Sun 9-17; Sun 14-15 for urgent; Sun 13-14 for lunch")
    wish = SetWeeklyHours(
        doctor_id=1, hours=hours, block_minutes=60, start=clinics.SUNDAY, until=clinics.SUNDAY
    )
    clinics.done(office, wish)
    desk.wait_for(lambda: desk.block(LEE, "14:00").purpose == "urgent")
    desk.settled()
    return desk


def test_a_kept_time_is_named_and_warned_of_and_its_types_have_it(kept: Desk) -> None:
    named = item_name(kept.block(LEE, "14:00"), kept.view.canvas.zone)
    assert named.endswith("14:00 to 15:00, free for urgent until 12:00")
    kept.open_block(LEE, "14:00")
    kept.settled()
    assert kept.refusal == "The time at 14:00 is kept for urgent until 12:00; this visit is not."
    kept.choose_type("Emergency")
    kept.settled()
    assert kept.refusal == ""
    kept.choose_patient("smith")
    kept.click("Book")
    kept.settled()
    assert kept.visits(LEE) == ["14:00 Ann Smith"]


def test_a_warning_is_passed_by_a_second_click_for_another_visit(kept: Desk) -> None:
    kept.book(LEE, "14:00", patient="smith", kind="Check-up")
    assert "is kept for urgent until Sun 2 Nov 2025, 12:00; Check-up is not" in kept.refusal
    assert kept.visits(LEE) == []
    kept.click("Book anyway")
    kept.settled()
    assert kept.visits(LEE) == ["14:00 Ann Smith"]


def test_what_is_passed_stays_passed_when_another_warning_comes(kept: Desk) -> None:
    kept.book("Dr Cole", "11:00", patient="smith")
    kept.book(LEE, "11:00", patient="smith")
    kept.click("Book anyway")
    kept.settled()
    kept.move(LEE, "11:00", "14:00")
    kept.settled()
    assert "is kept for urgent" in kept.refusal
    kept.click("Move anyway")
    kept.settled()
    assert kept.visits(LEE) == ["14:00 Ann Smith"]


def test_nobody_is_booked_at_lunch(kept: Desk) -> None:
    kept.open_block(LEE, "13:00")
    kept.settled()
    assert kept.refusal == "At 13:00 is lunch: nobody is booked then."
    kept.choose_patient("smith")
    kept.click("Book")
    kept.settled()
    assert "Dr Lee has lunch" in kept.refusal
    assert not kept.offers("Book anyway")
    assert kept.visits(LEE) == []


def test_a_block_is_let_go_on_the_screen_when_its_time_comes(kept: Desk) -> None:
    block = kept.block(LEE, "14:00")
    until = block.reserved_until
    assert until is not None
    others = replace(block, bookable=False), replace(block, purpose="")
    assert [manner_of(one) for one in (block, *others)] == ["kept", "nobody", "plain"]
    assert as_of(block, clinics.NOW) == block
    assert as_of(block, until) == replace(block, purpose="", reserved_until=None)
    before = kept.view.grab().toImage()
    kept.view.set_now(until)
    kept.view.set_now(clinics.NOW)
    assert kept.view.grab().toImage() == before
    # Whoever lets it go sooner is seen at once.
    office = kept.app.dispatcher.office
    clinics.done(office, ChangePurpose(name="urgent", release_hours=6))
    kept.wait_for(lambda: kept.block(LEE, "14:00").purpose == "")
    assert kept.view.grab().toImage() != before
