"""The line of Ctrl+K: one sentence, what is understood of it, and a booking by Enter."""

from __future__ import annotations

import datetime as dt

import pytest

from clinic_desktop.domain.availability import SetDays, day_parts
from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.domain.people import AddAppointmentType, AddPatient, Name
from clinic_desktop.domain.purposes import AddPurpose
from clinic_desktop.settings import Settings
from clinic_desktop.ui.line import LinePanel
from clinic_desktop.ui.two_lines import LINES, PARTING
from tests.driver import Desk
from tests.ui.test_booking import foreign


def say(desk: Desk, line: str) -> None:
    """Say a line, without Enter."""
    desk.press("Ctrl+K")
    desk.type(line)
    desk.settled()


def enter(desk: Desk) -> None:
    desk.press("Enter")
    desk.settled()


def panel(desk: Desk) -> LinePanel:
    found = desk.workplace.panel
    assert isinstance(found, LinePanel)
    return found


def rows(desk: Desk) -> list[tuple[str, ...]]:
    """The texts of every row."""
    shown = panel(desk).rows
    return [tuple(shown.item(number).data(LINES)) for number in range(shown.count())]


def test_a_caller_is_booked_by_one_line_and_enter(desk: Desk) -> None:
    say(desk, "smith checkup lee next")
    assert desk.says("Understood: smith · Check-up · Dr Lee · as soon as possible")
    assert rows(desk)[0] == ("Sun 2 Nov, 11:00\u201312:00", "Dr Lee", "Ann Smith")
    assert desk.visits("Dr Lee") == []
    enter(desk)
    assert desk.visits("Dr Lee") == ["11:00 Ann Smith"]
    assert "Booked Ann Smith" in desk.notice
    assert desk.workplace.panel is None
    assert desk.visit("Dr Lee", "11:00").type == "Check-up"
    desk.undo()
    assert desk.visits("Dr Lee") == []


def test_enter_does_not_wait_for_the_answer(desk: Desk) -> None:
    """Who types and presses Enter at once is booked once, when it is known what was meant."""
    desk.press("Ctrl+K")
    desk.type("smith dr cole today at 11:15")
    desk.press("Enter")
    desk.settled()
    assert desk.visits("Dr Cole") == ["11:15 Ann Smith"]
    assert desk.visits("Dr Lee") == []


def test_another_of_the_times_is_taken_by_the_arrows(desk: Desk) -> None:
    say(desk, "smith dr lee today")
    desk.press("Down")
    desk.press("Down")
    assert desk.focus is panel(desk).field
    assert "13:00" in panel(desk).field.accessibleDescription()
    enter(desk)
    assert desk.visits("Dr Lee") == ["13:00 Ann Smith"]


def test_a_time_that_is_kept_says_what_for(desk: Desk, sqlite_settings: Settings) -> None:
    foreign(sqlite_settings, AddPurpose(name="urgent"))
    foreign(sqlite_settings, AddAppointmentType(name="Triage", minutes=30, purposes=("urgent",)))
    hours = day_parts("13-15; 14-15 for urgent")
    foreign(sqlite_settings, SetDays(doctor_id=1, days=(dt.date(2025, 11, 2),), windows=hours))
    say(desk, "smith triage lee today")
    assert [row[1] for row in rows(desk)] == ["Dr Lee", PARTING.join(("Dr Lee", "kept for urgent"))]


def test_what_can_be_read_in_two_ways_is_asked_and_not_booked(desk: Desk) -> None:
    say(desk, "ann lee checkup today")
    assert desk.says("Is “lee” Dr Lee, or part of the patient's name?")
    assert rows(desk) == []
    enter(desk)
    assert desk.visits("Dr Lee") == []
    desk.click('Say "ann" Dr Lee, checkup today')
    desk.settled()
    assert rows(desk)[0][2] == "Ann Smith"
    enter(desk)
    assert desk.visits("Dr Lee") == ["11:00 Ann Smith"]


def test_of_several_patients_one_is_chosen_first(desk: Desk, sqlite_settings: Settings) -> None:
    foreign(sqlite_settings, AddPatient(name=Name("Zoe", "Smith"), phones=("212 555 0177",)))
    say(desk, "smith dr cole next")
    assert [row[0] for row in rows(desk)[:2]] == ["Ann Smith", "Zoe Smith"]
    desk.press("Down")
    enter(desk)
    assert rows(desk)[0] == ("Sun 2 Nov, 10:15\u201310:30", "Dr Cole", "Zoe Smith")
    enter(desk)
    assert desk.visits("Dr Cole") == ["10:15 Zoe Smith"]


def test_somebody_new_is_registered_at_the_time_that_was_meant(desk: Desk) -> None:
    say(desk, "eva neil 212 555 0199 dr lee today at 13:00")
    assert rows(desk)[0][0] == "New patient “eva neil 212 555 0199”"
    enter(desk)
    form = desk.workplace.booking.picker.form
    assert (form.name.text(), form.phone.text()) == ("Eva Neil", "212 555 0199")
    enter(desk)
    assert desk.visits("Dr Lee") == ["13:00 Eva Neil"]


def test_a_time_for_nobody_named_goes_to_the_form(desk: Desk) -> None:
    say(desk, "checkup today after 2pm")
    enter(desk)
    booking = desk.workplace.booking
    assert desk.workplace.panel is booking
    assert booking.type_box.currentText().startswith("Check-up")
    desk.choose_patient("smith")
    desk.click("Book")
    desk.settled()
    assert desk.visits("Dr Lee") == ["14:00 Ann Smith"]


def test_where_there_is_nothing_it_is_told_why_and_what_is_next(desk: Desk) -> None:
    say(desk, "smith dr cole sunday afternoon")
    assert rows(desk) == []
    assert desk.says("Understood: smith · Dr Cole · Sunday · from 12:00 · before 18:00")
    assert desk.says("There is nothing that begins from 12:00 before 18:00 on Sunday with Dr Cole.")
    assert desk.says("There is nothing with Dr Cole on Sunday that begins from 12:00 before 18:00.")
    desk.click("Take Dr Lee, Sun 2 Nov, 12:00\u201313:00")
    desk.settled()
    booking = desk.workplace.booking
    assert desk.workplace.panel is booking
    assert (booking.picker.patient and booking.picker.patient.name) == "Ann Smith"
    desk.press("Enter")
    desk.settled()
    assert desk.visits("Dr Lee") == ["12:00 Ann Smith"]


def test_it_finds_what_the_program_can_do_patients_doctors_and_days(desk: Desk) -> None:
    say(desk, "hours time")
    assert rows(desk)[0][:2] == ("Hours, time off and closed days", "Ctrl+H")
    enter(desk)
    assert desk.workplace.availability.pane is not None
    desk.press("Esc")
    say(desk, "smith")
    assert rows(desk)[0][0] == "Ann Smith"
    enter(desk)
    assert desk.workplace.panel is desk.workplace.patient
    say(desk, "2025-11-05")
    assert rows(desk)[0][0] == "Go to Wed 5 Nov 2025"
    enter(desk)
    assert desk.workplace.calendar.day == dt.date(2025, 11, 5)
    say(desk, "dr co")
    assert ("Week of Dr Cole", "", "") in rows(desk)


def test_a_time_that_somebody_else_took_is_told_and_another_offered(
    desk: Desk, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = desk.block("Dr Lee", "11:00")
    say(desk, "smith dr lee today")
    # The news is held back, so that the line still takes the time for free.
    monkeypatch.setattr(panel(desk), "_show", lambda _seen: None)
    foreign(sqlite_settings, BookBlock(patient_id=2, block_id=block.id))
    enter(desk)
    assert "Bob Stone" in desk.refusal
    assert panel(desk).field.text() == "smith dr lee today"
    desk.click("Take Dr Lee, Sun 2 Nov, 12:00\u201313:00")
    desk.settled()
    assert desk.visits("Dr Lee") == ["11:00 Bob Stone", "12:00 Ann Smith"]


def test_a_second_visit_at_that_time_is_booked_by_a_second_click(desk: Desk) -> None:
    say(desk, "smith dr lee today at 11")
    enter(desk)
    say(desk, "smith dr cole today at 11:00")
    enter(desk)
    assert "already has a visit" in desk.refusal
    desk.click("Book anyway")
    desk.settled()
    assert desk.visits("Dr Cole") == ["11:00 Ann Smith"]


def test_the_times_follow_what_others_book(desk: Desk, sqlite_settings: Settings) -> None:
    block = desk.block("Dr Lee", "11:00")
    say(desk, "smith dr lee today")
    assert rows(desk)[0][0] == "Sun 2 Nov, 11:00\u201312:00"
    foreign(sqlite_settings, BookBlock(patient_id=2, block_id=block.id))
    desk.wait_for(lambda: rows(desk)[0][0] == "Sun 2 Nov, 12:00\u201313:00", "the times follow")
    desk.settled()


def test_hidden_patients_are_hidden_in_the_line(desk: Desk) -> None:
    desk.press("Ctrl+Shift+H")
    say(desk, "smith dr lee today")
    line = panel(desk)
    shown = (line.understood.text(), line.field.displayText(), line.field.accessibleDescription())
    told = " ".join((*shown, *(text for row in rows(desk) for text in row)))
    assert "smith" not in told.lower()
    assert "Dr Lee" in told
    enter(desk)
    desk.press("Ctrl+Shift+H")
    desk.settled()
    assert desk.visits("Dr Lee") == ["11:00 Ann Smith"]


@pytest.mark.parametrize(
    "line",
    ["\N{PILE OF POO}" * 40, "x" * 5000, "'; --", "\N{RIGHT-TO-LEFT OVERRIDE}", "31.02.", "3"],
)
def test_naughty_lines_are_answered_and_stay(desk: Desk, line: str) -> None:
    desk.press("Ctrl+K")
    desk.fill("What is said", line)
    desk.settled()
    assert panel(desk).understood.text()
    assert panel(desk).field.text() == line[: panel(desk).field.maxLength()]
    desk.press("Esc")
    desk.settled()
    assert desk.workplace.panel is None
