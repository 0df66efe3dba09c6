"""The next free time is one for what the visit needs: it goes on with the type that is chosen."""

from __future__ import annotations

import datetime as dt

from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.domain.people import AddAppointmentType, AddEquipment
from tests.driver import Desk


def add_type(desk: Desk, wish: AddAppointmentType) -> None:
    box = desk.workplace.booking.type_box
    count = box.count()
    desk.app.dispatcher.office.do(wish).result(120)
    desk.wait_for(lambda: box.count() == count + 1)


def begin(desk: Desk) -> None:
    desk.press("Ctrl+N")
    desk.settled()


def test_it_goes_on_to_where_the_chosen_type_fits(desk: Desk) -> None:
    begin(desk)
    block = desk.workplace.booking.block
    assert block is not None
    assert block.doctor == "Dr Cole"
    # Two hours: Dr Cole has none left.
    desk.choose_type("Long talk")
    desk.settled()
    block = desk.workplace.booking.block
    assert block is not None
    assert (block.doctor, desk.says("11:00\N{EN DASH}13:00")) == ("Dr Lee", True)
    desk.choose_type("Check-up")
    desk.settled()
    block = desk.workplace.booking.block
    assert block is not None
    assert block.doctor == "Dr Cole"


def test_a_block_that_was_chosen_stays_whatever_the_type_is(desk: Desk) -> None:
    begin(desk)
    desk.open_block("Dr Cole", "11:30")
    desk.choose_type("Long talk")
    desk.settled()
    block = desk.workplace.booking.block
    assert block is not None
    assert block.doctor == "Dr Cole"
    assert desk.says("Nearest free times")


def test_a_type_with_its_own_grid_begins_inside_a_block(desk: Desk) -> None:
    begin(desk)
    add_type(desk, AddAppointmentType(name="Short", minutes=20, grid_minutes=20))
    desk.choose_type("Short")
    desk.settled()
    assert desk.says("10:20\N{EN DASH}10:40")
    desk.choose_patient("smith")
    desk.click("Book")
    desk.settled()
    # Dr Lee's hour from 10:00 on is cut: what is left of it stays free.
    visit = desk.visit("Dr Lee", "10:20")
    assert visit.end - visit.start == dt.timedelta(minutes=20)
    assert {"10:00", "10:40", "11:00"} <= set(desk.free_blocks("Dr Lee"))
    desk.undo()
    desk.settled()
    assert "10:40" not in desk.free_blocks("Dr Lee")


def test_it_waits_for_the_device_that_the_type_needs(desk: Desk) -> None:
    office = desk.app.dispatcher.office
    device = office.do(AddEquipment(name="Ultrasound")).result(120).answer
    start = desk.block("Dr Lee", "11:00").start
    wish = BookBlock(
        patient_id=2, doctor_id=desk.block("Dr Lee", "11:00").doctor_id, start=start,
        end=start + dt.timedelta(hours=1), with_ids=(device.id,),
    )  # fmt: skip
    office.do(wish).result(120)
    desk.settled()
    begin(desk)
    add_type(desk, AddAppointmentType(name="Scan", minutes=60, equipment_ids=(device.id,)))
    desk.choose_type("Scan")
    desk.settled()
    # Dr Cole's last hour ends at 12, and begins while the device is with Dr Lee.
    assert desk.says("12:00\N{EN DASH}13:00")
    desk.choose_patient("smith")
    desk.click("Book")
    desk.settled()
    assert desk.visit("Dr Lee", "12:00").with_whom == "Dr Lee and Ultrasound"


def test_the_form_says_the_length_that_is_booked(desk: Desk) -> None:
    """Whole hours of Dr Lee's, but for a type that keeps time free around its own."""
    desk.open_block("Dr Lee", "11:00")
    desk.choose_type("Check-up")
    desk.settled()
    assert desk.says("11:00\N{EN DASH}12:00")
    add_type(desk, AddAppointmentType(name="Injection", minutes=20, buffer_after=10))
    desk.choose_type("Injection")
    desk.settled()
    assert desk.says("11:00\N{EN DASH}11:20")
    desk.choose_patient("smith")
    desk.click("Book")
    desk.settled()
    visit = desk.visit("Dr Lee", "11:00")
    assert visit.end - visit.start == dt.timedelta(minutes=20)
