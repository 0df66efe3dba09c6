"""What calendars show of time off: each time with its whole extent, closed days, own hours."""

from __future__ import annotations

import datetime as dt

from clinic_desktop.domain.availability import SetDays
from clinic_desktop.domain.away import AwayOf, AwayTimes
from clinic_desktop.domain.recurrence import Recurrence
from clinic_desktop.domain.time import TimeSpan, day_span, zone_named
from clinic_desktop.domain.timeoff import (
    AddTimeOff,
    CloseClinic,
    Closing,
    Stretch,
    TimeOffKind,
)
from tests.scheduling.desk import MONDAY, Desk, at

DAY = dt.timedelta(days=1)
NEW_YORK = zone_named("America/New_York")


def shown(desk: Desk, first: dt.date, last: dt.date, *doctors: int) -> AwayTimes:
    answer: AwayTimes = desk.ask(AwayOf(first=first, last=last, doctor_ids=doctors or (1, 2)))
    return answer


def test_leave_is_told_whole_and_takes_only_the_days_that_are_asked_for(desk: Desk) -> None:
    when = Stretch(MONDAY - 3 * DAY, MONDAY + 4 * DAY)
    desk.change(AddTimeOff(doctor_id=1, when=when, kind=TimeOffKind.LEAVE, note="Sea"))
    (one,) = shown(desk, MONDAY, MONDAY + DAY).away
    assert (one.doctor_id, one.kind, one.note, one.name) == (1, TimeOffKind.LEAVE, "Sea", "")
    assert one.span == day_span(MONDAY - 3 * DAY, NEW_YORK, 8)
    (piece,) = one.pieces
    assert piece.contains(at(0))
    assert piece.end == day_span(MONDAY, NEW_YORK, 2).end
    assert not shown(desk, MONDAY, MONDAY, 2).away
    assert not shown(desk, MONDAY + 5 * DAY, MONDAY + 9 * DAY).away


def test_what_comes_again_is_told_once_a_time(desk: Desk) -> None:
    repeat = Recurrence.parse("every week")
    when = Stretch(MONDAY, MONDAY, 600, 660, repeat)
    desk.change(AddTimeOff(doctor_id=1, when=when, kind=TimeOffKind.BLOCKED))
    found = shown(desk, MONDAY, MONDAY + 15 * DAY).away
    assert [one.span for one in found] == [
        TimeSpan(at(60) + weeks * 7 * DAY, at(120) + weeks * 7 * DAY) for weeks in range(3)
    ]
    assert all(one.repeats and one.pieces == (one.span,) for one in found)


def test_closed_days_come_first_under_their_names_and_own_hours_by_date(desk: Desk) -> None:
    desk.change(AddTimeOff(doctor_id=2, when=Stretch(MONDAY - DAY, MONDAY)))
    desk.change(CloseClinic(closings=(Closing(Stretch(MONDAY, MONDAY), "Party"),)))
    desk.change(SetDays(doctor_id=1, days=(MONDAY + DAY,), windows=((540, 600),)))
    times = shown(desk, MONDAY, MONDAY + 6 * DAY)
    assert [(one.doctor_id, one.name) for one in times.away] == [(None, "Party"), (2, "")]
    (own,) = times.own_hours
    assert (own.doctor_id, own.day, own.windows) == (1, MONDAY + DAY, ((540, 600),))
    assert shown(desk, MONDAY, MONDAY).own_hours == ()
