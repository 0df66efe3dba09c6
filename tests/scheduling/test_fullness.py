"""How full a day is: in all, and for each doctor."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from typing import Any

import pytest
from sqlalchemy import Engine, event

from clinic_desktop.domain.booking import DayLoad, DoctorLoad, Fullness
from tests.engines import Place
from tests.scheduling.desk import MONDAY, Desk


def test_a_day_tells_each_doctors_share(desk: Desk) -> None:
    desk.book(0, 60, doctor=2)
    next_day = MONDAY + dt.timedelta(days=1)
    query = Fullness(first=MONDAY, last=next_day, by_doctor=True)
    shares = (DoctorLoad(1, 180, 0), DoctorLoad(2, 120, 60))
    assert desk.ask(query) == (DayLoad(MONDAY, 300, 60, shares), DayLoad(next_day, 0, 0))
    for doctors, told in (((1,), shares[:1]), ((1, 2), shares)):
        asked = Fullness(first=MONDAY, last=MONDAY, doctor_ids=doctors, by_doctor=True)
        assert desk.ask(asked)[0].doctors == told
    assert desk.ask(Fullness(first=MONDAY, last=MONDAY)) == (DayLoad(MONDAY, 300, 60),)


@pytest.mark.parametrize("doctors", [None, (1,), (1, 2)])
def test_a_month_reads_no_more_the_longer_a_clinic_has_been_working(
    sqlite_place: Place, doctors: tuple[int, ...] | None
) -> None:
    asked: list[tuple[str, Any]] = []

    def keep(_c: object, _k: object, sql: str, parameters: object, *_: object) -> None:
        asked.append((sql, parameters))

    with sqlite_place.office() as office:
        desk = Desk(office)
        event.listen(Engine, "before_cursor_execute", keep)
        desk.ask(Fullness(first=MONDAY, last=MONDAY, doctor_ids=doctors))
        event.remove(Engine, "before_cursor_execute", keep)
    ((sql, values),) = [one for one in asked if "GROUP BY" in one[0]]
    with contextlib.closing(sqlite3.connect(sqlite_place.file)) as connection:
        plan = str(connection.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall())
    assert "block_time (resource_id=? AND lane=? AND starts_at>? AND starts_at<?)" in plan, plan
