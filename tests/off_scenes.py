"""Pictures of time that can't be booked: taken in the calendar, blocked off, explained."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox

from clinic_desktop.domain.availability import SetDays, SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import Appointment, Block, BookBlock
from clinic_desktop.domain.effect import EffectOf, TimeChange
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AddDoctor,
    AddEquipment,
    AddRoom,
    AllowRight,
    Doctor,
)
from clinic_desktop.domain.purposes import AddPurpose
from clinic_desktop.domain.timeoff import (
    AddTimeOff,
    CloseClinic,
    Closing,
    Stretch,
    TimeOffKind,
)
from tests.scenes import NOW

if TYPE_CHECKING:
    from clinic_desktop.ui.agenda.contents import KeptKey
    from clinic_desktop.ui.agenda.off import Off
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


def line(desk: Desk, keep: Keep) -> None:
    """Say a line: what is understood, asked, found, and why there is nothing."""
    doctor = desk.workplace.doctors.everyone[1].name
    family = doctor.rpartition(" ")[2]
    desk.press("Ctrl+K")
    desk.settled()
    keep(desk, "90_line")
    for number, said in (
        ("91_line_offers", f"smith 30m dr {family} next week, not fridays, after two please"),
        ("92_line_asks", f"ann {family} tomorrow at 3"),
        ("93_line_nothing", f"+1 212 555 0100 dr {family} sunday before 7:30"),
        ("94_line_finds", "month"),
        ("95_line_new", f"eva neil 212 555 0199 dr {family} tomorrow morning"),
    ):
        desk.fill("What is said", said)
        desk.settled()
        keep(desk, number)
    desk.press("Esc")
    desk.settled()


def time_off(desk: Desk, keep: Keep) -> None:
    """See leave, blocked afternoons, closed days and hours of one date; point at one, open it."""
    office, ids = desk.app.dispatcher.office, [one.id for one in desk.workplace.doctors.everyone]
    tuesday = NOW.date()
    day = dt.timedelta(days=1)
    for doctor, kind, note, when in (
        (ids[0], TimeOffKind.BLOCKED, "Staff training", Stretch(tuesday, tuesday, 780, 1020)),
        (ids[2], TimeOffKind.LEAVE, "Autumn break", Stretch(tuesday - day, tuesday + 5 * day)),
        (ids[9], TimeOffKind.SICK, "", Stretch(tuesday, tuesday)),
    ):
        wish = AddTimeOff(doctor_id=doctor, when=when, kind=kind, note=note, accept=0)
        office.do(_accepted(desk, wish)).result()
    closed = Closing(
        Stretch(tuesday + 2 * day, tuesday + 2 * day), "Founders\N{RIGHT SINGLE QUOTATION MARK} Day"
    )
    office.do(_accepted(desk, CloseClinic(closings=(closed,)))).result()
    own = SetDays(doctor_id=ids[1], days=(tuesday,), windows=((480, 720),))
    office.do(_accepted(desk, own)).result()
    desk.wait_for(lambda: not any(free >= "13:00" for free in desk.free_blocks("Dr Okafor")))
    desk.settled()
    keep(desk, "63_time_off")
    off = desk.view.canvas.sheets[0].off[0].item
    for _ in range(2):
        QCoreApplication.processEvents()
    _point_at(desk, off)
    keep(desk, "64_time_off_card")
    desk.view.select_below(off.id)
    desk.view.setFocus()
    desk.press("Enter")
    desk.settled()
    keep(desk, "65_time_off_panel")
    desk.press("Esc")
    desk.view.select_below(off.id)
    desk.press("W")
    desk.settled()
    keep(desk, "69_why")
    desk.press("Esc")
    desk.press("Ctrl+2")
    desk.settled()
    keep(desk, "66_time_off_week")
    desk.workplace.calendar.show_doctor(ids[2])
    desk.settled()
    keep(desk, "67_time_off_week_of_one")
    desk.workplace.calendar.show_doctor(None)
    desk.press("Ctrl+1")
    desk.show(tuesday + 2 * day)
    keep(desk, "68_closed_day")
    desk.press("Shift+F1")
    desk.settled()
    keep(desk, "34_legend_off")
    desk.press("Esc")


def shared_time(desk: Desk, keep: Keep) -> None:
    """See time kept for a purpose, seats, a visit of several, and one booked over another."""
    office = desk.app.dispatcher.office
    for wish in (
        AddPurpose(name="urgent", release_hours=2),
        AddPurpose(name="lunch", bookable=False),
        AllowRight(user="ann", right="overbook"),
    ):
        office.do(wish).result()
    alone = office.do(AddDoctor(name="Dr Lindqvist", specialty="Surgery")).result().answer
    group = office.do(AddDoctor(name="Dr Adeyemi", specialty="Group care")).result().answer
    room = office.do(AddRoom(name="Theatre")).result().answer
    device = office.do(AddEquipment(name="Ultrasound", units=2)).result().answer
    kept = "Tue 9-17; Tue 12-13 for lunch; Tue 14-15 for urgent"
    for doctor, text, seats in ((alone.id, kept, 1), (group.id, "Tue 9-17", 4)):
        hours = WeeklyHours.parse(text)
        office.do(
            SetWeeklyHours(
                doctor_id=doctor, hours=hours, block_minutes=30, seats=seats, start=NOW.date()
            )
        ).result()
    for name in [one.name for one in desk.workplace.doctors.shown][2:]:
        desk.click(f"Show {name}")
    desk.wait_for(lambda: bool(desk.items(group.name) and desk.items(alone.name)))
    block = desk.block(alone.name, "11:00")
    joint = BookBlock(
        patient_id=3, doctor_id=alone.id, start=block.start,
        end=block.start + dt.timedelta(hours=1), with_ids=(room.id, device.id),
    )  # fmt: skip
    office.do(joint).result()
    office.do(BookBlock(patient_id=4, block_id=desk.block(alone.name, "13:30").id)).result()
    for patient in (5, 6):
        shared = desk.block(group.name, "11:00").id
        office.do(BookBlock(patient_id=patient, block_id=shared)).result()
    desk.wait_for(lambda: desk.offers("Show Theatre") and desk.workplace.booking.over.may)
    for name in ("Theatre", "Ultrasound"):
        desk.click(f"Show {name}")
    desk.settled()
    keep(desk, "70_shared_time")
    desk.click_item(desk.visit(alone.name, "11:00"))
    desk.settled()
    keep(desk, "71_joint")
    desk.press("Esc")
    desk.open_block(alone.name, "14:00")
    desk.settled()
    keep(desk, "72_kept")
    desk.press("Esc")
    desk.open_block(group.name, "11:00")
    desk.settled()
    keep(desk, "73_seats")
    desk.press("Esc")
    desk.view.select_appointment(desk.visit(alone.name, "13:30").id)
    desk.view.setFocus()
    desk.press("O")
    desk.settled()
    desk.choose_patient("smith")
    keep(desk, "74_over")
    desk.fill("Why over somebody", "Acute pain")
    desk.press("Enter")
    desk.settled()
    keep(desk, "75_overbooked")
    _side_by_side(desk, keep, alone)


def _side_by_side(desk: Desk, keep: Keep, doctor: Doctor) -> None:
    """See what is kept free around a visit, a short one over a long one, a move over another."""
    office = desk.app.dispatcher.office
    scan = AddAppointmentType(
        name="Scan", minutes=30, colour="#0f9d7a", buffer_before=30, buffer_after=30
    )
    kind = office.do(scan).result().answer
    start = desk.block(doctor.name, "09:30").start
    office.do(BookBlock(patient_id=7, doctor_id=doctor.id, start=start, type_id=kind.id)).result()
    long = desk.block(doctor.name, "15:00").start
    office.do(
        BookBlock(patient_id=8, doctor_id=doctor.id, start=long, end=long + dt.timedelta(hours=1))
    ).result()
    office.do(
        BookBlock(
            patient_id=9, doctor_id=doctor.id, start=long, end=long + dt.timedelta(minutes=20),
            overbook=True, reason="Acute pain",
        )
    ).result()  # fmt: skip
    desk.wait_for(lambda: len(desk.visits(doctor.name)) >= 6)
    desk.settled()
    keep(desk, "76_kept_free")
    keys = [one.item.id for sheet in desk.view.canvas.sheets for one in sheet.kept]
    desk.view.select_below(keys[-1])
    desk.view.setFocus()
    _walk_to(desk, keys[-1])
    keep(desk, "77_kept_free_card")
    desk.press("Ctrl+2")
    desk.settled()
    keep(desk, "78_kept_free_week")
    desk.press("Ctrl+1")
    desk.settled()
    if desk.notice:
        desk.click("Close notice")
    desk.lift(doctor.name, "09:30")
    desk.carry(doctor.name, "11:00")
    keep(desk, "79_move_over")
    desk.drop()
    desk.settled()
    keep(desk, "80_not_moved_over")
    desk.click("Move anyway\N{HORIZONTAL ELLIPSIS}")
    desk.settled()
    keep(desk, "81_move_over_why")
    desk.press("Esc")
    desk.press("Shift+F1")
    desk.settled()
    keep(desk, "82_legend_marks")
    desk.press("Esc")
    _on_paper_and_with_fewer_seats(desk, keep, doctor)


def _on_paper_and_with_fewer_seats(desk: Desk, keep: Keep, doctor: Doctor) -> None:
    """See such a day as sheets, and whom hours with fewer seats would leave without one."""
    desk.view.select_appointment(desk.visit(doctor.name, "09:30").id)
    desk.press("Ctrl+P")
    desk.settled()
    whose = desk.find("Whose sheets", QComboBox)
    whose.setCurrentIndex(whose.findText(doctor.name))
    whose.activated.emit(whose.currentIndex())
    desk.settled()
    keep.pages(desk, "83_day_sheet_marks")
    desk.click("Week sheet")
    desk.settled()
    keep.pages(desk, "84_week_sheet_marks")
    desk.press("Esc")
    desk.press("Ctrl+H")
    desk.settled()
    pane = desk.workplace.availability.pane
    assert pane is not None
    chosen = pane.doctor.findText("Dr Adeyemi")
    pane.doctor.setCurrentIndex(chosen)
    pane.doctor.activated.emit(chosen)
    desk.settled()
    desk.click("More: seats, grid")
    desk.fill("Seats", "1")
    desk.settled()
    keep(desk, "85_fewer_seats")
    desk.press("Esc")


def _accepted(desk: Desk, change: TimeChange[object]) -> TimeChange[object]:
    """Answer a change that accepts whom it hits."""
    effect = desk.app.dispatcher.office.ask(EffectOf(change=change)).result().answer
    return replace(change, effect=effect.digest)


def _walk_to(desk: Desk, key: KeptKey) -> None:
    """Walk to what is kept free, and rest there until its card comes."""
    from clinic_desktop.ui.hover_card import HoverCard

    spot = next(
        (index, key)
        for index, sheet in enumerate(desk.view.canvas.sheets)
        if any(one.item.id == key for one in sheet.kept)
    )
    desk.view.point_at(None)
    desk.view.point_at(spot)
    desk.wait_for(
        lambda: (card := desk.app.window.findChild(HoverCard)) is not None and bool(card.text)
    )
    desk.settled()


def _point_at(desk: Desk, off: Off) -> None:
    """Walk to time off, and rest there until its card comes."""
    from clinic_desktop.ui.hover_card import HoverCard

    desk.view.select_below(off.id)
    desk.view.setFocus()
    for key in ("Up", "Down"):
        desk.press(key)
    window = desk.app.window
    desk.wait_for(lambda: any(card.isVisible() for card in window.findChildren(HoverCard)))
