"""``clinic print``: a doctor's sheet as a PDF file, on both engines and without a screen."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from tests.cli.conftest import Answered, Clinic, command
from tests.engines import lacks

# In this process the command prints with the application that window tests need later on.
pytestmark = pytest.mark.usefixtures("qapp")
DAY = ("--doctor", "Dr Lee", "--date", "2025-11-02")


def booked(clinic: Clinic, hour: int) -> None:
    """Book Ann Smith on the origin day."""
    start = f"2025-11-02T{hour:02}:00"
    clinic("book", "--doctor", "1", "--start", start, "--patient", "1", "--note", f"At {hour}")


def words_in(file: Path) -> str:
    """Read a PDF file's text, where a tool for that is there."""
    if shutil.which("pdftotext") is None:
        lacks("poppler", "pdftotext of poppler-utils is not installed")
    done = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.mark.parametrize("kind", ["day", "week"])
def test_a_sheet_tells_the_visits_that_stand_and_no_others(
    clinic: Clinic, tmp_path: Path, kind: str
) -> None:
    for hour in (9, 11):
        booked(clinic, hour)
    found = clinic("agenda", "--from", "2025-11-02", "--to", "2025-11-03")["appointments"]
    clinic("cancel", found[0]["id"], "--reason", "patient_ill")
    out = tmp_path / f"{kind}.pdf"
    answer = clinic("print", kind, *DAY, "--out", str(out), "--paper", "A4")
    assert answer == {"file": str(out), "pages": 1}
    told = words_in(out)
    assert told.count("Ann Smith") == 1
    assert "11:00" in told
    assert "Dr Lee" in told
    assert "1 of 1" in told
    assert ("At 11" in told) is (kind == "day")
    assert "Elm Street" in told


def test_without_a_screen_and_in_the_paper_asked_for(small: Clinic, tmp_path: Path) -> None:
    out = tmp_path / "day.pdf"
    answered = small.program(
        "print", "day", *DAY, "--out", str(out), "--paper", "Letter",
        DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="",
    )  # fmt: skip
    assert (answered.code, answered.err) == (0, "")
    assert answered.out == f"1 page in {out}.\n"
    assert b"/MediaBox [0 0 612" in out.read_bytes()


def test_a_sheet_is_written_as_people_here_write_and_answers_stay_plain(
    small: Clinic, tmp_path: Path
) -> None:
    booked(small, 14)
    out = tmp_path / "day.pdf"
    here = QLocale()
    try:
        QLocale.setDefault(QLocale("en_US"))
        small("print", "day", *DAY, "--out", str(out))
        again = small.run("agenda", "--from", "2025-11-02", "--to", "2025-11-03").out
    finally:
        QLocale.setDefault(here)
    told = words_in(out)
    assert "Sunday, November 2, 2025" in told
    assert "2:00\u20133:00 PM" in " ".join(told.split()).replace("2:00 \u2013", "2:00\u2013")
    assert b"/MediaBox [0 0 612" in out.read_bytes()
    assert "14:00" in again


def test_a_batch_prints_sheet_after_sheet(small: Clinic, tmp_path: Path) -> None:
    line = {"command": "print day", "doctor": "Dr Lee", "date": "2025-11-02"}
    files = [str(tmp_path / f"{n}.pdf") for n in range(2)]
    answers = small.batch(*({**line, "out": file} for file in files))
    assert [(one["ok"], one["file"]) for one in answers] == [(True, file) for file in files]
    assert all(Path(file).read_bytes().startswith(b"%PDF-") for file in files)


FAILURES = (
    (("--out", "{folder}/none/day.pdf"), 3, "file_unwritable"),
    (("--out", "{folder}"), 3, "file_unwritable"),
    (("--out", "{folder}/note.txt"), 1, "not_a_pdf"),
    (("--out", "{folder}/day.pdf", "--doctor", "Dr Who"), 1, "unknown_doctor"),
    (("--out", "{folder}/day.pdf", "--paper", "A5"), 2, "usage"),
    (("--out", "{folder}/day.pdf", "--date", "0001-01-01"), 2, "bad_time"),
    (("--out", "{folder}/day.pdf", "--date", "9999-12-31"), 2, "bad_time"),
    ((), 2, "usage"),
)


def test_what_can_not_be_printed_leaves_no_file(small: Clinic, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "note.txt").write_text("mine", encoding="utf-8")
    for words, code, reason in FAILURES:
        given = [word.format(folder=folder) for word in words]
        assert small.refused("print", "week", *DAY, *given, code=code) == [reason], words
        assert [one.name for one in folder.iterdir()] == ["note.txt"]
    assert (folder / "note.txt").read_text(encoding="utf-8") == "mine"


def test_where_qt_can_not_be_loaded_the_missing_library_is_told(
    small: Clinic, tmp_path: Path
) -> None:
    broken = tmp_path / "broken" / "PySide6"
    broken.mkdir(parents=True)
    library = "libEGL.so.1: cannot open shared object file: No such file or directory"
    (broken / "__init__.py").write_text(f"raise ImportError({library!r})\n", encoding="utf-8")
    words = ("--json", "print", "day", *DAY, "--out", str(tmp_path / "day.pdf"))
    answered = small.program(*words, PYTHONPATH=str(broken.parent))
    assert answered.code == 3
    assert answered.reasons == ["qt_missing"]
    assert "libEGL.so.1" in answered.document["error"]["message"]
    assert not (tmp_path / "day.pdf").exists()


def test_only_printing_loads_qt(small: Clinic) -> None:
    script = (
        "import sys; from clinic_desktop.cli import main; code = main(sys.argv[1:]);"
        "sys.exit(code or 'PySide6' in sys.modules)"
    )
    words = command(small.database, "doctor", "list")
    done = subprocess.run([sys.executable, "-c", script, *words[3:]], check=False, timeout=240)
    assert done.returncode == 0


def test_the_answer_for_people_names_file_and_pages(small: Clinic, tmp_path: Path) -> None:
    answered: Answered = small.run("print", "week", *DAY, "--out", str(tmp_path / "week.pdf"))
    assert answered.out == f"1 page in {tmp_path / 'week.pdf'}.\n"
