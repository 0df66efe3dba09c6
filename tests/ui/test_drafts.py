"""Escape puts a booking away that was begun; no word of it is lost."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from clinic_desktop.settings import Settings
from tests.driver import Desk
from tests.ui.conftest import OpenDesk

AWAY = "The appointment that you began is put away"
UNBOOKED = "The appointment that you began is not booked."
BACK = "Bring back what you typed"


def begin(desk: Desk) -> None:
    """Begin to book Ann Smith at 11:00, with a type and a note."""
    desk.open_block("Dr Lee", "11:00")
    desk.choose_patient("smith")
    desk.choose_type("Check-up")
    desk.fill("Note", "migraine")


def text_of(desk: Desk, field: str) -> str:
    return desk.find(field, QLineEdit).text()


def test_what_escape_put_away_comes_back_whole(desk: Desk) -> None:
    begin(desk)
    desk.press("Esc")
    assert desk.workplace.panel is None
    assert desk.notice == AWAY
    desk.click("Bring it back")
    desk.settled()
    assert not desk.notice
    assert text_of(desk, "Note") == "migraine"
    desk.click("Book")
    desk.settled()
    visit = desk.visit("Dr Lee", "11:00")
    assert (visit.patient, visit.type, visit.note) == ("Ann Smith", "Check-up", "migraine")


def test_another_form_begins_empty_and_offers_what_was_put_away(desk: Desk) -> None:
    begin(desk)
    desk.press("Esc")
    desk.book("Dr Lee", "12:00", patient="stone")
    assert desk.visit("Dr Lee", "12:00").note == ""
    desk.open_block("Dr Lee", "13:00")
    assert text_of(desk, "Note") == ""
    desk.click(BACK)
    desk.settled()
    assert not desk.offers(BACK)
    desk.press("Enter")
    desk.settled()
    assert desk.visits("Dr Lee") == ["12:00 Bob Stone", "13:00 Ann Smith"]


def test_a_half_named_new_patient_comes_back(desk: Desk) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.press("Ctrl+Shift+N")
    for field, typed in (("name", "Eva Neil"), ("phone", "0199"), ("born", "19")):
        desk.fill(f"New patient {field}", typed)
    desk.press("Esc")
    desk.click("Bring it back")
    fields = ("name", "phone", "born")
    assert [text_of(desk, f"New patient {field}") for field in fields] == ["Eva Neil", "0199", "19"]


def test_words_of_a_search_come_back_and_an_empty_form_says_nothing(desk: Desk) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.press("Esc")
    assert not desk.notice
    desk.open_block("Dr Lee", "11:00")
    assert not desk.offers(BACK)
    desk.type("smi")
    desk.settled()
    desk.press("Esc")
    desk.press("Ctrl+N")
    desk.settled()
    desk.click(BACK)
    desk.settled()
    assert text_of(desk, "Patient") == "smi"


def test_a_lost_time_is_told_when_the_booking_comes_back(
    open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    desk, other = open_desk(sqlite_settings), open_desk(sqlite_settings)
    begin(desk)
    desk.press("Esc")
    other.book("Dr Lee", "11:00", patient="stone")
    desk.wait_for(lambda: bool(desk.visits("Dr Lee")))
    desk.click("Bring it back")
    desk.settled()
    assert "just taken by someone else" in desk.refusal


def test_closing_stays_once_for_an_appointment_that_was_begun(desk: Desk) -> None:
    begin(desk)
    desk.press("Ctrl+Q")
    assert desk.app.window.isVisible()
    assert desk.notice == f"{UNBOOKED} Close again (Ctrl+Q) to leave it."
    # Typed on, it is another one.
    desk.fill("Note", "knee")
    desk.app.window.close()
    assert desk.app.window.isVisible()
    assert text_of(desk, "Note") == "knee"
    desk.press("Ctrl+Q")
    assert not desk.app.window.isVisible()


def test_closing_shows_an_appointment_that_was_begun_behind_another_panel(desk: Desk) -> None:
    begin(desk)
    desk.fill("Search", "stone")
    desk.press("Enter")
    desk.settled()
    assert not desk.named("Note")
    desk.press("Ctrl+Q")
    assert text_of(desk, "Note") == "migraine"
    desk.click("Book")
    desk.settled()
    desk.press("Ctrl+Q")
    assert not desk.app.window.isVisible()


def test_closing_offers_an_appointment_that_was_put_away(desk: Desk) -> None:
    begin(desk)
    desk.press("Esc")
    desk.press("Ctrl+Q")
    assert UNBOOKED in desk.notice
    desk.click("Bring it back")
    desk.settled()
    assert text_of(desk, "Note") == "migraine"
