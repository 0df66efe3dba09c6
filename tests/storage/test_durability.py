"""What was acknowledged survives any death of the program or the server; nothing is ever half."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.changes import Committed
from clinic_desktop.domain.people import AddDoctor, AddPatient
from clinic_desktop.storage import database as storage
from clinic_desktop.storage.files import tick_path
from tests.engines import ENGINES, Place, durable_server, lacks
from tests.forked import Forked
from tests.storage import dying, telling
from tests.storage.conftest import add_room
from tests.storage.ear import Ear, feeding

pytestmark = pytest.mark.slow
MOST_POINTS = 200

_HALF = {
    "an appointment without its first block": (
        "SELECT count(*) FROM appointment a WHERE a.holds = 1 AND NOT EXISTS (SELECT 1 FROM block b"
        " WHERE b.id = a.block_id AND b.appointment_id = a.id AND b.starts_at = a.held_from)"
    ),
    "a block of no appointment": (
        "SELECT count(*) FROM block b WHERE b.appointment_id IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM appointment a WHERE a.id = b.appointment_id AND a.holds = 1)"
    ),
    "blocks that end elsewhere": (
        "SELECT count(*) FROM appointment a WHERE a.holds = 1 AND a.held_until <>"
        " (SELECT max(b.ends_at) FROM block b WHERE b.appointment_id = a.id)"
    ),
    "an appointment without its journal row": (
        "SELECT count(*) FROM appointment a WHERE NOT EXISTS (SELECT 1 FROM journal_touch t"
        " WHERE t.kind = 'appointment' AND t.row_id = CAST(a.id AS TEXT))"
    ),
    "a journal row without its appointment": (
        "SELECT count(*) FROM journal_touch t WHERE t.kind = 'appointment' AND NOT EXISTS"
        " (SELECT 1 FROM appointment a WHERE CAST(a.id AS TEXT) = t.row_id)"
    ),
}


@pytest.fixture(params=ENGINES)
def durable(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A clinic with thousands of free blocks, kept by an engine that waits for the disk."""
    if request.param == "sqlite":
        place: Place = request.getfixturevalue("sqlite_place")
        _fill(place)
        yield place
        return
    server = durable_server()
    with server.database() as name:
        place = Place(server.url(name), "postgresql", tmp_path / "user")
        _fill(place)
        yield place


def _fill(place: Place) -> None:
    """Give the clinic a doctor with time, and a patient."""
    from clinic_desktop.domain.people import Name

    with place.office() as office:
        doctor = office.do(AddDoctor(name="Dr Lee")).result(60).answer
        office.do(AddPatient(name=Name.parse("Ann Smith"))).result(60)
        start, until = dt.date(2025, 11, 3), dt.date(2025, 11, 30)
        hours = WeeklyHours.parse("Mon-Sun 0-24")
        office.do(
            SetWeeklyHours(doctor_id=doctor.id, hours=hours, start=start, until=until)
        ).result(60)


def _rows(place: Place, sql: str) -> list[Any]:
    with place.database() as database:
        return list(database.read(lambda read: read.connection.execute(text(sql)).all()).answer)


def _is_whole(place: Place, acknowledged: list[str]) -> None:
    """Check that every acknowledged booking is there and none is half."""
    there = {str(row[0]) for row in _rows(place, "SELECT id FROM appointment WHERE holds = 1")}
    assert not set(acknowledged) - there
    halves = {what: _rows(place, sql)[0][0] for what, sql in _HALF.items()}
    assert not any(halves.values()), halves


def _free(place: Place) -> list[int]:
    return [row[0] for row in _rows(place, "SELECT id FROM block WHERE appointment_id IS NULL")]


def _die(place: Place, point: int, block: int) -> tuple[int, str, str]:
    """Book and die; answer the exit code, and what was said on stdout and stderr."""
    with Forked(dying.main, place.url, str(point), str(block)) as program:
        return program.wait(), program.stdout.read(), program.stderr.read()


def test_killed_at_every_moment_of_a_booking(durable: Place) -> None:
    free = _free(durable)
    acknowledged: list[str] = []
    points = iter(range(MOST_POINTS))

    def try_some(_worker: int) -> int:
        """Kill at one point after another, until one lies behind the end."""
        for point in points:
            code, out, err = _die(durable, point, free[point])
            acknowledged.extend(out.split())
            if code == 0:
                return point
            assert code == -signal.SIGKILL, err
        return MOST_POINTS

    with ThreadPoolExecutor(2) as pool:
        last = min(pool.map(try_some, range(2)))
    assert 10 < last < MOST_POINTS
    _is_whole(durable, acknowledged)
    booked = len(_rows(durable, "SELECT id FROM appointment"))
    # Behind the commit, behind the answer, and those not killed at all; never before the commit.
    assert 3 <= booked <= 12
    assert len(acknowledged) >= 2


def _batch(place: Place, blocks: list[int]) -> Forked:
    """Run ``clinic batch`` with bookings; it tells each step of its transactions on stderr."""
    program = Forked(telling.main, "--database", place.url, "batch")
    for block in blocks:
        line = {"command": "book", "block": block, "patient": 1, "even_if_busy": True}
        program.stdin.write(json.dumps(line) + "\n")
    program.stdin.flush()
    return program


@pytest.mark.parametrize("kills", [50, pytest.param(200, marks=pytest.mark.soak)])
def test_killed_at_random_moments_of_a_batch(durable: Place, kills: int) -> None:
    rng = random.Random(kills)  # noqa: S311 - no secret
    acknowledged: list[str] = []
    inside = 0
    for _ in range(kills):
        with _batch(durable, _free(durable)[:12]) as program:
            seen = ""
            statements = rng.randrange(1, 50)
            while seen.count("s") < statements:
                told = program.stderr.read(1)
                assert told, seen
                seen += told
            # By now it is some steps further.
            program.kill()
            seen += program.stderr.read()
            lines = [line for line in program.stdout.read().splitlines() if line.endswith("}")]
        answers = [json.loads(line) for line in lines]
        acknowledged += [one["appointment"]["id"] for one in answers if one["ok"]]
        # Begun, at least one statement behind it, and neither commit nor rollback set about.
        inside += re.search("B[^CR]*s[^CR]*$", seen) is not None
    assert inside * 2 >= kills, inside
    assert acknowledged
    _is_whole(durable, acknowledged)


@pytest.mark.postgresql
def test_a_server_that_dies_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    server = durable_server()
    with server.database() as name:
        place = Place(server.url(name), "postgresql", tmp_path / "user")
        _fill(place)
        acknowledged: list[str] = []
        for round_ in range(3):
            with _batch(place, _free(place)[:100]) as program:
                lines = [program.stdout.readline() for _ in range(10 + round_)]
                server.stop(signal.SIGQUIT)
                lines += program.stdout.readlines()
                program.stdin.close()
            server.start()
            answers = [json.loads(line) for line in lines if line.endswith("}\n")]
            acknowledged += [one["appointment"]["id"] for one in answers if one["ok"]]
        assert len(acknowledged) >= 33
        _is_whole(place, acknowledged)


def test_every_sqlite_booking_waits_for_the_disk(sqlite_place: Place, tmp_path: Path) -> None:
    strace = shutil.which("strace")
    if strace is None:
        lacks("strace", "strace is missing: it counts what reaches the disk")
    _fill(sqlite_place)
    log, bookings = tmp_path / "trace", 20
    lines = "".join(
        json.dumps({"command": "book", "block": block, "patient": 1, "even_if_busy": True}) + "\n"
        for block in _free(sqlite_place)[:bookings]
    )
    clinic = [sys.executable, "-m", "clinic_desktop.cli", "--database", sqlite_place.url, "batch"]
    done = subprocess.run(
        [strace, "-f", "-y", "-o", str(log), "-e", "trace=fsync,fdatasync,write", *clinic],
        input=lines, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    if "ptrace" in done.stderr.lower():
        lacks("strace", "strace may not trace here")
    assert done.stdout.count('"ok": true') == bookings
    synced = 0
    waiting = False
    for line in log.read_text().splitlines():
        if re.search(r"f(data)?sync\(\d+<[^>]*clinic\.db", line):
            waiting = True
        elif "write(1<" in line and "appointment" in line:
            synced += waiting
            waiting = False
    assert synced == bookings


def test_a_kill_between_commit_and_tick_is_seen_within_the_poll(
    sqlite_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_file: Path) -> None:
        raise OSError

    monkeypatch.setattr(storage, "tick", killed)
    with sqlite_place.office() as office, feeding(sqlite_place) as (_, ear):
        sequence = add_room(office, "A")
        assert isinstance(ear, Ear)
        assert ear.until(sequence) == [sequence]
    assert isinstance(ear.all[-1], Committed)
    assert not tick_path(sqlite_place.file).exists()
