"""Free blocks: a doctor's week, a day of all doctors, the next free hours; small and large."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from benchmarks.bench import FIRST_DAY, NOW, ZONE, Bench, Sample, answer
from benchmarks.busy import book_much
from benchmarks.figure import Figure, compared, interleaved
from benchmarks.replay import Replay, recorded
from clinic_desktop.domain.booking import Block, Blocks, NextFree
from clinic_desktop.domain.office import Query
from clinic_desktop.domain.time import day_span, to_seconds
from clinic_desktop.scheduling.office import ClinicOffice

DOCTORS = 20
PER_DAY = 40
"""Blocks of a quarter of an hour that a doctor works a day."""
BLOCK = 900
BUSY_UNTIL = NOW + dt.timedelta(weeks=2)
"""Much of the coming two weeks is booked."""
SIZES = {"100,000": 100_000, "1 million": 1_000_000}
LARGE = {"5 million": 5_000_000}
FLAT = 1.2
ROUNDS = 120


@dataclass(frozen=True, slots=True)
class Question:
    """A question about free time, and how much slower than the bare driver it may be."""

    name: str
    query: Query[tuple[Block, ...]]
    goal: float


def questions() -> list[Question]:
    """Answer the three questions; the week asked about is the busy second one."""
    zone = ZoneInfo(ZONE)
    week = FIRST_DAY + dt.timedelta(weeks=1)
    return [
        Question("a doctor's week", Blocks(span=day_span(week, zone, 7), doctor_ids=(1,)), 4),
        Question("20 doctors' day", Blocks(span=day_span(week, zone)), 2),
        Question("the next 10 free hours", NextFree(after=NOW, minutes=60), 2),
    ]


def figures(bench: Bench) -> Iterator[Figure]:
    """Ask both engines; the large clinics are files, since a server fills too slowly."""
    sizes = SIZES | (LARGE if bench.large else {})
    with ExitStack() as closing:
        offices = {}
        for name, size in sizes.items():
            place = filled(bench, "sqlite", size)
            offices[name] = (closing.enter_context(bench.office(place)), place)
        on_server = filled(bench, "postgresql", SIZES["100,000"])
        offices["postgresql"] = (closing.enter_context(bench.office(on_server)), on_server)
        for question in questions():
            for engine, name in (("sqlite", "1 million"), ("postgresql", "postgresql")):
                yield _beside_driver(question, engine, *offices[name])
        for question in questions():
            for name in [name for name in sizes if name != "100,000"]:
                yield _beside_small(question, name, offices[name][0], offices["100,000"][0])


def asked(office: ClinicOffice, question: Question) -> Callable[[], object]:
    """Answer the asking, for timing."""
    return lambda: answer(office, question.query)


def _beside_driver(question: Question, engine: str, office: ClinicOffice, place: str) -> Figure:
    """Compare with the same SQL by the bare driver."""
    ask = asked(office, question)
    with contextlib.closing(Replay(place, recorded(office, ask))) as floor:
        taken = interleaved(ask, floor.run, rounds=ROUNDS)
    return compared(f"free blocks: {question.name}, {engine}", question.goal, taken[0], taken[1])


def _beside_small(
    question: Question, size: str, office: ClinicOffice, small: ClinicOffice
) -> Figure:
    """Compare with the same question to a clinic with fewer blocks."""
    taken = interleaved(asked(office, question), asked(small, question), rounds=ROUNDS)
    return compared(f"free blocks: {question.name}, {size} over 100,000", FLAT, taken[0], taken[1])


def filled(bench: Bench, engine: str, blocks: int) -> str:
    """Make a clinic with so many blocks, its next two weeks booked to a good part."""
    place = bench.clinic(engine, Sample(doctors=DOCTORS, patients=1, weeks=0))
    days = blocks // DOCTORS // PER_DAY
    dates = [FIRST_DAY + dt.timedelta(days=n) for n in range(days * 7 // 5 + 7)]
    working = [day for day in dates if day.weekday() < 5][:days]  # noqa: PLR2004 - Monday to Friday
    rows = [
        (doctor, start, start + BLOCK)
        for day in working
        for doctor in range(1, DOCTORS + 1)
        for start in _starts(day)
    ]
    (_fill_server if engine == "postgresql" else _fill_file)(bench, place, rows)
    return place


def _starts(day: dt.date) -> range:
    """Answer where a day's blocks start, from 8 o'clock on, in seconds."""
    first = to_seconds(day_span(day, ZoneInfo(ZONE)).start) + 8 * 3600
    return range(first, first + PER_DAY * BLOCK, BLOCK)


def _fill_file(_bench: Bench, place: str, rows: list[tuple[int, int, int]]) -> None:
    """Insert the blocks; indexes and triggers are made again behind them, which is faster."""
    with contextlib.closing(sqlite3.connect(place, isolation_level=None)) as connection:
        execute = connection.execute
        made = execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND"
            " (type = 'trigger' OR type = 'index' AND tbl_name = 'block') ORDER BY type"
        ).fetchall()
        execute("PRAGMA synchronous = OFF")
        execute("BEGIN")
        for kind, name, _ in made:
            execute(f"DROP {kind} {name}")
        connection.executemany(f"{_INSERT} VALUES (?, ?, ?)", rows)
        for sql in book_much("sqlite", BUSY_UNTIL):
            execute(sql)
        for _, _, sql in made:
            execute(sql)
        execute("COMMIT")
        if execute("PRAGMA foreign_key_check").fetchone():
            raise RuntimeError(place)


def _fill_server(bench: Bench, place: str, rows: list[tuple[int, int, int]]) -> None:
    """Insert the blocks, and let the planner learn of them."""
    name = place.split("/")[3].partition("?")[0]
    constraint = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s"
    with bench.server.connect(name) as connection, connection.cursor() as cursor:
        (definition,) = cursor.execute(constraint, ["block_no_overlap"]).fetchone() or ("",)
        cursor.execute("ALTER TABLE block DROP CONSTRAINT block_no_overlap")
        with cursor.copy("COPY block (resource_id, starts_at, ends_at) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        for sql in book_much("postgresql", BUSY_UNTIL):
            cursor.execute(sql.encode())
        connection.commit()
        cursor.execute(f"ALTER TABLE block ADD CONSTRAINT block_no_overlap {definition}".encode())
        connection.commit()
        connection.autocommit = True
        cursor.execute("VACUUM ANALYZE")


_INSERT = "INSERT INTO block (resource_id, starts_at, ends_at)"
