"""A year's blocks for 20 doctors: the program's weekly hours, and the same rows put in barely."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg

from benchmarks.bench import FIRST_DAY, Bench, Sample, done, rows_in
from benchmarks.figure import Figure, timed
from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours

GOALS = {"sqlite": ("executemany", 1.3), "postgresql": ("COPY", 1.6)}
EMPTY = Sample(doctors=20, patients=1, weeks=0)
HOURS = WeeklyHours.parse("Mon-Fri 8-12, 13-17")
WEEKS, MINUTES = 52, 30
COLUMNS = "resource_id, availability_id, starts_at, ends_at"

Rows = list[tuple[int, int, int, int]]


def figures(bench: Bench) -> Iterator[Figure]:
    """Lay doctor by doctor, each one's rows put in barely right behind."""
    for engine, (way, goal) in GOALS.items():
        ours, bare = bench.clinic(engine, EMPTY), bench.clinic(engine, EMPTY)
        yield _laid(bench, engine, (ours, bare), f"a year's blocks, 20 doctors, {way}", goal)


def _laid(bench: Bench, engine: str, places: tuple[str, str], name: str, goal: float) -> Figure:
    """Add up both ways' times over the doctors, each transaction durable."""
    times = [0.0, 0.0]
    with (
        bench.office(places[0]) as office,
        contextlib.closing(_connected(places[0])) as reader,
        contextlib.closing(_connected(places[1])) as writer,
    ):
        for doctor_id in range(1, EMPTY.doctors + 1):
            command = SetWeeklyHours(
                doctor_id=doctor_id,
                hours=HOURS,
                block_minutes=MINUTES,
                start=FIRST_DAY,
                until=FIRST_DAY + dt.timedelta(weeks=WEEKS, days=-1),
            )
            times[0] += timed(lambda command=command: done(office, command))  # type: ignore[misc]
            rule, rows = _rows_of(reader, doctor_id)
            _add_rule(writer, rule)
            put = _put_into_file if engine == "sqlite" else _put_into_server
            times[1] += timed(lambda put=put, rows=rows: put(writer, rows))  # type: ignore[misc]
        counts = [rows_in(connection, ("block",)) for connection in (reader, writer)]
        if counts[0] != counts[1]:
            message = f"the two laid different blocks: {counts}"
            raise RuntimeError(message)
    return Figure(name, "ms", times[0], times[1], goal)


def _connected(place: str) -> Any:  # noqa: ANN401 - of either driver
    """Open a bare connection that commits as durably as the program's."""
    if place.startswith("postgresql:"):
        return psycopg.connect(place, autocommit=True)
    connection = sqlite3.connect(place, isolation_level=None)
    for pragma in ("synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _rows_of(connection: Any, doctor_id: int) -> tuple[Any, Rows]:  # noqa: ANN401 - of either driver
    """Answer a doctor's rule and the blocks that were laid from it."""
    rule = connection.execute(
        "SELECT id, resource_id, site_id, hours, block_minutes, valid_from FROM availability"
        f" WHERE resource_id = {doctor_id}"
    ).fetchone()
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM block WHERE resource_id = {doctor_id} ORDER BY id"
    ).fetchall()
    return rule, [tuple(row) for row in rows]


def _add_rule(connection: Any, rule: tuple[Any, ...]) -> None:  # noqa: ANN401 - of either driver
    """Add the rule that the blocks refer to; its time counts for nobody."""
    number, *rest = rule
    values = ", ".join(f"'{value}'" for value in rest)
    connection.execute(
        "INSERT INTO availability (resource_id, site_id, hours, block_minutes, valid_from)"
        f" VALUES ({values})"
    )
    if connection.execute("SELECT max(id) FROM availability").fetchone()[0] != number:
        raise RuntimeError(rule)


def _put_into_file(connection: Any, rows: Rows) -> None:  # noqa: ANN401 - sqlite3's
    """Insert the rows by executemany, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(f"INSERT INTO block ({COLUMNS}) VALUES (?, ?, ?, ?)", rows)
    connection.execute("COMMIT")


def _put_into_server(connection: Any, rows: Rows) -> None:  # noqa: ANN401 - psycopg's
    """Insert the rows by COPY, in one transaction."""
    with (
        connection.transaction(),
        connection.cursor() as cursor,
        cursor.copy(f"COPY block ({COLUMNS}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
