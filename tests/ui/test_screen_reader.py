"""Every screen as it is heard, and reached without a mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinic_desktop.domain.booking import Agenda, AgendaOf, BookBlock
from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.settings import Settings
from clinic_desktop.ui.agenda.accessible import listen
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import IconButton, push_button
from clinic_desktop.ui.privacy import MASK
from clinic_desktop.ui.reach import Reach
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk
from tests.ui.scripted import changes
from tests.ui.spoken import complaints, walk


class Tour:
    """Goes through screens, and gathers what is wrong on each."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._told: set[str] = set()
        self.wrong: list[str] = []

    def see(self, screen: str) -> None:
        """Look around."""
        QApplication.processEvents()
        found = complaints(self._desk.app.window)
        self.wrong += [f"{screen}: {each}" for each in found if each not in self._told]
        self._told.update(found)


@pytest.mark.slow
def test_every_screen_of_a_day_can_be_heard_and_reached(
    desk: Desk, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    listen(desk.view)
    tour = Tour(desk)
    desk.book("Dr Lee", "11:00", patient="smith")
    tour.see("a day, with a notice")
    desk.press("Ctrl+2")
    desk.settled()
    tour.see("a week")
    desk.press("Ctrl+3")
    desk.settled()
    tour.see("a month")
    desk.press("Ctrl+4")
    desk.settled()
    tour.see("a list of visits")
    desk.press("Ctrl+1")
    desk.press("Ctrl+G")
    tour.see("the field for a date")
    desk.press("Esc")
    desk.fill("Search", "s")
    desk.settled()
    tour.see("patients found")
    desk.press("Esc")
    _book(desk, tour, monkeypatch)
    desk.open_visit("Dr Lee", "11:00")
    desk.click("Cancel visit")
    tour.see("a visit, and why it is cancelled")
    desk.click("Move appointment")
    tour.see("a visit that is moved")
    desk.press("Esc")
    desk.click("Give to another doctor")
    desk.press("End")
    desk.settled()
    tour.see("a selection, and where it may go")
    desk.press("Esc")
    desk.click("Cancel selected")
    tour.see("a selection, and why it is cancelled")
    desk.press("Esc")
    desk.press("Esc")
    desk.open_visit("Dr Lee", "11:00")
    desk.click("All visits of this patient")
    desk.settled()
    tour.see("a patient")
    _look_at_hours(desk, tour)
    _look_at_sheets(desk, tour)
    assert not tour.wrong, "\n".join(tour.wrong)
    assert told


def _look_at_hours(desk: Desk, tour: Tour) -> None:
    """See every page of availability, with an effect that hits somebody, and what is wrong."""
    desk.press("Ctrl+H")
    desk.settled()
    desk.type("Mon 9-12; Mno")
    desk.click("More: seats, grid")
    desk.settled()
    tour.see("hours, mistyped")
    desk.fill("Hours of a week", "none")
    desk.settled()
    tour.see("hours, and who is left outside")
    for page in ("Days", "Time off", "Closed", "Holidays", "Visit types", "Purposes", "Doctors"):
        desk.click(page)
        desk.settled()
        tour.see(f"availability, {page}")
    desk.click("Add doctor")
    tour.see("a new doctor")
    desk.press("Esc")


def _look_at_sheets(desk: Desk, tour: Tour) -> None:
    """See what lies over the window, or takes the calendar's place."""
    desk.press("F1")
    tour.see("the keys")
    desk.click("Change keys")
    tour.see("the keys, to be changed")
    desk.press("Esc")
    desk.press("Esc")
    desk.press("Shift+F1")
    tour.see("colours and marks")
    desk.press("Esc")
    desk.press("Ctrl+Shift+S")
    desk.press("Enter")
    tour.see("saved views")
    desk.press("Esc")
    desk.press("Ctrl+Shift+H")
    desk.settled()
    tour.see("patients hidden")
    desk.press("Ctrl+Shift+H")
    desk.press("Ctrl+P")
    desk.settled()
    tour.see("a sheet to print")


def _book(desk: Desk, tour: Tour, monkeypatch: pytest.MonkeyPatch) -> None:
    """See every form of the booking panel."""
    desk.open_block("Dr Lee", "12:00")
    desk.fill("Patient", "s")
    desk.settled()
    tour.see("a booking, patients found")
    desk.press("Enter")
    tour.see("a booking for a patient")
    desk.click("Change patient")
    desk.fill("Patient", "Ann Smith 1980-03-12")
    desk.settled()
    desk.press("Down")
    desk.press("Enter")
    desk.settled()
    desk.fill("New patient born", "1980-03-12")
    desk.settled()
    tour.see("a new patient, who is known already")
    desk.fill("New patient born", "sometime")
    desk.click("Book")
    tour.see("a new patient, with a mistake")
    desk.click("Search instead")
    desk.fill("Patient", "stone")
    desk.press("Enter")
    desk.settled()
    # The news is held back, so that the window still takes the block for free.
    monkeypatch.setattr(desk.workplace.booking, "_show_run", lambda _seen: None)
    taken = desk.workplace.booking.block
    assert taken is not None
    desk.app.dispatcher.office.do(BookBlock(patient_id=3, block_id=taken.id)).result(120)
    desk.click("Book")
    desk.settled()
    assert desk.refusal
    tour.see("a time that was taken, with others")
    desk.press("Esc")


def test_the_pages_around_a_clinic_can_be_heard_and_reached(
    open_desk: OpenDesk, told: list[str], tmp_path: Path
) -> None:
    settings = clinics.settings_of(str(tmp_path / "clinic.db"), tmp_path)
    desk = open_desk(settings, wait=False)
    tour = Tour(desk)
    desk.wait_for(lambda: desk.app.window.is_on_first_page)
    desk.fill("Time zone", "york")
    tour.see("the first page, zones found")
    desk.press("Enter")
    desk.click("Set up your clinic")
    tour.see("the first page, with a mistake")
    desk.fill("Clinic name", "Elm Street")
    desk.click("Set up your clinic")
    desk.wait_for(lambda: desk.app.window.workplace is not None)
    desk.settled()
    desk.fill("Weekly hours", "never")
    desk.press("Enter")
    tour.see("a clinic without doctors")
    assert not tour.wrong, "\n".join(tour.wrong)


def test_a_clinic_that_does_not_open_can_be_heard_and_reached(
    open_desk: OpenDesk, told: list[str], sqlite_settings: Settings
) -> None:
    Path(sqlite_settings.database).write_bytes(b"no clinic at all" * 400)
    desk = open_desk(sqlite_settings, wait=False)
    desk.wait_for(lambda: bool(desk.app.window.problem))
    tour = Tour(desk)
    tour.see("the reason")
    assert not tour.wrong, "\n".join(tour.wrong)


def test_the_walk_finds_every_fault_that_it_looks_for(look: Look, qapp: QApplication) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    nameless = IconButton(look, "x", "")
    mute = push_button("Book", name="Do it")
    twins = [push_button("Twin"), push_button("Twin")]
    keyless = push_button("Keyless")
    keyless.setFocusPolicy(keyless.focusPolicy().NoFocus)
    caption, field = QLabel("Born"), QLineEdit()
    field.setAccessibleName("Birth date")
    layout.setSpacing(2)
    for widget in (nameless, mute, *twins, keyless, caption, field):
        layout.addWidget(widget)
    layout.activate()
    window.show()
    found = " ".join(complaints(window))
    for fault in (
        "nameless", "it says 'Book' on it", "2 are called 'Twin' in one parent",
        "no key leads there", "a label without buddy: 'Born'",
    ):  # fmt: skip
        assert fault in found
    caption.setBuddy(field)
    assert "buddy" not in " ".join(complaints(window))
    window.close()
    window.deleteLater()


def spoken(told: list[str]) -> list[str]:
    """Answer what was announced, without names and focus."""
    return [each.removeprefix("says ") for each in told if each.startswith("says ")]


def test_what_was_done_is_read_aloud_and_what_is_current_by_its_focus(
    desk: Desk, told: list[str]
) -> None:
    listen(desk.view)
    # The feed is held back. Where it is quicker than the command's own answer, the calendar shows
    # the visit while the form still has the focus, and tells it as it tells others' visits.
    with desk.news_held_back():
        desk.book("Dr Lee", "11:00", patient="smith")
        visit = "Dr Lee, Sunday 2 November, 11:00 to 12:00, Ann Smith, booked"
        assert "Booked Ann Smith with Dr Lee, Sun 2 Nov, 11:00\u201312:00" in spoken(told)
        assert visit not in spoken(told), "its focus reads it"
        assert [each for each in told if each.startswith("Focus")][-1] == f"Focus {visit}"
        desk.press("Ctrl+Z")
        desk.settled()
        assert any(each.startswith("Booking taken back: Ann Smith") for each in spoken(told))


def test_what_others_book_is_read_aloud(desk: Desk, told: list[str]) -> None:
    listen(desk.view)
    assert QAccessible.queryAccessibleInterface(desk.view).childCount() == 2
    block = desk.block("Dr Lee", "14:00")
    desk.app.dispatcher.office.do(BookBlock(patient_id=3, block_id=block.id)).result(120)
    sentence = "Dr Lee, Sunday 2 November, 14:00 to 15:00, José Müller, booked"
    desk.wait_for(lambda: sentence in spoken(told))


def test_a_refusal_is_read_with_the_way_on_that_has_the_focus(desk: Desk, told: list[str]) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.book("Dr Cole", "11:30", patient="smith")
    assert desk.focus.accessibleName() == "Book anyway"
    assert "already has a visit with Dr Lee" in desk.focus.accessibleDescription()
    assert any("already has a visit with Dr Lee" in each for each in spoken(told))


def test_a_mistake_in_a_field_is_read_with_the_field(desk: Desk, told: list[str]) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.fill("Patient", "Zoe Novak")
    desk.press("Enter")
    desk.settled()
    desk.fill("New patient born", "sometime")
    desk.press("Enter")
    field = desk.focus
    assert field.accessibleName() == "New patient born"
    # The calendar tells of itself a second after it came, which may be just now.
    assert field.accessibleDescription() in spoken(told)
    assert field.accessibleDescription()
    desk.fill("New patient born", "1990")
    desk.press("Enter")
    desk.settled()
    assert desk.visits("Dr Lee") == ["11:00 Zoe Novak"]


def test_the_marked_row_is_read_while_one_types(desk: Desk, told: list[str]) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.fill("Patient", "s")
    desk.settled()
    desk.press("Down")
    desk.fill("Search", "nobody of that name")
    desk.settled()
    rows = ("Ann Smith, 12 Mar 1980", "Bob Stone, 12 Mar 1975", "Nobody found")
    # The calendar tells of itself a second after it came, which may be just now.
    heard = [each for each in spoken(told) if each.startswith(rows)]
    assert len(heard) == len(rows), spoken(told)
    assert all(map(str.startswith, heard, rows))


def test_that_patients_are_hidden_is_no_news_of_each_visit(desk: Desk, told: list[str]) -> None:
    listen(desk.view)
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.press("Esc")
    for _ in range(2):
        told.clear()
        desk.press("Ctrl+Shift+H")
        desk.settled()
        assert not [each for each in spoken(told) if each.startswith("Dr Lee")]


def test_who_has_gone_as_patients_are_hidden_is_told_without_a_name(
    desk: Desk, told: list[str]
) -> None:
    listen(desk.view)
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.press("Esc")
    desk.settled()
    visit = desk.visit("Dr Lee", "11:00")
    told.clear()
    # Hours that end sooner leave nothing in its place; the key is hit before anything was said.
    span, doctors = TimeSpan(visit.start, visit.end), (visit.doctor_id,)
    desk.workplace.calendar._query.take_changes(  # noqa: SLF001 - as the dispatcher does
        changes(1000),
        Reach(True, AgendaOf(span=span, doctor_ids=doctors)),
        Seen(Agenda(span, doctors, (), ()), 1000),
    )
    desk.press("Ctrl+Shift+H")
    desk.settled()
    assert f"Dr Lee, Sunday 2 November, 11:00 to 12:00, {MASK}, booked, no longer" in spoken(told)
    assert not any("Smith" in each for each in told)


class Client:
    """Works by what a screen reader offers: names, acts, and what a field holds."""

    def __init__(self, desk: Desk) -> None:
        """Meet the window."""
        self._desk = desk
        listen(desk.view)

    def _called(self, beginning: str) -> list[QAccessibleInterface]:
        window = QAccessible.queryAccessibleInterface(self._desk.app.window)
        met = [each.node for each in walk(window) if each.is_control]
        names = [node.text(QAccessible.Text.Name) for node in met]
        exact = [node for node, name in zip(met, names, strict=True) if name == beginning]
        begun = [node for node, name in zip(met, names, strict=True) if name.startswith(beginning)]
        return exact or begun

    def find(self, beginning: str) -> QAccessibleInterface:
        """Wait for the one control that is called so, else the one whose name begins so.

        Buttons act a moment after they are told to: Qt shows them pressed first. The news of what
        they did may come before their own answer, and with it the notice that offers the way back.
        """
        place = self._desk.workplace
        self._desk.wait_for(
            lambda: place.is_settled and len(self._called(beginning)) == 1, beginning
        )
        return self._called(beginning)[0]

    def do(self, beginning: str, act: str = "") -> None:
        """Do something with a control: press it, unless told otherwise."""
        acts = self.find(beginning).actionInterface()
        name = act or QAccessibleActionInterface.pressAction()
        assert name in acts.actionNames(), acts.actionNames()
        acts.doAction(name)
        QApplication.processEvents()
        self._desk.settled()

    def write(self, beginning: str, text: str) -> None:
        """Fill a field, and leave it by Enter."""
        field = self.find(beginning)
        field.actionInterface().doAction(QAccessibleActionInterface.setFocusAction())
        field.setText(QAccessible.Text.Value, text)
        self._desk.settled()
        self._desk.press("Enter")
        self._desk.settled()


@pytest.mark.slow
def test_the_tasks_of_a_day_are_done_by_what_a_screen_reader_offers(
    desk: Desk, told: list[str]
) -> None:
    client = Client(desk)
    lee = "Dr Lee, Sunday 2 November,"
    client.do(f"{lee} 11:00 to 12:00, free")
    client.write("Patient", "smith")
    client.do("Book")
    client.find(f"{lee} 11:00 to 12:00, Ann Smith, booked")
    client.do(f"{lee} 12:00 to 13:00, free")
    client.write("Patient", "Zoe Novak")
    client.write("New patient name", "Zoe Novak")
    client.find(f"{lee} 12:00 to 13:00, Zoe Novak, booked")
    client.do(f"{lee} 12:00", "Move the visit")
    client.do(f"{lee} 14:00 to 15:00, free")
    client.find(f"{lee} 14:00 to 15:00, Zoe Novak, booked")
    client.do(f"{lee} 14:00", "Cancel the visit")
    client.do("Cancel: Patient asked")
    client.find(f"{lee} 14:00 to 15:00, free")
    client.do("Undo")
    client.find(f"{lee} 14:00 to 15:00, Zoe Novak, booked")
    client.do(f"{lee} 11:00", "Patient arrived")
    client.find(f"{lee} 11:00 to 12:00, Ann Smith, arrived")
    client.write("Search", "0101")
    client.find("Sun 2 Nov 2025, 11:00")
    assert any(each.startswith("Booked Ann Smith") for each in spoken(told))
