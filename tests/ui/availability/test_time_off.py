"""Time off stands in the calendar, is heard, and is taken away again after it is seen what goes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from clinic_desktop.domain.availability import SetDays
from clinic_desktop.domain.booking import CancelAppointment, CancelReason
from clinic_desktop.domain.effect import EffectOf, TimeChange
from clinic_desktop.domain.timeoff import AddTimeOff, CloseClinic, Closing, Stretch, TimeOffKind
from clinic_desktop.ui.agenda.accessible import listen
from clinic_desktop.ui.agenda.off import Off
from clinic_desktop.ui.hover_card import HoverCard
from clinic_desktop.ui.look import Look
from tests.driver import Desk
from tests.ui import clinics

LEE, COLE = "Dr Lee", "Dr Cole"
SUNDAY = clinics.SUNDAY
AFTERNOON = AddTimeOff(
    doctor_id=1, when=Stretch(SUNDAY, SUNDAY, 13 * 60, 17 * 60), kind=TimeOffKind.TRAINING,
    note="ultrasound",
)  # fmt: skip


def change(desk: Desk, wish: TimeChange[Any]) -> None:
    """Have another change what holds, whomever it hits; wait until this window shows it."""
    office = desk.app.dispatcher.office
    effect = office.ask(EffectOf(change=wish)).result(timeout=120).answer
    office.do(replace(wish, effect=effect.digest)).result(timeout=120)
    desk.wait_for(lambda: bool(offs(desk)) or bool(desk.view.canvas.away.own_hours))
    desk.settled()


def offs(desk: Desk, column: int = 0) -> list[Off]:
    """Answer the time off that a column shows."""
    return [each.item for each in desk.view.canvas.sheets[column].off]


def test_time_off_is_walked_to_opened_and_taken_away_and_one_undo_brings_it_back(
    desk: Desk,
) -> None:
    desk.book(LEE, "14:00", patient="smith")
    change(desk, AFTERNOON)
    (off,) = offs(desk)
    assert (desk.clock(off.start), desk.clock(off.end)) == ("13:00", "17:00")
    assert desk.visits(LEE) == ["14:00 Ann Smith"]
    for key in ("B", "Del", "Enter"):
        desk.view.select_block(desk.block(LEE, "12:00").id)
        desk.view.setFocus()
        desk.press("Down")
        assert desk.view.current_off() == off
        desk.press(key)
        desk.settled()
        assert desk.workplace.panel is desk.workplace.off.time_off
        desk.press("Esc")
    desk.press("B")
    desk.settled()
    assert desk.says("3 free blocks come")
    assert desk.says("ultrasound")
    desk.press("Enter")
    desk.settled()
    assert desk.free_blocks(LEE)[-3:] == ["13:00", "15:00", "16:00"]
    assert not offs(desk)
    assert desk.notice == "Training removed: Dr Lee, Sun 2 Nov, 13:00\u201317:00"
    desk.undo()
    assert [one.away.time_off_id for one in offs(desk)] == [off.away.time_off_id]


def test_a_click_opens_it_and_visits_in_it_are_still_visits(desk: Desk) -> None:
    desk.book(LEE, "14:00", patient="smith")
    change(desk, AFTERNOON)
    box = desk.view.shown(desk.view.canvas.rect(desk.view.canvas.spot_of(offs(desk)[0].id)))
    QTest.mouseClick(
        desk.view.viewport(), Qt.MouseButton.LeftButton, pos=box.topLeft() + QPoint(20, 20)
    )
    desk.settled()
    assert desk.says("ultrasound")
    desk.click_item(desk.visit(LEE, "14:00"))
    desk.settled()
    assert desk.workplace.panel is desk.workplace.appointment


def test_time_off_names_who_is_still_booked_in_it_and_how_to_reach_them(desk: Desk) -> None:
    desk.book(LEE, "14:00", patient="smith")
    desk.book(LEE, "10:00", patient="ben")
    change(desk, AFTERNOON)
    (off,) = offs(desk)
    panel = desk.workplace.off.time_off
    desk.view.select_below(off.id)
    desk.view.setFocus()
    desk.press("Enter")
    desk.settled()
    assert desk.says("1 appointment still lies in it. It stays booked, as an exception")
    (told,) = [panel.left.item(n).text() for n in range(panel.left.count())]
    assert told.startswith("Ann Smith, Sun 2 Nov, 14:00")
    assert told.endswith("+1 212 555 0101")
    desk.click("Open this visit")
    desk.settled()
    assert desk.workplace.appointment.isVisible()
    assert desk.says("Ann Smith")
    # Closed, it leads back; and who is cancelled meanwhile is told no more.
    desk.press("Esc")
    desk.settled()
    assert panel.isVisible()
    number = desk.visit(LEE, "14:00").id
    cancelled = CancelAppointment(appointment_id=number, reason=CancelReason.PATIENT_ILL)
    desk.app.dispatcher.office.do(cancelled).result(timeout=120)
    desk.wait_for(lambda: panel.left.count() == 0)
    assert not desk.says("still lies in it")


def test_its_card_and_its_sentence_say_kind_time_and_note_but_not_while_patients_are_hidden(
    desk: Desk,
) -> None:
    change(desk, AFTERNOON)
    (off,) = offs(desk)
    box = desk.view.shown(desk.view.canvas.rect(desk.view.canvas.spot_of(off.id)))
    for point in (QPoint(3, 3), box.center()):
        QTest.mouseMove(desk.view.viewport(), point)
    window = desk.app.window
    desk.wait_for(lambda: any(card.isVisible() for card in window.findChildren(HoverCard)))
    (card,) = window.findChildren(HoverCard)
    assert card.text == "Training\nDr Lee\nSun 2 Nov, 13:00\u201317:00\nultrasound"
    listen(desk.view)
    column = QAccessible.queryAccessibleInterface(desk.view).child(0)
    told = [column.child(n).text(QAccessible.Text.Name) for n in range(column.childCount())]
    assert told[-1] == "Dr Lee, Sunday 2 November, 13:00 to 17:00, Training: ultrasound"
    desk.view.setFocus()
    desk.press("Ctrl+Shift+H")
    desk.settled()
    told = [column.child(n).text(QAccessible.Text.Name) for n in range(column.childCount())]
    assert "ultrasound" not in told[-1]
    assert told[-1].startswith("Dr Lee, Sunday 2 November, 13:00 to 17:00, Training")


def test_a_closed_day_is_named_where_nobody_works_and_in_every_head(
    desk: Desk,
) -> None:
    day = Closing(Stretch(SUNDAY, SUNDAY), "Founders\u2019 Day")
    change(desk, CloseClinic(closings=(day,), kind=TimeOffKind.HOLIDAY))
    notice = desk.view.shown_notice()
    assert notice is not None
    assert notice.sentence == "The clinic is closed on Sunday 2 November: Founders\u2019 Day"
    notes = [note.text for note in desk.view.canvas.notes if note is not None]
    assert notes == ["Public holiday: Founders\u2019 Day"] * 2
    desk.press("Ctrl+2")
    desk.settled()
    noted = {
        column.day
        for column, note in zip(desk.view.columns(), desk.view.canvas.notes, strict=True)
        if note is not None
    }
    assert noted == {SUNDAY}


def test_hours_of_a_single_date_are_told_in_its_head(desk: Desk) -> None:
    change(desk, SetDays(doctor_id=2, days=(SUNDAY,), windows=((540, 600),)))
    assert [note and note.text for note in desk.view.canvas.notes] == [None, "9-10 only"]
    desk.press("PgDown")
    desk.settled()
    assert set(desk.view.canvas.notes) == {None}


def test_off_hours_time_off_and_a_closed_clinic_are_told_apart_without_colour(
    desk: Desk, look: Look
) -> None:
    """By their lines: off hours have none, closed time has those that cross; in light and dark."""
    change(desk, AFTERNOON)
    desk.settled()
    light = lines_at(desk, "17:30"), lines_at(desk, "16:30")
    look.set_theme("dark")
    dark = lines_at(desk, "17:30"), lines_at(desk, "16:30")
    evening = Stretch(SUNDAY, SUNDAY, 17 * 60, 18 * 60)
    office = desk.app.dispatcher.office
    office.do(CloseClinic(closings=(Closing(evening),))).result(timeout=120)
    desk.wait_for(lambda: len(offs(desk)) == 2)
    closed_dark = lines_at(desk, "17:30")
    look.set_theme("light")
    for (off_hours, leave), closed in ((light, lines_at(desk, "17:30")), (dark, closed_dark)):
        assert not off_hours
        assert leave
        assert closed > 1.5 * leave


def lines_at(desk: Desk, at: str) -> int:
    """Answer how much of a piece of Dr Lee's column is drawn on with lines, in pixels."""
    hour, minute = map(int, at.split(":"))
    when = clinics.NOW.replace(hour=hour + 5, minute=minute)
    desk.view.scroll_to(when)
    box = desk.view.canvas.span_rect(0, when, when + dt.timedelta(minutes=15))
    piece = QRect(box.left() + 120, box.top() + 3, 70, 10)
    image = desk.view.viewport().grab(desk.view.shown(piece)).toImage()
    pixels = Counter(image.pixel(x, y) for x in range(70) for y in range(10))
    return pixels.total() - pixels.most_common(1)[0][1]
