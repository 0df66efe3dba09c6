"""What stands on a sheet: each visit once, free time, ends of work."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from clinic_desktop.domain.booking import AppointmentStatus
from clinic_desktop.domain.sheets import SheetKind
from clinic_desktop.ui.paper.sheet import Day, End, Free, Period, Visit, days_of
from tests.ui.agenda.samples import FALL_BACK, NEW_YORK, at, visit
from tests.ui.paper.samples import (
    DOCTOR,
    MONDAY,
    free_block,
    pages_of,
    sheet_of,
    texts,
    to_print,
)


def shown(day: Day) -> list[str]:
    """Write a day's rows as times and names."""
    found = []
    for row in day.rows:
        start = row.at if isinstance(row, End) else row.span.start
        words = {End: "end", Free: "free"}.get(type(row), "")
        name = row.patient if isinstance(row, Visit) else words
        found.append(f"{start.astimezone(NEW_YORK):%H:%M} {name}")
    return found


def test_a_day_is_told_in_time_order_with_time_off_between() -> None:
    late = visit(1, DOCTOR, MONDAY, "13:00", "13:30", patient="Late")
    early = visit(2, DOCTOR, MONDAY, "09:00", "09:30", patient="Early")
    free = [free_block("09:30", "09:45"), free_block("09:45", "10:00")]
    (day,) = sheet_of(SheetKind.DAY, [late, early], free).days
    assert shown(day) == [
        "09:00 Early", "09:30 free", "09:45 free", "10:00 end", "13:00 Late", "13:30 end",
    ]  # fmt: skip
    assert (day.visits, day.free_minutes) == (2, 30)


def test_in_a_week_free_blocks_that_touch_are_one_stretch() -> None:
    free = [
        free_block("09:30", "09:45"),
        free_block("09:45", "10:00"),
        replace(free_block("10:00", "10:15"), purpose="Urgent"),
    ]
    week = sheet_of(SheetKind.WEEK, [visit(1, DOCTOR, MONDAY, "09:00", "09:30")], free)
    assert [day.date for day in week.days] == [MONDAY + dt.timedelta(days=n) for n in range(7)]
    rows = [row for row in week.days[0].rows if isinstance(row, Free)]
    assert [(row.span.minutes, row.purpose) for row in rows] == [(30, ""), (15, "Urgent")]


def test_a_visit_over_midnight_stands_on_each_sheet_once() -> None:
    sunday = MONDAY - dt.timedelta(days=1)
    before = visit(1, DOCTOR, sunday, "23:30", "24:15", patient="Before")
    within = visit(2, DOCTOR, MONDAY, "23:45", "24:30", patient="Within")
    found = to_print([before, within])
    monday = days_of(found, DOCTOR.id, Period(SheetKind.DAY, MONDAY), NEW_YORK)
    week = days_of(found, DOCTOR.id, Period(SheetKind.WEEK, MONDAY), NEW_YORK)
    for days in (monday, week):
        told = [line for day in days for line in shown(day) if "end" not in line]
        assert told == ["23:30 Before", "23:45 Within"]


def test_only_the_doctor_s_own_time_stands_on_the_sheet() -> None:
    other = replace(visit(1, DOCTOR, MONDAY, "09:00", "09:30"), doctor_id=DOCTOR.id + 1)
    (day,) = sheet_of(SheetKind.DAY, [other]).days
    assert day.rows == ()


def test_a_row_tells_who_the_patient_is_and_the_note_as_one_text() -> None:
    noted = replace(
        visit(1, DOCTOR, MONDAY, "09:00", "09:30", status=AppointmentStatus.ARRIVED),
        note="Bring\n the  letter",
    )
    (day,) = sheet_of(SheetKind.DAY, [noted]).days
    (row, _) = day.rows
    assert isinstance(row, Visit)
    assert (row.born, row.phone) == ("12 Mar 1980", "+1 212 555 0101")
    assert (row.note, row.status) == ("Bring the letter", AppointmentStatus.ARRIVED)


def test_weeks_begin_where_calendars_here_do() -> None:
    sunday = dt.date(2025, 11, 2)
    assert Period.of(SheetKind.WEEK, sunday, 0).first == dt.date(2025, 10, 27)
    assert Period.of(SheetKind.WEEK, sunday, 6).first == sunday
    assert Period.of(SheetKind.DAY, sunday, 0).days == (sunday,)


def test_the_hour_that_comes_twice_is_told_in_order() -> None:
    first = replace(visit(1, DOCTOR, FALL_BACK, "01:30", "01:45", patient="First"))
    start, end = at(FALL_BACK, "01:15", fold=1), at(FALL_BACK, "01:30", fold=1)
    second = replace(first, id=visit(2, DOCTOR, FALL_BACK, "01:15", "01:30").id, patient="Second",
                     start=start, end=end)  # fmt: skip
    (day,) = days_of(
        to_print([second, first]), DOCTOR.id, Period(SheetKind.DAY, FALL_BACK), NEW_YORK
    )
    assert [row.patient for row in day.rows if isinstance(row, Visit)] == ["First", "Second"]


@pytest.mark.parametrize("kind", SheetKind)
def test_what_is_kept_free_or_for_nobody_is_neither_off_nor_free(kind: SheetKind) -> None:
    scan = replace(
        visit(1, DOCTOR, MONDAY, "09:30", "10:00", patient="Scan"),
        held_from=at(MONDAY, "09:15"), held_until=at(MONDAY, "10:10"),
    )  # fmt: skip
    lunch = replace(free_block("10:10", "10:40"), purpose="lunch", bookable=False)
    urgent = replace(free_block("10:40", "11:00"), purpose="urgent")
    sheet = sheet_of(kind, [scan], [lunch, urgent])
    rows = [row for row in sheet.days[0].rows if not isinstance(row, End)]
    told = [row.words if isinstance(row, Free) else row.patient for row in rows]
    assert told == ["kept free", "Scan", "kept free", "lunch", "free \N{MIDDLE DOT} urgent"]
    assert len(sheet.days[0].rows) == len(rows) + 1, "work ends once"
    assert sheet.days[0].free_minutes == 20
    lines = texts(*pages_of(kind, [scan], [lunch, urgent]))
    assert [sum(word in line for line in lines) for word in ("kept free", "lunch")] == [2, 1]
    assert not any("free" in line for line in lines if "lunch" in line)
