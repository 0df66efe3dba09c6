"""A window read from the right: margins, rows of chips, icons and lines change sides, too."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QPushButton, QStyleOptionButton, QWidget

from clinic_desktop.settings import Settings
from clinic_desktop.ui.parts import Label
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk

pytestmark = pytest.mark.usefixtures("mirrored")


@pytest.fixture
def desk(open_desk: OpenDesk, sqlite_settings: Settings) -> Desk:
    """Open a window with the clinic's Sunday."""
    desk = open_desk(sqlite_settings)
    desk.show(clinics.SUNDAY)
    return desk


def before(widget: QWidget, within: QWidget) -> int:
    """Answer the pixels at the right of a widget, where reading begins."""
    return within.width() - widget.mapTo(within, QPoint(widget.width(), 0)).x()


def test_a_panels_heading_begins_where_all_below_it_does(desk: Desk) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.choose_patient("Ann Smith")
    panel = desk.workplace.booking
    field = desk.find("Note", QWidget)
    assert before(panel.title, panel) == before(field, panel)
    card = panel.picker.change_button.parentWidget()
    assert card is not None
    name = next(each for each in card.findChildren(Label) if each.text() == "Ann Smith")
    assert before(name, card) > panel.picker.change_button.x()
    desk.click("Book")
    desk.settled()
    notice = desk.workplace.notices
    told = next(each for each in notice.findChildren(Label) if each.text() == desk.notice)
    assert before(told, notice) > desk.find("Close notice").x()


def test_reasons_run_from_the_side_where_their_question_begins(desk: Desk) -> None:
    desk.book("Dr Lee", "11:00", patient="Ann Smith")
    desk.open_visit("Dr Lee", "11:00")
    desk.settled()
    desk.click("Cancel visit")
    first = desk.find("Cancel: Patient asked", QAbstractButton)
    second = desk.find("Cancel: Patient ill", QAbstractButton)
    box = first.parentWidget()
    assert box is not None
    assert second.x() + second.width() < first.x()
    why = next(each for each in box.findChildren(Label) if each.text().startswith("Why"))
    assert before(first, box) == before(why, box)


def test_an_icon_and_its_words_keep_apart(desk: Desk) -> None:
    shown = QStyleOptionButton()
    button = desk.find("New appointment", QPushButton)
    button.initStyleOption(shown)
    words = shown.text.strip("\N{LEFT-TO-RIGHT MARK}")
    assert words == "New appointment "


def test_the_rails_line_is_between_it_and_the_page(desk: Desk) -> None:
    rail = desk.app.window.rail
    picture = rail.grab().toImage()
    middle = picture.height() // 2
    line, ground = (picture.pixelColor(x, middle) for x in (0, picture.width() - 1))
    assert line != ground
    assert ground == picture.pixelColor(picture.width() - 3, middle)


def test_keys_stand_below_their_heading_in_their_own_order(desk: Desk) -> None:
    desk.press("F1")
    window = desk.app.window
    shown = [each for each in window.findChildren(Label) if each.isVisible()]
    heading, enter, first, last = (
        next(each for each in shown if each.text() == words)
        for words in ("Booking", "Enter", "Ctrl", "N")
    )
    assert before(enter, window) == before(heading, window) == before(last, window)
    assert first.x() < last.x()
    desk.click("Change keys")
    shown_on = QStyleOptionButton()
    desk.find("Smaller rows: Ctrl+-", QPushButton).initStyleOption(shown_on)
    assert shown_on.text.strip("\N{LEFT-TO-RIGHT MARK}") == "Ctrl+-"
    assert shown_on.text[0] == shown_on.text[-1] == "\N{LEFT-TO-RIGHT MARK}"
