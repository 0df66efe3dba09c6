"""Without a mouse: Tab walks as one reads, and there is always something that has the keys."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.domain.people import AddAppointmentType
from clinic_desktop.storage.database import Database
from clinic_desktop.ui.refused import Offer
from clinic_desktop.ui.views_sheet import ViewsSheet
from tests.driver import Desk
from tests.ui import clinics

ROW = 12
"""Pixels by which things in one line may differ in height."""


def stops(desk: Desk, pane: QWidget) -> list[QWidget]:
    """Press Tab from a pane's first stop on until it is left; answer where that led."""
    at = pane
    while at is pane or not (pane.isAncestorOf(at) and takes_tab(at)):
        following = at.nextInFocusChain()
        assert following is not None
        at = following
    at.setFocus()
    found: list[QWidget] = []
    while pane.isAncestorOf(desk.focus) and desk.focus not in (pane, *found):
        found.append(desk.focus)
        desk.press("Tab")
    # A booking's way to close it stands at its head, and comes behind its last way on.
    is_last = named(found[-1:]) == ["Close booking"]
    return found[-1:] + found[:-1] if is_last else found


def takes_tab(widget: QWidget) -> bool:
    """Tell whether Tab stops there."""
    by_keys = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_keys and widget.isVisible() and widget.isEnabled()


def in_reading_order(widgets: list[QWidget]) -> list[QWidget]:
    """Sort from the top down, and in each line from the left."""
    lines: list[list[tuple[QPoint, QWidget]]] = []
    placed = [(w.mapTo(w.window(), w.rect().center()), w) for w in widgets]
    for point, widget in sorted(placed, key=lambda each: each[0].y()):
        if lines and point.y() - lines[-1][0][0].y() <= ROW:
            lines[-1].append((point, widget))
        else:
            lines.append([(point, widget)])
    return [w for line in lines for _, w in sorted(line, key=lambda each: each[0].x())]


def named(widgets: list[QWidget]) -> list[str]:
    """Answer what the widgets are called."""
    return [widget.accessibleName() or str(widget.property("text")) for widget in widgets]


def booking(desk: Desk) -> QWidget:
    """A booking for a known patient."""
    desk.open_block("Dr Lee", "12:00")
    desk.choose_patient("stone")
    return desk.workplace.booking


def refused(desk: Desk) -> QWidget:
    """A booking whose time somebody took, with others that are offered."""
    desk.workplace.booking.refusal.show_warning("Taken.", offers(desk))
    return desk.workplace.booking


def offers(desk: Desk) -> tuple[Offer, ...]:
    """Two free times."""
    return tuple(Offer.of_block(desk.block("Dr Lee", at), 60) for at in ("13:00", "14:00"))


def newcomer(desk: Desk) -> QWidget:
    """A booking for a new patient."""
    desk.click("Change patient")
    desk.fill("Patient", "Zoe Novak")
    desk.press("Enter")
    desk.settled()
    return desk.workplace.booking


def visit(desk: Desk) -> QWidget:
    """A visit, and why it is cancelled."""
    desk.open_visit("Dr Lee", "11:00")
    desk.click("Cancel visit")
    return desk.workplace.appointment


def patient(desk: Desk) -> QWidget:
    """A patient's visits."""
    desk.click("All visits of this patient")
    desk.settled()
    return desk.workplace.patient


def visits(desk: Desk) -> QWidget:
    """The list of visits."""
    desk.press("Esc")
    desk.press("Ctrl+4")
    desk.settled()
    return desk.find("Agenda view")


def views(desk: Desk) -> QWidget:
    """Saved views, one of them just made."""
    desk.press("Ctrl+Shift+S")
    desk.press("Enter")
    return desk.find("Saved views", ViewsSheet)


PANES: tuple[tuple[Callable[[Desk], QWidget], int], ...] = (
    (booking, 5),
    (refused, 7),
    (newcomer, 9),
    (visit, 16),
    (patient, 3),
    (visits, 3),
    (views, 7),
    (lambda desk: desk.workplace.top, 6),
    (lambda desk: desk.app.window.rail, 4),
    (lambda desk: desk.workplace.panes.side, 6),
)
"""Ways to each pane, one after the other, and how many stops there are at least."""


def test_tab_stays_in_a_booking_and_goes_on_from_its_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = booking(desk)
    assert desk.focus.accessibleName() == "Book"
    walked = []
    while panel.isAncestorOf(desk.focus):
        walked.append(desk.focus)
        desk.press("Tab")
    assert named(walked) == ["Book", "Park", "Close booking"]
    # While it is booked the keys stay at the button, too: a second Enter does nothing else.
    hold = threading.Event()
    write = Database.write
    monkeypatch.setattr(
        Database, "write", lambda *command: (hold.wait(timeout=120), write(*command))[1]
    )
    desk.workplace.booking.book_button.setFocus()
    desk.press("Enter")
    desk.press("Enter")
    assert desk.focus is desk.workplace.booking.book_button
    hold.set()
    desk.settled()
    assert desk.visits("Dr Lee") == ["12:00 Bob Stone"]


def test_tab_walks_each_pane_as_one_reads(desk: Desk) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    for opened, least in PANES:
        walked = stops(desk, opened(desk))
        assert named(walked) == named(in_reading_order(walked))
        assert len(walked) >= least, named(walked)
    desk.app.window.resize(960, 700)
    desk.settled()
    walked = stops(desk, desk.workplace.top)
    assert named(walked) == named(in_reading_order(walked)), "also in a narrow window"


def has_keys(desk: Desk) -> bool:
    """Tell whether something that can be seen and used has the focus."""
    focused: QWidget | None = desk.app.window.focusWidget()
    return focused is not None and focused.isVisible() and focused.isEnabled()


@pytest.mark.slow
def test_a_page_down_in_a_field_leaves_the_calendar_where_it_is(desk: Desk) -> None:
    calendar = desk.workplace.calendar
    day = calendar.day
    desk.press("Ctrl+F")
    desk.press("PgDown")
    desk.open_block("Dr Lee", "11:00")
    desk.press("PgUp")
    assert isinstance(desk.focus, QLineEdit)
    assert calendar.day == day
    desk.press("Esc")
    desk.press("PgDown")
    assert calendar.day == day + dt.timedelta(days=1)
    desk.settled()


def test_the_focus_is_never_lost(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ways: tuple[tuple[str, Callable[[], object], str], ...] = (
        ("a booking opens", lambda: desk.open_block("Dr Lee", "11:00"), "Patient"),
        ("it is closed by Esc", lambda: desk.press("Esc"), "Calendar"),
        ("a booking is made", lambda: desk.book("Dr Lee", "11:00", patient="smith"), "Calendar"),
        ("it is undone by keys", lambda: desk.press("Ctrl+Z"), "Calendar"),
        ("another is made", lambda: desk.book("Dr Lee", "12:00", patient="smith"), "Calendar"),
        ("the notice has the focus", lambda: desk.find("Undo").setFocus(), "Undo"),
        ("it is undone there", lambda: desk.press("Enter"), "Calendar"),
        ("one more is made", lambda: desk.book("Dr Lee", "11:00", patient="smith"), "Calendar"),
        ("the notice's close has it", lambda: desk.find("Close notice").setFocus(), "Close notice"),
        ("the notice is closed there", lambda: desk.press("Enter"), "Calendar"),
        ("the visit opens", lambda: desk.open_visit("Dr Lee", "11:00"), ""),
        ("it is moved", lambda: desk.press("M"), "Calendar"),
        ("its banner has the focus", lambda: desk.find("Stop moving").setFocus(), "Stop moving"),
        ("and stops it", lambda: desk.press("Enter"), "Calendar"),
        ("its patient opens", lambda: desk.click("All visits of this patient"), "Visits"),
        ("that is closed", lambda: desk.click("Close patient"), "Calendar"),
        ("another day comes", lambda: desk.press("PgDown"), "Calendar"),
        ("and today again", lambda: desk.press("T"), "Calendar"),
        ("the visit is cancelled", lambda: desk.cancel("Dr Lee", "11:00"), ""),
        ("the cancelled visit is closed", lambda: desk.press("Esc"), "Calendar"),
        ("the keys open", lambda: desk.press("F1"), "Keys"),
        ("and close", lambda: desk.press("Esc"), "Calendar"),
        ("a date is asked for", lambda: desk.press("Ctrl+G"), "Go to date"),
        ("and not given", lambda: desk.press("Esc"), "Calendar"),
        ("somebody is searched", lambda: desk.fill("Search", "smith"), "Search"),
        ("and found", lambda: desk.press("Enter"), "Visits"),
        ("that is closed, too", lambda: desk.press("Esc"), "Calendar"),
        ("saved views open", lambda: desk.press("Ctrl+Shift+S"), "Name of the view"),
        ("and close", lambda: desk.press("Esc"), "Calendar"),
        ("the legend opens", lambda: desk.press("Shift+F1"), ""),
        ("and closes", lambda: desk.press("Esc"), "Calendar"),
        ("a sheet is to be printed", lambda: desk.press("Ctrl+P"), ""),
        ("and is not", lambda: desk.press("Esc"), "Calendar"),
        ("patients are hidden", lambda: desk.press("Ctrl+Shift+H"), "Calendar"),
        ("and shown by the strip", lambda: desk.click("Show them"), "Calendar"),
        ("a month comes", lambda: desk.press("Ctrl+3"), ""),
        ("and the next one", lambda: desk.press("PgDown"), ""),
        ("a list comes", lambda: desk.press("Ctrl+4"), ""),
        ("the day is back", lambda: desk.press("Ctrl+1"), "Calendar"),
        ("with today", lambda: desk.press("T"), "Calendar"),
    )
    for step, go, where in ways:
        go()
        desk.settled()
        assert has_keys(desk), f"lost when {step}"
        if where:
            assert named([desk.focus]) == [where], step
    monkeypatch.setattr(desk.workplace.booking, "_show_run", lambda _seen: None)
    block = desk.block("Dr Lee", "14:00")
    desk.open_block("Dr Lee", "14:00")
    desk.choose_patient("stone")
    desk.app.dispatcher.office.do(BookBlock(patient_id=3, block_id=block.id)).result(120)
    desk.click("Book")
    desk.settled()
    assert desk.refusal
    assert desk.focus.accessibleName().startswith("Take Dr Lee")


def test_a_letter_in_a_list_to_choose_from_chooses_and_is_no_key_of_the_calendar(
    desk: Desk,
) -> None:
    office = desk.app.dispatcher.office
    clinics.done(office, AddAppointmentType(name="Tooth", minutes=30, colour="#3b6fe8"))
    monday = clinics.SUNDAY + dt.timedelta(days=1)
    desk.show(monday)
    desk.open_block("Dr Lee", "12:00")
    desk.choose_patient("stone")
    kinds = desk.workplace.booking.type_box
    desk.wait_for(lambda: kinds.findText("Tooth", Qt.MatchFlag.MatchStartsWith) >= 0, "the type")
    kinds.setFocus()
    desk.press("T")
    desk.settled()
    assert desk.workplace.calendar.day == monday
    assert kinds.currentText().startswith("Tooth")
    # What is no letter still goes to the window.
    desk.press("F1")
    assert desk.workplace.sheets.is_open
