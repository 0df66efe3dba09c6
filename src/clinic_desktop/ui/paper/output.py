"""Sheets as pages, and pages as pictures, PDF files and print jobs: all by one painter.

What takes long here (laying out, writing, printing) is for another thread than the window's.
"""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QLocale,
    QMarginsF,
    QMessageLogContext,
    QSize,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from clinic_desktop.domain.files import is_the_clinic, write_whole
from clinic_desktop.domain.forms import present, use
from clinic_desktop.domain.refusals import Reason, Refusal, Unavailable
from clinic_desktop.domain.sheets import Paper, SheetKind
from clinic_desktop.ui.clinic import forms_of
from clinic_desktop.ui.paper.day import day_pages
from clinic_desktop.ui.paper.page import PER_INCH, Format, Page, Typesetter, paint
from clinic_desktop.ui.paper.sheet import Sheet
from clinic_desktop.ui.paper.week import week_pages

LETTER_COUNTRIES = frozenset(
    ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")
)
"""Where printers hold Letter paper, as of Unicode's CLDR."""
PRODUCT = "Clinic Desktop"
_PDF = b"%PDF-"
log = logging.getLogger(__name__)
_SIZES = {Paper.A4: QPageSize.PageSizeId.A4, Paper.LETTER: QPageSize.PageSizeId.Letter}


def be_ready() -> None:
    """Start Qt where no window did; no screen is needed then."""
    global _application  # noqa: PLW0603 - Qt's application must outlive whatever is painted
    if QGuiApplication.instance() is not None:
        return
    qInstallMessageHandler(_log_message)
    # Elsewhere Qt's own way to the system needs no screen, and knows its fonts.
    platform = ["-platform", "offscreen"] if sys.platform.startswith("linux") else []
    _application = QGuiApplication(["clinic", *platform])


_application: QGuiApplication | None = None


@contextlib.contextmanager
def local_forms() -> Iterator[None]:
    """Write days and times as people here do, for sheets of a program whose own words are plain."""
    before = present()
    use(forms_of(QLocale()))
    try:
        yield
    finally:
        use(before)


def _log_message(_kind: QtMsgType, _context: QMessageLogContext, text: str | None) -> None:
    """Keep what Qt remarks off the terminal: scripts read there."""
    log.info("Qt: %s", text)


def usual_paper() -> Paper:
    """Answer the paper of the country that this computer is set to."""
    country = QLocale.territoryToCode(QLocale().territory())
    return Paper.LETTER if country in LETTER_COUNTRIES else Paper.A4


def lay_out(sheets: Sequence[Sheet], paper: Paper) -> tuple[Page, ...]:
    """Answer the pages of sheets, in order; each sheet counts its own."""
    setter = Typesetter()
    pages: list[Page] = []
    for sheet in sheets:
        lay = day_pages if sheet.period.kind is SheetKind.DAY else week_pages
        pages += lay(sheet, paper, setter)
    return tuple(pages)


def picture(page: Page, width: int) -> QImage:
    """Paint a page as a picture, so many pixels wide."""
    scale = width / page.format.width
    image = QImage(QSize(width, round(page.format.height * scale)), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    paint(painter, page, scale)
    painter.end()
    return image


def pdf(pages: Sequence[Page], title: str) -> bytes:
    """Answer the pages as a PDF file; ``title`` stands in its properties and names no patient."""
    raw = QByteArray()
    buffer = QBuffer(raw)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(round(PER_INCH))
    writer.setTitle(title)
    writer.setCreator(PRODUCT)
    writer.setPageLayout(page_layout(pages[0].format))
    paint_all(writer, pages)
    buffer.close()
    return bytes(raw.data())


def page_layout(form: Format) -> QPageLayout:
    """Answer the format in Qt's words; the pages bring their own margins."""
    way = QPageLayout.Orientation
    return QPageLayout(
        QPageSize(_SIZES[form.paper]),
        way.Landscape if form.landscape else way.Portrait,
        QMarginsF(),
    )


def paint_all(device: QPagedPaintDevice, pages: Sequence[Page]) -> None:
    """Paint pages on paper of whatever kind; all have one format.

    Raises:
        OSError: the device takes no pages, or stopped taking them.

    """
    painter = QPainter()
    if not painter.begin(device):
        raise OSError(None, "it takes no pages")
    try:
        scale = device.logicalDpiX() / PER_INCH
        for n, page in enumerate(pages):
            if n and not device.newPage():
                raise OSError(None, f"it stopped after page {n} of {len(pages)}")
            paint(painter, page, scale)
    finally:
        painter.end()


def save_pdf(file: Path, pages: Sequence[Page], title: str, database: Path | None) -> None:
    """Write a PDF file, whole or not at all; an older PDF of that name is replaced.

    ``database`` is the clinic's file, which is never opened here, or None on a server.

    Raises:
        Refusal: ``not_a_pdf``, what has that name is something else.
        Unavailable: ``file_unwritable``.

    """
    try:
        _refuse_other(file, database)
        write_whole(file, pdf(pages, title))
    except OSError as error:
        why = (error.strerror or "it failed").lower()
        message = f"{file} can't be written: {why}. Nothing was changed; name another place."
        raise Unavailable("file_unwritable", message, {"file": str(file)}) from error


def _refuse_other(file: Path, database: Path | None) -> None:
    """Keep whatever is there and is no PDF: a name that was mistyped costs nothing."""
    if file.is_dir():
        raise IsADirectoryError(None, "it is a folder")
    if not file.parent.is_dir():
        raise FileNotFoundError(None, f"there is no folder {file.parent}")
    if is_the_clinic(file, database):
        message = f"{file} is the clinic itself, so it is kept. Name another file."
        raise Refusal(Reason("not_a_pdf", message, {"file": str(file)}))
    if not file.exists():
        return
    ours = False
    if file.is_file():
        with file.open("rb") as opened:
            head = opened.read(len(_PDF))
        ours = head in (b"", _PDF)
    if not ours:
        message = f"{file} is there already and is no PDF, so it is kept. Name another file."
        raise Refusal(Reason("not_a_pdf", message, {"file": str(file)}))
