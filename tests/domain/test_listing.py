"""A saved list: whole or not at all, and no cell that a spreadsheet would carry out."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from clinic_desktop.domain.booking import Appointment, AppointmentStatus
from clinic_desktop.domain.files import write_whole
from clinic_desktop.domain.listing import CSV_COLUMNS, csv_text, guarded

NINE = dt.datetime(2025, 11, 3, 9, tzinfo=dt.UTC)
VISIT = Appointment(
    UUID(int=1), 1, "Ann Smith", 1, "Dr Lee", NINE, NINE, AppointmentStatus.BOOKED,
    holds=True, version=1,
)  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("  =cmd|'/c calc'!A1", "'  =cmd|'/c calc'!A1"),
        ("+cmd", "'+cmd"),
        ("-2+3+cmd", "'-2+3+cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\uff1d1", "'\uff1d1"),
        ("+1 (212) 555-0101", "+1 (212) 555-0101"),
        ("+1 (212) 555-0101, +1 646 555 0102", "+1 (212) 555-0101, +1 646 555 0102"),
        ("+1, cmd", "'+1, cmd"),
        ("-5", "-5"),
        ("Smith = Ann", "Smith = Ann"),
        ("Smith;=1+1", "Smith;'=1+1"),
        ('Smith; "=1+1', "Smith;' \"=1+1"),
        ("sore\n=1+1", "sore\n'=1+1"),
        ("sore; 2 days", "sore; 2 days"),
        ("", ""),
    ],
)
def test_what_begins_as_a_formula_is_text(cell: str, written: str) -> None:
    assert guarded(cell) == written
    assert guarded(written) in (written, f"'{written}")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("note", ["=1+1", "a;=1+1", 'a;"=1+1', "a\t=1+1", "a\n=1+1", 'a\n"=1+1'])
def test_wherever_a_spreadsheet_parts_cells_none_is_a_formula(note: str, separator: str) -> None:
    text = csv_text([replace(VISIT, note=note)], dt.UTC)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", '"='))]


def test_a_file_that_is_replaced_keeps_its_mode_and_its_place(tmp_path: Path) -> None:
    file, link = tmp_path / "shared.csv", tmp_path / "link.csv"
    file.write_text("before")
    file.chmod(0o640)
    link.symlink_to(file)
    write_whole(link, b"after")
    assert link.is_symlink()
    assert file.read_text() == "after"
    assert file.stat().st_mode & 0o777 == 0o640
    write_whole(tmp_path / ("x" * 250), b"a long name")


def test_a_disk_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "visits.csv"
    file.write_text("before")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(file, b"after")
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]
    monkeypatch.undo()
    write_whole(file, ",".join(CSV_COLUMNS).encode())
    assert file.read_text().startswith("start,end,patient")
