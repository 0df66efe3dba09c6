"""The list of visits: what it says and shows, and where the keys are meanwhile."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QPixmap
from PySide6.QtWidgets import QFileDialog, QHeaderView, QLineEdit, QTableView

from clinic_desktop.domain.booking import AgendaOf, Blocks, BookBlock, NextFree
from clinic_desktop.domain.office import Query, Seen
from clinic_desktop.domain.people import AddPatient, Name
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.privacy import MASK
from tests.driver import Desk
from tests.ui import clinics

NOT_READ = "can\u2019t be read now"


def table(desk: Desk) -> QTableView:
    """Answer the list of visits."""
    return desk.find("Visits", QTableView)


def book_elsewhere(desk: Desk) -> None:
    """Book Dr Lee's next free block, as another window does."""
    office = desk.app.dispatcher.office
    block = office.ask(NextFree(after=clinics.NOW)).result(120).answer[0]
    office.do(BookBlock(patient_id=1, block_id=block.id)).result(120)


@pytest.mark.parametrize("mode", ["Ctrl+1", "Ctrl+4"])
def test_what_could_not_be_read_is_no_longer_told_when_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    desk.press(mode)
    desk.settled()
    office = desk.app.dispatcher.office
    ask = office.ask
    failed: list[object] = []

    def ask_once_more(question: Query[object]) -> Future[Seen[object]]:
        if not isinstance(question, AgendaOf) or failed:
            return ask(question)
        failed.append(question)
        answer: Future[Seen[object]] = Future()
        answer.set_exception(Unavailable("locked", "Busy."))
        return answer

    def is_told() -> bool:
        notice = desk.view.shown_notice()
        said = notice.sentence if notice is not None and desk.view.isVisible() else ""
        return NOT_READ in said or desk.says(NOT_READ)

    monkeypatch.setattr(office, "ask", ask_once_more)
    book_elsewhere(desk)
    desk.wait_for(is_told, "a part can't be read")
    desk.settled()
    desk.wait_for(lambda: desk.workplace.is_settled and not is_told(), "it was read")


def test_the_keys_stay_in_the_list_over_days_without_visits(desk: Desk) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.press("Ctrl+4")
    desk.settled()
    desk.press("Down")
    assert table(desk).hasFocus()
    desk.press("PgUp")
    desk.settled()
    assert not desk.named("Visits")
    desk.press("T")
    desk.settled()
    assert table(desk).hasFocus()
    assert not desk.find("Filter visits", QLineEdit).text()


def test_a_months_list_begins_with_the_chosen_day(desk: Desk) -> None:
    office = desk.app.dispatcher.office
    month = TimeSpan(clinics.NOW, clinics.NOW + dt.timedelta(days=28))
    for block in office.ask(Blocks(span=month)).result(120).answer[::12]:
        office.do(BookBlock(patient_id=1, block_id=block.id, even_if_busy=True)).result(120)
    for day in (5, 12):
        desk.press("Ctrl+3")
        desk.show(dt.date(2025, 11, day))
        desk.press("Ctrl+4")
        desk.settled()
        rows = table(desk)
        assert rows.model().index(0, 0).data() == "Sun 2 Nov"
        assert rows.model().index(rows.rowAt(0), 0).data() == f"Wed {day} Nov"


def test_a_name_in_the_filter_is_hidden_too(desk: Desk) -> None:
    desk.press("Ctrl+4")
    desk.fill("Filter visits", "smith")
    field = desk.find("Filter visits", QLineEdit)
    assert field.displayText() == "smith"
    desk.press("Ctrl+Shift+H")
    assert "smith" not in field.displayText()
    desk.press("Ctrl+Shift+H")
    assert field.displayText() == "smith"


def test_a_status_has_its_icon_and_words(desk: Desk) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.press("Ctrl+4")
    desk.settled()
    model = table(desk).model()
    cells = [model.index(0, column, QModelIndex()) for column in range(model.columnCount())]
    marks = [cell.data(Qt.ItemDataRole.DecorationRole) for cell in cells]
    (status,) = [at for at, mark in enumerate(marks) if isinstance(mark, QPixmap)]
    assert cells[status].data() == "Booked"


def test_a_visit_can_be_called_from_the_list(desk: Desk) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.press("Ctrl+4")
    desk.settled()
    model = table(desk).model()
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    phone = heads.index("Phone")

    def shown() -> list[str]:
        return [str(model.index(n, phone).data()) for n in range(model.rowCount())]

    assert shown() == ["+1 212 555 0101"]
    # What another program books is read as a part, and brings its phone along.
    book_elsewhere(desk)
    desk.wait_for(lambda: model.rowCount() == 2, "the other visit is listed")
    assert shown() == ["+1 212 555 0101"] * 2
    desk.fill("Filter visits", "2125550101")
    assert model.rowCount() == 2
    desk.fill("Filter visits", "0102")
    assert model.rowCount() == 0
    desk.fill("Filter visits", "dr")
    desk.press("Ctrl+Shift+H")
    assert shown() == [MASK] * 2


def test_of_several_phones_the_list_shows_the_first_and_tells_all(desk: Desk) -> None:
    phones = ("+1 212 555 0103", "+1 212 555 0104")
    office = desk.app.dispatcher.office
    made = clinics.done(office, AddPatient(name=Name("Zoe", "Zimmer"), phones=phones))
    block = desk.block("Dr Lee", "11:00")
    clinics.done(office, BookBlock(patient_id=made.id, block_id=block.id))
    desk.press("Ctrl+4")
    desk.settled()
    model = table(desk).model()
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    cell = model.index(0, heads.index("Phone"))
    assert cell.data() == "+1 212 555 0103 (+1)"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == ", ".join(phones)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Phone: " + ", ".join(phones)
    metrics = QFontMetrics(desk.workplace.booking.look.font("body"))
    wide = table(desk).columnWidth(cell.column())
    assert wide >= metrics.horizontalAdvance(str(cell.data()))
    desk.fill("Filter visits", "5550104")
    assert model.rowCount() == 1


def test_headings_stand_over_what_they_name(desk: Desk) -> None:
    """The letter T of a heading and of a name under it begin at one pixel."""
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.press("Ctrl+4")
    desk.settled()
    shown = table(desk)
    heads = shown.horizontalHeader()
    assert isinstance(heads, QHeaderView)
    column = [str(shown.model().headerData(n, Qt.Orientation.Horizontal)) for n in range(8)].index(
        "Doctor"
    )
    picture = shown.grab().toImage()
    left = heads.sectionViewportPosition(column)
    cell = shown.visualRect(shown.model().index(0, column)).translated(0, heads.height())

    def ink(top: int, bottom: int) -> int:
        """Answer where the first letter, a D in both, begins."""
        across = range(left, left + heads.sectionSize(column))
        return next(
            x
            for x in across
            if any(picture.pixelColor(x, y).lightness() < 160 for y in range(top, bottom))
        )

    assert abs(ink(2, heads.height() - 4) - ink(cell.top() + 2, cell.bottom() - 2)) <= 1


@pytest.mark.qt_log_ignore("propagateSizeHints")  # what the offscreen platform says of dialogs
def test_a_list_is_proposed_to_be_saved_among_the_person_s_documents(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "Documents").mkdir()
    desk.press("Ctrl+4")
    desk.settled()
    desk.click("Save as CSV")
    (dialog,) = desk.app.window.findChildren(QFileDialog)
    assert dialog.directory().path() == str(tmp_path / "Documents")
    dialog.close()
    desk.settled()


def test_the_row_that_the_keys_are_on_is_framed_and_no_cell_of_it(desk: Desk, look: Look) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.press("Ctrl+4")
    desk.settled()
    desk.press("Down")
    shown = table(desk)
    focus = look.palette.focus.lower()
    middle, right = shown.rowHeight(0) // 2, shown.viewport().width() - 1
    cells = range(2, right - 1)

    def framed() -> tuple[bool, bool]:
        image = shown.viewport().grab().toImage()
        at = [image.pixelColor(x, middle).name() == focus for x in range(right + 1)]
        return at[0] and at[right], any(at[x] for x in cells)

    assert framed() == (True, False)
    desk.find("Filter visits").setFocus()
    assert framed() == (False, False)
