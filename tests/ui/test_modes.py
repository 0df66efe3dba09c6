"""The four modes are one calendar: what a switch keeps, and what a commit elsewhere changes."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QTableView,
    QWidget,
)

from clinic_desktop import compose
from clinic_desktop.domain.booking import (
    Appointment,
    AppointmentStatus,
    BookBlock,
    CancelAppointment,
    CancelReason,
)
from clinic_desktop.settings import Settings
from clinic_desktop.ui.month_view import MonthDay, MonthView
from clinic_desktop.ui.visits_table import VisitsTable
from tests.driver import Desk
from tests.ui import clinics, guards
from tests.ui.conftest import OpenDesk

KEYS = {"day": "Ctrl+1", "week": "Ctrl+2", "month": "Ctrl+3", "agenda": "Ctrl+4"}


def switch(desk: Desk, mode: str) -> None:
    """Go to a mode by its key."""
    desk.press(KEYS[mode])
    desk.settled()


def table(desk: Desk) -> QTableView:
    """Answer the list of visits."""
    return desk.find("Visits", QTableView)


def listed(desk: Desk, columns: tuple[int, ...] = (1, 2)) -> list[str]:
    """Answer the rows of the list, some cells of each."""
    model = table(desk).model()
    return [
        " ".join(str(model.index(row, column).data()) for column in columns)
        for row in range(model.rowCount())
    ]


def month_says(desk: Desk) -> str:
    """Answer what the month says of the day of the origin case."""
    return today(desk).accessibleName().partition(": ")[2]


def today(desk: Desk) -> MonthDay:
    """Answer the month's cell of the day of the origin case."""
    month = desk.find("Month view", MonthView)
    (cell,) = [cell for cell in month.cells if cell.day == clinics.SUNDAY]
    assert cell.accessibleName().startswith("Today, Sunday, 2 November 2025: ")
    return cell


def current(desk: Desk) -> Appointment:
    """Answer the current visit."""
    item = desk.workplace.calendar.current()
    assert isinstance(item, Appointment)
    return item


def test_a_switch_of_modes_keeps_day_doctors_and_selection(desk: Desk) -> None:
    desk.show(dt.date(2025, 11, 4))
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.click("Show Dr Cole")
    desk.settled()
    desk.click_item(desk.visit("Dr Lee", "11:00"))
    desk.settled()
    visit = current(desk)
    for mode in ("week", "agenda", "week", "month", "day", "agenda", "month", "agenda", "day"):
        switch(desk, mode)
        calendar = desk.workplace.calendar
        assert calendar.mode == mode
        assert desk.find(mode.capitalize(), QAbstractButton).isChecked()
        assert calendar.day == dt.date(2025, 11, 4)
        assert [doctor.name for doctor in calendar.doctors] == ["Dr Lee"]
        if mode != "month":
            assert current(desk).id == visit.id, mode


def test_with_nothing_selected_a_switch_keeps_the_day(desk: Desk) -> None:
    calendar = desk.workplace.calendar
    desk.book("Dr Lee", "13:00", patient="stone")
    desk.show(dt.date(2025, 10, 29))
    desk.press("Esc")
    for mode in ("week", "agenda", "day", "month", "agenda", "week", "day"):
        switch(desk, mode)
        assert (calendar.day, calendar.current()) == (dt.date(2025, 10, 29), None), mode
    desk.press("T")
    desk.settled()
    desk.click_item(desk.visit("Dr Lee", "13:00"))
    desk.press("Esc")
    switch(desk, "week")
    desk.press("PgDown")
    desk.press("PgDown")
    desk.settled()
    switch(desk, "day")
    assert calendar.day == dt.date(2025, 11, 16)


@pytest.mark.slow
def test_a_commit_by_another_program_updates_each_mode(
    open_desk: OpenDesk, settings: Settings
) -> None:
    desk = open_desk(settings)
    other = open_desk(clinics.settings_of(settings.database, settings.state_folder.parent / "b"))
    blocks = {at: other.block("Dr Lee", at).id for at in ("11:00", "12:00", "13:00", "14:00")}
    shown: dict[str, Callable[[], bool]] = {
        "day": lambda: "11:00" not in desk.free_blocks("Dr Lee"),
        "week": lambda: "12:00 Ann Smith" in desk.visits("Dr Lee"),
        "month": lambda: month_says(desk) == "8 h free, 3 h booked",
        "agenda": lambda: "14:00\u201315:00 Ann Smith" in listed(desk),
    }
    for (mode, is_shown), block in zip(shown.items(), blocks.values(), strict=True):
        switch(desk, mode)
        assert not is_shown(), mode
        other.app.dispatcher.office.do(BookBlock(patient_id=1, block_id=block)).result(timeout=120)
        desk.wait_for(is_shown, mode)
        desk.settled()


def test_a_week_shows_all_checked_doctors_by_day_or_one(desk: Desk) -> None:
    switch(desk, "week")
    days = [dt.date(2025, 10, 27) + dt.timedelta(days=at) for at in range(7)]
    both = [(name, day) for day in days for name in ("Dr Lee", "Dr Cole")]
    assert [(column.doctor.name, column.day) for column in desk.view.columns()] == both
    # The chosen day is the last of its week: the columns stand scrolled to it.
    today = next(item for item in desk.items("Dr Lee") if item.start.date() == clinics.SUNDAY)
    assert desk.view.viewport().rect().intersects(desk.view.item_rect(today.id))
    before = desk.view.viewport().grab().toImage()
    desk.view.horizontalScrollBar().setValue(0)
    first = next(item for item in desk.items("Dr Lee") if item.start.date() == days[0])
    assert desk.view.viewport().rect().intersects(desk.view.item_rect(first.id))
    assert desk.view.viewport().grab().toImage() != before
    whose = desk.find("Whose week", QComboBox)
    assert [whose.itemText(at) for at in range(whose.count())] == [
        "All doctors",
        "Dr Lee",
        "Dr Cole",
    ]
    QTest.keyClick(whose, Qt.Key.Key_Down)
    desk.settled()
    assert [column.day for column in desk.view.columns()] == days
    assert {column.doctor.name for column in desk.view.columns()} == {"Dr Lee"}
    switch(desk, "day")
    assert len(desk.view.columns()) == 2
    switch(desk, "week")
    assert whose.currentText() == "Dr Lee"


def test_the_month_shows_each_doctors_share_and_opens_days(desk: Desk) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    switch(desk, "month")
    assert desk.workplace.top.title.text() == "November 2025"
    assert month_says(desk) == "10 h free, 1 h booked"
    assert today(desk).accessibleDescription() == (
        "Dr Lee: 7 h free, 1 h booked; Dr Cole: 3 h free, 0 min booked"
    )
    desk.find("Saturday, 8 November 2025: closed", QAbstractButton)
    for key, reached in (
        ("Right", dt.date(2025, 11, 3)),
        ("Down", dt.date(2025, 11, 10)),
        ("Left", dt.date(2025, 11, 9)),
        ("PgDown", dt.date(2025, 12, 9)),
        ("PgUp", dt.date(2025, 11, 9)),
        ("Up", clinics.SUNDAY),
    ):
        desk.press(key)
        desk.settled()
        assert desk.workplace.calendar.day == reached, key
    desk.press("Right")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    assert desk.workplace.calendar.mode == "day"
    assert [column.day for column in desk.view.columns()] == [dt.date(2025, 11, 3)] * 2
    switch(desk, "month")
    desk.click("Tuesday, 4 November 2025: 11 h free")
    desk.settled()
    assert (desk.workplace.calendar.mode, desk.workplace.calendar.day) == (
        "day", dt.date(2025, 11, 4),
    )  # fmt: skip


def test_the_list_is_sorted_filtered_and_opened(desk: Desk) -> None:
    desk.book("Dr Lee", "11:00", patient="smith", note="Bring the letter")
    desk.book("Dr Cole", "11:15", patient="stone")
    desk.book("Dr Lee", "13:00", patient="m\u00fcller")
    switch(desk, "agenda")
    assert listed(desk, (0, 1, 2)) == [
        "Sun 2 Nov 11:00\u201312:00 Ann Smith",
        "Sun 2 Nov 11:15\u201311:30 Bob Stone",
        "Sun 2 Nov 13:00\u201314:00 Jos\u00e9 M\u00fcller",
    ]
    heads = table(desk).horizontalHeader()
    place = QPoint(heads.sectionViewportPosition(2) + 12, 8)
    for order in (["Ann", "Bob", "Jos\u00e9"], ["Jos\u00e9", "Bob", "Ann"]):
        QTest.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert [row.split()[0] for row in listed(desk, (2,))] == order
    desk.fill("Filter visits", "LEE let")
    assert listed(desk, (2, 7)) == ["Ann Smith Bring the letter"]
    assert desk.says("1 of 3 visits")
    desk.fill("Filter visits", "nobody at all")
    assert desk.says("No visit holds all these words.")
    desk.fill("Filter visits", "dr")
    switch(desk, "month")
    switch(desk, "agenda")
    desk.press("Esc")
    patients = []
    for _ in range(3):
        desk.press("Down")
        patients.append(current(desk).patient.split()[0])
    assert patients == ["Jos\u00e9", "Bob", "Ann"]
    desk.fill("Filter visits", "muller")
    desk.press("Enter")
    desk.press("Enter")
    desk.settled()
    assert desk.workplace.panel is desk.workplace.appointment
    opened = desk.workplace.appointment.appointment
    assert opened is not None
    assert opened.patient == "Jos\u00e9 M\u00fcller"


@pytest.mark.qt_log_ignore("propagateSizeHints")  # what the offscreen platform says of dialogs
def test_the_list_is_saved_as_shown_and_no_cell_is_a_formula(desk: Desk, tmp_path: Path) -> None:
    desk.book("Dr Lee", "11:00", patient="smith", note='=HYPERLINK("http://x")')
    desk.book("Dr Cole", "11:15", patient="stone", note="+1 212 555 0102")
    desk.book("Dr Lee", "13:00", patient="m\u00fcller", note="@a; \u201cquoted\u201d, two\u2026")
    switch(desk, "agenda")
    desk.fill("Filter visits", "lee")
    file = tmp_path / "visits 2.11.csv"
    desk.press("Ctrl+Shift+E")
    dialog = desk.app.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(file.with_suffix("")))
    dialog.accept()
    desk.wait_for(lambda: desk.notice.startswith("Saved"))
    desk.settled()
    assert desk.notice == f"Saved 2 visits to {file}"
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["patient"] for row in rows] == ["Ann Smith", "Jos\u00e9 M\u00fcller"]
    assert rows[0]["start"] == "2025-11-02T11:00:00-05:00"
    assert [row["phone"] for row in rows] == ["+1 212 555 0101", "+1 212 555 0103"]
    assert [row["note"] for row in rows] == [
        "'=HYPERLINK(\"http://x\")", "'@a; \u201cquoted\u201d, two\u2026",
    ]  # fmt: skip
    assert [path.name for path in tmp_path.glob("*visits*")] == [file.name]


def test_a_list_that_can_not_be_saved_says_what_is_safe(desk: Desk, tmp_path: Path) -> None:
    switch(desk, "agenda")
    desk.find("Agenda view", VisitsTable).save_to(tmp_path / "missing" / "visits.csv")
    desk.wait_for(lambda: bool(desk.notice))
    assert "could not be written" in desk.notice
    assert "What was there before is unchanged." in desk.notice


def test_no_list_of_masks_is_saved(desk: Desk, tmp_path: Path) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    switch(desk, "agenda")
    desk.press("Ctrl+Shift+H")
    desk.press("Ctrl+Shift+E")
    desk.settled()
    said = "Patients are hidden. Show them (Ctrl+Shift+H) to save the agenda."
    assert desk.notice == said
    assert desk.app.window.findChild(QFileDialog) is None
    file = tmp_path / "visits.csv"
    desk.find("Agenda view", VisitsTable).save_to(file)
    desk.settled()
    assert not file.exists()


def test_a_drive_that_hangs_while_a_list_is_saved_holds_up_nothing_else(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    begun, free, made = threading.Event(), threading.Event(), tempfile.mkstemp

    def slow(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - as the library's
        if named.get("dir") == drive:
            begun.set()
            assert free.wait(60)
        return made(*args, **named)

    monkeypatch.setattr(tempfile, "mkstemp", slow)
    desk.book("Dr Lee", "11:00", patient="smith")
    switch(desk, "agenda")
    try:
        desk.find("Agenda view", VisitsTable).save_to(drive / "visits.csv")
        desk.wait_for(begun.is_set)
        desk.press(KEYS["day"])
        desk.press("PgDown")
        desk.wait_for(lambda: desk.workplace.calendar.is_settled)
        assert not free.is_set()
    finally:
        free.set()
    desk.wait_for(lambda: desk.notice.startswith("Saved 1 visit"))
    assert (drive / "visits.csv").exists()


@pytest.mark.parametrize("mode", ["month", "agenda"])
def test_a_free_time_is_shown_in_its_day_whatever_was_shown(desk: Desk, mode: str) -> None:
    switch(desk, mode)
    desk.press("Ctrl+N")
    desk.settled()
    assert desk.workplace.calendar.mode == "day"
    assert desk.workplace.calendar.current() is not None
    desk.press("Esc")
    desk.book("Dr Lee", "13:00", patient="smith")
    switch(desk, "agenda")
    desk.workplace.begin_move(desk.workplace.calendar.current())  # type: ignore[arg-type]
    desk.settled()
    assert desk.workplace.calendar.mode == "day"
    desk.open_block("Dr Lee", "15:00")
    desk.settled()
    assert "15:00 Ann Smith" in desk.visits("Dr Lee")


def test_cancelled_visits_are_shown_on_demand_at_their_old_time(desk: Desk) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.book("Dr Lee", "12:00", patient="stone")
    desk.cancel("Dr Lee", "11:00")
    desk.press("Esc")
    assert desk.visits("Dr Lee") == ["12:00 Bob Stone"]
    desk.press("Shift+C")
    desk.settled()
    assert desk.find("Show cancelled visits", QCheckBox).isChecked()
    gone = desk.visit("Dr Lee", "11:00")
    assert gone.status is AppointmentStatus.CANCELLED
    free = desk.block("Dr Lee", "11:00")
    boxes = [desk.view.item_rect(item.id) for item in (gone, free)]
    assert not boxes[0].intersects(boxes[1])
    assert boxes[0].width() < boxes[1].width()
    desk.click_item(gone)
    desk.settled()
    assert desk.workplace.panel is desk.workplace.appointment
    desk.press("Esc")
    desk.book("Dr Lee", "11:00", patient="m\u00fcller")
    eleven = [item for item in desk.items("Dr Lee") if desk.clock(item.start) == "11:00"]
    assert [item.holds for item in eleven if isinstance(item, Appointment)] == [True, False]
    switch(desk, "week")
    assert "11:00 Ann Smith" in desk.visits("Dr Lee")
    switch(desk, "agenda")
    assert [row for row in listed(desk, (2, 5)) if row.endswith("Cancelled")] == [
        "Ann Smith Cancelled"
    ]
    struck = [
        table(desk).model().index(row, 2).data(Qt.ItemDataRole.FontRole).strikeOut()
        for row in range(3)
    ]
    assert sorted(struck) == [False, False, True]
    desk.click("Show cancelled visits")
    desk.settled()
    assert [row for row in listed(desk, (5,)) if row == "Cancelled"] == []
    switch(desk, "day")
    assert "11:00 Ann Smith" not in desk.visits("Dr Lee")


def test_a_clinic_without_doctors_asks_for_the_first_in_every_mode(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    settings = clinics.settings_of(str(tmp_path / "clinic.db"), tmp_path)
    with guards.SQL.allowed():
        compose.create_clinic(settings, name="Elm Street", zone=clinics.ZONE, clock=clinics.clock)
    desk = open_desk(settings)
    for mode in ("month", "agenda", "week", "agenda"):
        switch(desk, mode)
        assert desk.named("Doctor"), mode
    form = desk.find("First doctor", QWidget)
    assert form.height() == form.sizeHint().height(), "as high as its words need"
    desk.fill("Doctor", "Dr Lee")
    desk.fill("Weekly hours", "Sun 9-10")
    desk.settled()
    desk.click("Add doctor")
    desk.wait_for(lambda: desk.offers("Show Dr Lee"))
    desk.settled()
    assert not desk.named("Doctor")
    assert desk.says("No visits in these days.")
    for mode in ("month", "agenda"):
        switch(desk, mode)
        for hidden in (True, False):
            desk.click("Show Dr Lee")
            desk.settled()
            assert desk.says("No doctor is shown.") is hidden


def test_what_could_not_be_shown_takes_no_selection_away_later(desk: Desk) -> None:
    office = desk.app.dispatcher.office
    gone = desk.block("Dr Lee", "13:00")
    visit = office.do(BookBlock(patient_id=2, block_id=gone.id)).result(120).answer.appointment
    desk.wait_for(lambda: "13:00" not in desk.free_blocks("Dr Lee"))
    desk.settled()
    desk.workplace.calendar.reveal(gone)
    desk.view.select_block(desk.block("Dr Lee", "15:00").id)
    wish = CancelAppointment(
        appointment_id=visit.id, reason=CancelReason.CLINIC, version=visit.version
    )
    office.do(wish).result(120)
    desk.wait_until_free("Dr Lee", "13:00")
    chosen = desk.view.current()
    assert chosen is not None
    assert desk.clock(chosen.start) == "15:00"
