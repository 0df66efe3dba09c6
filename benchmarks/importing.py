"""The history of 110,000 visits in Brazil: its import, and the same rows put in barely."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench import Bench, Sample
from benchmarks.figure import Figure, not_measured, timed
from benchmarks.starting import ROOT, child, told

FOLDER = ROOT.parent / "shared" / "data" / "appointments" / "kaggle-brazil-2016"
MAPPING = "no-show-brazil"
TIME, MEMORY = "import of 110,000 visits", "import of 110,000 visits, peak memory"
GOAL = 3.0
MOST_MEMORY = 300.0
NOT_OURS = ("journal", "journal_touch", "journal_detail", "site", "user", "alembic_version")
EMPTY = Sample(doctors=0, patients=0, weeks=0)


def figures(bench: Bench) -> Iterator[Figure]:
    """Import into a file, as a program of its own, and put its rows into another."""
    files = sorted([*FOLDER.glob("*.zip"), *FOLDER.glob("*.csv")])
    if not files:
        yield from _not_there("../shared/data has no such set")
        return
    ours, bare = bench.clinic("sqlite", EMPTY), bench.clinic("sqlite", EMPTY)
    try:
        found = told(child(bench, "import", ours, str(files[0]), MAPPING), seconds=280)
    except RuntimeError as error:
        yield from _not_there(str(error).splitlines()[0])
        return
    yield Figure(TIME, "ms", found["ms"], timed_barely(Path(ours), Path(bare)), GOAL)
    yield Figure(MEMORY, "MB", found["peak"] / 1024, MOST_MEMORY, 1.0)


def _not_there(why: str) -> Iterator[Figure]:
    """Say that nothing could be measured."""
    yield not_measured(TIME, "ms", GOAL, why)
    yield not_measured(MEMORY, "MB", 1.0, why)


def timed_barely(source: Path, target: Path) -> float:
    """Insert every row of one file into another by executemany, in one durable transaction."""
    with (
        contextlib.closing(sqlite3.connect(source)) as reader,
        contextlib.closing(sqlite3.connect(target, isolation_level=None)) as writer,
    ):
        tables = [
            name
            for (name,) in reader.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            )
            if name not in NOT_OURS
        ]
        work = []
        for table in tables:
            stored = reader.execute(
                f'SELECT name FROM pragma_table_xinfo("{table}") WHERE hidden = 0'
            )
            columns = ", ".join(f'"{name}"' for (name,) in stored)
            rows = reader.execute(f'SELECT {columns} FROM "{table}"').fetchall()
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                work.append((f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', rows))
        for sql in ("PRAGMA foreign_keys = ON", "PRAGMA synchronous = FULL"):
            writer.execute(sql)

        def put() -> None:
            writer.execute("BEGIN IMMEDIATE")
            # Tables may refer to each other either way round.
            writer.execute("PRAGMA defer_foreign_keys = ON")
            for sql, rows in work:
                writer.executemany(sql, rows)
            writer.execute("COMMIT")

        return timed(put)
