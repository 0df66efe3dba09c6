"""A backup: whole, of one moment, verified, over nothing; or nothing at all."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from clinic_desktop import compose
from clinic_desktop.domain.backup import BackedUp, BackUp
from clinic_desktop.domain.refusals import Misuse, Refusal
from tests.engines import Place
from tests.trust.test_races import Program, crowd, environment
from tests.trust.world import answered, fill, verified


def journal_of(file: Path, up_to: int) -> list[tuple[object, ...]]:
    """Answer the rows of a clinic's journal up to a sequence."""
    opened = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
    try:
        rows = "SELECT * FROM journal WHERE sequence <= ? ORDER BY sequence"
        return opened.execute(rows, (up_to,)).fetchall()
    finally:
        opened.close()


def visits_in(file: Path) -> int:
    """Count the visits of a clinic."""
    opened = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
    try:
        return int(opened.execute("SELECT count(*) FROM appointment").fetchone()[0])
    finally:
        opened.close()


def beside(file: Path) -> set[str]:
    """Answer what lies in a folder, but for what the clinic's own programs keep beside it."""
    return {each.name for each in file.parent.iterdir() if not each.name.startswith("clinic.db")}


def by_command(place: Place, file: Path, largest: int) -> subprocess.CompletedProcess[str]:
    """Back up as a shell does, where no file may grow beyond so many bytes."""

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    words = ["--database", place.url, "--json", "backup", str(file)]
    return subprocess.run(
        [sys.executable, "-m", "clinic_desktop.cli", *words],
        capture_output=True, text=True, check=False, timeout=240, env=environment(place, 1),
        preexec_fn=bounded,
    )  # fmt: skip


@pytest.mark.slow
def test_a_copy_made_while_four_programs_book_is_the_clinic_of_one_moment(
    sqlite_place: Place, tmp_path: Path
) -> None:
    copies: list[BackedUp] = []
    with Program(sqlite_place, 0) as program:
        assert program.ask({"command": "doctor add", "name": "Dr Lee"})["ok"]
        hours = {"command": "hours", "doctor": "1", "hours": "Mon-Sun 0-24", "block": 15}
        assert program.ask({**hours, "from": "2025-11-03", "until": "2025-11-05"})["ok"]
        assert program.ask({"command": "patient add", "name": "Ann Smith"})["ok"]
    with crowd(sqlite_place, 4) as programs, sqlite_place.office() as office:
        for number in range(240):
            book = {"command": "book", "block": str(number + 1), "patient": "1"}
            programs[number % 4].send({**book, "even_if_busy": True})
        for number in range(3):
            file = tmp_path / f"copy{number}.db"
            copies.append(answered(office.ask(BackUp(file=file))))
        assert all(program.answer()["ok"] for program in programs for _ in range(60))
    total = 3 + 240
    assert any(3 < copy.sequence < total for copy in copies), "booked meanwhile"
    for copy in copies:
        assert copy.verified.ok, copy.verified.problems
        assert copy.bytes == copy.file.stat().st_size
        assert copy.file.stat().st_mode & 0o777 == 0o600
        assert visits_in(copy.file) == copy.sequence - 3
        kept = journal_of(copy.file, total)
        assert kept == journal_of(sqlite_place.file, copy.sequence)
        # Put elsewhere it is a clinic like any other.
        assert verified(Place(str(copy.file), "sqlite", tmp_path / "else")).ok
    assert beside(copies[0].file) == {"clinic", "user", "else", *(c.file.name for c in copies)}


def test_nothing_that_is_there_is_replaced(sqlite_place: Place, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    own = [sqlite_place.file.with_name(f"clinic.db{end}") for end in ("", "-wal", "-journal")]
    with sqlite_place.office() as office:
        fill(office)
        first: BackedUp = answered(office.ask(BackUp(file=file)))
        before = file.read_bytes()
        dangling = tmp_path / "link.db"
        dangling.symlink_to(tmp_path / "nowhere.db")
        for taken, code in (
            (file, "file_exists"),
            (tmp_path, "file_exists"),
            (dangling, "file_exists"),
            *((each, "not_a_backup") for each in own),
        ):
            with pytest.raises(Refusal) as refused:
                answered(office.ask(BackUp(file=taken)))
            assert refused.value.code == code, taken
    assert file.read_bytes() == before
    assert first.verified.ok
    assert verified(sqlite_place).ok


def test_a_name_that_somebody_takes_meanwhile_stays_theirs(
    sqlite_place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, link = tmp_path / "copy.db", os.link

    def late(*paths: Path) -> None:
        file.write_text("somebody's")
        link(*paths)

    monkeypatch.setattr(os, "link", late)
    with sqlite_place.office() as office, pytest.raises(Refusal, match="file_exists"):
        answered(office.ask(BackUp(file=file)))
    assert file.read_text() == "somebody's"
    assert beside(file) == {"clinic", "copy.db"}


@pytest.mark.slow
def test_a_full_disk_or_a_missing_folder_leaves_nothing_behind(
    sqlite_place: Place, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    size = sqlite_place.file.stat().st_size
    full = by_command(sqlite_place, folder / "copy.db", size // 2)
    assert (full.returncode, json.loads(full.stdout)["error"]["code"]) == (3, "disk_error")
    missing = by_command(sqlite_place, folder / "none" / "copy.db", 2 * size)
    assert (missing.returncode, json.loads(missing.stdout)["error"]["code"]) == (3, "not_written")
    assert not list(folder.iterdir())
    made = by_command(sqlite_place, folder / "copy.db", 2 * size)
    answer = json.loads(made.stdout)
    assert made.returncode == 0
    assert (answer["ok"], answer["bytes"], answer["sequence"]) == (True, size, 0)
    assert [each.name for each in folder.iterdir()] == ["copy.db"]


@pytest.mark.slow
def test_the_copy_of_a_clinic_with_faults_tells_them(sqlite_place: Place, tmp_path: Path) -> None:
    with sqlite_place.office() as office:
        fill(office)
    opened = sqlite3.connect(sqlite_place.file)
    name = "patient_word_asked_insert"
    ask = "SELECT sql FROM sqlite_master WHERE name = ?"
    (trigger,) = opened.execute(ask, (name,)).fetchone()
    opened.execute(f"DROP TRIGGER {name}")
    opened.execute("INSERT INTO patient_word (word, patient_id) VALUES ('zzz', 1)")
    opened.execute(trigger)
    opened.commit()
    opened.close()
    made = by_command(sqlite_place, tmp_path / "copy.db", 2**30)
    answer = json.loads(made.stdout)
    assert (made.returncode, answer["ok"]) == (1, False)
    assert answer["problems"]
    assert (tmp_path / "copy.db").exists()


@pytest.mark.postgresql
def test_on_a_server_the_line_to_type_is_told(postgresql_place: Place, tmp_path: Path) -> None:
    office = compose.open_office(postgresql_place.settings, feed=False)
    try:
        with pytest.raises(Misuse) as misused:
            answered(office.ask(BackUp(file=tmp_path / "copy.db")))
    finally:
        office.close()
    line = str(misused.value.facts["command"])
    assert misused.value.code == "not_a_file"
    assert line.startswith("pg_dump --format=custom --file=clinic.dump --host=")
    assert line.endswith(f"--username=clinic {postgresql_place.name}")
    assert not (tmp_path / "copy.db").exists()
