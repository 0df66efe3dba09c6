"""Rules between kinds of visit, asked of a patient's other visits when one is booked or moved."""

from __future__ import annotations

import datetime as dt

import pytest

from clinic_desktop.domain.booking import AppointmentStatus, BookBlock, MoveAppointment
from clinic_desktop.domain.explaining import Why
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AppointmentTypes,
    ChangeAppointmentType,
)
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.series import ProposeSeries, Repeat
from tests.scheduling.desk import MONDAY, Desk, at

DAY = 24 * 60


@pytest.fixture
def daily(desk: Desk) -> Desk:
    """Both doctors work every day until spring."""
    for doctor in (1, 2):
        desk.hours("Mon-Sun 9-12", doctor, start=MONDAY, until=dt.date(2026, 3, 1))
    return desk


def kind(desk: Desk, name: str, *rules: str) -> int:
    number: int = desk.do(AddAppointmentType(name=name, minutes=30, rules=rules)).id
    return number


def wish(type_id: int, days: int, patient: int = 1, doctor: int = 1) -> BookBlock:
    start = at(days * DAY)
    return BookBlock(patient_id=patient, doctor_id=doctor, start=start, type_id=type_id)


def test_a_follow_up_comes_days_after_what_it_follows(daily: Desk) -> None:
    surgery = kind(daily, "Surgery")
    follow = kind(daily, "Follow-up", "at least 7 days after surgery")
    [reason] = daily.refused(wish(follow, 3))
    assert reason.code == "nothing_before"
    assert reason.message == (
        "Follow-up comes at least 7 days after Surgery: there is no Surgery before it."
    )
    daily.do(wish(surgery, 1))
    [reason] = daily.refused(wish(follow, 7))
    assert (reason.code, reason.facts["since"]) == ("too_soon_after", "2025-11-11")
    assert "that is on Tue 4 Nov 2025: from Tue 11 Nov 2025 on" in reason.message
    [near] = reason.facts["nearest"]
    assert dt.datetime.fromisoformat(near["start"]) == at(8 * DAY)
    visit = daily.do(wish(follow, 8)).appointment
    # Another patient's surgery is nobody else's matter, and a missed or cancelled one is none.
    assert daily.codes(wish(follow, 9, patient=2)) == ["nothing_before"]
    theirs = daily.do(wish(surgery, 1, patient=2, doctor=2)).appointment
    daily.status(theirs, AppointmentStatus.NOSHOW)
    assert daily.codes(wish(follow, 9, patient=2)) == ["nothing_before"]
    # A move is asked as a booking is, unless it stays on its day.
    move = MoveAppointment(appointment_id=visit.id, start=at(5 * DAY))
    assert daily.codes(move) == ["too_soon_after"]
    daily.do(MoveAppointment(appointment_id=visit.id, start=at(8 * DAY + 60)))


def test_at_most_once_a_year_counts_what_was_and_what_is_to_come(daily: Desk) -> None:
    yearly = kind(daily, "Check-up", "once a year")
    [known] = daily.ask(AppointmentTypes())
    assert known.rules == ("once in 365 days",)
    first = daily.do(wish(yearly, 60)).appointment
    for days in (10, 90):
        [reason] = daily.refused(wish(yearly, days))
        assert (reason.code, reason.facts["since"]) == ("too_often", "2027-01-02")
        # Nobody has hours that far ahead.
        assert reason.facts["nearest"] == []
    # It is not in its own way.
    daily.do(MoveAppointment(appointment_id=first.id, start=at(61 * DAY)))
    daily.cancel(first)
    daily.do(wish(yearly, 10))


def test_a_first_visit_is_found_from_history(daily: Desk) -> None:
    first = kind(daily, "First visit", "first visit")
    daily.do(wish(first, 2))
    daily.book(0, patient=2)
    [reason] = daily.refused(wish(first, 3, patient=2))
    assert reason.code == "not_first"
    assert "there was one on Mon 3 Nov 2025" in reason.message
    daily.undo()
    daily.do(wish(first, 3, patient=2))


def test_why_and_a_series_say_it_with_the_time_behind(daily: Desk) -> None:
    surgery = kind(daily, "Surgery")
    follow = kind(daily, "Follow-up", "7 days after Surgery")
    daily.do(wish(surgery, 0))
    asked = Why(doctor_id=1, start=at(2 * DAY), type_id=follow, patient_id=1)
    found = daily.ask(asked)
    [one] = found.obstacles
    assert (found.offered, one.code) == (False, "too_soon_after")
    assert one.nearest is not None
    assert one.nearest.start == at(7 * DAY)
    assert daily.ask(Why(doctor_id=1, start=at(2 * DAY), type_id=follow)).offered
    # No time is behind what never comes true for this patient, whatever else is in the way.
    daily.book(2 * DAY, patient=3)
    told = daily.ask(Why(doctor_id=1, start=at(2 * DAY), type_id=follow, patient_id=2))
    assert [(one.code, one.nearest) for one in told.obstacles] == [
        ("block_taken", None), ("nothing_before", None),
    ]  # fmt: skip
    # Behind the visit that is in the way the rule still speaks against the next ones.
    told = daily.ask(asked)
    assert [one.nearest and one.nearest.start for one in told.obstacles] == [at(7 * DAY)] * 2
    yearly = kind(daily, "Check-up", "once in 90 days")
    daily.do(wish(yearly, 3))
    told = daily.ask(
        ProposeSeries(
            doctor_id=1, start=at(4 * DAY), repeat=Repeat(times=2), type_id=yearly, patient_id=1
        )
    )
    assert [[why.code for why in one.obstacles] for one in told.visits] == [["too_often"]] * 2


def test_rules_are_changed_taken_back_and_refused_where_not_understood(daily: Desk) -> None:
    surgery = kind(daily, "Surgery")
    follow = kind(daily, "Follow-up", "1 day after Surgery")
    daily.do(ChangeAppointmentType(type_id=surgery, name="Operation"))
    change = ChangeAppointmentType(type_id=follow, rules=("once a week", "first visit"))
    assert daily.do(change).rules == ("once in 7 days", "first visit")
    daily.undo()
    known = {one.id: one.rules for one in daily.ask(AppointmentTypes())}
    assert known == {surgery: (), follow: ("1 day after Operation",)}
    assert daily.do(ChangeAppointmentType(type_id=follow, rules=())).rules == ()
    daily.do(wish(follow, 0))
    for text in ("sometimes", "0 days after Operation", "4000 days after Operation", "once"):
        with pytest.raises(Misuse) as misused:
            kind(daily, "Odd", text)
        assert misused.value.code == "bad_rule"
    assert daily.codes(AddAppointmentType(name="Odd", minutes=5, rules=("2 days after Tea",))) == [
        "unknown_type"
    ]
