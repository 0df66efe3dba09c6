"""What is pictured: every view, panel, sheet and trouble, walked to as a person would.

A scene is shown by real keys and clicks, and handed with its name to ``keep``, which takes the
picture; the window has another size in each run.
"""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import Appointment, Block, Blocks, BookBlock
from clinic_desktop.domain.people import Rooms
from clinic_desktop.domain.time import TimeSpan

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from clinic_desktop.domain.office import Office
    from tests.driver import Desk

NOW = dt.datetime(2025, 11, 4, 15, 20, tzinfo=dt.UTC)
"""A Tuesday, 10:20 in New York."""


class Keep(Protocol):
    """Takes pictures of a window."""

    def __call__(self, desk: Desk, name: str) -> None:
        """Keep what is shown under a name."""

    def pages(self, desk: Desk, name: str) -> None:
        """Keep the first page that is to be printed, as it comes out."""


def first_page(desk: Desk, keep: Keep) -> None:
    """Begin without a clinic."""
    keep(desk, "01_first_page")


def empty_clinic(desk: Desk, keep: Keep) -> None:
    """Open a clinic without doctors."""
    keep(desk, "02_empty_clinic")


def booking(desk: Desk, keep: Keep) -> None:
    """Walk through a morning: book, be warned, and change what is booked."""
    keep(desk, "03_day")
    desk.press("Ctrl+N")
    desk.settled()
    desk.type("an")
    desk.settled()
    keep(desk, "04_booking")
    desk.press("Enter")
    desk.settled()
    keep(desk, "05_patient_chosen")
    desk.press("Enter")
    desk.settled()
    keep(desk, "06_booked")
    desk.click("Close notice")
    mine = desk.view.current()
    assert isinstance(mine, Appointment)
    _warned(desk, keep, mine)
    desk.press("Esc")
    desk.press("Esc")
    _close_notice(desk)
    desk.click_item(mine)
    desk.settled()
    keep(desk, "08_appointment")
    desk.click("Cancel visit")
    keep(desk, "09_cancel")
    desk.press("Esc")
    desk.click("Move appointment")
    keep(desk, "10_move")
    desk.press("Esc")
    desk.click("All visits of this patient")
    desk.settled()
    keep(desk, "11_patient")
    desk.press("Esc")
    desk.press("Ctrl+Shift+N")
    desk.settled()
    keep(desk, "12_new_patient")


def _warned(desk: Desk, keep: Keep, mine: Appointment) -> None:
    """Book the same patient at the same time with another doctor: a warning in place."""
    other = next(
        item
        for item in desk.items()
        if isinstance(item, Block)
        and item.doctor_id != mine.doctor_id
        and item.span.overlaps(mine.span)
    )
    desk.click_item(other)
    desk.choose_patient(mine.patient)
    desk.click("Book")
    desk.settled()
    keep(desk, "07_refusal")


def weeks_and_keys(desk: Desk, keep: Keep) -> None:
    """See the week of all and of one, and the keys."""
    desk.press("Ctrl+2")
    desk.settled()
    keep(desk, "13_week")
    desk.press("F1")
    keep(desk, "14_keys")
    desk.click("Change keys")
    desk.click("Move the visit: M")
    desk.press("Ctrl+F")
    keep(desk, "14_keys_refused")
    desk.press("Esc")
    desk.press("Esc")
    desk.press("Esc")
    desk.workplace.calendar.show_doctor(desk.workplace.doctors.everyone[0].id)
    desk.settled()
    keep(desk, "38_week_of_one")


def lost_race(desk: Desk, keep: Keep) -> None:
    """Search, take a longer time by a drag, and lose it to another desk."""
    desk.press("Ctrl+F")
    desk.type("smith")
    desk.settled()
    keep(desk, "15_search")
    desk.press("Esc")
    free = [item for item in desk.items() if isinstance(item, Block) and item.start > NOW]
    first, last = next(
        (one, other)
        for one, other in itertools.pairwise(free)
        if one.end == other.start and one.doctor_id == other.doctor_id
    )
    desk.drag(first.doctor, desk.clock(first.start), desk.clock(last.start))
    desk.choose_patient("smith")
    keep(desk, "16_longer")
    office = desk.app.dispatcher.office
    office.do(BookBlock(patient_id=2, block_id=first.id)).result()
    desk.wait_for(lambda: "taken" in desk.refusal)
    desk.settled()
    keep(desk, "17_taken")


def other_views(desk: Desk, keep: Keep) -> None:
    """See the same days as a month, as a list and on paper; save views; hide patients."""
    for key, name in (("Ctrl+3", "26_month"), ("Ctrl+4", "27_agenda"), ("Ctrl+1", "")):
        desk.press(key)
        desk.settled()
        if name:
            keep(desk, name)
    desk.press("Ctrl+Shift+S")
    keep(desk, "36_no_saved_views")
    desk.type("Whole house")
    desk.press("Enter")
    keep(desk, "30_saved_views")
    desk.press("Esc")
    for key, name, end in (
        ("Shift+F1", "34_legend", "Esc"),
        ("Shift+C", "35_cancelled_too", "Shift+C"),
        ("Ctrl+Shift+H", "37_hidden", "Ctrl+Shift+H"),
    ):
        desk.press(key)
        desk.settled()
        keep(desk, name)
        desk.press(end)
        desk.settled()
    desk.press("Ctrl+P")
    desk.settled()
    keep(desk, "28_print_day")
    keep.pages(desk, "41_day_sheet")
    desk.click("Letter")
    desk.settled()
    keep.pages(desk, "41_day_sheet_letter")
    desk.click("Week sheet")
    desk.settled()
    keep.pages(desk, "42_week_sheet_letter")
    desk.click("A4")
    desk.settled()
    keep(desk, "29_print_week")
    keep.pages(desk, "42_week_sheet")


def pointed_at(desk: Desk, keep: Keep) -> None:
    """Point at a visit, ask what can be done, drag it to where it can be and can't; zoom."""
    coming = [item for item in desk.items() if item.start > NOW]
    visit = next(one for one in coming if isinstance(one, Appointment) and len(one.block_ids) == 2)
    _point(desk, visit)
    keep(desk, "30_hover_card")
    desk.view.select_appointment(visit.id)
    desk.view.setFocus()
    menu = _ask(desk, visit)
    keep(desk, "40_menu")
    menu.close()
    for name, possible in (("31_drag", True), ("32_drag_refused", False)):
        _carry(desk, visit, possible=possible)
        keep(desk, name)
        desk.press("Esc")
        desk.drop()
    for minutes in (60, 5):
        desk.view.set_zoom(minutes)
        keep(desk, f"33_zoom_{minutes:02}")


def _point(desk: Desk, visit: Appointment) -> None:
    """Rest the pointer on a visit until its card tells of other visits."""
    from PySide6.QtCore import QPoint
    from PySide6.QtTest import QTest

    from clinic_desktop.ui.hover_card import HoverCard

    for point in (QPoint(3, 3), desk.view.item_rect(visit.id).center()):
        QTest.mouseMove(desk.view.viewport(), point)
    window = desk.app.window
    desk.wait_for(lambda: any(card.isVisible() for card in window.findChildren(HoverCard)))
    desk.wait_for(lambda: any("visit:" in card.text for card in window.findChildren(HoverCard)))


def _ask(desk: Desk, visit: Appointment) -> QWidget:
    """Open the menu of a visit that is current, where it is now."""
    from PySide6.QtWidgets import QApplication

    desk.press("Shift+F10")
    menu = QApplication.activePopupWidget()
    assert menu is not None
    # No screen is here, and Qt makes up a small one, into which it moves the menu.
    menu.move(desk.view.viewport().mapToGlobal(desk.view.item_rect(visit.id).center()))
    return menu


def _carry(desk: Desk, visit: Appointment, *, possible: bool) -> None:
    """Carry a visit to a block that can take it, or to one that can't."""
    desk.lift(visit.doctor, desk.clock(visit.start))
    seen = desk.view.viewport().rect()
    boxes = [
        desk.view.item_rect(one.id)
        for one in desk.items()
        if isinstance(one, Block) and one.start > NOW
    ]
    for box in sorted(boxes, key=lambda box: not seen.contains(box.adjusted(0, 0, 0, 60))):
        desk.carry_to(box.center())
        landing = desk.view.hand.landing
        if landing is not None and bool(landing.why) is not possible:
            break


def slips(desk: Desk, keep: Keep) -> None:
    """Name somebody who is registered, mistype a date, find nobody, and cancel."""
    desk.press("Ctrl+Shift+N")
    desk.settled()
    desk.fill("New patient name", "Ant\u00f4nia Ara\u00fajo")
    desk.fill("New patient born", "1944-03-12")
    desk.settled()
    keep(desk, "18_known")
    desk.fill("New patient born", "31.2.1944")
    desk.click("Book")
    keep(desk, "19_wrong")
    desk.press("Esc")
    _close_notice(desk)
    desk.press("Ctrl+F")
    desk.type("zzyzx")
    desk.settled()
    keep(desk, "20_nobody")
    desk.press("Esc")
    coming = next(
        item for item in desk.items() if isinstance(item, Appointment) and item.start > NOW
    )
    desk.click_item(coming)
    desk.settled()
    desk.click("Cancel visit")
    desk.click("Cancel: Patient ill")
    desk.settled()
    desk.click("Close notice")
    keep(desk, "21_cancelled")


def quiet_days(desk: Desk, keep: Keep) -> None:
    """See days without work, rooms, and a calendar and lists without anybody."""
    desk.show(dt.date(2025, 11, 9))
    keep(desk, "22_sunday")
    desk.press("Ctrl+4")
    desk.settled()
    desk.show(dt.date(2027, 11, 9))
    keep(desk, "43_empty_agenda")
    desk.press("Ctrl+1")
    desk.show(dt.date(2025, 11, 4))
    for doctor in desk.workplace.doctors.shown:
        desk.click(f"Show {doctor.name}")
    for room in desk.workplace.doctors.rooms:
        desk.click(f"Show {room.name}")
    desk.settled()
    keep(desk, "39_rooms")
    for room in desk.workplace.doctors.rooms:
        desk.click(f"Show {room.name}")
    desk.settled()
    keep(desk, "23_no_doctor")
    _full_day(desk, keep)


def _full_day(desk: Desk, keep: Keep) -> None:
    """See a doctor of whom nothing is free any more, and wish for an appointment."""
    office, doctor = desk.app.dispatcher.office, desk.workplace.doctors.everyone[5]
    desk.click(f"Show {doctor.name}")
    desk.settled()
    free = [one for one in desk.items(doctor.name) if isinstance(one, Block) and one.start > NOW]
    for patient, block in enumerate(free, start=40):
        office.do(BookBlock(patient_id=patient, block_id=block.id)).result()
    desk.wait_for(lambda: not any(free >= "10:30" for free in desk.free_blocks(doctor.name)))
    desk.press("Ctrl+N")
    desk.settled()
    keep(desk, "44_full_day")
    desk.press("Esc")


def own_window(desk: Desk, keep: Keep) -> None:
    """See the window that is one doctor's own, and the hours in it."""
    keep(desk, "45_own_window")
    desk.press("Ctrl+H")
    desk.settled()
    keep(desk, "46_own_hours")


def give_rooms_work(office: Office) -> None:
    """Give every room hours, and some of them visits: the demo's rooms have none."""
    hours = WeeklyHours.parse("Mon-Fri 8-12, 13-16")
    week = TimeSpan(NOW, NOW + dt.timedelta(days=3))
    for room in office.ask(Rooms()).result().answer:
        wish = SetWeeklyHours(doctor_id=room.id, hours=hours, block_minutes=30, start=NOW.date())
        office.do(wish).result()
        free = office.ask(Blocks(span=week, doctor_ids=(room.id,))).result().answer
        for patient, block in enumerate(free[room.id % 2 :: 3], start=20 * room.id):
            office.do(BookBlock(patient_id=patient, block_id=block.id)).result()


def away(desk: Desk, keep: Keep, file: Path) -> None:
    """Take the clinic's file away."""
    file.rename(file.with_suffix(".away"))
    desk.wait_for(lambda: bool(desk.named("Offline")))
    keep(desk, "24_offline")
    file.with_suffix(".away").rename(file)


def not_opened(desk: Desk, keep: Keep) -> None:
    """Open what is no clinic."""
    keep(desk, "25_not_opened")


def _close_notice(desk: Desk) -> None:
    """Put away what is told of a booking that was begun, so that it covers nothing."""
    if desk.notice:
        desk.click("Close notice")


def availability(desk: Desk, keep: Keep) -> None:
    """Set a doctor's hours, typed and painted; see whom a leave hits; close the clinic."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from clinic_desktop.ui.availability.week import WeekPainter

    desk.press("Ctrl+H")
    desk.settled()
    keep(desk, "50_hours")
    desk.type("Mon-Thu 8-12, 13-16; Wed 17-19 every 2 weeks; Fri 8-12")
    desk.settled()
    keep(desk, "51_hours_typed")
    desk.click("More: seats, grid")
    desk.fill("Hours of a week", "Mon-Fri 8-12; Mno 9; Tue 25-30")
    desk.fill("Block length", "x")
    desk.settled()
    keep(desk, "52_hours_wrong")
    desk.fill("Block length", "15")
    desk.fill("Hours of a week", "Mon-Fri 9-12")
    week = desk.find("Week to paint", WeekPainter)
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(week, left, pos=week.box(0, (780, 795)).center())
    QTest.mouseMove(week, week.box(3, (1005, 1020)).center())
    desk.settled()
    keep(desk, "53_hours_painted")
    QTest.mouseRelease(week, left, pos=week.box(3, (1005, 1020)).center())
    desk.click("Time off")
    desk.fill("From", "2025-11-05")
    desk.fill("Until", "2025-11-07")
    desk.fill("Note", "Congress in Lisbon")
    desk.settled()
    keep(desk, "54_time_off")
    desk.click("Days")
    desk.fill("Days", "2025-12-24, 2025-12-31")
    desk.fill("Hours of these days", "9-12")
    desk.press("Enter")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    keep(desk, "55_single_days")
    desk.click("Holidays")
    desk.settled()
    keep(desk, "56_holidays")
    desk.click("Closed")
    desk.fill("From", "2025-12-22")
    desk.fill("Until", "2026-01-02")
    desk.settled()
    keep(desk, "58_closed_days")


def lists(desk: Desk, keep: Keep) -> None:
    """See what hours may be kept for, and the kinds of visit, one of them with a mistake."""
    desk.press("Ctrl+H")
    desk.settled()
    desk.click("Purposes")
    desk.settled()
    keep(desk, "59_purposes")
    desk.click("Visit types")
    desk.settled()
    desk.workplace.availability.pane.types.there.rows.setCurrentRow(0)  # type: ignore[union-attr] # it is shown
    desk.fill("Colour", "reddish")
    desk.press("Enter")
    desk.settled()
    keep(desk, "59_visit_types")
    desk.fill("Colour", "#3B6FE8")
    desk.click("Doctors")
    desk.settled()
    keep(desk, "59_doctors")
    desk.click("Remove doctor: doctors of the clinic")
    desk.settled()
    keep(desk, "59_doctor_stays")
    for page in ("Rooms", "Equipment", "Sites"):
        desk.click(page)
        desk.settled()
        keep(desk, f"59_{page.lower()}")
    desk.click("Self-booking")
    desk.settled()
    desk.fill("Days ahead, at most", "1000")
    desk.settled()
    keep(desk, "59_self_booking")
    desk.fill("Days ahead, at most", "90")


def no_doctor_to_set(desk: Desk, keep: Keep) -> None:
    """See the place of hours in a clinic that has nobody."""
    desk.press("Ctrl+H")
    desk.settled()
    keep(desk, "57_hours_empty")
