"""What colours and marks mean is told on demand, and drawn as the calendar draws it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QScrollBar

from clinic_desktop.domain.booking import STATUS_WORDS
from clinic_desktop.settings import Settings
from clinic_desktop.ui.legend import Legend, Sample
from clinic_desktop.ui.look import Look
from tests.driver import Desk
from tests.ui.conftest import OpenDesk

TIMES = {
    "Free", "Free, but past", "Off hours, a break", "Time off", "The clinic is closed",
    "A visit that is past", "Now",
}  # fmt: skip


@pytest.fixture
def legend(open_desk: OpenDesk, sqlite_settings: Settings) -> tuple[Desk, Legend]:
    """Ask for the legend where the doctors are listed."""
    desk = open_desk(sqlite_settings)
    desk.click("Show colours and marks")
    legend = desk.find("Colours and marks", Legend)
    desk.wait_for(lambda: legend.is_settled)
    return desk, legend


def test_it_names_every_kind_every_status_and_every_time(legend: tuple[Desk, Legend]) -> None:
    words = {label.text() for label in legend[1].findChildren(QLabel)}
    assert set(STATUS_WORDS.values()) <= words
    assert {"Check-up", "Long talk", "No kind given"} | TIMES <= words


def test_no_two_samples_look_the_same(legend: tuple[Desk, Legend], look: Look) -> None:
    _, sheet = legend
    for theme in ("light", "dark"):
        look.set_theme(theme)
        images = [sample.grab().toImage() for sample in sheet.findChildren(Sample)]
        assert all(one != other for place, one in enumerate(images) for other in images[:place])


def test_where_there_is_room_it_needs_no_scrolling(legend: tuple[Desk, Legend]) -> None:
    desk, sheet = legend
    desk.app.window.resize(1440, 900)
    desk.settled()
    bars = [bar for bar in sheet.findChildren(QScrollBar) if bar.isVisible()]
    assert bars == []


def test_a_sample_stands_nearer_to_its_own_words_than_to_those_before_it(
    legend: tuple[Desk, Legend],
) -> None:
    words = {label.text(): label for label in legend[1].findChildren(QLabel)}
    now, lunch = words["Now"], words["Nobody is booked, such as lunch"]
    middle = now.geometry().center().y()
    samples = legend[1].findChildren(Sample)
    beside = [one for one in samples if one.y() <= middle <= one.geometry().bottom()]
    sample = max(beside, key=lambda one: one.x())
    before = sample.x() - lunch.x() - lunch.fontMetrics().horizontalAdvance(lunch.text())
    assert before >= 2 * (now.x() - sample.geometry().right())


def test_the_second_columns_stand_in_line(legend: tuple[Desk, Legend]) -> None:
    samples = {sample.mapTo(legend[1], QPoint()).x() for sample in legend[1].findChildren(Sample)}
    assert len(samples) == 2


def test_a_card_has_the_ground_of_the_sheet_at_its_corners(
    legend: tuple[Desk, Legend], look: Look
) -> None:
    look.set_theme("dark")
    corners = {
        sample.grab().toImage().pixelColor(x, 0).name()
        for sample in legend[1].findChildren(Sample)[:4]
        for x in (0, sample.width() - 1)
    }
    assert corners == {look.palette.raised}


def test_escape_and_its_key_put_it_away(legend: tuple[Desk, Legend]) -> None:
    desk, sheet = legend
    desk.press("Esc")
    assert sheet.isHidden()
    desk.press("Shift+F1")
    assert sheet.isVisible()
    desk.press("Shift+F1")
    assert sheet.isHidden()
