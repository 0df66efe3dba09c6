"""Days and times are written and read as the system's locale does, everywhere in the window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

from clinic_desktop.domain import forms
from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.domain.people import PartialDate
from clinic_desktop.domain.refusals import Misuse, Refusal
from clinic_desktop.settings import Settings
from clinic_desktop.ui import words
from clinic_desktop.ui.agenda.words import item_name
from clinic_desktop.ui.clinic import forms_of
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk

TODAY = clinics.SUNDAY


@pytest.fixture(autouse=True)
def _plain_again() -> Iterator[None]:
    """Take the test's locale off again."""
    before = QLocale()
    yield
    QLocale.setDefault(before)
    forms.use(forms.PLAIN)


def desk_in(locale: str, open_desk: OpenDesk, settings: Settings) -> Desk:
    """Open a window on a system with this locale."""
    QLocale.setDefault(QLocale(locale))
    return open_desk(settings)


def all_names(desk: Desk) -> str:
    """Answer every text and name that the window shows or tells."""
    return "\n".join(
        f"{widget.accessibleName()}\n{widget.property('text') or ''}"
        for kind in (QAbstractButton, QLabel, QLineEdit)
        for widget in desk.app.window.findChildren(kind)
        if widget.isVisible()
    )


def axis(desk: Desk) -> list[str]:
    """Answer the labels of the time axis."""
    return [tick.label for _, tick in desk.view._canvas.layout.ticks]  # noqa: SLF001 - they are painted


def test_twelve_hours_and_months_first(open_desk: OpenDesk, sqlite_settings: Settings) -> None:
    desk = desk_in("en_US", open_desk, sqlite_settings)
    top = desk.workplace.top
    assert top.title.text() == "Sun, Nov 2, 2025"
    assert axis(desk)[:6] == ["8 AM", "9 AM", "10 AM", "11 AM", "12 PM", "1 PM"]
    desk.find("Sunday, November 2, 2025, 11 h free", QAbstractButton)
    desk.book("Dr Lee", "13:00", patient="smith")
    assert "1:00\u20132:00 PM" in desk.notice
    assert item_name(desk.visit("Dr Lee", "13:00"), desk.workplace.zone) == (
        "Dr Lee, Sunday, November 2, 1:00 PM to 2:00 PM, Ann Smith, booked"
    )
    desk.click("Close notice")
    visit = desk.visit("Dr Lee", "13:00")
    again = BookBlock(patient_id=2, doctor_id=visit.doctor_id, start=visit.start)
    with pytest.raises(Refusal) as refused:
        desk.app.dispatcher.office.do(again).result(120)
    assert "1:00 PM" in refused.value.message
    desk.open_visit("Dr Lee", "13:00")
    assert "1:00\u20132:00 PM" in all_names(desk)
    assert "13:00" not in all_names(desk)
    desk.press("Esc")
    desk.press("Ctrl+2")
    desk.settled()
    assert desk.workplace.calendar.first == clinics.SUNDAY
    assert top.title.text() == "Nov 2 \u2013 8, 2025"
    for typed, day in (("11/4", 4), ("Nov 5, 2025", 5), ("11/6/25", 6), ("2025-11-07", 7)):
        desk.press("Ctrl+G")
        desk.type(typed)
        desk.press("Enter")
        desk.settled()
        assert desk.workplace.calendar.day == dt.date(2025, 11, day), typed


@pytest.mark.parametrize(("locale", "typed"), [("de_DE", "4.11.2025"), ("fr_FR", "4/11/2025")])
def test_twenty_four_hours_and_days_first(
    open_desk: OpenDesk, sqlite_settings: Settings, locale: str, typed: str
) -> None:
    desk = desk_in(locale, open_desk, sqlite_settings)
    desk.press("Ctrl+2")
    desk.settled()
    assert desk.workplace.calendar.first == dt.date(2025, 10, 27)
    assert desk.workplace.top.title.text() == "27 Oct \u2013 2 Nov 2025"
    assert axis(desk)[:3] == ["08:00", "09:00", "10:00"]
    desk.press("Ctrl+G")
    desk.type(typed)
    desk.press("Enter")
    desk.settled()
    assert desk.workplace.calendar.day == dt.date(2025, 11, 4)
    assert "AM" not in all_names(desk)


@pytest.mark.parametrize(
    ("locale", "text", "born"),
    [
        ("en_US", "3/4/1980", PartialDate(1980, 3, 4)),
        ("en_US", "25/3/1980", PartialDate(1980, 3, 25)),
        ("en_US", "Mar 4, 1980", PartialDate(1980, 3, 4)),
        ("fr_FR", "3/4/1980", PartialDate(1980, 4, 3)),
        ("nl_NL", "3-4-1980", PartialDate(1980, 4, 3)),
        ("sv_SE", "1980-04-03", PartialDate(1980, 4, 3)),
        ("ja_JP", "1980/4/3", PartialDate(1980, 4, 3)),
        ("hu_HU", "1980. 04. 03.", PartialDate(1980, 4, 3)),
        ("de_DE", "3/4/1980", None),
    ],
)
def test_what_is_written_is_read_back(locale: str, text: str, born: PartialDate | None) -> None:
    forms.use(forms_of(QLocale(locale)))
    if born is None:
        with pytest.raises(Misuse, match="ambiguous_birth_date"):
            words.read_born(text, TODAY)
        return
    assert words.read_born(text, TODAY) == born
    assert words.read_born(words.born_text(born), TODAY) == born
    day = dt.date(2025, 11, 4)
    for shown in (words.day_text(day), words.long_day_text(day), words.short_date(day)):
        assert words.read_day(shown, TODAY) == day


@pytest.mark.parametrize(
    ("locale", "week", "months", "years"),
    [
        ("en_US", "November 3 \u2013 9, 2025", "Oct 27 \u2013 Nov 2, 2025",
         "Dec 29, 2025 \u2013 Jan 4, 2026"),
        ("sv_SE", "2025 November 3 \u2013 9", "2025 Oct 27 \u2013 Nov 2",
         "2025 Dec 29 \u2013 2026 Jan 4"),
    ],
)  # fmt: skip
def test_weeks(locale: str, week: str, months: str, years: str) -> None:
    forms.use(forms_of(QLocale(locale)))
    for first, told in ((dt.date(2025, 11, 3), week), (dt.date(2025, 10, 27), months),
                        (dt.date(2025, 12, 29), years)):  # fmt: skip
        assert words.week_text(first, first + dt.timedelta(days=6)) == told
