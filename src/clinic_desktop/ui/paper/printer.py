"""Printers: which there are, and pages sent to one.

Asking for printers and printing may wait for other machines: not in the window's thread.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.paper.output import PRODUCT, page_layout, paint_all
from clinic_desktop.ui.paper.page import Page

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Printers:
    """The names of this computer's printers, and the usual one's, which may be empty."""

    names: tuple[str, ...] = ()
    usual: str = ""


def printers() -> Printers:
    """Answer the printers there are; none where the system can't print."""
    try:
        from PySide6.QtPrintSupport import QPrinterInfo
    except ImportError as error:
        log.warning("Printing is not possible here: %s", error.msg)
        return Printers()
    return Printers(tuple(QPrinterInfo.availablePrinterNames()), QPrinterInfo.defaultPrinterName())


def send(name: str, pages: Sequence[Page], title: str) -> None:
    """Print pages on a printer; the queue shows the title, which names no patient.

    Raises:
        Unavailable: ``not_printed``.

    """
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        raise _not_printed(name, "it is not there any more")
    try:
        draw(QPrinter(info, QPrinter.PrinterMode.HighResolution), pages, title)
    except OSError as error:
        raise _not_printed(name, error.strerror or "it failed") from error


def draw(printer: QPrinter, pages: Sequence[Page], title: str) -> None:
    """Paint pages on a printer, whole: the pages bring their own margins.

    Raises:
        OSError: it takes no pages, or stopped taking them.

    """
    printer.setDocName(title)
    printer.setCreator(PRODUCT)
    printer.setFullPage(True)
    printer.setPageLayout(page_layout(pages[0].format))
    paint_all(printer, pages)


def _not_printed(name: str, why: str) -> Unavailable:
    message = (
        f"{name} does not print: {why}. Look whether it is switched on and connected, choose "
        "another printer, or save a PDF."
    )
    return Unavailable("not_printed", message, {"printer": name})
