"""In six weeks, in three months: by a key, from the menu beside Today, or typed."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from clinic_desktop.ui.acts import ACTS
from clinic_desktop.ui.bindings import JUMPS
from clinic_desktop.ui.period import jumped
from clinic_desktop.ui.words import read_day
from tests.driver import Desk

DAY = dt.date(2025, 11, 2)


def test_weeks_land_on_the_same_weekday_and_months_on_the_same_day() -> None:
    for weeks in range(-60, 60):
        assert jumped(DAY, weeks=weeks).weekday() == DAY.weekday()
    assert jumped(DAY, weeks=6) == dt.date(2025, 12, 14)
    assert jumped(DAY, months=3) == dt.date(2026, 2, 2)
    assert jumped(DAY, months=-11) == dt.date(2024, 12, 2)


@pytest.mark.parametrize(
    ("day", "months", "lands"),
    [
        ("2025-08-31", 3, "2025-11-30"),
        ("2025-08-31", 6, "2026-02-28"),
        ("2023-08-30", 6, "2024-02-29"),
        ("2025-03-31", -1, "2025-02-28"),
    ],
)
def test_a_month_without_that_day_gives_its_last(day: str, months: int, lands: str) -> None:
    assert jumped(dt.date.fromisoformat(day), months=months).isoformat() == lands


@pytest.mark.parametrize(
    ("typed", "lands"),
    [
        ("in 6 weeks", "2025-12-14"),
        ("In 1 Week", "2025-11-09"),
        ("+6w", "2025-12-14"),
        ("3 months", "2026-02-02"),
        ("-2m", "2025-09-02"),
        ("10 days", "2025-11-12"),
        ("+7", "2025-11-09"),
    ],
)
def test_a_way_ahead_can_be_typed(typed: str, lands: str) -> None:
    assert str(read_day(typed, DAY)) == lands


def test_every_jump_has_a_key_and_the_way_back_undoes_it(desk: Desk) -> None:
    calendar = desk.workplace.calendar
    keys = {act.name: act.keys[0] for act in ACTS if act.name in JUMPS}
    assert keys.keys() == JUMPS.keys()
    for name, (weeks, months) in JUMPS.items():
        desk.press(keys[name])
        assert calendar.day == jumped(DAY, weeks=weeks, months=months)
        back, on = name.replace("-on", "-back"), name.replace("-back", "-on")
        desk.press(keys[back if on == name else on])
        assert calendar.day == DAY
    desk.settled()


def test_a_jump_from_the_31st_says_that_the_month_is_shorter_until_the_next(desk: Desk) -> None:
    desk.show(dt.date(2025, 8, 31))
    desk.press("Alt+PgDown")
    desk.settled()
    assert desk.workplace.calendar.day == dt.date(2025, 11, 30)
    assert desk.notice == "November 2025 has no day 31: its last one is shown."
    desk.press("PgDown")
    assert not desk.notice
    desk.settled()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_beside_today_jumps_and_names_the_keys(desk: Desk) -> None:
    desk.click("Jump by weeks or months")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    shown = [action.text().split("\N{EM SPACE}\t") for action in menu.actions() if action.text()]
    assert [words for words, _ in shown[:4]] == [
        "A week on", "Two weeks on", "Three months on", "Six months on",
    ]  # fmt: skip
    assert shown[0][1] == "Ctrl+PgDown"
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    desk.settled()
    assert desk.workplace.calendar.day == dt.date(2025, 11, 9)
