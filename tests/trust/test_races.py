"""Races of real processes: whatever their order, one wins, the others are told, nothing breaks."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Self
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from clinic_desktop.cli import main
from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.people import AddDoctor
from clinic_desktop.domain.time import system_clock
from tests.engines import ENGINES, ZONE, Place, sqlite_bytes, the_server
from tests.forked import Forked
from tests.trust.world import answered, verified

SOAK = pytest.mark.soak
FATAL = ("database_locked", "database_unreachable", "bug", "outcome_unknown", "newer_schema")


class Program:
    """One ``clinic batch``: a process of its own that answers a line with a line."""

    def __init__(self, place: Place, number: int) -> None:
        """Start it; it connects before it reads its first line."""
        words = ("--database", place.url, "batch")
        self._forked = Forked(main, *words, environ=environment(place, number))

    def send(self, line: dict[str, object]) -> None:
        """Send a line; the answer comes when it comes."""
        self._forked.stdin.write(json.dumps(line) + "\n")
        self._forked.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """Wait for the next answer."""
        line = self._forked.stdout.readline()
        assert line, f"the program ended with {self._forked.wait(120)}"
        found = json.loads(line)
        assert isinstance(found, dict)
        return found

    def ask(self, line: dict[str, object]) -> dict[str, Any]:
        """Send a line and wait for its answer."""
        self.send(line)
        return self.answer()

    def end(self) -> None:
        """Send no more; the program closes its office and ends."""
        self._forked.stdin.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._forked:
            self.end()
            assert self._forked.wait() == 0


def environment(place: Place, number: int) -> dict[str, str]:
    """The environment of a person at a PC of their own."""
    own = {f"XDG_{name}_HOME": str(place.folder / name) for name in ("DATA", "STATE")}
    who = {"CLINIC_ACTOR": f"person {number % 5}", "CLINIC_STATION": f"desk {number}"}
    return {**os.environ, **own, **who}


def reason(answer: dict[str, Any]) -> str:
    """How an answer ended: ok, or its weightiest reason."""
    return "ok" if answer["ok"] else str(answer["error"]["code"])


@contextmanager
def crowd(place: Place, count: int) -> Iterator[list[Program]]:
    """Start programs and wait until each has connected and answered."""
    with ExitStack() as stack:
        programs = [stack.enter_context(Program(place, number)) for number in range(count)]
        for program in programs:
            program.send({"command": "doctor list"})
        assert all(program.answer()["ok"] for program in programs)
        yield programs
        for program in programs:
            program.end()


@pytest.fixture(params=ENGINES)
def arena(request: pytest.FixtureRequest) -> Iterator[Place]:
    """Dr Lee's week in blocks of half an hour, and patients enough for everybody."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if request.param == "sqlite":
            (folder / "clinic.db").write_bytes(sqlite_bytes())
            place = Place(str(folder / "clinic.db"), "sqlite", folder / "user")
        else:
            server = the_server()
            place = Place(server.url(stack.enter_context(server.database())), "postgresql", folder)
        with Program(place, 0) as program:
            assert program.ask({"command": "doctor add", "name": "Dr Lee"})["ok"]
            hours = {"command": "hours", "doctor": "1", "hours": "Mon-Sun 9-17", "block": 30}
            dates = {"from": "2025-11-02", "until": "2025-12-31"}
            assert program.ask({**hours, **dates})["ok"]
            for number in range(64):
                assert program.ask({"command": "patient add", "name": f"Pat P{number}"})["ok"]
        yield place


def free_blocks(place: Place) -> list[str]:
    """Answer the ids of all free blocks."""
    with Program(place, 0) as program:
        dates: dict[str, object] = {"from": "2025-11-02", "to": "2026-01-01"}
        return [one["id"] for one in program.ask({"command": "blocks", **dates})["blocks"]]


def check(place: Place) -> None:
    """Have everything checked."""
    found = verified(place)
    assert found.ok, found.problems


@pytest.mark.slow
def test_each_of_five_over_bookings_of_one_time_has_a_place_of_its_own(arena: Place) -> None:
    wanted = free_blocks(arena)[:4]
    with crowd(arena, 6) as (first, *others):
        for number in range(5):
            allow: dict[str, object] = {
                "command": "user allow",
                "name": f"person {number}",
                "right": "overbook",
            }
            assert first.ask(allow)["ok"]
        for place, block in enumerate(wanted):
            assert first.ask({"command": "book", "block": block, "patient": 1})["ok"]
            over = {"command": "book", "block": block, "overbook": True, "reason": "Acute pain"}
            for patient, program in enumerate(others, start=2):
                program.send({**over, "patient": patient})
            answers = [program.answer() for program in others]
            assert [reason(answer) for answer in answers] == ["ok"] * 5
            taken = {one for each in answers for one in each["appointment"]["block_ids"]}
            assert len(taken) == 5
            if place % 2:
                for answer in answers:
                    number = answer["appointment"]["id"]
                    assert first.ask(
                        {"command": "cancel", "appointment": number, "reason": "mistake"}
                    )["ok"]
    check(arena)


@pytest.mark.slow
@pytest.mark.parametrize("rounds", [20, pytest.param(100, marks=SOAK)])
def test_one_of_64_gets_the_block(arena: Place, rounds: int) -> None:
    wanted = free_blocks(arena)[:rounds]
    with crowd(arena, 64) as programs:
        for block in wanted:
            for number, program in enumerate(programs, 1):
                program.send({"command": "book", "block": block, "patient": str(number)})
            ends = Counter(reason(program.answer()) for program in programs)
            assert ends == {"ok": 1, "block_taken": 63}
    check(arena)


@pytest.mark.slow
def test_one_of_16_fresh_programs_gets_the_block(arena: Place) -> None:
    for block in free_blocks(arena)[:3]:
        book = ["--database", arena.url, "--json", "book", "--block", block, "--patient"]
        # Programs as a shell starts them: nothing is loaded before, nothing is shared.
        started = [
            subprocess.Popen(
                [sys.executable, "-m", "clinic_desktop.cli", *book, str(number)],
                stdout=subprocess.DEVNULL,
                env=environment(arena, number),
            )
            for number in range(1, 17)
        ]
        ends = Counter(process.wait(120) for process in started)
        assert ends == {0: 1, 1: 15}
    check(arena)


@pytest.mark.slow
@pytest.mark.parametrize("rounds", [8, pytest.param(100, marks=SOAK)])
def test_who_lays_and_who_takes_leave_at_once_leave_no_free_block_in_it(
    arena: Place, rounds: int
) -> None:
    """One lays blocks, one takes leave, one closes the clinic, one books and cancels in it."""
    day = {"from": "2025-11-05", "until": "2025-11-05"}
    hours = {"command": "hours", "doctor": "1", "hours": "Mon-Sun 9-17", **day}
    book: dict[str, object] = {"command": "book", "doctor": "1", "patient": "1"}
    book["start"] = "2025-11-05T10:00"
    with crowd(arena, 4) as programs:
        for number in range(rounds):
            off = {"from": f"2025-11-05T{9 + number % 8:02}:00", "to": "2025-11-05T17:30"}
            lines: tuple[dict[str, object], ...] = (
                {**hours, "block": 15 if number % 2 else 30},
                {"command": "time-off add", "doctor": "1", **off},
                {"command": "closed add", **off, "note": str(number)},
                book,
            )
            for program, line in zip(programs, lines, strict=True):
                program.send(line)
            answers = [program.answer() for program in programs]
            assert not {reason(one) for one in answers} & set(FATAL), answers
            check(arena)
            made = [answers[1].get("time_off"), *(answers[2].get("closed") or [])]
            for one in filter(None, made):
                word = "time-off" if one["doctor_id"] else "closed"
                gone = {"command": f"{word} remove", word.replace("-", "_"): one["id"]}
                assert programs[0].ask(gone)["ok"]
            if answers[3]["ok"]:
                visit = answers[3]["appointment"]["id"]
                cancel = {"command": "cancel", "appointment": visit, "reason": "clinic"}
                assert programs[3].ask(cancel)["ok"]
    check(arena)


@pytest.mark.slow
def test_five_programs_opened_at_once_lay_the_blocks_on_exactly_once(arena: Place) -> None:
    """Ten weeks went by since the hours of two doctors were set."""
    # By the clinic's own clock: of the UTC one, ten weeks are a local day less in the hour after
    # midnight of autumn.
    local = system_clock().astimezone(ZoneInfo(ZONE))
    past = (local - dt.timedelta(weeks=10)).astimezone(dt.UTC)
    with arena.office(clock=lambda: past) as office:
        do: Any = office.do
        kay = answered(do(AddDoctor(name="Dr Kay"))).id
        for doctor in (1, kay):
            hours = WeeklyHours.parse("Mon 9-10")
            answered(do(SetWeeklyHours(doctor_id=doctor, hours=hours, block_minutes=60)))
    with crowd(arena, 5) as programs:
        for program in programs:
            program.send({"command": "extend"})
        ends = [program.answer() for program in programs]
        again = programs[0].ask({"command": "extend"})
    assert all(end["ok"] for end in ends), ends
    weeks = sum(end["weeks"] for end in (*ends, again))
    assert weeks == sum(end["blocks_added"] for end in (*ends, again)) == 20
    check(arena)


@pytest.mark.slow
def test_three_seats_take_exactly_three_of_50_who_want_one(arena: Place) -> None:
    """Ten programs send five wishes each, and wait for no answer between."""
    day = {"from": "2025-11-05", "until": "2025-11-05"}
    group = {"command": "hours", "doctor": "1", "hours": "Wed 9-10", "seats": 3, "block": 60}
    book = {"command": "book", "doctor": "1", "start": "2025-11-05T09:00"}
    with crowd(arena, 10) as programs:
        assert programs[0].ask({**group, **day})["ok"]
        for number, program in enumerate(programs):
            for wish in range(5):
                program.send({**book, "patient": str(1 + number * 5 + wish)})
        ends = Counter(reason(program.answer()) for program in programs for _ in range(5))
        assert ends == {"ok": 3, "block_taken": 47}
        times: dict[str, object] = {"from": "2025-11-05", "to": "2025-11-06", "state": "all"}
        found = programs[0].ask({"command": "blocks", **times})["blocks"]
        assert [one["state"] for one in found] == ["booked"] * 3
    check(arena)


@dataclass(slots=True)
class Walk:
    """What the random walkers share: the appointments they know of, and how commands ended.

    ``others`` may be there beside the doctor.
    """

    starts: list[str]
    others: list[str]
    known: list[str] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)


def walk(program: Program, shared: Walk, steps: int, seed: int) -> None:
    """Book, move, cancel and undo at random."""
    chance = random.Random(seed)  # noqa: S311 - a walk that can be repeated
    for _ in range(steps):
        line = _step(chance, shared)
        answer = program.ask(line)
        with shared.lock:
            shared.ends[reason(answer)] += 1
            if answer["ok"] and line["command"] == "book":
                shared.known.append(answer["appointment"]["id"])


def _step(chance: random.Random, shared: Walk) -> dict[str, object]:
    """Choose what to do next."""
    with shared.lock:
        one = chance.choice(shared.known) if shared.known else str(uuid4())
        recent = chance.choice(shared.known[-30:]) if shared.known else one
    start = chance.choice(shared.starts)
    patient = str(chance.randint(1, 24))
    what = chance.random()
    if what < 0.4:
        more: dict[str, object] = {}
        if ":00:00" in start:
            more["end"] = start.replace(":00:00", ":30:00")
        if chance.random() < 0.3:
            more["with"] = chance.sample(shared.others, chance.randint(1, len(shared.others)))
        return {"command": "book", "doctor": "1", "start": start, "patient": patient, **more}
    if what < 0.65:
        return {"command": "move", "appointment": recent, "start": start}
    if what < 0.9:
        return {"command": "cancel", "appointment": recent, "reason": "clinic"}
    return {"command": "undo"}


@pytest.mark.slow
@pytest.mark.parametrize("steps", [2_000, pytest.param(10_000, marks=SOAK)])
def test_random_walks_of_8_leave_nothing_wrong(arena: Place, steps: int) -> None:
    each = [f"2025-11-{day:02}T{hour:02}" for day in (3, 4, 5) for hour in range(9, 17)]
    starts = [f"{hour}:{minute}:00" for hour in each for minute in ("00", "30")]
    shared = Walk(starts, ["Dr Kay", "Room 1", "Ultrasound"])
    # Whoever is there beside the doctor has blocks of another length, or none.
    hours = {"command": "hours", "doctor": "Dr Kay", "hours": "Mon-Sun 9-17", "block": 60}
    dates = {"from": "2025-11-02", "until": "2025-12-31"}
    with crowd(arena, 8) as programs, ThreadPoolExecutor(8) as threads:
        beside: list[dict[str, object]] = [
            {"command": "doctor add", "name": "Dr Kay"},
            {**hours, **dates},
            {"command": "room add", "name": "Room 1"},
            {"command": "equipment add", "name": "Ultrasound", "count": 2},
        ]
        assert all(programs[0].ask(line)["ok"] for line in beside)
        walks = [
            threads.submit(walk, program, shared, steps // 8, seed)
            for seed, program in enumerate(programs)
        ]
        for one in walks:
            one.result(800)
    assert not set(shared.ends) & set(FATAL), shared.ends
    assert shared.ends.total() == steps
    assert steps * 0.4 <= steps - shared.ends["ok"] <= steps * 0.95, shared.ends
    check(arena)
