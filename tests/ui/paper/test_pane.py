"""Printing from the window: what is shown is what the clinic holds, and what comes out."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFileSystemModel,
    QLabel,
    QLineEdit,
    QPushButton,
)

from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.domain.sheets import Paper
from clinic_desktop.settings import Settings
from clinic_desktop.ui.paper import output, printer
from clinic_desktop.ui.paper.page import Page
from clinic_desktop.ui.paper.pane import PaperPane
from tests.driver import Desk
from tests.engines import look_at
from tests.ui.conftest import OpenDesk
from tests.ui.guards import LogGuard
from tests.ui.paper.samples import texts


def pane(desk: Desk) -> PaperPane:
    """Answer the place where one prints, once it shows what it should."""
    desk.settled()
    return desk.find("Printing place", PaperPane)


def shown(desk: Desk) -> list[str]:
    """Answer every line on the shown pages."""
    return texts(*pane(desk).view.pages)


def printing(desk: Desk) -> Desk:
    """Book a visit and begin to print."""
    desk.book("Dr Lee", "11:00", patient="Ann Smith", note="Bring the letter")
    desk.press("Ctrl+P")
    desk.settled()
    return desk


def test_the_shown_day_is_ready_to_print_and_esc_leads_back(desk: Desk) -> None:
    printing(desk)
    told = shown(desk)
    assert told.count("Ann Smith") == 1
    for words in ("Dr Lee", "Dr Cole", "Elm Street", "Bring the letter", "+1 212 555 0101",
                  "12 Mar 1980", "Printed 2 Nov 2025, 10:05"):  # fmt: skip
        assert words in told, words
    assert desk.says("2 pages")
    assert not desk.view.isVisible()
    desk.press("Esc")
    assert desk.view.isVisible()
    assert desk.view.hasFocus()


def test_a_booking_of_another_desk_comes_onto_the_page(desk: Desk) -> None:
    desk.press("Ctrl+P")
    assert "Bob Stone" not in shown(desk)
    block = desk.block("Dr Lee", "15:00")
    office = desk.app.dispatcher.office
    office.do(BookBlock(patient_id=2, block_id=block.id)).result(timeout=120)
    desk.wait_for(lambda: "Bob Stone" in shown(desk), "the other visit")


def test_a_pdf_is_saved_and_told(desk: Desk, tmp_path: Path) -> None:
    printing(desk)
    file = tmp_path / "day.pdf"
    desk.fill("PDF file", str(file))
    desk.click("Save as PDF")
    desk.settled()
    assert desk.notice == f"Saved as {file}."
    assert file.read_bytes().count(b"/Type /Page\n") == 2
    desk.fill("PDF file", str(tmp_path / "none" / "day.pdf"))
    desk.press("Enter")
    desk.settled()
    assert desk.says("there is no folder")
    assert desk.offers("Save as PDF")


@pytest.mark.qt_log_ignore("propagateSizeHints")  # what the offscreen platform says of dialogs
def test_choosing_a_place_beside_the_clinic_keeps_its_locks(
    open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    desk = printing(open_desk(sqlite_settings))
    database = Path(sqlite_settings.database)
    desk.fill("PDF file", str(database.with_name("day.pdf")))
    desk.click("Other place")
    (dialog,) = desk.app.window.findChildren(QFileDialog)
    (model,) = dialog.findChildren(QFileSystemModel)
    dialog.setNameFilter("All (*)")
    desk.wait_for(lambda: model.type(model.index(str(database))) not in ("", "Unknown"))
    dialog.close()
    look_at(database)
    assert database.with_name(f"{database.name}-wal").exists()


def test_a_pdf_never_takes_the_place_of_the_clinic_nor_its_locks(
    open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    desk = printing(open_desk(sqlite_settings))
    database = Path(sqlite_settings.database)
    log, file = database.with_name(f"{database.name}-wal"), database.with_name("day.pdf")
    for own in (database, log, database.with_name(f"{database.name}-journal")):
        file.unlink(missing_ok=True)
        file.symlink_to(own)
        desk.fill("PDF file", str(file))
        desk.click("Save as PDF")
        desk.settled()
        assert desk.says("is the clinic itself, so it is kept"), own
    assert log.stat().st_size
    look_at(database)
    # Whoever is the last to close it takes the log away: that was not the other program.
    assert log.stat().st_size


@pytest.mark.qt_log_ignore("propagateSizeHints")  # what the offscreen platform says of dialogs
def test_another_place_is_chosen_and_kept_for_the_next_sheet(desk: Desk, tmp_path: Path) -> None:
    printing(desk)
    desk.click("Other place")
    (dialog,) = desk.app.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "mine.pdf"))
    dialog.close()
    desk.settled()
    assert desk.says(f"in {tmp_path}")
    desk.click("Save as PDF")
    desk.settled()
    assert (tmp_path / "mine.pdf").read_bytes().startswith(b"%PDF-")
    desk.press("PgDown")
    desk.settled()
    desk.click("Save as PDF")
    desk.settled()
    assert (tmp_path / "Sheets 2025-11-03.pdf").exists()


@pytest.mark.qt_log_ignore("propagateSizeHints")  # what the offscreen platform says of dialogs
def test_a_name_that_was_typed_without_its_ending_gets_it(desk: Desk, tmp_path: Path) -> None:
    def choose(name: str) -> None:
        desk.click("Other place")
        (dialog,) = desk.app.window.findChildren(QFileDialog)
        dialog.fileSelected.emit(str(tmp_path / name))
        dialog.close()
        desk.settled()

    printing(desk)
    choose("Dr. Lee")
    assert desk.find("PDF file", QLineEdit).text() == "Dr. Lee.pdf"
    for name in ("Dr. Lee", "Sunday", "Monday.PDF"):
        desk.fill("PDF file", name)
        desk.click("Save as PDF")
        desk.settled()
    assert sorted(file.name for file in tmp_path.glob("*day*")) == ["Monday.PDF", "Sunday.pdf"]
    assert desk.says(f"in {tmp_path}")
    # What is there under the whole name was not asked about: it is asked again.
    choose("Dr. Lee")
    (again,) = desk.app.window.findChildren(QFileDialog)
    assert again.selectedFiles() == [str(tmp_path / "Dr. Lee.pdf")]
    again.close()
    desk.settled()


@pytest.mark.qt_log_ignore("propagateSizeHints")  # what the offscreen platform says of dialogs
def test_the_topmost_folder_is_called_so(desk: Desk) -> None:
    printing(desk)
    desk.click("Other place")
    (dialog,) = desk.app.window.findChildren(QFileDialog)
    dialog.fileSelected.emit("/day")
    dialog.close()
    desk.settled()
    assert desk.says("in the topmost folder, /")


def test_the_file_is_named_by_doctor_and_day(desk: Desk) -> None:
    desk.press("Ctrl+P")
    desk.settled()
    file = desk.find("PDF file", QLineEdit)
    assert file.text() == "Sheets 2025-11-02.pdf"
    doctors = desk.find("Whose sheets", QComboBox)
    doctors.setFocus()
    desk.press("Down")
    assert {"Dr Lee", "1 of 1"} <= set(shown(desk))
    assert "Dr Cole" not in shown(desk)
    desk.click("Week sheet")
    desk.settled()
    assert file.text().startswith("Dr Lee week 2025-1")


def test_other_days_doctors_sheets_and_papers_are_shown_at_once(desk: Desk) -> None:
    printing(desk)
    desk.press("PgDown")
    assert "Monday, 3 November 2025" in shown(desk)
    desk.click("Week sheet")
    page = pane(desk).view.pages[0]
    assert page.format.landscape
    desk.click("Letter")
    assert pane(desk).view.pages[0].format.points == (792, 612)
    desk.click("A4")
    assert pane(desk).view.pages[0].format.points == (842, 595)
    desk.click("Show Dr Lee")
    assert "Dr Lee" not in shown(desk)
    desk.click("Show Dr Cole")
    desk.settled()
    assert pane(desk).view.pages == ()
    assert not desk.offers("Save as PDF")
    assert not desk.offers("Print")


def test_the_focus_stays_with_a_way_out_that_is_switched_off_for_a_while(
    desk: Desk, tmp_path: Path
) -> None:
    printing(desk)
    save = desk.find("Save as PDF", QPushButton)
    assert save.hasFocus()
    desk.click("Week sheet")
    desk.settled()
    assert save.isEnabled()
    assert desk.focus is save
    desk.find("PDF file", QLineEdit).setText(str(tmp_path / "week.pdf"))
    desk.press("Enter")
    desk.settled()
    assert desk.notice == f"Saved as {tmp_path / 'week.pdf'}."
    assert save.hasFocus()


def test_hidden_patients_are_hidden_on_the_page_and_come_back(desk: Desk) -> None:
    printing(desk)
    assert "Ann Smith" in shown(desk)
    desk.press("Ctrl+Shift+H")
    told = shown(desk)
    assert "11:00" in told
    assert not {"Ann Smith", "Bring the letter", "+1 212 555 0101", "12 Mar 1980"} & set(told)
    desk.press("Ctrl+Shift+H")
    assert "Ann Smith" in shown(desk)


def test_names_leave_the_page_in_the_moment_in_which_they_are_hidden(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not as soon as a worker has time to lay new pages out."""
    printing(desk)
    assert "Ann Smith" in shown(desk)
    with monkeypatch.context() as busy:
        busy.setattr(desk.app._worker, "submit", lambda _job: Future())  # noqa: SLF001
        desk.press("Ctrl+Shift+H")
        assert "Ann Smith" not in texts(*desk.find("Printing place", PaperPane).view.pages)


def test_a_typed_file_name_stays_for_the_same_sheets_alone(desk: Desk) -> None:
    printing(desk)
    desk.fill("PDF file", "mornings.pdf")
    choices = pane(desk).choices
    desk.click("Letter" if choices.paper is Paper.A4 else "A4")
    desk.settled()
    assert choices.file.text() == "mornings.pdf"
    desk.press("Tab")
    desk.press("PgDown")
    desk.settled()
    assert choices.file.text() == "Sheets 2025-11-03.pdf"


def test_going_on_with_work_gives_the_calendar_back(desk: Desk) -> None:
    printing(desk)
    desk.press("Ctrl+N")
    desk.settled()
    assert desk.view.isVisible()
    assert not desk.named("Printing place")
    desk.press("Ctrl+P")
    desk.click("Close printing")
    assert desk.view.isVisible()
    desk.click("Print sheets")
    assert "Dr Lee" in shown(desk)


def test_the_preview_is_the_painter_s_picture(desk: Desk) -> None:
    printing(desk)
    view = pane(desk).view
    picture = view.picture(0)
    mine = output.picture(view.pages[0], picture.width())
    assert picture.toImage().convertToFormat(mine.format()) == mine
    view.verticalScrollBar().setValue(0)
    seen = view.viewport().grab().toImage()
    ground = seen.pixelColor(2, 2)
    left = next(x for x in range(seen.width()) if seen.pixelColor(x, 60).name() == "#ffffff")
    assert ground.name() != "#ffffff"
    for x, y in ((40, 30), (120, 60), (200, 90)):
        assert seen.pixelColor(left + x, y) == mine.pixelColor(x, y - 20)


def test_a_printer_is_chosen_and_used(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, int, str]] = []

    def send(name: str, pages: Sequence[Page], title: str) -> None:
        sent.append((name, len(pages), title))

    names = ("Front desk", "Back office")
    monkeypatch.setattr(printer, "printers", lambda: printer.Printers(names, "Back office"))
    monkeypatch.setattr(printer, "send", send)
    printing(desk)
    assert desk.find("Printer", QComboBox).currentText() == "Back office"
    desk.press("Enter")
    desk.settled()
    assert sent == [("Back office", 2, "2 sheets, Sunday, 2 November 2025")]
    assert "sent to Back office" in desk.notice


def test_nothing_else_is_printed_until_a_sheet_is_sent_whatever_is_booked_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = threading.Event()
    monkeypatch.setattr(printer, "printers", lambda: printer.Printers(("Slow",), "Slow"))
    monkeypatch.setattr(printer, "send", lambda *_sheet: taken.wait(timeout=120))
    printing(desk)
    block = desk.block("Dr Lee", "15:00")
    desk.click("Print")
    office = desk.app.dispatcher.office
    office.do(BookBlock(patient_id=2, block_id=block.id)).result(timeout=120)
    place = desk.find("Printing place", PaperPane)
    desk.wait_for(lambda: "Bob Stone" in texts(*place.view.pages), "the other visit")
    assert not desk.offers("Print")
    assert not desk.offers("Save as PDF")
    taken.set()
    desk.settled()
    assert desk.offers("Print")
    assert "sent to Slow" in desk.notice


def test_a_printer_that_is_gone_is_told_with_the_ways_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, log_guard: LogGuard
) -> None:
    log_guard.expect("was not printed")
    monkeypatch.setattr(printer, "printers", lambda: printer.Printers(("Gone",), "Gone"))
    printing(desk)
    desk.click("Print")
    desk.settled()
    assert desk.says("Gone does not print: it is not there any more.")
    assert desk.offers("Print")


def test_without_printers_a_pdf_is_the_way(desk: Desk) -> None:
    printing(desk)
    assert desk.says("No printer is set up on this computer.")
    assert not desk.offers("Print")
    assert desk.focus.accessibleName() == "Save as PDF"


def test_every_choice_has_a_name_and_keys_go_round(desk: Desk) -> None:
    printing(desk)
    choices = pane(desk).choices
    names = {w.accessibleName() for w in choices.findChildren(QComboBox) if w.isVisible()}
    assert names == {"Whose sheets"}
    assert all(label.text() for label in choices.findChildren(QLabel) if label.isVisible())
    places = []
    for _ in range(4):
        desk.press("F6")
        places.append(desk.focus.accessibleName())
    assert "Save as PDF" in places
