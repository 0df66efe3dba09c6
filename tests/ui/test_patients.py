"""Who a booking is for: found, told apart, new, or registered already."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.domain.people import AddPatient, FindPatients, Name, PartialDate
from clinic_desktop.settings import Settings
from clinic_desktop.ui.patients import PatientSearch
from clinic_desktop.ui.two_lines import ITEM, LINES
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.guards import aside
from tests.ui.test_booking import foreign


def test_a_new_patient_is_registered_and_booked_in_one_go(desk: Desk) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.fill("Patient", "eva o'neil 212 555 0199 12.3.1980")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    form = desk.workplace.booking.picker.form
    assert (form.name.text(), form.phone.text(), form.born.text()) == (
        "Eva O'Neil", "212 555 0199", "12.3.1980",
    )  # fmt: skip
    desk.press("Enter")
    desk.settled()
    assert desk.visits("Dr Lee") == ["11:00 Eva O'Neil"]


def test_a_wrong_birth_date_is_told_at_the_field(desk: Desk) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.press("Ctrl+Shift+N")
    desk.fill("New patient name", "Eva Neil")
    desk.fill("New patient born", "31.2.1980")
    desk.click("Book")
    desk.settled()
    assert desk.says("\u201c31.2.1980\u201d is not a birth date.")
    for wrong, said in (
        ("1/2/1980", "Write 1980-02-01 or 1980-01-02"),
        ("3.11.2025", "cannot be in the future"),
    ):
        desk.fill("New patient born", wrong)
        desk.press("Enter")
        desk.settled()
        assert desk.says(said)
        assert desk.focus.accessibleName() == "New patient born"
    assert desk.visits("Dr Lee") == []
    desk.fill("New patient born", "1980")
    desk.click("Book")
    desk.settled()
    assert desk.visits("Dr Lee") == ["11:00 Eva Neil"]


@pytest.mark.parametrize(
    "typed", ["muller", "MÜLL", "mueller jos", "212 555 0103", "12.3.1990", "1990-03-12"]
)
def test_a_patient_is_found_by_name_phone_or_birth_date(desk: Desk, typed: str) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.choose_patient(typed)
    patient = desk.workplace.booking.picker.patient
    assert patient is not None, desk.refusal
    assert patient.name == "José Müller"


def test_a_new_patient_whose_time_was_taken_stays_typed_and_is_registered_with_the_booking(
    desk: Desk, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = desk.block("Dr Lee", "11:00")
    desk.open_block("Dr Lee", "11:00")
    desk.press("Ctrl+Shift+N")
    desk.fill("New patient name", "Eva Neil")
    # The news is held back, so that the window still takes the block for free.
    monkeypatch.setattr(desk.workplace.booking, "_show_run", lambda _seen: None)
    foreign(sqlite_settings, BookBlock(patient_id=2, block_id=block.id))
    desk.click("Book")
    desk.settled()
    assert "Bob Stone" in desk.refusal
    assert desk.workplace.booking.picker.form.name.text() == "Eva Neil"
    assert _known(sqlite_settings, "eva neil") == 0
    desk.click("Take Dr Lee, Sun 2 Nov, 12:00\u201313:00")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    assert desk.visits("Dr Lee") == ["11:00 Bob Stone", "12:00 Eva Neil"]
    assert _known(sqlite_settings, "eva neil") == 1
    desk.undo()
    desk.settled()
    assert desk.visits("Dr Lee") == ["11:00 Bob Stone"]
    assert _known(sqlite_settings, "eva neil") == 0


def _known(settings: Settings, text: str) -> int:
    """Count the patients that another program finds."""
    from clinic_desktop import compose

    def run() -> int:
        office = compose.open_office(settings, clock=clinics.clock, feed=False)
        try:
            return len(office.ask(FindPatients(text=text)).result(timeout=120).answer)
        finally:
            office.close()

    return aside(run)


def _register(settings: Settings, given: str, family: str, born: str, phone: str) -> None:
    """Register a patient in another program."""
    name, date = Name(given, family), PartialDate.parse(born)
    foreign(settings, AddPatient(name=name, born=date, phones=(phone,)))


def test_patients_of_one_name_are_told_apart(desk: Desk, sqlite_settings: Settings) -> None:
    _register(sqlite_settings, "Ann", "Smith", "1984-05-03", "+1 212 555 0188")
    desk.open_block("Dr Lee", "11:00")
    desk.fill("Patient", "ann smith")
    desk.settled()
    found = desk.workplace.booking.picker.search.found
    told = [found.item(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(2)]
    assert told == [
        "Ann Smith, 12 Mar 1980, +1 212 555 0101",
        "Ann Smith, 3 May 1984, +1 212 555 0188",
    ]
    desk.press("Down")
    desk.press("Enter")
    assert desk.says("3 May 1984")
    assert desk.says("+1 212 555 0188")
    desk.settled()


def test_a_found_patient_shows_the_next_and_the_last_visit(
    desk: Desk, sqlite_settings: Settings
) -> None:
    for start in ("09:00", "11:00"):
        foreign(sqlite_settings, BookBlock(patient_id=2, block_id=desk.block("Dr Lee", start).id))
    desk.settled()
    desk.open_block("Dr Lee", "12:00")
    desk.fill("Patient", "stone")
    desk.settled()
    found = desk.workplace.booking.picker.search.found
    told = found.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "next 2 Nov 2025 \N{MIDDLE DOT} last 2 Nov 2025" in told


@pytest.mark.parametrize("mark", [("born", "12.3.1980"), ("phone", "(212) 555-0101")])
def test_who_is_registered_already_is_hinted_at_before_a_second_time(
    desk: Desk, mark: tuple[str, str]
) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.press("Ctrl+Shift+N")
    desk.fill("New patient name", "smith, ANN")
    desk.settled()
    assert not desk.named("Already registered")
    field, text = mark
    desk.fill(f"New patient {field}", text)
    desk.settled()
    assert desk.says("Ann Smith, 12 Mar 1980, is already registered.")
    desk.click("Book for this patient: Ann Smith, 12 Mar 1980")
    desk.press("Enter")
    desk.settled()
    assert desk.visits("Dr Lee") == ["11:00 Ann Smith"]
    assert desk.visit("Dr Lee", "11:00").patient_id == 1


def test_the_hint_of_a_patient_without_a_birth_date_reads_as_a_sentence(
    desk: Desk, sqlite_settings: Settings
) -> None:
    foreign(sqlite_settings, AddPatient(name=Name("Cem", "Ay"), phones=("+1 212 555 0188",)))
    desk.open_block("Dr Lee", "11:00")
    desk.press("Ctrl+Shift+N")
    desk.fill("New patient name", "Cem Ay")
    desk.fill("New patient phone", "+1 212 555 0188")
    desk.settled()
    assert desk.says("Cem Ay is already registered.")


def test_the_hint_blocks_nobody_of_the_same_name(desk: Desk, sqlite_settings: Settings) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.press("Ctrl+Shift+N")
    for name, born in (("Ann Smith", "1984-05-03"), ("Rob Jones", "1980-03-12")):
        desk.fill("New patient name", name)
        desk.fill("New patient born", born)
        desk.settled()
        assert not desk.named("Already registered"), name
    desk.fill("New patient name", "Ann Smith")
    desk.settled()
    assert desk.named("Already registered")
    desk.click("Book")
    desk.settled()
    assert desk.visit("Dr Lee", "11:00").patient_id == 4
    assert _known(sqlite_settings, "ann smith") == 2


@pytest.mark.parametrize(
    ("name", "mark", "why"),
    [
        ("Anne Smyth", ("born", "1980-03-12"), "similar name, same birth date"),
        ("Smith Ann", ("born", "3 Dec 1980"), "same name, day and month of birth the other way"),
        ("Tom Jones", ("phone", "001 212-555 0101"), "same phone"),
    ],
)
def test_who_may_be_the_same_is_hinted_at_with_the_reason(
    desk: Desk, name: str, mark: tuple[str, str], why: str
) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.press("Ctrl+Shift+N")
    desk.fill("New patient name", name)
    desk.fill(f"New patient {mark[0]}", mark[1])
    desk.settled()
    assert desk.says(f"Ann Smith, 12 Mar 1980, may be the same person: {why}")
    desk.click("Book for this patient: Ann Smith, 12 Mar 1980")
    assert desk.workplace.booking.picker.patient is not None


def test_several_of_one_name_and_birth_date_are_listed(
    desk: Desk, sqlite_settings: Settings
) -> None:
    _register(sqlite_settings, "Ann", "Smith", "1980-03-12", "+1 212 555 0188")
    desk.open_block("Dr Lee", "11:00")
    desk.press("Ctrl+Shift+N")
    desk.fill("New patient born", "1980-03-12")
    desk.fill("New patient name", "Ann Smith")
    desk.settled()
    assert desk.says("2 patients called Ann Smith are already registered.")
    desk.click("Show them: Ann Smith")
    desk.settled()
    assert desk.find("Patient", QLineEdit).text() == "Ann Smith 1980-03-12"
    assert desk.workplace.booking.picker.search.found.count() == 3


def _open_search_of_two(desk: Desk, settings: Settings) -> PatientSearch:
    """Open a booking's search where "010" finds Omar alone, and "0100" Ann before him."""
    _register(settings, "Ann", "Adams", "1980-01-01", "(212) 555-0100")
    _register(settings, "Omar", "Zaki", "1981-01-01", "+20 100 123 4567")
    desk.open_block("Dr Lee", "11:00")
    search = desk.workplace.booking.picker.search
    desk.fill("Patient", "0")
    for letter in "10":
        desk.settled()
        desk.type(letter)
    desk.settled()
    assert _rows(search) == ["Omar Zaki"]
    return search


def _rows(search: PatientSearch) -> list[str]:
    """Answer the names of the patients that are listed."""
    rows = [search.found.item(n).data(ITEM) for n in range(search.found.count())]
    return [found.patient.name for found in rows if found is not None]


@pytest.mark.parametrize("hasty", [False, True])
def test_enter_takes_the_best_hit_for_the_whole_text(
    desk: Desk, sqlite_settings: Settings, *, hasty: bool
) -> None:
    search = _open_search_of_two(desk, sqlite_settings)
    desk.type("0")
    if not hasty:
        desk.settled()
        assert _rows(search) == ["Ann Adams", "Omar Zaki"]
        assert search.found.currentRow() == 0
        assert search.field.accessibleDescription().startswith("Ann Adams, ")
    desk.press("Enter")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    assert desk.visits("Dr Lee") == ["11:00 Ann Adams"]


def test_a_row_marked_for_a_text_is_kept_for_that_text_alone(
    desk: Desk, sqlite_settings: Settings
) -> None:
    search = _open_search_of_two(desk, sqlite_settings)
    desk.type("0")
    desk.settled()
    desk.press("Down")
    assert search.field.accessibleDescription().startswith("Omar Zaki, ")
    _register(sqlite_settings, "Eve", "Baker", "1982-01-01", "(212) 556-0100")
    desk.wait_for(lambda: "Eve Baker" in _rows(search), "the foreign patient is listed")
    desk.settled()
    assert search.found.marked == 5
    desk.fill("Patient", "0100")
    desk.settled()
    assert search.found.currentRow() == 0


def test_a_hasty_enter_takes_nobody_when_the_marked_row_is_not_found_any_more(desk: Desk) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.fill("Patient", "s")
    desk.settled()
    search = desk.workplace.booking.picker.search
    assert _rows(search) == ["Ann Smith", "Bob Stone"]
    QTest.keyClick(search.field, Qt.Key.Key_M)
    QTest.keyClick(search.field, Qt.Key.Key_Down)
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    assert not search.is_settled
    desk.settled()
    assert _rows(search) == ["Ann Smith"]
    assert desk.workplace.booking.picker.patient is None


def test_a_new_patient_needs_a_name_that_is_seen(desk: Desk) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.press("Ctrl+Shift+N")
    desk.fill("New patient name", "\u200b")
    desk.click("Book")
    assert desk.says("A name is needed")
    assert desk.find("New patient name", QLineEdit).property("invalid")


@pytest.mark.parametrize("by", ["mouse", "Enter"])
def test_a_refused_phone_is_told_at_its_field(desk: Desk, by: str) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.press("Ctrl+Shift+N")
    desk.fill("New patient name", "Eva Neil")
    desk.fill("New patient phone", "not a phone")
    if by == "mouse":
        desk.click("Book")
    else:
        desk.press("Enter")
    desk.settled()
    assert desk.says("is not a phone number. Write its digits, for example +1 212 555 0100.")
    field = desk.find("New patient phone", QLineEdit)
    assert desk.focus is field
    assert field.selectedText() == "not a phone"
    assert field.property("invalid")
    desk.type("212 555 0199")
    desk.press("Enter")
    desk.settled()
    assert desk.visits("Dr Lee") == ["11:00 Eva Neil"]


def test_all_that_is_wrong_with_a_new_patient_is_told_at_once(desk: Desk) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.press("Ctrl+Shift+N")
    desk.fill("New patient phone", "abc")
    desk.fill("New patient born", "31.02.1990")
    desk.click("Book")
    for field, said in (
        ("name", "A name is needed"),
        ("phone", "“abc” is not a phone number."),
        ("born", "“31.02.1990” is not a birth date."),
    ):
        edit = desk.find(f"New patient {field}", QLineEdit)
        assert edit.property("invalid"), field
        assert edit.accessibleDescription().startswith(said)
        assert desk.says(said)
    assert desk.focus.accessibleName() == "New patient name"
    desk.type("Eva Neil")
    desk.fill("New patient phone", "12.05.2090")
    desk.click("Book")
    assert desk.says("is a date, not a phone number")
    assert desk.find("New patient phone", QLineEdit).property("invalid")
    desk.fill("New patient phone", "212 555 0199")
    desk.press("Enter")
    assert not desk.find("New patient phone", QLineEdit).property("invalid")
    assert not desk.says("is not a phone number.")
    assert desk.focus.accessibleName() == "New patient born"


@pytest.mark.parametrize(
    ("typed", "offered", "why"),
    [
        ("31.02.1980", "“31.02.1980” is not a birth date.", "Write 1980-03-12, or 1980-03"),
        ("31-02-1980", "“31-02-1980” is not a birth date.", "Write 1980-03-12, or 1980-03"),
        ("3.11.2025", "A birth date cannot be in the future: 2025-11-03.", ""),
        ("13.3.1961", "New patient, born 13.3.1961", "Register"),
        ("212 555 0177", "New patient, phone 212 555 0177", "Register"),
        ("0177", "Nobody found", "Try fewer letters"),
        ("Eva 31.02.1980", "New patient “Eva 31.02.1980”", "Register"),
    ],
)
def test_no_date_and_no_number_is_offered_as_a_name(
    desk: Desk, typed: str, offered: str, why: str
) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.fill("Patient", typed)
    desk.settled()
    search = desk.workplace.booking.picker.search
    (row,) = (search.found.item(at).data(LINES) for at in range(search.found.count()))
    assert row[0] == offered
    assert row[1].startswith(why)
    desk.press("Enter")
    desk.settled()
    assert desk.workplace.booking.picker.is_new == offered.startswith("New patient")
