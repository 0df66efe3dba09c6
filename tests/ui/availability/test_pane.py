"""Hours are typed or painted, their effect is seen, and then they are saved: with few actions."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from clinic_desktop import compose
from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import CancelledBy, CancelReason
from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import AddDoctor
from clinic_desktop.settings import Settings
from clinic_desktop.ui.availability.week import Place as PainterPlace
from clinic_desktop.ui.look import Look
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.availability.place import Place
from tests.ui.conftest import OpenDesk
from tests.ui.guards import aside
from tests.ui.test_actions import Counter, counter

__all__ = ["counter"]
MONDAY = dt.date(2025, 11, 3)
NOON = 12 * 60
WEEK = WeeklyHours.parse("Mon-Fri 9-17; Sun 9-17")


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    """A clinic with nobody in it."""
    settings = clinics.settings_of(str(tmp_path / "clinic.db"), tmp_path)
    aside(
        lambda: compose.create_clinic(settings, name="Elm", zone=clinics.ZONE, clock=clinics.clock)
    )
    return settings


@pytest.fixture
def new_doctor(open_desk: OpenDesk, empty: Settings) -> Desk:
    """A window on a clinic whose one doctor has no hours yet."""
    desk = open_desk(empty)
    clinics.done(desk.app.dispatcher.office, AddDoctor(name="Dr Novak"))
    desk.wait_for(lambda: desk.offers("Show Dr Novak"))
    desk.settled()
    return desk


@pytest.fixture
def place(desk: Desk) -> Place:
    return Place(desk)


@pytest.mark.slow
def test_typed_weekly_hours_for_more_than_a_year_cost_three_actions(
    new_doctor: Desk, counter: Counter
) -> None:
    place = Place(new_doctor)
    new_doctor.type("Mon-Fri 9-12, 13-17")
    new_doctor.settled()
    assert place.effect.startswith("11,004 free blocks come (3 Nov 2025")
    new_doctor.press("Enter")
    new_doctor.settled()
    assert counter.count == 3
    assert new_doctor.notice == "Hours of Dr Novak are saved"
    assert len(place.free(MONDAY + dt.timedelta(days=364), 7)) == 5 * 7 * 4


@pytest.mark.slow
def test_painted_weekly_hours_cost_four_actions(new_doctor: Desk, counter: Counter) -> None:
    place = Place(new_doctor)
    place.drag((0, 9 * 60), (4, NOON - 15))
    place.drag((0, 13 * 60), (4, 17 * 60 - 15))
    assert place.line == "Mon-Fri 9-12, 13-17"
    place.save()
    assert counter.count == 4
    assert len(place.free(MONDAY, 7)) == 5 * 7 * 4


def test_what_is_typed_is_painted_at_every_letter_and_what_is_painted_is_typed(
    place: Place,
) -> None:
    week = place.pane.weekly.week
    place.desk.type("Mon 9-12")
    assert week._week[0] == ((540, 720),)  # noqa: SLF001 - what is painted
    place.desk.type("; Tue 9-1")
    # "9-1" is no stretch of a day: what was understood last stays painted.
    assert week._week[0] == ((540, 720),)  # noqa: SLF001
    place.desk.type("0")
    assert week._week[1] == ((540, 600),)  # noqa: SLF001
    place.drag((0, 10 * 60), (1, 11 * 60 - 15))
    assert place.line == "Mon 9-10, 11-12; Tue 9-10"
    place.drag((2, 8 * 60), (2, 9 * 60 - 15))
    assert place.line == "Mon 9-10, 11-12; Tue 9-10; Wed 8-9"
    week.setFocus()
    place.desk.press("Ctrl+Z")
    assert place.line == "Mon 9-10, 11-12; Tue 9-10"
    assert week._week[2] == ()  # noqa: SLF001
    # A drag that is given up draws nothing.
    place.drag((0, 18 * 60), (1, 19 * 60 - 15), drops=False)
    place.desk.press("Esc")
    QTest.mouseRelease(week, Qt.MouseButton.LeftButton)
    assert place.line == "Mon 9-10, 11-12; Tue 9-10"
    assert place.desk.named("Hours place")


def test_every_second_week_is_painted_by_itself(place: Place) -> None:
    place.desk.type("Mon-Fri 9-12")
    place.pane.weekly.layer.setFocus()
    place.desk.press("Down")
    place.drag((2, 14 * 60), (2, 16 * 60 - 15))
    assert place.line == "Mon-Fri 9-12; Wed 14-16 every 2 weeks"
    place.desk.settled()
    place.save()
    assert len(place.free(dt.date(2025, 11, 5))) == 3
    assert len(place.free(dt.date(2025, 10, 29) + dt.timedelta(days=14), 1)) == 3 + 2


def test_all_that_is_wrong_is_told_at_once_and_nothing_typed_is_lost(place: Place) -> None:
    typed = "Mno 9-12; Tue 9-12; Wed 25-30"
    place.desk.type(typed)
    place.desk.click("More: seats, grid")
    place.fill(From="31.2.", Block_length="0", Seats="many")
    told = place.pane.weekly.mistake.text()
    for why in ("“Mno 9-12”, “Wed 25-30”", "“31.2.” is no date", "not “0”", "not “many”"):
        assert why in told
    assert place.line == typed
    assert not place.desk.offers("Save")
    assert place.effect == "What is typed is not understood yet."
    place.pane.weekly.seats.setFocus()
    place.desk.press("Enter")
    assert place.desk.focus is place.pane.weekly.line
    assert "Mno" in place.desk.focus.accessibleDescription()
    place.fill(Hours_of_a_week="Mon 9-9:30", Block_length="45")
    assert place.desk.says("These hours hold no whole block of 45 minutes.")


def test_who_has_no_seat_any_more_is_told_before_there_are_fewer(place: Place) -> None:
    place.desk.click("More: seats, grid")
    place.fill(Hours_of_a_week="Mon-Fri 9-12", Block_length="60", Seats="2")
    place.save()
    for patient in (1, 2):
        place.book(MONDAY, 2, patient=patient)
    assert place.hits == []
    place.fill(Seats="1")
    assert [one.split(", ")[0] for one in place.hits] == ["Bob Stone"]
    assert place.hits[0].endswith("no seat, +1 212 555 0102")
    assert place.desk.says("1 appointment is left without a seat then. It stays booked")
    assert place.desk.offers("Save, 1 left without a seat")
    place.save()
    assert (
        place.desk.notice == "Hours of Dr Lee are saved; 1 appointment stays booked as an exception"
    )


def test_saving_shows_in_the_calendar_and_ctrl_z_takes_all_of_it_back(desk: Desk) -> None:
    desk.show(MONDAY)
    place = Place(desk)
    place.book(MONDAY, 5, patient=2)
    place.fill(Hours_of_a_week="Mon-Fri 9-12", Block_length="30")
    assert place.hits == ["Bob Stone, Mon 3 Nov, 14:00\u201315:00, +1 212 555 0102"]
    desk.press("Enter")
    desk.settled()
    # With somebody left outside it is not saved unseen: Enter leads to the button that says so.
    assert desk.notice == ""
    assert desk.focus.accessibleName() == "Save, 1 left outside"
    desk.press("Enter")
    desk.settled()
    assert desk.notice == "Hours of Dr Lee are saved; 1 appointment stays booked as an exception"
    assert len(desk.free_blocks("Dr Lee")) == 6
    assert place.line == "Mon-Fri 9-12"
    desk.press("Ctrl+Z")
    desk.settled()
    assert desk.notice.startswith("Hours taken back: Dr Lee, Mon-Fri 9-12 from ")
    assert len(desk.free_blocks("Dr Lee")) == 7
    assert place.line == "Mon-Fri 9-17; Sun 9-17"


def test_the_painted_week_tells_what_is_kept_from_ordinary_hours(place: Place) -> None:
    """By lines and by name, not by colour alone; and it says so to whoever can't see it."""
    weekly, week = place.pane.weekly, place.pane.weekly.week
    assert weekly.legend.isHidden()
    place.fill(Hours_of_a_week="Mon-Fri 9-17; Mon-Fri 12-13 for lunch; Mon 15-16 for urgent")
    assert weekly.legend.isVisible()
    assert weekly.legend.text() == "Lines across: kept for lunch, urgent."
    place.pane.scroller.ensureWidgetVisible(week, 0, 0)
    column = next(n for n in range(7) if week.day_of(n) == 0)
    picture = week.grab().toImage()
    share = picture.devicePixelRatio()

    def changes(window: tuple[int, int]) -> int:
        """How often the colour changes down a box's left third, where no words are."""
        box = week.box(column, window).adjusted(6, 3, -3, -3)
        x = round((box.left() + 2) * share)
        rows = range(round(box.top() * share), round(box.bottom() * share))
        colours = [picture.pixel(x, y) for y in rows]
        return sum(one != other for one, other in itertools.pairwise(colours))

    ordinary = changes((13 * 60, 14 * 60))
    for kept in ((12 * 60, 13 * 60), (15 * 60, 16 * 60)):
        assert changes(kept) > ordinary + 1, (changes(kept), ordinary)
    week.setFocus()
    week._walk(PainterPlace(column, 12 * 60), marks=False)  # noqa: SLF001 - where keys lead
    assert "Monday, 12:00\u201312:30: hours, kept for lunch." in week.accessibleDescription()
    week._walk(PainterPlace(column, 13 * 60), marks=False)  # noqa: SLF001
    assert "hours." in week.accessibleDescription()
    assert "kept" not in week.accessibleDescription()


def test_ctrl_z_means_what_is_saved_also_where_the_news_come_before_the_answer(
    place: Place, held_answers: threading.Event
) -> None:
    desk = place.desk
    place.fill(Hours_of_a_week="Mon 9-12")
    desk.press("Enter")
    desk.wait_for(lambda: place.pane.weekly._rules[0].hours != WEEK)  # noqa: SLF001 - as it is read
    held_answers.set()
    desk.settled()
    desk.press("Ctrl+Z")
    desk.settled()
    assert desk.notice.startswith("Hours taken back: Dr Lee, Mon 9-12 from ")
    assert place.line == str(WEEK)


def test_esc_and_the_keys_of_views_lead_back_and_what_was_typed_is_kept(place: Place) -> None:
    desk = place.desk
    place.fill(Hours_of_a_week="Mon 9-12")
    desk.press("Esc")
    assert not desk.named("Hours place")
    assert desk.view.hasFocus()
    assert desk.notice == "The change of hours is not saved"
    desk.click("Back to it")
    desk.settled()
    assert place.line == "Mon 9-12"
    assert desk.offers("Save")
    desk.press("Ctrl+2")
    desk.settled()
    assert not desk.named("Hours place")
    assert desk.workplace.calendar.mode == "week"


def test_closing_the_window_stays_once_for_hours_that_are_not_saved(place: Place) -> None:
    desk = place.desk
    place.fill(Hours_of_a_week="Mon 9-12; T")
    desk.press("Ctrl+1")
    desk.settled()
    desk.press("Ctrl+Q")
    assert desk.app.window.isVisible()
    assert desk.notice == "The change of hours is not saved. Close again (Ctrl+Q) to leave it."
    assert place.line == "Mon 9-12; T"
    desk.press("Ctrl+Q")
    assert not desk.app.window.isVisible()


def test_what_is_typed_is_kept_while_others_change_hours_and_another_doctor_is_looked_at(
    place: Place,
) -> None:
    place.desk.type("Mon 9-12; T")
    cursor = place.pane.weekly.line.cursorPosition()
    hours = WeeklyHours.parse("Mon-Fri 7-8")
    clinics.done(place.desk.app.dispatcher.office, SetWeeklyHours(doctor_id=1, hours=hours))
    place.desk.settled()
    assert place.line == "Mon 9-12; T"
    assert place.pane.weekly.line.cursorPosition() == cursor
    place.choose("Dr Cole")
    assert place.line == "Mon-Fri 9-12; Sun 9-12"
    place.choose("Dr Lee")
    assert place.line == "Mon 9-12; T"


def test_a_hit_visit_is_cancelled_in_its_panel_and_leaves_the_list(place: Place) -> None:
    place.book(MONDAY, 2)
    place.book(MONDAY, 3, patient=2)
    place.turn_to("Time off")
    place.fill(From="2025-11-03")
    assert len(place.hits) == 2
    place.desk.click("Cancel this visit")
    place.desk.settled()
    place.desk.click("Cancel: Doctor away")
    place.desk.settled()
    assert [hit.split(",")[0] for hit in place.hits] == ["Bob Stone"]
    place.desk.press("Esc")
    assert place.desk.workplace.panel is None
    assert place.pane.off.start.text() == "2025-11-03"


@pytest.mark.parametrize("by_key", [False, True])
def test_who_is_left_outside_is_cancelled_by_the_clinic_and_not_as_the_patients_wish(
    place: Place,
    by_key: bool,  # noqa: FBT001 - a way to ask
) -> None:
    place.book(MONDAY, 2)
    place.turn_to("Time off")
    place.fill(From="2025-11-03")
    if by_key:
        place.pane.effect.hits.setFocus()
        place.desk.press("Del")
    else:
        place.desk.click("Cancel this visit")
    place.desk.settled()
    assert place.desk.focus.accessibleName() == "Cancel: Doctor away"
    place.desk.press("Enter")
    place.desk.settled()
    visit = place.desk.workplace.appointment.appointment
    assert visit is not None
    assert (visit.reason, visit.cancelled_by) == (CancelReason.DOCTOR_AWAY, CancelledBy.CLINIC)


def test_after_ones_own_cancelling_of_who_is_hit_the_keys_go_on_to_save(place: Place) -> None:
    desk, effect = place.desk, place.pane.effect
    place.book(MONDAY, 2)
    place.book(MONDAY, 3, patient=2)
    place.turn_to("Time off")
    place.fill(From="2025-11-03")
    desk.click("Cancel this visit")
    desk.press("Enter")
    desk.settled()
    assert effect.hits.hasFocus()
    assert effect.news.isHidden(), "it was nobody else"
    desk.press("Del")
    desk.press("Enter")
    desk.settled()
    assert not place.hits
    assert effect.news.isHidden()
    assert effect.save_button.hasFocus()
    desk.press("Esc")
    assert desk.workplace.panel is None
    assert effect.save_button.hasFocus()
    desk.press("Enter")
    desk.settled()
    assert desk.notice == "Time off of Dr Lee is saved"


def test_after_ones_own_move_of_who_is_hit_the_keys_go_on_to_save(place: Place) -> None:
    desk = place.desk
    desk.show(MONDAY)
    place.book(MONDAY, 2)
    place.turn_to("Time off")
    place.fill(From="2025-11-03", Hours="9-12")
    desk.click("Move this visit")
    desk.settled()
    desk.click_item(desk.block("Dr Lee", "14:00"))
    desk.settled()
    desk.press("Ctrl+H")
    desk.settled()
    assert not place.hits
    assert place.pane.effect.save_button.hasFocus()
    assert place.pane.effect.news.isHidden()


def test_in_a_narrow_window_what_has_the_focus_is_in_sight_and_so_it_is_when_it_is_wide_again(
    place: Place,
) -> None:
    desk, pane = place.desk, place.pane
    window = desk.workplace.window()
    place.book(MONDAY, 2)
    window.resize(700, 560)
    desk.settled()
    place.fill(Hours_of_a_week="Tue 9-12")
    desk.press("Enter")
    desk.settled()
    assert pane.effect.save_button.hasFocus()
    assert in_sight(place, pane.effect.save_button)
    window.resize(1400, 560)
    desk.settled()
    pane.weekly.line.setFocus()
    pane.scroller.verticalScrollBar().setValue(pane.scroller.verticalScrollBar().maximum())
    assert not in_sight(place, pane.weekly.line)
    desk.press("Ctrl+H")
    desk.settled()
    assert pane.weekly.line.hasFocus()
    assert in_sight(place, pane.weekly.line)


def in_sight(place: Place, part: QWidget) -> bool:
    """Tell whether all of a part is seen."""
    return part.visibleRegion().boundingRect() == part.rect()


def test_a_hit_visit_is_moved_by_its_key_in_the_calendar(place: Place) -> None:
    place.book(MONDAY, 2)
    place.turn_to("Time off")
    place.fill(From="2025-11-03")
    place.desk.press("F6")
    place.desk.press("F6")
    place.pane.effect.hits.setFocus()
    place.desk.press("M")
    place.desk.settled()
    moving = place.desk.workplace.calendar.moving
    assert moving is not None
    assert moving.patient == "Ann Smith"
    assert not place.desk.named("Hours place")
    # No day of the leave is offered, whoever's it is not still is.
    desk = place.desk
    desk.show(MONDAY)
    desk.click_item(desk.block("Dr Lee", "14:00"))
    desk.settled()
    assert desk.notice.startswith("Ann Smith can't move there: in the time off")
    assert desk.visits("Dr Lee") == ["11:00 Ann Smith"]
    desk.click_item(desk.block("Dr Cole", "11:00"))
    desk.settled()
    assert desk.visits("Dr Cole") == ["11:00 Ann Smith"]


def test_all_is_done_by_keys(place: Place) -> None:
    desk, week = place.desk, place.pane.weekly.week
    assert desk.focus is place.pane.weekly.line
    desk.type("none")
    week.setFocus()
    desk.press("Home")
    for _ in range(4):
        desk.press("Down")
    for _ in range(5):
        desk.press("Shift+Down")
    desk.press("Shift+Right")
    assert week.accessibleDescription().startswith("2 days, Monday, Tuesday, 09:00\u201312:00")
    QTest.keyClick(week, Qt.Key.Key_Space)
    assert place.line == "Mon-Tue 9-12"
    QTest.keyClick(week, Qt.Key.Key_Space)
    assert place.line == "none"
    QTest.keyClick(week, Qt.Key.Key_Space)
    desk.settled()
    desk.press("F6")
    assert desk.focus.accessibleName() == "Save"
    desk.press("Enter")
    desk.settled()
    assert place.free(MONDAY) == ["Mon 09:00", "Mon 10:00", "Mon 11:00"]


def test_an_empty_clinic_takes_its_first_and_its_second_doctor_on_there(
    open_desk: OpenDesk, empty: Settings
) -> None:
    desk = open_desk(empty)
    place = Place(desk)
    desk.press("Enter")
    assert desk.says("A doctor needs a name")
    for name, hours in (("Dr Lee", "Mon 9-12"), ("Dr Cole", "Tue 9-12")):
        if name != "Dr Lee":
            desk.click("Add doctor")
        desk.fill("Name of the doctor", name)
        desk.fill("Specialty", "ENT")
        desk.press("Enter")
        desk.settled()
        assert place.pane.doctor.currentText() == name
        assert isinstance(desk.focus, QLineEdit)
        desk.type(hours)
        desk.settled()
        desk.press("Enter")
        desk.settled()
        assert desk.notice == f"Hours of {name} are saved"
    assert len(place.free(MONDAY + dt.timedelta(days=1), 1, doctor_id=2)) == 12
    desk.click("Add doctor")
    desk.press("Esc")
    assert not desk.named("New doctor")
    desk.press("Esc")
    assert desk.offers("Show Dr Cole")
    assert not desk.named("Hours place")


def test_a_doctor_who_is_gone_meanwhile_makes_room_for_another(place: Place) -> None:
    place.fill(Hours_of_a_week="Mon 9-12")
    doctors = place.desk.workplace.doctors
    doctors._show(Seen(doctors.everyone[1:], 99))  # noqa: SLF001 - nothing archives a doctor yet
    place.desk.settled()
    assert place.pane.doctor.currentText() == "Dr Cole"
    assert place.line == "Mon-Fri 9-12; Sun 9-12"


def test_every_page_begins_at_the_same_height(place: Place) -> None:
    tops = []
    for page, field in (("Week", place.pane.weekly.line), ("Days", place.pane.days.days)):
        place.turn_to(page)
        tops.append(field.mapTo(place.pane, QPoint()).y())
    assert tops[0] == tops[1]


def test_large_letters_in_a_small_window_leave_the_page_most_of_it(
    look: Look, open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    look.set_text_scale(2.0)
    desk = open_desk(sqlite_settings)
    desk.app.window.resize(1024, 700)
    place = Place(desk)
    assert place.pane.scroller.viewport().height() > 700 * 2 // 3
    assert place.pane.weekly.line.visibleRegion().boundingRect().height() > 0
    # What chooses the page is still there, above it.
    place.turn_to("Time off")
    button = place.pane.segments.button("off")
    assert button.visibleRegion().boundingRect() == button.rect()
    # With the letters as they were, all is as it was.
    desk.app.window.resize(2400, 1400)
    desk.settled()
    assert not place.pane.scroller.isAncestorOf(place.pane.segments)
