"""A visit that comes again: proposed in the booking form, then moved and cancelled together."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QToolButton

from clinic_desktop import compose
from clinic_desktop.domain.booking import AgendaOf, BookBlock
from clinic_desktop.domain.forms import WEEKDAYS
from clinic_desktop.domain.office import Command
from clinic_desktop.domain.time import UTC, TimeSpan
from clinic_desktop.settings import Settings
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk
from tests.ui.guards import aside

NEXT_WEEK = dt.datetime(2025, 11, 9, 16, tzinfo=UTC)
"""11:00 in New York."""


def booked(settings: Settings, command: Command[object] | None = None) -> list[str]:
    """Carry a command out in another program; answer the visits of November that hold time."""

    def run() -> list[str]:
        office = compose.open_office(settings, clock=clinics.clock, feed=False)
        try:
            if command is not None:
                clinics.done(office, command)
            november = TimeSpan(
                dt.datetime(2025, 11, 1, tzinfo=UTC), dt.datetime(2025, 12, 1, tzinfo=UTC)
            )
            seen = office.ask(AgendaOf(span=november)).result(30).answer.appointments
            zone = dt.timezone(dt.timedelta(hours=-5))
            return [f"{one.start.astimezone(zone):%d %H:%M} {one.patient}" for one in seen]
        finally:
            office.close()

    return aside(run)


def test_four_weeks_from_the_proposal_to_their_undo(
    open_desk: OpenDesk, settings: Settings
) -> None:
    desk = open_desk(settings)
    desk.open_block("Dr Cole", "11:00")
    desk.choose_patient("smith")
    desk.click("Repeat")
    desk.fill("How many times", "4")
    desk.wait_for(lambda: desk.says("4 times, every week."), "it is proposed")
    assert not desk.says("clash")
    # Somebody else is faster: the proposal says so before anything is booked.
    taken = BookBlock(patient_id=2, doctor_id=2, start=NEXT_WEEK)
    assert booked(settings, taken) == ["09 11:00 Bob Stone"]
    desk.wait_for(lambda: desk.says("1 visit clashes."), "the clash is told")
    desk.settled()
    assert desk.says("Dr Cole is booked Sun 9 Nov 2025, 11:00 to 11:15.")
    desk.click("Book 4 visits")
    desk.wait_for(lambda: desk.says("nothing is booked before"), "it waits for a word")
    free = "Visit 2: Take 10:45\N{EN DASH}11:00"
    assert desk.find(free, QAbstractButton).hasFocus()
    desk.press("Enter")
    desk.wait_for(lambda: not desk.says("1 visit clashes."), "it is resolved")
    desk.click("Book 4 visits")
    desk.wait_for(lambda: desk.notice.startswith("Booked 4 visits"), "they are booked")
    desk.settled()
    mine = ["02 11:00", "09 10:45", "16 11:00", "23 11:00"]
    assert _ann(settings) == mine
    desk.open_visit("Dr Cole", "11:00")
    desk.wait_for(lambda: desk.says("1 of 4"), "it says its place")
    _move_all(desk, settings)
    _cancel_what_follows(desk, settings)
    assert _ann(settings) == mine
    desk.press("Ctrl+Z")
    desk.wait_for(lambda: "Booking of a series taken back" in desk.notice, "it is taken back")
    desk.settled()
    assert booked(settings) == ["09 11:00 Bob Stone"]


def _ann(settings: Settings) -> list[str]:
    return [one[:8] for one in booked(settings) if one.endswith("Ann Smith")]


def _move_all(desk: Desk, settings: Settings) -> None:
    desk.click("All")
    assert desk.says("of 4 visits: all that are not over")
    desk.click("Move appointment")
    assert "with 3 more of the series" in desk.workplace.calendar._strip.text  # noqa: SLF001 - what the strip says
    desk.open_block("Dr Cole", "11:30")
    desk.wait_for(lambda: desk.notice.startswith("Moved 4 visits"), "they are moved")
    desk.settled()
    assert _ann(settings) == ["02 11:30", "09 11:15", "16 11:30", "23 11:30"]
    desk.undo()


def _cancel_what_follows(desk: Desk, settings: Settings) -> None:
    desk.open_visit("Dr Cole", "11:00")
    # A new look at a visit means it alone.
    desk.wait_for(lambda: desk.says("of this visit alone"), "this is meant")
    button = desk.find("Following", QAbstractButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.click("Cancel visit")
    assert desk.says("Why are 4 visits cancelled?")
    desk.click("Cancel: Patient asked")
    desk.wait_for(lambda: desk.notice.startswith("Cancelled 4 visits"), "they are cancelled")
    desk.settled()
    assert _ann(settings) == []
    desk.undo()


def test_a_visit_is_left_out_or_kept_and_what_is_no_repetition_is_told(
    desk: Desk, sqlite_settings: Settings
) -> None:
    settings = sqlite_settings
    booked(settings, BookBlock(patient_id=1, doctor_id=1, start=NEXT_WEEK))
    desk.open_block("Dr Cole", "11:00")
    desk.choose_patient("smith")
    desk.click("Repeat")
    desk.fill("How many times", "0")
    desk.wait_for(lambda: desk.says("A series has 1 to 104 visits."), "it is told")
    desk.fill("How many times", "6")
    # The last one lies behind the hours, and the second while she is elsewhere.
    desk.wait_for(lambda: desk.says("2 visits clash."), "both clashes are told")
    desk.settled()
    desk.click("Visit 2: Keep 11:00\N{EN DASH}11:15")
    desk.click("Visit 6: Leave out")
    desk.wait_for(lambda: not desk.says("clash"), "both are resolved")
    desk.click("Book 5 visits")
    desk.wait_for(lambda: desk.notice.startswith("Booked 5 visits"), "they are booked")
    desk.settled()
    assert len(_ann(settings)) == 6


def test_what_is_booked_is_what_stands_in_the_form(desk: Desk, sqlite_settings: Settings) -> None:
    """Whoever is quicker than the answer books nothing, not what was proposed before."""
    desk.open_block("Dr Cole", "11:00")
    desk.choose_patient("smith")
    desk.click("Repeat")
    desk.fill("How many times", "4")
    desk.wait_for(lambda: desk.says("4 times, every week."), "it is proposed")
    desk.settled()
    desk.app.window.resize(1280, 480)
    desk.settled()
    days = [each for each in desk.app.window.findChildren(QToolButton) if each.isVisible()]
    heights = {each.y() for each in days if each.accessibleName() in {f"On {d}" for d in WEEKDAYS}}
    assert len(heights) == 1, "a week stands in one line, beside a scroll bar, too"
    panel = desk.workplace.booking
    desk.fill("How many times", "2")
    panel.book_button.click()
    if not panel.is_busy:
        assert desk.says("Nothing was booked")
        assert not desk.says("4 times")
        desk.wait_for(lambda: desk.says("2 times, every week."), "it is proposed anew")
        assert not desk.says("Nothing was booked")
        desk.click("Book 2 visits")
    desk.wait_for(lambda: desk.notice.startswith("Booked 2 visits"), "they are booked")
    desk.settled()
    assert _ann(sqlite_settings) == ["02 11:00", "09 11:00"]


def test_what_was_chosen_is_of_that_clash_and_of_that_patient_alone(
    desk: Desk, sqlite_settings: Settings
) -> None:
    settings = sqlite_settings
    quarter = dt.timedelta(minutes=15)
    booked(settings, BookBlock(patient_id=2, doctor_id=2, start=NEXT_WEEK))
    desk.open_block("Dr Cole", "11:00")
    desk.choose_patient("smith")
    desk.click("Repeat")
    desk.fill("How many times", "2")
    desk.wait_for(lambda: desk.says("1 visit clashes."), "the clash is told")
    desk.settled()
    desk.click("Visit 2: Take 10:45\N{EN DASH}11:00")
    desk.wait_for(lambda: not desk.says("1 visit clashes."), "it is resolved")
    # Somebody takes the time that was chosen: another one was chosen by nobody.
    booked(settings, BookBlock(patient_id=3, doctor_id=2, start=NEXT_WEEK - quarter))
    desk.wait_for(lambda: desk.says("1 visit clashes."), "it is open again")
    desk.settled()
    assert desk.find("Visit 2: Take 11:15\N{EN DASH}11:30", QAbstractButton).hasFocus()
    # What is booked elsewhere leaves the keys where they are.
    leave = desk.find("Visit 2: Leave out", QAbstractButton)
    leave.setFocus()
    booked(settings, BookBlock(patient_id=3, doctor_id=2, start=NEXT_WEEK + quarter))
    desk.wait_for(lambda: desk.offers("Visit 2: Take 10:30\N{EN DASH}10:45"), "it is renewed")
    desk.settled()
    assert desk.find("Visit 2: Leave out", QAbstractButton) is leave
    assert leave.hasFocus()
    # The same clash of another patient is another one.
    desk.click("Visit 2: Leave out")
    desk.wait_for(lambda: not desk.says("1 visit clashes."), "it is resolved")
    picker = desk.workplace.booking.picker
    assert picker.patient is not None
    picker.set_patient(replace(picker.patient, id=3))
    desk.wait_for(lambda: desk.says("1 visit clashes."), "nobody said anything of theirs")
