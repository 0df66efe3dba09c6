"""Printers: what they get, and that one which does not answer stops nobody."""

from __future__ import annotations

import io
import json
import os
import pickle
import re
import sys
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter

from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.sheets import SheetKind
from clinic_desktop.ui.paper import output, printer, spooler
from tests.ui.guards import LogGuard
from tests.ui.paper.samples import pages_of, quarter_visits

posix_only = pytest.mark.skipif(os.name == "nt", reason="stands in for a program by a script")


@pytest.mark.parametrize("kind", SheetKind)
def test_what_a_printer_gets_is_what_the_pdf_holds(kind: SheetKind, tmp_path: Path) -> None:
    pages = pages_of(kind, quarter_visits(45))
    file = tmp_path / "printed.pdf"
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(file))
    # In the resolution of the file, so that the very same numbers are written.
    device.setResolution(1440)
    spooler.draw(device, pages, "Sheet")
    assert timeless(file.read_bytes()) == timeless(output.pdf(pages, "Sheet"))


def timeless(raw: bytes) -> list[bytes]:
    """Answer what is painted in a PDF file: its compressed streams, without what tells the time."""
    return re.findall(rb"/FlateDecode.*?stream\r?\n(.*?)endstream", raw, re.DOTALL)


def spoolers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let the program that talks to printers do this."""
    program = tmp_path / "spooler"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))


def test_pages_come_through_the_pipe_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    pages = pages_of(SheetKind.DAY, quarter_visits(45))
    sent = pickle.dumps(pages)
    assert pickle.loads(sent) == pages  # noqa: S301 - our own
    assert spooler.main(["print", "Nowhere", "Sheet"], io.BytesIO(sent)) == 1
    assert json.loads(capsys.readouterr().out) == {"why": "it is not there any more"}


@posix_only
def test_printers_that_do_not_answer_are_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoolers(tmp_path, monkeypatch, "exec sleep 60")
    monkeypatch.setattr(printer, "LIST_SECONDS", 0.2)
    monkeypatch.setattr(printer, "PRINT_SECONDS", 0.2)
    found = printer.printers()
    assert (found.names, found.why_none) == ((), "The printers do not answer now.")
    with pytest.raises(Unavailable) as failed:
        printer.send("Front desk", pages_of(SheetKind.DAY, []), "Sheet")
    assert "Front desk does not print: it does not answer, and may print" in failed.value.message


@posix_only
def test_a_program_that_can_not_print_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_guard: LogGuard
) -> None:
    log_guard.expect("could not be listed|was not printed")
    spoolers(tmp_path, monkeypatch, "cat >/dev/null; exit 3")
    assert printer.printers().names == ()
    with pytest.raises(Unavailable, match="not_printed"):
        printer.send("Front desk", pages_of(SheetKind.DAY, []), "Sheet")


@pytest.mark.slow
def test_the_real_program_lists_the_printers_of_this_computer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Starting a program may take seconds where many others start.
    monkeypatch.setattr(printer, "LIST_SECONDS", 60.0)
    found = printer.printers()
    assert found.why_none == printer.NONE
    assert not found.usual or found.usual in found.names
