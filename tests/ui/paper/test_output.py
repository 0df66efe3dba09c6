"""Pictures and PDF files: the same pages, always light, whole files or none."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QRect, Qt
from PySide6.QtGui import QImage

from clinic_desktop.domain.refusals import Refusal, Unavailable
from clinic_desktop.domain.sheets import Paper, SheetKind
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.paper import output
from clinic_desktop.ui.paper.page import Page
from tests.engines import lacks
from tests.ui.paper.samples import found_in, free_block, pages_of, quarter_visits

DPI = 144
"""Two pixels a point: no page has half a pixel."""
BUSY = QRect(60, 60, 700, 260)
SIZES = {Paper.A4: (595, 842), Paper.LETTER: (612, 792)}


def some(kind: SheetKind = SheetKind.DAY, paper: Paper = Paper.A4) -> tuple[Page, ...]:
    """Answer the pages of a busy sheet."""
    return pages_of(kind, quarter_visits(45), [free_block("07:00", "07:30")], paper)


def poppler(tool: str, *words: str) -> str:
    """Run one of poppler's tools, which read PDF files by no code of ours."""
    if shutil.which(tool) is None:
        lacks("poppler", f"{tool} of poppler-utils is not installed")
    return subprocess.run([tool, *words], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("kind", SheetKind)
@pytest.mark.parametrize("paper", Paper)
def test_a_pdf_has_its_pages_in_the_paper_s_size(
    kind: SheetKind, paper: Paper, tmp_path: Path
) -> None:
    pages = some(kind, paper)
    raw = output.pdf(pages, "Dr Haddad, Monday")
    assert raw.startswith(b"%PDF-")
    assert raw.count(b"/Type /Page\n") == len(pages)
    across, along = SIZES[paper] if kind is SheetKind.DAY else SIZES[paper][::-1]
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", raw)
    assert {tuple(round(float(side)) for side in box) for box in boxes} == {(across, along)}


def test_a_pdf_can_be_searched_and_its_properties_name_no_patient(tmp_path: Path) -> None:
    file = tmp_path / "day.pdf"
    pages = some()
    output.save_pdf(file, pages, "Dr Haddad, Monday", None)
    told = poppler("pdftotext", "-layout", str(file), "-")
    names = [one.patient for one in quarter_visits(45)]
    assert set(found_in(names, [told]).values()) == {1}
    assert [told.count(name) for name in names] == [1] * 45
    assert "08:00\u201308:15" in told
    assert "+1 212 555 0101" in told
    assert told.count("1 of 2") == told.count("2 of 2") == 1
    about = poppler("pdfinfo", str(file))
    assert "Dr Haddad, Monday" in about
    assert "Patient" not in about


@pytest.mark.parametrize("kind", SheetKind)
def test_the_picture_shows_what_the_pdf_holds(kind: SheetKind, tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    pages = some(kind)
    output.save_pdf(file, pages, "Sheet", None)
    first = ("-f", "1", "-l", "1", "-singlefile")
    poppler("pdftoppm", "-r", str(DPI), "-png", "-gray", *first, str(file), str(tmp_path / "page"))
    printed = QImage(str(tmp_path / "page.png"))
    mine = output.picture(pages[0], printed.width())
    assert abs(mine.height() - printed.height()) <= 1
    there = printed.copy(BUSY)
    assert apart(there, mine.copy(BUSY)) < 0.4
    # The measure sees a page that is two pixels off.
    assert apart(there, mine.copy(BUSY.translated(2, 0))) > 0.6


def apart(one: QImage, other: QImage) -> float:
    """Answer how much two pictures differ in darkness, as a share of the first one's ink."""
    first, second = (
        soft(image).convertToFormat(QImage.Format.Format_Grayscale8) for image in (one, other)
    )
    places = [(x, y) for x in range(first.width()) for y in range(first.height())]
    darkness = [
        (255 - first.pixelColor(*at).lightness(), 255 - second.pixelColor(*at).lightness())
        for at in places
    ]
    return sum(abs(a - b) for a, b in darkness) / sum(a for a, _ in darkness)


def soft(image: QImage) -> QImage:
    """Halve a picture, since two programs soften the edges of letters differently."""
    wide, high = image.width() // 2, image.height() // 2
    return image.scaled(wide, high, mode=Qt.TransformationMode.SmoothTransformation)


def test_paper_is_light_whatever_the_theme(look: Look) -> None:
    page = some()[0]
    light = output.picture(page, 600)
    look.set_theme("dark")
    dark = output.picture(page, 600)
    assert light == dark
    inks = {light.pixelColor(x, y).lightness() for x in range(0, 600, 2) for y in range(0, 848, 2)}
    assert min(inks) < 60
    assert max(inks) == 255
    corners = [light.pixelColor(x, y).name() for x in (0, 599) for y in (0, light.height() - 1)]
    assert corners == ["#ffffff"] * 4


def test_paper_follows_the_country() -> None:
    before = QLocale()
    try:
        for name, paper in (("en_US", Paper.LETTER), ("es_MX", Paper.LETTER), ("de_DE", Paper.A4),
                            ("en_GB", Paper.A4), ("C", Paper.A4)):  # fmt: skip
            QLocale.setDefault(QLocale(name))
            assert output.usual_paper() is paper, name
    finally:
        QLocale.setDefault(before)


def test_an_older_pdf_is_replaced_and_anything_else_is_kept(tmp_path: Path) -> None:
    pages = some()
    file = tmp_path / "day.pdf"
    file.write_bytes(b"%PDF-1.4 old")
    output.save_pdf(file, pages, "Sheet", None)
    assert file.read_bytes().count(b"/Type /Page\n") == len(pages)
    other = tmp_path / "clinic.db"
    other.write_bytes(b"SQLite format 3\0")
    with pytest.raises(Refusal) as refused:
        output.save_pdf(other, pages, "Sheet", None)
    assert refused.value.code == "not_a_pdf"
    assert other.read_bytes() == b"SQLite format 3\0"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["clinic.db", "day.pdf"]


def test_a_file_that_can_not_be_written_leaves_the_old_one_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "day.pdf"
    file.write_bytes(b"%PDF-1.4 old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Unavailable, match="file_unwritable") as failed:
        output.save_pdf(file, some(), "Sheet", None)
    assert "no space left" in failed.value.message
    assert [one.name for one in tmp_path.iterdir()] == ["day.pdf"]
    assert file.read_bytes() == b"%PDF-1.4 old"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_a_new_file_is_its_owner_s_alone(tmp_path: Path) -> None:
    file = tmp_path / "day.pdf"
    output.save_pdf(file, some(), "Sheet", None)
    assert file.stat().st_mode & 0o077 == 0
    file.chmod(0o644)
    output.save_pdf(file, some(), "Sheet", None)
    assert file.stat().st_mode & 0o777 == 0o644
