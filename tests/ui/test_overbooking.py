"""Booking over a visit in the window: offered to whoever may, for a reason, marked on the card."""

from __future__ import annotations

import threading
from concurrent.futures import Future

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QSize
from PySide6.QtWidgets import QPushButton

from clinic_desktop.domain.booking import Appointment, BookBlock
from clinic_desktop.domain.people import AllowRight
from clinic_desktop.settings import Settings
from clinic_desktop.ui.agenda.words import item_name
from clinic_desktop.ui.parts import Label
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk

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
    assert desk.workplace.booking.over.field.hasFocus(), "what is needed yet comes next"
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
        real(wish).result(120)
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


def test_a_booking_over_somebody_that_is_begun_while_another_is_saved_stays_over(
    desk: Desk, held_answers: threading.Event
) -> None:
    office = desk.app.dispatcher.office
    clinics.done(office, BookBlock(patient_id=1, block_id=desk.block(LEE, "11:00").id))
    desk.wait_for(lambda: desk.visits(LEE) == ["11:00 Ann Smith"])
    allow(desk)
    desk.open_block(LEE, "13:00")
    desk.choose_patient("stone")
    desk.click("Book")
    desk.view.select_appointment(desk.visit(LEE, "11:00").id)
    desk.view.setFocus()
    desk.press("O")
    panel = desk.workplace.booking
    assert panel.over.is_open
    desk.fill("Why over somebody", PAIN)
    held_answers.set()
    desk.settled()
    assert "13:00 Bob Stone" in desk.visits(LEE)
    assert panel.over.is_open, "what was begun meanwhile still goes over somebody"
    assert panel.over.field.text() == PAIN
    desk.choose_patient("müller")
    desk.click("Book")
    desk.settled()
    assert sorted(desk.visits(LEE)) == ["11:00 Ann Smith", "11:00 José Müller", "13:00 Bob Stone"]


def two_visits(desk: Desk) -> None:
    """Book Ann Smith at eleven and Bob Stone at one."""
    desk.book(LEE, "11:00", patient="smith")
    desk.book(LEE, "13:00", patient="stone")
    desk.click("Close notice")


def test_a_visit_that_is_dragged_onto_another_one_is_moved_over_it_for_a_reason(
    open_desk: OpenDesk, settings: Settings
) -> None:
    desk = open_desk(settings)
    two_visits(desk)
    allow(desk)
    desk.lift(LEE, "13:00")
    desk.carry(LEE, "11:00")
    assert desk.ghost == "11:00\u201312:00, over-booked"
    desk.drop()
    desk.settled()
    assert desk.visits(LEE) == ["11:00 Ann Smith", "13:00 Bob Stone"], "nothing is moved unasked"
    assert "is booked on Sun 2 Nov 2025, 11:00: Ann Smith" in desk.refusal
    assert desk.offers("Take Dr Lee, Sun 2 Nov, 12:00\u201313:00")
    desk.click("Move anyway\N{HORIZONTAL ELLIPSIS}")
    desk.click("Move over somebody")
    assert desk.says("Say why: everybody can read it.")
    desk.fill("Why over somebody", PAIN)
    desk.press("Enter")
    desk.settled()
    assert sorted(desk.visits(LEE)) == ["11:00 Ann Smith", "11:00 Bob Stone"]
    assert desk.says(f"Booked over somebody: {PAIN}")
    assert not desk.offers("Move over somebody"), "it is done"
    desk.press("Ctrl+Z")
    desk.settled()
    assert desk.visits(LEE) == ["11:00 Ann Smith", "13:00 Bob Stone"]
    assert "11:00" not in desk.free_blocks(LEE)


def test_the_way_over_somebody_is_in_sight_although_more_comes_above_it(desk: Desk) -> None:
    desk.app.window.resize(QSize(1024, 700))
    two_visits(desk)
    allow(desk)
    desk.lift(LEE, "13:00")
    desk.carry(LEE, "11:00")
    desk.drop()
    desk.settled()
    way = desk.find("Move anyway\N{HORIZONTAL ELLIPSIS}", QPushButton)
    panel = desk.workplace.appointment
    panel.scroller.verticalScrollBar().setValue(0)
    panel.refusal.told.emit()
    above = Label(panel.look, "\n".join("A line more" for _ in range(25)))
    panel.body.insertWidget(0, above)
    desk.wait_for(lambda: way.mapTo(panel.scroller.content, QPoint()).y() > 600, "lines above it")
    desk.wait_for(lambda: way.visibleRegion().boundingRect() == way.rect(), "the way over")
    panel.scroller.verticalScrollBar().setValue(0)
    above.setText("One line")
    QCoreApplication.processEvents()
    assert panel.scroller.verticalScrollBar().value() == 0, "who scrolled stays there"


def test_by_keys_a_visit_is_moved_over_another_one(desk: Desk) -> None:
    two_visits(desk)
    allow(desk)
    desk.view.select_appointment(desk.visit(LEE, "13:00").id)
    desk.view.setFocus()
    desk.press("M")
    desk.view.select_appointment(desk.visit(LEE, "11:00").id)
    desk.press("Enter")
    desk.settled()
    desk.click("Move anyway\N{HORIZONTAL ELLIPSIS}")
    desk.fill("Why over somebody", PAIN)
    desk.press("Enter")
    desk.settled()
    assert sorted(desk.visits(LEE)) == ["11:00 Ann Smith", "11:00 Bob Stone"]
    assert desk.workplace.calendar.moving is None


def test_a_longer_visit_over_the_next_one_needs_a_reason_too(desk: Desk) -> None:
    desk.book(LEE, "11:00", patient="smith")
    desk.book(LEE, "12:00", patient="stone")
    desk.click("Close notice")
    allow(desk)
    desk.lift(LEE, "11:00", by="lower")
    desk.carry(LEE, "12:00")
    assert desk.ghost.endswith(", over-booked")
    desk.drop()
    desk.settled()
    desk.click("Move anyway\N{HORIZONTAL ELLIPSIS}")
    desk.fill("Why over somebody", PAIN)
    desk.press("Enter")
    desk.settled()
    assert desk.visit(LEE, "11:00").overbooked == PAIN
    assert desk.visit(LEE, "11:00").span.minutes > 60


def test_without_the_right_a_visit_stays_where_it_is_and_enter_opens_the_other_one(
    desk: Desk,
) -> None:
    two_visits(desk)
    desk.lift(LEE, "13:00")
    desk.carry(LEE, "11:00")
    assert desk.ghost == "11:00 is booked"
    desk.drop()
    assert desk.notice == "Bob Stone stays at 13:00: 11:00 is booked."
    desk.view.select_appointment(desk.visit(LEE, "13:00").id)
    desk.press("M")
    desk.view.select_appointment(desk.visit(LEE, "11:00").id)
    desk.press("Enter")
    desk.settled()
    assert desk.workplace.appointment.appointment is not None
    assert desk.workplace.appointment.appointment.patient == "Ann Smith"
