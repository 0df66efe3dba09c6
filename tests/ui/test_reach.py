"""Which commits reach which questions."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.availability import HoursOf, SetDays
from clinic_desktop.domain.away import AwayOf
from clinic_desktop.domain.booking import (
    AgendaOf,
    Blocks,
    Fullness,
    History,
    NextFree,
    TheAppointment,
    Verify,
)
from clinic_desktop.domain.changes import Touched
from clinic_desktop.domain.effect import EffectOf
from clinic_desktop.domain.offers import NextTimes
from clinic_desktop.domain.office import Query, TheSite
from clinic_desktop.domain.people import AppointmentTypes, Doctors, FindPatients, Rooms, ThePatient
from clinic_desktop.domain.sheets import SheetsOf
from clinic_desktop.domain.time import LATEST, TimeSpan
from clinic_desktop.domain.timeoff import RemoveTimeOff, TimeOffOf
from clinic_desktop.domain.together import NextTogether
from clinic_desktop.ui.dispatcher import Dispatcher
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.reach import part_of, reaches
from tests.ui.scripted import NINE, RUN, ScriptedOffice, changes, hours

SPAN = TimeSpan(NINE - hours(1), NINE + hours(9))
BOOKED = changes(1)
MONTH = Fullness(first=dt.date(2025, 10, 27), last=dt.date(2025, 12, 7), doctor_ids=(1, 2))
LATER = NINE + hours(24 * 10)
TEN_DAYS = replace(MONTH, first=dt.date(2025, 11, 2), last=dt.date(2025, 11, 14))
"""What is asked of the month when nine o'clock has changed and the same time ten days later."""
PATIENT = changes(1, Touched("patient", "7"))


@pytest.mark.parametrize(
    ("query", "reached"),
    [
        (Doctors(), False),
        (Rooms(), False),
        (AppointmentTypes(), False),
        (TheSite(), False),
        (FindPatients(text="a"), True),
        (ThePatient(patient_id=1), True),
        (AgendaOf(span=SPAN), True),
        (AgendaOf(span=SPAN, doctor_ids=(1,)), True),
        (AgendaOf(span=SPAN, doctor_ids=(2,)), False),
        (SheetsOf(span=SPAN, doctor_ids=(1,)), True),
        (SheetsOf(span=SPAN, doctor_ids=(2,)), False),
        (AwayOf(first=NINE.date(), last=NINE.date(), doctor_ids=(1,)), False),
        (Blocks(span=SPAN), True),
        (Blocks(span=TimeSpan(NINE + hours(1), NINE + hours(2))), False),
        (NextFree(after=NINE), True),
        (NextFree(after=NINE + hours(1)), False),
        (NextFree(after=LATEST), True),
        (Fullness(first=dt.date(2025, 11, 3), last=dt.date(2025, 11, 3)), True),
        (Fullness(first=dt.date(2025, 12, 1), last=dt.date(2025, 12, 31)), False),
        (History(appointment_id=RUN), False),
        (EffectOf(change=SetDays(doctor_id=1, days=(), windows=())), True),
        (EffectOf(change=SetDays(doctor_id=2, days=(), windows=())), False),
        (EffectOf(change=RemoveTimeOff(time_off_id=1)), True),
        (HoursOf(doctor_id=1, first=NINE.date()), False),
        (TimeOffOf(doctor_id=1, first=NINE.date()), False),
        (NextTogether(patient_ids=(1, 2), wish=NextTimes()), False),
        (Verify(), True),
    ],
)
def test_a_booking_reaches(query: Query[object], reached: bool) -> None:  # noqa: FBT001 - a table
    assert reaches(query, BOOKED) is reached


def test_an_appointment_is_reached_by_its_id() -> None:
    made = changes(1, Touched("appointment", str(RUN), 1, NINE, NINE + hours(1)))
    assert reaches(TheAppointment(appointment_id=RUN), made)
    assert reaches(History(appointment_id=RUN), made)


def test_a_new_name_reaches_every_calendar_but_no_blocks() -> None:
    assert reaches(AgendaOf(span=SPAN), PATIENT)
    assert part_of(AgendaOf(span=SPAN), PATIENT) is None
    assert not reaches(Blocks(span=SPAN), PATIENT)


def test_a_bulk_laying_reaches_every_calendar() -> None:
    laid = changes(1, Touched("block", "1-5000"))
    assert reaches(Blocks(span=SPAN, doctor_ids=(9,)), laid)
    assert part_of(AgendaOf(span=SPAN), laid) is None


def test_the_part_is_cut_to_the_question() -> None:
    moved = changes(
        1,
        Touched("appointment", "a", 1, NINE - hours(5), NINE),
        Touched("appointment", "a", 2, NINE + hours(3), NINE + hours(4)),
        Touched("appointment", "a", 3, NINE, NINE + hours(1)),
        Touched("appointment", "a", 1, NINE + hours(50), NINE + hours(51)),
    )
    part = part_of(AgendaOf(span=SPAN, doctor_ids=(1, 2), cancelled=True, phones=True), moved)
    assert part == AgendaOf(
        span=TimeSpan(SPAN.start, NINE + hours(4)), doctor_ids=(1, 2), cancelled=True, phones=True
    )
    assert part_of(Blocks(span=SPAN), moved) is None


def test_of_how_full_days_are_only_the_touched_days_are_asked_again() -> None:
    moved = changes(
        1,
        Touched("appointment", "a", 1, NINE, NINE + hours(1)),
        Touched("appointment", "a", 3, NINE + hours(300), NINE + hours(301)),
    )
    day = NINE.date()
    assert part_of(MONTH, moved) == Fullness(
        first=day - dt.timedelta(days=1), last=day + dt.timedelta(days=1), doctor_ids=(1, 2)
    )
    to_another_week = changes(
        2,
        Touched("appointment", "a", 1, NINE, NINE + hours(1)),
        Touched("appointment", "a", 2, NINE + hours(24 * 60), NINE + hours(24 * 60 + 1)),
    )
    assert part_of(MONTH, to_another_week) == Fullness(
        first=day - dt.timedelta(days=1), last=day + dt.timedelta(days=1), doctor_ids=(1, 2)
    )
    assert part_of(MONTH, changes(3, Touched("block", "1-5000"))) is None


@pytest.mark.parametrize("turned", [False, True])
def test_of_how_full_days_two_touched_stretches_are_asked_with_what_lies_between(
    *, turned: bool
) -> None:
    touched = [
        Touched("appointment", "a", 1, NINE, NINE + hours(1)),
        Touched("appointment", "a", 2, LATER, LATER + hours(1)),
    ]
    moved = changes(1, *(reversed(touched) if turned else touched))
    assert part_of(MONTH, moved) == TEN_DAYS


@pytest.mark.parametrize("turned", [False, True])
def test_days_of_a_month_that_change_while_it_asks_are_asked_together(
    qtbot: QtBot, *, turned: bool
) -> None:
    office, owner, dispatcher = ScriptedOffice(), QObject(), Dispatcher()
    dispatcher.open(office)
    shown = LiveQuery(dispatcher, owner)
    shown.set_query(MONTH)
    office.answer("month", 1)
    qtbot.waitUntil(lambda: shown.is_settled, timeout=60_000)
    office.commit(changes(2))
    qtbot.waitUntil(lambda: len(office.open_questions) == 1, timeout=60_000)
    starts = [LATER, NINE] if turned else [NINE, LATER]
    office.commit(*(changes(number, start=start) for number, start in enumerate(starts, 3)))
    qtbot.waitUntil(lambda: dispatcher.last_known == 4, timeout=60_000)
    assert len(office.open_questions) == 1
    office.answer("part", 2)
    qtbot.waitUntil(lambda: len(office.asked) == 3, timeout=60_000)
    assert office.open_questions == [TEN_DAYS]
    dispatcher.close()


def test_time_off_is_read_again_when_it_changes_on_one_of_its_days() -> None:
    one = Touched("time_off", "3", 1, NINE, NINE + hours(2))
    query = AwayOf(first=NINE.date(), last=NINE.date(), doctor_ids=(1,))
    assert reaches(query, changes(1, one))
    assert not reaches(replace(query, doctor_ids=(2,)), changes(1, one))
    later = NINE.date() + dt.timedelta(days=9)
    assert not reaches(replace(query, first=later, last=later), changes(1, one))
    assert reaches(query, changes(1, Touched("time_off", "3")))
