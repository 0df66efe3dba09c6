"""An imported day in the window: on the screen stands a card for each row of that day."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QScrollBar

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.domain.bulk import ImportHistory
from clinic_desktop.ui.look import Look
from tests.driver import Desk
from tests.engines import shared
from tests.ui import clinics
from tests.ui.conftest import OpenDesk
from tests.ui.guards import SQL

pytestmark = [pytest.mark.shared_data, pytest.mark.slow, pytest.mark.timeout(300)]

OpenImported = Callable[[Path, str, str], Desk]
HIDDEN = ("cancelled", "rescheduled")
"""What became of a dental visit that the calendar does not show: it was cancelled or moved."""


@pytest.fixture
def open_imported(open_desk: OpenDesk, tmp_path: Path) -> OpenImported:
    """Import a file into a new clinic, by a mapping and in a zone, and open the window on it."""

    def opened(file: Path, mapping: str, zone: str) -> Desk:
        from clinic_desktop import compose

        settings = clinics.settings_of(str(tmp_path / "clinic.db"), tmp_path)
        with SQL.allowed():
            compose.create_clinic(settings, name="Imported", zone=zone)
            office = compose.open_office(settings, feed=False)
            try:
                office.do(ImportHistory(file=file, mapping=mapping)).result(250)
            finally:
                office.close()
        return open_desk(settings)

    return opened


def written(file: Path, rows: list[dict[str, str]]) -> Path:
    """Write rows to a file of their own."""
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return file


def cards(desk: Desk, look: Look) -> int:
    """Scroll over the whole day and count the cards that came by, none of them over another."""
    across, down = desk.view.horizontalScrollBar(), desk.view.verticalScrollBar()
    across.setValue(0)
    down.setValue(0)
    columns: list[list[QRect]] = []
    bars: list[tuple[QPoint, str]] = []
    canvas = desk.view.canvas
    for index, sheet in enumerate(canvas.sheets):
        visits = [one.item for one in sheet.placed if isinstance(one.item, Appointment)]
        rects = [desk.view.shown(canvas.rect((index, visit.id))) for visit in visits]
        columns.append(rects)
        for visit, rect in zip(visits, rects, strict=True):
            bar = look.palette.card(visit.colour, past=True, cancelled=False).bar
            bars.append((QPoint(rect.left() + 1, rect.center().y()), bar))
    for column in columns:
        assert not any(one.intersects(other) for one, other in itertools.combinations(column, 2))
    came_by = set()
    for x, y in itertools.product(_stops(across), _stops(down)):
        across.setValue(x)
        down.setValue(y)
        image = desk.view.viewport().grab().toImage()
        for number, (at, colour) in enumerate(bars):
            point = (at - QPoint(x, y)) * image.devicePixelRatio()
            if image.rect().contains(point) and image.pixelColor(point).name() == colour:
                came_by.add(number)
    return len(came_by)


def _stops(bar: QScrollBar) -> list[int]:
    """Answer where to stop so that everything comes by."""
    return [*range(0, bar.maximum(), bar.pageStep()), bar.maximum()]


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_a_day_of_vitoria_shows_every_visit(
    open_imported: OpenImported, look: Look, tmp_path: Path, *, whole: bool
) -> None:
    file = shared("appointments", "kaggle-brazil-2016", "KaggleV2-May-2016.csv.zip")
    with zipfile.ZipFile(file) as archive:
        text = io.StringIO(archive.read(archive.namelist()[0]).decode())
    rows = list(csv.DictReader(text))
    districts = {row["Neighbourhood"]: row for row in rows}
    per_day = Counter(row["AppointmentDay"][:10] for row in rows)
    days = sorted(per_day, key=per_day.__getitem__)
    shown = (days[0], days[-1])
    if not whole:
        # Importing all of it is tested without a window: the two days, and a visit a district.
        kept = [row for row in rows if row["AppointmentDay"][:10] in shown]
        kept += [row for row in districts.values() if row["AppointmentDay"][:10] not in shown]
        file = written(tmp_path / "days.csv", kept)
    desk = open_imported(file, "no-show-brazil", "America/Sao_Paulo")
    assert {column.doctor.name for column in desk.view.columns()} == set(districts)
    for day in shown:
        desk.show(dt.date.fromisoformat(day))
        assert cards(desk, look) == per_day[day]


def test_a_day_of_the_dental_clinic_shows_every_visit(
    open_imported: OpenImported, look: Look
) -> None:
    file = shared("appointments", "dental-synthetic", "appointments.csv")
    with file.open(encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    desk = open_imported(file, "dental-synthetic", "Asia/Tehran")
    per_day = Counter(row["scheduled_start_at"][:10] for row in rows)
    hidden = Counter(row["scheduled_start_at"][:10] for row in rows if row["status"] in HIDDEN)
    fullest = max(per_day, key=per_day.__getitem__)
    kept_whole = max((day for day in per_day if not hidden[day]), key=per_day.__getitem__)
    for day in (fullest, kept_whole):
        desk.show(dt.date.fromisoformat(day))
        assert cards(desk, look) == per_day[day] - hidden[day]
    assert hidden[fullest]
