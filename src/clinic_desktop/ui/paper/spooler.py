"""The program that talks to printers: ``python -m clinic_desktop.ui.paper.spooler``.

``list`` answers their names, ``print NAME TITLE`` prints the pages that come in by the standard
input. Answers are JSON; exit code 1 says why it did not print.
"""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Sequence
from typing import BinaryIO

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from clinic_desktop.ui.paper.output import PRODUCT, be_ready, page_layout, paint_all
from clinic_desktop.ui.paper.page import Page


def main(words: Sequence[str], given: BinaryIO) -> int:
    """Carry out one request and answer the exit code."""
    be_ready()
    if list(words) == ["list"]:
        names = QPrinterInfo.availablePrinterNames()
        print(json.dumps({"names": names, "usual": QPrinterInfo.defaultPrinterName()}))  # noqa: T201 - the answer
        return 0
    _, name, title = words
    pages: tuple[Page, ...] = pickle.load(given)  # noqa: S301 - of the program that started this one
    why = printed(name, pages, title)
    print(json.dumps({"why": why}))  # noqa: T201 - the answer
    return 1 if why else 0


def printed(name: str, pages: Sequence[Page], title: str) -> str:
    """Print pages on a printer; answer why that was not possible, or nothing."""
    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        return "it is not there any more"
    try:
        draw(QPrinter(info, QPrinter.PrinterMode.HighResolution), pages, title)
    except OSError as error:
        return error.strerror or "it failed"
    return ""


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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin.buffer))
