"""Hours at several sites: typed and painted for one at a time, the others seen beside it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from clinic_desktop.domain.availability import HoursOf, SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.sites import AddSite
from clinic_desktop.ui.line import LinePanel
from clinic_desktop.ui.two_lines import LINES
from clinic_desktop.ui.visits_table import VisitsTable
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.availability.place import Place

MONDAY = dt.date(2025, 11, 3)


@pytest.fixture
def place(desk: Desk) -> Place:
    """Dr Lee works at North on Tuesday and Wednesday evenings, too."""
    office = desk.app.dispatcher.office
    north = clinics.done(office, AddSite(name="North")).id
    hours = WeeklyHours.parse("Tue-Wed 18-20")
    clinics.done(office, SetWeeklyHours(doctor_id=1, hours=hours, start=MONDAY, site_id=north))
    return Place(desk)


def choose(box: QComboBox, text: str) -> None:
    """Choose by the keys."""
    box.setFocus()
    for _ in range(box.count()):
        QTest.keyClick(box, Qt.Key.Key_Up)
    for _ in range(box.findText(text)):
        QTest.keyClick(box, Qt.Key.Key_Down)


def at(place: Place, day: dt.date) -> dict[int, str]:
    """Answer what counts on a day by site."""
    query = HoursOf(doctor_id=1, first=day, last=day)
    found = place.desk.app.dispatcher.office.ask(query).result(120).answer
    own = [rule for rule in found if rule.overrides]
    return {rule.site_id: str(rule.hours) for rule in own or found}


def test_hours_are_typed_and_painted_at_one_site_with_the_others_beside(place: Place) -> None:
    weekly = place.pane.weekly
    assert weekly.site.currentText() == "Elm Street"
    assert place.line == "Mon-Fri 9-17; Sun 9-17"
    # The other site's are named, not only coloured: for eyes, and for ears.
    tuesday = weekly.week._elsewhere[1]  # noqa: SLF001 - what is painted
    assert tuesday == (((18 * 60, 20 * 60), "North"),)
    choose(weekly.site, "North")
    place.desk.settled()
    assert place.line == "Tue-Wed 18-20"
    assert weekly.week._elsewhere[0] == (((9 * 60, 17 * 60), "Elm Street"),)  # noqa: SLF001
    place.drag((3, 18 * 60), (3, 19 * 60 - 15))
    assert place.line == "Tue-Wed 18-20; Thu 18-19"
    # What it sends is what the command sends with --site.
    change = place.pane.effect.change
    assert isinstance(change, SetWeeklyHours)
    assert (change.site_id, str(change.hours)) == (2, "Tue-Wed 18-20; Thu 18-19")
    # What is typed for one site is there again after the other was looked at.
    choose(weekly.site, "Elm Street")
    assert place.line == "Mon-Fri 9-17; Sun 9-17"
    choose(weekly.site, "North")
    assert place.line == "Tue-Wed 18-20; Thu 18-19"
    place.desk.settled()
    place.save()
    thursday = MONDAY + dt.timedelta(days=3)
    assert at(place, thursday) == {1: "Mon-Fri 9-17; Sun 9-17", 2: "Tue-Wed 18-20; Thu 18-19"}
    assert "18:00" in " ".join(place.free(thursday))
    # What the hours at the other site leave no blocks of is told before it is saved.
    place.fill(Hours_of_a_week="Fri 16-18")
    assert "not offered, as they are at another site or on the way then:" in place.effect
    assert "Dr Lee at North, 16:00\u201317:00: Fri 7 Nov 2025" in place.effect
    place.fill(Hours_of_a_week="Fri 18-20; Sat 9-9:05")
    assert "Sat 9-9:05: shorter than a block of 15 minutes, so nobody is offered." in place.effect


def test_hours_of_a_date_are_at_a_site_with_blocks_of_their_own(place: Place) -> None:
    tuesday = MONDAY + dt.timedelta(days=1)
    place.turn_to("Days")
    place.fill(Days="2025-11-04", Hours_of_these_days="9-10")
    assert "there are hours at Elm Street and North" in place.effect
    assert not place.pane.effect.save_button.isEnabled()
    choose(place.pane.days.site, "North")
    place.fill(Hours_of_these_days="18-19", Block_length_of_these_days="30")
    place.save()
    assert at(place, tuesday) == {1: "Tue 9-17", 2: "Tue 18-19"}
    assert place.free(tuesday)[-2:] == ["Tue 18:00", "Tue 18:30"]
    [row] = [place.pane.days.own.rows.item(n).text() for n in range(1)]
    assert "at Elm Street; " in row
    assert row.endswith("at North")
    assert "at North" in place.pane.year.strip.words(tuesday)


def test_a_visit_whose_hours_go_to_another_site_stays_where_it_was_booked(place: Place) -> None:
    desk, north = place.desk, 2
    desk.press("Esc")
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.press("Ctrl+H")
    place.turn_to("Days")
    # Wednesday's evening at North comes to that Sunday, in the place of its hours.
    place.fill(Days="2025-11-02", Hours_of_these_days="none")
    assert len(place.hits) == 1
    place.save()
    choose(place.pane.days.site, "North")
    place.fill(Days="2025-11-02", Hours_of_these_days="9-17", Block_length_of_these_days="60")
    place.save()
    desk.press("Esc")
    desk.settled()
    desk.open_visit("Dr Lee", "11:00")
    desk.wait_for(lambda: desk.says("Dr Lee · Elm Street · 1 h"), "where it is")
    assert desk.visit("Dr Lee", "11:00").site_id != north
    assert "11:00" not in desk.free_blocks("Dr Lee")
    # Time that only changes its site is told as well: back to Elm Street, as every Sunday.
    desk.press("Ctrl+H")
    place.turn_to("Days")
    place.fill(Days="2025-11-02", Hours_of_these_days="usual")
    assert "are at another site then" in place.effect


def test_where_a_time_is_stands_in_what_is_offered_and_told(place: Place, tmp_path: Path) -> None:
    desk = place.desk
    # They are asked for behind the first picture.
    sites = place.pane.weekly.clinic.sites
    desk.wait_for(lambda: bool(sites.names), "the names of the sites")
    desk.press("Esc")
    desk.press("Ctrl+K")
    desk.type("smith 60m lee on tuesday evening")
    desk.settled()
    assert isinstance(desk.workplace.panel, LinePanel)
    row = desk.workplace.panel.rows.item(0).data(LINES)
    assert row[:2] == ("Tue 4 Nov, 18:00\N{EN DASH}19:00", "Dr Lee at North")
    desk.press("Enter")
    desk.settled()
    assert desk.notice == "Booked Ann Smith with Dr Lee at North, Tue 4 Nov, 18:00\N{EN DASH}19:00"
    file = tmp_path / "visits.csv"
    desk.press("Ctrl+4")
    desk.settled()
    desk.find("Agenda view", VisitsTable).save_to(file)
    desk.wait_for(file.exists, "the list")
    head, first, *_ = file.read_text(encoding="utf-8-sig").splitlines()
    assert head.endswith(",phone,site")
    assert first.endswith(",North")


def test_every_2_weeks_says_which_weeks_it_means(place: Place) -> None:
    place.desk.fill("Hours of a week", "Mon-Fri 9-12; Wed 14-16 every 2 weeks")
    told = place.pane.weekly.turns.text()
    # That Sunday is the last day of the first week; the hours end with November.
    assert told == (
        "Wed 14-16 every 2 weeks: this week: yes; next: Wed 12 Nov 2025, Wed 26 Nov 2025"
    )
    place.desk.fill("Hours of a week", "Mon-Fri 9-12")
    assert place.pane.weekly.turns.isHidden()
