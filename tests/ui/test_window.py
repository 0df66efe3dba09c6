"""The window around: first page, failures, keys, search, panes, names."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QFrame, QLabel, QLineEdit

from clinic_desktop.domain.bulk import DemoFilled, FillDemo
from clinic_desktop.domain.people import AddDoctor
from clinic_desktop.scheduling import demo
from clinic_desktop.scheduling.demo import fill_demo
from clinic_desktop.settings import Settings
from clinic_desktop.storage.database import Transaction
from clinic_desktop.ui import window
from clinic_desktop.ui.agenda import AgendaView
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.patient import PatientPanel
from clinic_desktop.ui.privacy_strip import PrivacyStrip
from clinic_desktop.ui.window import BAR, FIRST_SIZE, RAIL, STATUS, Window
from clinic_desktop.ui.workplace import Workplace
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk


def test_without_a_clinic_the_first_page_asks_how_to_begin(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    settings = clinics.settings_of(str(tmp_path / "mine" / "clinic.db"), tmp_path)
    desk = open_desk(settings, wait=False)
    window = desk.app.window
    desk.wait_for(lambda: window.is_on_first_page)
    assert desk.says(f"There is no clinic yet at {settings.database}.")
    desk.fill("Clinic name", "\u200b")
    desk.fill("Time zone", "Mars/Base")
    desk.click("Set up your clinic")
    fields = [desk.find(name, QLineEdit) for name in ("Clinic name", "Time zone")]
    wrong = ("Give your clinic a name.", "Pick the time zone of your clinic from the list.")
    card = desk.find("Set up your clinic", QFrame)
    for field, why in zip(fields, wrong, strict=True):
        # Each right below its own field.
        (label,) = [one for one in card.findChildren(QLabel) if one.text() == why]
        assert 0 <= label.mapTo(card, QPoint()).y() - field.mapTo(card, QPoint()).y() < 60
    assert [field.property("invalid") for field in fields] == [True, True]
    assert desk.focus is fields[0]
    desk.fill("Clinic name", "Elm Street")
    desk.click("Set up your clinic")
    assert [field.property("invalid") for field in fields] == [False, True]
    assert not desk.says("Give your clinic a name.")
    desk.fill("Time zone", "new york")
    desk.press("Enter")
    assert desk.find("Time zone", QLineEdit).text() == "America/New_York"
    # The first one chose the zone, the next one is meant for the form.
    desk.press("Enter")
    desk.wait_for(lambda: window.workplace is not None)
    desk.settled()
    assert window.windowTitle() == "Elm Street \u2014 Clinic Desktop"
    assert Path(settings.database).exists()
    desk.fill("Doctor", "\u200b")
    desk.press("Enter")
    desk.settled()
    assert desk.says("The doctor needs a name.")
    desk.fill("Doctor", "Dr Lee")
    desk.fill("Weekly hours", "Sun 9-10 am")
    desk.press("Enter")
    assert desk.says("was not understood as working hours")
    desk.fill("Weekly hours", "Sun 9-10")
    desk.settled()
    # What the hours make is seen before it is saved, and just that is saved.
    assert desk.says("4 blocks of 15 minutes a week, the first on 2 Nov 2025.")
    desk.click("Add doctor")
    desk.wait_for(lambda: desk.free_blocks("Dr Lee") == ["09:00", "09:15", "09:30", "09:45"])
    desk.settled()
    desk.open_block("Dr Lee", "09:15")
    desk.fill("Patient", "ann smith")
    desk.settled()
    desk.press("Enter")
    desk.click("Book")
    desk.settled()
    assert desk.visits("Dr Lee") == ["09:15 Ann Smith"]


def test_the_demo_is_made_from_the_first_page(
    open_desk: OpenDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_smaller(
        transaction: Transaction, command: FillDemo, progress: Callable[[float], None]
    ) -> DemoFilled:
        return fill_demo(transaction, replace(command, patients=300, weeks=8), progress)

    # How it is filled whole is the matter of tests without a window.
    monkeypatch.setattr(demo, "fill_demo", fill_smaller)
    settings = clinics.settings_of(str(tmp_path / "clinic.db"), tmp_path)
    desk = open_desk(settings, wait=False)
    desk.wait_for(lambda: desk.app.window.is_on_first_page)
    desk.click("Try the demo clinic")
    desk.wait_for(lambda: desk.app.window.workplace is not None, "the demo")
    desk.settled()
    assert len(desk.items()) > 50
    assert desk.app.settings.database == str(settings.data_folder / "demo.db")
    assert not list(settings.data_folder.glob("*.part*"))


def test_a_demo_that_is_there_is_opened_and_never_made_anew(
    open_desk: OpenDesk, sqlite_settings: Settings, tmp_path: Path
) -> None:
    settings = clinics.settings_of(str(tmp_path / "none.db"), tmp_path)
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    used = settings.data_folder / "demo.db"
    Path(sqlite_settings.database).rename(used)
    desk = open_desk(settings, wait=False)
    desk.wait_for(lambda: desk.app.window.is_on_first_page)
    file = used.stat().st_ino
    desk.click("Try the demo clinic")
    desk.wait_for(lambda: desk.app.window.workplace is not None, "the demo")
    desk.settled()
    assert used.stat().st_ino == file
    assert {column.doctor.name for column in desk.view.columns()} >= {"Dr Lee"}


def test_a_file_that_is_no_clinic_is_told_and_can_be_tried_again(
    open_desk: OpenDesk, tmp_path: Path, sqlite_settings: Settings
) -> None:
    good = Path(sqlite_settings.database).read_bytes()
    Path(sqlite_settings.database).write_bytes(b"no clinic at all" * 400)
    desk = open_desk(sqlite_settings, wait=False)
    desk.wait_for(lambda: bool(desk.app.window.problem))
    Path(sqlite_settings.database).write_bytes(good)
    desk.click("Try again")
    desk.wait_for(lambda: desk.app.window.workplace is not None)
    desk.settled()


@pytest.mark.qt_log_ignore("propagateSizeHints")  # what the offscreen platform says of dialogs
@pytest.mark.parametrize("content", [b"", b"no clinic at all" * 400])
def test_another_file_is_chosen_where_this_one_holds_no_clinic(
    open_desk: OpenDesk, tmp_path: Path, sqlite_settings: Settings, content: bytes
) -> None:
    wrong = tmp_path / "wrong.db"
    wrong.write_bytes(content)
    desk = open_desk(replace(sqlite_settings, database=str(wrong)), wait=False)
    window = desk.app.window
    desk.wait_for(lambda: bool(window.problem) or window.is_on_first_page)
    desk.click("Open another clinic\u2019s file\u2026")
    (dialog,) = window.findChildren(QFileDialog)
    assert dialog.directory().path() == str(tmp_path)
    dialog.fileSelected.emit(sqlite_settings.database)
    dialog.close()
    desk.wait_for(lambda: window.workplace is not None)
    desk.settled()
    assert window.windowTitle().startswith("Elm Street")
    assert wrong.read_bytes() == content


def test_why_a_clinic_is_not_open_is_told_whole_with_a_way_to_another(
    open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    Path(sqlite_settings.database).write_bytes(b"no clinic at all" * 400)
    desk = open_desk(sqlite_settings, wait=False)
    window = desk.app.window
    desk.wait_for(lambda: bool(window.problem))
    desk.wait_for(lambda: bool(desk.named("Not opened")))
    texts: list[QLabel] = desk.find("Not opened").findChildren(QLabel)
    assert any("--database" in text.text() for text in texts)
    assert desk.focus.accessibleName() == "Try again"
    wrapped = [text for text in texts if text.wordWrap()]
    assert len(wrapped) == 2
    desk.wait_for(
        lambda: all(text.height() >= text.heightForWidth(text.width()) for text in wrapped)
    )


def test_days_and_weeks_by_key(desk: Desk) -> None:
    def title() -> str:
        return desk.workplace.top.title.text()

    assert title() == "Sun 2 Nov 2025"
    desk.press("PgDown")
    desk.settled()
    assert title() == "Mon 3 Nov 2025"
    desk.press("T")
    desk.press("Ctrl+2")
    desk.settled()
    assert len({column.day for column in desk.view.columns()}) == 7
    desk.press("PgUp")
    desk.press("Ctrl+1")
    desk.settled()
    assert len({column.day for column in desk.view.columns()}) == 1
    desk.press("T")
    desk.settled()
    assert desk.workplace.calendar.day == clinics.SUNDAY


def test_the_ways_to_other_days_stay_under_the_pointer(desk: Desk) -> None:
    names = ("Previous period", "Today", "Next period", "Day", "Week", "New appointment")

    def places() -> list[QRect]:
        return [desk.find(name, QAbstractButton).geometry() for name in names]

    desk.app.window.resize(1440, 900)
    desk.settled()
    before, titles = places(), {desk.workplace.top.title.text()}
    for name in ("Next period", "Week", "Next period", "Previous period", "Day", "Today"):
        desk.click(name)
        desk.settled()
        assert places() == before, name
        titles.add(desk.workplace.top.title.text())
    assert len(titles) == 4


def test_icons_follow_the_theme(desk: Desk) -> None:
    def inks() -> list[QImage]:
        button = desk.find("New appointment", QAbstractButton)
        (search,) = desk.find("Search", QLineEdit).findChildren(QLabel)
        return [button.icon().pixmap(16).toImage(), search.pixmap().toImage()]

    light = inks()
    desk.click("Light or dark")
    desk.settled()
    assert all(one != other for one, other in zip(light, inks(), strict=True))


def test_a_date_that_is_none_is_marked(desk: Desk) -> None:
    desk.press("Ctrl+G")
    desk.type("31 feb")
    desk.press("Enter")
    assert desk.find("Go to date", QLineEdit).property("invalid")
    assert desk.notice.startswith("\u201c31 feb\u201d is no day. Write it as 2025-11-02")
    desk.press("Esc")
    assert not desk.named("Go to date")
    assert not desk.notice
    assert desk.focus is desk.view


@pytest.mark.parametrize("typed", ["31.12.9999", "1.1.1970", "2200-01-02"])
def test_a_day_that_is_out_of_range_is_told_as_such(desk: Desk, typed: str) -> None:
    desk.press("Ctrl+G")
    desk.type(typed)
    desk.press("Enter")
    told = "is out of range: days go from Fri 2 Jan 1970 to Wed 1 Jan 2200."
    assert desk.notice == f"\u201c{typed}\u201d {told}"
    # Done with elsewhere, it leaves nothing behind.
    desk.press("Ctrl+F")
    assert not desk.named("Go to date")
    assert not desk.notice
    desk.press("Ctrl+G")
    assert not desk.find("Go to date", QLineEdit).text()


def test_the_month_shows_how_full_days_are(desk: Desk) -> None:
    desk.find("Sunday, 2 November 2025, 11 h free", QAbstractButton)
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.find("Sunday, 2 November 2025, 10 h free", QAbstractButton)
    desk.click("Tuesday, 4 November 2025, 11 h free")
    desk.settled()
    assert desk.workplace.calendar.day == dt.date(2025, 11, 4)


def test_the_arrow_keys_walk_in_the_month(desk: Desk) -> None:
    desk.workplace.month.focus()
    for key, day in (("Right", 3), ("Down", 10), ("Left", 9), ("Up", 2)):
        desk.press(key)
        desk.settled()
        assert desk.workplace.calendar.day == dt.date(2025, 11, day), key


def test_doctors_are_shown_and_hidden(desk: Desk) -> None:
    desk.click("Show Dr Lee")
    desk.settled()
    assert {column.doctor.name for column in desk.view.columns()} == {"Dr Cole"}
    desk.click("Show all doctors")
    desk.settled()
    assert len(desk.view.columns()) == 2


def test_with_no_doctor_shown_nothing_is_said_to_be_loading(desk: Desk) -> None:
    def hide_both() -> QImage:
        for doctor in ("Dr Lee", "Dr Cole"):
            desk.click(f"Show {doctor}")
        desk.settled()
        once = [each for each in desk.view.findChildren(QTimer) if each.isSingleShot()]
        desk.wait_for(lambda: not any(each.isActive() for each in once))
        return desk.view.viewport().grab().toImage()

    quick = hide_both()
    desk.click("Show all doctors")
    desk.settled()
    desk.click("Show Dr Lee")
    desk.settled()
    desk.click("Show Dr Cole")
    desk.settled()
    assert desk.view.viewport().grab().toImage() == quick


def test_the_search_opens_a_patient_and_a_visit(desk: Desk) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.show(dt.date(2025, 11, 5))
    desk.press("Ctrl+F")
    desk.type("212 555 0101")
    desk.press("Enter")
    desk.settled()
    assert isinstance(desk.workplace.panel, PatientPanel)
    assert desk.says("+1 212 555 0101")
    visits = desk.workplace.patient.visits
    told = ["Sun 2 Nov 2025, 11:00\u201312:00, Dr Lee \u00b7 Booked, upcoming"]
    assert [visits.item(row).text() for row in range(visits.count())] == told
    desk.press("Enter")
    desk.settled()
    assert desk.named("Appointment")
    assert desk.workplace.calendar.day == clinics.SUNDAY
    current = desk.view.current()
    assert current is not None
    assert current == desk.visit("Dr Lee", "11:00")


def test_f6_walks_through_the_panes(desk: Desk) -> None:
    desk.open_block("Dr Lee", "11:00")
    seen = []
    for _ in range(5):
        desk.press("F6")
        seen.append(desk.focus.accessibleName() or desk.focus.objectName())
    assert "Calendar" in seen
    assert "Search" in seen
    assert "Patient" in seen


def test_the_key_sheet_comes_and_goes(desk: Desk) -> None:
    desk.press("F1")
    assert desk.says("Take back the last change")
    desk.press("Esc")
    assert not desk.named("Keys")


def test_the_title_never_names_a_patient(desk: Desk) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.open_visit("Dr Lee", "11:00")
    assert "Smith" not in desk.app.window.windowTitle()


@pytest.mark.parametrize("panel", [False, True])
def test_a_small_screen_is_enough(desk: Desk, panel: bool) -> None:  # noqa: FBT001 - two cases
    if panel:
        desk.open_block("Dr Lee", "11:00")
    desk.app.window.resize(1024, 700)
    desk.settled()
    assert desk.app.window.size().width() == 1024
    assert desk.view.width() >= 400
    for name in ("New appointment", "Today", "Next period"):
        button = desk.find(name, QAbstractButton)
        right = button.mapTo(desk.app.window, button.rect().topRight()).x()
        assert right < 1024, name


@pytest.mark.parametrize("day", [dt.date(2025, 9, 24), dt.date(2025, 12, 31)])
def test_the_smallest_window_names_its_week_whole(desk: Desk, day: dt.date) -> None:
    desk.press("Ctrl+2")
    desk.show(day)
    desk.app.window.resize(desk.app.window.minimumSize())
    desk.settled()
    title = desk.workplace.top.title
    desk.wait_for(lambda: title.width() >= title.sizeHint().width())
    assert title.mapTo(desk.app.window, title.rect().topRight()).x() < 960


def test_the_list_of_the_search_stays_below_its_field(desk: Desk) -> None:
    desk.press("Ctrl+F")
    desk.type("smith")
    desk.settled()
    for wide in (1440, 1024):
        desk.app.window.resize(wide, 700)
        desk.settled()
        search, over = desk.workplace.top.search, desk.workplace
        field, found = search.field, search.found
        end = field.mapTo(over, field.rect().bottomRight())
        assert found.geometry().right() + 1 == end.x()
        assert over.rect().contains(found.geometry())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_first_frame_stands_where_the_clinic_will(desk: Desk, theme: str) -> None:
    if theme == "dark":
        desk.click("Light or dark")
    desk.settled()
    frame = Window(theme)
    frame.resize(desk.app.window.size())
    empty, filled = frame.grab().toImage(), desk.app.window.grab().toImage()
    high = filled.height()
    edges = [(RAIL // 2, high // 2), (RAIL - 1, high // 2), (500, 2), (500, BAR - 1)]
    edges += [(500, high - STATUS), (500, high - 2)]
    for x, y in edges:
        assert empty.pixelColor(x, y) == filled.pixelColor(x, y), (x, y)
    frame.deleteLater()


@pytest.mark.parametrize("lasts", [True, False])
def test_only_an_opening_that_lasts_is_told_in_the_frame(
    desk: Desk, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, lasts: bool
) -> None:
    monkeypatch.setattr(window, "OPENING_MS", 0 if lasts else 60_000)
    frame, painted = Window(), list[bool]()
    frame.first_painted.connect(lambda: painted.append(True))
    frame.show()
    desk.wait_for(lambda: bool(painted))
    frame.furnish(look, "Desk 1", tmp_path)
    frame.show_opening()
    if lasts:
        desk.wait_for(lambda: frame.centralWidget() is not None)
        (told,) = (each for each in frame.findChildren(QLabel) if "Opening the" in each.text())
        assert told.isVisible()
    else:
        frame.show_failure(ValueError())
        assert frame.problem
        assert not any("Opening the" in each.text() for each in frame.findChildren(QLabel))
    assert frame.rail.isVisible()
    assert frame.status.isVisible()
    frame.close()
    frame.deleteLater()


def test_a_clinic_is_first_painted_with_what_its_calendar_holds(
    open_desk: OpenDesk, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "EMPTY_MS", 60_000)
    painted, paint = [], AgendaView.paintEvent

    def painting(self: AgendaView, event: QPaintEvent) -> None:
        painted.append(len(self.columns()) and len(desk.free_blocks("Dr Lee")))
        paint(self, event)

    monkeypatch.setattr(AgendaView, "paintEvent", painting)
    desk = open_desk(sqlite_settings, wait=False)
    desk.wait_for(lambda: bool(painted), "painted")
    assert all(painted)


def test_a_clinic_whose_calendar_is_slow_is_shown_without_it(
    open_desk: OpenDesk, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Workplace, "_stand", lambda _self: None)
    desk = open_desk(sqlite_settings, wait=False)
    desk.wait_for(lambda: desk.app.window.workplace is not None)
    desk.wait_for(lambda: desk.workplace.isVisible() and desk.view.hasFocus())


def test_the_panels_are_made_before_anybody_asks_for_one(desk: Desk) -> None:
    names = [panel.accessibleName() for panel in desk.workplace.panes.panels]
    assert names == ["Booking", "Appointment", "Patient"]


@pytest.mark.parametrize("broken", ["bindings.bind_acts", "booking.BookingPanel"])
def test_what_can_not_be_made_ahead_is_told_once_and_not_tried_again(
    open_desk: OpenDesk,
    sqlite_settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    broken: str,
) -> None:
    bugs: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_bug: bugs.append(kind))

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(f"clinic_desktop.ui.{broken}", fail)
    desk = open_desk(sqlite_settings)
    assert bugs == [ZeroDivisionError]
    assert len(desk.workplace.findChildren(PrivacyStrip)) == 1


def test_the_keys_stay_on_a_doctor_while_another_is_taken_on(desk: Desk) -> None:
    desk.find("Show Dr Cole", QAbstractButton).setFocus()
    desk.app.dispatcher.office.do(AddDoctor(name="Dr New")).result(120)
    desk.wait_for(lambda: desk.offers("Show Dr New"))
    desk.settled()
    assert desk.focus.accessibleName() == "Show Dr Cole"


def test_the_icon_in_the_search_grows_with_the_text(
    open_desk: OpenDesk, look: Look, sqlite_settings: Settings
) -> None:
    for scale in (1.0, 2.0):
        look.set_text_scale(scale)
        field = open_desk(sqlite_settings).find("Search", QLineEdit)
        (icon,) = field.findChildren(QLabel)
        assert icon.pixmap().height() == look.px(16)
        assert icon.width() < field.textMargins().left()


@pytest.mark.usefixtures("qapp")
def test_a_new_window_is_no_larger_than_its_screen() -> None:
    frame = Window()
    room = frame.screen().availableGeometry().size()
    assert room.height() < FIRST_SIZE[1], "the test's screen is small"
    assert frame.height() <= room.height()
    assert frame.width() <= max(room.width(), frame.minimumWidth())
    frame.deleteLater()


def test_a_doctors_own_window_is_told_from_the_clinics_by_its_title(
    open_desk: OpenDesk, settings: Settings
) -> None:
    whole, own = (open_desk(settings, doctor=doctor).app.window for doctor in ("", "Dr Lee"))
    assert whole.windowTitle() == "Elm Street \u2014 Clinic Desktop"
    assert own.windowTitle() == "Dr Lee \u2014 Elm Street \u2014 Clinic Desktop"
