"""The next free time is found as a person would find it: by trying every block and every seat."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any, TypeAlias

import pytest
from sqlalchemy.dialects import sqlite

from clinic_desktop import compose
from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.domain.time import TimeSpan, from_seconds
from clinic_desktop.scheduling import agenda, picture
from clinic_desktop.storage.database import Database
from clinic_desktop.storage.texts import Values
from tests.engines import Place
from tests.scheduling.desk import Desk, at

Row: TypeAlias = tuple[int, int, str, int, int, str]


def tried_one_by_one(rows: list[Row], wanted: int, sites: dict[int, int]) -> set[int]:
    """Answer the rows from which some chain of free blocks, at one site, is long enough."""

    def follows(row: Row, one: Row) -> bool:
        same = (one[1], sites.get(one[0])) == (row[1], sites.get(row[0]))
        return same and one[3] == row[4]

    def reaches(row: Row, begun: int) -> bool:
        if row[4] - begun >= wanted:
            return True
        return any(reaches(one, begun) for one in rows if follows(row, one))

    return {row[0] for row in rows if reaches(row, row[3])}


def found(rows: Iterable[Row], wanted: int, sites: dict[int, int]) -> list[int]:
    """Answer the rows that the program finds, in the order in which it does."""
    return [row[0] for row, _ in agenda._runs(rows, wanted, sites) if row is not None]  # noqa: SLF001 - the search without its reading


@pytest.mark.parametrize("seed", range(60))
def test_every_run_is_found_once(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - made-up blocks
    spots = [
        (doctor, start, start + dice.choice((1, 1, 1, 2)))
        for doctor in (1, 2)
        for start in range(12)
        for _seat in range(dice.choice((0, 1, 1, 2)))
    ]
    spots.sort(key=lambda spot: (spot[1], spot[0]))
    rows = [(n, doctor, "", start, end, "") for n, (doctor, start, end) in enumerate(spots)]
    several = {row[0]: dice.choice((1, 1, 1, 2)) for row in rows}
    for sites in ({}, several):
        for wanted in (1, 2, 4):
            told = found(rows, wanted, sites)
            assert len(told) == len(set(told))
            assert set(told) == tried_one_by_one(rows, wanted, sites)


def test_many_seats_of_a_long_run_do_not_multiply() -> None:
    rows = [(10 * at + seat, 1, "", at, at + 1, "") for at in range(60) for seat in range(3)]
    assert len(found(rows, 50, {})) == 3 * 11


def test_free_blocks_are_read_by_their_own_index(sqlite_place: Place) -> None:
    database = Database(sqlite_place.url, actor="me", station="desk")
    parameters = {"after": 0, "doctor": 1, "most": 5}
    try:
        for whose in (agenda.Whose.ONE, agenda.Whose.ALL):
            statement = agenda._NEXT[whose]  # noqa: SLF001 - its plan is the matter
            sql = statement.compile(dialect=database.engine.dialect)
            assert isinstance(sql.dialect, sqlite.dialect)
            values = [parameters.get(name, "") for name in sql.positiontup or ()]
            with database.engine.connect() as connection:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", tuple(values))
                check_plan(row[3] for row in plan)
        span = TimeSpan(from_seconds(0), from_seconds(60))
        for ids in (None, (1,), (1, 2)):
            read = Planned(database)
            picture.free_blocks(read, span, ids)
            check_plan(read.plan)
    finally:
        database.close()


def check_plan(steps: Iterable[str]) -> None:
    """A plan reads free blocks in the order of their own index."""
    told = " ".join(steps)
    assert "USING COVERING INDEX block_free_" in told
    assert "TEMP B-TREE" not in told


class Planned:
    """A snapshot that only tells how it would read."""

    now, sequence = from_seconds(0), 0

    def __init__(self, database: Database) -> None:
        self._database = database
        self.plan: list[str] = []

    def rows(self, text: str, values: Values) -> list[tuple[Any, ...]]:
        explain = f"EXPLAIN QUERY PLAN {text}"
        self.plan = [
            row[3] for row in self._database.read(lambda r: r.rows(explain, values)).answer
        ]
        return []


def test_no_time_that_is_over_is_near_one_that_is_to_come(place: Place) -> None:
    now = [at(65)]
    office = compose.open_office(place.settings, clock=lambda: now[0], feed=False)
    try:
        desk = Desk(office)
        desk.do(BookBlock(patient_id=1, doctor_id=1, start=at(90)))
        wish = BookBlock(patient_id=2, doctor_id=1, start=at(90))
        near = [one["start"][11:16] for one in desk.refused(wish)[0].facts["nearest"]]
        assert near == ["11:00", "11:30"]
        # What is written down afterwards has its time beside others that are over.
        now[0] = at(600)
        near = [one["start"][11:16] for one in desk.refused(wish)[0].facts["nearest"]]
        assert near == ["09:00", "09:30", "10:00", "11:00", "11:30"]
    finally:
        office.close()
