"""A saved list: whole or not at all, and no cell that a spreadsheet would carry out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from clinic_desktop.domain.listing import CSV_COLUMNS, guarded
from clinic_desktop.exchange import lists


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
        ("-5", "-5"),
        ("Smith = Ann", "Smith = Ann"),
        ("", ""),
    ],
)
def test_what_begins_as_a_formula_is_text(cell: str, written: str) -> None:
    assert guarded(cell) == written
    assert guarded(written) in (written, f"'{written}")


def test_a_disk_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "visits.csv"
    file.write_text("before")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        lists.write_whole(file, b"after")
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]
    monkeypatch.undo()
    lists.write_whole(file, ",".join(CSV_COLUMNS).encode())
    assert file.read_text().startswith("start,end,patient")
