"""An afternoon is blocked off from the calendar, after it is seen who is hit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinic_desktop import compose
from clinic_desktop.domain.booking import AppointmentStatus, BookBlock
from clinic_desktop.domain.people import AddAppointmentType
from clinic_desktop.domain.timeoff import Stretch, TimeOff, TimeOffKind, TimeOffOf
from clinic_desktop.settings import Settings
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk
from tests.ui.guards import SQL, aside
from tests.ui.test_actions import Counter, counter

__all__ = ["counter"]

LEE, COLE = "Dr Lee", "Dr Cole"
SHIFT = Qt.KeyboardModifier.ShiftModifier


def time_off(desk: Desk, doctor_id: int = 1) -> list[TimeOff]:
    """Answer what is stored."""
    query = TimeOffOf(doctor_id=doctor_id, first=dt.date(2025, 10, 27), last=dt.date(2025, 12, 1))
    return list(desk.app.dispatcher.office.ask(query).result(timeout=120).answer)


def hits(desk: Desk) -> list[str]:
    """Answer who is hit, as the panel says it."""
    shown = desk.workplace.off.block_off.effect.hits
    return [shown.item(n).text() for n in range(shown.count())]


def test_an_afternoon_with_visits_is_blocked_off_by_three_acts_and_one_undo_takes_it_back(
    desk: Desk, counter: Counter
) -> None:
    desk.book(LEE, "14:00", patient="smith")
    before = desk.free_blocks(LEE)
    counter.begin()
    desk.drag(LEE, "13:00", "16:00")
    assert desk.workplace.panel is None, "what is not all free is not booked"
    desk.press("B")
    desk.settled()
    assert hits(desk) == ["Ann Smith, Sun 2 Nov, 14:00\u201315:00, +1 212 555 0101"]
    assert not time_off(desk), "nothing is saved before it was seen"
    desk.press("Enter")
    desk.settled()
    assert counter.count == 3
    assert desk.free_blocks(LEE) == ["09:00", "10:00", "11:00", "12:00"]
    assert desk.visits(LEE) == ["14:00 Ann Smith"]
    assert desk.notice == "Blocked: Dr Lee, Sun 2 Nov, 13:00\u201317:00. 1 stays booked"
    assert desk.workplace.panel is None
    (made,) = time_off(desk)
    assert made.kind is TimeOffKind.BLOCKED
    assert (made.when.start_minute, made.when.end_minute) == (13 * 60, 17 * 60)
    desk.undo()
    assert desk.free_blocks(LEE) == before
    assert not time_off(desk)


MARKED = "13:00\u201317:00 is marked. B blocks it off \N{MIDDLE DOT} Enter books it."


@pytest.mark.parametrize("week", [False, True], ids=["day", "week"])
def test_a_free_afternoon_is_blocked_off_by_three_acts(
    desk: Desk, counter: Counter, *, week: bool
) -> None:
    day = clinics.SUNDAY
    if week:
        day = dt.date(2025, 10, 29)
        desk.press("Ctrl+2")
        desk.settled()
    counter.begin()
    desk.drag(LEE, "13:00", "16:00", day)
    assert desk.workplace.panel is None, "no visit is that long"
    assert desk.notice == MARKED
    desk.press("B")
    desk.settled()
    assert desk.says("4 free blocks go")
    desk.press("Enter")
    desk.settled()
    assert counter.count == 3
    (made,) = time_off(desk)
    assert made.when == Stretch(day, day, 13 * 60, 17 * 60)


def test_enter_books_a_free_afternoon_that_was_dragged_over(desk: Desk) -> None:
    desk.drag(LEE, "13:00", "16:00")
    desk.press("Enter")
    assert desk.workplace.panel is desk.workplace.booking
    assert not desk.notice, "what was said of the mark is over"
    desk.choose_patient("smith")
    desk.click("Book")
    desk.settled()
    assert desk.visit(LEE, "13:00").span.minutes == 240


def test_a_drag_no_longer_than_a_visit_books_and_can_block_off_instead(desk: Desk) -> None:
    desk.drag(LEE, "13:00", "14:00")
    assert desk.workplace.panel is desk.workplace.booking
    desk.press("Ctrl+B")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    assert desk.free_blocks(LEE) == ["09:00", "10:00", "11:00", "12:00", "15:00", "16:00"]
    desk.undo()
    desk.drag(LEE, "13:00", "14:00")
    desk.click("Block this time off instead")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    assert desk.free_blocks(LEE) == ["09:00", "10:00", "11:00", "12:00", "15:00", "16:00"]


def test_the_longest_kind_of_visit_says_what_is_no_visit(desk: Desk) -> None:
    office = desk.app.dispatcher.office
    kinds = desk.workplace.booking.type_box
    before = kinds.count()
    clinics.done(office, AddAppointmentType(name="Surgery", minutes=240, colour="#3b6fe8"))
    desk.wait_for(lambda: kinds.count() > before)
    desk.settled()
    desk.drag(LEE, "13:00", "16:00")
    assert desk.workplace.panel is desk.workplace.booking


def test_what_is_said_of_a_mark_goes_when_the_mark_goes(desk: Desk) -> None:
    desk.view.select_block(desk.block(LEE, "13:00").id)
    desk.view.setFocus()
    desk.press("Shift+End")
    assert desk.notice == MARKED
    desk.press("Up")
    desk.wait_for(lambda: not desk.notice)
    desk.press("Shift+Home")
    assert "is marked" in desk.notice
    theirs = BookBlock(patient_id=2, block_id=desk.block(LEE, "11:00").id)
    clinics.done(desk.app.dispatcher.office, theirs)
    desk.wait_for(lambda: desk.view.marked is None)
    assert not desk.notice


def test_keys_alone_block_the_rest_of_the_day_off(desk: Desk, counter: Counter) -> None:
    desk.book(LEE, "15:00", patient="stone")
    desk.view.select_block(desk.block(LEE, "13:00").id)
    desk.view.setFocus()
    counter.begin()
    desk.press("Shift+End")
    assert desk.notice == "13:00\u201317:00 is marked. B blocks it off."
    desk.press("B")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    assert counter.count == 3
    assert desk.free_blocks(LEE) == ["09:00", "10:00", "11:00", "12:00"]


def test_shift_and_arrows_go_over_a_visit_and_enter_books_what_is_free_before_it(
    desk: Desk,
) -> None:
    desk.book(LEE, "13:00", patient="stone")
    desk.view.select_block(desk.block(LEE, "11:00").id)
    desk.view.setFocus()
    for _ in range(3):
        desk.press("Shift+Down")
    marked = desk.view.marked
    assert marked is not None
    assert (desk.clock(marked.start), desk.clock(marked.end)) == ("11:00", "15:00")
    desk.press("Shift+Up")
    desk.press("Enter")
    desk.choose_patient("smith")
    desk.click("Book")
    desk.settled()
    assert desk.visit(LEE, "11:00").span.minutes == 120


def test_without_a_stretch_it_is_the_block_that_is_current_or_the_visits_time(desk: Desk) -> None:
    desk.view.clear_selection()
    desk.view.setFocus()
    desk.press("B")
    assert desk.notice.startswith("Choose a time in the day or the week first")
    desk.view.select_block(desk.block(COLE, "11:00").id)
    desk.press("B")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    assert "11:00" not in desk.free_blocks(COLE)
    assert "11:15" in desk.free_blocks(COLE)
    desk.book(COLE, "11:30", patient="smith")
    desk.press("B")
    desk.settled()
    assert [hit.split(",")[0] for hit in hits(desk)] == ["Ann Smith"]


def test_with_shift_a_drag_may_begin_on_a_visit_and_moves_nothing(desk: Desk) -> None:
    desk.book(LEE, "12:00", patient="smith")
    port, left = desk.view.viewport(), Qt.MouseButton.LeftButton
    begin = desk.view.item_rect(desk.visit(LEE, "12:00").id).center()
    end = desk.view.item_rect(desk.block(LEE, "14:00").id).center()
    QTest.mousePress(port, left, SHIFT, pos=begin)
    QTest.mouseMove(port, (begin + end) / 2)
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, left, SHIFT, pos=end)
    assert desk.view.carried is None
    desk.press("B")
    desk.settled()
    assert desk.workplace.off.block_off.taken is not None
    desk.press("Enter")
    desk.settled()
    assert desk.free_blocks(LEE) == ["09:00", "10:00", "11:00", "15:00", "16:00"]
    assert desk.visits(LEE) == ["12:00 Ann Smith"]


def test_a_drag_goes_on_from_where_it_was_begun_though_others_book_of_it_meanwhile(
    desk: Desk,
) -> None:
    port, left = desk.view.viewport(), Qt.MouseButton.LeftButton
    begin, mid, end = (
        desk.view.item_rect(desk.block(LEE, start).id).center()
        for start in ("11:00", "13:00", "14:00")
    )
    theirs = BookBlock(patient_id=1, block_id=desk.block(LEE, "12:00").id)
    QTest.mousePress(port, left, pos=begin)
    QTest.mouseMove(port, mid)
    clinics.done(desk.app.dispatcher.office, theirs)
    desk.wait_for(lambda: "12:00" not in desk.free_blocks(LEE))
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, left, pos=end)
    desk.settled()
    assert desk.workplace.panel is None, "what is not all free is not booked"
    marked = desk.view.marked
    assert marked is not None
    assert (desk.clock(marked.start), desk.clock(marked.end)) == ("11:00", "15:00")


def test_kind_and_note_are_said_and_kept(desk: Desk) -> None:
    desk.view.select_block(desk.block(LEE, "13:00").id)
    desk.view.setFocus()
    desk.press("B")
    desk.settled()
    box = desk.workplace.off.block_off.kind
    while box.currentText() != "Training":
        QTest.keyClick(box, Qt.Key.Key_Down)
    desk.fill("Note", "ultrasound")
    desk.press("Enter")
    desk.settled()
    (made,) = time_off(desk)
    assert (made.kind, made.note) == (TimeOffKind.TRAINING, "ultrasound")


def test_it_works_in_a_week_too(desk: Desk) -> None:
    desk.click("Show Dr Cole")
    desk.press("Ctrl+2")
    desk.settled()
    monday = next(i for i in desk.items(LEE) if i.start.date() == dt.date(2025, 10, 27))
    desk.view.select_block(monday.id)  # type: ignore[arg-type] # a free block
    desk.view.setFocus()
    desk.press("Shift+End")
    desk.press("B")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    left = {i.start.date() for i in desk.items(LEE)}
    assert dt.date(2025, 10, 27) not in left
    assert dt.date(2025, 10, 28) in left


def test_who_is_booked_by_another_pc_meanwhile_is_seen_before_anything_is_saved(
    open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    """The other's commit is not heard of yet when Enter is pressed."""
    desk = open_desk(sqlite_settings)
    desk.view.select_block(desk.block(LEE, "13:00").id)
    desk.view.setFocus()
    desk.press("Shift+Down")
    desk.press("B")
    desk.settled()
    theirs = BookBlock(patient_id=2, block_id=desk.block(LEE, "14:00").id)
    effect = desk.workplace.off.block_off.effect
    with SQL.allowed():
        other = compose.open_office(sqlite_settings, clock=clinics.clock, feed=False)
        try:
            with desk.news_held_back():
                other.do(theirs).result(timeout=120)
                desk.press("Enter")
                desk.wait_for(lambda: not effect.is_busy)
        finally:
            aside(other.close)
    desk.settled()
    assert not time_off(desk)
    assert "Nothing was saved" in effect.news.text()
    assert hits(desk) == ["Bob Stone, Sun 2 Nov, 14:00\u201315:00, +1 212 555 0102"]
    desk.click("Block off, 1 left outside")
    desk.settled()
    assert len(time_off(desk)) == 1


def test_who_is_hit_is_cancelled_from_there_and_the_question_comes_back(desk: Desk) -> None:
    desk.book(LEE, "14:00", patient="smith")
    desk.drag(LEE, "13:00", "16:00")
    desk.press("B")
    desk.settled()
    desk.click("Cancel this visit")
    desk.click("Cancel: Doctor away")
    desk.settled()
    assert desk.workplace.appointment.appointment is not None
    assert desk.workplace.appointment.appointment.status is AppointmentStatus.CANCELLED
    desk.press("Esc")
    desk.settled()
    assert desk.workplace.panel is desk.workplace.off.block_off
    assert not hits(desk)
    desk.press("Enter")
    desk.settled()
    assert desk.free_blocks(LEE) == ["09:00", "10:00", "11:00", "12:00"]


def test_kind_and_note_are_kept_while_it_is_looked_at_who_is_hit(desk: Desk) -> None:
    desk.book(LEE, "14:00", patient="smith")
    desk.drag(LEE, "13:00", "16:00")
    desk.press("B")
    desk.settled()
    panel = desk.workplace.off.block_off
    QTest.keyClick(panel.kind, Qt.Key.Key_Down)
    kind = panel.kind.currentText()
    desk.fill("Note", "ultrasound")
    desk.click("Open this visit")
    desk.settled()
    desk.press("Esc")
    desk.settled()
    assert desk.workplace.panel is panel
    assert (panel.kind.currentText(), panel.note.text()) == (kind, "ultrasound")


def test_who_is_moved_is_not_named_once_patients_are_hidden(desk: Desk) -> None:
    desk.book(LEE, "14:00", patient="smith")
    desk.drag(LEE, "13:00", "16:00")
    desk.press("B")
    desk.settled()
    desk.click("Move this visit")
    desk.click("Hide patients")
    desk.settled()
    desk.click_item(desk.block(LEE, "13:00"))
    desk.settled()
    assert desk.notice.endswith("can't move there: in the time off that is not saved yet.")
    assert "Smith" not in desk.notice


def test_who_is_hit_is_moved_from_there_while_the_question_stays(desk: Desk) -> None:
    desk.book(LEE, "14:00", patient="smith")
    desk.drag(LEE, "13:00", "16:00")
    desk.press("B")
    desk.settled()
    desk.click("Move this visit")
    # Not to where she would only have to leave again: the ghost and the strip say so.
    assert desk.says("outside the time off that is not saved yet; Esc stops.")
    desk.view.select_block(desk.block(LEE, "13:00").id)
    move = desk.workplace.calendar.current_move
    assert move is not None
    assert move.picking.landing is not None
    assert move.picking.landing.why == "in the time off that is not saved yet"
    desk.click_item(desk.block(LEE, "13:00"))
    desk.settled()
    assert desk.notice == "Ann Smith can't move there: in the time off that is not saved yet."
    assert desk.visits(LEE) == ["14:00 Ann Smith"]
    desk.click_item(desk.block(LEE, "10:00"))
    desk.settled()
    assert desk.visits(LEE) == ["10:00 Ann Smith"]
    assert desk.workplace.panel is desk.workplace.off.block_off
    assert not hits(desk)
    assert desk.workplace.calendar.view._canvas.leaving is None  # noqa: SLF001 - nothing stays behind


def test_what_fails_after_the_panel_was_put_away_is_told_all_the_same(
    desk: Desk,
) -> None:
    desk.view.select_block(desk.block(LEE, "13:00").id)
    desk.view.setFocus()
    desk.press("B")
    desk.settled()
    effect = desk.workplace.off.block_off.effect
    assert effect.effect is not None
    # As if something else had been shown.
    effect.effect = replace(effect.effect, digest="another")
    desk.press("Enter")
    desk.press("Esc")
    desk.wait_for(lambda: desk.notice.startswith("Not blocked off: Dr Lee, "))
    desk.settled()
    assert not time_off(desk)
