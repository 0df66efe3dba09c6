"""Keys are told in one sheet, changed in the same place, and kept for the person."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QScrollBar, QWidget

from clinic_desktop.settings import Settings
from clinic_desktop.ui.actions import Actions, KeyRefusedError
from clinic_desktop.ui.acts import ACTS, RESERVED
from clinic_desktop.ui.kept import write_kept
from clinic_desktop.ui.keys import KeyButton
from clinic_desktop.ui.scroller import Scroller
from tests.driver import Desk
from tests.ui import guards
from tests.ui.conftest import OpenDesk

OR = "Press another key, or Esc to keep the old one."


def file_of(settings: Settings) -> Path:
    return settings.config_folder / "keys.json"


def change(desk: Desk, button: str, key: str) -> None:
    """Change a key as a person does."""
    if not desk.named("Keys"):
        desk.press("F1")
        desk.click("Change keys")
    desk.click(button)
    desk.press(key)


def told(desk: Desk) -> str:
    about: QLabel = desk.app.window.findChild(QLabel, "about-keys")  # type: ignore[assignment]
    return about.text()


def test_keys_scroll_the_sheet_and_leave_the_day_behind_it(desk: Desk) -> None:
    desk.app.window.resize(1000, 600)
    desk.press("F1")
    day = desk.workplace.calendar.day
    bar = scroll_bar(desk)
    assert bar.maximum() > 0
    desk.press("PgDown")
    assert bar.value() > 0
    desk.press("PgUp")
    desk.press("Down")
    assert 0 < bar.value() < bar.maximum()
    assert desk.workplace.calendar.day == day
    desk.click("Change keys")
    scroll_bar(desk).setValue(scroll_bar(desk).maximum())
    change(desk, "Quit: Ctrl+Q", "Ctrl+W")
    assert not desk.find("Quit: Ctrl+W", QAbstractButton).visibleRegion().isEmpty()


def scroll_bar(desk: Desk) -> QScrollBar:
    """The sheet's own."""
    areas = desk.find("Keys", QWidget).findChildren(QScrollArea)
    return next(area for area in areas if area.isVisible()).verticalScrollBar()


def test_no_two_acts_have_one_key_where_both_work() -> None:
    pairs = [(one, other) for one in ACTS for other in ACTS if one is not other]
    both = [
        (one.name, other.name, key)
        for one, other in pairs
        for key in one.keys
        if one.meets(other) and key in other.keys
    ]
    assert not both
    assert not [act.name for act in ACTS if set(act.keys) & set(RESERVED)]
    assert len({act.name for act in ACTS}) == len(ACTS)


def test_every_key_is_written_as_qt_writes_it() -> None:
    text = QKeySequence.SequenceFormat.PortableText
    for act in ACTS:
        for key in act.keys:
            assert QKeySequence(key, text).toString(text) == key


def test_the_sheet_tells_what_works_and_nothing_else(desk: Desk) -> None:
    desk.press("F1")
    actions = desk.app.window.acts
    for act in ACTS:
        assert desk.says(act.words) == actions.is_listed(act)
    desk.press("Esc")
    assert not desk.named("Keys")


def test_a_question_mark_shows_the_sheet_but_not_while_typing(desk: Desk) -> None:
    desk.press("Ctrl+F")
    desk.type("?tam")
    assert not desk.named("Keys")
    assert desk.workplace.top.search.field.text() == "?tam"
    desk.view.setFocus()
    QTest.keyClick(desk.focus, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    assert desk.named("Keys")


def test_a_changed_key_works_at_once_and_the_old_one_no_more(desk: Desk) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    change(desk, "Patient arrived: A", "Ctrl+Shift+A")
    assert told(desk) == "Patient arrived: Ctrl+Shift+A"
    desk.click("Close keys")
    desk.view.setFocus()
    desk.press("A")
    desk.settled()
    assert desk.visit("Dr Lee", "11:00").status.value == "booked"
    desk.press("Ctrl+Shift+A")
    desk.settled()
    assert desk.visit("Dr Lee", "11:00").status.value == "arrived"


def test_a_key_that_something_has_is_refused_by_its_name(desk: Desk) -> None:
    change(desk, "Move the visit: M", "Ctrl+F")
    first = "Ctrl+F is “Search a patient”. Give that another key first."
    assert told(desk) == f"{first} {OR}"
    # It still listens: the next key needs no click.
    for key, why in (
        ("Down", "Down is “Walk over blocks and visits”."),
        ("Tab", "Tab is “Next field” everywhere."),
        ("Enter", "Enter is “Book the block, open the visit”."),
    ):
        assert desk.offers("Move the visit: Press a key")
        desk.press(key)
        assert told(desk) == f"{why} {OR}"
    desk.press("Esc")
    assert desk.offers("Move the visit: M")
    assert OR not in told(desk)
    desk.click("Move the visit: M")
    desk.press("Ctrl+F")
    desk.press("J")
    assert told(desk) == "Move the visit: J"


def test_one_key_has_one_word(desk: Desk) -> None:
    change(desk, "Today: T", "Ctrl+Enter")
    assert told(desk) == "Today: Ctrl+Enter"
    assert desk.find("Today", QAbstractButton).toolTip() == "Today (Ctrl+Enter)"
    assert not desk.says("Return")


def test_the_key_back_to_the_field_before_stays_that(desk: Desk) -> None:
    """Qt tells Tab with Shift as a key of its own."""
    desk.press("F1")
    desk.click("Change keys")
    buttons = desk.app.window.findChildren(KeyButton)
    (button,) = [each for each in buttons if "Today" in each.accessibleName()]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    shift = Qt.KeyboardModifier.ShiftModifier
    QCoreApplication.sendEvent(button, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Backtab, shift))
    assert told(desk) == f"Shift+Tab is “Previous field” everywhere. {OR}"


def test_keys_stay_changed_for_the_person_and_usual_ones_come_back(
    open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    change(open_desk(sqlite_settings), "Today: T", "Ctrl+T")
    assert json.loads(file_of(sqlite_settings).read_text()) == {"keys": {"today": "Ctrl+T"}}
    desk = open_desk(sqlite_settings)
    assert desk.find("Today", QAbstractButton).toolTip() == "Today (Ctrl+T)"
    desk.press("F1")
    desk.click("Change keys")
    desk.click("Usual key for Today")
    assert desk.offers("Today: T")
    change(desk, "Today: T", "Ctrl+T")
    desk.click("Usual keys for all")
    assert told(desk) == "All keys are usual."
    assert json.loads(file_of(sqlite_settings).read_text()) == {"keys": {}}
    assert desk.find("Today", QAbstractButton).toolTip() == "Today (T)"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{broken", "can\N{RIGHT SINGLE QUOTATION MARK}t be read."),
        ("[]", "is damaged."),
        ('{"keys": {"today": "Tab"}}', "be used: today."),
        ('{"keys": {"move": "Ctrl+M", "today": "Ctrl+M"}}', "be used: today."),
        ('{"keys": {"nothing": 7}}', "be used: nothing."),
    ],
)
def test_what_is_damaged_in_a_file_of_keys_is_named(
    qapp: object, tmp_path: Path, content: str, why: str
) -> None:
    file = tmp_path / "keys.json"
    file.write_text(content)
    window = QWidget()
    actions = Actions(window, file)
    actions.bind("today", lambda: None)
    assert str(file) in actions.trouble
    assert why in actions.trouble
    assert actions.keys("today") == "T"
    window.deleteLater()


def test_a_damaged_file_of_keys_is_told_and_the_usual_ones_work(
    open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    file = file_of(sqlite_settings)
    file.parent.mkdir()
    file.write_text("{broken")
    desk = open_desk(sqlite_settings)
    assert str(file) in desk.notice
    assert "The usual keys work instead" in desk.notice
    desk.press("PgDown")
    desk.press("T")
    desk.settled()
    assert desk.workplace.calendar.day.isoformat() == "2025-11-02"


def test_a_key_that_cannot_be_kept_works_and_says_so(
    desk: Desk, sqlite_settings: Settings, log_guard: guards.LogGuard
) -> None:
    log_guard.expect("keys.json was not kept: ")
    sqlite_settings.config_folder.write_text("no folder")
    change(desk, "Today: T", "Ctrl+T")
    assert "could not be kept" in told(desk)
    desk.click("Close keys")
    desk.press("PgDown")
    desk.press("Ctrl+T")
    assert desk.workplace.calendar.day.isoformat() == "2025-11-02"


def test_an_act_whose_usual_key_was_given_away_has_none(qapp: object, tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    write_kept(file, {"keys": {"move": "T"}})
    window = QWidget()
    actions = Actions(window, file)
    actions.bind("move", lambda: None)
    actions.bind("today", lambda: None)
    assert (actions.keys("move"), actions.keys("today")) == ("T", "")
    with pytest.raises(KeyRefusedError, match="Move the visit"):
        actions.reset("today")
    window.deleteLater()


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "keys.json"
    write_kept(file, {"keys": {}})
    before = file.read_text()
    with pytest.raises(TypeError):
        write_kept(file, {"keys": object()})
    assert [each.name for each in file.parent.iterdir()] == ["keys.json"]
    assert file.read_text() == before


def test_a_sheet_that_is_open_as_the_window_gets_narrow_is_set_anew_so_that_no_word_is_cut(
    desk: Desk,
) -> None:
    desk.app.window.resize(1440, 900)
    desk.press("F1")
    sheet = desk.find("Keys", QWidget)
    for wide in (1024, 1440):
        desk.app.window.resize(wide, 700)
        QCoreApplication.processEvents()
        shown = [label for label in sheet.findChildren(QLabel) if label.isVisible()]
        assert len(shown) > 40
        cut = [
            label.text()
            for label in shown
            if not label.wordWrap() and label.width() < label.sizeHint().width()
        ]
        assert not cut, wide
        area = next(area for area in sheet.findChildren(Scroller) if area.isVisible())
        assert area.content.width() <= area.viewport().width(), wide
