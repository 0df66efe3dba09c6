"""Twice the text in a small window, and a window read right to left: nothing is out of reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStyleOptionButton,
    QTableView,
    QToolButton,
    QWidget,
)

from clinic_desktop.domain.booking import BookBlock, DayLoad
from clinic_desktop.domain.people import AddPatient, Name
from clinic_desktop.settings import Settings
from clinic_desktop.ui import two_lines
from clinic_desktop.ui.availability.week import WeekPainter
from clinic_desktop.ui.legend import Legend
from clinic_desktop.ui.look import Look, draw_words
from clinic_desktop.ui.month import DayButton
from clinic_desktop.ui.month_view import MonthDay
from clinic_desktop.ui.paper.choices import PrintChoices
from clinic_desktop.ui.parts import Label
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk

SMALL = (1024, 700)


def reach(widget: QWidget, window: QWidget) -> QRect:
    """Answer what of a widget its parents leave, up to the first that scrolls."""
    left = widget.rect()
    inner, parent = widget, widget.parentWidget()
    while parent is not None and inner is not window:
        if isinstance(parent.parentWidget(), QScrollArea):
            break
        left = left.translated(inner.pos()) & parent.rect()
        inner, parent = parent, parent.parentWidget()
    return left


def told(widget: QWidget) -> str:
    """Answer a control's name and text."""
    return f"{widget.accessibleName()}: {widget.property('text')}"


def out_of_reach(desk: Desk) -> list[str]:
    """Answer the visible controls that are cut, by what holds them or by their own width."""
    window = desk.app.window
    kinds = (QAbstractButton, QLineEdit)
    found = [w for kind in kinds for w in window.findChildren(kind) if w.isVisible()]
    shown = [w for w in found if not isinstance(w.parent(), QLineEdit)]
    cut = [told(w) for w in shown if reach(w, window).size() != w.size()]
    texts = [w for w in shown if isinstance(w, QPushButton | QToolButton) and w.text()]
    cut += [told(w) for w in texts if w.width() < w.minimumSizeHint().width()]
    labels = [w for w in window.findChildren(Label) if w.isVisible() and not w.wordWrap()]
    cut += [told(w) for w in labels if w.width() < w.minimumSizeHint().width()]
    return cut


def day(_desk: Desk) -> None:
    """Leave the calendar as it opens."""


def weeks(desk: Desk) -> None:
    """Show a doctor's week."""
    desk.press("Ctrl+2")


def booking(desk: Desk) -> None:
    """Book for somebody new."""
    desk.press("Ctrl+Shift+N")


def visit(desk: Desk) -> None:
    """Open a visit, and ask why it is cancelled."""
    desk.book("Dr Lee", "11:00", patient="Ann Smith")
    desk.open_visit("Dr Lee", "11:00")
    desk.click("Cancel visit")


def month(desk: Desk) -> None:
    """Show a month."""
    desk.press("Ctrl+3")


def listed(desk: Desk) -> None:
    """Show the list of visits."""
    desk.press("Ctrl+4")


def moving(desk: Desk) -> None:
    """Look for another time."""
    desk.book("Dr Lee", "11:00", patient="Ann Smith")
    desk.open_visit("Dr Lee", "11:00")
    desk.click("Move appointment")
    desk.settled()
    view = desk.view
    desk.wait_for(lambda: view.height() > view.minimumSizeHint().height(), "laid out")


def hidden(desk: Desk) -> None:
    """Hide who the patients are."""
    desk.press("Ctrl+Shift+H")


def keys(desk: Desk) -> None:
    """Show all keys."""
    desk.press("F1")


def legend(desk: Desk) -> None:
    """Show what colours mean."""
    desk.press("Shift+F1")


def views(desk: Desk) -> None:
    """Save what is shown under a key."""
    desk.press("Ctrl+Shift+S")


def printing(desk: Desk) -> None:
    """Show the sheets that are to be printed."""
    desk.press("Ctrl+P")


BY_A_KEY = (day, keys, legend, views, weeks, month, listed)
"""What a key shows, and Esc or another key puts away: one window is enough for all."""


@pytest.fixture
def large(look: Look, open_desk: OpenDesk, sqlite_settings: Settings) -> Desk:
    """Open a small window with twice the text."""
    look.set_text_scale(2.0)
    desk = open_desk(sqlite_settings)
    desk.app.window.resize(*SMALL)
    desk.show(clinics.SUNDAY)
    return desk


def hours(desk: Desk) -> None:
    """Show the place of hours, with the ways to all its pages."""
    desk.press("Ctrl+H")


def check_all_is_usable(desk: Desk) -> None:
    """Check that nothing is cut, and that the window did not grow for it."""
    desk.settled()
    assert desk.app.window.size().width() == SMALL[0]
    with suppress(AssertionError):
        # What was told last is laid out by an event of its own.
        desk.wait_for(lambda: not out_of_reach(desk), seconds=20)
    assert out_of_reach(desk) == []
    assert desk.view.viewport().width() >= desk.view.minimumSizeHint().width()


def test_twice_the_text_leaves_every_view_and_sheet_usable(large: Desk) -> None:
    for go in BY_A_KEY:
        go(large)
        check_all_is_usable(large)
        large.press("Esc")


@pytest.mark.parametrize("go", [booking, visit, moving, hidden, printing, hours])
def test_twice_the_text_leaves_every_control_of_a_pane_usable(
    large: Desk, go: Callable[[Desk], None]
) -> None:
    go(large)
    check_all_is_usable(large)


def open_panel(desk: Desk) -> QWidget | None:
    """Answer what is open at the right."""
    return desk.workplace.panes.panel


def test_twice_the_text_leaves_each_panel_beside_the_agenda_in_the_window(large: Desk) -> None:
    large.book("Dr Lee", "11:00", patient="Ann Smith")
    large.press("Ctrl+N")
    listed(large)
    assert open_panel(large) is large.workplace.booking
    check_all_is_usable(large)
    large.press("Esc")
    listed(large)
    large.settled()
    table = large.find("Visits", QTableView)
    for key in ("S", "Enter"):
        large.settled()
        table.setFocus()
        large.press("Down")
        large.press(key)
        check_all_is_usable(large)
        if key == "S":
            assert open_panel(large) is large.workplace.several.panel
            large.press("R")
            check_all_is_usable(large)
            large.press("Esc")
        large.press("Esc")
        assert open_panel(large) is None
    large.app.window.resize(2 * SMALL[0], SMALL[1])
    large.settled()
    count = next(one for one in large.app.window.findChildren(Label) if one.text() == "1 visit")
    save = large.find("Save as CSV", QWidget)
    assert count.geometry().center().y() == save.geometry().center().y(), "in a line again"


def test_a_button_of_the_rail_that_is_pressed_stays_as_large_as_the_others(large: Desk) -> None:
    rail = large.app.window.rail
    buttons = [each for each in rail.findChildren(QToolButton) if each.isVisible()]
    for height in (SMALL[1], 3 * SMALL[1]):
        large.app.window.resize(SMALL[0], height)
        for _ in range(2):
            large.press("Ctrl+Shift+H")
            large.settled()
            assert {each.size().toTuple() for each in buttons} == {buttons[0].sizeHint().toTuple()}
    assert buttons[0].height() > buttons[0].iconSize().height() * 1.5


def looks_for_printers(choices: PrintChoices) -> bool:
    """Answer whether it is not yet known which printers there are."""
    return any(label.text().startswith("Looking for") for label in choices.findChildren(Label))


def test_the_way_out_that_has_the_keys_is_in_sight_among_what_is_printed(large: Desk) -> None:
    printing(large)
    large.settled()
    large.wait_for(lambda: isinstance(large.focus, QPushButton), "the pages are there")
    way = large.focus
    assert way.visibleRegion().boundingRect() == way.rect()
    # Also once something above it takes more lines than it did.
    choices = large.app.window.findChildren(PrintChoices)[0]
    large.wait_for(lambda: not looks_for_printers(choices), "the printers are known")
    bar = choices.scroller.verticalScrollBar()
    before = bar.maximum()
    choices.about.setText("Twelve pages of sheets. " * 8)
    large.wait_for(lambda: bar.maximum() > before + 50, "what is told is laid out")
    large.settled()
    assert way.visibleRegion().boundingRect() == way.rect()


def test_no_line_of_the_legend_is_cut(large: Desk) -> None:
    legend(large)
    large.settled()
    labels = large.find("Colours and marks", Legend).findChildren(Label)
    cut = [each.text() for each in labels if each.height() < each.heightForWidth(each.width())]
    assert cut == []


def test_what_an_empty_list_says_keeps_off_the_edges_of_its_pane(large: Desk) -> None:
    listed(large)
    large.settled()
    labels = [label for label in large.app.window.findChildren(Label) if label.isVisible()]
    words = next(label for label in labels if label.text().startswith("No visits in these"))
    place = words.parentWidget()
    assert place is not None
    left = words.mapTo(place, QPoint()).x()
    assert min(left, place.width() - left - words.width()) >= words.fontMetrics().averageCharWidth()


def test_a_month_tells_how_full_its_days_are_with_twice_the_text(large: Desk) -> None:
    month(large)
    large.settled()
    cells = large.workplace.findChildren(MonthDay)
    monday = next(cell for cell in cells if cell.day == clinics.SUNDAY + dt.timedelta(days=1))
    image, wanted = monday.grab().toImage(), QColor(large.workplace.booking.look.palette.border)
    x = monday.width() // 2
    assert wanted in [image.pixelColor(x, y) for y in range(monday.height())]


def test_the_question_why_is_in_sight_where_a_panel_has_to_scroll(large: Desk) -> None:
    visit(large)
    panel = large.workplace.appointment
    assert panel.scroller.verticalScrollBar().isVisible()
    for name in ("Cancel: Patient asked", "Patient cancels"):
        asked = large.find(name, QAbstractButton)
        assert asked.visibleRegion().boundingRect() == asked.rect(), name


def test_what_is_wrong_in_a_form_is_in_sight_where_a_panel_has_to_scroll(large: Desk) -> None:
    large.press("Ctrl+Shift+N")
    large.settled()
    large.fill("New patient name", "Ann Smith")
    large.fill("New patient born", "31.2.1944")
    large.click("Book")
    large.settled()
    mistake = large.workplace.booking.picker.form.mistake
    assert mistake.visibleRegion().boundingRect() == mistake.rect()


def test_who_is_registered_already_is_told_beside_the_field_that_is_typed_in(large: Desk) -> None:
    large.press("Ctrl+Shift+N")
    large.settled()
    large.fill("New patient name", "Ann Smith")
    large.fill("New patient phone", "212 555 0101")
    large.settled()
    hint = large.workplace.booking.picker.form.known.message
    assert "already registered" in hint.text()
    field = large.find("New patient phone", QLineEdit)
    assert large.focus is field
    for part in (hint, field):
        assert part.visibleRegion().boundingRect() == part.rect()
    large.press("Tab")
    assert large.focus.accessibleName().startswith("Book for this patient")


def test_the_calendar_keeps_the_larger_half_beside_the_side(large: Desk) -> None:
    panes = large.workplace.panes
    assert panes.side.isVisible()
    assert large.workplace.calendar.width() > 0.6 * panes.width()


def test_no_date_is_cut_beside_what_stands_at_the_end_of_its_line(
    large: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    large.book("Dr Lee", "11:00", patient="Ann Smith")
    large.open_visit("Dr Lee", "11:00")
    large.click("All visits of this patient")
    large.settled()
    drawn: list[str] = []

    def keep(painter: QPainter, room: QRect, text: str, **how: Any) -> None:  # noqa: ANN401 - as it is
        drawn.append(text)
        draw_words(painter, room, text, **how)

    monkeypatch.setattr(two_lines, "draw_words", keep)
    large.workplace.patient.visits.viewport().grab()
    assert "Sun 2 Nov 2025, 11:00\u201312:00" in drawn
    assert any(text.startswith("upcoming") for text in drawn)


def test_a_refusal_is_in_sight_with_its_way_on_where_a_panel_has_to_scroll(large: Desk) -> None:
    large.book("Dr Lee", "11:00", patient="Ann Smith")
    large.open_block("Dr Cole", "11:00")
    large.choose_patient("Ann Smith")
    large.click("Book")
    large.settled()
    way = large.find("Book anyway", QAbstractButton)
    assert way.hasFocus()
    assert way.visibleRegion().boundingRect() == way.rect()
    # What is refused stays in sight, too.
    whole = [
        label.text()
        for label in large.workplace.booking.findChildren(Label)
        if label.visibleRegion().boundingRect() == label.rect()
    ]
    assert "Sun 2 Nov, 11:00\u201311:15" in whole
    large.press("Esc")
    large.open_block("Dr Cole", "11:15")
    large.settled()
    field = large.workplace.booking.picker.search.field
    assert field.hasFocus()
    assert field.visibleRegion().boundingRect() == field.rect()


def test_a_search_in_a_line_of_its_own_begins_where_the_line_does(large: Desk) -> None:
    large.press("Ctrl+2")
    large.settled()
    top = large.workplace.top
    assert top.search.y() > top.modes.y()
    assert top.search.x() == top.doctor_box.x()


def test_those_found_end_within_the_window(large: Desk) -> None:
    for number in range(8):
        office = large.app.dispatcher.office
        office.do(AddPatient(name=Name("Zoe", f"Zimmer{number}"))).result(120)
    large.press("Ctrl+F")
    large.type("zimmer")
    large.settled()
    found = large.workplace.top.search.found
    assert found.count() > found.height() // found.sizeHintForRow(0)
    assert found.visibleRegion().boundingRect().contains(found.rect())


def test_a_cancelled_visit_is_shown_from_its_patient_on(large: Desk) -> None:
    large.book("Dr Lee", "11:00", patient="Ann Smith")
    large.open_visit("Dr Lee", "11:00")
    large.settled()
    large.click("Cancel visit")
    bar = large.workplace.appointment.scroller.verticalScrollBar()
    assert bar.value() > 0
    large.click("Cancel: Patient asked")
    large.settled()
    assert bar.value() == 0


def test_those_found_for_a_booking_are_in_sight_where_a_panel_has_to_scroll(large: Desk) -> None:
    large.book("Dr Lee", "11:00", patient="Ann Smith")
    large.press("Ctrl+N")
    large.settled()
    search = large.workplace.booking.picker.search
    large.type("Ann")
    large.settled()
    assert search.is_open
    row = search.found.visualItemRect(search.found.item(0))
    seen = search.found.viewport().visibleRegion().boundingRect()
    assert seen.contains(row)
    assert not search.field.visibleRegion().isEmpty()
    large.press("Enter")
    large.settled()
    # Who it is for is what one looks at before one books.
    card = large.workplace.booking.picker
    assert card.visibleRegion().boundingRect().contains(0, 0)
    assert card.visibleRegion().boundingRect().height() > card.height() // 2


def test_the_rails_icons_keep_their_size(large: Desk) -> None:
    for button in large.app.window.rail.findChildren(QToolButton):
        # One that is lower than it asks for draws a smaller icon.
        assert button.height() >= button.sizeHint().height()


@pytest.mark.usefixtures("mirrored")
def test_right_to_left_the_whole_window_is_mirrored(
    open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    desk = open_desk(sqlite_settings)
    desk.show(clinics.SUNDAY)
    window, view = desk.app.window, desk.view

    def left(widget: QWidget) -> int:
        return widget.mapTo(window, QPoint()).x()

    desk.open_block("Dr Lee", "11:00")
    desk.settled()
    panel = desk.workplace.panel
    assert panel is not None
    assert left(panel) < left(view) < left(desk.workplace.month) < left(window.rail)
    first, second = (desk.block(name, "11:00").id for name in ("Dr Lee", "Dr Cole"))
    assert view.item_rect(second).right() < view.item_rect(first).left()
    desk.workplace.month.focus()
    desk.press("Left")
    assert desk.workplace.calendar.day == clinics.SUNDAY + dt.timedelta(days=1)
    desk.press("Right")
    desk.settled()
    assert left(desk.find("Next period")) < left(desk.find("Previous period"))
    desk.choose_patient("Ann Smith")
    desk.click("Book")
    desk.settled()
    assert desk.visits("Dr Lee") == ["11:00 Ann Smith"]


@pytest.mark.usefixtures("mirrored")
def test_right_to_left_those_found_are_whole_and_times_on_buttons_keep_their_order(
    open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    desk = open_desk(sqlite_settings)
    desk.app.window.resize(*SMALL)
    desk.press("Ctrl+F")
    desk.type("smith")
    desk.settled()
    found = desk.workplace.top.search.found
    assert found.isVisible()
    assert found.x() >= 0
    assert found.visibleRegion().boundingRect().contains(found.rect())
    desk.press("Esc")
    desk.press("Ctrl+1")
    desk.show(clinics.SUNDAY)
    desk.open_block("Dr Lee", "11:00")
    office = desk.app.dispatcher.office
    office.do(BookBlock(patient_id=2, block_id=desk.block("Dr Lee", "11:00").id)).result(120)
    desk.wait_for(lambda: bool(offered(desk)))
    mark = "\N{LEFT-TO-RIGHT MARK}"
    for button in offered(desk):
        shown = QStyleOptionButton()
        button.initStyleOption(shown)
        assert shown.text == f"{mark}{button.text()}{mark}"


def offered(desk: Desk) -> list[QPushButton]:
    """Answer the free times that are offered instead of a lost one."""
    box = desk.workplace.booking.refusal
    return [one for one in box.findChildren(QPushButton) if "\N{EN DASH}" in one.text()]


def test_enter_leads_to_whom_a_change_of_hours_hits(large: Desk) -> None:
    large.book("Dr Lee", "11:00", patient="Ann Smith")
    large.press("Ctrl+H")
    large.settled()
    large.fill("Hours of a week", "Sun 14-15")
    large.settled()
    large.press("Enter")
    save = large.find("Save, 1 left outside", QPushButton)
    assert save.hasFocus()
    assert save.visibleRegion().boundingRect() == save.rect()


def test_days_and_hours_of_a_week_are_all_written_alike(desk: Desk) -> None:
    desk.press("Ctrl+H")
    desk.settled()
    desk.fill("Hours of a week", "Mon 8-12, 13-17; Tue 11-11:30")
    desk.settled()
    week = desk.find("Week to paint", WeekPainter)
    seen = set()
    for wide in range(200, 1000, 10):
        week.resize(wide, week.height())
        lengths = {len(name) == len("Mon") for name in week.day_names}
        assert len(lengths) == 1
        column = week.box(0, (0, 1)).width()
        texts = [week.times(one, column) for one in ((480, 720), (780, 1020), (660, 690))]
        lines = {text.count("\n") for text in texts}
        assert len(lines) == 1
        seen |= {*lengths, *(f"{n} breaks" for n in lines)}
    assert seen == {True, False, "0 breaks", "1 breaks"}


def test_the_bar_of_a_day_keeps_its_margin_in_a_narrow_month(large: Desk, look: Look) -> None:
    month = large.workplace.month
    chosen = next(day for day in month.findChildren(DayButton) if day.chosen)
    chosen.setFixedWidth(chosen.minimumSizeHint().width())
    chosen.load = DayLoad(chosen.day, free_minutes=0, booked_minutes=60)
    picture = chosen.grab().toImage()
    px = look.px
    foot = chosen.height() - 2 - px(6) + px(3) // 2
    inks = [picture.pixelColor(x, foot).name() for x in range(picture.width())]
    accent, bar = QColor(look.palette.accent).name(), inks[len(inks) // 2]
    assert bar != accent
    first, end = inks.index(bar), len(inks) - inks[::-1].index(bar)
    assert inks[first - px(2)] == inks[end + px(2)] == accent


def test_what_is_wrong_in_a_long_form_is_told_beside_the_field_that_has_the_keys(
    large: Desk,
) -> None:
    large.workplace.open_patient(1)
    large.settled()
    large.click("Correct this patient")
    large.fill("File number", "x" * 61)
    large.click("Save the patient")
    large.settled()
    form = large.workplace.patient.form
    assert form.fields["file_number"].hasFocus()
    for part in (form.fields["file_number"], form.mistake, form.ways):
        assert part.visibleRegion().boundingRect() == part.rect()
