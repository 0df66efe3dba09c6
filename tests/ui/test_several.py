"""Several visits selected: moved, given to another doctor or cancelled as one, taken back as one.

What is counted are actions as in ``test_actions``; no dialog stands in the way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QTableView

from clinic_desktop.domain.booking import (
    Appointment,
    AppointmentStatus,
    BookBlock,
    MoveAppointment,
    SetStatus,
)
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.time import UTC
from clinic_desktop.settings import Settings
from clinic_desktop.ui.agenda.accessible import listen
from clinic_desktop.ui.privacy import MASK
from clinic_desktop.ui.refused import offers_of
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk
from tests.ui.test_actions import Counter
from tests.ui.test_menu import choose, lines, menu, right_click

LEE, COLE = "Dr Lee", "Dr Cole"
ANN, BOB, JOSE = 1, 2, 3
MONDAY = clinics.SUNDAY + dt.timedelta(days=1)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def counter(qapp: QApplication) -> Iterator[Counter]:
    counting = Counter(qapp)
    yield counting
    counting.stop()


def at(hour: int, day: dt.date = clinics.SUNDAY) -> dt.datetime:
    """Answer an instant by New York's winter clock."""
    return dt.datetime(day.year, day.month, day.day, hour + 5, tzinfo=UTC)


def book(desk: Desk, patient: int, start: dt.datetime, doctor: int = 1) -> Appointment:
    """Book as another window does, and wait until this one shows it."""
    command = BookBlock(
        patient_id=patient, doctor_id=doctor, start=start, end=start + dt.timedelta(hours=1)
    )
    visit = desk.app.dispatcher.office.do(command).result(120).answer.appointment
    desk.settled()
    return visit


def morning(desk: Desk) -> list[Appointment]:
    """Book Ann, Bob and José with Dr Lee at 11, 12 and 13 o'clock."""
    return [book(desk, who, at(10 + who)) for who in (ANN, BOB, JOSE)]


def ctrl_click(desk: Desk, visit: Appointment) -> None:
    """Press and release over a visit's card with Ctrl held."""
    rect = desk.view.item_rect(visit.id)
    assert desk.view.viewport().rect().contains(rect.center()), "the card is in sight"
    QTest.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, CTRL, rect.center())


def selected(desk: Desk) -> list[str]:
    """Answer whose visits are selected."""
    return [one.patient for one in desk.workplace.calendar.picks.visits]


def card(desk: Desk, visit: Appointment) -> QImage:
    """Answer a visit's card as it is painted."""
    return desk.view.viewport().grab(desk.view.item_rect(visit.id)).toImage()


def is_listed(desk: Desk) -> bool:
    """Tell whether the panel of the selection is open."""
    return bool(desk.named("Selected visits"))


def journal(desk: Desk) -> int:
    """Answer the last sequence of the journal."""
    return desk.app.dispatcher.last_known


def plan(desk: Desk) -> str:
    """Answer what the panel says would come of what is wished."""
    return desk.workplace.several.panel.told.text()


def test_selected_visits_are_cancelled_for_one_reason_in_one_change(
    open_desk: OpenDesk, settings: Settings, counter: Counter
) -> None:
    desk = open_desk(settings)
    ann, bob, _ = morning(desk)
    before = desk.visits(LEE)
    counter.begin()
    ctrl_click(desk, ann)
    desk.settled()
    ctrl_click(desk, bob)
    desk.settled()
    assert selected(desk) == ["Ann Smith", "Bob Stone"]
    assert desk.workplace.calendar.view.hasFocus(), "the keys stay in the calendar"
    last = journal(desk)
    desk.press("Del")
    assert desk.says("Why are 2 visits cancelled?")
    desk.click("Cancel: Patient ill")
    desk.settled()
    assert counter.count == 4
    assert desk.visits(LEE) == ["13:00 José Müller"]
    assert desk.free_blocks(LEE).count("11:00") == desk.free_blocks(LEE).count("12:00") == 1
    assert desk.notice == (
        "Cancelled 2 visits, the first: Ann Smith with Dr Lee, Sun 2 Nov, 11:00\u201312:00"
    )
    assert journal(desk) == last + 1
    assert (desk.workplace.panel, selected(desk)) == (None, [])
    desk.undo()
    assert desk.visits(LEE) == before
    assert journal(desk) == last + 2
    assert desk.app.window.findChildren(QDialog) == []


def test_all_that_speaks_against_a_move_is_told_before_anything_is_changed(
    open_desk: OpenDesk, settings: Settings, counter: Counter
) -> None:
    desk = open_desk(settings)
    visits = morning(desk)
    for hour in (11, 12):
        book(desk, JOSE, at(hour, MONDAY))
    last = journal(desk)
    desk.view.select_appointment(visits[0].id)
    counter.begin()
    desk.press("Shift+S")
    assert selected(desk) == ["Ann Smith", "Bob Stone", "José Müller"]
    desk.press("PgDown")
    desk.settled()
    # The day that was turned to is the one that is meant.
    desk.press("M")
    desk.settled()
    assert plan(desk) == "2 of 3 visits can\u2019t go there."
    for hour in (11, 12):
        holder = f"Dr Lee is booked on Mon 3 Nov 2025, {hour}:00: José Müller"
        assert desk.says(holder), "both are told at once, with who holds the time"
    desk.press("Enter")
    desk.settled()
    assert journal(desk) == last, "nothing is changed before all can go"
    assert desk.focus.accessibleName() == "Ann Smith: take Dr Lee, Mon 3 Nov, 09:00\u201310:00"
    desk.press("Enter")
    desk.settled()
    assert plan(desk) == "1 of 3 visits can\u2019t go there."
    desk.press("Enter")
    assert desk.focus.accessibleName().startswith("Bob Stone: take Dr Lee, Mon 3 Nov, 10:00")
    desk.press("Enter")
    desk.settled()
    assert plan(desk) == "3 visits can go there."
    desk.press("Enter")
    desk.settled()
    assert counter.count == 8
    assert desk.notice.startswith("Moved 3 visits, the first: Ann Smith with Dr Lee, Mon 3 Nov")
    assert journal(desk) == last + 1
    desk.show(MONDAY)
    assert desk.visits(LEE) == [
        "09:00 Ann Smith", "10:00 Bob Stone", "11:00 José Müller", "12:00 José Müller",
        "13:00 José Müller",
    ]  # fmt: skip
    desk.press("Ctrl+Z")
    desk.settled()
    assert desk.visits(LEE) == ["11:00 José Müller", "12:00 José Müller"]
    desk.show(clinics.SUNDAY)
    assert [one[6:] for one in desk.visits(LEE)] == ["Ann Smith", "Bob Stone", "José Müller"]


def test_a_visit_goes_to_another_doctor_at_its_time_or_at_the_nearest_that_is_offered(
    open_desk: OpenDesk, settings: Settings, counter: Counter
) -> None:
    desk = open_desk(settings)
    ann = book(desk, ANN, at(11))
    desk.view.select_appointment(ann.id)
    desk.view.setFocus()
    counter.begin()
    desk.press("R")
    desk.settled()
    desk.press("End")
    desk.press("Enter")
    desk.settled()
    assert counter.count == 3
    assert (desk.visits(LEE), desk.visits(COLE)) == ([], ["11:00 Ann Smith"])
    assert desk.notice == "Moved Ann Smith with Dr Cole, Sun 2 Nov, 11:00\u201312:00"
    desk.undo()
    assert desk.visits(LEE) == ["11:00 Ann Smith"]

    # At 14:00 Dr Cole has no hours.
    bob = book(desk, BOB, at(14))
    desk.open_visit(LEE, "14:00")
    desk.click("Give to another doctor")
    desk.settled()
    desk.press("End")
    desk.settled()
    assert plan(desk) == "It can\u2019t go there."
    last = journal(desk)
    desk.click("Bob Stone: take Dr Cole, Sun 2 Nov, 10:45\u201311:45")
    desk.settled()
    assert journal(desk) == last
    desk.click("Move 1 visit")
    desk.settled()
    assert desk.visits(COLE) == ["10:45 Bob Stone"]
    assert desk.workplace.calendar.view.current() == desk.visit(COLE, "10:45")
    assert desk.visit(COLE, "10:45").id == bob.id

    # And at no quarter past a block of Dr Lee begins.
    desk.press("R")
    desk.settled()
    desk.press("Home")
    desk.press("Down")
    desk.settled()
    assert plan(desk) == "It can\u2019t go there."
    assert desk.says("10:45 is not where a block of Dr Lee begins or ends.")
    desk.press("Enter")
    assert desk.focus.accessibleName() == "Bob Stone: take Dr Lee, Sun 2 Nov, 12:00\u201313:00"
    desk.press("Enter")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    assert desk.visits(LEE) == ["11:00 Ann Smith", "12:00 Bob Stone"]


def test_a_time_that_several_reasons_name_is_offered_once() -> None:
    near = {
        "id": "7", "doctor_id": "1", "doctor": LEE,
        "start": at(11).isoformat(), "end": at(12).isoformat(),
    }  # fmt: skip
    reasons = [Reason(code, "", {"nearest": [near]}) for code in ("block_taken", "no_block")]
    assert [one.block_id for one in offers_of(Refusal(*reasons))] == [7]


def test_what_is_walked_to_and_marked_is_selected_by_keys_and_said(
    desk: Desk, told: list[str]
) -> None:
    ann, bob, jose = morning(desk)
    desk.view.select_appointment(ann.id)
    desk.view.setFocus()
    desk.press("S")
    desk.settled()
    assert "says Ann Smith selected, 1 visit in all" in told
    desk.press("Down")
    plain = card(desk, bob)
    desk.press("S")
    assert card(desk, bob) != plain, "its card says so"
    desk.press("S")
    assert card(desk, bob) == plain
    assert selected(desk) == ["Ann Smith"]
    assert "says Bob Stone let go, 1 visit in all" in told
    # Where its visit goes, who moves it or how, its mark goes along.
    office = desk.app.dispatcher.office
    for doctor_id, hour in ((2, 10), (1, 11)):
        moved = MoveAppointment(appointment_id=ann.id, doctor_id=doctor_id, start=at(hour))
        ann = office.do(moved).result(120).answer
        desk.settled()
        desk.view.select_appointment(bob.id)
        marked = card(desk, ann)
        for gone in (True, False):
            desk.view.set_picked(frozenset() if gone else frozenset({ann.id}))
            assert (card(desk, ann) == marked) is not gone, hour
    desk.view.select_appointment(bob.id)
    desk.view.select_appointment(ann.id)
    desk.press("Shift+End")
    desk.press("S")
    desk.settled()
    assert selected(desk) == ["Ann Smith", "Bob Stone", "José Müller"]
    # By itself it listens a moment after its first picture.
    listen(desk.view)
    tree = QAccessible.queryAccessibleInterface(desk.view)
    found = {}
    for column in (tree.child(at) for at in range(tree.childCount())):
        for entry in (column.child(at) for at in range(column.childCount())):
            found[entry.text(QAccessible.Text.Name)] = bool(entry.state().selected)
    assert [flag for name, flag in found.items() if "Bob Stone" in name] == [True]
    # One goes, by the panel; the others are still meant, also when another day is shown.
    desk.click("Let Bob Stone go, Sun 2 Nov, 12:00\u201313:00")
    desk.press("F6")
    desk.view.setFocus()
    desk.press("PgDown")
    desk.settled()
    assert selected(desk) == ["Ann Smith", "José Müller"]
    desk.press("X")
    desk.settled()
    desk.wait_for(lambda: desk.notice.startswith("Swapped: "), "they are swapped")
    assert not selected(desk)
    desk.show(clinics.SUNDAY)
    assert desk.visits(LEE) == ["11:00 José Müller", "12:00 Bob Stone", "13:00 Ann Smith"]
    assert {bob.id, jose.id} <= {one.id for one in desk.items(LEE)}


def test_rows_of_the_agenda_are_selected_by_mouse_and_keys(desk: Desk) -> None:
    ann, *_ = morning(desk)
    desk.press("Ctrl+4")
    desk.settled()
    table = desk.find("Visits", QTableView)
    for keys in ("Down", "Shift+Down"):
        desk.press(keys)
    desk.settled()
    assert selected(desk) == ["Ann Smith", "Bob Stone"]
    names = [
        table.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)
    ]
    assert [name.endswith("selected") for name in names] == [True, True, False]
    # At the last row there is nothing further to take in; what is selected stays so.
    for _ in range(3):
        desk.press("Shift+Down")
        desk.settled()
        assert selected(desk) == ["Ann Smith", "Bob Stone", "José Müller"]
    third = table.visualRect(table.model().index(2, 1)).center()
    first = table.visualRect(table.model().index(0, 1)).center()
    for point in (third, first, third):
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, CTRL, point)
    desk.settled()
    assert selected(desk) == ["Bob Stone", "José Müller"]
    assert is_listed(desk), "no visit was opened"
    # The painted calendar knows the same.
    desk.press("Ctrl+1")
    desk.settled()
    ctrl_click(desk, ann)
    assert len(selected(desk)) == 3
    desk.press("Ctrl+4")
    desk.settled()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(first))
    desk.settled()
    assert not selected(desk), "a plain click opens one visit, and means that alone"
    assert desk.workplace.panel is desk.workplace.appointment


def test_a_selection_keeps_true_and_is_refused_with_all_reasons_of_all(desk: Desk) -> None:
    ann, bob, _ = morning(desk)
    ctrl_click(desk, ann)
    ctrl_click(desk, bob)
    desk.settled()
    office = desk.app.dispatcher.office
    for visit in (ann, bob):
        office.do(SetStatus(appointment_id=visit.id, status=AppointmentStatus.IN_PROGRESS)).result(
            120
        )
    desk.settled()
    last = journal(desk)
    desk.press("Del")
    desk.click("Cancel: Clinic")
    desk.settled()
    assert journal(desk) == last
    assert all(f"{who}, Sun 2 Nov 2025" in desk.refusal for who in ("Ann Smith", "Bob Stone"))
    assert selected(desk) == ["Ann Smith", "Bob Stone"]
    desk.press("Ctrl+Shift+H")
    desk.settled()
    assert not any(desk.says(name) for name in ("Ann", "Stone"))
    assert desk.says(MASK)
    desk.press("Ctrl+Shift+H")
    desk.settled()
    assert desk.says("Ann Smith")
    desk.press("Esc")
    assert is_listed(desk), "the question goes first"
    desk.press("Esc")
    assert (desk.workplace.panel, selected(desk)) == (None, [])


def test_a_time_that_is_lost_since_it_was_looked_at_is_told_at_its_visit_and_nobody_is_moved(
    open_desk: OpenDesk, settings: Settings
) -> None:
    desk = open_desk(settings)
    visits = morning(desk)
    desk.view.select_appointment(visits[0].id)
    desk.view.setFocus()
    desk.press("Shift+S")
    desk.press("M")
    desk.type("3.11.")
    desk.settled()
    assert plan(desk) == "3 visits can go there."
    with desk.news_held_back():
        wish = BookBlock(patient_id=JOSE, doctor_id=1, start=at(11, MONDAY))
        desk.app.dispatcher.office.do(wish).result(120)
        desk.press("Enter")
        desk.wait_for(lambda: plan(desk) == "1 of 3 visits can\u2019t go there.", "it is refused")
    desk.settled()
    assert desk.says("Dr Lee is booked on Mon 3 Nov 2025, 11:00: José Müller")
    assert desk.focus.accessibleName().startswith("Ann Smith: take Dr Lee, Mon 3 Nov")
    assert [one[6:] for one in desk.visits(LEE)] == ["Ann Smith", "Bob Stone", "José Müller"]
    assert len(selected(desk)) == 3
    # Whoever is let go keeps the time; the others can go.
    desk.click("Let Ann Smith go, Sun 2 Nov, 11:00\u201312:00")
    desk.settled()
    desk.click("Move 2 visits")
    desk.settled()
    desk.wait_for(lambda: desk.notice.startswith("Moved 2 visits"), "they are moved")
    desk.show(clinics.SUNDAY)
    assert desk.visits(LEE) == ["11:00 Ann Smith"]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_selection_has_its_menu_and_is_found_by_the_line(desk: Desk) -> None:
    ann, bob, _ = morning(desk)
    for visit in (ann, bob):
        ctrl_click(desk, visit)
    desk.settled()
    shown = right_click(desk, desk.view.item_rect(ann.id).center())
    assert lines(shown)[:6] == [
        "Move 2 visits to another day\u2026\tM", "Give 2 visits to another doctor\u2026\tR",
        "Swap their times\tX", "Cancel 2 visits\u2026\tDel", "Select it no more\tS",
        "Select the day of Dr Lee\tShift+S",
    ]  # fmt: skip
    choose(shown, "Select it no more")
    desk.settled()
    shown = right_click(desk, desk.view.item_rect(bob.id).center())
    assert "[Swap their times\tX]" in lines(shown)
    menu().close()
    desk.press("Ctrl+K")
    desk.type("another doctor")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    assert is_listed(desk)
    assert desk.focus.accessibleName() == "To the doctor"
    assert selected(desk) == ["Bob Stone"]
