"""Single days, time off, closed days and holidays: laid down, seen in the year, taken away."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QMenu, QToolTip, QWidget

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.domain.people import AddAppointmentType
from clinic_desktop.ui.availability.pane import AvailabilityPane
from clinic_desktop.ui.availability.yearly import DayKind
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.availability.place import Place
from tests.ui.test_actions import Counter, counter

__all__ = ["counter"]
MONDAY = dt.date(2025, 11, 3)


@pytest.fixture
def place(desk: Desk) -> Place:
    return Place(desk)


def kind(place: Place, day: dt.date) -> DayKind:
    """Answer what the year says of a day."""
    return place.pane.year.strip._marks[day].kind  # noqa: SLF001 - what is painted


def test_time_off_of_some_days_with_the_list_of_who_is_hit_costs_five_actions(
    place: Place, counter: Counter
) -> None:
    place.book(MONDAY, 2)
    place.turn_to("Time off")
    place.desk.type("3 Nov")
    place.desk.press("Tab")
    place.desk.type("5 Nov")
    place.desk.settled()
    assert place.effect == "23 free blocks go (3 \u2013 5 Nov 2025)."
    assert place.hits == ["Ann Smith, Mon 3 Nov, 11:00\u201312:00, +1 212 555 0101"]
    place.save()
    assert counter.count == 5
    assert place.free(MONDAY, 3) == []
    assert kind(place, MONDAY) is DayKind.LEAVE
    assert place.desk.notice == (
        "Time off of Dr Lee is saved; 1 appointment stays booked as an exception"
    )


def test_what_the_clocks_go_over_is_refused_and_who_is_hit_another_year_has_the_year(
    place: Place,
) -> None:
    place.turn_to("Time off")
    place.fill(From="2026-03-08", Hours="2:15-2:45")
    assert "2026-03-08 02:15 does not exist" in place.effect
    assert not place.pane.effect.save_button.isEnabled()
    office, year = place.desk.app.dispatcher.office, dt.date(2026, 3, 9)
    hours = SetWeeklyHours(
        doctor_id=1, hours=WeeklyHours.parse("Mon 9-11"), block_minutes=60, seats=3,
        start=year, until=year,
    )  # fmt: skip
    clinics.done(office, hours)
    place.book(year, 0)
    place.fill(From="2026-03-09", Hours="0-24")
    assert place.hits == ["Ann Smith, Mon 9 Mar 2026, 09:00\u201310:00, +1 212 555 0101"]
    assert place.effect == "5 free seats in 2 blocks go (9 Mar 2026)."


def test_time_off_is_taken_away_again_and_its_effect_is_shown_before(
    place: Place,
) -> None:
    place.turn_to("Time off")
    place.fill(From="2025-11-04", Hours="13-17", Repeat="first Tuesday of the month", Note="Board")
    assert place.effect == "4 free blocks go (4 Nov 2025)."
    place.save()
    assert kind(place, dt.date(2025, 11, 4)) is DayKind.PARTLY
    assert kind(place, dt.date(2025, 12, 2)) is DayKind.PARTLY
    rows = place.pane.off.there.rows
    assert rows.item(0).text() == (
        "4 Nov 2025, 13:00\u201317:00, first Tuesday of the month, Leave, 13:00\u201317:00 (Board)"
    )
    place.desk.click("Take away: time off to come")
    place.desk.settled()
    assert place.desk.says("Taking away: Leave")
    assert place.effect == "4 free blocks come (4 Nov 2025)."
    place.save()
    assert rows.count() == 0
    assert len(place.free(dt.date(2025, 11, 4))) == 8
    place.desk.press("Ctrl+Z")
    place.desk.settled()
    assert rows.count() == 1
    assert len(place.free(dt.date(2025, 11, 4))) == 4


def test_who_keeps_time_free_in_time_off_is_named_and_is_not_hit(place: Place) -> None:
    office = place.desk.app.dispatcher.office
    kind = clinics.done(office, AddAppointmentType(name="Scan", minutes=60, buffer_after=30))
    start = dt.datetime(2025, 11, 3, 16, tzinfo=dt.UTC)
    clinics.done(office, BookBlock(patient_id=1, doctor_id=1, start=start, type_id=kind.id))
    place.turn_to("Time off")
    place.fill(From="2025-11-03", Hours="12-14")
    kept = (
        "Kept free around visits beside it, and stays so:\nMon 3 Nov, 12:00\u201313:00: Ann Smith"
    )
    assert kept in place.effect
    assert place.hits == []
    assert place.pane.effect.save_button.text() == "Save"


def test_what_is_wrong_with_time_off_is_told_all_at_once(place: Place) -> None:
    place.turn_to("Time off")
    place.fill(From="soon", Hours="25-30", Repeat="now and then")
    told = place.pane.off.mistake.text()
    for why in ("“soon” is no date", "“25-30” was not understood", "“now and then” was not"):
        assert why in told
    place.fill(From="2025-11-05", Hours=" ", Repeat=" ", Until="2025-11-04")
    assert place.desk.says("The end must lie behind the start.")


def test_a_day_has_hours_of_its_own_until_they_are_the_usual_ones_again(place: Place) -> None:
    place.turn_to("Days")
    place.fill(Days="2025-11-03, 2025-11-04", Hours_of_these_days="9-11")
    assert place.effect == "12 free blocks go (3 \u2013 4 Nov 2025)."
    place.desk.press("Enter")
    place.desk.settled()
    assert place.free(MONDAY) == ["Mon 09:00", "Mon 10:00"]
    assert kind(place, MONDAY) is DayKind.OWN
    place.desk.click("Usual hours again: days with hours of their own")
    place.desk.settled()
    assert place.effect == "6 free blocks come (3 Nov 2025)."
    place.save()
    assert len(place.free(MONDAY)) == 8
    assert len(place.free(MONDAY + dt.timedelta(days=1))) == 2


def test_a_week_is_copied_to_another(place: Place) -> None:
    place.turn_to("Days")
    place.fill(Days="2025-11-03", Hours_of_these_days="9-11")
    place.desk.press("Enter")
    place.desk.settled()
    place.fill(Days="2025-W47", Hours_of_these_days="like 2025-W45")
    place.save()
    assert place.desk.notice == "Hours of Dr Lee are copied for 7 days"
    week = dt.timedelta(days=14)
    assert place.free(MONDAY + week, 7) == place.free(MONDAY, 7)
    place.fill(Days="2025-W47", Hours_of_these_days="like 2025-11-03, 2025-11-04")
    assert place.desk.says("A week is copied to weeks, a date to dates")
    # Times alone are for the days that have hours; with weekdays the others have none.
    place.fill(Days="2025-W48", Hours_of_these_days="9-10")
    place.save()
    assert place.desk.notice == "Hours of Dr Lee are saved for 6 days"
    assert place.free(MONDAY + dt.timedelta(days=21), 7) == [
        f"{day} 09:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sun")
    ]
    place.fill(Days="2025-W48", Hours_of_these_days="Mon 9-10; Sat 10-11")
    place.save()
    assert place.free(MONDAY + dt.timedelta(days=21), 7) == ["Mon 09:00", "Sat 10:00"]
    place.fill(Days="2025-W48, 2025-12-02", Hours_of_these_days="Mon 9-10; Sat 10-11")
    assert place.desk.says("Tue 2 Dec 2025 is a Tue")


@pytest.mark.slow
def test_public_holidays_of_a_country_are_one_change_and_each_can_be_left_out(
    place: Place,
) -> None:
    place.turn_to("Holidays")
    place.fill(Country="XX", Year="25")
    assert place.desk.says("The year is a number from 1972 to 2198")
    place.fill(Year="2026")
    assert place.desk.says("The holidays of “XX” are not known")
    place.fill(Country="us", Year="2025")
    named = [check.text() for check in place.pane.holidays.findChildren(QCheckBox)]
    assert named == [
        "Tue 11 Nov 2025, Veterans Day",
        "Thu 27 Nov 2025, Thanksgiving Day",
        "Thu 25 Dec 2025, Christmas Day",
    ]
    place.desk.click("Thu 27 Nov 2025, Thanksgiving Day")
    place.desk.settled()
    assert place.effect == (
        "Dr Lee: 8 free blocks go (11 Nov 2025).\nDr Cole: 12 free blocks go (11 Nov 2025)."
    )
    place.save()
    assert kind(place, dt.date(2025, 11, 11)) is DayKind.HOLIDAY
    assert kind(place, dt.date(2025, 11, 27)) is DayKind.HOURS
    assert place.pane.holidays.there.rows.count() == 2
    place.desk.click("Take away: holidays to come")
    place.desk.settled()
    place.save()
    assert kind(place, dt.date(2025, 11, 11)) is DayKind.HOURS


def test_ctrl_z_takes_saved_holidays_back_and_no_letters(place: Place) -> None:
    place.turn_to("Holidays")
    place.fill(Year="2025", Country="us")
    place.save()
    assert kind(place, dt.date(2025, 11, 11)) is DayKind.HOLIDAY
    assert place.desk.focus is place.pane.holidays.country
    place.desk.press("Ctrl+Z")
    place.desk.settled()
    assert place.pane.holidays.country.text() == "us"
    assert kind(place, dt.date(2025, 11, 11)) is DayKind.HOURS


def test_the_clinic_is_closed_and_its_days_are_told_in_every_doctors_year(place: Place) -> None:
    place.turn_to("Closed")
    place.fill(From="2025-11-05", Until="2025-11-06", Note="Moving")
    place.save()
    place.choose("Dr Cole")
    assert kind(place, dt.date(2025, 11, 5)) is DayKind.CLOSED
    year = place.pane.year.strip
    assert year.words(dt.date(2025, 11, 5)) == (
        "Wednesday, 5 November 2025: 09:00\u201312:00; Closed (Moving)"
    )


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_day_of_the_year_says_what_it_is_and_a_click_or_enter_goes_to_it(place: Place) -> None:
    year, day = place.pane.year.strip, dt.date(2025, 11, 12)
    place.pane.scroller.ensureWidgetVisible(year)
    point = year.box(day).center()
    QApplication.sendEvent(year, QHelpEvent(QEvent.Type.ToolTip, point, year.mapToGlobal(point)))
    assert QToolTip.text() == "Wednesday, 12 November 2025: 09:00\u201317:00"
    QToolTip.hideText()
    QTest.mouseClick(year, Qt.MouseButton.LeftButton, pos=point)
    place.desk.settled()
    assert place.pane.days.days.text() == "12 Nov 2025"
    assert place.desk.workplace.calendar.day == day
    year.setFocus()
    place.desk.press("Down")
    assert year.accessibleDescription().startswith("Wednesday, 19 November 2025: 09:00")
    for _ in range(2):
        place.desk.press("PgDown")
    place.desk.settled()
    assert year.accessibleName() == "Year 2026"
    assert year.accessibleDescription() == "Monday, 19 January 2026: no hours"
    place.desk.press("Enter")
    assert place.pane.days.days.text() == "19 Jan 2026"
    place.desk.press("Esc")
    assert place.desk.view.hasFocus()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_doctor_is_chosen_from_the_list_of_doctors(desk: Desk) -> None:
    check = desk.find("Show Dr Cole", QWidget)
    point = check.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, check.mapToGlobal(point))
    QApplication.sendEvent(check, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    hours = next(one for one in menu.actions() if "Hours" in one.text())
    hours.trigger()
    menu.close()
    desk.settled()
    place = desk.find("Hours place", AvailabilityPane)
    assert place.doctor.currentText() == "Dr Cole"
